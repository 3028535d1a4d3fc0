//! From text to visible cells: what goes whatever stands beside it (the context-free kinds).

use crate::escapes;
use crate::facts::{self, class, flag, group};
use crate::look;
use crate::reasons::{kind, reason};
use crate::text::Unit;
use crate::work::{Cell, Work, action, is_noise};

const REPLACEMENT: u32 = 0xFFFD;
const LINE_FEED: u32 = 0x0A;
const CARRIAGE_RETURN: u32 = 0x0D;
/// Letters and digits after which a line's context ends at the next space: see [`segment`].
pub const SEGMENT: usize = 16384;
/// Characters after which a line's context ends, whatever they are.
pub const LONGEST: usize = 16 * SEGMENT;
/// What draws nothing is looked at up to here; a flag's tags are six.
const NOISE_RUN: usize = 16;

/// The reason for which noise of a class goes.
pub fn noise_reason(kind: u8) -> u8 {
    match kind {
        class::JOINER => reason::JOINER,
        class::VARIATION => reason::SELECTOR,
        class::MONGOLIAN => reason::MONGOLIAN,
        class::TAG => reason::TAG,
        class::BIDI => reason::BIDI,
        class::SOFT_HYPHEN => reason::SOFT_HYPHEN,
        class::ZERO_WIDTH_SPACE => reason::ZERO_WIDTH_SPACE,
        _ => reason::OWN_FORMAT,
    }
}

/// The visible cells of a block, and the noise that awaits its neighbours.
pub fn cells<U: Unit>(work: &mut Work, text: &[U], out: &mut Vec<Cell>) {
    out.reserve(text.len());
    let mut heap = Heap::default();
    let mut at = 0;
    while let Some(&unit) = text.get(at) {
        let mut seen = 0;
        let plain = text[at..].iter().take_while(|unit| {
            let look = unit.look(work.looks);
            seen |= look;
            look & (look::HARD | look::JOINER | look::PRIVATE) == 0
        });
        let plain = plain.count();
        work.seen |= seen;
        if plain > 0 {
            out.extend(text[at..at + plain].iter().zip(at..).map(|(&unit, at)| Cell::new(unit.into(), at)));
            at += plain;
            continue;
        }
        let cell = Cell::new(unit.into(), at);
        let class = facts::klass(cell.cp);
        match class {
            class::CONTROL => {
                let stop = escapes::find(text, at);
                if let Some(stop) = stop.filter(|_| work.rewrites(kind::CONTROL)) {
                    for &unit in &text[at..stop] {
                        work.settle(Cell::new(unit.into(), at), reason::ESCAPE_SEQUENCE, &[], out);
                        at += 1;
                    }
                    continue;
                }
                // A sequence that does not go whole is text, but for its control characters.
                let why = if stop.is_some() { reason::ESCAPE_SEQUENCE } else { reason::CONTROL };
                work.settle(cell, why, &[], out);
            }
            class::INVISIBLE => work.settle(cell, reason::ZERO_WIDTH, &[], out),
            class::SOFT_HYPHEN | class::ZERO_WIDTH_SPACE | class::BIDI if !work.text_mode => {
                work.settle(cell, noise_reason(class), &[], out);
            }
            class::INVALID => work.settle(cell, invalid(work, &cell), &[REPLACEMENT], out),
            class::PRIVATE => work.settle(cell, private(cell.cp), &[REPLACEMENT], out),
            _ if facts::is_noise(class) && heap.is_over(&cell, class, out.len()) => {
                work.settle(cell, noise_reason(class), &[], out);
            }
            _ => out.push(cell),
        }
        at += 1;
    }
}

/// A run of noise: what is heaped up beyond [`NOISE_RUN`] goes unseen, but for the first joiner of each kind.
#[derive(Default)]
struct Heap {
    /// The length of the row where the run ends.
    end: usize,
    size: usize,
    joiners: Vec<u32>,
}

impl Heap {
    /// Counts a cell that comes to a row of some length, and tells whether it is one too many.
    fn is_over(&mut self, cell: &Cell, class: u8, length: usize) -> bool {
        if length != self.end {
            (self.end, self.size) = (length, 0);
            self.joiners.clear();
        }
        self.size += 1;
        let mut over = self.size > NOISE_RUN;
        if class == class::JOINER {
            over &= self.joiners.contains(&cell.cp);
            if !self.joiners.contains(&cell.cp) {
                self.joiners.push(cell.cp);
            }
        }
        self.end += usize::from(!over);
        over
    }
}

fn invalid(work: &Work, cell: &Cell) -> u8 {
    if work.malformed(cell.at).is_some() {
        return reason::MALFORMED;
    }
    if matches!(cell.cp, 0xD800..=0xDFFF) { reason::SURROGATE } else { reason::NONCHARACTER }
}

fn private(cp: u32) -> u8 {
    if matches!(cp, 0xE000..=0xF8FF | 0xF0000..) { reason::PRIVATE } else { reason::UNASSIGNED }
}

