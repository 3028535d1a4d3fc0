//! Look-alike letters by word and line (UTS #39 sections 4 and 5, decided by context).
//!
//! A word is a run of letters, marks and digits. A letter is telling in a word when it has no twin in the other scripts of that
//! word; the others follow the nearest telling letter. A word without a telling letter follows the telling words of its line.
//! ASCII words stay.

use crate::alike::{RARE, TWIN_SCRIPTS, proven, resembled, script_of, stands_apart, strong_twin, twin};
use crate::facts::{self, flag, group, script};
use crate::line::Line;
use crate::look;
use crate::normal::composed;
use crate::reasons::{kind, reason};
use crate::scripts::Scripts;
use crate::word::{self, Letter, Word};
use crate::work::{Cell, Work, action};

/// More than any text is known to need: two settle nearly all.
const ROUNDS: usize = 8;

/// Settles the look-alike letters of a line.
pub fn resolve(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    if work.action_of(kind::HOMOGLYPH) == action::KEEP || row.iter().all(|cell| cell.cp < 0x80) {
        return row;
    }
    let mut words = std::mem::take(&mut work.words);
    let mut letters = std::mem::take(&mut work.letters);
    word::split(work.looks, row.iter().map(|cell| cell.cp), &mut words, &mut letters);
    let mut line = Deciding { work, row: &row, letters, words, before: None };
    line.settle();
    let Deciding { letters, words, .. } = line;
    let mut result = Vec::new();
    let mut done = 0;
    for letter in letters.iter().filter(|letter| letter.cp != row[letter.at].cp) {
        result.extend_from_slice(&row[done..letter.at]);
        work.settle(row[letter.at], letter.why, &[letter.cp], &mut result);
        done = letter.at + 1;
    }
    (work.words, work.letters) = (words, letters);
    if done == 0 {
        return row;
    }
    result.extend_from_slice(&row[done..]);
    result
}

/// The letters of one line while they are being decided.
struct Deciding<'a> {
    work: &'a mut Work,
    row: &'a [Cell],
    letters: Vec<Letter>,
    words: Vec<Word>,
    /// What the letters were at the beginning of the round, if one has changed since.
    before: Option<Vec<u32>>,
}

