//! Findings as columns of numbers, 30 bytes each, in place of an object a finding: millions stay small, and are made fast.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use crate::kind_of;

/// The findings in a text, in order. Offsets and replacements are in units of `T`: code points (`u32`) or bytes (`u8`).
#[derive(Debug)]
pub struct Found<T> {
    /// Where each begins.
    pub starts: Vec<i64>,
    /// Where each ends.
    pub ends: Vec<i64>,
    /// Where each begins in the clean text.
    pub tos: Vec<i64>,
    /// The number of what stands there in the clean text, in the list of all; 0 where the text stays and is reported only.
    pub picks: Vec<u32>,
    /// The index of each in the list of kinds.
    pub kinds: Vec<u8>,
    /// The index of each in the list of reasons.
    pub reasons: Vec<u8>,
    /// Each replacement once, from number 1 on.
    pub replacements: Vec<Box<[T]>>,
    numbers: HashMap<Box<[T]>, u32>,
    /// For short replacements the number given last to one that begins so.
    recent: [u32; RECENT],
    /// How much longer the clean text is so far.
    shift: i64,
}

const RECENT: usize = 64;

impl<T: Copy + Eq + Hash + Into<u32>> Found<T> {
    /// No findings.
    pub(crate) fn new() -> Self {
        Self {
            starts: Vec::new(),
            ends: Vec::new(),
            tos: Vec::new(),
            picks: Vec::new(),
            kinds: Vec::new(),
            reasons: Vec::new(),
            replacements: Vec::new(),
            numbers: HashMap::new(),
            recent: [0; RECENT],
            shift: 0,
        }
    }

    /// Adds a finding behind the others.
    pub(crate) fn push(&mut self, span: Range<usize>, replacement: Option<&[T]>, reason: u8) {
        let (start, end) = (span.start as i64, span.end as i64);
        self.starts.push(start);
        self.ends.push(end);
        self.tos.push(start + self.shift);
        self.kinds.push(kind_of(reason));
        self.reasons.push(reason);
        let pick = replacement.map_or(0, |replacement| {
            self.shift += replacement.len() as i64 - (end - start);
            self.number(replacement)
        });
        self.picks.push(pick);
    }

    /// The number of a replacement: a new one where it was not met before.
    fn number(&mut self, replacement: &[T]) -> u32 {
        let slot = replacement.first().map_or(0, |&first| first.into() as usize % RECENT);
        let recent = self.recent[slot];
        if recent > 0 && *self.replacements[recent as usize - 1] == *replacement {
            return recent;
        }
        let known = self.numbers.get(replacement).copied();
        let number = known.unwrap_or_else(|| {
            let new: Box<[T]> = replacement.into();
            self.replacements.push(new.clone());
            let number = self.replacements.len() as u32;
            self.numbers.insert(new, number);
            number
        });
        self.recent[slot] = number;
        number
    }
}
