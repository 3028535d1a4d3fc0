//! The body of a request, a JSON text: whether nothing in it can need a change, and which of its strings may.

use std::ops::Range;

use fearless_simd::{Simd, dispatch};

use crate::calm::LEVEL;
use crate::grammar::{self, NotJson, Visit};
use crate::json::{decode, say};
use crate::parse::SEGMENT;
use crate::{Rules, Text, findings, is_clean, utf8};

/// Values under this key are JSON themselves, and what is inside of one may need a change where the whole needs none.
const ARGUMENTS: &[u8] = b"arguments";

/// A string value that may need a change: its number among the values, and where it stands between its quotes.
pub type Suspect = (usize, usize, usize);

/// The string values of a JSON text that some of several rules would change or, with `reports`, have something to say about.
///
/// # Errors
/// Where the bytes are not JSON.
pub fn suspects(data: &[u8], rules: &[Rules], reports: bool) -> Result<Vec<Suspect>, NotJson> {
    let (said, cps, ends, found) = Default::default();
    let mut body = Body { rules, reports, said, cps, ends, count: 0, found };
    grammar::walk(&mut body, false, &mut Vec::new(), data, 0..data.len())?;
    Ok(body.found)
}

struct Body<'a> {
    rules: &'a [Rules],
    reports: bool,
    said: Vec<u8>,
    cps: Vec<u32>,
    ends: Vec<usize>,
    count: usize,
    found: Vec<Suspect>,
}

impl Visit for Body<'_> {
    /// Whether the nearest key is that of arguments.
    type Path = bool;

    fn below(&mut self, _: &bool, key: &[u8]) -> bool {
        key == ARGUMENTS || (key.contains(&b'\\') && say(key, &mut self.said) && self.said == ARGUMENTS)
    }

    fn value(&mut self, may_be_json: &bool, data: &[u8], span: Range<usize>, escaped: bool) {
        let number = self.count;
        self.count += 1;
        let raw = &data[span.clone()];
        let is_suspect =
            if *may_be_json { !is_plain(&data[span.start..=span.end]) } else { self.is_suspect(raw, escaped) };
        if is_suspect {
            self.found.push((number, span.start, span.end));
        }
    }
}

impl Body<'_> {
    /// Whether there is anything to do about a string.
    fn is_suspect(&mut self, raw: &[u8], escaped: bool) -> bool {
        if escaped && !say(raw, &mut self.said) {
            decode(raw, &mut self.cps, &mut self.ends);
        } else {
            let text = if escaped { &self.said } else { raw };
            if crate::is_plain(text) {
                return false;
            }
            // Read once for all rules; what is JSON is well-formed.
            utf8::characters(text, &mut self.cps);
        }
        let text = Text::Four(&self.cps);
        let clean = |rules| if self.reports { findings(text, rules).is_empty() } else { is_clean(text, rules) };
        !self.rules.iter().all(clean)
    }
}

/// So many bytes are judged at once, with those around them that tell what they are.
const WIDTH: usize = 64;
const BEFORE: usize = 3;
const BEHIND: usize = 2;

/// Whether no text in a body, or a part of one from a quote on, can need a change: it is printable ASCII, and so is what its escapes
/// stand for; and no blank stands where a line or a value ends, in a text or in JSON inside of it.
#[must_use]
pub fn is_plain(data: &[u8]) -> bool {
    let mut at = 0;
    while at < data.len() {
        at = surely_plain(data, at);
        let end = data.len().min(at + WIDTH);
        if (at..end).any(|at| is_special(data, at)) {
            return false;
        }
        at = end;
    }
    !(SEGMENT..data.len()).step_by(SEGMENT).any(|at| are_many(data, at))
}

