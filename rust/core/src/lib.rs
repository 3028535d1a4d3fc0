//! The engine of `sanitize`: findings, clean text and forms for comparing, by the rules of the reference core.
//!
//! Its modules have the names and the order of `sanitize._reference`, which specifies them and judges them.
#![forbid(unsafe_code)]

mod ae;
mod alike;
mod alphabets;
mod arabic;
mod around;
mod bidi;
mod body;
mod calm;
mod clicks;
mod closer;
mod clusters;
mod compare;
mod cyrillic;
mod digest;
mod drawn;
mod engine;
mod escapes;
mod facts;
mod folds;
mod formats;
mod found;
mod grammar;
mod hangul;
mod he;
mod joiners;
mod json;
mod kana;
mod latin;
mod line;
mod look;
mod lookup;
mod marks;
mod narrow;
mod normal;
mod notation;
mod order;
mod parse;
mod prefer;
#[rustfmt::skip]
#[allow(dead_code)] // The list is whole, though the engine leaves some of it to Python.
mod reasons;
mod scan;
mod screen;
mod scripts;
mod sequences;
mod shapes;
mod short;
#[cfg(test)]
mod soundness;
#[rustfmt::skip]
mod tables;
#[rustfmt::skip]
mod tables_bidi;
mod text;
mod twins;
mod unfinished;
mod utf8;
mod wide;
mod word;
mod words;
mod work;
mod written;

use std::fmt;
use std::ops::Range;

use engine::Engine;
use reasons::reason;
use scan::Scan;
use text::Unit;

pub use body::{Suspect, is_plain as is_plain_json, suspects};
pub use found::Found;
pub use grammar::NotJson;
pub use json::Json;
pub use utf8::{Reader, code_points};
pub use written::Written;

/// The version of the Unicode Character Database that the tables were generated from.
pub const UNICODE_VERSION: &str = tables::UNICODE_VERSION;

/// How many kinds of finding there are: `invisible` is 0, `mojibake` is 16.
pub const KINDS: usize = 17;

/// The highest action number: keep, report, replace, remove, escape.
const LAST_ACTION: u8 = 4;

/// Every flag that has a meaning: text, strict, log, key.
const ALL_FLAGS: u8 = 0b1111;

/// A string as PEP 393 stores it: one code point a unit, lone surrogates included.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// All code points are below U+0100.
    One(&'a [u8]),
    /// All code points are below U+10000.
    Two(&'a [u16]),
    /// Any code point.
    Four(&'a [u32]),
}

/// A span of a string, in code points. `replacement` is `None` where the text stays and is reported only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The first code point.
    pub start: usize,
    /// The code point after the last.
    pub end: usize,
    /// What stands there in the clean text.
    pub replacement: Option<Vec<u32>>,
    /// The index in the list of kinds.
    pub kind: u8,
    /// The index in the list of reasons.
    pub reason: u8,
}

/// As [`Finding`], for UTF-8: offsets and replacement in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByteFinding {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// What stands there in the clean text, UTF-8.
    pub replacement: Option<Vec<u8>>,
    /// The index in the list of kinds.
    pub kind: u8,
    /// The index in the list of reasons.
    pub reason: u8,
}

/// A policy: an action a kind, and the flags of the preset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The action of each kind.
    pub actions: [u8; KINDS],
    /// 1 text, 2 strict, 4 log, 8 key.
    pub flags: u8,
}

/// Why bytes are no [`Rules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulesError {
    /// Not one byte a kind and one of flags.
    Length(usize),
    /// No such action: the kind's index, and the number given.
    Action(usize, u8),
    /// Bits that have no meaning.
    Flags(u8),
}

impl fmt::Display for RulesError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(got) => write!(out, "rules must be {} bytes long, not {got}", KINDS + 1),
            Self::Action(kind, got) => {
                write!(out, "rules have action {got} for kind {kind}: the last action is {LAST_ACTION}")
            }
            Self::Flags(got) => write!(out, "rules have flags {got:#04x}: the known ones are {ALL_FLAGS:#04x}"),
        }
    }
}

impl std::error::Error for RulesError {}

impl Rules {
    /// Reads one action byte a kind, then one byte of flags.
    ///
    /// # Errors
    /// When the length, an action or a flag is not one that this version knows.
    pub fn parse(bytes: &[u8]) -> Result<Self, RulesError> {
        let bytes: &[u8; KINDS + 1] = bytes.try_into().map_err(|_| RulesError::Length(bytes.len()))?;
        let mut actions = [0; KINDS];
        for (kind, (action, byte)) in actions.iter_mut().zip(bytes).enumerate() {
            if *byte > LAST_ACTION {
                return Err(RulesError::Action(kind, *byte));
            }
            *action = *byte;
        }
        let flags = bytes[KINDS];
        if flags & !ALL_FLAGS != 0 {
            return Err(RulesError::Flags(flags));
        }
        Ok(Self { actions, flags })
    }

