//! The engine of `sanitize`.
//!
//! STUB: the types and signatures that the shim needs. Every answer is "nothing to do"; the engine replaces the bodies.
#![forbid(unsafe_code)]

use std::fmt;

/// The version of the Unicode Character Database that the tables were generated from.
pub const UNICODE_VERSION: &str = "17.0.0";

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
}

/// The findings in a string: sorted, not overlapping.
#[must_use]
pub fn findings(_text: Text<'_>, _rules: &Rules) -> Vec<Finding> {
    Vec::new()
}

/// The clean string; `None` when the text is clean.
#[must_use]
pub fn clean(_text: Text<'_>, _rules: &Rules) -> Option<Vec<u32>> {
    None
}

/// Whether [`clean`] would change nothing.
#[must_use]
pub fn is_clean(_text: Text<'_>, _rules: &Rules) -> bool {
    true
}

/// As [`findings`], for bytes that may or may not be UTF-8.
#[must_use]
pub fn findings_bytes(_data: &[u8], _rules: &Rules) -> Vec<ByteFinding> {
    Vec::new()
}

/// As [`clean`], for bytes that may or may not be UTF-8.
#[must_use]
pub fn clean_bytes(_data: &[u8], _rules: &Rules) -> Option<Vec<u8>> {
    None
}

/// As [`is_clean`], for bytes that may or may not be UTF-8.
#[must_use]
pub fn is_clean_bytes(_data: &[u8], _rules: &Rules) -> bool {
    true
}

/// The skeleton of UTS #39, section 4.
#[must_use]
pub fn skeleton(text: Text<'_>) -> Vec<u32> {
    points(text)
}

/// Normalization Form C of UAX #15.
#[must_use]
pub fn normalize_nfc(text: Text<'_>) -> Vec<u32> {
    points(text)
}

/// Normalization Form D of UAX #15.
#[must_use]
pub fn normalize_nfd(text: Text<'_>) -> Vec<u32> {
    points(text)
}

/// `toNFKC_Casefold` of the Unicode Standard, section 3.13.
#[must_use]
pub fn nfkc_casefold(text: Text<'_>) -> Vec<u32> {
    points(text)
}

/// The spans, in code points, of the lines that a decoder's mistake may have spoilt.
#[must_use]
pub fn suspect_lines(_text: Text<'_>) -> Vec<(usize, usize)> {
    Vec::new()
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
