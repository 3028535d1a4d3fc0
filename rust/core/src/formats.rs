//! Preset `text`: the invisible characters that a stored text may need (hyphenation, breaks, bidi).

use crate::bidi;
use crate::facts::{self, class, script};
use crate::parse::noise_reason;
use crate::work::{Cell, Work, is_noise};

fn is_settled(kind: u8) -> bool {
    matches!(kind, class::SOFT_HYPHEN | class::ZERO_WIDTH_SPACE | class::BIDI)
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

/// Whether a vowel is written before its consonant (`Logical_Order_Exception`).
fn leads(cp: u32) -> bool {
    matches!(cp, 0x0E40..=0x0E44 | 0x0EC0..=0x0EC4 | 0x19B5..=0x19B7 | 0x19BA)
}

/// Whether a letter is a vowel behind its consonant.
fn follows(cp: u32) -> bool {
    matches!(cp, 0x0E30 | 0x0E32 | 0x0E33 | 0x0E45 | 0x0EB0 | 0x0EB2 | 0x0EB3)
}

/// Keeps soft hyphens inside words, ZWSP between letters of its scripts, and useful bidi controls.
pub fn resolve(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    if !row.iter().any(|cell| is_settled(facts::klass(cell.cp))) {
        return row;
    }
    let directs =
        if row.iter().any(is_bidi) { bidi::wanted(&row.iter().map(directed).collect::<Vec<_>>()) } else { Vec::new() };
    let following = following(&row);
    let mut result = Vec::with_capacity(row.len());
    let mut before = 0;
    for (at, &cell) in row.iter().enumerate() {
        let kind = facts::klass(cell.cp);
        let after = following[at];
        let stays = match kind {
            class::SOFT_HYPHEN => facts::is_wordy(before) && facts::is_wordy(after),
            class::ZERO_WIDTH_SPACE => {
                // Nothing breaks inside a cluster.
                let between = !facts::is_mark(after) && !leads(before) && !follows(after);
                between && breaks(facts::script(before)) && breaks(facts::script(after))
            }
            class::BIDI => directs[at] == cell.cp,
            _ => true,
        };
        if !stays {
            let written = directs.get(at).filter(|&&cp| cp != 0 && kind == class::BIDI);
            if written.is_some() {
                before = cell.cp;
            }
            work.settle(cell, noise_reason(kind), written.map_or(&[], std::slice::from_ref), &mut result);
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

fn is_bidi(cell: &Cell) -> bool {
    facts::klass(cell.cp) == class::BIDI
}

/// The code point that has a place in the line's order: a control's, or one that is drawn.
fn directed(cell: &Cell) -> u32 {
    if is_noise(cell) && !is_bidi(cell) { bidi::BLANK } else { cell.cp }
}
