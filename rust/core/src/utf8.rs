//! UTF-8 bytes in and out: malformed parts are found as Unicode asks (section 3.9, maximal subparts).

use std::ops::Range;

use crate::compare;
use crate::engine::Engine;
use crate::reasons::reason;
use crate::scan::{self, Scan};
use crate::work::Malformed;
use crate::{ByteFinding, Rules, kind_of};

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

/// Writes the characters of some bytes in place of others, and tells whether the bytes are well-formed; if not, what is written says
/// nothing.
pub fn characters(data: &[u8], cps: &mut Vec<u32>) -> bool {
    // There is room for as many as there can be, so that none is written beyond it.
    cps.resize(data.len(), 0);
    let (mut at, mut count) = (0, 0);
    while at < data.len() {
        while let Some(run) = data[at..].first_chunk::<RUN>().filter(|run| run.is_ascii()) {
            cps[count..count + RUN].copy_from_slice(&run.map(u32::from));
            (at, count) = (at + RUN, count + RUN);
        }
        // A loop a length: characters of one length follow each other, and where the next one lies need not be waited for.
        while let [byte @ 0..0x80, ..] = data[at..] {
            cps[count] = u32::from(byte);
            (at, count) = (at + 1, count + 1);
        }
        while let [lead @ 0xC2..0xE0, a @ 0x80..0xC0, ..] = data[at..] {
            cps[count] = u32::from(lead & 0x1F) << 6 | u32::from(a & 0x3F);
            (at, count) = (at + 2, count + 1);
        }
        while let [lead @ 0xE1..0xED, a @ 0x80..0xC0, b @ 0x80..0xC0, ..] = data[at..] {
            cps[count] = u32::from(lead & 0x0F) << 12 | u32::from(a & 0x3F) << 6 | u32::from(b & 0x3F);
            (at, count) = (at + 3, count + 1);
        }
        if data.get(at).is_some_and(|&byte| byte >= 0x80) {
            let Some((cp, size)) = decoded(&data[at..]) else { return false };
            cps[count] = cp;
            (at, count) = (at + size, count + 1);
        }
    }
    cps.truncate(count);
    true
}

/// So many bytes of ASCII are read at once.
const RUN: usize = 16;

/// The character beyond ASCII that some bytes begin with, and its size; `None` where they are malformed (Unicode table 3-7).
#[inline]
fn decoded(bytes: &[u8]) -> Option<(u32, usize)> {
    // All that follow a lead byte begin with the bits 10; then the six bits of each count.
    let follow = |bytes: &[u8]| bytes.iter().fold(0, |bad, byte| bad | (byte ^ 0x80)) & 0xC0 == 0;
    let cp = |lead: u8, rest: &[u8]| rest.iter().fold(u32::from(lead), |cp, byte| cp << 6 | u32::from(byte & 0x3F));
    match *bytes {
        [lead @ 0xC2..=0xDF, a, ..] if follow(&[a]) => Some((cp(lead & 0x1F, &[a]), 2)),
        [lead @ 0xE0..=0xEF, a, b, ..] if follow(&[a, b]) => {
            let cp = cp(lead & 0x0F, &[a, b]);
            (cp >= 0x800 && !matches!(cp, 0xD800..=0xDFFF)).then_some((cp, 3))
        }
        [lead @ 0xF0..=0xF4, a, b, c, ..] if follow(&[a, b, c]) => {
            let cp = cp(lead & 0x07, &[a, b, c]);
            matches!(cp, 0x10000..=0x10FFFF).then_some((cp, 4))
        }
        _ => None,
    }
}

/// Writes a code point as UTF-8; a surrogate as if it were a character.
pub fn encode(cp: u32, out: &mut Vec<u8>) {
    let tail = |shift: u32| 0x80 | (cp >> shift & 0x3F) as u8;
    match cp {
        0..0x80 => out.push(cp as u8),
        0x80..0x800 => out.extend([0xC0 | (cp >> 6) as u8, tail(0)]),
        0x800..0x10000 => out.extend([0xE0 | (cp >> 12) as u8, tail(6), tail(0)]),
        _ => out.extend([0xF0 | (cp >> 18) as u8, tail(12), tail(6), tail(0)]),
    }
}

fn width(cp: u32) -> usize {
    1 + usize::from(cp >= 0x80) + usize::from(cp >= 0x800) + usize::from(cp >= 0x10000)
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
        let cps = self.cps.get(self.at..at.min(self.cps.len())).unwrap_or_default();
        if self.malformed.is_empty() {
            self.byte += cps.iter().map(|&cp| width(cp)).sum::<usize>();
        } else {
            for (place, &cp) in (self.at..).zip(cps) {
                self.byte += match self.malformed.first() {
                    Some(part) if part.at == place => {
                        self.malformed = &self.malformed[1..];
                        part.bytes().len()
                    }
                    _ => width(cp),
                };
            }
        }
        self.at = self.at.max(at);
        self.byte
    }
}

