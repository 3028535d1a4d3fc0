//! The grammar of JSON (RFC 8259), walked through on a stack of its own: a text may be nested as deep as it is long.

use std::ops::Range;

/// Where a line stops being JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotJson {
    /// The byte in the line.
    pub at: usize,
    /// What should stand there: the index in the list of what a text may go on with.
    pub expected: u8,
}

/// What a JSON text goes on with.
pub mod state {
    /// A value.
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

/// An array or object that is not ended yet, and what its keys led to.
pub struct Open<P> {
    end: u8,
    path: P,
}

/// What is done with the strings of a text.
pub trait Visit {
    /// What is known of a place by the keys that lead to it.
    type Path: Clone + Default;

    /// The path of what a key leads to, within what is open.
    fn below(&mut self, outer: &Self::Path, key: &[u8]) -> Self::Path;

    /// Takes a string value: where it stands between its quotes, and whether it has escapes.
    fn value(&mut self, path: &Self::Path, data: &[u8], span: Range<usize>, escaped: bool);
}

/// Walks through the one text that a part of some bytes is; `open` is room.
///
/// # Errors
/// Where the bytes are not JSON.
pub fn walk<V: Visit>(
    visit: &mut V,
    root: V::Path,
    open: &mut Vec<Open<V::Path>>,
    data: &[u8],
    text: Range<usize>,
) -> Result<(), NotJson> {
    let data = &data[..text.end];
    if let Err(error) = std::str::from_utf8(&data[text.start..]) {
        return Err(NotJson { at: text.start + error.valid_up_to(), expected: state::UTF_8 });
    }
    open.clear();
    open.push(Open { end: 0, path: root });
    let mut path = inner(open);
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
                    visit.value(&path, data, at + 1..end, escaped);
                    after = state::AFTER;
                } else {
                    path = visit.below(&inner(open), &data[at + 1..end]);
                    after = state::COLON;
                }
                at = end + 1;
            }
            b'{' | b'[' if begins => {
                // `{` and `[` are two before what closes them.
                open.push(Open { end: byte + 2, path: path.clone() });
                after = if byte == b'{' { state::FIRST_KEY } else { state::FIRST };
                at += 1;
            }
            b'}' | b']' if may_end(open, byte, expected) => {
                open.pop();
                after = state::AFTER;
                at += 1;
            }
            b',' if expected == state::AFTER => {
                path = inner(open);
                after = if open.last().is_some_and(|open| open.end == b'}') { state::KEY } else { state::VALUE };
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
        expected = if open.len() == 1 && after == state::AFTER { state::END } else { after };
    }
    at += blank(&data[at..]);
    if at < data.len() { Err(NotJson { at, expected }) } else { Ok(()) }
}

fn may_end<P>(open: &[Open<P>], byte: u8, expected: u8) -> bool {
    let empty = if byte == b'}' { state::FIRST_KEY } else { state::FIRST };
    (expected == state::AFTER || expected == empty) && open.last().is_some_and(|open| open.end == byte)
}

/// The path of what is open.
fn inner<P: Clone + Default>(open: &[Open<P>]) -> P {
    open.last().map_or_else(P::default, |open| open.path.clone())
}

/// How much white space some bytes begin with.
pub fn blank(data: &[u8]) -> usize {
    data.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count()
}

/// How many bytes come before the first that is special.
pub fn run(data: &[u8], special: impl Fn(u8) -> bool) -> usize {
    let mut at = 0;
    while let Some(bytes) = data[at..].first_chunk::<16>() {
        if bytes.iter().fold(false, |any, &byte| any | special(byte)) {
            break;
        }
        at += 16;
    }
    at + data[at..].iter().take_while(|&&byte| !special(byte)).count()
}

/// Where the string that begins at a byte ends, and whether it has escapes; nothing where it is none.
fn string(data: &[u8], from: usize) -> Option<(usize, bool)> {
    let mut at = from;
    let mut escaped = false;
    loop {
        at += run(&data[at..], |byte| byte == b'"' || byte == b'\\' || byte < 0x20);
        match data.get(at)? {
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

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn a_number_is_as_long_as_it_can_be() {
        for (data, size) in
            [("-0.5e+9,", 7), ("01", 1), ("1.", 1), ("1e", 1), ("-", 0), (".5", 0), ("12", 2), ("nullx", 4)]
        {
            assert_eq!(scalar(data.as_bytes()), size, "{data}");
        }
    }
}
