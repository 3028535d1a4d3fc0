//! Look-alike letters by word and line (UTS #39 sections 4 and 5, decided by context).
//!
//! A word is a run of letters, marks and digits. A letter is telling in a word when it has no twin in the other scripts of that
//! word; the others follow the nearest telling letter, within their part of a word that is written like `twoWords` if one is
//! there. A word without a telling letter follows the telling words of its line. ASCII words stay. Letters of no orthography
//! stand for those they look like.

mod whole;

use std::ops::Range;

use crate::alike::{RARE, TWIN_SCRIPTS, is_uncommon, proven, resembled, script_of, stands_apart, strong_twin, twin};
use crate::cyrillic;
use crate::facts::{self, flag, group, script};
use crate::latin;
use crate::line::Line;
use crate::look::{self, Looks};
use crate::normal::composed;
use crate::notation;
use crate::reasons::{kind, reason};
use crate::scripts::Scripts;
use crate::word::{self, Apart, Letter, Word, Words};
use crate::work::{Cell, Work, action};

/// More than any text is known to need: two settle nearly all.
const ROUNDS: usize = 8;

/// The letter of a script that cannot be told from one in a mixed word of a line.
fn mixed_twin(foreign: u8, letter: &Letter, script: u8) -> Option<u32> {
    // The J of a word that is Cyrillic but for it is no name in Latin letters.
    if script == script::CYRL && !letter.je && cyrillic::is_foreign(foreign, letter.cp) {
        // The capital behind a small letter is the sign that the languages of the Caucasus write.
        return (letter.cp == 0x49 && letter.palochka).then_some(cyrillic::PALOCHKA);
    }
    twin(letter.cp, letter.look, script)
}

/// Settles the look-alike letters of a line.
pub fn resolve(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    if work.action_of(kind::HOMOGLYPH) == action::KEEP || row.iter().all(|cell| cell.cp < 0x80) {
        return row;
    }
    let cps: Vec<u32> = row.iter().map(|cell| cell.cp).collect();
    let words = std::mem::take(&mut work.words);
    let deciding = Deciding::new(work.looks, work.strict, &cps, words);
    for &(at, why) in &deciding.reports {
        work.report(row[at].at, why);
    }
    work.words = deciding.words;
    let mut result = Vec::new();
    let mut done = 0;
    for place in 0..work.words.letters.len() {
        let Letter { at, cp, why, .. } = work.words.letters[place];
        if cp != row[at].cp {
            result.extend_from_slice(&row[done..at]);
            work.settle(row[at], why, &[cp], &mut result);
            done = at + 1;
        }
    }
    if done == 0 {
        return row;
    }
    result.extend_from_slice(&row[done..]);
    result
}

/// Whether the letters of a line stay as they are and nothing is reported; the words are only room to work in.
pub fn stay(looks: &Looks, strict: bool, reports: bool, cps: &[u32], words: &mut Words) -> bool {
    let deciding = Deciding::new(looks, strict, cps, std::mem::take(words));
    let stay = deciding.words.letters.iter().all(|letter| letter.cp == cps[letter.at]);
    let quiet = !reports || deciding.reports.is_empty();
    *words = deciding.words;
    stay && quiet
}

/// The letters of one line while they are being decided.
struct Deciding<'a> {
    looks: &'a Looks,
    strict: bool,
    cps: &'a [u32],
    words: Words,
    /// Which of Cyrillic's alphabets nothing here shows.
    foreign: u8,
    /// What the letters were at the beginning of the round, if one has changed since.
    before: Option<Vec<u32>>,
    /// What is only reported: index in the line, and reason.
    reports: Vec<(usize, u8)>,
    /// Whether the line has East Asian letters.
    east_asian: bool,
    /// Where letters stand that are words of their own, in order.
    apart: Vec<Apart>,
    /// Where phonetic notation stands.
    notation: Vec<Range<usize>>,
    /// Whether the words that tell Latin are all placeholders, once that is asked.
    names_only: Option<bool>,
}

