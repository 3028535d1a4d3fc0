//! Sequences that Unicode asks not to emit become the preferred ones (UAX #44 `DoNotEmit.txt`).

use crate::facts::{self, flag};
use crate::lookup::{self, Target, Trie};
use crate::reasons::reason;
use crate::work::Cell;

/// As long as the longest sequence.
const LONGEST: usize = {
    let (mut longest, mut at) = (0, 0);
    while at < crate::tables::PREFER.len() {
        let length = crate::tables::PREFER[at].1 as usize;
        longest = if length > longest { length } else { longest };
        at += 1;
    }
    longest
};

/// Rewrites a decomposed line until nothing is left to rewrite: from left to right, the longest sequence first.
///
/// A preferred form can begin a sequence with what follows, or end one that began before it: both are looked at again. No preferred
/// form leads back to what it stands for.
pub fn resolve(row: Vec<Cell>) -> Vec<Cell> {
    if !begins(&row) {
        return row;
    }
    let mut result = Vec::with_capacity(row.len() + 2);
    let mut pending = row;
    pending.reverse();
    while let Some(&cell) = pending.last() {
        let found = if facts::has(cell.cp, flag::PREFER) { longest(&pending) } else { None };
        if let Some((size, target)) = found {
            pending.truncate(pending.len() - size);
            pending.extend(target.iter().rev().map(|&cp| Cell::made(cp, cell.at, reason::PREFERRED)));
            let back = result.len().saturating_sub(LONGEST);
            pending.extend(result.drain(back..).rev());
        } else {
            result.push(cell);
            pending.pop();
        }
    }
    result
}

/// Whether some sequence may begin in a line: a first element is followed by a second.
fn begins(row: &[Cell]) -> bool {
    let trie = lookup::preferred();
    row.iter().enumerate().any(|(at, cell)| {
        facts::has(cell.cp, flag::PREFER)
            && trie.step(Trie::ROOT, cell.cp).is_some_and(|node| {
                trie.target(node).is_some() || row.get(at + 1).is_some_and(|next| trie.step(node, next.cp).is_some())
            })
    })
}

/// The size and the preferred form of the longest sequence at the end of what is pending, which is reversed.
fn longest(pending: &[Cell]) -> Option<(usize, &'static [u32])> {
    let trie = lookup::preferred();
    let mut found = None;
    let mut node = Trie::ROOT;
    for (at, cell) in pending.iter().rev().enumerate() {
        let Some(next) = trie.step(node, cell.cp) else { break };
        node = next;
        if let Some(Target { cps, not_before }) = trie.target(node) {
            let after = pending.len().checked_sub(at + 2).map(|after| facts::group(pending[after].cp));
            if not_before == 0 || after != Some(not_before) {
                found = Some((at + 1, cps));
            }
        }
    }
    found
}
