//! What needs no look: text that every rule leaves as it is.
//!
//! A scan never says that a block needs no look where a rule would find something; the other way round it may err.

use fearless_simd::{Simd, dispatch};

use crate::Rules;
use crate::calm::{self, LEVEL};
use crate::closer::{self, Closer, Doubts};
use crate::digest::{self, Digest, Seen, digest};
use crate::look::{self, looks};
use crate::narrow::narrow;
use crate::notation;
use crate::parse::SEGMENT;
use crate::reasons::kind;
use crate::text::{CHUNK, Unit, block_end, block_start};
use crate::utf8;
use crate::wide;
use crate::work::{action, flags};

/// So many bytes of UTF-8 are read at once: few where every other line needs a look.
const LEAST_AT_ONCE: usize = 512;
const MOST_AT_ONCE: usize = SEGMENT;
/// So many lines are looked at one by one, before it is tried again to tell several together.
const MOST_PATIENT: usize = 31;

/// So many units of plain text are read in the usual registers.
const FEW: usize = 4 * CHUNK;

/// Lines of UTF-8 that were read but not told.
struct Held {
    /// Where they begin.
    byte: usize,
    /// Where their characters begin and end.
    from: usize,
    count: usize,
    /// Whether the text ends with them.
    whole: bool,
}

/// The scan for some rules.
pub struct Scan {
    digest: &'static Digest,
    /// What makes a look necessary by itself.
    alone: u64,
    /// What of that no closer look can clear.
    hopeless: u64,
    /// What makes it necessary to look at lines one by one.
    restless: u64,
    /// What makes it necessary in pairs.
    pairs: u64,
    /// The groups of scripts of which a line may have one.
    groups: u64,
    latin: u64,
    /// Whether what the letters of words tell is not decided, or reported, beyond what changes.
    words_tell: bool,
    /// Whether every doubt is decided.
    strict: bool,
    /// The closer look, which counts on text being normalized.
    closer: Option<Closer>,
    /// So many lines are looked at one by one, and so many were the last time: where lines are told together in vain.
    wait: usize,
    patience: usize,
    /// Whether the last lines were of no family.
    missed: bool,
    /// So many bytes of UTF-8 are read at once.
    at_once: usize,
    /// Their characters, and which of them are still to be told.
    units: Vec<u16>,
    held: Option<Held>,
}

impl Scan {
    /// The scan for some rules; with `reports` it also finds what is only reported.
    pub fn new(rules: &Rules, reports: bool) -> Self {
        let inert = |kind: u8| match rules.actions[usize::from(kind)] {
            action::KEEP => true,
            action::REPORT => !reports,
            _ => false,
        };
        let mut alone = look::LOOKED_AT;
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
        let strict = rules.flags & flags::STRICT != 0;
        let closer = normalizes.then(|| Closer::new(looks(), strict, reports));
        let hopeless = alone & !(closer::ALONE | look::ONLY_EAST_ASIAN);
        let words_tell = !strict && !reports;
        let lone = if alone & look::ONLY_EAST_ASIAN == 0 { 0 } else { digest::LONE_EAST_ASIAN };
        let restless = alone & !(look::ONLY_EAST_ASIAN | look::TWIN) | lone;
        Self {
            digest: digest(),
            alone,
            hopeless,
            restless,
            pairs,
            groups,
            latin: look::latin(),
            words_tell,
            strict,
            closer,
            wait: 0,
            patience: 0,
            missed: true,
            at_once: LEAST_AT_ONCE,
            units: Vec::new(),
            held: None,
        }
    }

