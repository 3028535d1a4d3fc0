//! The words of a line: runs of letters, marks and digits.

use std::ops::Range;

use crate::alike::{is_uncommon, script_of};
use crate::facts::{self, flag};
use crate::look::{self, Looks};
use crate::lookup;
use crate::scripts::Scripts;

/// Drawn like its capital: it tells nothing of the sign behind it.
const SMALL_PALOCHKA: u32 = 0x04CF;
const CAPITAL_J: u32 = 0x4A;

/// A letter of a word.
#[derive(Clone, Copy, Debug)]
pub struct Letter {
    /// Where it stands in the line.
    pub at: usize,
    /// The bits of the character.
    pub look: u64,
    /// What it is now.
    pub cp: u32,
    /// The script that it shows.
    pub script: u8,
    /// The reason of its last change.
    pub why: u8,
    /// Whether it tells its script from its word's other scripts.
    pub tells: bool,
    /// Whether it is an ASCII capital I behind a small letter.
    pub palochka: bool,
    /// Whether it is an ASCII capital J, as are all letters of its word that are ASCII.
    pub je: bool,
}

impl Letter {
    /// Whether it is no capital, nor the small palochka, and right before a place.
    pub fn is_small(&self, at: usize) -> bool {
        self.at + 1 == at && self.cp != SMALL_PALOCHKA && !facts::has(self.cp, flag::UPPER)
    }
}

/// A letter that is no part of the words beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Apart {
    /// Where it stands in the line.
    pub at: usize,
    /// Whether it is the second end of a range, and of one word with the first.
    pub joined: bool,
}

/// A word of a line.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    start: usize,
    end: usize,
    /// The script of its first letter.
    pub script: u8,
    /// Whether it tells that script to its line; of a mixed word more is to be known.
    pub tells: bool,
    /// Whether its letters have changed since it was found what they tell.
    pub stale: bool,
    /// Where more is to be known of it, if its letters were of several scripts at the beginning.
    pub mixed: Option<usize>,
}

/// What is to be known of a word whose letters were of several scripts at the beginning.
#[derive(Clone, Copy, Debug)]
pub struct Mixed {
    /// Whether they were at the beginning of the round.
    pub now: bool,
    /// The scripts of its letters, rare ones perhaps left out.
    pub scripts: Scripts,
    /// The scripts that it tells its line.
    pub told: Scripts,
    /// Whether some letter tells its script from the word's other scripts.
    pub telling: bool,
    /// How many of its letters are ASCII, but for J.
    pub ascii: usize,
}

impl Word {
    /// Where its letters are in the list of the line's letters.
    pub fn span(&self) -> Range<usize> {
        self.start..self.end
    }
}

impl Mixed {
    /// What is to be known of a word of some letters, before it is found what they tell.
    fn of(letters: &mut [Letter], now: bool) -> Self {
        let ascii = letters.iter().filter(|letter| is_ascii_but_j(letter.cp)).count();
        mark_je(letters, ascii);
        Self { now, scripts: scripts(letters), told: Scripts::NONE, telling: false, ascii }
    }

    /// Whether the letters are of several scripts, and none tells which is meant.
    pub fn is_undecided(&self) -> bool {
        self.scripts.len() > 1 && !self.telling
    }
}

/// The scripts of some letters.
pub fn scripts(letters: &[Letter]) -> Scripts {
    let mut scripts = Scripts::NONE;
    let mut last = None;
    for letter in letters {
        if last != Some(letter.script) {
            last = Some(letter.script);
            scripts.insert(letter.script);
        }
    }
    scripts
}

/// The words of a line and their letters.
#[derive(Default)]
pub struct Words {
    /// The words.
    pub list: Vec<Word>,
    /// The letters of all words.
    pub letters: Vec<Letter>,
    /// What is to be known of mixed words.
    pub mixed: Vec<Mixed>,
}

impl Words {
    /// Splits a line into words; East Asian letters and look-alike marks end one, and letters apart are one.
    pub fn split(&mut self, looks: &Looks, line: impl Iterator<Item = u32>, apart: &[Apart]) {
        self.list.clear();
        self.letters.clear();
        self.mixed.clear();
        let (mut start, mut first, mut mixed) = (0, 0, false);
        let mut apart = apart.iter().copied().peekable();
        let mut alone = false;
        for (at, cp) in line.enumerate() {
            let look = looks.of(cp);
            if alone && apart.peek() == Some(&Apart { at: at + 1, joined: true }) {
                continue; // the hyphen of a range
            }
            let ends = alone;
            let next = apart.next_if(|apart| apart.at == at);
            alone = next.is_some();
            let joined = next.is_some_and(|apart| apart.joined);
            if (ends || alone) && !joined && self.letters.len() > start {
                self.end(start, mixed);
                (start, mixed) = (self.letters.len(), false);
            }
            if look & look::WORD_LETTER != 0 {
                let script = script_of(look);
                if self.letters.len() == start {
                    first = script;
                }
                mixed |= script != first;
                let palochka = cp == 0x49 && self.letters[start..].last().is_some_and(|before| before.is_small(at));
                self.letters.push(Letter { at, look, cp, script, why: 0, tells: false, palochka, je: false });
            } else if look & look::IN_WORD == 0 && self.letters.len() > start {
                self.end(start, mixed);
                (start, mixed) = (self.letters.len(), false);
            }
        }
        if self.letters.len() > start {
            self.end(start, mixed);
        }
    }

