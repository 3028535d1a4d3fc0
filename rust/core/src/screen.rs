//! The mojibake screen: which lines could be text decoded with the wrong codec, so that a repair sees few.

use crate::text::Unit;

/// Whether two neighbours look like what UTF-8 becomes in another codec.
///
/// What the lead bytes C2-F4 become in Latin-1, Windows-1252, -1251 and `MacRoman`, followed by what a continuation byte becomes:
/// an accented capital or Cyrillic letter, then a symbol or C1 control. Honest text has such a pair rarely; mojibake has one for
/// every letter beyond ASCII.
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
        0x221A => matches!(second, 0x80..=0xFFFF),
        0xFFFD => true,
        _ => false,
    }
}

/// The spans, in code points, of the lines that a repair should see, without their line feeds.
pub fn suspect_lines<U: Unit>(text: &[U]) -> Vec<(usize, usize)> {
    let mut result = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let pair = |at: usize| (text[at].into(), text.get(at + 1).map_or(0, |&unit| unit.into()));
        let Some(found) = (at..text.len()).find(|&at| text[at].into() >= 0xC2 && is_suspect(pair(at).0, pair(at).1))
        else {
            break;
        };
        let feed = |unit: &U| *unit == U::LINE_FEED;
        let start = text[..found].iter().rposition(feed).map_or(0, |before| before + 1);
        let end = text[found..].iter().position(feed).map_or(text.len(), |after| found + after);
        result.push((start, end));
        at = end;
    }
    result
}