impl Deciding<'_> {
    /// Decides until nothing changes: a letter that was decided can tell more about the others.
    fn settle(&mut self) {
        let reports = self.work.reports.len();
        for _ in 0..ROUNDS {
            self.before = None;
            self.work.reports.truncate(reports);
            self.decide();
            let same = |before: &Vec<u32>| self.letters.iter().map(|letter| letter.cp).eq(before.iter().copied());
            if self.before.as_ref().is_none_or(same) {
                break;
            }
        }
        if self.work.has(look::STRAY) {
            self.report_strays();
        }
    }

    /// Reports what is no letter of a word but resembles an ASCII letter, beside a Latin one: digits, marks, signs.
    fn report_strays(&mut self) {
        let mut cps: Vec<u32> = self.row.iter().map(|cell| cell.cp).collect();
        self.letters.iter().for_each(|letter| cps[letter.at] = letter.cp);
        let is_latin = |cp: &u32| facts::is_letter(*cp) && facts::script(*cp) == script::LATN;
        for (at, &cp) in cps.iter().enumerate() {
            let record = facts::of(cp);
            let in_word = record.group == group::LETTER && record.flags & flag::EAST_ASIAN == 0;
            if cp < 0x80 || in_word || matches!(record.script, script::ZYYY | script::ZINH) {
                continue;
            }
            let before = at.checked_sub(1).and_then(|before| cps.get(before));
            let latin = before.is_some_and(is_latin) || cps.get(at + 1).is_some_and(is_latin);
            if latin && resembled(cp).is_some() {
                self.work.report(self.row[at].at, reason::RESEMBLES);
            }
        }
    }

    /// Decides the mixed words by their letters, the undecided by the line, then whole words.
    fn decide(&mut self) {
        let numbers = 0..self.words.len();
        for number in numbers.clone() {
            // What was of one script at the beginning can only have become all of another.
            if self.words[number].mixed {
                self.find_telling(number);
            }
        }
        let greek = self.words.iter().any(|word| self.is_greek(word));
        for number in numbers.clone() {
            let mut scripts = Scripts::NONE;
            // A letter that follows can take the last of its script along: then others tell more.
            while self.words[number].telling && self.words[number].scripts != scripts {
                scripts = self.words[number].scripts;
                self.by_letters(number, greek);
                self.find_telling(number);
            }
        }
        if self.words.iter().any(Word::is_undecided) {
            let line = self.line();
            for number in numbers.clone() {
                if self.words[number].is_undecided() {
                    self.by_line(number, &line);
                }
            }
        }
        let line = self.line();
        for number in numbers {
            if line.told[number].is_empty() {
                self.whole(number, &line);
            }
        }
    }

    /// What the words tell now.
    fn line(&mut self) -> Line {
        let told = (0..self.words.len()).map(|number| {
            let told = self.words[number].told.unwrap_or_else(|| self.told(&self.words[number]));
            self.words[number].told = Some(told);
            told
        });
        Line::new(told.collect())
    }

    /// The letters of a word.
    fn of(&self, word: &Word) -> &[Letter] {
        &self.letters[word.letters.clone()]
    }

    /// Finds the letters of a mixed word that have no twin in its other scripts.
    fn find_telling(&mut self, number: usize) {
        loop {
            let word = &mut self.words[number];
            let letters = &mut self.letters[word.letters.clone()];
            let mut scripts = word::scripts(letters);
            if scripts.contains(RARE) && is_phonetic(letters) {
                scripts = scripts.without(Scripts::NONE.with(RARE));
            }
            word.scripts = scripts;
            word.telling = false;
            if scripts.len() == 1 {
                for letter in letters {
                    letter.tells = false;
                }
                return;
            }
            let mut latin = false;
            for letter in letters {
                let follows = |script| script != letter.script && twin(letter.cp, letter.look, script).is_some();
                letter.tells = letter.look & look::HOMOGLYPH == 0 || !scripts.iter().any(follows);
                word.telling |= letter.tells;
                latin |= letter.tells && letter.script == script::LATN;
            }
            if !latin || !self.resemblances(number) {
                return;
            }
        }
    }

    /// Reports the telling letters that resemble an ASCII letter, or rewrites them; tells whether one was.
    fn resemblances(&mut self, number: usize) -> bool {
        let mut rewritten = false;
        for place in self.words[number].letters.clone() {
            let Letter { at, cp, tells, .. } = self.letters[place];
            let like = if tells { resembled(cp) } else { None };
            let Some(like) = like else { continue };
            if self.work.strict && !stands_apart(cp) {
                self.change(number, place, reason::RESEMBLES, like);
                rewritten = true;
            } else {
                self.work.report(self.row[at].at, reason::RESEMBLES);
            }
        }
        rewritten
    }

    fn change(&mut self, number: usize, place: usize, why: u8, cp: u32) {
        if self.before.is_none() {
            self.before = Some(self.letters.iter().map(|letter| letter.cp).collect());
        }
        self.words[number].told = None;
        let look = self.work.looks.of(cp);
        let letter = &mut self.letters[place];
        *letter = Letter { cp, look, script: script_of(look), why, ..*letter };
    }

    /// Whether a word shows that Greek is written here.
    ///
    /// One Greek letter alone or beside ASCII letters does not: that is notation (an ohm, delta T, mu A).
    fn is_greek(&self, word: &Word) -> bool {
        if !word.scripts.contains(script::GREK) {
            return false;
        }
        let letters = self.of(word);
        let tells = |letter: &&Letter| letter.script == script::GREK && proven(letter.cp, letter.look).is_empty();
        let greek = letters.iter().filter(tells).count();
        let alone = letters.len() == 1 || letters.iter().any(|letter| letter.cp < 0x80);
        greek > 1 || (greek == 1 && !alone)
    }

    /// Each ambiguous letter of a mixed word follows the nearest telling letter.
    fn by_letters(&mut self, number: usize, greek: bool) {
        let span = self.words[number].letters.clone();
        for (place, script) in span.clone().zip(nearest(&self.letters[span])) {
            let Some(script) = script else { continue };
            let Letter { cp, look, .. } = self.letters[place];
            // In a line that is not Greek, ASCII letters beside a Greek one are notation.
            if script == script::GREK && cp < 0x80 && !greek {
                continue;
            }
            if let Some(target) = twin(cp, look, script) {
                self.change(number, place, reason::HOMOGLYPH_WORD, target);
            }
        }
    }

    /// A mixed word without a telling letter follows the nearest word that tells.
    ///
    /// In a line that tells nothing it follows its letters with the weaker proof, else Latin.
    fn by_line(&mut self, number: usize, line: &Line) {
        let letters = self.of(&self.words[number]);
        let mut fits = Scripts::NONE;
        for script in TWIN_SCRIPTS.iter() {
            let fit = |letter: &Letter| script == letter.script || twin(letter.cp, letter.look, script).is_some();
            if letters.iter().all(fit) {
                fits.insert(script);
            }
        }
        let target = line.nearest(number, fits).unwrap_or_else(|| {
            let weak = letters.iter().filter(|letter| proven(letter.cp, letter.look).and(fits).is_empty());
            let own = weak.fold(Scripts::NONE, |scripts, letter| scripts.with(letter.script));
            let own = if own.is_empty() { word::scripts(letters) } else { own }.and(fits);
            if own.contains(script::LATN) { script::LATN } else { own.first().unwrap_or(script::LATN) }
        });
        for place in self.words[number].letters.clone() {
            let Letter { cp, look, script, .. } = self.letters[place];
            if script != target {
                if let Some(like) = twin(cp, look, target) {
                    self.change(number, place, reason::HOMOGLYPH_WORD, like);
                }
            }
        }
    }

    /// The scripts that a word tells its line: those of letters that have no proven twin.
    fn told(&self, word: &Word) -> Scripts {
        let mut told = Scripts::NONE;
        for letter in self.of(word) {
            if !told.contains(letter.script) && self.tells(letter) {
                told.insert(letter.script);
                if !word.mixed {
                    break;
                }
            }
        }
        told
    }

    /// Whether a letter has no proven twin in any other script.
    fn tells(&self, letter: &Letter) -> bool {
        let others = proven(letter.cp, letter.look).without(Scripts::NONE.with(letter.script));
        others.is_empty() || others.iter().all(|script| self.strong_twin(letter, script).is_none())
    }

    /// The proven twin of a letter; with a mark, only if both or neither have a composite.
    fn strong_twin(&self, letter: &Letter, script: u8) -> Option<u32> {
        let target = strong_twin(letter.cp, script)?;
        if let Some(mark) = self.row.get(letter.at + 1).map(|next| next.cp).filter(|&next| facts::is_mark(next)) {
            if composed(letter.cp, mark).is_none() != composed(target, mark).is_none() {
                return None;
            }
        }
        Some(target)
    }

    /// A word of one script without a telling letter follows its line, or is reported.
    fn whole(&mut self, number: usize, line: &Line) {
        let word = &self.words[number];
        let letters = self.of(word);
        let scripts = word::scripts(letters);
        let others = line.scripts.without(scripts);
        let Some(own) = scripts.first().filter(|_| scripts.len() == 1 && !others.is_empty()) else { return };
        let mut fits = Scripts::NONE;
        for script in others.and(TWIN_SCRIPTS).iter() {
            if letters.iter().all(|letter| self.strong_twin(letter, script).is_some()) {
                fits.insert(script);
            }
        }
        let Some(only) = fits.first() else { return };
        let ascii_only = letters.iter().all(|letter| letter.cp < 0x80);
        let target = if self.work.strict {
            line.nearest(number, fits.with(own))
        } else if !ascii_only && !line.scripts.contains(own) && fits.len() == 1 {
            Some(only)
        } else {
            None
        };
        let Some(target) = target else {
            let first = self.row[letters[0].at].at;
            if !ascii_only {
                self.work.report(first, reason::AMBIGUOUS);
            } else if !line.scripts.contains(own) {
                self.work.report(first, reason::ASCII_WORD);
            }
            return;
        };
        if target == own {
            return;
        }
        for place in word.letters.clone() {
            if let Some(like) = self.strong_twin(&self.letters[place], target) {
                self.change(number, place, reason::HOMOGLYPH_LINE, like);
            }
        }
        self.words[number].scripts = word::scripts(self.of(&self.words[number]));
    }
}

