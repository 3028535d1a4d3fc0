//! Normalization forms over the pinned Unicode version (UAX #15).

use crate::facts;
use crate::look::{self, Looks};
use crate::lookup;
use crate::work::{Cell, UNTOUCHED};

const S_BASE: u32 = 0xAC00;
const L_BASE: u32 = 0x1100;
const V_BASE: u32 = 0x1161;
const T_BASE: u32 = 0x11A7;
const L_COUNT: u32 = 19;
const V_COUNT: u32 = 21;
const T_COUNT: u32 = 28;
const S_COUNT: u32 = L_COUNT * V_COUNT * T_COUNT;

/// Whether a number, counted from a base, is within a range; below the base it is not.
const fn within(cp: u32, base: u32, count: u32) -> bool {
    cp.wrapping_sub(base) < count
}

/// Gives the full canonical decomposition of one code point, part by part.
#[inline]
pub fn decomposed(cp: u32, mut part: impl FnMut(u32)) {
    if within(cp, S_BASE, S_COUNT) {
        let index = cp - S_BASE;
        let tail = index % T_COUNT;
        part(L_BASE + index / (V_COUNT * T_COUNT));
        part(V_BASE + index / T_COUNT % V_COUNT);
        if tail != 0 {
            part(T_BASE + tail);
        }
    } else if let Some(parts) = lookup::decomposition(cp) {
        parts.iter().copied().for_each(part);
    } else {
        part(cp);
    }
}

/// The primary composite of a pair, if there is one.
#[inline]
pub fn composed(first: u32, second: u32) -> Option<u32> {
    if within(first, L_BASE, L_COUNT) && within(second, V_BASE, V_COUNT) {
        return Some(S_BASE + ((first - L_BASE) * V_COUNT + (second - V_BASE)) * T_COUNT);
    }
    if within(first, S_BASE, S_COUNT)
        && (first - S_BASE).is_multiple_of(T_COUNT)
        && within(second, T_BASE + 1, T_COUNT - 1)
    {
        return Some(first + (second - T_BASE));
    }
    lookup::composition(first, second)
}

/// Whether a composite is what its parts compose to: NFC leaves it as it is.
pub fn is_primary(cp: u32) -> bool {
    let mut parts = Vec::new();
    decomposed(cp, |part| parts.push(part));
    let mut rest = Vec::new();
    let mut starter: Option<u32> = None;
    let mut last = 0;
    for part in parts {
        let ccc = facts::ccc(part);
        match starter.and_then(|first| composed(first, part)).filter(|_| last < ccc || rest.is_empty()) {
            Some(composite) => starter = Some(composite),
            None if starter.is_none() && ccc == 0 => starter = Some(part),
            None => {
                last = ccc;
                rest.push(part);
            }
        }
    }
    rest.is_empty() && starter == Some(cp)
}

/// The cells decomposed, each part still knowing where it came from; gives every part.
pub fn decompose(looks: &Looks, row: Vec<Cell>, mut made: impl FnMut(u32)) -> Vec<Cell> {
    let decomposes = |cell: &Cell| looks.of(cell.cp) & look::DECOMPOSES != 0;
    let Some(mut at) = row.iter().position(decomposes) else {
        return row;
    };
    let mut result = Vec::with_capacity(row.len() + row.len() / 2);
    let mut done = 0;
    loop {
        result.extend_from_slice(&row[done..at]);
        let cell = row[at];
        decomposed(cell.cp, |cp| {
            made(cp);
            result.push(Cell { cp, ..cell });
        });
        done = at + 1;
        match row[done..].iter().position(decomposes) {
            Some(found) => at = done + found,
            None => break,
        }
    }
    result.extend_from_slice(&row[done..]);
    result
}

/// The cells with each letter that looks like another script's letter with a mark taken apart as that one is.
///
/// So it is judged as that one is; `prefer` composes it again.
pub fn part(row: Vec<Cell>, mut made: impl FnMut(u32)) -> Vec<Cell> {
    if row.iter().all(|cell| lookup::parted(cell.cp).is_none()) {
        return row;
    }
    let mut result = Vec::with_capacity(row.len() + 4);
    for cell in row {
        match lookup::parted(cell.cp) {
            Some(parts) => parts.iter().for_each(|&cp| {
                made(cp);
                result.push(Cell { cp, ..cell });
            }),
            None => result.push(cell),
        }
    }
    result
}

/// Puts each run of marks in canonical order (a stable sort).
pub fn reorder(looks: &Looks, row: &mut [Cell]) {
    let is_ordered = |cell: &Cell| looks.of(cell.cp) & look::ORDERED != 0;
    let mut at = 0;
    while let Some(found) = row[at..].iter().position(is_ordered) {
        let start = at + found;
        at = start + row[start..].iter().take_while(|cell| is_ordered(cell)).count();
        let run = &mut row[start..at];
        if !run.is_sorted_by_key(|cell| facts::ccc(cell.cp)) {
            run.sort_by_key(|cell| facts::ccc(cell.cp));
        }
    }
}

/// Composes the cells in place; a composite takes the place of its starter, and `why` is its reason.
pub fn compose(looks: &Looks, row: &mut Vec<Cell>, why: i16) {
    let Some(first) = row.iter().position(|cell| looks.of(cell.cp) & look::COMPOSES != 0) else {
        return;
    };
    // The starter of the first mark that may compose: marks between the two are of no use to others.
    let begin = row[..first].iter().rposition(|cell| looks.of(cell.cp) & look::ORDERED == 0).unwrap_or(0);
    let mut starter: Option<usize> = None;
    let mut last = 0;
    let mut done = begin;
    for at in begin..row.len() {
        let cell = row[at];
        let look = looks.of(cell.cp);
        let ccc = if look & look::ORDERED == 0 { 0 } else { facts::ccc(cell.cp) };
        if let Some(place) = starter
            && look & look::COMPOSES != 0
            && (last < ccc || (last == 0 && place + 1 == done))
            && let Some(composite) = composed(row[place].cp, cell.cp)
        {
            let base = row[place];
            // The starter keeps the reason of a rule that changed it, if one did.
            let unlike = if base.at == cell.at { UNTOUCHED } else { why };
            row[place] = Cell { cp: composite, at: base.at, why: if base.changed() { base.why } else { unlike } };
            continue;
        }
        if ccc == 0 {
            starter = Some(done);
        }
        last = ccc;
        row[done] = cell;
        done += 1;
    }
    row.truncate(done);
}

/// The cells of code points, decomposed and in canonical order.
fn ordered(text: impl Iterator<Item = u32>) -> Vec<Cell> {
    let looks = look::looks();
    let mut row = decompose(looks, text.map(|cp| Cell::new(cp, 0)).collect(), |_| {});
    reorder(looks, &mut row);
    row
}

/// NFD of a text.
pub fn nfd(text: impl Iterator<Item = u32>) -> Vec<u32> {
    ordered(text).iter().map(|cell| cell.cp).collect()
}

/// NFC of a text.
pub fn nfc(text: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut row = ordered(text);
    compose(look::looks(), &mut row, UNTOUCHED);
    row.iter().map(|cell| cell.cp).collect()
}
