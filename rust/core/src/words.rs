//! Look-alike letters by word and line (UTS #39 sections 4 and 5, decided by context).
//!
//! A word is a run of letters, marks and digits. A letter is telling in a word when it has no twin in the other scripts of that
//! word; the others follow the nearest telling letter, within their part of a word that is written like `twoWords` if one is
//! there. A word without a telling letter follows the telling words of its line. ASCII words stay. Letters of no orthography
//! stand for those they look like.

use std::ops::Range;

use crate::alike::{RARE, TWIN_SCRIPTS, is_uncommon, proven, resembled, script_of, stands_apart, strong_twin, twin};
use crate::around;
use crate::drawn;
use crate::facts::{self, flag, group, script};
use crate::line::Line;
use crate::look::{self, Looks};
use crate::lookup;
use crate::normal::composed;
use crate::reasons::{kind, reason};
use crate::scripts::Scripts;
use crate::word::{self, Letter, Word, Words};
use crate::work::{Cell, Work, action};

/// More than any text is known to need: two settle nearly all.
const ROUNDS: usize = 8;

const FITAS: [u32; 2] = [0x472, 0x473];
const PALOCHKA: u32 = 0x4C0;
/// Letters of Slavic words in Latin notation: beside Latin ones they tell nothing.
const YERS: [u32; 4] = [0x42A, 0x42C, 0x44A, 0x44C];
const MACEDONIAN: &[u32] = &[0x403, 0x405, 0x40C, 0x453, 0x455, 0x45C];
const SERBIAN: &[u32] = &[0x402, 0x408, 0x409, 0x40A, 0x40B, 0x40F, 0x452, 0x458, 0x459, 0x45A, 0x45B, 0x45F];
pub const UKRAINIAN: &[u32] = &[0x404, 0x406, 0x407, 0x40E, 0x454, 0x456, 0x457, 0x45E, 0x490, 0x491];
pub const TURKIC: &[u32] =
    &[0x492, 0x493, 0x4A2, 0x4A3, 0x4AE, 0x4AF, 0x4B0, 0x4B1, 0x4BA, 0x4BB, 0x4D8, 0x4D9, 0x4E8, 0x4E9];
/// ASCII letters with Cyrillic twins that few alphabets have, and letters that show one of those.
const ALPHABETS: [(u32, &[&[u32]]); 6] = [
    (0x53, &[SERBIAN, MACEDONIAN]),
    (0x73, &[SERBIAN, MACEDONIAN]),
    (0x4A, &[SERBIAN, MACEDONIAN]),
    (0x49, &[UKRAINIAN, TURKIC]),
    (0x59, &[TURKIC]),
    (0x68, &[TURKIC]),
];

/// Whether only the older orthographies of Slavic languages have a letter.
fn is_slavonic(cp: u32) -> bool {
    matches!(cp, 0x462 | 0x463 | 0x466..=0x46F | 0x478..=0x487 | 0xA640..=0xA69F)
}

/// Whether an ASCII letter is no Cyrillic one in a line.
fn is_foreign(foreign: u8, cp: u32) -> bool {
    cp < 0x80 && ALPHABETS.iter().enumerate().any(|(bit, alphabets)| alphabets.0 == cp && foreign >> bit & 1 != 0)
}

/// Whether a mark, or what it stands for, makes one name of what stands on both sides of it.
pub fn is_link(cp: u32) -> bool {
    let is = |cp: u32| char::from_u32(cp).is_some_and(|mark| matches!(mark, '_' | '@'));
    lookup::fold(cp).map_or(is(cp), |fold| matches!(fold.target(), [mark] if is(*mark)))
}

