//! What the rules work on: cells of visible text, and a record of what went and why.

use crate::facts;
use crate::look::{Looks, looks};
use crate::reasons::REASON_KIND;
use crate::word::Words;
use crate::{KINDS, Rules};

/// The actions that a policy can have for a kind.
pub mod action {
    pub const KEEP: u8 = 0;
    pub const REPORT: u8 = 1;
    pub const REPLACE: u8 = 2;
    pub const REMOVE: u8 = 3;
    pub const ESCAPE: u8 = 4;
}

/// Flags of a preset: how the context rules decide, beside the action of each kind.
pub mod flags {
    pub const TEXT: u8 = 1;
    pub const STRICT: u8 = 2;
    pub const LOG: u8 = 4;
    pub const KEY: u8 = 8;
}

/// No rule has changed the cell.
pub const UNTOUCHED: i16 = -1;
/// Part of a listed emoji sequence: no later rule looks at it.
pub const SETTLED: i16 = -2;

/// One code point on its way to the output: where it came from and why it changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The index of the code point in its block that the cell came of.
    pub at: usize,
    /// The code point that it is now.
    pub cp: u32,
    /// The reason of the last change; negative where there was none.
    pub why: i16,
}

impl Cell {
    /// A cell that no rule has changed.
    #[inline]
    pub const fn new(cp: u32, at: usize) -> Self {
        Self { at, cp, why: UNTOUCHED }
    }

    /// A cell that a rule has made.
    #[inline]
    pub const fn made(cp: u32, at: usize, reason: u8) -> Self {
        Self { at, cp, why: reason as i16 }
    }

    /// The reason of the last change.
    #[inline]
    pub fn reason(&self) -> Option<u8> {
        u8::try_from(self.why).ok()
    }

    /// Whether a rule has made or changed the cell.
    #[inline]
    pub const fn changed(self) -> bool {
        self.why >= 0
    }
}

/// Rewrites the cells of a row that have one of some bits; the others are copied span by span.
pub fn rewrite(
    work: &mut Work,
    row: Vec<Cell>,
    bits: u64,
    mut settle: impl FnMut(&mut Work, &[Cell], usize, &mut Vec<Cell>),
) -> Vec<Cell> {
    let looks = work.looks;
    let next =
        |from: usize| row[from..].iter().position(|cell| looks.of(cell.cp) & bits != 0).map(|found| from + found);
    let Some(mut at) = next(0) else {
        return row;
    };
    let mut result = Vec::with_capacity(row.len() + 8);
    let mut done = 0;
    loop {
        result.extend_from_slice(&row[done..at]);
        settle(work, &row, at, &mut result);
        done = at + 1;
        match next(done) {
            Some(found) => at = found,
            None => break,
        }
    }
    result.extend_from_slice(&row[done..]);
    result
}

/// Whether a cell draws nothing by itself.
#[inline]
pub fn is_noise(cell: &Cell) -> bool {
    facts::is_noise(facts::klass(cell.cp))
}

/// One malformed part of a byte input.
#[derive(Clone, Copy, Debug)]
pub struct Malformed {
    /// The index of the code point that stands for it.
    pub at: usize,
    bytes: [u8; 3],
    len: u8,
}

