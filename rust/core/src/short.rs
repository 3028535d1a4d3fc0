//! The short way through a line: where each change is decided by the character alone, by its token or by its word.
//!
//! The line has letters of one script that do not join, and beside them only what goes whatever stands around it, marks and spaces
//! that fold, and letters in disguise in words that tell Latin. Then no step of the long way sees more than is seen here. Whatever
//! else a line has, the long way is taken: this one says nothing then.

mod marks;
mod words;

use crate::engine::Edit;
use crate::escapes;
use crate::facts::{self, class, flag, script};
use crate::look::{self, Looks};
use crate::lookup;
use crate::parse::{LONGEST as LONGEST_PIECE, SEGMENT};
use crate::reasons::{kind, reason};
use crate::sequences;
use crate::text::Unit;
use crate::work::{Cell, action, flags};
use crate::{KINDS, Rules, normal};

const SPACE: u32 = 0x20;
const TAB: u32 = 0x09;
const CARRIAGE_RETURN: u32 = 0x0D;
const VOWEL_SEPARATOR: u32 = 0x180E;
const OGHAM_SPACE: u32 = 0x1680;
/// Longer tokens and words take the long way, so that none is read again and again.
const LONGEST: usize = 64;
/// What needs more of its line than is seen here.
const NOT_SHORT: u64 = look::UNSTABLE
    | look::COMPATIBILITY
    | look::TWIN
    | look::JAMO
    | look::DOT
    | look::PRIVATE
    | look::RARE_LETTER
    | look::CROWDED
    | look::STRAY
    | look::SEQUENCE
    | look::EAST_ASIAN
    | look::PREFERS
    | look::COMPOSES
    | look::ORDERED
    | look::ANY_MARK
    | look::PAIRS;
/// What a mark has that composes with the letter before it.
const COMPOSING: u64 = look::COMPOSES | look::ORDERED | look::ANY_MARK | look::PAIRS;
/// What draws nothing, or is a control character.
const NOISE: u64 = look::HARD | look::JOINER;

/// For each class the reason for which it goes wherever it stands; the others are looked at.
const GOES: [u8; 18] = {
    let mut goes = [STAYS; 18];
    goes[class::INVISIBLE as usize] = reason::ZERO_WIDTH;
    goes[class::JOINER as usize] = reason::JOINER;
    goes[class::TAG as usize] = reason::TAG;
    goes[class::BIDI as usize] = reason::BIDI;
    goes[class::SOFT_HYPHEN as usize] = reason::SOFT_HYPHEN;
    goes[class::ZERO_WIDTH_SPACE as usize] = reason::ZERO_WIDTH_SPACE;
    goes
};
const STAYS: u8 = u8::MAX;

/// The short way for some rules, and the room that it needs.
pub struct Short {
    /// Whether the rules rewrite all that it is about.
    fits: bool,
    strict: bool,
    looks: &'static Looks,
    token: Vec<Cell>,
    letters: Vec<(usize, u32, u64)>,
    /// The letters of words decided so far that change: where, and to what.
    changes: Vec<(usize, u32)>,
}

