//! An unfinished line: what of it is decided whatever follows, and what of the rest has to be kept.

use crate::Rules;
use crate::escapes;
use crate::facts::{self, class};
use crate::parse;
use crate::text::Unit;
use crate::utf8::{self, Offsets};
use crate::work::{Cell, Work, is_noise};

const LINE_FEED: u32 = 0x0A;
const CARRIAGE_RETURN: u32 = 0x0D;

/// The undecided rest of a text: where it begins, which places in it are kept, and from where on all is.
struct Rest {
    kept: Vec<usize>,
    end: usize,
}

impl Rest {
    fn start(&self) -> usize {
        self.kept.first().copied().unwrap_or(self.end)
    }
}

/// Where the undecided rest of a text begins, and that rest without what goes from it unseen.
pub fn unfinished<U: Unit>(text: &[U], rules: &Rules) -> (usize, Vec<u32>) {
    let rest = rest(&mut Work::new(rules), text);
    let kept = rest.kept.iter().map(|&at| text[at].into());
    (rest.start(), kept.chain(text[rest.end..].iter().map(|&unit| unit.into())).collect())
}

/// The same for UTF-8; the last character may be incomplete.
pub fn unfinished_bytes(data: &[u8], rules: &Rules) -> (usize, Vec<u8>) {
    let used = data.len() - incomplete(data);
    let mut work = Work::new(rules);
    let mut cps = Vec::new();
    utf8::decode(&data[..used], &mut cps, &mut work.malformed);
    let rest = rest(&mut work, &cps);
    let mut offsets = Offsets::new(&cps, &work.malformed, 0);
    let start = offsets.of(rest.start());
    let mut kept = Vec::new();
    for (index, &at) in rest.kept.iter().enumerate() {
        let first = offsets.of(at);
        kept.extend_from_slice(&data[first..offsets.of(at + 1)]);
        let following = rest.kept.get(index + 1).copied().unwrap_or(rest.end);
        if at + 1 < following && work.malformed(at).is_some() {
            // What goes unseen kept the part from what follows: both could be one malformed part, or a character. A control
            // character stands for any other, and for a whole escape sequence: NUL goes as they do, and begins and ends none.
            let gone = cps[at + 1];
            let control = facts::klass(gone) == class::CONTROL;
            utf8::encode(if control { 0 } else { gone }, &mut kept);
        }
    }
    kept.extend_from_slice(&data[offsets.of(rest.end)..]);
    (start, kept)
}

/// How many bytes at the end are the beginning of a character.
fn incomplete(data: &[u8]) -> usize {
    let begins = |&size: &usize| {
        let tail = &data[data.len() - size..];
        std::str::from_utf8(tail).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    };
    (1..=data.len().min(3)).find(begins).unwrap_or(0)
}

fn rest<U: Unit>(work: &mut Work, text: &[U]) -> Rest {
    let end = open_sequence(text);
    let mut row = Vec::new();
    work.begin(end);
    parse::cells(work, &text[..end], &mut row);
    let mut start = last_line(work, &row);
    let mut piece = Vec::new();
    if row.get(start).is_some_and(|cell| facts::klass(cell.cp) == class::NEWLINE) {
        piece.extend_from_slice(&row[start..]);
        start = row.len();
    }
    while start < row.len() {
        start = parse::segment(work, &row, start, &mut piece);
    }
    let mut kept: Vec<usize> = piece.iter().map(|cell| cell.at).collect();
    kept.dedup();
    Rest { kept, end }
}

/// Where the last line of a row begins, or the carriage return that a line feed may follow.
fn last_line(work: &Work, row: &[Cell]) -> usize {
    let mut begin = 0;
    for (at, cell) in row.iter().enumerate() {
        if cell.changed() || !(cell.cp == LINE_FEED || facts::klass(cell.cp) == class::NEWLINE) {
            continue;
        }
        if cell.cp == CARRIAGE_RETURN && row[at + 1..].iter().all(|other| !work.log && is_noise(other)) {
            return at;
        }
        begin = at + 1;
    }
    begin
}

/// Where an escape sequence begins that may go on, or the end.
///
/// Such a sequence has no control character in it but its first, and perhaps the ESC that begins its end.
fn open_sequence<U: Unit>(text: &[U]) -> usize {
    let near = text.len().saturating_sub(escapes::LONGEST - 1)..text.len();
    let controls = near.rev().filter(|&at| facts::klass(text[at].into()) == class::CONTROL).take(2);
    controls.filter(|&at| escapes::may_go_on(text, at)).last().unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::{incomplete, open_sequence};

    #[test]
    fn the_beginning_of_a_character_waits() {
        for (data, size) in [
            (b"a".as_slice(), 0),
            (b"a\xe2", 1),
            (b"\xe2\x80", 2),
            (b"\xf0\x9f\x98", 3),
            (b"\xf0\x9f\x98\x80", 0),
            (b"\x80\x80", 0),
            (b"\xff", 0),
            (b"", 0),
        ] {
            assert_eq!(incomplete(data), size, "{data:?}");
        }
    }

    #[test]
    fn a_sequence_that_may_go_on_is_found_at_its_beginning() {
        assert_eq!(open_sequence(b"a\x1b[m\x1b]0;title\x1b"), 4);
        assert_eq!(open_sequence(b"a\x1b[31"), 1);
        assert_eq!(open_sequence(b"a\x1b[31m"), 6);
    }
}
