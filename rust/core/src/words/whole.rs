//! Words that no letter tells follow their line (UTS #39 section 5), or are reported.
//!
//! A word tells its line the scripts of those of its letters that have no proven twin in another.

use crate::alike::{TWIN_SCRIPTS, proven, strong_twin, twin};
use crate::drawn;
use crate::facts::{self, flag, script};
use crate::line::Line;
use crate::look;
use crate::normal::composed;
use crate::notation;
use crate::reasons::reason;
use crate::scripts::Scripts;
use crate::word::{self, Letter, Word};

use super::Deciding;

impl Deciding<'_> {
    /// Whether a word tells its line something.
    pub(super) fn is_told(&self, word: &Word) -> bool {
        word.mixed.map_or(word.tells, |mixed| !self.words.mixed[mixed].told.is_empty())
    }

    /// Whether a word tells nothing and has a letter that is not ASCII, or has a mark.
    pub(super) fn is_untold(&self, word: &Word) -> bool {
        let beyond = |letter: &Letter| letter.cp >= 0x80 || self.mark(letter).is_some();
        !self.is_told(word) && self.of(word).iter().any(beyond)
    }

    /// Of two Greek letters in a Latin line the capital that looks like ASCII is, if the other does not: delta E, mu M.
    pub(super) fn pair(&mut self, number: usize) {
        let span = self.words.list[number].span();
        if span.len() != 2 || word::scripts(&self.words.letters[span.clone()]) != Scripts::NONE.with(script::GREK) {
            return;
        }
        if self.is_apart(self.words.letters[span.start].at) {
            return; // the ends of a range
        }
        let like = |letter: &&Letter| twin(letter.cp, letter.look, script::LATN).is_some();
        if self.words.letters[span.clone()].iter().filter(like).count() != 1 {
            return;
        }
        for place in span {
            let cp = self.words.letters[place].cp;
            if let Some(letter) = strong_twin(cp, script::LATN).filter(|_| facts::has(cp, flag::UPPER)) {
                self.change(number, place, reason::HOMOGLYPH_WORD, letter);
                self.words.mix(number);
            }
        }
    }

    /// What the words tell now; where the nearest are asked for, with their places.
    pub(super) fn line(&mut self, nearest: bool) -> Line {
        let mut scripts = Scripts::NONE;
        let mut last = None;
        for number in 0..self.words.list.len() {
            if self.words.list[number].stale {
                self.find_told(number);
            }
            let word = &self.words.list[number];
            if let Some(mixed) = word.mixed {
                scripts = scripts.or(self.words.mixed[mixed].told);
            } else if word.tells && last != Some(word.script) {
                last = Some(word.script);
                scripts.insert(word.script);
            }
        }
        let mut line = Line::new(scripts);
        line.words = self.words.list.len();
        let told = |word: &&Word| word.mixed.map_or(word.tells, |mixed| !self.words.mixed[mixed].told.is_empty());
        line.told = if nearest { self.words.list.iter().filter(told).count() } else { 0 };
        if nearest {
            for (number, word) in self.words.list.iter().enumerate() {
                match word.mixed {
                    Some(mixed) => line.tell(number, self.words.mixed[mixed].told),
                    None if word.tells => line.tell(number, Scripts::NONE.with(word.script)),
                    None => {}
                }
            }
        }
        line
    }

    /// Finds the scripts that a word tells its line: those of letters that have no proven twin.
    fn find_told(&mut self, number: usize) {
        let word = self.words.list[number];
        let letters = self.of(&word);
        if let Some(mixed) = word.mixed {
            let mut told = Scripts::NONE;
            let now = self.words.mixed[mixed].now;
            for letter in letters {
                if !told.contains(letter.script) && self.tells(letter, now) {
                    told.insert(letter.script);
                }
            }
            self.words.mixed[mixed].told = told;
        } else {
            let tells = letters.iter().any(|letter| self.tells(letter, false));
            let script = letters[0].script;
            let word = &mut self.words.list[number];
            (word.tells, word.script) = (tells, script);
        }
        self.words.list[number].stale = false;
    }

    /// Whether a letter, of a mixed word or another, has no proven twin in any other script.
    fn tells(&self, letter: &Letter, mixed: bool) -> bool {
        if letter.look & look::HOMOGLYPH == 0 {
            return true;
        }
        let fits = if mixed { TWIN_SCRIPTS } else { proven(letter.cp, letter.look) };
        let others = fits.without(Scripts::NONE.with(letter.script));
        others.iter().all(|script| self.line_twin(letter, mixed, script).is_none())
    }

    /// The twin of a letter whose word follows the line.
    ///
    /// A proven one, though a mixed word is in disguise anyway; with a mark only if the letter has no composite that the twin lacks:
    /// nobody writes that.
    fn line_twin(&self, letter: &Letter, mixed: bool, script: u8) -> Option<u32> {
        let target = if mixed { twin(letter.cp, letter.look, script) } else { strong_twin(letter.cp, script) }?;
        let composes = |cp: u32, mark: u32| composed(cp, drawn::mark_of(cp, mark)).is_some();
        let lacks = |mark| composes(letter.cp, mark) && !composes(target, mark);
        if self.mark(letter).is_some_and(lacks) { None } else { Some(target) }
    }

    /// Those of some scripts that a whole word can be of.
    fn fits(&self, word: &Word, scripts: Scripts) -> Scripts {
        let mixed = word.mixed.is_some_and(|mixed| self.words.mixed[mixed].now);
        let can_be = |script| self.of(word).iter().all(|letter| self.line_twin(letter, mixed, script).is_some());
        scripts.and(TWIN_SCRIPTS).iter().filter(|&script| can_be(script)).fold(Scripts::NONE, Scripts::with)
    }

    /// The script, one of some, of the parts that a word is linked to by a mark, if none is of its own.
    fn linked(&self, number: usize, own: u8, fits: Scripts) -> Option<u8> {
        let mut told = Scripts::NONE;
        for first in [number.checked_sub(1), Some(number)].into_iter().flatten() {
            let Some([before, after]) = self.words.list.get(first..first + 2) else { continue };
            let (Some(end), Some(start)) = (self.of(before).last(), self.of(after).first()) else { continue };
            if start.at - end.at == 2 && word::is_link(self.cps[end.at + 1]) {
                for word in [before, after] {
                    told = match word.mixed {
                        Some(mixed) => told.or(self.words.mixed[mixed].told),
                        None if word.tells => told.with(word.script),
                        None => told,
                    };
                }
            }
        }
        let only = told.first().filter(|_| told.len() == 1);
        only.filter(|&script| fits.contains(script) && script != own)
    }

    /// Whether a letter is a word of its own beside others.
    pub(super) fn is_apart(&self, at: usize) -> bool {
        self.apart.binary_search_by_key(&at, |apart| apart.at).is_ok()
    }

    /// Whether the words that tell Latin are all placeholders: `%(name)s`, `{name}`, `&name;` or `<name>`.
    fn names_only(&mut self) -> bool {
        if let Some(known) = self.names_only {
            return known;
        }
        let latin = |word: &&Word| match word.mixed {
            Some(mixed) => self.words.mixed[mixed].told.contains(script::LATN),
            None => word.tells && word.script == script::LATN,
        };
        let placeholder = |word: &Word| {
            let letters = self.of(word);
            matches!(letters, [first, .., last] | [first @ last] if notation::is_placeholder(self.cps, first.at, last.at))
        };
        let only = self.words.list.iter().filter(latin).all(placeholder);
        self.names_only = Some(only);
        only
    }

    /// A word of one script without a telling letter follows its line, or is reported.
    pub(super) fn whole(&mut self, number: usize, line: &Line) {
        let word = self.words.list[number];
        let letters = self.of(&word);
        let scripts = word::scripts(letters);
        let Some(own) = scripts.first().filter(|_| scripts.len() == 1) else { return };
        let latin = Scripts::NONE.with(script::LATN);
        let mut told = line.scripts;
        if told.contains(script::LATN) && own != script::LATN && !self.strict && self.names_only() {
            told = told.without(latin);
        }
        let word = self.words.list[number];
        let letters = self.of(&word);
        let ascii_only = letters.iter().all(|letter| letter.cp < 0x80 && self.mark(letter).is_none());
        let alone = !line.scripts.contains(own);
        let mut fits = self.fits(&word, told.without(scripts));
        if fits.is_empty() && alone && !ascii_only && (!told.is_empty() || self.east_asian || self.strict) {
            // Every other script is written with Latin words in it.
            fits = self.fits(&word, latin.without(scripts));
        }
        if fits.is_empty() {
            return;
        }
        let mixed = word.mixed.is_some_and(|mixed| self.words.mixed[mixed].now);
        let target = if ascii_only {
            fits.first().filter(|_| alone && fits.len() == 1 && self.strict && line.is_of(fits))
        } else if alone {
            let nearest = if line.scripts.len() > 1 { line.nearest(number, fits) } else { None };
            nearest.or_else(|| fits.first())
        } else if self.strict && !self.is_apart(letters[0].at) {
            line.nearest(number, fits.with(own))
        } else {
            self.linked(number, own, fits)
        };
        let Some(target) = target else {
            let (first, single) = (letters[0].at, letters.len() == 1);
            if !ascii_only {
                // Words of one letter are usual in Russian and Greek: beside others of their script they are in no doubt.
                if !single || line.nearest(number, fits.with(own)) != Some(own) {
                    self.reports.push((first, reason::AMBIGUOUS));
                }
            } else if !line.scripts.contains(own) {
                self.reports.push((first, reason::ASCII_WORD));
            }
            return;
        };
        if target == own {
            return;
        }
        for place in word.span() {
            if let Some(like) = self.line_twin(&self.words.letters[place], mixed, target) {
                self.change(number, place, reason::HOMOGLYPH_LINE, like);
            }
        }
        self.words.list[number].script = target;
    }
}