impl Short {
    /// The short way for some rules.
    pub fn new(rules: &Rules) -> Self {
        let reported = [kind::PRIVATE, kind::MOJIBAKE].map(usize::from);
        let replaces = |kind: usize| rules.actions[kind] == action::REPLACE || reported.contains(&kind);
        Self {
            fits: rules.flags & !flags::STRICT == 0 && (0..KINDS).all(replaces),
            strict: rules.flags & flags::STRICT != 0,
            looks: look::looks(),
            token: Vec::new(),
            letters: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// Decides a block, and tells whether it could; if not, what it wrote says nothing.
    pub fn decide<U: Unit>(&mut self, text: &[U], edits: &mut Vec<Edit>, replacements: &mut Vec<u32>) -> bool {
        if !self.fits {
            return false;
        }
        edits.clear();
        replacements.clear();
        self.changes.clear();
        let line = text.strip_suffix(&[U::LINE_FEED]).unwrap_or(text);
        let returns = line.len() < text.len() && line.last().is_some_and(|&unit| unit.into() == CARRIAGE_RETURN);
        let line = &line[..line.len() - usize::from(returns)];
        let Some(whole) = is_whole(line) else { return false };
        let mut way = Way {
            short: self,
            text,
            line,
            edits,
            replacements,
            tail: 0,
            whole,
            groups: 0,
            decided: 0,
            escaped: false,
            class: None,
        };
        if way.go().is_none() {
            return false;
        }
        if returns {
            way.drop(line.len(), reason::NEWLINE);
        }
        true
    }
}

/// Whether the pieces of a line, if it is so long that it is cut, part no word and no token; nothing where a piece may lose blanks.
///
/// A piece ends at a space behind enough letters, so where both are met often enough none is cut anywhere else.
fn is_whole<U: Unit>(line: &[U]) -> Option<bool> {
    if line.len() <= SEGMENT {
        return Some(true);
    }
    let is_letter = |unit: &&U| u8::try_from((**unit).into()).is_ok_and(|byte| byte.is_ascii_alphanumeric());
    let is_drawn = |unit: &U| matches!((*unit).into(), 0x21..0x7F);
    let blank =
        |unit: &U| matches!((*unit).into(), 0x20 | 0x09 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000);
    if line.split(is_drawn).any(|blanks| blanks.len() > SEGMENT && blanks.iter().any(blank)) {
        return None;
    }
    let parted = line.split(|unit| *unit == U::SPACE).all(|token| token.len() < SEGMENT);
    let lettered = line.chunks_exact(2 * SEGMENT).all(|units| units.iter().filter(is_letter).count() >= SEGMENT / 2);
    let whole = parted && (lettered || line.len() < LONGEST_PIECE / 2);
    (whole || line.len() < LONGEST_PIECE / 2 || !line.iter().any(blank)).then_some(whole)
}

/// One line on the short way. `None` of its methods means that the line is not for it.
struct Way<'a, U> {
    short: &'a mut Short,
    text: &'a [U],
    line: &'a [U],
    edits: &'a mut Vec<Edit>,
    replacements: &'a mut Vec<u32>,
    /// From here on there are only blanks, and what goes.
    tail: usize,
    /// Whether no word and no token is cut.
    whole: bool,
    /// The groups of scripts of the letters beyond ASCII.
    groups: u64,
    /// The end of the word decided last.
    decided: usize,
    /// Whether an escape sequence has gone, of which parts look like text.
    escaped: bool,
    /// Whether the line has what begins a character class, once that is asked.
    class: Option<bool>,
}

impl<U: Unit> Way<'_, U> {
    fn go(&mut self) -> Option<()> {
        self.tail = self.tail();
        let mut at = 0;
        loop {
            at = self.plain_end(at);
            if at >= self.line.len() {
                break;
            }
            at = self.step(at)?;
        }
        let latin = look::latin();
        if self.groups & !latin == 0 {
            return Some(());
        }
        let is_ascii_letter = |&unit: &U| matches!(unit.into(), 0x41..=0x5A | 0x61..=0x7A);
        let single = !self.short.strict && self.groups.is_power_of_two() && !self.line.iter().any(is_ascii_letter);
        single.then_some(())
    }

    #[inline]
    fn cp(&self, at: usize) -> u32 {
        self.line[at].into()
    }

    #[inline]
    fn look(&self, at: usize) -> u64 {
        self.line[at].look(self.short.looks)
    }

    /// The same, without what says that a composite holds a part of a discouraged sequence where it neither begins nor ends one.
    fn settled(&self, at: usize) -> u64 {
        const PAIR: u64 = look::BEGINS | look::ENDS;
        let look = self.look(at);
        if look & (look::PREFERS | look::DECOMPOSES) != look::PREFERS | look::DECOMPOSES {
            return look;
        }
        let near =
            |at: Option<usize>| at.and_then(|at| self.line.get(at)).map_or(0, |unit| unit.look(self.short.looks));
        let pairs = near(at.checked_sub(1)) >> look::FIRST & look | look >> look::FIRST & near(Some(at + 1));
        if pairs & PAIR == 0 { look & !look::PREFERS } else { look }
    }

    /// Where the blanks begin that end the line.
    fn tail(&self) -> usize {
        let goes = |&at: &usize| {
            let look = self.look(at);
            matches!(self.cp(at), SPACE | TAB) || look & (NOISE | look::BLANK) != 0
        };
        (0..self.line.len()).rev().take_while(goes).last().unwrap_or(self.line.len())
    }

    /// The next index whose character is not printable ASCII, or where the tail begins.
    fn plain_end(&self, mut at: usize) -> usize {
        if at >= self.tail {
            return at;
        }
        let line = &self.line[..self.tail];
        let printable = |&&unit: &&U| matches!(unit.into(), 0x20..=0x7E | TAB);
        let near = line[at..].iter().take(8).take_while(printable).count();
        at += near;
        if near < 8 {
            return at;
        }
        while let Some((units, _)) = line[at..].split_first_chunk() {
            if !U::are_printable(units) {
                break;
            }
            at += units.len();
        }
        at + line[at..].iter().take_while(printable).count()
    }

    /// Decides the character at an index, and tells where to go on.
    fn step(&mut self, at: usize) -> Option<usize> {
        let (cp, look) = (self.cp(at), self.settled(at));
        if look & NOISE != 0 {
            return self.noise(at, cp);
        }
        if at >= self.tail && (cp < 0x80 || facts::klass(cp) == class::SPACE) {
            self.drop(at, reason::TRAILING);
            return Some(at + 1);
        }
        if look & (NOT_SHORT & !COMPOSING) != 0 || !self.whole {
            return None;
        }
        if look & COMPOSING != 0 {
            return self.compose(at, cp, look);
        }
        let record = facts::of(cp);
        match record.kind {
            _ if record.joining != b'U' => return None,
            class::PUNCTUATION => {
                let target = self.mark(at, cp)?;
                if !target.is_empty() {
                    self.write(at, target, reason::PUNCTUATION);
                }
            }
            class::SPACE if look & look::BLANK != 0 && cp != OGHAM_SPACE => self.write(at, &[SPACE], reason::SPACE),
            class::PLAIN if record.flags & flag::VIRAMA == 0 => {
                if look & look::GROUPS & !look::latin() != 0 {
                    self.letter(at)?;
                } else if matches!(record.script, script::ZYYY | script::LATN) {
                    self.groups |= look & look::GROUPS;
                } else {
                    return None;
                }
            }
            _ => return None,
        }
        Some(at + 1)
    }