/// Up to where nothing from a place on is special, many bytes at a time; it may stop sooner.
fn surely_plain(data: &[u8], start: usize) -> usize {
    let level = *LEVEL;
    dispatch!(level, simd => simd.vectorize(#[inline(always)] || surely_by(data, start)))
}

#[inline(always)]
fn surely_by(data: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(window) = at.checked_sub(BEFORE).and_then(|from| data[from..].first_chunk()) {
        if !simple(window) && !surely(window) {
            break;
        }
        at += WIDTH;
    }
    at
}

/// Whether a place is in a run of more blanks, or escapes of them, than a line may have; such a run cannot lie between two of the
/// places asked for.
fn are_many(data: &[u8], at: usize) -> bool {
    let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\\' | b't');
    let before = data[..at].iter().rev().take_while(blank).count();
    before + data[at..].iter().take_while(blank).count() > SEGMENT
}

/// Whether some bytes are as most are: no blank stands before a quote or near before an escape, and an escape is that of a line feed
/// or a mark. [`surely`] asks for less than that, and takes twice as long to tell.
#[inline(always)]
#[allow(clippy::needless_bitwise_bool)]
fn simple(window: &[u8; BEFORE + WIDTH + BEHIND]) -> bool {
    let mut other = 0;
    let near = |at: usize| window[at..].first_chunk::<WIDTH>().unwrap_or(&[0; WIDTH]);
    let (third, second, before, bytes) = (near(0), near(1), near(2), near(3));
    for at in 0..WIDTH {
        let (third, second, before, byte) = (third[at], second[at], before[at], bytes[at]);
        let plain = (byte.wrapping_sub(b' ') < 0x5F) | (byte == b'\n');
        let escape = before == b'\\';
        let usual = (byte == b'n') | (byte < b'`');
        // With one backslash or two between.
        let behind_blank = (second == b' ') | (third == b' ');
        let quoted = (byte == b'"') & (before == b' ');
        other |= u8::from(!plain) | u8::from(escape & (behind_blank | !usual)) | u8::from(quoted);
    }
    other == 0
}

/// Whether none of some bytes is special; it may err on the other side. Without a branch, many are judged by one instruction.
#[inline(always)]
#[allow(clippy::needless_bitwise_bool)]
fn surely(window: &[u8; BEFORE + WIDTH + BEHIND]) -> bool {
    let mut other = 0;
    let near = |at: usize| window[at..].first_chunk::<WIDTH>().unwrap_or(&[0; WIDTH]);
    let (third, second, before, bytes, next, last) = (near(0), near(1), near(2), near(3), near(4), near(5));
    for at in 0..WIDTH {
        let (second, before, byte, next) = (second[at], before[at], bytes[at], next[at]);
        let plain = (byte.wrapping_sub(b' ') < 0x5F) | (byte == b'\n');
        let escape = before == b'\\';
        // Letters that differ in one bit are compared at once, and a few others with them.
        let odd = ((byte & 0xFB) == b'b') | (byte == b'u') | (byte == b'r');
        let feed = (byte == b'n') & ((second == b' ') | ((second == b'\\') & (third[at] == b' ')));
        let tab = (byte == b't') & ((next == b'"') | ((next == b'\\') & (last[at] != b't')));
        let blank = (before == b' ') | (escape & (second == b' '));
        let closes = (next < b'#') | (next == b',') | ((next & 0xDE) == b'\\');
        other |= u8::from(!plain) | u8::from(escape & (odd | feed | tab)) | u8::from((byte == b'"') & blank & closes);
    }
    other == 0
}

/// Whether a byte shows that a text may need a change.
fn is_special(data: &[u8], at: usize) -> bool {
    let (before, rest) = data.split_at(at);
    let Some((&byte, rest)) = rest.split_first() else { return false };
    match byte {
        b'\n' | b'\t' | b'\r' => false,
        ..b' ' | 0x7F.. => true,
        b'u' | b'r' | b'b' | b'f' => before.ends_with(b"\\"),
        b'n' => before.ends_with(b" \\") || before.ends_with(b" \\\\"),
        b't' => {
            before.ends_with(b"\\")
                && [b"\\n".as_slice(), b"\\\\n", b"\\\"", b"\""].iter().any(|&end| rest.starts_with(end))
        }
        b'"' if before.ends_with(b" \\") => matches!(behind(rest, true), Some(b']' | b',' | b'}' | b'"')),
        b'"' if before.ends_with(b" ") => matches!(behind(rest, false), Some(b']' | b',' | b'}') | None),
        _ => false,
    }
}

/// What stands behind white space, which inside a string may be escapes.
fn behind(mut rest: &[u8], inside: bool) -> Option<u8> {
    loop {
        rest = match rest {
            [b' ' | b'\t', more @ ..] => more,
            [b'\\', b't' | b'r' | b'n', more @ ..] if inside => more,
            [b'\r' | b'\n', more @ ..] if !inside => more,
            _ => return rest.first().copied(),
        };
    }
}
