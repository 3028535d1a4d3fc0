//! Stacks of combining marks: capped above what any orthography uses (UAX #15 stream-safe in spirit).

use crate::facts::{self, class, flag, group, script};
use crate::look;
use crate::reasons::reason;
use crate::work::{Cell, Work};

/// Marks of no script (accents) on one base: Vietnamese has two, phonetic notation up to four.
pub const SHARED_CAP: usize = 4;
/// Marks in all on one base: Tibetan stacks and pointed Hebrew stay below ten.
pub const OWN_CAP: usize = 12;

const DOT_ABOVE: u32 = 0x0307;
/// The combining class of marks above.
const ABOVE: u8 = 230;

fn is_soft_dotted(cp: u32) -> bool {
    matches!(cp, 0x0069 | 0x006A | 0x0249 | 0x0268 | 0x0456 | 0x0458)
}

/// Whether a mark that stands at once behind itself is drawn in one place with it.
pub fn is_doubled(last: u32, cp: u32) -> bool {
    last == cp && facts::has(cp, flag::OVERPRINTS)
}

/// Drops a mark that stands at once behind itself, where fonts draw the two in one place.
pub fn once(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    if !row.windows(2).any(|pair| is_doubled(pair[0].cp, pair[1].cp)) {
        return row;
    }
    let mut result = Vec::with_capacity(row.len());
    let mut last = 0;
    for cell in row {
        if is_doubled(last, cell.cp) {
            work.settle(cell, reason::TWICE, &[], &mut result);
        } else {
            result.push(cell);
        }
        last = cell.cp;
    }
    result
}

/// Drops the marks beyond the cap, in canonical order.
pub fn cap(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    let looks = work.looks;
    let mut result: Vec<Cell> = Vec::new();
    let mut cut = false;
    let (mut shared, mut own) = (0, 0);
    for (at, &cell) in row.iter().enumerate() {
        let counted = looks.of(cell.cp) & look::MARK != 0;
        let mut over = false;
        if counted {
            let record = facts::of(cell.cp);
            own += 1;
            shared += usize::from(record.script == script::ZINH);
            over = own > OWN_CAP || shared > SHARED_CAP;
        } else {
            (shared, own) = (0, 0);
        }
        if over {
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

/// Whether [`once`] and [`cap`] leave a line as it is.
pub fn may_stand(cps: &[u32]) -> bool {
    let (mut shared, mut own, mut last) = (0, 0, 0);
    cps.iter().all(|&cp| {
        let record = facts::of(cp);
        let doubled = is_doubled(last, cp);
        last = cp;
        if record.group != group::MARK || record.kind != class::PLAIN {
            (shared, own) = (0, 0);
            return true;
        }
        own += 1;
        shared += usize::from(record.script == script::ZINH);
        own <= OWN_CAP && shared <= SHARED_CAP && !doubled
    })
}

/// Drops a dot above a letter that has its dot, where no other mark above takes the dot away.
///
/// `Soft_Dotted` letters lose their dot to a mark above (Unicode section 7.1): then the dot is written.
pub fn undot(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    if !row.iter().any(|cell| cell.cp == DOT_ABOVE) {
        return row;
    }
    let mut result = Vec::with_capacity(row.len());
    let mut at = 0;
    while let Some(&base) = row.get(at) {
        let marks = row[at + 1..].iter().take_while(|cell| facts::ccc(cell.cp) != 0).count();
        let marks = &row[at + 1..=at + marks];
        let mut above = marks.iter().filter(|cell| facts::ccc(cell.cp) == ABOVE).peekable();
        let dots = is_soft_dotted(base.cp) && above.peek().is_some() && above.all(|cell| cell.cp == DOT_ABOVE);
        result.push(base);
        for &mark in marks {
            if dots && mark.cp == DOT_ABOVE {
                work.settle(mark, reason::PREFERRED, &[], &mut result);
            } else {
                result.push(mark);
            }
        }
        at += 1 + marks.len();
    }
    result
}