    /// Whether plain text ([`is_plain`]) is clean: under all rules but those that make forms for comparing.
    #[must_use]
    pub fn leave_plain(&self) -> bool {
        self.flags & work::flags::KEY == 0
    }
}

/// Does the same with the units of a text, whatever their width.
macro_rules! units {
    ($text:expr, $units:ident => $body:expr) => {
        match $text {
            Text::One($units) => $body,
            Text::Two($units) => $body,
            Text::Four($units) => $body,
        }
    };
}

/// The findings in a string: sorted, not overlapping.
#[must_use]
pub fn findings(text: Text<'_>, rules: &Rules) -> Vec<Finding> {
    let mut result = Vec::new();
    each(text, rules, |span, replacement, reason| {
        let replacement = replacement.map(<[u32]>::to_vec);
        result.push(Finding { start: span.start, end: span.end, replacement, kind: kind_of(reason), reason });
    });
    result
}

/// As [`findings`], as columns.
#[must_use]
pub fn found(text: Text<'_>, rules: &Rules) -> Found<u32> {
    let mut result = Found::new();
    each(text, rules, |span, replacement, reason| result.push(span, replacement, reason));
    result
}

/// Gives each finding in a string.
fn each(text: Text<'_>, rules: &Rules, mut found: impl FnMut(Range<usize>, Option<&[u32]>, u8)) {
    if rules.flags & work::flags::KEY != 0 {
        if let Some((span, replacement)) = key_edit(text) {
            found(span, Some(&replacement), reason::KEY);
        }
        return;
    }
    units!(text, units => blocks(units, rules, true, |engine, start| {
        engine.findings(|span, replacement, reason| {
            found(start + span.start..start + span.end, replacement, reason);
        });
        true
    }));
}

/// Gives what changes in a string: each span, and what stands there in the clean text.
fn edits(text: Text<'_>, rules: &Rules, mut edit: impl FnMut(Range<usize>, &[u32])) {
    if rules.flags & work::flags::KEY != 0 {
        if let Some((span, replacement)) = key_edit(text) {
            edit(span, &replacement);
        }
        return;
    }
    units!(text, units => blocks(units, rules, false, |engine, start| {
        for each in &engine.edits {
            edit(start + each.start..start + each.end, engine.replacement(each));
        }
        true
    }));
}

/// The clean string; `None` when the text is clean.
#[must_use]
pub fn clean(text: Text<'_>, rules: &Rules) -> Option<Written> {
    if rules.flags & work::flags::KEY != 0 {
        return key_edit(text).map(|(span, replacement)| {
            let mut points = points(text);
            points.splice(span, replacement);
            points.as_slice().into()
        });
    }
    units!(text, units => cleaned(units, rules))
}

fn cleaned<U: Unit>(units: &[U], rules: &Rules) -> Option<Written> {
    let mut result: Option<Written> = None;
    let mut done = 0;
    blocks(units, rules, false, |engine, start| {
        for edit in &engine.edits {
            let result = result.get_or_insert_with(|| Written::with_room(units.len()));
            result.extend(&units[done..start + edit.start]);
            let replacement = engine.replacement(edit);
            if !replacement.is_empty() {
                result.extend(replacement);
            }
            done = start + edit.end;
        }
        true
    });
    if let Some(result) = &mut result {
        result.extend(&units[done..]);
    }
    result
}

/// Whether [`clean`] would change nothing.
#[must_use]
pub fn is_clean(text: Text<'_>, rules: &Rules) -> bool {
    if rules.flags & work::flags::KEY != 0 {
        return key_edit(text).is_none();
    }
    let mut result = true;
    units!(text, units => blocks(units, rules, false, |engine, _| {
        result = engine.edits.is_empty();
        result
    }));
    result
}

/// Decides each block that needs a look, until told to stop.
fn blocks<U: Unit>(units: &[U], rules: &Rules, reports: bool, mut decided: impl FnMut(&mut Engine, usize) -> bool) {
    let mut done = scan::plain_start(units);
    if done == units.len() {
        return;
    }
    let mut scan = Scan::new(rules, reports);
    let Some(mut block) = scan.next(units, done) else { return };
    let mut engine = Engine::new(rules);
    loop {
        engine.decide(&units[block.0..block.1]);
        if !decided(&mut engine, block.0) {
            return;
        }
        done = block.1;
        match scan.next(units, done) {
            Some(next) => block = next,
            None => return,
        }
    }
}

/// The one change of the preset `key`.
fn key_edit(text: Text<'_>) -> Option<(Range<usize>, Vec<u32>)> {
    let points = points(text);
    compare::key_edit(&points, points.clone())
}