impl<'a> Deciding<'a> {
    /// Decides until nothing changes: a letter that was decided can tell more about the others.
    fn new(looks: &'a Looks, strict: bool, cps: &'a [u32], mut words: Words) -> Self {
        let apart = notation::apart(looks, strict, cps);
        words.split(looks, cps.iter().copied(), &apart);
        // Radicals are of an East Asian script, but no letters.
        let east_asian = cps.iter().any(|&cp| looks.of(cp) & look::EAST_ASIAN != 0 && facts::is_letter(cp));
        let masked = |&cp: &u32| looks.of(cp) & look::RARE_LETTER != 0 && is_uncommon(cp, looks.of(cp));
        let notation = if cps.iter().any(masked) { notation::spans(looks, cps) } else { Vec::new() };
        let (before, reports, names_only) = (None, Vec::new(), None);
        let mut deciding =
            Self { looks, strict, cps, words, foreign: 0, before, reports, east_asian, apart, notation, names_only };
        for _ in 0..ROUNDS {
            deciding.before = None;
            deciding.reports.clear();
            deciding.decide();
            let now = || deciding.words.letters.iter().map(|letter| letter.cp);
            if deciding.before.as_ref().is_none_or(|before| now().eq(before.iter().copied())) {
                break;
            }
        }
        deciding.report_strays();
        deciding
    }

