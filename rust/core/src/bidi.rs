//! The fewest directional controls that give the order in which a reader sees a line (UAX #9).
//!
//! A control stays if the line without it would be seen in another order. Overrides never stay: they turn letters
//! around. Embeddings become isolates, as the annex recommends. What is not closed within the line goes.

use crate::order::{self, ABSENT, POP_ISOLATE, class, is_control, is_isolate, is_strong, mark};
use crate::tables_bidi::bidi::{AL, R};

/// Stands in a row for what draws nothing.
pub const BLANK: u32 = u32::MAX;
const POP_EMBEDDING: u32 = 0x202C;
/// Isolates nested deeper isolate nothing: within UAX #9 BD2, whose levels end at 125.
const DEPTH: usize = 60;
/// A stretch is resolved at most this often; one that needs controls still then loses all of them.
const TRIES: usize = 64;

/// What goes or stays together: a mark, or an isolate and its closer; places in the row and controls.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Unit {
    at: usize,
    cp: u32,
    end: usize,
}

/// The isolate that an embedding becomes.
fn isolate_of(embedding: u32) -> Option<u32> {
    match embedding {
        0x202A => Some(0x2066),
        0x202B => Some(0x2067),
        _ => None,
    }
}

/// The controls of a line that its order needs: for each place the control to be written there; 0 for none.
///
/// The row holds the code points of one line; what draws nothing but directs nothing either is `BLANK`.
pub fn wanted(row: &[u32]) -> Vec<u32> {
    let mut result = vec![0; row.len()];
    let classes: Vec<u8> =
        row.iter().map(|&cp| if cp == BLANK || is_control(cp) { ABSENT } else { class(cp) }).collect();
    if !classes.iter().any(|&kind| kind == R || kind == AL) {
        return result; // in a line that runs one way only, a control deceives or does nothing
    }
    let units = units(row);
    let mut controls = vec![0; row.len()];
    put(&mut controls, 0, &units);
    let base = order::level_of(&classes, &controls);
    let mut next = 0;
    for (start, stop) in stretches(row, &classes, &units) {
        let first = next;
        while next < units.len() && units[next].at < stop {
            next += 1;
        }
        if first == next {
            continue;
        }
        let mut tries = Tries {
            start,
            row: &row[start..stop],
            classes: &classes[start..stop],
            base: (start > 0).then_some(base),
            left: TRIES,
        };
        put(&mut result, 0, &tries.settle(&units[first..next]));
    }
    result
}

/// Writes units into the places of a row that begins at an offset.
fn put(controls: &mut [u32], start: usize, units: &[Unit]) {
    for unit in units {
        controls[unit.at - start] = unit.cp;
        if unit.end != unit.at {
            controls[unit.end - start] = POP_ISOLATE;
        }
    }
}

/// The marks, and the isolates and embeddings that are closed in the line (BD9, BD11, X9), in order.
fn units(row: &[u32]) -> Vec<Unit> {
    let mut found = Vec::new();
    // Open isolates: their place, and the embeddings that were open around them.
    let mut isolates: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut embedded: Vec<usize> = Vec::new();
    let mut depth = 0;
    for (at, &cp) in row.iter().enumerate() {
        match cp {
            _ if mark(cp).is_some() => found.push(Unit { at, cp, end: at }),
            0x202A | 0x202B | 0x202D | 0x202E => {
                embedded.push(at);
                depth += 1;
            }
            _ if is_isolate(cp) => {
                isolates.push((at, std::mem::take(&mut embedded)));
                depth += 1;
            }
            POP_EMBEDDING => {
                if let Some(opener) = embedded.pop() {
                    if let Some(cp) = isolate_of(row[opener]).filter(|_| depth <= DEPTH) {
                        found.push(Unit { at: opener, cp, end: at });
                    }
                    depth -= 1;
                }
            }
            POP_ISOLATE => {
                if let Some((opener, around)) = isolates.pop() {
                    depth -= embedded.len();
                    embedded = around;
                    if depth <= DEPTH {
                        found.push(Unit { at: opener, cp: row[opener], end: at });
                    }
                    depth -= 1;
                }
            }
            _ => {}
        }
    }
    found.sort_unstable();
    found
}