/// The letter of a script that cannot be told from one in a mixed word of a line.
fn mixed_twin(foreign: u8, letter: &Letter, script: u8) -> Option<u32> {
    // The J of a word that is Cyrillic but for it is no name in Latin letters.
    if script == script::CYRL && !letter.je && is_foreign(foreign, letter.cp) {
        // The capital behind a small letter is the sign that the languages of the Caucasus write.
        return (letter.cp == 0x49 && letter.palochka).then_some(PALOCHKA);
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
    /// Which of `ALPHABETS` are no Cyrillic letters here: nothing shows an alphabet that has them.
    foreign: u8,
    /// What the letters were at the beginning of the round, if one has changed since.
    before: Option<Vec<u32>>,
    /// What is only reported: index in the line, and reason.
    reports: Vec<(usize, u8)>,
    /// Whether the line has East Asian letters.
    east_asian: bool,
    /// Where phonetic notation stands.
    notation: Vec<Range<usize>>,
    /// Whether the words that tell Latin are all placeholders, once that is asked.
    names_only: Option<bool>,
}

impl<'a> Deciding<'a> {
    /// Decides until nothing changes: a letter that was decided can tell more about the others.
    fn new(looks: &'a Looks, strict: bool, cps: &'a [u32], mut words: Words) -> Self {
        words.split(looks, cps.iter().copied());
        let east_asian = cps.iter().any(|&cp| looks.of(cp) & look::EAST_ASIAN != 0);
        let masked = |&cp: &u32| looks.of(cp) & look::RARE_LETTER != 0 && is_uncommon(cp, looks.of(cp));
        let notation = if cps.iter().any(masked) { notation(looks, cps) } else { Vec::new() };
        let (before, reports, names_only) = (None, Vec::new(), None);
        let mut deciding =
            Self { looks, strict, cps, words, foreign: 0, before, reports, east_asian, notation, names_only };
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
        self.unmask();
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

    /// Whether a word tells its line something.
    fn is_told(&self, word: &Word) -> bool {
        word.mixed.map_or(word.tells, |mixed| !self.words.mixed[mixed].told.is_empty())
    }

    /// Whether a word tells nothing and has a letter that is not ASCII.
    fn is_untold(&self, word: &Word) -> bool {
        !self.is_told(word) && self.of(word).iter().any(|letter| letter.cp >= 0x80)
    }

    /// Of two Greek letters in a Latin line the capital that looks like ASCII is, if the other does not: delta E, mu M.
    fn pair(&mut self, number: usize) {
        let span = self.words.list[number].span();
        if span.len() != 2 || word::scripts(&self.words.letters[span.clone()]) != Scripts::NONE.with(script::GREK) {
            return;
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
                self.by_letters(number, greek);
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
                || is_phonetic(self.cps, &self.notation, letters)
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
                if own == script::CYRL && self.is_historic(letter.cp) {
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

    /// Whether a letter of older orthographies is meant: in such a line, and fita but where barred o is written.
    fn is_historic(&self, cp: u32) -> bool {
        let some = |test: fn(u32) -> bool| self.words.letters.iter().any(|letter| test(letter.cp));
        some(is_slavonic) || (FITAS.contains(&cp) && !some(|cp| TURKIC.contains(&cp)))
    }

    /// Whether a word is one letter between slashes or brackets, a sound, or all that the line has.
    fn is_lone(&self, letters: &[Letter]) -> bool {
        if letters.len() == 1 && self.words.list.len() == 1 {
            return true;
        }
        let fence = |at: usize| self.cps.get(at).is_some_and(|cp| matches!(cp, 0x2F | 0x5B | 0x5D));
        matches!(letters, [Letter { at, .. }] if at.checked_sub(1).is_some_and(fence) && fence(at + 1))
    }

    /// Which of `ALPHABETS` are no Cyrillic letters in this line.
    fn foreign(&self) -> u8 {
        let mut foreign = u8::MAX;
        let mut see = |cp: u32| {
            for (bit, alphabets) in ALPHABETS.iter().enumerate() {
                if alphabets.1.iter().any(|letters| letters.contains(&cp)) {
                    foreign &= !(1 << bit);
                }
            }
        };
        // Most letters are in words; what stands outside is as it was.
        for letter in &self.words.letters {
            see(letter.cp);
            if let Some(whole) = self.mark(letter).and_then(|mark| composed(letter.cp, mark)) {
                see(whole);
            }
        }
        foreign
    }

    /// What the words tell now; where the nearest are asked for, with their places.
    fn line(&mut self, nearest: bool) -> Line {
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
            if scripts.contains(RARE) && is_phonetic(self.cps, &self.notation, letters) {
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
        if letters.iter_mut().filter(cyrillic).all(|letter| YERS.contains(&letter.cp)) {
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
        let letter = &mut self.words.letters[place];
        *letter = Letter { cp, look, script: script_of(look), why, ..*letter };
        let letters = &mut self.words.letters[self.words.list[number].span()];
        let place = place - self.words.list[number].span().start;
        for place in place..letters.len().min(place + 2) {
            let at = letters[place].at;
            let small = place.checked_sub(1).is_some_and(|before| letters[before].is_small(at));
            letters[place].palochka = letters[place].cp == 0x49 && small;
        }
        word::mark_je(letters);
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
            let weak = facts::has(teller.cp, flag::PHONETIC) || is_foreign(foreign, teller.cp);
            if letter.cp < 0x80 { !bound[place] } else { !weak }
        };
        let near = word::nearest(letters, |letter, script| mixed_twin(foreign, letter, script), follows);
        for (place, script) in span.zip(near) {
            let Some(script) = script else { continue };
            let letter = self.words.letters[place];
            // In a line that is not Greek, letters beside a Greek one are notation, and those that look like ASCII are.
            let target = if script == script::GREK && !greek && (letter.cp < 0x80 || notation) {
                if letter.cp < 0x80 { None } else { strong_twin(letter.cp, script::LATN) }
            } else if letter.script == script::GREK
                && strong_twin(letter.cp, script).is_none()
                && ((place == last && pair) || (place == first && self.is_subscript(first + 1..last + 1)))
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

    /// Whether letters are what physics writes below the sign of a quantity; no word begins with v and these.
    fn is_subscript(&self, span: Range<usize>) -> bool {
        let letters = || self.words.letters[span.clone()].iter().map(|letter| letter.cp);
        ["max", "min"].iter().any(|name| letters().eq(name.chars().map(u32::from)))
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

    /// The mark behind a letter, if one stands there.
    fn mark(&self, letter: &Letter) -> Option<u32> {
        self.cps.get(letter.at + 1).copied().filter(|&next| facts::is_mark(next))
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
            if start.at - end.at == 2 && is_link(self.cps[end.at + 1]) {
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
            matches!(letters, [first, .., last] | [first @ last] if is_placeholder(self.cps, first.at, last.at))
        };
        let only = self.words.list.iter().filter(latin).all(placeholder);
        self.names_only = Some(only);
        only
    }

    /// A word of one script without a telling letter follows its line, or is reported.
    fn whole(&mut self, number: usize, line: &Line) {
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
        } else if self.strict {
            line.nearest(number, fits.with(own))
        } else {
            self.linked(number, own, fits)
        };
        let Some(target) = target else {
            let first = letters[0].at;
            if !ascii_only {
                self.reports.push((first, reason::AMBIGUOUS));
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

/// Where slashes or brackets stand around Latin letters, if between some is a sign or a letter of sounds.
fn notation(looks: &Looks, cps: &[u32]) -> Vec<Range<usize>> {
    let is_of_sounds = |&cp: &u32| {
        let letter = facts::has(cp, flag::PHONETIC) && !is_uncommon(cp, looks.of(cp));
        is_tie(cp)
            || matches!(cp, 0x02C8 | 0x02CC | 0x02D0 | 0x02D1)
            || matches!(cp, 0x00E6 | 0x00F0 | 0x014B | 0x0259 | 0x025B | 0x0254)
            || letter
    };
    let (mut found, mut shown) = (Vec::new(), false);
    let mut start = 0;
    for token in cps.split(|&cp| around::is_blank(cp)) {
        let fence = around::fence(token.len(), |at| token[at]);
        let inside = &token[fence.clone()];
        if inside.iter().all(|&cp| matches!(facts::script(cp), script::LATN | script::ZYYY | script::ZINH)) {
            found.push(start + fence.start..start + fence.end);
            shown |= inside.iter().any(is_of_sounds);
        }
        start += token.len() + 1;
    }
    if shown { found } else { Vec::new() }
}

/// Whether a mark is a tie of phonetic notation.
fn is_tie(cp: u32) -> bool {
    matches!(cp, 0x035C | 0x0361)
}

/// Whether a word is notation: by its place, by a tie, or by a phonetic letter that looks like no other.
fn is_phonetic(cps: &[u32], notation: &[Range<usize>], letters: &[Letter]) -> bool {
    let Some((last, others)) = letters.split_last() else { return false };
    let first = others.first().unwrap_or(last).at;
    notation.iter().any(|span| span.contains(&first))
        || others.iter().any(|letter| cps.get(letter.at + 1).is_some_and(|&next| is_tie(next)))
        || word::is_phonetic(letters)
}

/// So many characters of a name are looked at.
const LONGEST_NAME: usize = 64;

/// Whether letters from an index to another are part of a placeholder.
fn is_placeholder(cps: &[u32], first: usize, last: usize) -> bool {
    let is_name = |cp: &&u32| {
        u8::try_from(**cp).is_ok_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
    };
    let names_before = |at: usize| cps[..at].iter().rev().take(LONGEST_NAME).take_while(is_name).count();
    let start = first - names_before(first);
    let stop = last + 1 + cps[last + 1..].iter().take(LONGEST_NAME).take_while(is_name).count();
    let is = |at: Option<usize>, mark: char| at.and_then(|at| cps.get(at)) == Some(&u32::from(mark));
    let (before, second) = (start.checked_sub(1), start.checked_sub(2));
    let between = |open, close| is(before, open) && is(Some(stop), close);
    if between('{', '}')
        || between('&', ';')
        || between('<', '>')
        || (is(second, '<') && between('/', '>'))
        || (is(second, '%') && between('(', ')'))
    {
        return true;
    }
    if !is(before, ')') {
        return is(before, '%');
    }
    let name = before.map_or(0, |before| before - names_before(before));
    is(name.checked_sub(1), '(') && is(name.checked_sub(2), '%')
}
