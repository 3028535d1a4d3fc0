//! The mojibake screen: which lines could be text decoded with the wrong codec, so that a repair sees few.

use crate::text::{CHUNK, Unit};

/// Whether two neighbours look like what UTF-8 becomes in another codec.
///
/// What the lead bytes C2-F4 become in Latin-1, Windows-1252, -1251 and `MacRoman`, followed by what a continuation byte becomes:
/// an accented capital or Cyrillic letter, then a symbol or C1 control. Honest text has such a pair rarely; mojibake has one for
/// every letter beyond ASCII. In Windows-1251 the quotes, dashes and signs of Western text begin with ve, a letter that stands before
/// others itself.
fn is_suspect(first: u32, second: u32) -> bool {
    match first {
        0xC2..=0xF4 => matches!(
            second,
            0x80..=0xBF
                | 0x152
                | 0x153
                | 0x160
                | 0x161
                | 0x178
                | 0x17D
                | 0x17E
                | 0x192
                | 0x2C6
                | 0x2DC
                | 0x2013
                | 0x2014
                | 0x2018..=0x201A
                | 0x201C..=0x201E
                | 0x2020..=0x2022
                | 0x2026
                | 0x2030
                | 0x2039
                | 0x203A
                | 0x20AC
                | 0x2122
        ),
        0x420 | 0x421 => matches!(
            second,
            0xA0..=0xBF | 0x401..=0x40F | 0x451..=0x45F | 0x490 | 0x491 | 0x2013..=0x20AC | 0x2116 | 0x2122
        ),
        0x412 => {
            matches!(second, 0xA4 | 0xA6 | 0xA7 | 0xA9 | 0xAC | 0xAE | 0xB0 | 0xB1 | 0xB5..=0xB7 | 0x408)
        }
        0x432 => matches!(second, 0x402 | 0x201A | 0x201E | 0x2020),
        0x221A => matches!(second, 0x80..=0xFFFF),
        0xFFFD => true,
        _ => false,
    }
}

/// A storage unit that many pairs can be judged of at once, in its own width.
pub trait Screen: Unit {
    /// Whether two neighbours could be suspect: too often yes, never too often no.
    fn may_be(first: Self, second: Self) -> bool;
}

impl Screen for u8 {
    #[inline]
    fn may_be(first: Self, second: Self) -> bool {
        first.wrapping_sub(0xC2) <= 0xF4 - 0xC2 && second.wrapping_sub(0x80) < 0x40
    }
}

macro_rules! screen {
    ($kind:ty) => {
        impl Screen for $kind {
            #[inline]
            fn may_be(first: Self, second: Self) -> bool {
                let accented = first.wrapping_sub(0xC2) <= 0xF4 - 0xC2;
                let cyrillic = first & !1 == 0x420 || first & !0x20 == 0x412;
                let other = first == 0x221A || first == 0xFFFD;
                // Neither ASCII nor a usual Cyrillic letter follows.
                let odd = second >= 0x80 && second.wrapping_sub(0x410) >= 0x40;
                ((accented || cyrillic) && odd) || other
            }
        }
    };
}

screen!(u16);
screen!(u32);

/// The first suspect place at or behind one.
fn find<U: Screen>(text: &[U], mut at: usize) -> Option<usize> {
    let pair = |at: usize| (text[at].into(), text.get(at + 1).map_or(0, |&unit| unit.into()));
    while at < text.len() {
        let end = text.len().min(at + CHUNK);
        // The last unit of a chunk is judged with the first of the next.
        let chunks = (text[at..end].first_chunk::<CHUNK>(), text[at + 1..].first_chunk::<CHUNK>());
        let hit = match chunks {
            (Some(firsts), Some(seconds)) => {
                let pairs = firsts.iter().zip(seconds);
                pairs.fold(false, |any, (&first, &second)| any | U::may_be(first, second))
            }
            _ => true,
        };
        let found = if hit { (at..end).find(|&at| is_suspect(pair(at).0, pair(at).1)) } else { None };
        if found.is_some() {
            return found;
        }
        at = end;
    }
    None
}

/// The spans, in code points, of the lines that a repair should see, without their line feeds.
pub fn suspect_lines<U: Screen>(text: &[U]) -> Vec<(usize, usize)> {
    let mut result = Vec::new();
    let mut at = 0;
    while let Some(found) = find(text, at) {
        let feed = |unit: &U| *unit == U::LINE_FEED;
        let start = text[..found].iter().rposition(feed).map_or(0, |before| before + 1);
        let end = text[found..].iter().position(feed).map_or(text.len(), |after| found + after);
        result.push((start, end));
        at = end;
    }
    result
}
