//! ZWJ and ZWNJ stay exactly where they change what is seen (UAX #44 `Joining_Type`, Unicode 9.2, 12.1).
//!
//! Three places: between letters that join (Arabic and its kind), after a virama and before one, in the pairs of letters that show it
//! in some font (`tables/evidence/joiner_canon.tsv`); where every font draws ZWJ like ZWNJ it is written ZWNJ. Emoji sequences were
//! settled before. Everywhere else a joiner goes.

use crate::facts::{self, flag};
use crate::lookup;
use crate::reasons::{kind, reason};
use crate::work::{Cell, SETTLED, Work, action};

const ZWNJ: u32 = 0x200C;
const ZWJ: u32 = 0x200D;
/// What joiners behind a virama are to the eye, as bits of the table.
const ZWNJ_STAYS: u8 = 1;
const ZWJ_IS_ZWNJ: u8 = 2;
const ZWJ_STAYS: u8 = 4;
const ZWJ_STAYS_BEFORE: u8 = 8;
const ZWNJ_IS_ZWJ_BEFORE: u8 = 16;
/// The answers of a virama that no font was at hand for: what could be seen stays.
const UNKNOWN: (u8, u8, u8) = (ZWNJ_STAYS | ZWJ_STAYS, ZWNJ_STAYS | ZWJ_STAYS, ZWJ_STAYS);
/// The combining class of nuktas: they stand between a letter and its virama.
const NUKTA: u8 = 7;
const RA: u32 = 0x0930;
const DEVANAGARI_NUKTA: u32 = 0x093C;
const RRA: u32 = 0x0931;
const AE: u32 = 0x06D5;

/// Settles every joiner of a line.
pub fn resolve(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    let Some(first) = row.iter().position(is_joiner) else {
        return row;
    };
    let mut result = Vec::with_capacity(row.len());
    result.extend_from_slice(&row[..first]);
    let mut behind = Behind { seen: 0, joins: 0, letter: 0 };
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
        let (start, begun) = (at, result.len());
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
        let mut kept = wanted(&result, &mut behind, &run, &row, at);
        if kept.is_none() && behind.letter == AE && work.rewrites(kind::JOINER) && work.rewrites(kind::HOMOGLYPH) {
            // What the line is written in tells ae from heh, which is kept from joining.
            let last = run.last().filter(|last| last.cp == ZWNJ && joins_back(&row[at..]));
            kept.place = last.map(|_| (run.len() - 1, ZWNJ));
        }
        let stays = |kept: Kept| run.iter().enumerate().all(|(place, cell)| kept.written(place, cell) == cell.cp);
        if work.action_of(kind::JOINER) == action::ESCAPE && !stays(kept) {
            // A visible escape parts the joiners beside it from their letter.
            kept = NONE;
        }
        let cells = if work.rewrites(kind::JOINER) {
            run.as_slice()
        } else {
            // Then nothing changes places.
            result.truncate(begun);
            behind.seen = begun;
            &row[start..at]
        };
        settle(work, cells, kept, &mut result);
    }
    result
}

/// Writes a run of joiners, and of marks among them, as they are wanted.
fn settle(work: &mut Work, cells: &[Cell], kept: Kept, result: &mut Vec<Cell>) {
    let mut place = 0;
    for cell in cells {
        if !is_joiner(cell) {
            result.push(*cell);
            continue;
        }
        let written = kept.written(place, cell);
        place += 1;
        if written == cell.cp {
            result.push(*cell);
        } else {
            let target: &[u32] = if written == 0 { &[] } else { &[written] };
            work.settle(*cell, reason::JOINER, target, result);
        }
    }
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
    letter: u32,
}

impl Behind {
    /// Whether the letter behind all that is written, or behind transparent marks, connects in some way.
    fn joins(&mut self, result: &[Cell], types: u8) -> bool {
        let last = result[self.seen..].iter().rev().find_map(|cell| Some((joining(cell)?, cell.cp)));
        if let Some(last) = last {
            (self.joins, self.letter) = last;
        }
        self.seen = result.len();
        self.joins & types != 0
    }
}

fn is_joiner(cell: &Cell) -> bool {
    matches!(cell.cp, ZWNJ | ZWJ) && cell.why != SETTLED
}

/// Which joiners of a run are seen: the first of them, and one more with the joiner that is written there.
#[derive(Clone, Copy, Default)]
struct Kept {
    first: bool,
    place: Option<(usize, u32)>,
}

impl Kept {
    /// Whether none is seen.
    fn is_none(self) -> bool {
        !self.first && self.place.is_none()
    }

    /// The joiner that is written in place of one of the run; 0 for none.
    fn written(self, place: usize, cell: &Cell) -> u32 {
        match self.place {
            _ if self.first && place == 0 => cell.cp,
            Some((at, joiner)) if at == place => joiner,
            _ => 0,
        }
    }
}

