//! Hangul jamo that stand alone: written as the letters that they look like (Unicode section 18.6).

use crate::facts;
use crate::reasons::{kind, reason};
use crate::work::{Cell, Work, action};

const CHOSEONG_FILLER: u32 = 0x115F;
const JUNGSEONG_FILLER: u32 = 0x1160;

/// Compatibility letters of the conjoining leads of modern Hangul from U+1100 on, in order.
const LEADS: [u32; 19] = [
    0x3131, 0x3132, 0x3134, 0x3137, 0x3138, 0x3139, 0x3141, 0x3142, 0x3143, 0x3145, 0x3146, 0x3147, 0x3148, 0x3149,
    0x314A, 0x314B, 0x314C, 0x314D, 0x314E,
];
/// The same of the tails from U+11A8 on.
const TAILS: [u32; 27] = [
    0x3131, 0x3132, 0x3133, 0x3134, 0x3135, 0x3136, 0x3137, 0x3139, 0x313A, 0x313B, 0x313C, 0x313D, 0x313E, 0x313F,
    0x3140, 0x3141, 0x3142, 0x3144, 0x3145, 0x3146, 0x3147, 0x3148, 0x314A, 0x314B, 0x314C, 0x314D, 0x314E,
];

/// Conjoining jamo of older Hangul that have a compatibility letter, from U+3165 on, in order.
const OLD: [u32; 42] = [
    0x1114, 0x1115, 0x11C7, 0x11C8, 0x11CC, 0x11CE, 0x11D3, 0x11D7, 0x11D9, 0x111C, 0x11DD, 0x11DF, 0x111D, 0x111E,
    0x1120, 0x1122, 0x1123, 0x1127, 0x1129, 0x112B, 0x112C, 0x112D, 0x112E, 0x112F, 0x1132, 0x1136, 0x1140, 0x1147,
    0x114C, 0x11F1, 0x11F2, 0x1157, 0x1158, 0x1159, 0x1184, 0x1185, 0x1188, 0x1191, 0x1192, 0x1194, 0x119E, 0x11A1,
];

/// The compatibility letter that is drawn like a conjoining jamo.
pub fn compatibility_jamo(cp: u32) -> Option<u32> {
    match cp {
        0x1100..=0x1112 => Some(LEADS[(cp - 0x1100) as usize]),
        0x1161..=0x1175 => Some(0x314F + (cp - 0x1161)),
        0x11A8..=0x11C2 => Some(TAILS[(cp - 0x11A8) as usize]),
        0x1121 => Some(0x3144),
        0x1113..=0x11FF => OLD.iter().position(|&old| old == cp).map(|place| 0x3165 + place as u32),
        _ => None,
    }
}

/// Whether a jamo has a compatibility letter.
fn has_letter(cp: u32) -> bool {
    compatibility_jamo(cp).is_some()
}

/// Whether a code point is a leading consonant, fillers aside.
pub fn is_lead(cp: u32) -> bool {
    matches!(cp, 0x1100..=0x115E | 0xA960..=0xA97C)
}

/// Whether a code point is a vowel, fillers aside.
pub fn is_vowel(cp: u32) -> bool {
    matches!(cp, 0x1161..=0x11A7 | 0xD7B0..=0xD7C6)
}

/// Whether a code point is a trailing consonant.
pub fn is_tail(cp: u32) -> bool {
    matches!(cp, 0x11A8..=0x11FF | 0xD7CB..=0xD7FB)
}

/// Writes each jamo that is no part of a syllable as a compatibility letter, its filler dropped.
///
/// A syllable is a lead and a vowel, and perhaps a tail; with a tail, a filler may stand for either.
pub fn resolve(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    if work.action_of(kind::HOMOGLYPH) == action::KEEP || !row.iter().any(|cell| has_letter(cell.cp)) {
        return row;
    }
    let filled = work.action_of(kind::BLANK) != action::KEEP;
    let mut result = Vec::with_capacity(row.len());
    for (at, &cell) in row.iter().enumerate() {
        let around = Around::new(&row, at);
        let after_lead = cell.cp == JUNGSEONG_FILLER
            && is_lead(around.before)
            && has_letter(around.before)
            && !is_tail(around.after);
        let before_vowel =
            cell.cp == CHOSEONG_FILLER && has_letter(around.after) && is_vowel(around.after) && !is_tail(around.beyond);
        if filled && (after_lead || before_vowel) {
            work.settle(cell, reason::BLANK, &[], &mut result);
            continue;
        }
        match compatibility_jamo(cell.cp) {
            Some(letter) if !facts::is_mark(around.after) && around.is_lone(cell.cp) => {
                work.settle(cell, reason::TWIN, &[letter], &mut result);
            }
            _ => result.push(cell),
        }
    }
    result
}

/// The code points around one of a line; 0 beyond its edges.
struct Around {
    ahead: u32,
    before: u32,
    after: u32,
    beyond: u32,
}

impl Around {
    fn new(row: &[Cell], at: usize) -> Self {
        let cp = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or(0, |cell| cell.cp);
        Self {
            ahead: cp(at.checked_sub(2)),
            before: cp(at.checked_sub(1)),
            after: cp(Some(at + 1)),
            beyond: cp(Some(at + 2)),
        }
    }

    /// Whether a jamo that stands here is no part of a syllable.
    fn is_lone(&self, cp: u32) -> bool {
        if is_lead(cp) {
            let filled = self.after == JUNGSEONG_FILLER && is_tail(self.beyond);
            return !is_vowel(self.after) && !filled;
        }
        if is_vowel(cp) {
            return !is_lead(self.before) && !is_tail(self.after);
        }
        let filled = self.before == JUNGSEONG_FILLER && is_lead(self.ahead);
        !is_vowel(self.before) && !filled
    }
}
