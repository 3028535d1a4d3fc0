//! The words of a line: runs of letters, marks and digits.

use std::ops::Range;

use crate::alike::{RARE, script_of};
use crate::facts::{self, class, flag, group, script};
use crate::look;
use crate::scripts::Scripts;

/// A word of a line, and what its letters tell.
pub struct Word {
    /// Where its letters are in the list of the line's letters.
    pub letters: Range<usize>,
    /// The scripts of its letters, phonetic ones perhaps left out.
    pub scripts: Scripts,
    /// Whether its letters were of several scripts at the beginning.
    pub mixed: bool,
    /// The scripts that it tells its line, if its letters have not changed since they were found.
    pub told: Option<Scripts>,
    /// Whether some letter tells its script from the word's other scripts.
    pub telling: bool,
}

/// The scripts of some letters.
pub fn scripts(cps: impl Iterator<Item = u32>) -> Scripts {
    cps.fold(Scripts::NONE, |scripts, cp| scripts.with(script_of(cp)))
}

/// Splits a line into words, and lists their letters; East Asian letters and look-alike marks end a word.
pub fn split(cps: &[u32]) -> (Vec<Word>, Vec<usize>) {
    let mut words: Vec<Word> = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    let mut start = 0;
    let mut first = script::ZYYY;
    let mut mixed = false;
    let mut end = |places: &[usize], first: u8, mixed: bool| {
        if places.len() > start {
            let letters = start..places.len();
            let all = || scripts(places[letters.clone()].iter().map(|&at| cps[at]));
            let scripts = if mixed { all() } else { Scripts::NONE.with(first) };
            words.push(Word { letters, scripts, mixed, told: None, telling: false });
            start = places.len();
        }
        start
    };
    let mut begin = 0;
    let looks = look::looks();
    for (at, &cp) in cps.iter().enumerate() {
        let record = facts::of(cp);
        let in_word = matches!(record.group, group::LETTER | group::MARK | group::DIGIT) && record.kind != class::BLANK;
        let inside = in_word || matches!(record.kind, class::JOINER | class::VARIATION);
        if !inside || record.kind == class::PUNCTUATION || record.flags & flag::EAST_ASIAN != 0 {
            if places.len() > begin {
                begin = end(&places, first, mixed);
                mixed = false;
            }
        } else if record.group == group::LETTER && !matches!(record.script, script::ZYYY | script::ZINH) {
            let script = if looks.of(cp) & look::RARE_LETTER == 0 { record.script } else { RARE };
            if places.len() == begin {
                first = script;
            }
            mixed |= script != first;
            places.push(at);
        }
    }
    end(&places, first, mixed);
    (words, places)
}
