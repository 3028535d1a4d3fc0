//! Terminal escape sequences (ECMA-48, and the `XTerm` and VT uses of it): where one ends.

use crate::text::{Unit, at};

const ESC: u32 = 0x1B;

/// Characters of the longest sequence: one that does not end by then is none.
pub const LONGEST: usize = 262_144;

/// The text ends before the sequence does.
struct Open;

/// The end of the complete escape sequence that starts at an index, if one does.
///
/// A sequence never crosses a control character that is not its terminator, so one pass over a text reads each character a
/// bounded number of times.
pub fn find<U: Unit>(text: &[U], start: usize) -> Option<usize> {
    sequence(&text[..text.len().min(start + LONGEST)], start).unwrap_or_default()
}

/// Whether what starts at an index could become a sequence if the text went on.
pub fn may_go_on<U: Unit>(text: &[U], start: usize) -> bool {
    text.len() - start < LONGEST && sequence(text, start).is_err()
}

fn sequence<U: Unit>(text: &[U], start: usize) -> Result<Option<usize>, Open> {
    let mut lead = at(text, start).ok_or(Open)?;
    let mut next = start + 1;
    if lead == ESC {
        let second = at(text, next).ok_or(Open)?;
        if !matches!(second, 0x40..=0x5F) {
            return short(text, next);
        }
        // The 7-bit form of a C1 control.
        lead = second + 0x40;
        next += 1;
    }
    match lead {
        0x9B => control_sequence(text, next),
        // DCS, SOS, OSC, PM, APC
        0x90 | 0x98 | 0x9D..=0x9F => string(text, next),
        // ESC with another Fe byte is complete in two characters; a bare C1 control is no sequence.
        _ => Ok((next == start + 2).then_some(next)),
    }
}

/// ESC, any intermediates (SP to /), one final (0 to ~): charset choices, DECSC, RIS.
fn short<U: Unit>(text: &[U], start: usize) -> Result<Option<usize>, Open> {
    let last = skip(text, start, 0x20, 0x2F);
    // ESC and a printable is a sequence only with an intermediate, or in the private and Fs ranges.
    Ok(matches!(at(text, last).ok_or(Open)?, 0x30..=0x7E).then_some(last + 1))
}

/// CSI: parameters 0x30-0x3F, intermediates 0x20-0x2F, one final 0x40-0x7E.
fn control_sequence<U: Unit>(text: &[U], start: usize) -> Result<Option<usize>, Open> {
    let last = skip(text, skip(text, start, 0x30, 0x3F), 0x20, 0x2F);
    Ok(matches!(at(text, last).ok_or(Open)?, 0x40..=0x7E).then_some(last + 1))
}

/// DCS, SOS, OSC, PM, APC: up to ST (ESC backslash or 0x9C), or BEL.
fn string<U: Unit>(text: &[U], start: usize) -> Result<Option<usize>, Open> {
    let mut next = start;
    loop {
        match at(text, next).ok_or(Open)? {
            0x07 | 0x9C => return Ok(Some(next + 1)),
            ESC => return Ok((at(text, next + 1).ok_or(Open)? == u32::from(b'\\')).then_some(next + 2)),
            0..=0x08 | 0x0A..=0x1F | 0x7F..=0x9F => return Ok(None),
            _ => next += 1,
        }
    }
}

/// The first index that does not hold a code point of a range.
fn skip<U: Unit>(text: &[U], start: usize, first: u32, last: u32) -> usize {
    let inside = |unit: &&U| (first..=last).contains(&(**unit).into());
    start + text[start.min(text.len())..].iter().take_while(inside).count()
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, find, may_go_on};

    #[test]
    fn a_sequence_ends_where_its_kind_says() {
        assert_eq!(find(b"\x1b[1;31mred", 0), Some(7));
        assert_eq!(find(b"\x1b]0;title\x07rest", 0), Some(10));
        assert_eq!(find(b"\x1b]0;title\x1b\\rest", 0), Some(11));
        assert_eq!(find(b"\x1b(B", 0), Some(3));
        assert_eq!(find(b"\x1bM", 0), Some(2));
        assert_eq!(find(b"\x9b1m", 0), Some(3));
        assert_eq!(find(b"\x85", 0), None);
        assert_eq!(find(b"\x1b[1;31", 0), None);
        assert_eq!(find(b"\x1b]0;cut\x1b[m", 0), None);
        assert_eq!(find(b"\x1b", 0), None);
    }

    #[test]
    fn a_sequence_may_go_on_where_the_text_ends() {
        for text in [b"\x1b".as_slice(), b"\x1b[1;", b"\x1b]0;title", b"\x1b]0;title\x1b", b"\x1b(", b"\x9b1"] {
            assert!(may_go_on(text, 0), "{text:?}");
        }
        assert!(!may_go_on(b"\x1b[m", 0));
        assert!(!may_go_on(b"\x1b]0;cut\n", 0));
        let endless = [b"\x1b]".as_slice(), &vec![b'a'; LONGEST - 3]].concat();
        assert!(may_go_on(&endless, 0));
        assert!(!may_go_on(&[&endless, b"a".as_slice()].concat(), 0));
        assert_eq!(find(&[&endless, b"\x07".as_slice()].concat(), 0), Some(LONGEST));
        assert_eq!(find(&[&endless, b"a\x07".as_slice()].concat(), 0), None);
    }
}