/// Takes the next line from a row: returns its end, writes the cells that end it, and moves `begin` behind them.
///
/// There is a line, perhaps an empty one, after the last end; then there is none.
pub fn next_line(
    work: &mut Work,
    row: &[Cell],
    begin: &mut usize,
    ending: &mut Vec<Cell>,
) -> Option<std::ops::Range<usize>> {
    ending.clear();
    let start = *begin;
    if start > row.len() {
        return None;
    }
    for (at, cell) in row.iter().enumerate().skip(start) {
        if cell.changed() {
            continue;
        }
        if cell.cp == LINE_FEED {
            ending.push(*cell);
            *begin = at + 1;
            return Some(start..at);
        }
        if facts::klass(cell.cp) == class::NEWLINE {
            let stop = if cell.cp == CARRIAGE_RETURN { before_line_feed(work, row, at) } else { None };
            if let Some(stop) = stop {
                // CR LF, with nothing to be seen between the two.
                carriage_return(work, *cell, ending);
                for noise in &row[at + 1..stop] {
                    work.settle(*noise, noise_reason(facts::klass(noise.cp)), &[], ending);
                }
                ending.push(row[stop]);
                *begin = stop + 1;
            } else {
                work.settle(*cell, reason::NEWLINE, &[LINE_FEED], ending);
                *begin = at + 1;
            }
            return Some(start..at);
        }
    }
    *begin = row.len() + 1;
    Some(start..row.len())
}

/// The index of the line feed that only noise separates from a carriage return.
///
/// In a log noise becomes visible, and then it parts the two.
fn before_line_feed(work: &Work, row: &[Cell], at: usize) -> Option<usize> {
    let noise = row[at + 1..].iter().take_while(|cell| !work.log && is_noise(cell));
    let stop = at + 1 + noise.count();
    (row.get(stop)?.cp == LINE_FEED).then_some(stop)
}

/// A carriage return before a line feed goes, but in a log it is how the record ends.
fn carriage_return(work: &mut Work, cell: Cell, out: &mut Vec<Cell>) {
    if work.log || work.action_of(kind::NEWLINE) == action::KEEP {
        out.push(cell);
    } else {
        work.settle(cell, reason::NEWLINE, &[], out);
    }
}

/// Takes the next piece of a very long line, whose words are judged by themselves, from a row: returns its end, and writes the piece.
///
/// A piece ends before the first space behind [`SEGMENT`] letters and digits, or before the letter behind twice as many. That
/// depends only on letters, digits and spaces that no rule adds or removes, so every variant of a text is cut at the same
/// places. A piece with too few letters for that ends at half of [`LONGEST`] cells where nothing is parted, at `LONGEST` where
/// something is. Blanks and marks beyond `SEGMENT` in a run go, and the noise among them, so that such a place is found.
pub fn segment(work: &mut Work, row: &[Cell], begin: usize, piece: &mut Vec<Cell>) -> usize {
    piece.clear();
    // A shorter row has too few cells for a cut.
    if row.len() - begin <= SEGMENT {
        piece.extend_from_slice(&row[begin..]);
        return row.len();
    }
    let (mut weight, mut marks, mut blanks) = (0, 0, 0);
    // Where the run of blanks begins: in the piece, and in the row.
    let mut first_blank = (0, begin);
    for (at, cell) in row.iter().enumerate().skip(begin) {
        let record = facts::of(cell.cp);
        let noise = facts::is_noise(record.kind);
        let blank = matches!(cell.cp, 0x20 | 0x09) || matches!(record.kind, class::SPACE | class::BLANK);
        if blank && blanks == 0 {
            first_blank = (piece.len(), at);
        }
        let counts = matches!(record.group, group::LETTER | group::DIGIT)
            && !blank
            && record.kind != class::PUNCTUATION
            && record.flags & flag::COMPOSES == 0;
        if weight >= SEGMENT && blank && record.kind != class::BLANK && first_blank.0 > 0 {
            piece.truncate(first_blank.0);
            return first_blank.1;
        }
        let parts_letters = || weight >= 2 * SEGMENT && record.kind == class::PLAIN && blanks == 0;
        if ends(piece, cell, blanks) || counts && parts_letters() && piece.last().is_some_and(apart) {
            return at;
        }
        weight += usize::from(counts);
        if !noise {
            blanks = if blank { blanks + 1 } else { 0 };
            marks = if record.group == group::MARK { marks + 1 } else { 0 };
        }
        let heaped = blanks.max(marks);
        if noise && heaped >= SEGMENT {
            work.settle(*cell, noise_reason(record.kind), &[], piece);
        } else if heaped > SEGMENT {
            work.settle(*cell, if blank { reason::TRAILING } else { reason::MARKS }, &[], piece);
        } else {
            piece.push(*cell);
        }
    }
    row.len()
}

/// Whether a piece that is long by what are no letters ends before a cell.
fn ends(piece: &[Cell], cell: &Cell, blanks: usize) -> bool {
    let Some(before) = piece.last().filter(|_| piece.len() >= LONGEST / 2) else {
        return false;
    };
    let (record, before) = (facts::of(cell.cp), facts::of(before.cp));
    let noise = facts::is_noise(record.kind);
    let parts = noise
        || blanks > 0
        || record.group == group::MARK
        || record.flags & flag::COMPOSES != 0
        || before.kind == class::JOINER
        || before.flags & flag::VIRAMA != 0;
    !parts || piece.len() >= if noise { 2 * LONGEST } else { LONGEST }
}

/// Whether a cut after this cell parts nothing that is drawn together.
fn apart(before: &Cell) -> bool {
    let record = facts::of(before.cp);
    !facts::is_noise(record.kind) && record.flags & flag::VIRAMA == 0
}
