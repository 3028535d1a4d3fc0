//! Latin letters that are written with characters of another use: Roman numerals, and epsilon for open e.
//!
//! Both are drawn like the letter, and stay where they may be what they are: numerals with an ordinal ending, a class or a type behind
//! them, epsilon in notation.

use crate::facts::{self, flag, script};
use crate::lookup;
use crate::word::Letter;

/// So many letters may be an ending that makes an ordinal of a numeral.
const ENDING: usize = 3;
const EPSILON: u32 = 0x03B5;
/// Open e of Latin alphabets.
pub const OPEN_E: u32 = 0x025B;

const fn is_numeral(cp: u32) -> bool {
    matches!(cp, 0x2160..=0x217F)
}

/// The letter that a Roman numeral looks like, if it looks like one.
pub fn numeral(cp: u32) -> Option<u32> {
    match lookup::fold(cp).filter(|_| is_numeral(cp))?.target() {
        [letter] => Some(*letter),
        _ => None,
    }
}

/// The Roman numerals of one letter that stand for it in a word, as places in the word, and that letter.
///
/// A small one behind a small letter, or any before more letters than an ending has.
pub fn numerals(letters: &[Letter]) -> Vec<(usize, u32)> {
    let mut found = Vec::new();
    if !letters.iter().any(|letter| is_numeral(letter.cp)) {
        return found;
    }
    let plain = |letter: &Letter| facts::script(letter.cp) == script::LATN && !is_numeral(letter.cp);
    let mut small = false;
    let mut behind = letters.iter().filter(|letter| plain(letter)).count();
    for (place, letter) in letters.iter().enumerate() {
        if plain(letter) {
            behind -= 1;
            small |= !facts::has(letter.cp, flag::UPPER);
        } else if let Some(target) = numeral(letter.cp)
            && (behind > ENDING || (small && letter.cp >= 0x2170))
        {
            found.push((place, target));
        }
    }
    found
}

/// Whether a letter is of the alphabets that have open e (Ewe, Akan, Dagbani, Lingala and others): open o, d with tail, f with hook and
/// their kin.
pub fn tells_open_e(cp: u32) -> bool {
    matches!(cp, 0x0254 | 0x0256 | 0x0192 | 0x0263 | 0x028B | 0x0186 | 0x0190 | 0x0191 | 0x0194 | 0x01B2)
}

/// The places in a word where an epsilon stands among Latin letters only.
pub fn epsilons(letters: &[Letter]) -> Vec<usize> {
    let (mut found, mut latin) = (Vec::new(), false);
    for (place, letter) in letters.iter().enumerate() {
        match facts::script(letter.cp) {
            _ if letter.cp == EPSILON => found.push(place),
            script::LATN => latin = true,
            _ => return Vec::new(),
        }
    }
    if latin { found } else { Vec::new() }
}
