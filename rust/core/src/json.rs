//! JSON texts: string values are cleaned where they stand, and every other byte stays (RFC 8259).

use std::ops::Range;

use crate::utf8::{self, Reader};
use crate::{Rules, Text, findings};

/// Where a line stops being JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotJson {
    /// The byte in the line.
    pub at: usize,
    /// What should stand there: the index in the list of what a text may go on with.
    pub expected: u8,
}

/// What a JSON text goes on with.
mod state {
    pub const VALUE: u8 = 0;
    /// A value, or the end of an array.
    pub const FIRST: u8 = 1;
    pub const KEY: u8 = 2;
    /// A key, or the end of an object.
    pub const FIRST_KEY: u8 = 3;
    pub const COLON: u8 = 4;
    /// A comma, or the end of what is open.
    pub const AFTER: u8 = 5;
    pub const END: u8 = 6;
    /// Well-formed bytes.
    pub const UTF_8: u8 = 7;
}

/// Cleans JSON texts by some rules, all their string values or those with some names.
pub struct Json<'a> {
    rules: &'a Rules,
    fields: Option<&'a [Vec<u8>]>,
    reader: Reader,
    /// What is open, in what stands for the text.
    open: Vec<Open>,
    cps: Vec<u32>,
    ends: Vec<usize>,
}

/// An array or object that is not ended yet.
struct Open {
    end: u8,
    path: Path,
}