/// Spans that are resolved alone: each ends with a letter with a direction, at which the next begins.
///
/// No isolate and no pair of brackets lies across such a letter.
fn stretches(row: &[u32], classes: &[u8], units: &[Unit]) -> Vec<(usize, usize)> {
    let mut spans: Vec<(usize, usize)> =
        units.iter().filter(|unit| unit.end != unit.at).map(|unit| (unit.at, unit.end)).collect();
    let inside = covered(row.len(), &spans);
    let brackets: Vec<usize> = (0..row.len()).filter(|&at| order::is_bracket(row[at])).collect();
    if brackets.iter().any(|&at| inside[at]) {
        // Without the isolate they would pair with others.
        spans.extend(brackets.first().copied().zip(brackets.last().copied()));
    } else {
        spans.extend(order::pairs(brackets.iter().map(|&at| (at, row[at]))));
    }
    let within = covered(row.len(), &spans);
    let mut result = Vec::new();
    let mut start = 0;
    for (at, &kind) in classes.iter().enumerate() {
        if is_strong(kind) && !within[at] {
            result.push((start, at + 1));
            start = at;
        }
    }
    result.push((start, row.len()));
    result
}

/// Which places lie in some of the spans, their ends included.
fn covered(length: usize, spans: &[(usize, usize)]) -> Vec<bool> {
    let mut opened = vec![0_u32; length + 1];
    let mut closed = vec![0_u32; length + 1];
    for &(first, last) in spans {
        opened[first] += 1;
        closed[last + 1] += 1;
    }
    let mut depth = 0;
    (0..length)
        .map(|at| {
            depth = depth + opened[at] - closed[at];
            depth > 0
        })
        .collect()
}

/// The orders of a stretch under some of its controls, as long as tries are left.
struct Tries<'a> {
    start: usize,
    row: &'a [u32],
    classes: &'a [u8],
    /// The level of the line; none where this stretch tells it.
    base: Option<u8>,
    left: usize,
}

impl Tries<'_> {
    /// The units without which the stretch would be seen in another order.
    fn settle(&mut self, units: &[Unit]) -> Vec<Unit> {
        let mut kept = units.to_vec();
        let Some(seen) = self.order(&kept) else { return Vec::new() };
        while !kept.is_empty() {
            let Some(fewer) = self.fewest(&seen, &kept, &[]) else { return Vec::new() };
            if fewer == kept {
                break;
            }
            kept = fewer;
        }
        kept
    }

    /// The units that cannot go, by halves; the others stay meanwhile. None when no try is left.
    fn fewest(&mut self, seen: &Order, units: &[Unit], others: &[Unit]) -> Option<Vec<Unit>> {
        if units.is_empty() {
            return Some(Vec::new());
        }
        if self.order(others)? == *seen {
            return Some(Vec::new());
        }
        if units.len() == 1 {
            return Some(units.to_vec());
        }
        let (left, right) = units.split_at(units.len() / 2);
        let mut kept = self.fewest(seen, left, &[right, others].concat())?;
        let last = self.fewest(seen, right, &[kept.as_slice(), others].concat())?;
        kept.extend(last);
        Some(kept)
    }

    /// The level of the line, and the places from left to right; none when no try is left.
    ///
    /// The direction of a line is seen, too: by the margin at which it starts.
    fn order(&mut self, units: &[Unit]) -> Option<Order> {
        self.left = self.left.checked_sub(1)?;
        let mut controls = vec![0; self.row.len()];
        put(&mut controls, self.start, units);
        let base = self.base.unwrap_or_else(|| order::level_of(self.classes, &controls));
        Some((base, order::seen(self.row, &order::levels(self.row, self.classes, &controls, base), base)))
    }
}

/// The level of a line, and the places from left to right, each with whether it is drawn mirrored.
type Order = (u8, Vec<(usize, bool)>);