    /// Reports what is no letter of a word but resembles an ASCII letter, beside a Latin one: digits, marks, signs.
    fn report_strays(&mut self) {
        let looks = self.looks;
        if self.cps.iter().all(|&cp| looks.of(cp) & look::STRAY == 0) {
            return;
        }
        let mut cps = self.cps.to_vec();
        self.words.letters.iter().for_each(|letter| cps[letter.at] = letter.cp);
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
                self.reports.push((at, reason::RESEMBLES));
            }
        }
    }

    /// Decides the mixed words by their letters, the undecided by the line, then whole words.
    fn decide(&mut self) {
        let numbers = 0..self.words.list.len();
        self.names_only = None;
        self.unmask();
        self.latin();
        if !self.words.mixed.is_empty() {
            self.foreign = self.foreign();
            self.decide_mixed();
        }
        let mut line = self.line(self.strict);
        let latin_greek = Scripts::NONE.with(script::LATN).with(script::GREK);
        let pairs = line.scripts == latin_greek && !self.words.list.iter().any(|word| self.is_greek(word));
        if !self.strict && line.scripts.len() > 1 && self.words.list.iter().any(|word| self.is_untold(word)) {
            line = self.line(true);
        }
        for number in numbers {
            let word = self.words.list[number];
            if !self.is_told(&word) {
                self.whole(number, &line);
            } else if pairs {
                self.pair(number);
            }
        }
    }

    /// Decides the mixed words by their letters, the undecided by the line.
    fn decide_mixed(&mut self) {
        let numbers: Vec<(usize, usize)> =
            self.words.list.iter().enumerate().filter_map(|(number, word)| Some((number, word.mixed?))).collect();
        for &(number, mixed) in &numbers {
            self.find_telling(number, mixed);
            self.words.mixed[mixed].now = self.words.mixed[mixed].scripts.len() > 1;
            self.words.list[number].stale = true;
        }
        let greek = self.words.list.iter().any(|word| self.is_greek(word));
        for &(number, mixed) in &numbers {
            let mut scripts = Scripts::NONE;
            // A letter that follows can take the last of its script along: then others tell more.
            while self.words.mixed[mixed].telling && self.words.mixed[mixed].scripts != scripts {
                scripts = self.words.mixed[mixed].scripts;
                // A range is of one script: its ends are no notation.
                let range = self.of(&self.words.list[number]).first().is_some_and(|letter| self.is_apart(letter.at));
                self.by_letters(number, greek || range);
                self.find_telling(number, mixed);
            }
        }
        if numbers.iter().any(|&(_, mixed)| self.words.mixed[mixed].is_undecided()) {
            let line = self.line(true);
            for &(number, mixed) in &numbers {
                if self.words.mixed[mixed].is_undecided() {
                    self.by_line(number, &line);
                }
            }
        }
    }

    /// Letters of no orthography become the common ones they look like, but in phonetic notation.
    ///
    /// Those of their own script if there is one; else, in a mixed word, of a script that all its letters can be of.
    fn unmask(&mut self) {
        let masked = |letter: &Letter| is_uncommon(letter.cp, letter.look);
        for number in 0..self.words.list.len() {
            let word = self.words.list[number];
            let letters = self.of(&word);
            if (word.mixed.is_none() && letters.iter().all(|letter| letter.look & look::RARE_LETTER == 0))
                || !letters.iter().any(masked)
                || notation::is_phonetic(self.cps, &self.notation, letters)
                || self.is_lone(letters)
            {
                continue;
            }
            let scripts = letters.iter().fold(Scripts::NONE, |all, letter| all.with(facts::script(letter.cp)));
            let can_be = |letter: &Letter, script| {
                facts::script(letter.cp) == script || twin(letter.cp, letter.look, script).is_some()
            };
            let all = scripts.iter().filter(|&script| letters.iter().all(|letter| can_be(letter, script)));
            let others = all.fold(Scripts::NONE, Scripts::with);
            for place in word.span() {
                let letter = self.words.letters[place];
                let own = facts::script(letter.cp);
                if own == script::CYRL
                    && cyrillic::is_historic(letter.cp, self.words.letters.iter().map(|letter| letter.cp))
                {
                    continue;
                }
                let fits = |script: &u8| twin(letter.cp, letter.look, *script).is_some();
                // In a word of Latin and Greek letters a phonetic letter may be meant.
                let phonetic = facts::has(letter.cp, flag::PHONETIC);
                let meant = |script: &u8| !(phonetic && *script == script::GREK);
                let among = if fits(&own) { Scripts::NONE.with(own) } else { others.without(Scripts::NONE.with(own)) };
                let among = among.iter().filter(|script| fits(script) && meant(script));
                let among = among.fold(Scripts::NONE, Scripts::with);
                let latin = among.contains(script::LATN).then_some(script::LATN);
                let target = latin.or_else(|| among.first()).filter(|_| masked(&letter));
                if let Some(like) = target.and_then(|script| twin(letter.cp, letter.look, script)) {
                    self.change(number, place, reason::HOMOGLYPH_WORD, like);
                }
            }
        }
    }

    /// Latin letters that are written with characters of another use become what they stand for.
    fn latin(&mut self) {
        let open_e = self.words.letters.iter().any(|letter| latin::tells_open_e(letter.cp));
        for number in 0..self.words.list.len() {
            let word = self.words.list[number];
            let letters = self.of(&word);
            let numerals = if self.east_asian { Vec::new() } else { latin::numerals(letters) };
            let epsilons = if open_e && word.mixed.is_some() { latin::epsilons(letters) } else { Vec::new() };
            let start = word.span().start;
            for (place, target) in numerals {
                self.change(number, start + place, reason::HOMOGLYPH_WORD, target);
            }
            for place in epsilons {
                self.change(number, start + place, reason::HOMOGLYPH_WORD, latin::OPEN_E);
            }
        }
    }

    /// Whether a word is one letter between slashes or brackets, a sound, or all that the line has.
    fn is_lone(&self, letters: &[Letter]) -> bool {
        if letters.len() == 1 && self.words.list.len() == 1 {
            return true;
        }
        let fence = |at: usize| self.cps.get(at).is_some_and(|cp| matches!(cp, 0x2F | 0x5B | 0x5D));
        matches!(letters, [Letter { at, .. }] if at.checked_sub(1).is_some_and(fence) && fence(at + 1))
    }

    /// Which of Cyrillic's alphabets nothing in this line shows.
    fn foreign(&self) -> u8 {
        let mut shown = 0;
        // Most letters are in words; what stands outside is as it was.
        for letter in &self.words.letters {
            shown |= cyrillic::shown(letter.cp);
            if let Some(whole) = self.mark(letter).and_then(|mark| composed(letter.cp, mark)) {
                shown |= cyrillic::shown(whole);
            }
        }
        !shown
    }

    /// The letters of a word.
    fn of(&self, word: &Word) -> &[Letter] {
        &self.words.letters[word.span()]
    }

    /// Finds the letters of a mixed word that have no twin in its other scripts.
    fn find_telling(&mut self, number: usize, mixed: usize) {
        loop {
            let letters = &mut self.words.letters[self.words.list[number].span()];
            let word = &mut self.words.mixed[mixed];
            let mut scripts = word::scripts(letters);
            if scripts.contains(RARE) && notation::is_phonetic(self.cps, &self.notation, letters) {
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
            let foreign = self.foreign;
            for letter in letters {
                let follows = |script| script != letter.script && mixed_twin(foreign, letter, script).is_some();
                letter.tells = letter.look & look::HOMOGLYPH == 0 || !scripts.iter().any(follows);
                word.telling |= letter.tells;
                latin |= letter.tells && letter.script == script::LATN;
            }
            if !latin {
                return;
            }
            if !self.resemblances(number) {
                self.mute_yers(number);
                return;
            }
        }
    }

    /// Cyrillic letters tell nothing of a word in which they are but yers.
    fn mute_yers(&mut self, number: usize) {
        let span = self.words.list[number].span();
        let letters = &mut self.words.letters[span];
        let cyrillic = |letter: &&mut Letter| letter.tells && letter.script == script::CYRL;
        if letters.iter_mut().filter(cyrillic).all(|letter| cyrillic::YERS.contains(&letter.cp)) {
            letters.iter_mut().filter(cyrillic).for_each(|letter| letter.tells = false);
        }
    }

    /// Reports the telling letters that resemble an ASCII letter, or rewrites them; tells whether one was.
    fn resemblances(&mut self, number: usize) -> bool {
        let mut rewritten = false;
        for place in self.words.list[number].span() {
            let Letter { at, cp, tells, .. } = self.words.letters[place];
            let like = if tells { resembled(cp) } else { None };
            let Some(like) = like else { continue };
            if self.strict && !stands_apart(cp) {
                self.change(number, place, reason::RESEMBLES, like);
                rewritten = true;
            } else {
                self.reports.push((at, reason::RESEMBLES));
            }
        }
        rewritten
    }

    fn change(&mut self, number: usize, place: usize, why: u8, cp: u32) {
        if self.before.is_none() {
            self.before = Some(self.words.letters.iter().map(|letter| letter.cp).collect());
        }
        self.words.list[number].stale = true;
        let look = self.looks.of(cp);
        let word = self.words.list[number];
        let letter = &mut self.words.letters[place];
        let was = std::mem::replace(&mut letter.cp, cp);
        *letter = Letter { look, script: script_of(look), why, je: false, ..*letter };
        let letters = &mut self.words.letters[word.span()];
        let place = place - word.span().start;
        for place in place..letters.len().min(place + 2) {
            let at = letters[place].at;
            let small = place.checked_sub(1).is_some_and(|before| letters[before].is_small(at));
            letters[place].palochka = letters[place].cp == 0x49 && small;
        }
        if let Some(mixed) = word.mixed {
            let ascii = &mut self.words.mixed[mixed].ascii;
            let before = *ascii + usize::from(word::is_ascii_but_j(cp));
            let after = before - usize::from(word::is_ascii_but_j(was));
            // Whether the word has some, which is all that matters, seldom changes.
            let others = std::mem::replace(ascii, after) > 0;
            if others == (after > 0) {
                word::mark_je(&mut letters[place..=place], after);
            } else {
                word::mark_je(letters, after);
            }
        }
    }

    /// Whether a word shows that Greek is written here.
    ///
    /// One or two letters are notation (an ohm, delta E) unless they are accented, and so is a word with a capital behind a small
    /// letter. Beside ASCII letters it takes two, accented or capitals all, or three (kappa B alpha).
    fn is_greek(&self, word: &Word) -> bool {
        let shown = match word.mixed {
            Some(mixed) => self.words.mixed[mixed].scripts.contains(script::GREK),
            None => word.script == script::GREK,
        };
        if !shown {
            return false;
        }
        let letters = self.of(word);
        let tells = |letter: &&Letter| letter.script == script::GREK && proven(letter.cp, letter.look).is_empty();
        let greek = letters.iter().filter(tells).count();
        let is_upper = |letter: &Letter| facts::has(letter.cp, flag::UPPER);
        let upper = letters.iter().all(is_upper);
        let inner = letters.windows(2).any(|pair| !is_upper(&pair[0]) && is_upper(&pair[1]));
        let accented = letters.iter().any(|letter| self.mark(letter).is_some());
        if letters.iter().all(|letter| letter.cp >= 0x80) {
            return greek > 0 && (accented || letters.len() > 2) && !inner;
        }
        greek > 1 && (accented || upper || greek > 2) && !inner
    }

    /// Each ambiguous letter of a mixed word follows the nearest telling letter.
    fn by_letters(&mut self, number: usize, greek: bool) {
        let span = self.words.list[number].span();
        let (pair, first, last) = (span.len() == 2, span.start, span.end - 1);
        let foreign = self.foreign;
        let letters = &self.words.letters[span.clone()];
        let told = letters.iter().filter(|letter| letter.tells);
        let told = told.fold(Scripts::NONE, |told, letter| told.with(letter.script));
        let notation = told == Scripts::NONE.with(script::GREK);
        let bound = word::bound(letters);
        // A letter whose own script is told follows no letter of another one that is phonetic, or Latin only because the line shows
        // no alphabet that has it; nor does an ASCII letter of a run that tells Latin.
        let follows = |place: usize, teller: &Letter| {
            let letter = &letters[place];
            if !told.contains(letter.script) || letter.script == teller.script {
                return true;
            }
            let weak = facts::has(teller.cp, flag::PHONETIC) || cyrillic::is_foreign(foreign, teller.cp);
            if letter.cp < 0x80 { !bound[place] } else { !weak }
        };
        let subscript = notation::is_subscript(&letters[1..]);
        let near = word::nearest(letters, |letter, script| mixed_twin(foreign, letter, script), follows);
        for (place, script) in span.zip(near) {
            let Some(script) = script else { continue };
            let letter = self.words.letters[place];
            // In a line that is not Greek, letters beside a Greek one are notation, and those that look like ASCII are.
            let target = if script == script::GREK && !greek && (letter.cp < 0x80 || notation) {
                if letter.cp < 0x80 { None } else { strong_twin(letter.cp, script::LATN) }
            } else if letter.script == script::GREK
                && strong_twin(letter.cp, script).is_none()
                && ((place == last && pair) || (place == first && subscript))
            {
                None // h nu, nu max: most fonts show that it is no v
            } else {
                mixed_twin(foreign, &letter, script)
            };
            if let Some(target) = target {
                self.change(number, place, reason::HOMOGLYPH_WORD, target);
            }
        }
    }

    /// A mixed word without a telling letter follows the nearest word that tells.
    ///
    /// In a line that tells nothing it follows its letters with the weaker proof, else Latin.
    fn by_line(&mut self, number: usize, line: &Line) {
        let letters = self.of(&self.words.list[number]);
        let mut fits = Scripts::NONE;
        for script in TWIN_SCRIPTS.iter() {
            let fit = |letter: &Letter| script == letter.script || mixed_twin(self.foreign, letter, script).is_some();
            if letters.iter().all(fit) {
                fits.insert(script);
            }
        }
        let nearest = line.nearest(number, fits);
        let greek = letters.iter().any(|letter| letter.script == script::GREK);
        if nearest.is_none() && greek && line.scripts == Scripts::NONE.with(script::LATN) {
            // Notation: Greek letters that are seen to be no Latin ones, and ASCII.
            for place in self.words.list[number].span() {
                if let Some(letter) = strong_twin(self.words.letters[place].cp, script::LATN) {
                    self.change(number, place, reason::HOMOGLYPH_WORD, letter);
                }
            }
            return;
        }
        let target = nearest.unwrap_or_else(|| {
            let weak = letters.iter().filter(|letter| proven(letter.cp, letter.look).and(fits).is_empty());
            let own = weak.fold(Scripts::NONE, |scripts, letter| scripts.with(letter.script));
            let own = if own.is_empty() { word::scripts(letters) } else { own }.and(fits);
            if own.contains(script::LATN) { script::LATN } else { own.first().unwrap_or(script::LATN) }
        });
        for place in self.words.list[number].span() {
            let letter = self.words.letters[place];
            if letter.script != target
                && let Some(like) = mixed_twin(self.foreign, &letter, target)
            {
                self.change(number, place, reason::HOMOGLYPH_WORD, like);
            }
        }
    }

    /// The mark behind a letter, if one stands there.
    fn mark(&self, letter: &Letter) -> Option<u32> {
        self.cps.get(letter.at + 1).copied().filter(|&next| facts::is_mark(next))
    }
}
