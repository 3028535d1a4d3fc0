//! Look-alike letters by word and line (UTS #39 sections 4 and 5, decided by context).
//!
//! A word is a run of letters, marks and digits. A letter is telling in a word when it has no twin in the other scripts of that
//! word; the others follow the nearest telling letter. A word without a telling letter follows the telling words of its line.
//! ASCII words stay.

use std::ops::Range;

use crate::alike::{RARE, TWIN_SCRIPTS, proven, resembled, script_of, stands_apart, strong_twin, twin};
use crate::facts::{self, flag, group, script};
use crate::line::Line;
use crate::look;
use crate::normal::composed;
use crate::reasons::{kind, reason};
use crate::scripts::Scripts;
use crate::word::{self, Word};
use crate::work::{Cell, Work, action};

/// More than any text is known to need: two settle nearly all.
const ROUNDS: usize = 8;

/// Settles the look-alike letters of a line.
pub fn resolve(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    if work.action_of(kind::HOMOGLYPH) == action::KEEP || row.iter().all(|cell| cell.cp < 0x80) {
        return row;
    }
    let mut letters = Letters::new(work, &row);
    letters.settle();
    let Letters { cps, why, .. } = letters;
    if why.is_empty() {
        return row;
    }
    let mut result = Vec::with_capacity(row.len());
    for (at, cell) in row.iter().enumerate() {
        if cps[at] == cell.cp {
            result.push(*cell);
        } else {
            work.settle(*cell, why[at], &cps[at..=at], &mut result);
        }
    }
    result
}

/// The letters of one line while they are being decided.
struct Letters<'a> {
    work: &'a mut Work,
    row: &'a [Cell],
    cps: Vec<u32>,
    /// What they were at the beginning of the round, if one has changed since.
    before: Option<Vec<u32>>,
    /// The reason of the last change of each cell; empty as long as nothing has changed.
    why: Vec<u8>,
    /// The letters of all words, as indexes into the line.
    places: Vec<usize>,
    /// For each of them the script that it tells from its word's other scripts.
    telling: Vec<Option<u8>>,
    words: Vec<Word>,
}

impl<'a> Letters<'a> {
    fn new(work: &'a mut Work, row: &'a [Cell]) -> Self {
        let cps: Vec<u32> = row.iter().map(|cell| cell.cp).collect();
        let (words, places) = word::split(&cps);
        let telling = vec![None; places.len()];
        Self { work, row, cps, before: None, why: Vec::new(), places, telling, words }
    }

    /// Decides until nothing changes: a letter that was decided can tell more about the others.
    fn settle(&mut self) {
        let reports = self.work.reports.len();
        for _ in 0..ROUNDS {
            self.before = None;
            self.work.reports.truncate(reports);
            self.decide();
            if self.before.as_ref().is_none_or(|before| *before == self.cps) {
                break;
            }
        }
        if self.work.has(look::STRAY) {
            self.report_strays();
        }
    }

