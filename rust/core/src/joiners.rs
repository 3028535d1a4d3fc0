//! ZWJ and ZWNJ stay exactly where they change what is seen (UAX #44 `Joining_Type`, Unicode 9.2, 12.1).
//!
//! Three places: between letters that join (Arabic and its kind), after a virama and before one, in the scripts where fonts show it
//! (`tables/evidence/joiners.tsv`). Emoji sequences were settled before. Everywhere else a joiner goes. Of a run after a virama the
//! first joiner is the one that is seen.

use crate::facts::{self, class, flag};
use crate::lookup;
use crate::reasons::reason;
use crate::work::{Cell, SETTLED, Work};

const ZWJ: u32 = 0x200D;
/// The places beside a virama where a joiner is seen, as bits of the table.
const ZWNJ_AFTER: u8 = 1;
const ZWJ_AFTER: u8 = 2;
const ZWJ_AT_END: u8 = 4;
const ZWJ_BEFORE: u8 = 8;

/// Settles every joiner of a line.
pub fn resolve(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    let Some(first) = row.iter().position(is_joiner) else {
        return row;
    };
    let mut result = Vec::with_capacity(row.len());
    result.extend_from_slice(&row[..first]);
    let mut behind = Behind { seen: 0, joins: 0 };
    let mut run = Vec::new();
    let mut at = first;
    while at < row.len() {
        if !is_joiner(&row[at]) {
            result.push(row[at]);
            at += 1;
            continue;
        }
        // Among letters that join, a joiner works on the letter after the marks: it is judged, and written, behind them.
        let shaped = behind.joins(&result, SHAPED);
        run.clear();
        while let Some(cell) = row.get(at) {
            if is_joiner(cell) {
                run.push(*cell);
            } else if shaped && facts::is_mark(cell.cp) && facts::joining(cell.cp) == b'T' {
                result.push(*cell);
            } else {
                break;
            }
            at += 1;
        }
        let kept = wanted(&result, &mut behind, &run, &row, at);
        for (place, cell) in run.iter().enumerate() {
            if (kept.first && place == 0) || kept.place == Some(place) {
                result.push(*cell);
            } else {
                work.settle(*cell, reason::JOINER, &[], &mut result);
            }
        }
    }
    result
}

/// Joining types, as bits: those that connect to the letter after them, and those that connect to the letter before them.
const DUAL: u8 = 1;
const CAUSING: u8 = 2;
const LEFT_JOINING: u8 = 4;
const RIGHT_JOINING: u8 = 8;
const LEFT: u8 = DUAL | CAUSING | LEFT_JOINING;
const RIGHT: u8 = DUAL | CAUSING | RIGHT_JOINING;
const SHAPED: u8 = LEFT | RIGHT;

/// The joining type of a cell as a bit; `None` where it is transparent.
fn joining(cell: &Cell) -> Option<u8> {
    match facts::joining(cell.cp) {
        b'T' => None,
        _ if is_joiner(cell) => Some(0),
        b'D' => Some(DUAL),
        b'C' => Some(CAUSING),
        b'L' => Some(LEFT_JOINING),
        b'R' => Some(RIGHT_JOINING),
        _ => Some(0),
    }
}

/// How the last cell written that is not transparent connects, kept up so that no mark is passed over twice.
struct Behind {
    seen: usize,
    joins: u8,
}

impl Behind {
    /// Whether the letter behind all that is written, or behind transparent marks, connects in some way.
    fn joins(&mut self, result: &[Cell], types: u8) -> bool {
        if let Some(joins) = result[self.seen..].iter().rev().find_map(joining) {
            self.joins = joins;
        }
        self.seen = result.len();
        self.joins & types != 0
    }
}

fn is_joiner(cell: &Cell) -> bool {
    facts::klass(cell.cp) == class::JOINER && cell.why != SETTLED
}

/// Which joiners of a run are seen: the first of them, and one more.
#[derive(Clone, Copy, Default)]
struct Kept {
    first: bool,
    place: Option<usize>,
}

const NONE: Kept = Kept { first: false, place: None };
const FIRST: Kept = Kept { first: true, place: None };

fn wanted(before: &[Cell], behind: &mut Behind, run: &[Cell], row: &[Cell], stop: usize) -> Kept {
    let cp_at = |at: usize| row.get(at).map_or(0, |cell| cell.cp);
    let after = cp_at(stop);
    let last = before.last().map_or(0, |cell| cell.cp);
    if facts::has(last, flag::VIRAMA) {
        let letter = before.len().checked_sub(2).map_or(0, |at| before[at].cp);
        return if is_seen_after(letter, last, run[0].cp, after) { FIRST } else { NONE };
    }
    if facts::has(after, flag::VIRAMA) {
        let beyond = cp_at(stop + 1);
        let seen = lookup::joiner_places(after) & ZWJ_BEFORE != 0 && are_of(after, last, beyond);
        let place = if seen { run.iter().position(|cell| cell.cp == ZWJ) } else { None };
        return Kept { first: false, place };
    }
    let left = behind.joins(before, LEFT);
    let right = row[stop..].iter().find_map(joining).is_some_and(|joins| joins & RIGHT != 0);
    between(left, right, run)
}

/// Whether a joiner after a virama is seen: before a letter of the script, or at a word's end.
fn is_seen_after(letter: u32, virama: u32, joiner: u32, after: u32) -> bool {
    let places = lookup::joiner_places(virama);
    let joins = facts::is_letter(after) || facts::has(after, flag::VIRAMA);
    if joins && facts::script(after) == facts::script(virama) {
        let bit = if joiner == ZWJ { ZWJ_AFTER } else { ZWNJ_AFTER };
        return places & bit != 0 || lookup::is_joined(letter, virama, after);
    }
    joiner == ZWJ && !facts::is_wordy(after) && (places & ZWJ_AT_END != 0 || lookup::is_joined(letter, virama, 0))
}

/// Whether two characters are letters of a virama's script.
fn are_of(virama: u32, before: u32, after: u32) -> bool {
    [before, after].into_iter().all(|cp| facts::is_letter(cp) && facts::script(cp) == facts::script(virama))
}

/// The shortest joiners that give both sides the form that the run gives them.
fn between(left: bool, right: bool, run: &[Cell]) -> Kept {
    let last = run.len() - 1;
    let wants_left = left && run[0].cp == ZWJ;
    let wants_right = right && run[last].cp == ZWJ;
    if left && right && wants_left != wants_right {
        return Kept { first: true, place: Some(last) };
    }
    if left && right {
        return if wants_left { NONE } else { FIRST };
    }
    match (wants_left, wants_right) {
        (true, _) => FIRST,
        (false, true) => Kept { first: false, place: Some(last) },
        (false, false) => NONE,
    }
}
