//! ZWJ and ZWNJ stay exactly where they change what is seen (UAX #44 `Joining_Type`, Unicode 9.2, 12.1).
//!
//! Three places: between letters that join (Arabic and its kind), after a virama, and, in Bengali, Sinhala and Malayalam, before
//! one. Emoji sequences were settled before. Everything else goes.

use crate::facts::{self, class, flag, script};
use crate::reasons::reason;
use crate::work::{Cell, SETTLED, Work};

const ZWJ: u32 = 0x200D;

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
        return after_virama(last, run, after);
    }
    if facts::has(after, flag::VIRAMA) {
        let beyond = cp_at(stop + 1);
        let seen = matches!(facts::script(after), script::BENG | script::SINH | script::MLYM)
            && facts::is_letter(last)
            && facts::is_letter(beyond)
            && facts::script(beyond) == facts::script(after);
        let place = if seen { run.iter().position(|cell| cell.cp == ZWJ) } else { None };
        return Kept { first: false, place };
    }
    let left = behind.joins(before, LEFT);
    let right = row[stop..].iter().find_map(joining).is_some_and(|joins| joins & RIGHT != 0);
    between(left, right, run)
}

/// After a virama: the first joiner, before a letter of the script; at the end of a word ZWJ only.
fn after_virama(virama: u32, run: &[Cell], after: u32) -> Kept {
    let same = facts::is_letter(after) && facts::script(after) == facts::script(virama);
    if same || (run[0].cp == ZWJ && !facts::is_wordy(after)) { FIRST } else { NONE }
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