/// The keys that lead to a value, joined with dots, and whether they are among the fields; nothing where all values are meant.
#[derive(Clone, Default)]
struct Path {
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
        Self { rules, fields, reader, open: Vec::new(), cps: Vec::new(), ends: Vec::new() }
    }

    /// Cleans each line, and gives the number of each that is no JSON and stays (from 0); one of white space is no text.
    pub fn lines(&mut self, data: &[u8], mut wrong: impl FnMut(usize, NotJson)) -> Option<Vec<u8>> {
        let mut out = Out::default();
        for (number, line) in data.split_inclusive(|&byte| byte == b'\n').enumerate() {
            let from = line.as_ptr() as usize - data.as_ptr() as usize;
            if blank(line) < line.len() {
                let before = out.mark();
                if let Err(why) = self.values(data, from..from + line.len(), &mut out) {
                    out.undo(before);
                    wrong(number, NotJson { at: why.at - from, ..why });
                }
            }
        }
        out.finish(data)
    }

    /// Cleans one text.
    ///
    /// # Errors
    /// Where the bytes are not JSON.
    pub fn text(&mut self, data: &[u8]) -> Result<Option<Vec<u8>>, NotJson> {
        let mut out = Out::default();
        self.values(data, 0..data.len(), &mut out)?;
        Ok(out.finish(data))
    }

    /// Walks through one text within some bytes, on a stack of its own: it may be nested as deep as it is long.
    fn values(&mut self, data: &[u8], text: Range<usize>, out: &mut Out) -> Result<(), NotJson> {
        let data = &data[..text.end];
        if let Err(error) = std::str::from_utf8(&data[text.start..]) {
            return Err(NotJson { at: text.start + error.valid_up_to(), expected: state::UTF_8 });
        }
        let root = Path { keys: self.fields.map(|_| Vec::new()), depth: 0, is_meant: self.fields.is_none() };
        self.open.clear();
        self.open.push(Open { end: 0, path: root });
        let mut path = self.inner();
        let (mut expected, mut at) = (state::VALUE, text.start);
        while expected != state::END {
            at += blank(&data[at..]);
            let wrong = NotJson { at, expected };
            let byte = *data.get(at).ok_or(wrong)?;
            let begins = matches!(expected, state::VALUE | state::FIRST);
            let after;
            match byte {
                b'"' if begins || matches!(expected, state::KEY | state::FIRST_KEY) => {
                    let (end, escaped) = string(data, at + 1).ok_or(wrong)?;
                    if begins {
                        if path.is_meant {
                            self.value(data, at + 1..end, escaped, out);
                        }
                        after = state::AFTER;
                    } else {
                        if self.fields.is_some() {
                            path = self.below(&data[at + 1..end]);
                        }
                        after = state::COLON;
                    }
                    at = end + 1;
                }
                b'{' | b'[' if begins => {
                    // `{` and `[` are two before what closes them.
                    self.open.push(Open { end: byte + 2, path: path.clone() });
                    after = if byte == b'{' { state::FIRST_KEY } else { state::FIRST };
                    at += 1;
                }
                b'}' | b']' if self.may_end(byte, expected) => {
                    self.open.pop();
                    after = state::AFTER;
                    at += 1;
                }
                b',' if expected == state::AFTER => {
                    path = self.inner();
                    after =
                        if self.open.last().is_some_and(|open| open.end == b'}') { state::KEY } else { state::VALUE };
                    at += 1;
                }
                b':' if expected == state::COLON => {
                    after = state::VALUE;
                    at += 1;
                }
                _ => {
                    let size = scalar(&data[at..]);
                    if !begins || size == 0 {
                        return Err(wrong);
                    }
                    after = state::AFTER;
                    at += size;
                }
            }
            expected = if self.open.len() == 1 && after == state::AFTER { state::END } else { after };
        }
        at += blank(&data[at..]);
        if at < data.len() { Err(NotJson { at, expected }) } else { Ok(()) }
    }

    fn may_end(&self, byte: u8, expected: u8) -> bool {
        let empty = if byte == b'}' { state::FIRST_KEY } else { state::FIRST };
        (expected == state::AFTER || expected == empty) && self.open.last().is_some_and(|open| open.end == byte)
    }

    /// The path of what is open.
    fn inner(&self) -> Path {
        self.open.last().map_or_else(Path::default, |open| open.path.clone())
    }

    /// The path of what a key in what is open leads to.
    fn below(&mut self, key: &[u8]) -> Path {
        let mut path = self.inner();
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

    /// Cleans what stands between the quotes of a value.
    fn value(&mut self, data: &[u8], span: Range<usize>, escaped: bool, out: &mut Out) {
        let raw = &data[span.clone()];
        let mut is_ascii = None;
        if !escaped {
            self.reader.each(raw, |found, replacement, _| {
                let is_ascii = *is_ascii.get_or_insert_with(|| raw.is_ascii());
                out.edit(
                    data,
                    span.start + found.start..span.start + found.end,
                    replacement.unwrap_or_default(),
                    is_ascii,
                );
                true
            });
            return;
        }
        decode(raw, &mut self.cps, &mut self.ends);
        for found in findings(Text::Four(&self.cps), self.rules) {
            let Some(replacement) = found.replacement else { continue };
            let is_ascii = *is_ascii.get_or_insert_with(|| raw.is_ascii());
            let offset = |at: usize| span.start + if at == 0 { 0 } else { self.ends[at - 1] };
            out.edit(data, offset(found.start)..offset(found.end), &replacement, is_ascii);
        }
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

/// How much white space some bytes begin with.
fn blank(data: &[u8]) -> usize {
    data.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count()
}

/// Where the string that begins at a byte ends, and whether it has escapes; nothing where it is none.
fn string(data: &[u8], from: usize) -> Option<(usize, bool)> {
    let mut at = from;
    let mut escaped = false;
    let special = |&byte: &u8| byte == b'"' || byte == b'\\' || byte < 0x20;
    loop {
        while let Some(run) = data[at..].first_chunk::<16>() {
            if run.iter().fold(false, |any, byte| any | special(byte)) {
                break;
            }
            at += 16;
        }
        at += data[at..].iter().position(special)?;
        match data[at] {
            b'"' => return Some((at, escaped)),
            b'\\' => {
                escaped = true;
                at += match data.get(at + 1)? {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
                    b'u' if data.get(at + 2..at + 6)?.iter().all(u8::is_ascii_hexdigit) => 6,
                    _ => return None,
                };
            }
            _ => return None,
        }
    }
}

/// How long the number or literal is that some bytes begin with.
fn scalar(data: &[u8]) -> usize {
    for literal in [b"true".as_slice(), b"false", b"null"] {
        if data.starts_with(literal) {
            return literal.len();
        }
    }
    let digits = |from: usize| data[from.min(data.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(data.first() == Some(&b'-'));
    let whole = if data.get(at) == Some(&b'0') { 1 } else { digits(at) };
    if whole == 0 {
        return 0;
    }
    at += whole;
    if data.get(at) == Some(&b'.') && digits(at + 1) > 0 {
        at += 1 + digits(at + 1);
    }
    if matches!(data.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(data.get(at + 1), Some(b'+' | b'-')));
        if digits(at + 1 + sign) > 0 {
            at += 1 + sign + digits(at + 1 + sign);
        }
    }
    at
}

/// Writes the code points of a well-formed string, and where each ends in it.
fn decode(raw: &[u8], cps: &mut Vec<u32>, ends: &mut Vec<usize>) {
    cps.clear();
    ends.clear();
    let unit = |at: usize| {
        let digits = raw.get(at..at + 6).filter(|unit| unit.starts_with(b"\\u"))?;
        digits[2..].iter().try_fold(0, |cp, &digit| Some(cp << 4 | char::from(digit).to_digit(16)?))
    };
    let mut at = 0;
    for chunk in raw.utf8_chunks() {
        let mut chars = chunk.valid().chars();
        while let Some(char) = chars.next() {
            let mut cp = u32::from(char);
            let mut size = char.len_utf8();
            if char == '\\' {
                (cp, size) = match raw[at + 1] {
                    b'b' => (0x08, 2),
                    b'f' => (0x0C, 2),
                    b'n' => (0x0A, 2),
                    b'r' => (0x0D, 2),
                    b't' => (0x09, 2),
                    b'u' => match (unit(at).unwrap_or_default(), unit(at + 6)) {
                        (high @ 0xD800..0xDC00, Some(low @ 0xDC00..0xE000)) => {
                            (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), 12)
                        }
                        (cp, _) => (cp, 6),
                    },
                    other => (u32::from(other), 2),
                };
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
    use super::{Json, NotJson, scalar, state};
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
    fn a_number_is_as_long_as_it_can_be() {
        for (data, size) in
            [("-0.5e+9,", 7), ("01", 1), ("1.", 1), ("1e", 1), ("-", 0), (".5", 0), ("12", 2), ("nullx", 4)]
        {
            assert_eq!(scalar(data.as_bytes()), size, "{data}");
        }
        let text = Json::new(&rules(), None).text(b"  ");
        assert_eq!(text, Err(NotJson { at: 2, expected: state::VALUE }));
    }
}