    /// Composes an ASCII letter with the one mark behind it (UAX #15), where nothing else can come of them.
    fn compose(&mut self, at: usize, cp: u32, look: u64) -> Option<usize> {
        let first = at.checked_sub(1)?;
        let base = self.cp(first);
        let pair = self.look(first) >> look::FIRST & look & look::PAIRS;
        let more = |&unit: &U| unit.look(self.short.looks) & (COMPOSING | NOISE) != 0;
        if !u8::try_from(base).is_ok_and(|byte| byte.is_ascii_alphabetic())
            || pair != look::COMPOSED
            || self.escaped
            || self.line.get(at + 1).is_some_and(more)
        {
            return None;
        }
        let whole = normal::composed(base, cp)?;
        let look = self.short.looks.of(whole);
        if look & (NOT_SHORT | look::PUNCTUATION) != 0 || facts::script(whole) != script::LATN {
            return None;
        }
        self.groups |= look & look::GROUPS;
        self.write(first, &[whole], reason::COMPOSITION);
        self.edits.last_mut()?.end = at + 1;
        Some(at + 1)
    }

    /// Drops what draws nothing, and escape sequences.
    fn noise(&mut self, at: usize, cp: u32) -> Option<usize> {
        let kind = facts::klass(cp);
        let mut why = GOES[usize::from(kind)];
        if why == STAYS {
            why = match kind {
                class::CONTROL if self.begins_sequence(at) => return self.sequence(at),
                class::CONTROL => reason::CONTROL,
                class::VARIATION if !sequences::selects(self.before(at)?, cp) => reason::SELECTOR,
                class::MONGOLIAN if cp == VOWEL_SEPARATOR || !lookup::is_variation(self.before(at)?, cp) => {
                    reason::MONGOLIAN
                }
                class::OWN_FORMAT if self.is_foreign(at, cp) => reason::OWN_FORMAT,
                _ => return None,
            };
        }
        self.drop(at, why);
        Some(at + 1)
    }

    /// Drops an escape sequence; not at the end of a line, where it would part blanks from it.
    fn sequence(&mut self, at: usize) -> Option<usize> {
        // What looks like letters does not count where a long line is cut.
        let stop = escapes::find(self.text, at).filter(|stop| *stop < self.tail && self.line.len() <= SEGMENT)?;
        (at..stop).for_each(|at| self.drop(at, reason::ESCAPE_SEQUENCE));
        self.escaped = true;
        Some(stop)
    }

    /// Whether a format character of some script has nothing of its script beside it.
    fn is_foreign(&self, at: usize, cp: u32) -> bool {
        let alone = self.line.get(at + 1).is_none_or(|&next| next.into() < 0x80);
        alone && !matches!(facts::script(cp), script::ZYYY | script::ZINH) && at < self.tail
    }

    /// The character before an index that is drawn; 0 at the start of the line.
    fn before(&self, at: usize) -> Option<u32> {
        let near = at.checked_sub(1).map_or(0, |near| self.cp(near));
        if matches!(near, 0x20..0x7F) && !self.escaped {
            return Some(near);
        }
        let from = at.saturating_sub(LONGEST);
        match (from..at).rev().find(|&at| self.look(at) & NOISE == 0) {
            Some(_) if self.escaped => None,
            Some(at) => Some(self.cp(at)),
            None => (from == 0).then_some(0),
        }
    }

    /// The span around an index up to where a test holds, no further than [`LONGEST`] to either side.
    fn around(&self, at: usize, ends: impl Fn(usize) -> bool) -> (usize, usize) {
        let before = (0..at).rev().take(LONGEST).take_while(|&at| !ends(at)).count();
        let behind = (at + 1..self.line.len()).take(LONGEST).take_while(|&at| !ends(at)).count();
        (at - before, at + 1 + behind)
    }

    /// Whether an escape sequence begins at an index: then what follows is no text.
    fn begins_sequence(&self, at: usize) -> bool {
        matches!(self.cp(at), 0x1B | 0x80..=0x9F) && escapes::find(self.text, at).is_some()
    }

    /// Notes that a character goes.
    #[inline]
    fn drop(&mut self, at: usize, why: u8) {
        match self.edits.last_mut() {
            Some(last) if last.end == at && last.why == why => last.end = at + 1,
            _ => self.write(at, &[], why),
        }
    }

    /// Notes what a character becomes.
    #[inline]
    fn write(&mut self, at: usize, target: &[u32], why: u8) {
        let from = self.replacements.len();
        self.replacements.extend_from_slice(target);
        self.edits.push(Edit { start: at, end: at + 1, from, to: self.replacements.len(), why });
    }
}
