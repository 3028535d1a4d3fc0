//! From text to visible cells: what goes whatever stands beside it (the context-free kinds).

use crate::escapes;
use crate::facts::{self, class, flag, group};
use crate::look;
use crate::reasons::{kind, reason};
use crate::text::Unit;
use crate::work::{Cell, Work, action, is_noise};

const REPLACEMENT: u32 = 0xFFFD;
const LINE_FEED: u32 = 0x0A;
const CARRIAGE_RETURN: u32 = 0x0D;
/// Letters and digits after which a line's context ends at the next space: see [`segment_end`].
pub const SEGMENT: usize = 16384;

/// The reason for which noise of a class goes.
pub fn noise_reason(kind: u8) -> u8 {
    match kind {
        class::JOINER => reason::JOINER,
        class::VARIATION => reason::SELECTOR,
        class::MONGOLIAN => reason::MONGOLIAN,
        class::TAG => reason::TAG,
        class::BIDI => reason::BIDI,
        class::SOFT_HYPHEN => reason::SOFT_HYPHEN,
        class::ZERO_WIDTH_SPACE => reason::ZERO_WIDTH_SPACE,
        _ => reason::OWN_FORMAT,
    }
}

/// The visible cells of a block, and the noise that awaits its neighbours.
pub fn cells<U: Unit>(work: &mut Work, text: &[U], out: &mut Vec<Cell>) {
    out.reserve(text.len());
    let mut at = 0;
    while let Some(&unit) = text.get(at) {
        let mut seen = 0;
        let plain = text[at..].iter().take_while(|unit| {
            let look = unit.look(work.looks);
            seen |= look;
            look & (look::HARD | look::PRIVATE) == 0
        });
        let plain = plain.count();
        work.seen |= seen;
        if plain > 0 {
            out.extend(text[at..at + plain].iter().zip(at..).map(|(&unit, at)| Cell::new(unit.into(), at)));
            at += plain;
            continue;
        }
        let cell = Cell::new(unit.into(), at);
        let class = facts::klass(cell.cp);
        match class {
            class::CONTROL => {
                let stop = escapes::find(text, at);
                if let Some(stop) = stop.filter(|_| work.rewrites(kind::CONTROL)) {
                    for &unit in &text[at..stop] {
                        work.settle(Cell::new(unit.into(), at), reason::ESCAPE_SEQUENCE, &[], out);
                        at += 1;
                    }
                    continue;
                }
                // A sequence that does not go whole is text, but for its control characters.
                let why = if stop.is_some() { reason::ESCAPE_SEQUENCE } else { reason::CONTROL };
                work.settle(cell, why, &[], out);
            }
            class::INVISIBLE => work.settle(cell, reason::ZERO_WIDTH, &[], out),
            class::SOFT_HYPHEN | class::ZERO_WIDTH_SPACE | class::BIDI if !work.text_mode => {
                work.settle(cell, noise_reason(class), &[], out);
            }
            class::INVALID => work.settle(cell, invalid(work, &cell), &[REPLACEMENT], out),
            class::PRIVATE => work.settle(cell, private(cell.cp), &[REPLACEMENT], out),
            _ => out.push(cell),
        }
        at += 1;
    }
}

fn invalid(work: &Work, cell: &Cell) -> u8 {
    if work.malformed(cell.at).is_some() {
        return reason::MALFORMED;
    }
    if matches!(cell.cp, 0xD800..=0xDFFF) { reason::SURROGATE } else { reason::NONCHARACTER }
}

fn private(cp: u32) -> u8 {
    if matches!(cp, 0xE000..=0xF8FF | 0xF0000..) { reason::PRIVATE } else { reason::UNASSIGNED }
}

/// Takes the next line from a row: returns its end, writes the cells that end it, and moves `begin` behind them.
///
/// There is a line, perhaps an empty one, after the last end; then there is none.
pub fn next_line(
    work: &mut Work,
    row: &[Cell],
    begin: &mut usize,
    ending: &mut Vec<Cell>,
) -> Option<std::ops::Range<usize>> {
    ending.clear();
    let start = *begin;
    if start > row.len() {
        return None;
    }
    for (at, cell) in row.iter().enumerate().skip(start) {
        if cell.changed() {
            continue;
        }
        if cell.cp == LINE_FEED {
            ending.push(*cell);
            *begin = at + 1;
            return Some(start..at);
        }
        if facts::klass(cell.cp) == class::NEWLINE {
            let stop = if cell.cp == CARRIAGE_RETURN { before_line_feed(work, row, at) } else { None };
            if let Some(stop) = stop {
                // CR LF, with nothing to be seen between the two.
                carriage_return(work, *cell, ending);
                for noise in &row[at + 1..stop] {
                    work.settle(*noise, noise_reason(facts::klass(noise.cp)), &[], ending);
                }
                ending.push(row[stop]);
                *begin = stop + 1;
            } else {
                work.settle(*cell, reason::NEWLINE, &[LINE_FEED], ending);
                *begin = at + 1;
            }
            return Some(start..at);
        }
    }
    *begin = row.len() + 1;
    Some(start..row.len())
}

/// The index of the line feed that only noise separates from a carriage return.
///
/// In a log noise becomes visible, and then it parts the two.
fn before_line_feed(work: &Work, row: &[Cell], at: usize) -> Option<usize> {
    let noise = row[at + 1..].iter().take_while(|cell| !work.log && is_noise(cell));
    let stop = at + 1 + noise.count();
    (row.get(stop)?.cp == LINE_FEED).then_some(stop)
}

/// A carriage return before a line feed goes, but in a log it is how the record ends.
fn carriage_return(work: &mut Work, cell: Cell, out: &mut Vec<Cell>) {
    if work.log || work.action_of(kind::NEWLINE) == action::KEEP {
        out.push(cell);
    } else {
        work.settle(cell, reason::NEWLINE, &[], out);
    }
}

/// The end of the next piece of a very long line: the words of a piece are judged together.
///
/// The cut depends only on letters, digits and spaces that no rule adds or removes, so every variant of a text is cut at the
/// same places.
pub fn segment_end(row: &[Cell], begin: usize) -> usize {
    // A shorter row has too few letters and digits for a cut.
    if row.len() - begin <= SEGMENT {
        return row.len();
    }
    let mut weight = 0;
    for (at, cell) in row.iter().enumerate().skip(begin) {
        let record = facts::of(cell.cp);
        if matches!(record.group, group::LETTER | group::DIGIT) {
            if record.kind == class::PUNCTUATION || record.flags & flag::COMPOSES != 0 {
                continue;
            }
            if weight >= 2 * SEGMENT && record.kind == class::PLAIN && at > begin && apart(&row[at - 1]) {
                return at;
            }
            weight += 1;
        } else if weight >= SEGMENT && (cell.cp == 0x20 || record.kind == class::SPACE) {
            return at + 1;
        }
    }
    row.len()
}

/// Whether a cut after this cell parts nothing that is drawn together.
fn apart(before: &Cell) -> bool {
    let record = facts::of(before.cp);
    !facts::is_noise(record.kind) && record.flags & flag::VIRAMA == 0
}