    /// The next block at or behind an index that needs a look. The index is where a block starts.
    pub fn next<U: Unit>(&mut self, text: &[U], mut start: usize) -> Option<(usize, usize)> {
        while start < text.len() {
            let plain = plain_end(text, start);
            let plain = many_blanks(text, start, plain).unwrap_or(plain);
            start = block_start(text, plain).max(start);
            if self.wait > 0 {
                self.wait -= 1;
            } else {
                let (calm, missed) = match self.family_end(text, start, plain) {
                    Some(end) if end == text.len() => return None,
                    // The line that is not all of the family is looked at by itself, if it is the only one.
                    Some(end) => (end, block_start(text, end) <= start),
                    None => (start, true),
                };
                let again = std::mem::replace(&mut self.missed, missed) && missed;
                let calm = if again { self.calm_end(text, start) } else { calm };
                if calm == text.len() {
                    return None;
                }
                let line = block_start(text, calm).max(start);
                self.patience = if again && line == start { MOST_PATIENT.min(2 * self.patience + 1) } else { 0 };
                self.wait = self.patience;
                start = line;
                // What is plain is skipped faster.
                if plain_end(text, start) > start + CHUNK {
                    continue;
                }
            }
            let (end, seen) = self.line(text, start, plain);
            let is_clean = self.is_clean(&seen, &text[start..end]);
            if !is_clean || many_blanks(text, start, end).is_some() {
                return Some((start, end));
            }
            start = end;
        }
        None
    }

    /// The end of the block that starts at an index, and what it shows; what is before the second index is plain.
    ///
    /// What is hopeless is read no further.
    fn line<U: Unit>(&self, text: &[U], start: usize, plain: usize) -> (usize, Seen) {
        let (mut seen, mut at) = self.begin(start, plain);
        while let Some((units, _)) = text[at..].split_first_chunk::<16>().filter(|(units, _)| !U::have_feed(units)) {
            let shown = seen.add_all(self.digest, units);
            if shown & look::OWN != 0 {
                seen.own = seen.own.min(at - start);
            }
            at += units.len();
            if shown & self.hopeless != 0 {
                return (block_end(text, at), seen);
            }
        }
        let rest = &text[at..];
        let end = rest.iter().position(|&unit| unit == U::LINE_FEED).unwrap_or(rest.len());
        let shown = seen.add_all(self.digest, &rest[..end]);
        if shown & look::OWN != 0 {
            seen.own = seen.own.min(at - start);
        }
        // The end of the text ends a line, too.
        seen.add(self.digest, U::LINE_FEED);
        (text.len().min(at + end + 1), seen)
    }

    /// What a block that is plain up to an index shows there, and where to go on: plain text shows Latin letters.
    fn begin(&self, start: usize, plain: usize) -> (Seen, usize) {
        let mut seen = Seen::new(self.digest);
        if plain < start + 2 * CHUNK {
            return (seen, start);
        }
        seen.all = self.latin;
        (seen, plain - 1)
    }

    /// Up to where lines that begin at an index are of one family of calm characters, that of the first letter behind another index.
    fn family_end<U: Unit>(&self, text: &[U], start: usize, letter: usize) -> Option<usize> {
        let text = &text[..text.len().min(start + SEGMENT)];
        let family = text.get(letter..).and_then(calm::family_of).filter(|family| self.lets(family.shows))?;
        Some(family.end(text, start))
    }

    /// Up to where lines that begin at an index show nothing that any rule looks at; the last of them may go on. It reads no
    /// more than a line may have before it is cut, and stops where text is plain.
    fn calm_end<U: Unit>(&self, text: &[U], start: usize) -> usize {
        let text = &text[..text.len().min(start + SEGMENT)];
        let mut seen = Seen::new(self.digest);
        let (mut at, mut plain) = (start, 0);
        while let Some((units, _)) = text[at..].split_first_chunk::<32>() {
            let shown = seen.add_all(self.digest, units);
            plain = if shown & digest::BEYOND == 0 { plain + units.len() } else { 0 };
            if !self.is_calm(&seen) || plain > 2 * CHUNK {
                return self.wide_end(&seen, text, start, at);
            }
            at += units.len();
        }
        seen.add_all(self.digest, &text[at..]);
        seen.add(self.digest, U::LINE_FEED);
        // The last line is the one that is not.
        let end = if self.is_calm(&seen) { text.len() } else { at.min(text.len() - 1) };
        self.wide_end(&seen, text, start, end)
    }

