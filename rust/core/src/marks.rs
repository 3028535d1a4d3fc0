//! Stacks of combining marks: capped above what any orthography uses (UAX #15 stream-safe in spirit).

use crate::facts::{self, class, group, script};
use crate::reasons::reason;
use crate::work::{Cell, Work};

/// Marks of no script (accents) on one base: Vietnamese has two, phonetic notation up to four.
pub const SHARED_CAP: usize = 4;
/// Marks in all on one base: Tibetan stacks and pointed Hebrew stay below ten.
pub const OWN_CAP: usize = 12;

/// Drops the marks beyond the cap, in canonical order.
pub fn cap(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    let mut result: Vec<Cell> = Vec::new();
    let mut cut = false;
    let (mut shared, mut own) = (0, 0);
    for (at, &cell) in row.iter().enumerate() {
        let record = facts::of(cell.cp);
        let counted = record.group == group::MARK && record.kind == class::PLAIN;
        if counted {
            own += 1;
            shared += usize::from(record.script == script::ZINH);
        } else {
            (shared, own) = (0, 0);
        }
        if own > OWN_CAP || shared > SHARED_CAP {
            if !cut {
                // Copied only where there is something to drop.
                result.extend_from_slice(&row[..at]);
                cut = true;
            }
            work.settle(cell, reason::MARKS, &[], &mut result);
            (shared, own) = (shared.min(SHARED_CAP), own.min(OWN_CAP));
        } else if cut {
            result.push(cell);
        }
    }
    if cut { result } else { row }
}