/// The kind of a reason.
fn kind_of(reason: u8) -> u8 {
    reasons::REASON_KIND[usize::from(reason)]
}

/// As [`findings`], for bytes that may or may not be UTF-8.
#[must_use]
pub fn findings_bytes(data: &[u8], rules: &Rules) -> Vec<ByteFinding> {
    let mut result = Vec::new();
    Reader::new(rules, true).findings(data, |found| result.push(found));
    result
}

/// As [`findings_bytes`], as columns.
#[must_use]
pub fn found_bytes(data: &[u8], rules: &Rules) -> Found<u8> {
    let mut result = Found::new();
    Reader::new(rules, true).each_in_bytes(data, |span, replacement, reason| result.push(span, replacement, reason));
    result
}

/// As [`clean`], for bytes that may or may not be UTF-8.
#[must_use]
pub fn clean_bytes(data: &[u8], rules: &Rules) -> Option<Vec<u8>> {
    let mut result = Vec::new();
    Reader::new(rules, false).clean(data, &mut result).then_some(result)
}

/// As [`is_clean`], for bytes that may or may not be UTF-8.
#[must_use]
pub fn is_clean_bytes(data: &[u8], rules: &Rules) -> bool {
    Reader::new(rules, false).is_clean(data)
}

/// Whether bytes are printable ASCII in lines without trailing blanks.
///
/// Where rules leave plain text ([`Rules::leave_plain`]) such bytes are clean, and so is each part of them that does not end in a blank.
#[must_use]
pub fn is_plain(data: &[u8]) -> bool {
    scan::plain_start(data) == data.len()
}

/// Where the undecided rest of a text begins, and that rest without what goes from it unseen.
///
/// The text begins where a line, or a piece of one, begins. What is before the index is cleaned by itself as it would be in the
/// whole; the rest is read again when more has come, and stands for all after the index.
#[must_use]
pub fn unfinished(text: Text<'_>, rules: &Rules) -> (usize, Written) {
    units!(text, units => {
        let (at, rest) = unfinished::unfinished(units, rules);
        (at, rest.as_slice().into())
    })
}

/// As [`unfinished`], for bytes that may or may not be UTF-8; the last character may be incomplete.
#[must_use]
pub fn unfinished_bytes(data: &[u8], rules: &Rules) -> (usize, Vec<u8>) {
    unfinished::unfinished_bytes(data, rules)
}

/// The skeleton of UTS #39, section 4.
#[must_use]
pub fn skeleton(text: Text<'_>) -> Written {
    compare::skeleton(points(text).into_iter()).as_slice().into()
}

/// As [`skeleton`], for bytes that may or may not be UTF-8: what is malformed counts as U+FFFD.
#[must_use]
pub fn skeleton_bytes(data: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(data);
    let mut bytes = Vec::with_capacity(data.len());
    for point in compare::skeleton(text.chars().map(u32::from)) {
        utf8::encode(point, &mut bytes);
    }
    bytes
}

/// Normalization Form C of UAX #15.
#[must_use]
pub fn normalize_nfc(text: Text<'_>) -> Written {
    normal::nfc(points(text).into_iter()).as_slice().into()
}

/// Normalization Form D of UAX #15.
#[must_use]
pub fn normalize_nfd(text: Text<'_>) -> Written {
    normal::nfd(points(text).into_iter()).as_slice().into()
}

/// `toNFKC_Casefold` of the Unicode Standard, section 3.13.
#[must_use]
pub fn nfkc_casefold(text: Text<'_>) -> Written {
    compare::nfkc_casefold(points(text).into_iter()).as_slice().into()
}

/// The spans, in code points, of the lines that a decoder's mistake may have spoilt.
#[must_use]
pub fn suspect_lines(text: Text<'_>) -> Vec<(usize, usize)> {
    units!(text, units => screen::suspect_lines(units))
}

fn points(text: Text<'_>) -> Vec<u32> {
    match text {
        Text::One(units) => units.iter().copied().map(u32::from).collect(),
        Text::Two(units) => units.iter().copied().map(u32::from).collect(),
        Text::Four(units) => units.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::{KINDS, Rules, RulesError};

    #[test]
    fn rules_are_an_action_a_kind_and_the_flags() {
        let mut bytes = [2; KINDS + 1];
        assert_eq!(Rules::parse(&bytes), Ok(Rules { actions: [2; KINDS], flags: 2 }));
        bytes[3] = 5;
        assert_eq!(Rules::parse(&bytes), Err(RulesError::Action(3, 5)));
        assert_eq!(Rules::parse(&bytes[1..]), Err(RulesError::Length(KINDS)));
        assert_eq!(Rules::parse(&[[0; KINDS].as_slice(), &[16]].concat()), Err(RulesError::Flags(16)));
    }
}