    /// Whether lines of a family's characters, which show so much and are of one script, need no look.
    #[inline]
    fn lets(&self, shows: u64) -> bool {
        let alone = !self.strict && shows & look::GROUPS == look::OTHER_TWINNED;
        self.is_calm(&Seen::of(self.digest, if alone { shows & !look::GROUPS } else { shows }))
    }

    /// The end of calm lines, if wide forms stay in all of them; else their start.
    fn wide_end<U: Unit>(&self, seen: &Seen, text: &[U], start: usize, end: usize) -> usize {
        let wide = seen.all & self.alone & look::ONLY_EAST_ASIAN != 0;
        let stay = !wide || wide::surely_stay(text[start..end].iter().map(|&unit| unit.into()));
        if stay { end } else { start }
    }

    /// Whether each line of several needs no look, by what they show together.
    #[inline]
    fn is_calm(&self, seen: &Seen) -> bool {
        let groups = seen.all & self.groups;
        let twins = seen.all & self.alone & look::TWIN != 0;
        seen.all & self.restless == 0
            && seen.three & digest::STACK == 0
            && !look::may_mix(groups, seen.all, self.strict)
            && self.pairs(seen) == 0
            && (!twins || (self.closer.is_some() && seen.he_stays()))
    }

    /// The pairs seen that rules may look at.
    fn pairs(&self, seen: &Seen) -> u64 {
        let pairs = seen.all & self.pairs;
        // The beginnings of discouraged sequences are usual; without an end they are none.
        let whole = look::BEGINS | look::ENDS;
        if pairs & whole == whole { pairs } else { pairs & !whole }
    }

    /// Whether a line needs no look, by what it shows and, where that is not enough, by its characters.
    fn is_clean<U: Unit>(&mut self, seen: &Seen, units: &[U]) -> bool {
        let line = || units.iter().map(|&unit| unit.into());
        let length = units.len();
        let mut alone = seen.all & self.alone;
        let wide = alone & look::ONLY_EAST_ASIAN != 0 && seen.all & look::EAST_ASIAN != 0 && length <= SEGMENT;
        if wide && wide::surely_stay(line()) {
            alone &= !look::ONLY_EAST_ASIAN;
        }
        let pairs = self.pairs(seen);
        if alone & !closer::ALONE != 0 || pairs & !closer::PAIRS != 0 {
            return false;
        }
        let groups = seen.all & self.groups;
        let stacks = seen.three & digest::STACK != 0;
        let mut groups = look::may_mix(groups, seen.all, self.strict);
        if alone == 0 && pairs == 0 && !stacks && !groups {
            return true;
        }
        let Some(closer) = self.closer.as_mut().filter(|_| length <= SEGMENT) else { return false };
        if alone & look::OWN != 0 && !closer.own_marks_stay(units, seen.own) {
            return false;
        }
        alone &= !look::OWN;
        let stay = || seen.twins_stay() || seen.kana_stay(self.digest, units) || seen.twins_agree(line());
        if alone & look::TWIN != 0 && stay() {
            alone &= !look::TWIN;
        }
        if groups && self.words_tell && alone & closer::WORDS == 0 && seen.words_tell() {
            // The ends of a range are one word.
            groups = line().any(|cp| cp == notation::OPENS_CLASS);
        }
        if alone == 0 && pairs == 0 && !stacks && !groups {
            return true;
        }
        closer.is_clean(Doubts { alone, pairs, stacks, groups, sequence: seen.all & look::SEQUENCE != 0 }, line)
    }

