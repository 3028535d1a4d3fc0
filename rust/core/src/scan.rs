//! What needs no look: text that every rule leaves as it is.
//!
//! A scan never says that a block needs no look where a rule would find something; the other way round it may err.

use crate::Rules;
use crate::closer::{self, Closer, Doubts};
use crate::look::{self, Looks, looks};
use crate::parse::SEGMENT;
use crate::reasons::kind;
use crate::text::{CHUNK, Unit, block_end, block_start};
use crate::utf8;
use crate::work::{action, flags};

/// The scan for some rules.
pub struct Scan {
    looks: &'static Looks,
    /// What makes a look necessary by itself.
    alone: u64,
    /// What of that no closer look can clear.
    hopeless: u64,
    /// What makes it necessary in pairs.
    pairs: u64,
    /// The groups of scripts of which a line may have one.
    groups: u64,
    latin: u64,
    /// The closer look, which counts on text being normalized.
    closer: Option<Closer>,
}

/// What a line has shown so far.
#[derive(Clone, Copy, Default)]
struct Seen {
    all: u64,
    pairs: u64,
    stacks: u64,
    last: u64,
    twice: u64,
}

impl Seen {
    #[inline]
    fn add(&mut self, look: u64) {
        self.all |= look;
        self.pairs |= self.last >> look::FIRST & look;
        let twice = self.last & look;
        self.stacks |= self.twice & twice;
        self.twice = twice;
        self.last = look;
    }
}

impl Scan {
    /// The scan for some rules; with `reports` it also finds what is only reported.
    pub fn new(rules: &Rules, reports: bool) -> Self {
        let inert = |kind: u8| match rules.actions[usize::from(kind)] {
            action::KEEP => true,
            action::REPORT => !reports,
            _ => false,
        };
        let mut alone = look::HARD
            | look::JOINER
            | look::UNSTABLE
            | look::COMPATIBILITY
            | look::PUNCTUATION
            | look::OWN
            | look::BLANK
            | look::ONLY_EAST_ASIAN
            | look::TWIN
            | look::JAMO
            | look::DOT
            | look::PRIVATE
            | look::RARE_LETTER
            | look::CROWDED;
        let mut pairs = look::PAIRS;
        if reports {
            alone |= look::STRAY;
        }
        if inert(kind::PRIVATE) {
            alone &= !look::PRIVATE;
        }
        if inert(kind::PUNCTUATION) {
            alone &= !(look::PUNCTUATION | look::OWN);
        }
        if inert(kind::COMPATIBILITY) {
            alone &= !look::COMPATIBILITY;
        }
        if inert(kind::SPACE) {
            pairs &= !look::ENDING;
            if inert(kind::BLANK) {
                alone &= !look::BLANK;
            }
        }
        let mut groups = look::GROUPS;
        if inert(kind::HOMOGLYPH) {
            groups = 0;
            alone &= !(look::TWIN | look::JAMO | look::RARE_LETTER | look::CROWDED | look::STRAY);
        }
        let normalizes = matches!(rules.actions[usize::from(kind::NORMALIZATION)], action::REPLACE | action::REMOVE);
        let closer = normalizes.then(|| Closer::new(looks(), rules.flags & flags::STRICT != 0, reports));
        let hopeless = alone & !(closer::ALONE | look::ONLY_EAST_ASIAN);
        Self { looks: looks(), alone, hopeless, pairs, groups, latin: look::latin(), closer }
    }

    /// The next block at or behind an index that needs a look. The index is where a block starts.
    pub fn next<U: Unit>(&mut self, text: &[U], mut start: usize) -> Option<(usize, usize)> {
        while start < text.len() {
            let plain = plain_end(text, start);
            let plain = many_blanks(text, start, plain).unwrap_or(plain);
            start = block_start(text, plain).max(start);
            let (end, seen) = self.line(text, start, plain);
            let is_clean = self.is_clean(&seen, || text[start..end].iter().map(|&unit| unit.into()), end - start);
            if !is_clean || many_blanks(text, start, end).is_some() {
                return Some((start, end));
            }
            start = end;
        }
        None
    }

    /// The end of the block that starts at an index, and what it shows; what is before the second index is plain.
    fn line<U: Unit>(&self, text: &[U], start: usize, plain: usize) -> (usize, Seen) {
        let (mut seen, start) = self.begin(start, plain);
        let (end, all) = self.all(text, start);
        let units = &text[start..end];
        // The line feed, or the end of the text, ends a pair with a blank; it is in no other.
        let units = units.strip_suffix(&[U::LINE_FEED]).unwrap_or(units);
        let inside = units.iter().map(|unit| unit.look(self.looks));
        // Most text has nothing that could be the second of a pair, and no marks.
        if all & self.hopeless == 0 && all & (self.pairs & !look::ENDING | look::MARK) != 0 {
            inside.for_each(|look| seen.add(look));
        } else {
            seen.last = units.last().map_or(0, |unit| unit.look(self.looks));
        }
        seen.add(look::ENDING);
        seen.all |= all;
        (end, seen)
    }

    /// The end of the block that goes on at an index, and what its characters show from there on; what is hopeless is read no further.
    fn all<U: Unit>(&self, text: &[U], start: usize) -> (usize, u64) {
        let mut all = 0;
        let mut at = start;
        while let Some((units, _)) = text[at..].split_first_chunk::<16>() {
            let looks = units.iter().fold(0, |all, unit| all | unit.look(self.looks));
            if looks & look::LINE_FEED != 0 {
                break;
            }
            all |= looks;
            at += units.len();
            if looks & self.hopeless != 0 {
                return (block_end(text, at), all);
            }
        }
        for unit in &text[at..] {
            at += 1;
            let look = unit.look(self.looks);
            all |= look;
            if look & look::LINE_FEED != 0 {
                break;
            }
        }
        (at, all)
    }

