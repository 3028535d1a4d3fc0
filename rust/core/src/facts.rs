//! Per-character facts as the rules ask for them, from the generated tables.

use crate::tables::{RECORDS, STAGE1, STAGE2};

pub use crate::tables::{BLOCK, class, context, flag, group, script};

/// All per-character facts that the rules ask for.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// The class: what the character is before any context.
    pub kind: u8,
    /// The script number (UAX #24).
    pub script: u8,
    /// The coarse general category.
    pub group: u8,
    /// The canonical combining class.
    pub ccc: u8,
    /// The joining type (UAX #44): U, C, D, L, R or T.
    pub joining: u8,
    /// Facts that are true or false.
    pub flags: u16,
}

/// What a look-alike or compatibility character becomes, and when.
#[derive(Clone, Copy, Debug)]
pub struct Fold {
    /// The character.
    pub cp: u32,
    /// Where its target lies in the pool.
    pub offset: u16,
    /// How long its target is.
    pub len: u8,
    /// Where the fold applies, or does not.
    pub context: u8,
    /// The scripts that the context is about, as a range of the list of scripts.
    pub scripts: (u8, u8),
}

/// A number that no character has; it stands for one of class `invalid`.
const NONE: usize = 0xFFFF;

/// The number of a character's record. What is above U+10FFFF is a noncharacter.
#[inline]
pub fn number(cp: u32) -> usize {
    let cp = cp as usize;
    let (cp, block) = match STAGE1.get(cp / BLOCK) {
        Some(block) => (cp, *block),
        None => (NONE, STAGE1[NONE / BLOCK]),
    };
    usize::from(STAGE2[usize::from(block) * BLOCK + cp % BLOCK])
}

/// The number of a character's block: blocks of one number have the same records.
pub fn block(cp: u32) -> usize {
    usize::from(STAGE1[cp as usize / BLOCK])
}

/// The record of a character.
#[inline]
pub fn of(cp: u32) -> &'static Record {
    &RECORDS[number(cp)]
}

/// The class: what the character is before any context.
#[inline]
pub fn klass(cp: u32) -> u8 {
    of(cp).kind
}

/// The script number (UAX #24).
#[inline]
pub fn script(cp: u32) -> u8 {
    of(cp).script
}

/// The coarse general category.
#[inline]
pub fn group(cp: u32) -> u8 {
    of(cp).group
}

/// The canonical combining class.
#[inline]
pub fn ccc(cp: u32) -> u8 {
    of(cp).ccc
}

/// The joining type (UAX #44): U, C, D, L, R or T.
#[inline]
pub fn joining(cp: u32) -> u8 {
    of(cp).joining
}

/// Whether a character has a flag.
#[inline]
pub fn has(cp: u32, flag: u16) -> bool {
    of(cp).flags & flag != 0
}

/// Whether a character is a letter (general category L or Nl).
#[inline]
pub fn is_letter(cp: u32) -> bool {
    group(cp) == group::LETTER
}

/// Whether a character is a letter that no rule takes for a mark or a blank.
#[inline]
pub fn is_plain_letter(cp: u32) -> bool {
    let record = of(cp);
    record.group == group::LETTER && !matches!(record.kind, class::PUNCTUATION | class::BLANK)
}

/// Whether a character is a combining mark (general category M).
#[inline]
pub fn is_mark(cp: u32) -> bool {
    group(cp) == group::MARK
}

/// Whether a character is part of words: a letter, a mark or a digit, but no blank.
#[inline]
pub fn is_wordy(cp: u32) -> bool {
    let record = of(cp);
    matches!(record.group, group::LETTER | group::MARK | group::DIGIT) && record.kind != class::BLANK
}

/// Whether a class draws nothing by itself and its neighbours decide its fate.
#[inline]
pub fn is_noise(kind: u8) -> bool {
    const NOISE: u32 = 1 << class::JOINER
        | 1 << class::VARIATION
        | 1 << class::MONGOLIAN
        | 1 << class::TAG
        | 1 << class::BIDI
        | 1 << class::SOFT_HYPHEN
        | 1 << class::ZERO_WIDTH_SPACE
        | 1 << class::OWN_FORMAT;
    NOISE >> kind & 1 != 0
}