    /// The next block of UTF-8 at or behind an index that needs a look, and whether it is well-formed: then its characters are written.
    /// The index is where a block starts.
    pub fn next_utf8(&mut self, data: &[u8], mut start: usize, cps: &mut Vec<u32>) -> Option<(usize, usize, bool)> {
        while start < data.len() {
            let plain = plain_end(data, start);
            let plain = many_blanks(data, start, plain).unwrap_or(plain);
            start = block_start(data, plain).max(start);
            // What was passed over is plain: a byte a character.
            self.held = self.held.take().and_then(|held| {
                let from = held.from + (start - held.byte);
                (from < held.count).then_some(Held { byte: start, from, ..held })
            });
            let stop = data.len().min(start + SEGMENT);
            let untold = data.get(plain..stop).filter(|_| self.held.is_none());
            let family = untold.and_then(calm::family_of_utf8).filter(|family| self.lets(family.shows));
            if let Some(family) = family {
                let end = family.end_utf8(&data[..stop], start);
                if end == data.len() {
                    return None;
                }
                let line = block_start(data, end);
                if line > start {
                    // Most often one line ends what is calm.
                    (start, self.at_once) = (line, LEAST_AT_ONCE);
                    continue;
                }
            }
            if let Some((begin, end)) = self.lines_utf8(data, start, cps) {
                if begin < end {
                    return Some((begin, end, true));
                }
                start = begin;
                continue;
            }
            // A line that is long, malformed, or has characters beyond the first plane.
            let end = block_end(data, plain);
            if !utf8::characters(&data[start..end], cps) {
                return Some((start, end, false));
            }
            let (_, seen) = self.line(cps, 0, 0);
            let is_clean = self.is_clean(&seen, cps.as_slice());
            if !is_clean || many_blanks(data, start, end).is_some() {
                return Some((start, end, true));
            }
            start = end;
        }
        None
    }

    /// The next block of UTF-8 that needs a look among some lines, its characters written, or an empty span behind them; nothing where
    /// none can be read at once.
    fn lines_utf8(&mut self, data: &[u8], start: usize, cps: &mut Vec<u32>) -> Option<(usize, usize)> {
        let mut room = std::mem::take(&mut self.units);
        let Held { from, count, whole, .. } = match self.held.take() {
            Some(held) => held,
            None => self.read(data, start, &mut room),
        };
        let units = &room[from..count];
        let block = self.next(units, 0);
        let behind = |at: usize| {
            let feeds = units[..at].iter().filter(|unit| **unit == u16::LINE_FEED).count();
            (0..feeds).fold(start, |at, _| block_end(data, at))
        };
        let span = match block {
            _ if units.is_empty() => None,
            Some((at, stop)) => {
                let begin = behind(at);
                let end = block_end(data, begin);
                cps.clear();
                cps.extend(units[at..stop].iter().map(|&unit| u32::from(unit)));
                if from + stop < count {
                    self.held = Some(Held { byte: end, from: from + stop, count, whole });
                }
                Some((begin, end))
            }
            None => {
                let end = if whole { data.len() } else { behind(units.len()) };
                Some((end, end))
            }
        };
        self.units = room;
        span
    }

    /// Reads some lines of UTF-8, ever more of them.
    fn read(&mut self, data: &[u8], start: usize, room: &mut Vec<u16>) -> Held {
        loop {
            let stop = data.len().min(start + self.at_once);
            let (size, count) = narrow(&data[start..stop], room);
            let read = start + size;
            let whole = read == data.len();
            let count = if whole { count } else { block_start(&room[..count], count) };
            // A line may be longer.
            if count > 0 || read + CHUNK <= stop || self.at_once == MOST_AT_ONCE {
                self.at_once = MOST_AT_ONCE.min(2 * self.at_once);
                return Held { byte: start, from: 0, count, whole };
            }
            self.at_once = MOST_AT_ONCE.min(4 * self.at_once);
        }
    }

    /// Forgets what was read of a text: another one comes.
    pub fn forget(&mut self) {
        (self.held, self.at_once) = (None, LEAST_AT_ONCE);
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
    let at = start + 1;
    // Short texts are told sooner than it takes to ask what the processor can do.
    let near = plain_by(&text[..text.len().min(at + FEW)], at);
    if near + CHUNK <= text.len().min(at + FEW) || text.len() < at + FEW + CHUNK {
        return near;
    }
    let level = *LEVEL;
    dispatch!(level, simd => simd.vectorize(#[inline(always)] || plain_by(text, near)))
}

/// As [`plain_end`], from an index on that has another before it.
#[inline(always)]
fn plain_by<U: Unit>(text: &[U], mut at: usize) -> usize {
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
