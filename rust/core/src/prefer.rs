//! Sequences that Unicode asks not to emit become the preferred ones (UAX #44 `DoNotEmit.txt`).

use crate::facts::{self, flag};
use crate::lookup::{self, Trie};
use crate::reasons::reason;
use crate::work::Cell;

/// Rewrites a decomposed line from left to right, the longest sequence first.
///
/// A rewritten sequence is looked at again with what follows: the preferred form of one sequence can begin another. Every rewrite
/// shortens the line or leaves characters that begin nothing.
pub fn resolve(row: Vec<Cell>) -> Vec<Cell> {
    if !begins(&row) {
        return row;
    }
    let trie = lookup::preferred();
    let mut result = Vec::with_capacity(row.len() + 2);
    let mut pending = row;
    pending.reverse();
    while let Some(&cell) = pending.last() {
        let found = if facts::has(cell.cp, flag::PREFER) { longest(trie, &pending) } else { None };
        if let Some((size, target)) = found {
            pending.truncate(pending.len() - size);
            pending.extend(target.iter().rev().map(|&cp| Cell::made(cp, cell.at, reason::PREFERRED)));
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
fn longest(trie: &'static Trie, pending: &[Cell]) -> Option<(usize, &'static [u32])> {
    let mut found = None;
    let mut node = Trie::ROOT;
    for (at, cell) in pending.iter().rev().enumerate() {
        let Some(next) = trie.step(node, cell.cp) else { break };
        node = next;
        if let Some(target) = trie.target(node) {
            found = Some((at + 1, target));
        }
    }
    found
}