    /// Reports what is no letter of a word but resembles an ASCII letter, beside a Latin one: digits, marks, signs.
    fn report_strays(&mut self) {
        let is_latin = |cp: &u32| facts::is_letter(*cp) && facts::script(*cp) == script::LATN;
        for (at, &cp) in self.cps.iter().enumerate() {
            let record = facts::of(cp);
            let in_word = record.group == group::LETTER && record.flags & flag::EAST_ASIAN == 0;
            if cp < 0x80 || in_word || matches!(record.script, script::ZYYY | script::ZINH) {
                continue;
            }
            let before = at.checked_sub(1).and_then(|before| self.cps.get(before));
            let latin = before.is_some_and(is_latin) || self.cps.get(at + 1).is_some_and(is_latin);
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
        let greek = numbers.clone().any(|number| self.is_greek(number));
        for number in numbers.clone() {
            let mut scripts = Scripts::NONE;
            // A letter that follows can take the last of its script along: then others tell more.
            while self.words[number].telling && self.words[number].scripts != scripts {
                scripts = self.words[number].scripts;
                self.by_letters(number, greek);
                self.find_telling(number);
            }
        }
        if self.words.iter().any(|word| word.scripts.len() > 1 && !word.telling) {
            let line = self.line();
            for number in numbers.clone() {
                let word = &self.words[number];
                if word.scripts.len() > 1 && !word.telling {
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

    /// The indexes of a word's letters in the line.
    fn letters(&self, word: &Word) -> impl Iterator<Item = usize> + Clone + '_ {
        self.places[word.letters.clone()].iter().copied()
    }

    /// The code points of a word's letters.
    fn cps_of(&self, word: &Word) -> impl Iterator<Item = u32> + Clone + '_ {
        self.letters(word).map(|at| self.cps[at])
    }

    fn scripts_of(&self, word: &Word) -> Scripts {
        word::scripts(self.cps_of(word))
    }

    /// Finds the letters of a mixed word that have no twin in its other scripts.
    fn find_telling(&mut self, number: usize) {
        loop {
            let span = self.words[number].letters.clone();
            let mut scripts = self.scripts_of(&self.words[number]);
            if scripts.contains(RARE) && self.is_phonetic(&self.words[number]) {
                scripts = scripts.without(Scripts::NONE.with(RARE));
            }
            self.words[number].scripts = scripts;
            self.words[number].telling = false;
            if scripts.len() == 1 {
                self.telling[span].fill(None);
                return;
            }
            let mut latin = false;
            for letter in span {
                let cp = self.cps[self.places[letter]];
                let own = script_of(cp);
                let tells = scripts.iter().all(|script| script == own || twin(cp, script).is_none());
                self.telling[letter] = tells.then_some(own);
                self.words[number].telling |= tells;
                latin |= tells && own == script::LATN;
            }
            if !latin || !self.resemblances(number) {
                return;
            }
        }
    }

    /// Whether a word has a phonetic letter that looks like no other: it is notation then.
    fn is_phonetic(&self, word: &Word) -> bool {
        self.cps_of(word).any(|cp| facts::has(cp, flag::PHONETIC) && script_of(cp) != RARE)
    }

    /// Reports the telling letters that resemble an ASCII letter, or rewrites them; tells whether one was.
    fn resemblances(&mut self, number: usize) -> bool {
        let span = self.words[number].letters.clone();
        let mut rewritten = false;
        for letter in span {
            let at = self.places[letter];
            let like = self.telling[letter].and_then(|_| resembled(self.cps[at]));
            let Some(like) = like else { continue };
            if self.work.strict && !stands_apart(self.cps[at]) {
                self.change(number, at, reason::RESEMBLES, like);
                rewritten = true;
            } else {
                self.work.report(self.row[at].at, reason::RESEMBLES);
            }
        }
        rewritten
    }

    fn change(&mut self, number: usize, at: usize, why: u8, cp: u32) {
        if self.why.is_empty() {
            self.why.resize(self.cps.len(), 0);
        }
        if self.before.is_none() {
            self.before = Some(self.cps.clone());
        }
        self.words[number].told = None;
        self.cps[at] = cp;
        self.why[at] = why;
    }

    /// Whether a word shows that Greek is written here.
    ///
    /// One Greek letter alone or beside ASCII letters does not: that is notation (an ohm, delta T, mu A).
    fn is_greek(&self, number: usize) -> bool {
        let word = &self.words[number];
        if !word.scripts.contains(script::GREK) {
            return false;
        }
        let tells = |cp: &u32| script_of(*cp) == script::GREK && proven(*cp).is_empty();
        let greek = self.cps_of(word).filter(tells).count();
        let alone = word.letters.len() == 1 || self.cps_of(word).any(|cp| cp < 0x80);
        greek > 1 || (greek == 1 && !alone)
    }

    /// Each ambiguous letter of a mixed word follows the nearest telling letter.
    fn by_letters(&mut self, number: usize, greek: bool) {
        let span = self.words[number].letters.clone();
        for (letter, script) in span.clone().zip(self.nearest(span)) {
            let Some(script) = script else { continue };
            let at = self.places[letter];
            let cp = self.cps[at];
            // In a line that is not Greek, ASCII letters beside a Greek one are notation.
            if script == script::GREK && cp < 0x80 && !greek {
                continue;
            }
            if let Some(target) = twin(cp, script) {
                self.change(number, at, reason::HOMOGLYPH_WORD, target);
            }
        }
    }

    /// For each letter of a word, if it is ambiguous, the script of the nearest telling letter that fits.
    fn nearest(&self, span: Range<usize>) -> Vec<Option<u8>> {
        let mut best: Vec<Option<(usize, u8)>> = vec![None; span.len()];
        for forward in [true, false] {
            // In the order in which the scripts were first met.
            let mut seen: Vec<(u8, usize)> = Vec::new();
            for step in 0..span.len() {
                let place = if forward { step } else { span.len() - 1 - step };
                let letter = span.start + place;
                if let Some(script) = self.telling[letter] {
                    match seen.iter_mut().find(|known| known.0 == script) {
                        Some(known) => known.1 = place,
                        None => seen.push((script, place)),
                    }
                    continue;
                }
                let cp = self.cps[self.places[letter]];
                for &(script, place_of) in &seen {
                    let distance = place.abs_diff(place_of);
                    let fits = script == script_of(cp) || twin(cp, script).is_some();
                    if fits && best[place].is_none_or(|(nearest, _)| distance < nearest) {
                        best[place] = Some((distance, script));
                    }
                }
            }
        }
        best.into_iter().map(|best| best.map(|(_, script)| script)).collect()
    }

    /// A mixed word without a telling letter follows the nearest word that tells.
    ///
    /// In a line that tells nothing it follows its letters with the weaker proof, else Latin.
    fn by_line(&mut self, number: usize, line: &Line) {
        let word = &self.words[number];
        let mut fits = Scripts::NONE;
        for script in TWIN_SCRIPTS.iter() {
            if self.cps_of(word).all(|cp| script == script_of(cp) || twin(cp, script).is_some()) {
                fits.insert(script);
            }
        }
        let target = line.nearest(number, fits).unwrap_or_else(|| {
            let weak = self.cps_of(word).filter(|&cp| proven(cp).and(fits).is_empty());
            let own = weak.fold(Scripts::NONE, |scripts, cp| scripts.with(script_of(cp)));
            let own = if own.is_empty() { self.scripts_of(word) } else { own }.and(fits);
            if own.contains(script::LATN) { script::LATN } else { own.first().unwrap_or(script::LATN) }
        });
        for letter in word.letters.clone() {
            let at = self.places[letter];
            let cp = self.cps[at];
            if script_of(cp) != target {
                if let Some(like) = twin(cp, target) {
                    self.change(number, at, reason::HOMOGLYPH_WORD, like);
                }
            }
        }
    }

    /// The scripts that a word tells its line: those of letters that have no proven twin.
    fn told(&self, word: &Word) -> Scripts {
        let mut told = Scripts::NONE;
        for at in self.letters(word) {
            let own = script_of(self.cps[at]);
            if !told.contains(own) && self.tells(at, own) {
                told.insert(own);
                if !word.mixed {
                    break;
                }
            }
        }
        told
    }

    /// Whether a letter has no proven twin in any other script.
    fn tells(&self, at: usize, own: u8) -> bool {
        let others = proven(self.cps[at]).without(Scripts::NONE.with(own));
        others.iter().all(|script| self.strong_twin(at, script).is_none())
    }

    /// The proven twin of a letter; with a mark, only if both or neither have a composite.
    fn strong_twin(&self, at: usize, script: u8) -> Option<u32> {
        let target = strong_twin(self.cps[at], script)?;
        if let Some(&mark) = self.cps.get(at + 1).filter(|&&next| facts::is_mark(next)) {
            if composed(self.cps[at], mark).is_none() != composed(target, mark).is_none() {
                return None;
            }
        }
        Some(target)
    }

    /// A word of one script without a telling letter follows its line, or is reported.
    fn whole(&mut self, number: usize, line: &Line) {
        let word = &self.words[number];
        let scripts = self.scripts_of(word);
        let others = line.scripts.without(scripts);
        let Some(own) = scripts.first().filter(|_| scripts.len() == 1 && !others.is_empty()) else { return };
        let mut fits = Scripts::NONE;
        for script in others.iter() {
            if self.letters(word).all(|at| self.strong_twin(at, script).is_some()) {
                fits.insert(script);
            }
        }
        let Some(only) = fits.first() else { return };
        let ascii_only = self.cps_of(word).all(|cp| cp < 0x80);
        let target = if self.work.strict {
            line.nearest(number, fits.with(own))
        } else if !ascii_only && !line.scripts.contains(own) && fits.len() == 1 {
            Some(only)
        } else {
            None
        };
        match target {
            None => {
                let first = self.row[self.places[word.letters.start]].at;
                if !ascii_only {
                    self.work.report(first, reason::AMBIGUOUS);
                } else if !line.scripts.contains(own) {
                    self.work.report(first, reason::ASCII_WORD);
                }
            }
            Some(target) if target != own => {
                for letter in word.letters.clone() {
                    let at = self.places[letter];
                    if let Some(like) = self.strong_twin(at, target) {
                        self.change(number, at, reason::HOMOGLYPH_LINE, like);
                    }
                }
                self.words[number].scripts = self.scripts_of(&self.words[number]);
            }
            Some(_) => {}
        }
    }
}
