//! Preset `text`: the invisible characters that a stored text may need (hyphenation, breaks, bidi).

use crate::facts::{self, class, flag, group, script};
use crate::parse::noise_reason;
use crate::work::{Cell, Work, is_noise};

const POP_ISOLATE: u32 = 0x2069;

fn is_settled(kind: u8) -> bool {
    matches!(kind, class::SOFT_HYPHEN | class::ZERO_WIDTH_SPACE | class::BIDI)
}

/// Whether a character is a directional mark.
fn is_direction(cp: u32) -> bool {
    matches!(cp, 0x200E | 0x200F | 0x061C)
}

/// Whether a script is written without spaces, so that ZWSP marks its words for line breaking (UAX #14 class SA).
fn breaks(id: u8) -> bool {
    matches!(
        id,
        script::THAI
            | script::LAOO
            | script::KHMR
            | script::MYMR
            | script::TALE
            | script::TALU
            | script::LANA
            | script::TAVT
    )
}

/// Keeps soft hyphens inside words, ZWSP between letters of its scripts, and useful bidi controls.
pub fn resolve(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    if !row.iter().any(|cell| is_settled(facts::klass(cell.cp))) {
        return row;
    }
    let directed = row.iter().any(|cell| !is_direction(cell.cp) && facts::has(cell.cp, flag::RTL));
    let balanced = if directed { balanced(&row) } else { vec![false; row.len()] };
    let following = following(&row);
    let mut result = Vec::with_capacity(row.len());
    let mut before = 0;
    for (at, &cell) in row.iter().enumerate() {
        let kind = facts::klass(cell.cp);
        let after = following[at];
        let stays = match kind {
            class::SOFT_HYPHEN => facts::is_wordy(before) && facts::is_wordy(after),
            class::ZERO_WIDTH_SPACE => breaks(facts::script(before)) && breaks(facts::script(after)),
            class::BIDI => balanced[at] || (is_direction(cell.cp) && directed && steers(before, after)),
            _ => true,
        };
        if !stays {
            work.settle(cell, noise_reason(kind), &[], &mut result);
            continue;
        }
        result.push(cell);
        if is_settled(kind) || !(is_noise(&cell) || facts::is_mark(cell.cp)) {
            before = cell.cp;
        }
    }
    result
}

/// For each cell, the next code point that is drawn; 0 at the end.
fn following(row: &[Cell]) -> Vec<u32> {
    let mut result = vec![0; row.len()];
    let mut after = 0;
    for (slot, cell) in result.iter_mut().zip(row).rev() {
        *slot = after;
        if !is_noise(cell) {
            after = cell.cp;
        }
    }
    result
}

/// Which cells are isolates that are closed within the line, and their closers (BD9).
///
/// An isolate around nothing isolates nothing.
fn balanced(row: &[Cell]) -> Vec<bool> {
    let mut result = vec![false; row.len()];
    let mut open = Vec::new();
    let mut drawn = 0_usize;
    for (at, cell) in row.iter().enumerate() {
        if matches!(cell.cp, 0x2066..=0x2068) {
            open.push((at, drawn));
        } else if cell.cp == POP_ISOLATE && !open.is_empty() {
            if let Some((opener, before)) = open.pop() {
                if drawn > before {
                    result[opener] = true;
                    result[at] = true;
                }
            }
        } else if !is_noise(cell) {
            drawn += 1;
        }
    }
    result
}

/// Whether a directional mark stands beside something without a strong direction of its own.
fn steers(before: u32, after: u32) -> bool {
    facts::klass(before) != class::BIDI && (is_weak(before) || is_weak(after))
}

fn is_weak(cp: u32) -> bool {
    let record = facts::of(cp);
    match record.group {
        group::DIGIT => matches!(record.script, script::ZYYY | script::ARAB),
        group => matches!(group, group::OTHER | group::SPACE | group::SYMBOL),
    }
}
