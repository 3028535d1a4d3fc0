//! Cyrillic alphabets: the letters that tell one from another, and what they say of ASCII letters beside them.

const FITAS: [u32; 2] = [0x472, 0x473];
pub const PALOCHKA: u32 = 0x4C0;
/// Letters of Slavic words in Latin notation: beside Latin ones they tell nothing.
pub const YERS: [u32; 4] = [0x42A, 0x42C, 0x44A, 0x44C];
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

/// Which of `ALPHABETS` a letter shows, as bits.
pub fn shown(cp: u32) -> u8 {
    cp.checked_sub(FIRST).and_then(|place| SHOWN.get(place as usize)).copied().unwrap_or(0)
}

const FIRST: u32 = 0x400;
/// For each letter of Cyrillic's own block which of `ALPHABETS` it shows.
const SHOWN: [u8; 0x100] = {
    let mut shown = [0; 0x100];
    let mut bit = 0;
    while bit < ALPHABETS.len() {
        let alphabets = ALPHABETS[bit].1;
        let mut number = 0;
        while number < alphabets.len() {
            let mut place = 0;
            while place < alphabets[number].len() {
                shown[(alphabets[number][place] - FIRST) as usize] |= 1 << bit;
                place += 1;
            }
            number += 1;
        }
        bit += 1;
    }
    shown
};

/// Whether an ASCII letter is no Cyrillic one in a line: what of `ALPHABETS` nothing there shows is given as bits.
pub fn is_foreign(foreign: u8, cp: u32) -> bool {
    cp < 0x80 && ALPHABETS.iter().enumerate().any(|(bit, alphabets)| alphabets.0 == cp && foreign >> bit & 1 != 0)
}

/// Whether a letter of older orthographies is meant among others: in such a line, and fita but where barred o is written.
pub fn is_historic(cp: u32, letters: impl Iterator<Item = u32>) -> bool {
    let (mut slavonic, mut turkic) = (false, false);
    for letter in letters {
        slavonic |= is_slavonic(letter);
        turkic |= TURKIC.contains(&letter);
    }
    slavonic || (FITAS.contains(&cp) && !turkic)
}
