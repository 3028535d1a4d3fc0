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

/// Puts each run of marks of a line in order; the line is decomposed, and in canonical order.
pub fn order(looks: &Looks, row: &mut [Cell]) {
    let takes_part = |cell: &Cell| {
        let look = looks.of(cell.cp);
        look & look::ORDERED != 0 || (look & look::MARK != 0 && lookup::mark_rank(cell.cp).is_some())
    };
    let mut start = 0;
    while let Some(found) = row[start..].iter().position(takes_part) {
        start += found;
        let length = row[start..].iter().take(LONGEST).take_while(|cell| takes_part(cell)).count();
        order_run(&mut row[start..start + length]);
        start += length;
    }
}

/// Puts marks in the first of all the orders that exchanges of neighbours lead to.
fn order_run(run: &mut [Cell]) {
    for done in 1..run.len() {
        let cp = run[done].cp;
        let others = run[..done].iter().enumerate().rev().take_while(|(_, other)| may_change_places(other.cp, cp));
        let places = others.filter(|(_, other)| precedes(cp, other.cp));
        if let Some(place) = places.map(|(at, _)| at).last() {
            run[done] = Cell::made(cp, run[done].at, reason::MARK_ORDER);
            run[place..=done].rotate_right(1);
        }
    }
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
    !lookup::marks_are_alike(b, a)
}

/// Whether a decomposed cluster in canonical order is as [`order`] leaves it.
pub fn may_stand(cluster: &[u32]) -> bool {
    let mut cells: Vec<Cell> = cluster.iter().map(|&cp| Cell::new(cp, 0)).collect();
    order(look::looks(), &mut cells);
    cells.iter().map(|cell| cell.cp).eq(cluster.iter().copied())
}