/// Whether a word has a phonetic letter that looks like no other: it is notation then.
fn is_phonetic(letters: &[Letter]) -> bool {
    letters.iter().any(|letter| facts::has(letter.cp, flag::PHONETIC) && letter.script != RARE)
}

/// For each letter of a word, if it is ambiguous, the script of the nearest telling letter that fits.
fn nearest(letters: &[Letter]) -> Vec<Option<u8>> {
    let mut best: Vec<Option<(usize, u8)>> = vec![None; letters.len()];
    for forward in [true, false] {
        // In the order in which the scripts were first met.
        let mut seen: Vec<(u8, usize)> = Vec::new();
        for step in 0..letters.len() {
            let place = if forward { step } else { letters.len() - 1 - step };
            let letter = &letters[place];
            if letter.tells {
                match seen.iter_mut().find(|known| known.0 == letter.script) {
                    Some(known) => known.1 = place,
                    None => seen.push((letter.script, place)),
                }
                continue;
            }
            for &(script, place_of) in &seen {
                let distance = place.abs_diff(place_of);
                let nearer = best[place].is_none_or(|(nearest, _)| distance < nearest);
                if nearer && (script == letter.script || twin(letter.cp, letter.look, script).is_some()) {
                    best[place] = Some((distance, script));
                }
            }
        }
    }
    best.into_iter().map(|best| best.map(|(_, script)| script)).collect()
}
