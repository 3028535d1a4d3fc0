//! Letters that a reader cannot tell apart, letter by letter (UTS #39, and the evidence tables).

use crate::facts::{self, flag, script};
use crate::look;
use crate::lookup;
use crate::scripts::Scripts;
use crate::tables::{self, TWINS};

/// Stands for the script of a letter that no orthography spells with, but looks like one of its script.
pub const RARE: u8 = u8::MAX;

/// The scripts that have letters which cannot be told from other letters.
pub const TWIN_SCRIPTS: Scripts = {
    let mut scripts = Scripts::NONE;
    let mut at = 0;
    while at < TWINS.len() {
        scripts = scripts.with(TWINS[at].1);
        at += 1;
    }
    scripts
};

/// The script that a letter shows: its own, or [`RARE`].
#[inline]
pub fn script_of(look: u64) -> u8 {
    let script = look::script_number(look);
    if look & look::RARE_LETTER != 0 && script == script::LATN { RARE } else { script }
}

/// Whether no orthography spells with a letter that looks like one of its script.
pub fn is_rare(cp: u32) -> bool {
    facts::has(cp, flag::HOMOGLYPH) && lookup::twin(cp, facts::script(cp)).is_some()
}

/// The letter of a script that cannot be told from `cp`, which has these bits.
#[inline]
pub fn twin(cp: u32, look: u64, script: u8) -> Option<u32> {
    if look & look::HOMOGLYPH == 0 { None } else { lookup::twin(cp, script).map(|(target, _)| target) }
}

/// Whether no orthography in use spells with a letter that has twins, which has these bits.
pub fn is_uncommon(cp: u32, look: u64) -> bool {
    look & look::HOMOGLYPH != 0 && tables::UNCOMMON.binary_search(&cp).is_ok()
}

/// As [`twin`], where it is proven for whole words.
#[inline]
pub fn strong_twin(cp: u32, script: u8) -> Option<u32> {
    lookup::twin(cp, script).and_then(|(target, proven)| proven.then_some(target))
}

/// The scripts in which a letter with these bits has a proven twin.
#[inline]
pub fn proven(cp: u32, look: u64) -> Scripts {
    if look & look::HOMOGLYPH == 0 { Scripts::NONE } else { lookup::proven(cp) }
}

/// Whether a letter joins its neighbours or runs from right to left: it is reported, never rewritten.
pub fn stands_apart(cp: u32) -> bool {
    let record = facts::of(cp);
    record.joining != b'U' || record.flags & flag::RTL != 0
}

/// The ASCII letter that a letter of another script resembles by UTS #39, if one.
pub fn resembled(cp: u32) -> Option<u32> {
    if cp < 0x80 || facts::script(cp) == script::LATN {
        return None;
    }
    match lookup::confusable(cp) {
        Some(&[target]) if target < 0x80 && facts::is_letter(target) => Some(target),
        _ => None,
    }
}
