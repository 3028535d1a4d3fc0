//! Marks that fonts draw alike in either order stand in one: that of the syllable (Unicode chapters 12 to 16).
//!
//! Canonical ordering (UAX #15) knows only marks of different combining classes; most marks of Indic and Southeast Asian scripts have
//! none.

use crate::facts;
use crate::look::{self, Looks};
use crate::lookup;
use crate::reasons::reason;
use crate::work::Cell;

/// So many marks are ordered together: as stream-safe text has them (UAX #15 section 13).
const LONGEST: usize = 30;
/// The sign that puts the Khmer letter behind it below the one before.
const COENG: u32 = 0x17D2;

/// Whether a mark is a shifter.
fn is_shifter(cp: u32) -> bool {
    matches!(cp, 0x17C9 | 0x17CA)
}

/// Whether a sign above makes a shifter take the form of a vowel below: that is seen right behind its letter only.
fn is_upper(cp: u32) -> bool {
    matches!(cp, 0x17B7..=0x17BA | 0x17BE | 0x17C6 | 0x17D0)
}

/// Puts each run of marks of a line in order; the line is decomposed, and in canonical order.
///
/// A Khmer subscript, coeng and a letter, stands before marks that are drawn alike before and behind it (Unicode section 16.4;
/// `tables/evidence/subscripts.tsv`).
pub fn order(looks: &Looks, row: &mut [Cell]) {
    let takes_part = |cell: &Cell| {
        let look = looks.of(cell.cp);
        let ranked = || lookup::mark_rank(cell.cp).is_some() || lookup::passes_subscripts(cell.cp);
        look & look::ORDERED != 0 || (look & look::MARK != 0 && ranked())
    };
    // Where the run begins that the next mark would be part of, and whether it goes on from one that was long enough.
    let (mut start, mut cut) = (0, false);
    let mut at = 0;
    while at < row.len() {
        if row[at].cp == COENG {
            let marks = passed(row, start, at);
            if marks != 0 && !(cut && marks == at - start) {
                row[at - marks..at + 2].rotate_left(marks);
                start = at + 2 - marks;
                cut = false;
                row[start - 2..start]
                    .iter_mut()
                    .for_each(|cell| *cell = Cell::made(cell.cp, cell.at, reason::MARK_ORDER));
                at += 2;
                continue;
            }
        }
        let part = takes_part(&row[at]);
        if !part || at - start == LONGEST {
            (start, cut) = (at, part);
        }
        if part {
            insert(&mut row[start..=at]);
        } else {
            start = at + 1;
        }
        at += 1;
    }
}

/// Puts the last mark of a run in its place: in the end it is in the first of all the orders that exchanges of neighbours lead to.
fn insert(run: &mut [Cell]) {
    let done = run.len() - 1;
    let cp = run[done].cp;
    let others = run[..done].iter().enumerate().rev().take_while(|(_, other)| may_change_places(other.cp, cp));
    let places = others.filter(|(_, other)| precedes(cp, other.cp));
    if let Some(place) = places.map(|(at, _)| at).last() {
        run[done] = Cell::made(cp, run[done].at, reason::MARK_ORDER);
        run[place..].rotate_right(1);
    }
}

/// Before how many marks of a run the subscript at an index belongs.
fn passed(row: &[Cell], start: usize, at: usize) -> usize {
    let letter = row.get(at + 1).map_or(0, |cell| cell.cp);
    let run = row[start..at].iter().rev();
    let passed = run.take_while(|mark| lookup::is_alike_around(mark.cp, letter)).count();
    let marks = &row[at - passed..at];
    if passed == 0 || !marks.iter().any(|mark| is_shifter(mark.cp)) {
        return passed;
    }
    let behind = &row[at + 2..row.len().min(at + 2 + LONGEST)];
    let is_below = |(near, cell): &(usize, &Cell)| {
        facts::is_mark(cell.cp) || near.checked_sub(1).is_some_and(|before| behind[before].cp == COENG)
    };
    let mut below = behind.iter().enumerate().take_while(is_below).map(|(_, cell)| cell);
    let upper = |cell: &Cell| is_upper(cell.cp);
    if marks.iter().any(upper) || below.any(upper) { 0 } else { passed }
}

/// Whether canonical ordering knows the order of two marks: both have a class, and not the same.
fn are_classed(a: u32, b: u32) -> bool {
    let (first, second) = (facts::ccc(a), facts::ccc(b));
    first != 0 && second != 0 && first != second
}

/// Whether two marks are the same to the eye in both orders.
fn may_change_places(a: u32, b: u32) -> bool {
    are_classed(a, b) || lookup::marks_are_alike(a, b) || lookup::marks_are_alike(b, a)
}

/// Which of two marks that may change places comes first.
fn precedes(a: u32, b: u32) -> bool {
    if are_classed(a, b) { facts::ccc(a) < facts::ccc(b) } else { lookup::mark_rank(a) < lookup::mark_rank(b) }
}

/// Whether two neighbours, of which one at most has a combining class, keep their order by themselves.
pub fn is_ordered(a: u32, b: u32) -> bool {
    !lookup::marks_are_alike(b, a) && !may_be_passed(a, b)
}

/// Whether a subscript that begins with the second of two marks may belong before the first one.
fn may_be_passed(a: u32, b: u32) -> bool {
    b == COENG && lookup::passes_subscripts(a)
}

/// Whether a decomposed cluster in canonical order is as [`order`] leaves it.
pub fn may_stand(cluster: &[u32]) -> bool {
    if cluster.windows(2).any(|pair| may_be_passed(pair[0], pair[1])) {
        // The letter behind is not part of the cluster.
        return false;
    }
    let mut cells: Vec<Cell> = cluster.iter().map(|&cp| Cell::new(cp, 0)).collect();
    order(look::looks(), &mut cells);
    cells.iter().map(|cell| cell.cp).eq(cluster.iter().copied())
}
