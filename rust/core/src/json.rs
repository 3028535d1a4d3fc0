//! JSON texts: string values are cleaned where they stand, and every other byte stays (RFC 8259).

use std::ops::Range;

use crate::grammar::{self, NotJson, Open, Visit};
use crate::utf8::{self, Reader};
use crate::{Rules, Text, edits};

/// Cleans JSON texts by some rules, all their string values or those with some names.
pub struct Json<'a> {
    rules: &'a Rules,
    fields: Option<&'a [Vec<u8>]>,
    reader: Reader,
    open: Vec<Open<Path>>,
    said: Vec<u8>,
    cps: Vec<u32>,
    ends: Vec<usize>,
    out: Out,
}

/// The keys that lead to a value, joined with dots, and whether they are among the fields; nothing where all values are meant.
#[derive(Clone, Default)]
pub struct Path {
    keys: Option<Vec<u8>>,
    /// How many keys there are: one may be empty.
    depth: usize,
    is_meant: bool,
}

impl<'a> Json<'a> {
    /// What cleans JSON texts; a field is the keys of a value joined with dots, and stands for all that is inside of it.
    #[must_use]
    pub fn new(rules: &'a Rules, fields: Option<&'a [Vec<u8>]>) -> Self {
        let reader = Reader::new(rules, false);
        let (open, said, cps, ends, out) = Default::default();
        Self { rules, fields, reader, open, said, cps, ends, out }
    }

    /// Cleans each line, and gives the number of each that is no JSON and stays (from 0); one of white space is no text.
    pub fn lines(&mut self, data: &[u8], mut wrong: impl FnMut(usize, NotJson)) -> Option<Vec<u8>> {
        for (number, line) in data.split_inclusive(|&byte| byte == b'\n').enumerate() {
            let from = line.as_ptr() as usize - data.as_ptr() as usize;
            if grammar::blank(line) < line.len() {
                let before = self.out.mark();
                if let Err(why) = self.values(data, from..from + line.len()) {
                    self.out.undo(before);
                    wrong(number, NotJson { at: why.at - from, ..why });
                }
            }
        }
        std::mem::take(&mut self.out).finish(data)
    }

    /// Cleans one text.
    ///
    /// # Errors
    /// Where the bytes are not JSON.
    pub fn text(&mut self, data: &[u8]) -> Result<Option<Vec<u8>>, NotJson> {
        let walked = self.values(data, 0..data.len());
        let out = std::mem::take(&mut self.out);
        walked.map(|()| out.finish(data))
    }

    fn values(&mut self, data: &[u8], text: Range<usize>) -> Result<(), NotJson> {
        let root = Path { keys: self.fields.map(|_| Vec::new()), depth: 0, is_meant: self.fields.is_none() };
        let mut open = std::mem::take(&mut self.open);
        let walked = grammar::walk(self, root, &mut open, data, text);
        self.open = open;
        walked
    }
}

impl Visit for Json<'_> {
    type Path = Path;

    fn below(&mut self, outer: &Path, key: &[u8]) -> Path {
        let mut path = outer.clone();
        if let (Some(keys), Some(fields)) = (&mut path.keys, self.fields) {
            if path.depth > 0 {
                keys.push(b'.');
            }
            decode(key, &mut self.cps, &mut self.ends);
            for &cp in &self.cps {
                utf8::encode(cp, keys);
            }
            path.depth += 1;
            path.is_meant = path.is_meant || fields.contains(keys);
        }
        path
    }

    fn value(&mut self, path: &Path, data: &[u8], span: Range<usize>, escaped: bool) {
        if !path.is_meant {
            return;
        }
        let raw = &data[span.clone()];
        let mut is_ascii = None;
        if !escaped {
            self.reader.each(raw, |found, replacement, _| {
                let is_ascii = *is_ascii.get_or_insert_with(|| raw.is_ascii());
                let found = span.start + found.start..span.start + found.end;
                self.out.edit(data, found, replacement.unwrap_or_default(), is_ascii);
                true
            });
            return;
        }
        // Most need no change, and that is told faster by what they say.
        if say(raw, &mut self.said) && self.reader.is_clean(&self.said) {
            return;
        }
        decode(raw, &mut self.cps, &mut self.ends);
        edits(Text::Four(&self.cps), self.rules, |found, replacement| {
            let is_ascii = *is_ascii.get_or_insert_with(|| raw.is_ascii());
            let offset = |at: usize| span.start + if at == 0 { 0 } else { self.ends[at - 1] };
            self.out.edit(data, offset(found.start)..offset(found.end), replacement, is_ascii);
        });
    }
}

/// What is written of some bytes: nothing until something changes.
#[derive(Default)]
struct Out {
    bytes: Vec<u8>,
    done: usize,
}

impl Out {
    fn mark(&self) -> (usize, usize) {
        (self.bytes.len(), self.done)
    }

    fn undo(&mut self, (length, done): (usize, usize)) {
        self.bytes.truncate(length);
        self.done = done;
    }

    /// Writes characters in place of a span, as a string has them.
    fn edit(&mut self, data: &[u8], span: Range<usize>, replacement: &[u32], is_ascii: bool) {
        if self.done == 0 {
            self.bytes.reserve(data.len());
        }
        self.bytes.extend_from_slice(&data[self.done..span.start]);
        self.done = span.end;
        for &cp in replacement {
            written(cp, is_ascii, &mut self.bytes);
        }
    }