impl Malformed {
    /// A part of at most three bytes, for so long is the longest maximal subpart.
    pub fn new(at: usize, part: &[u8]) -> Self {
        let mut bytes = [0; 3];
        let len = part.len().min(3);
        bytes[..len].copy_from_slice(&part[..len]);
        Self { at, bytes, len: len as u8 }
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

/// No reason has this number.
const NOT_GONE: u8 = u8::MAX;

/// The state of one call: the rules, what went and what is only reported.
///
/// The record is of one block, and indexes count from its start.
pub struct Work {
    /// The action of each kind.
    pub actions: [u8; KINDS],
    /// Whether the text is to be stored and shown (preset `text`).
    pub text_mode: bool,
    /// Whether doubts are decided (preset `strict`).
    pub strict: bool,
    /// Whether a record ends as it ended (preset `log`).
    pub log: bool,
    /// What the characters of the line can take part in, those among them that are gone or made.
    pub seen: u64,
    /// Room for the words of a line.
    pub words: Words,
    /// The bits of all characters.
    pub looks: &'static Looks,
    /// What is only reported: index and reason.
    pub reports: Vec<(usize, u8)>,
    /// For byte input: what the lone surrogates stand for, in order.
    pub malformed: Vec<Malformed>,
    gone: Vec<u8>,
    length: usize,
}

impl Work {
    /// The state before the first block.
    pub fn new(rules: &Rules) -> Self {
        Self {
            actions: rules.actions,
            text_mode: rules.flags & flags::TEXT != 0,
            strict: rules.flags & flags::STRICT != 0,
            log: rules.flags & flags::LOG != 0,
            seen: 0,
            words: Words::default(),
            looks: looks(),
            reports: Vec::new(),
            malformed: Vec::new(),
            gone: Vec::new(),
            length: 0,
        }
    }

    /// Forgets the block before and begins one of so many code points.
    pub fn begin(&mut self, length: usize) {
        self.seen = 0;
        self.reports.clear();
        self.gone.clear();
        self.length = length;
    }

    /// The action that the policy has for a reason's kind.
    #[inline]
    pub fn action(&self, reason: u8) -> u8 {
        self.actions[usize::from(REASON_KIND[usize::from(reason)])]
    }

    /// The action that the policy has for a kind.
    #[inline]
    pub fn action_of(&self, kind: u8) -> u8 {
        self.actions[usize::from(kind)]
    }

    /// Whether the policy rewrites what is of a kind.
    #[inline]
    pub fn rewrites(&self, kind: u8) -> bool {
        matches!(self.action_of(kind), action::REPLACE | action::REMOVE)
    }

    /// The bytes behind a code point that stands for a malformed part.
    pub fn malformed(&self, at: usize) -> Option<&Malformed> {
        let found = self.malformed.binary_search_by_key(&at, |part| part.at);
        found.ok().map(|index| &self.malformed[index])
    }

    /// Applies the policy to one cell that a rule wants to become `target`.
    pub fn settle(&mut self, cell: Cell, reason: u8, target: &[u32], out: &mut Vec<Cell>) {
        match self.action(reason) {
            action::KEEP => out.push(cell),
            action::REPORT => {
                self.reports.push((cell.at, reason));
                out.push(cell);
            }
            action::ESCAPE => self.escape(cell, reason, out),
            action::REMOVE => self.drop(cell.at, reason),
            _ if target.is_empty() => self.drop(cell.at, reason),
            _ => {
                self.see(target);
                out.extend(target.iter().map(|&cp| Cell::made(cp, cell.at, reason)));
            }
        }
    }

    /// Takes note of characters that come into the line.
    pub fn see(&mut self, cps: &[u32]) {
        self.seen = cps.iter().fold(self.seen, |seen, &cp| seen | self.looks.of(cp));
    }

    /// Whether the line has or had a character with one of some bits.
    #[inline]
    pub fn has(&self, bits: u64) -> bool {
        self.seen & bits != 0
    }

    /// Reports a cell that no rule may change.
    pub fn report(&mut self, at: usize, reason: u8) {
        if self.action(reason) != action::KEEP {
            self.reports.push((at, reason));
        }
    }

    /// The reason for which nothing is left of a code point, if one was given.
    pub fn gone(&self, at: usize) -> Option<u8> {
        self.gone.get(at).copied().filter(|&reason| reason != NOT_GONE)
    }

    fn drop(&mut self, at: usize, reason: u8) {
        if self.gone.is_empty() {
            self.gone.resize(self.length, NOT_GONE);
        }
        if let Some(slot) = self.gone.get_mut(at) {
            *slot = reason;
        }
    }

    fn escape(&mut self, cell: Cell, reason: u8, out: &mut Vec<Cell>) {
        let text = match self.malformed(cell.at) {
            Some(part) => part.bytes().iter().fold(String::new(), |text, byte| text + &format!("\\x{byte:02x}")),
            None => escaped(cell.cp),
        };
        for char in text.chars() {
            self.see(&[char as u32]);
            out.push(Cell::made(char as u32, cell.at, reason));
        }
    }
}

/// The visible escape of a code point: `\x1b`, `\u202e` or `\U000e0041`.
fn escaped(cp: u32) -> String {
    match cp {
        0..0x80 => format!("\\x{cp:02x}"),
        0x80..0x10000 => format!("\\u{cp:04x}"),
        _ => format!("\\U{cp:08x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn an_escape_is_as_short_as_python_writes_it() {
        assert_eq!(escaped(0x1B), "\\x1b");
        assert_eq!(escaped(0x202E), "\\u202e");
        assert_eq!(escaped(0xE0041), "\\U000e0041");
    }
}