    /// Notes that a word is of several scripts now.
    pub fn mix(&mut self, number: usize) {
        let word = &mut self.list[number];
        if word.mixed.is_none() {
            word.mixed = Some(self.mixed.len());
            self.mixed.push(Mixed::of(&mut self.letters[word.start..word.end], false));
        }
    }

    fn end(&mut self, start: usize, mixed: bool) {
        let end = self.letters.len();
        let place = mixed.then_some(self.mixed.len());
        if mixed {
            self.mixed.push(Mixed::of(&mut self.letters[start..], true));
        }
        let script = self.letters[start].script;
        self.list.push(Word { start, end, script, tells: false, stale: true, mixed: place });
    }
}

/// Whether a letter is an ASCII one other than J.
pub fn is_ascii_but_j(cp: u32) -> bool {
    cp < 0x80 && cp != CAPITAL_J
}

/// Finds the J of a word that has so many other ASCII letters.
pub fn mark_je(letters: &mut [Letter], ascii: usize) {
    for letter in letters {
        letter.je = ascii == 0 && letter.cp == CAPITAL_J;
    }
}

/// Whether a word has a phonetic letter that looks like no other: it is notation then.
pub fn is_phonetic(letters: &[Letter]) -> bool {
    letters.iter().any(|letter| facts::has(letter.cp, flag::PHONETIC) && !is_uncommon(letter.cp, letter.look))
}

/// For each letter of a word, whether it is an ASCII letter in a run with one that tells.
pub fn bound(letters: &[Letter]) -> Vec<bool> {
    let mut bound = Vec::with_capacity(letters.len());
    for run in letters.chunk_by(|before, after| before.cp < 0x80 && after.cp < 0x80) {
        let tells = run[0].cp < 0x80 && run.iter().any(|letter| letter.tells);
        bound.extend(run.iter().map(|_| tells));
    }
    bound
}

/// For each letter of a word, the number of its part: capitals begin one, but behind others.
fn parts(letters: &[Letter]) -> Vec<usize> {
    let (mut part, mut before) = (0, true);
    let number = |letter: &Letter| {
        let upper = facts::has(letter.cp, flag::UPPER);
        part += usize::from(upper && !before);
        before = upper;
        part
    };
    letters.iter().map(number).collect()
}

/// Whether the part is another one, how many letters lie between, and whether the case is another one.
type Distance = (bool, usize, bool);

/// For each letter of a word, if it is ambiguous, the script of the nearest telling letter that fits.
///
/// One in the same part of the word is nearer than any other; of two as near the one of the same case, then the one behind, as
/// endings are.
pub fn nearest(
    letters: &[Letter],
    twin: impl Fn(&Letter, u8) -> Option<u32>,
    follows: impl Fn(usize, &Letter) -> bool,
) -> Vec<Option<u8>> {
    let parts = parts(letters);
    let upper: Vec<bool> = letters.iter().map(|letter| facts::has(letter.cp, flag::UPPER)).collect();
    let mut best: Vec<Option<(Distance, u8)>> = vec![None; letters.len()];
    for forward in [false, true] {
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
                let case = upper[place] != upper[place_of];
                let distance = (parts[place] != parts[place_of], place.abs_diff(place_of), case);
                let nearer = best[place].is_none_or(|(nearest, _)| distance < nearest);
                if nearer
                    && follows(place, &letters[place_of])
                    && (script == letter.script || twin(letter, script).is_some())
                {
                    best[place] = Some((distance, script));
                }
            }
        }
    }
    best.into_iter().map(|best| best.map(|(_, script)| script)).collect()
}

/// Whether a mark, or what it stands for, makes one name of what stands on both sides of it.
pub fn is_link(cp: u32) -> bool {
    let is = |cp: u32| char::from_u32(cp).is_some_and(|mark| matches!(mark, '_' | '@'));
    lookup::fold(cp).map_or(is(cp), |fold| matches!(fold.target(), [mark] if is(*mark)))
}