/// Reads texts of UTF-8, one after the other, in the same room.
pub struct Reader {
    rules: Rules,
    reports: bool,
    /// Made when the first text comes that needs a look.
    room: Option<Room>,
}

struct Room {
    engine: Engine,
    scan: Scan,
    cps: Vec<u32>,
}

impl Reader {
    /// A reader for some rules; with `reports` it also gives what is only reported.
    #[must_use]
    pub fn new(rules: &Rules, reports: bool) -> Self {
        Self { rules: *rules, reports, room: None }
    }

    /// Gives each finding in a text: span, replacement and reason, and whether to go on is the answer.
    pub(crate) fn each(&mut self, data: &[u8], mut found: impl FnMut(Range<usize>, Option<&[u32]>, u8) -> bool) {
        let keys = !self.rules.leave_plain();
        let mut done = if keys { 0 } else { scan::plain_start(data) };
        if done == data.len() {
            return;
        }
        let (rules, reports) = (&self.rules, self.reports);
        let room = || Room { engine: Engine::new(rules), scan: Scan::new(rules, reports), cps: Vec::new() };
        let Room { engine, scan, cps } = self.room.get_or_insert_with(room);
        if keys {
            key(data, cps, &mut engine.work.malformed, found);
            return;
        }
        scan.forget();
        while let Some((start, end, well_formed)) = scan.next_utf8(data, done, cps) {
            engine.work.malformed.clear();
            if !well_formed {
                decode(&data[start..end], cps, &mut engine.work.malformed);
            }
            engine.decide(cps);
            let malformed = std::mem::take(&mut engine.work.malformed);
            let mut offsets = Offsets::new(cps, &malformed, start);
            let mut more = true;
            engine.findings(|span, replacement, why| {
                if more && (reports || replacement.is_some()) {
                    more = found(offsets.of(span.start)..offsets.of(span.end), replacement, why);
                }
            });
            engine.work.malformed = malformed;
            if !more {
                return;
            }
            done = end;
        }
    }

    /// Whether no rule changes a text.
    pub fn is_clean(&mut self, data: &[u8]) -> bool {
        let mut result = true;
        self.each(data, |_, replacement, _| {
            result = replacement.is_none();
            result
        });
        result
    }

    /// Writes the clean form of a text behind what is written and tells that it did, unless the text is clean.
    pub fn clean(&mut self, data: &[u8], out: &mut Vec<u8>) -> bool {
        let mut done = 0;
        let mut changed = false;
        self.each(data, |span, replacement, _| {
            let Some(replacement) = replacement else { return true };
            if !changed {
                changed = true;
                out.reserve(data.len());
            }
            out.extend_from_slice(&data[done..span.start]);
            for &point in replacement {
                encode(point, out);
            }
            done = span.end;
            true
        });
        if changed {
            out.extend_from_slice(&data[done..]);
        }
        changed
    }

    /// Gives each finding in a text; what is only reported, if the reader was made for that.
    pub fn findings(&mut self, data: &[u8], mut found: impl FnMut(ByteFinding)) {
        self.each_in_bytes(data, |span, replacement, reason| {
            let replacement = replacement.map(<[u8]>::to_vec);
            found(ByteFinding { start: span.start, end: span.end, replacement, kind: kind_of(reason), reason });
        });
    }

    /// As [`Self::each`], with replacements in bytes.
    pub(crate) fn each_in_bytes(&mut self, data: &[u8], mut found: impl FnMut(Range<usize>, Option<&[u8]>, u8)) {
        let mut bytes = Vec::new();
        self.each(data, |span, replacement, why| {
            let replacement = replacement.map(|points| {
                bytes.clear();
                for &point in points {
                    encode(point, &mut bytes);
                }
                bytes.as_slice()
            });
            found(span, replacement, why);
            true
        });
    }
}

/// Gives the one finding of the preset `key`.
fn key(
    data: &[u8],
    cps: &mut Vec<u32>,
    malformed: &mut Vec<Malformed>,
    mut found: impl FnMut(Range<usize>, Option<&[u32]>, u8) -> bool,
) {
    decode(data, cps, malformed);
    let mut counted = cps.clone();
    for part in &*malformed {
        counted[part.at] = REPLACEMENT;
    }
    if let Some((span, replacement)) = compare::key_edit(cps, counted) {
        let mut offsets = Offsets::new(cps, malformed, 0);
        let span = offsets.of(span.start)..offsets.of(span.end);
        found(span, Some(&replacement), reason::KEY);
    }
}

/// How many code points some bytes are, each malformed part counted as one.
#[must_use]
pub fn code_points(data: &[u8]) -> usize {
    let count =
        |chunk: std::str::Utf8Chunk<'_>| chunk.valid().chars().count() + usize::from(!chunk.invalid().is_empty());
    data.utf8_chunks().map(count).sum()
}