    fn finish(mut self, data: &[u8]) -> Option<Vec<u8>> {
        // An edit ends behind a quote at least: where none was made, nothing is done.
        (self.done > 0).then(|| {
            self.bytes.extend_from_slice(&data[self.done..]);
            self.bytes
        })
    }
}

/// The code unit that an escape at a place of a string stands for, if there is one there.
fn unit(raw: &[u8], at: usize) -> Option<u32> {
    let digits = raw.get(at..at + 6).filter(|unit| unit.starts_with(b"\\u"))?;
    digits[2..].iter().try_fold(0, |cp, &digit| Some(cp << 4 | char::from(digit).to_digit(16)?))
}

/// The code point that the escape at a place of a well-formed string stands for, and its size.
fn escape(raw: &[u8], at: usize) -> (u32, usize) {
    match raw[at + 1] {
        b'b' => (0x08, 2),
        b'f' => (0x0C, 2),
        b'n' => (0x0A, 2),
        b'r' => (0x0D, 2),
        b't' => (0x09, 2),
        b'u' => match (unit(raw, at).unwrap_or_default(), unit(raw, at + 6)) {
            (high @ 0xD800..0xDC00, Some(low @ 0xDC00..0xE000)) => {
                (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), 12)
            }
            (cp, _) => (cp, 6),
        },
        other => (u32::from(other), 2),
    }
}

/// Writes what a well-formed string says as UTF-8, and tells whether it can be: a lone surrogate cannot.
pub fn say(raw: &[u8], said: &mut Vec<u8>) -> bool {
    said.clear();
    let mut at = 0;
    while at < raw.len() {
        let run = grammar::run(&raw[at..], |byte| byte == b'\\');
        said.extend_from_slice(&raw[at..at + run]);
        at += run;
        if at < raw.len() {
            let (cp, size) = escape(raw, at);
            if matches!(cp, 0xD800..0xE000) {
                return false;
            }
            utf8::encode(cp, said);
            at += size;
        }
    }
    true
}

/// Writes the code points of a well-formed string, and where each ends in it.
pub fn decode(raw: &[u8], cps: &mut Vec<u32>, ends: &mut Vec<usize>) {
    cps.clear();
    ends.clear();
    let mut at = 0;
    for chunk in raw.utf8_chunks() {
        let mut chars = chunk.valid().chars();
        while let Some(char) = chars.next() {
            let mut cp = u32::from(char);
            let mut size = char.len_utf8();
            if char == '\\' {
                (cp, size) = escape(raw, at);
                for _ in 1..size {
                    chars.next(); // an escape is all ASCII
                }
            }
            at += size;
            cps.push(cp);
            ends.push(at);
        }
    }
}

/// Writes a character as it stands in a string: raw, or as an escape where that is a must or the string is all ASCII.
fn written(cp: u32, is_ascii: bool, out: &mut Vec<u8>) {
    let mut escape = |unit: u32| out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
    match cp {
        0x08 => out.extend_from_slice(b"\\b"),
        0x09 => out.extend_from_slice(b"\\t"),
        0x0A => out.extend_from_slice(b"\\n"),
        0x0C => out.extend_from_slice(b"\\f"),
        0x0D => out.extend_from_slice(b"\\r"),
        0x22 => out.extend_from_slice(b"\\\""),
        0x5C => out.extend_from_slice(b"\\\\"),
        0..0x20 | 0xD800..0xE000 => escape(cp),
        0x7F..0x10000 if is_ascii => escape(cp),
        0x10000.. if is_ascii => {
            escape(0xD7C0 + (cp >> 10));
            escape(0xDC00 + (cp & 0x3FF));
        }
        _ => utf8::encode(cp, out),
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, NotJson};
    use crate::grammar::state;
    use crate::{KINDS, Rules};

    fn rules() -> Rules {
        Rules::parse(&[[2; KINDS].as_slice(), &[0]].concat()).expect("all kinds are replaced")
    }

    #[test]
    fn lines_that_are_no_json_stay() {
        let data = b"[\"\\u200ba\", 1\n\n{\"b\": \"\\u200bc\"}\r\n\"d\" e";
        let mut wrong = Vec::new();
        let cleaned = Json::new(&rules(), None).lines(data, |line, why| wrong.push((line, why.at, why.expected)));
        assert_eq!(cleaned.as_deref(), Some(b"[\"\\u200ba\", 1\n\n{\"b\": \"c\"}\r\n\"d\" e".as_slice()));
        assert_eq!(wrong, [(0, 14, state::AFTER), (3, 4, state::END)]);
    }

    #[test]
    fn fields_are_keys_joined_with_dots() {
        let fields = [b"a.b".to_vec()];
        let data = b"{\"a\":{\"b\":[\"\\u200b1\",{\"c\":\"\\u200b2\"}],\"c\":\"\\u200b3\"},\"b\":\"\\u200b4\"}";
        let cleaned = Json::new(&rules(), Some(&fields)).text(data);
        let answer = b"{\"a\":{\"b\":[\"1\",{\"c\":\"2\"}],\"c\":\"\\u200b3\"},\"b\":\"\\u200b4\"}";
        assert_eq!(cleaned, Ok(Some(answer.to_vec())));
    }

    #[test]
    fn white_space_is_no_text() {
        let text = Json::new(&rules(), None).text(b"  ");
        assert_eq!(text, Err(NotJson { at: 2, expected: state::VALUE }));
    }
}
