//! What needs no look: text that every rule leaves as it is.

use crate::text::Unit;

/// Whether a block is printable ASCII without trailing blanks: nothing to decide.
pub fn is_plain<U: Unit>(block: &[U]) -> bool {
    let body = match block {
        [body @ .., last] if *last == U::LINE_FEED => body,
        _ => block,
    };
    let blank = |unit: &U| matches!((*unit).into(), 0x20 | 0x09);
    body.iter().all(|&unit| matches!(unit.into(), 0x20..=0x7E | 0x09)) && !body.last().is_some_and(blank)
}
