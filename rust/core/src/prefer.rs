//! Sequences that Unicode asks not to emit become the preferred ones (UAX #44 `DoNotEmit.txt`).

use crate::facts::{self, flag};
use crate::look::{self, Looks};
use crate::lookup::{self, Target, Trie};
use crate::reasons::reason;
use crate::work::{Cell, Work};

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
pub fn resolve(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    if !begins(work, &row) {
        return row;
    }
    let mut result = Vec::with_capacity(row.len() + 2);
    let mut pending = row;
    pending.reverse();
    while let Some(&cell) = pending.last() {
        let found =
            if facts::has(cell.cp, flag::PREFER) { longest(pending.iter().rev().map(|cell| cell.cp)) } else { None };
        if let Some((size, target)) = found {
            work.see(target);
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

/// Whether some sequence may be in a line: where a character can go on in one, one begins with it or before it.
fn begins(work: &Work, row: &[Cell]) -> bool {
    let look = |at: usize| work.looks.of(row[at].cp);
    (0..row.len()).filter(|&at| look(at) & look::PREFERS != 0).any(|at| {
        let second = at > 0 && look(at - 1) >> look::FIRST & look(at) & look::BEGINS != 0;
        second || facts::has(row[at].cp, flag::PREFER)
    })
}

/// Whether no sequence begins in some characters, so far as one goes on behind its first.
pub fn none_begins(cps: &[u32]) -> bool {
    let trie = lookup::preferred();
    (0..cps.len()).all(|start| {
        let node = trie.step(Trie::ROOT, cps[start]);
        node.is_none_or(|node| {
            trie.target(node).is_none() && cps.get(start + 1).is_none_or(|next| trie.step(node, *next).is_none())
        })
    })
}

/// Whether some sequence is in a decomposed line.
pub fn is_found(looks: &Looks, cps: &[u32]) -> bool {
    cps.windows(2).enumerate().any(|(at, pair)| {
        let begins = looks.of(pair[0]) >> look::FIRST & looks.of(pair[1]) & look::BEGINS != 0;
        begins && longest(cps[at..].iter().copied()).is_some()
    })
}

/// The size and the preferred form of the longest sequence that some characters begin with.
fn longest(cps: impl Iterator<Item = u32>) -> Option<(usize, &'static [u32])> {
    let trie = lookup::preferred();
    let mut found = None;
    let mut node = Trie::ROOT;
    let mut cps = cps.peekable();
    let mut size = 0;
    while let Some(next) = cps.next().and_then(|cp| trie.step(node, cp)) {
        node = next;
        size += 1;
        if let Some(Target { cps: target, not_before }) = trie.target(node)
            && (not_before == 0 || cps.peek().is_none_or(|after| facts::group(*after) != not_before))
        {
            found = Some((size, target));
        }
    }
    found
}
