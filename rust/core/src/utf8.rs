//! UTF-8 bytes in and out: malformed parts are found as Unicode asks (section 3.9, maximal subparts).

use crate::Rules;
use crate::compare;
use crate::engine::Engine;
use crate::reasons::reason;
use crate::scan::Scan;
use crate::work::{Malformed, flags};

/// A lone surrogate, which valid UTF-8 cannot hold, stands in the text for one malformed part.
const STAND_IN: u32 = 0xDC80;
const REPLACEMENT: u32 = 0xFFFD;

/// Writes the code points of some bytes, and what is malformed among them.
pub fn decode(data: &[u8], cps: &mut Vec<u32>, malformed: &mut Vec<Malformed>) {
    cps.clear();
    malformed.clear();
    for chunk in data.utf8_chunks() {
        cps.extend(chunk.valid().chars().map(u32::from));
        if !chunk.invalid().is_empty() {
            malformed.push(Malformed::new(cps.len(), chunk.invalid()));
            cps.push(STAND_IN);
        }
    }
}

/// Writes a code point as UTF-8; a surrogate as if it were a character.
fn encode(cp: u32, out: &mut Vec<u8>) {
    let tail = |shift: u32| 0x80 | (cp >> shift & 0x3F) as u8;
    match cp {
        0..0x80 => out.push(cp as u8),
        0x80..0x800 => out.extend([0xC0 | (cp >> 6) as u8, tail(0)]),
        0x800..0x10000 => out.extend([0xE0 | (cp >> 12) as u8, tail(6), tail(0)]),
        _ => out.extend([0xF0 | (cp >> 18) as u8, tail(12), tail(6), tail(0)]),
    }
}

const fn width(cp: u32) -> usize {
    match cp {
        0..0x80 => 1,
        0x80..0x800 => 2,
        0x800..0x10000 => 3,
        _ => 4,
    }
}

/// Walks through decoded text and tells byte offsets.
pub struct Offsets<'a> {
    cps: &'a [u32],
    malformed: &'a [Malformed],
    at: usize,
    byte: usize,
}

impl<'a> Offsets<'a> {
    /// The offsets of decoded text that begins at a byte.
    pub fn new(cps: &'a [u32], malformed: &'a [Malformed], byte: usize) -> Self {
        Self { cps, malformed, at: 0, byte }
    }

    /// The byte offset of a code point that is not before one asked for earlier.
    pub fn of(&mut self, at: usize) -> usize {
        for (place, &cp) in self.cps.iter().enumerate().take(at).skip(self.at) {
            self.byte += match self.malformed.first() {
                Some(part) if part.at == place => {
                    self.malformed = &self.malformed[1..];
                    part.bytes().len()
                }
                _ => width(cp),
            };
        }
        self.at = self.at.max(at);
        self.byte
    }
}

/// Gives each finding in some bytes: span, replacement and reason, and whether to go on is the answer.
///
/// With `reports`, also what is only reported.
pub fn each(
    data: &[u8],
    rules: &Rules,
    reports: bool,
    mut found: impl FnMut(std::ops::Range<usize>, Option<Vec<u8>>, u8) -> bool,
) {
    let encoded = |cps: &[u32]| {
        let mut bytes = Vec::with_capacity(cps.len());
        for &cp in cps {
            encode(cp, &mut bytes);
        }
        bytes
    };
    let mut engine = Engine::new(rules);
    let mut cps = Vec::new();
    if rules.flags & flags::KEY != 0 {
        decode(data, &mut cps, &mut engine.work.malformed);
        let malformed = &engine.work.malformed;
        let mut counted = cps.clone();
        for part in malformed {
            counted[part.at] = REPLACEMENT;
        }
        if let Some((span, replacement)) = compare::key_edit(&cps, counted) {
            let mut offsets = Offsets::new(&cps, malformed, 0);
            let span = offsets.of(span.start)..offsets.of(span.end);
            found(span, Some(encoded(&replacement)), reason::KEY);
        }
        return;
    }
    let mut scan = Scan::new(rules, reports);
    let mut done = 0;
    while let Some((start, end)) = scan.next_utf8(data, done) {
        {
            let block = &data[start..end];
            decode(block, &mut cps, &mut engine.work.malformed);
            engine.decide(&cps);
            let malformed = std::mem::take(&mut engine.work.malformed);
            let mut offsets = Offsets::new(&cps, &malformed, start);
            let mut more = true;
            engine.findings(|span, replacement, why| {
                if more && (reports || replacement.is_some()) {
                    more = found(offsets.of(span.start)..offsets.of(span.end), replacement.map(encoded), why);
                }
            });
            engine.work.malformed = malformed;
            if !more {
                return;
            }
        }
        done = end;
    }
}
