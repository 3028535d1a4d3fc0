//! The words of a line: runs of letters, marks and digits.

use std::ops::Range;

use crate::alike::script_of;
use crate::look::{self, Looks};
use crate::scripts::Scripts;

/// A letter of a word.
#[derive(Clone, Copy, Debug)]
pub struct Letter {
    /// Where it stands in the line.
    pub at: usize,
    /// What it is now.
    pub cp: u32,
    /// The script that it shows.
    pub script: u8,
    /// The reason of its last change.
    pub why: u8,
    /// Whether it tells that script from its word's other scripts.
    pub tells: bool,
    /// The bits of the character.
    pub look: u64,
}

/// A word of a line, and what its letters tell.
#[derive(Clone, Debug)]
pub struct Word {
    /// Where its letters are in the list of the line's letters.
    pub letters: Range<usize>,
    /// The scripts of its letters, rare ones perhaps left out.
    pub scripts: Scripts,
    /// Whether its letters were of several scripts at the beginning.
    pub mixed: bool,
    /// The scripts that it tells its line, if its letters have not changed since they were found.
    pub told: Option<Scripts>,
    /// Whether some letter tells its script from the word's other scripts.
    pub telling: bool,
}

impl Word {
    /// Whether its letters are of several scripts, and none tells which is meant.
    pub fn is_undecided(&self) -> bool {
        self.scripts.len() > 1 && !self.telling
    }
}

/// The scripts of some letters.
pub fn scripts(letters: &[Letter]) -> Scripts {
    let mut last = letters.first().map_or(0, |letter| letter.script);
    let mut scripts = if letters.is_empty() { Scripts::NONE } else { Scripts::NONE.with(last) };
    for letter in letters {
        if letter.script != last {
            last = letter.script;
            scripts.insert(last);
        }
    }
    scripts
}

/// Splits a line into words, and lists their letters; East Asian letters and look-alike marks end a word.
pub fn split(looks: &Looks, line: impl Iterator<Item = u32>, words: &mut Vec<Word>, letters: &mut Vec<Letter>) {
    words.clear();
    letters.clear();
    let mut begin = 0;
    let mut end = |letters: &[Letter], begin: usize| {
        let scripts = scripts(&letters[begin..]);
        words.push(Word {
            letters: begin..letters.len(),
            scripts,
            mixed: scripts.len() > 1,
            told: None,
            telling: false,
        });
        letters.len()
    };
    for (at, cp) in line.enumerate() {
        let look = looks.of(cp);
        if look & look::WORD_LETTER != 0 {
            letters.push(Letter { at, cp, script: script_of(look), why: 0, tells: false, look });
        } else if look & look::IN_WORD == 0 && letters.len() > begin {
            begin = end(letters, begin);
        }
    }
    if letters.len() > begin {
        end(letters, begin);
    }
}