const NONE: Kept = Kept { first: false, place: None };
const FIRST: Kept = Kept { first: true, place: None };

fn wanted(before: &[Cell], behind: &mut Behind, run: &[Cell], row: &[Cell], stop: usize) -> Kept {
    let cp_at = |at: usize| row.get(at).map_or(0, |cell| cell.cp);
    let after = cp_at(stop);
    let last = before.last().map_or(0, |cell| cell.cp);
    if facts::has(last, flag::VIRAMA) {
        let answer = answer(letter(&before[..before.len() - 1]), last, after);
        // The first joiner that has an effect decides.
        let mut effects = run.iter().enumerate().map(|(at, cell)| (at, written(cell.cp, answer)));
        return Kept { first: false, place: effects.find(|(_, joiner)| *joiner != 0) };
    }
    if facts::has(after, flag::VIRAMA) {
        let beyond = cp_at(stop + 1);
        let answer = if are_of(after, last, beyond) { answer(letter(before), after, beyond) } else { 0 };
        let is_seen = |cell: &Cell| answer & if cell.cp == ZWJ { ZWJ_STAYS_BEFORE } else { ZWNJ_IS_ZWJ_BEFORE } != 0;
        let place = run.iter().position(is_seen);
        return Kept { first: false, place: place.map(|at| (at, ZWJ)) };
    }
    let left = behind.joins(before, LEFT);
    between(left, joins_back(&row[stop..]), run)
}

/// Whether the first cell of some that is not transparent connects to the letter before it.
fn joins_back(row: &[Cell]) -> bool {
    row.iter().find_map(joining).is_some_and(|joins| joins & RIGHT != 0)
}

/// The letter that a virama behind what is written belongs to.
///
/// A nukta changes no answer but that of ra, which it makes the letter of the eyelash form.
fn letter(before: &[Cell]) -> u32 {
    let is_nukta = |cell: &Cell| facts::ccc(cell.cp) == NUKTA;
    let place = before.iter().rposition(|cell| !is_nukta(cell)).unwrap_or(0);
    let letter = before.get(place).map_or(0, |cell| cell.cp);
    let eyelash = letter == RA && before.len() > 1 && before.last().is_some_and(|cell| cell.cp == DEVANAGARI_NUKTA);
    if eyelash { RRA } else { letter }
}

/// What a joiner after a virama is to the eye: before a letter of the script, or at a word's end.
fn answer(letter: u32, virama: u32, after: u32) -> u8 {
    let (consonant, vowel, end) = lookup::virama(virama).unwrap_or(UNKNOWN);
    let same = facts::script(after) == facts::script(virama);
    if same && facts::has(after, flag::VIRAMA) {
        return ZWNJ_STAYS | ZWJ_STAYS;
    }
    let follows = same && facts::is_letter(after);
    if facts::is_wordy(after) && !follows {
        return 0;
    }
    let second = if follows { after } else { 0 };
    lookup::joined(letter, virama, second).unwrap_or(match second {
        0 => end,
        _ if facts::has(second, flag::VOWEL) => vowel,
        _ => consonant,
    })
}

/// The joiner that stands for a joiner by an answer of the table; 0 for none.
fn written(joiner: u32, answer: u8) -> u32 {
    match joiner {
        ZWNJ if answer & ZWNJ_STAYS != 0 => ZWNJ,
        ZWJ if answer & ZWJ_STAYS != 0 => ZWJ,
        ZWJ if answer & ZWJ_IS_ZWNJ != 0 => ZWNJ,
        _ => 0,
    }
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
        return Kept { first: true, place: Some((last, run[last].cp)) };
    }
    if left && right {
        return if wants_left { NONE } else { FIRST };
    }
    match (wants_left, wants_right) {
        (true, _) => FIRST,
        (false, true) => Kept { first: false, place: Some((last, run[last].cp)) },
        (false, false) => NONE,
    }
}

/// Whether the joiners of a line stay as they are, so far as that is seen at once: single non-joiners between letters that join.
pub fn surely_stay(line: impl Iterator<Item = u32>) -> bool {
    let joins = |cp: u32, types: u8| {
        let joins = joining(&Cell::new(cp, 0)).is_some_and(|joins| joins & types != 0);
        joins && !facts::has(cp, flag::VIRAMA)
    };
    let mut last = 0;
    for cp in line {
        let stays = match (last, cp) {
            (_, ZWJ) => false,
            (_, ZWNJ) => joins(last, LEFT),
            (ZWNJ, _) => joins(cp, RIGHT),
            _ => true,
        };
        if !stays {
            return false;
        }
        last = cp;
    }
    last != ZWNJ
}