    /// What a block that is plain up to an index shows there, and where to go on: plain text shows Latin letters.
    fn begin(&self, start: usize, plain: usize) -> (Seen, usize) {
        if plain < start + 2 * CHUNK {
            return (Seen::default(), start);
        }
        (Seen { all: self.latin, ..Seen::default() }, plain - 1)
    }

    /// Whether a line needs no look, by what it shows and, where that is not enough, by its characters.
    fn is_clean<I: Iterator<Item = u32>>(&mut self, seen: &Seen, line: impl Fn() -> I, length: usize) -> bool {
        let mut alone = seen.all & self.alone;
        if seen.all & look::EAST_ASIAN != 0 && length <= SEGMENT {
            alone &= !look::ONLY_EAST_ASIAN;
        }
        let groups = seen.all & self.groups;
        let mut pairs = seen.pairs & self.pairs;
        if pairs & (look::BEGINS | look::ENDS) != look::BEGINS | look::ENDS {
            pairs &= !(look::BEGINS | look::ENDS);
        }
        if alone & !closer::ALONE != 0 || pairs & !closer::PAIRS != 0 {
            return false;
        }
        let stacks = seen.stacks & look::MARK != 0;
        let groups = groups & groups.wrapping_sub(1) != 0;
        if alone == 0 && pairs == 0 && !stacks && !groups {
            return true;
        }
        let doubts = Doubts { alone, pairs, stacks, groups, sequence: seen.all & look::SEQUENCE != 0 };
        self.closer.as_mut().is_some_and(|closer| length <= SEGMENT && closer.is_clean(doubts, line))
    }

    /// The next block of UTF-8 at or behind an index that needs a look, and whether it is well-formed: then its characters are written.
    /// The index is where a block starts.
    pub fn next_utf8(&mut self, data: &[u8], mut start: usize, cps: &mut Vec<u32>) -> Option<(usize, usize, bool)> {
        while start < data.len() {
            let plain = plain_end(data, start);
            let plain = many_blanks(data, start, plain).unwrap_or(plain);
            start = block_start(data, plain).max(start);
            let end = block_end(data, plain);
            if !utf8::characters(&data[start..end], cps) {
                return Some((start, end, false));
            }
            let (_, seen) = self.line(cps, 0, 0);
            let is_clean = self.is_clean(&seen, || cps.iter().copied(), cps.len());
            if !is_clean || many_blanks(data, start, end).is_some() {
                return Some((start, end, true));
            }
            start = end;
        }
        None
    }
}

/// The start of the first block that is not surely plain ASCII; the end of the text if there is none. Such text all rules leave alone.
pub fn plain_start<U: Unit>(text: &[U]) -> usize {
    let plain = plain_end(text, 0);
    if let Some(blanks) = many_blanks(text, 0, text.len()) {
        return block_start(text, blanks.min(plain));
    }
    let rest = &text[plain..];
    let is_plain = match (text.split_last_chunk::<CHUNK>(), text.last()) {
        (_, Some(&last)) if matches!(last.into(), 0x20 | 0x09) || rest.len() > CHUNK => false,
        // The last units once more, with those that were not judged.
        (Some((before, units)), _) if !before.is_empty() => {
            let before = text[..text.len() - 1].last_chunk();
            before.is_some_and(|before| U::are_plain(before, units))
        }
        _ => {
            let (chunks, last) = (text.chunks_exact(16), text.last_chunk());
            let printable = |unit: &U| matches!((*unit).into(), 0x20..=0x7E | 0x09);
            match last {
                Some(last) => {
                    U::are_printable(last) && chunks.filter_map(|units| units.first_chunk()).all(U::are_printable)
                }
                None => text.iter().all(printable),
            }
        }
    };
    if is_plain { text.len() } else { block_start(text, plain) }
}

/// An index up to which nothing but printable ASCII stands in lines without trailing blanks, the last line perhaps unfinished.
fn plain_end<U: Unit>(text: &[U], start: usize) -> usize {
    // What stands before the first unit is the end of a line, or nothing.
    let first: u32 = match text.get(start) {
        Some(&unit) => unit.into(),
        None => return start,
    };
    if !matches!(first, 0x20..=0x7E | 0x09 | 0x0A) {
        return start;
    }
    let mut at = start + 1;
    while let (Some((before, _)), Some((units, _))) =
        (text[at - 1..].split_first_chunk(), text[at..].split_first_chunk())
    {
        if !U::are_plain(before, units) {
            break;
        }
        at += CHUNK;
    }
    at
}

/// Where in a span of text a run of blanks begins that is longer than a line may have, if there is one.
fn many_blanks<U: Unit>(text: &[U], start: usize, end: usize) -> Option<usize> {
    let is_blank = |&at: &usize| matches!(text[at].into(), 0x20 | 0x09);
    // Such a run cannot lie between two of these places.
    (start + SEGMENT..end).step_by(SEGMENT).filter(is_blank).find_map(|at| {
        let first = at - (start..at).rev().take_while(is_blank).count();
        let blanks = (first..end).take_while(is_blank).count();
        (blanks > SEGMENT).then_some(first)
    })
}
