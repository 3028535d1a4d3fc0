//! Width: which lines write wide marks and spaces, and where a wide letter is an ordinary one in disguise (UAX #11).

use crate::facts::{self, class, context, flag, group, script};
use crate::folds;
use crate::hangul;
use crate::kana;
use crate::lookup;
use crate::work::{Cell, is_noise};

const IDEOGRAPHIC_SPACE: u32 = 0x3000;
const MIDDLE_DOT: u32 = 0x30FB;

/// What a line writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing wide.
    Narrow,
    /// Wide letters and digits.
    Korean,
    /// Wide marks and spaces, too.
    Wide,
    /// The same with kana.
    Kana,
}

impl Kind {
    /// What a line writes.
    ///
    /// It is Korean if it has more syllables of Hangul than ideographs, and neither kana nor Bopomofo. Katakana that look like
    /// ideographs count as such, without a sound mark: they tell nothing.
    pub fn of(row: &[Cell]) -> Self {
        let (mut letters, mut bopomofo) = (false, false);
        let (mut syllables, mut ideographs) = (0, 0);
        let mut before = 0;
        for cell in row.iter().filter(|cell| !is_noise(cell)) {
            let cp = cell.cp;
            let syllable = matches!(cp, 0xAC00..=0xD7A3) || (hangul::is_vowel(cp) && hangul::is_lead(before));
            syllables += usize::from(syllable);
            if kana::is_sound_mark(cp) && kana::is_twin(before) {
                return Self::Kana;
            }
            before = cp;
            if !facts::has(cp, flag::EAST_ASIAN) {
                continue;
            }
            letters = true;
            match facts::script(cp) {
                _ if kana::ideograph(cp).is_some() => ideographs += 1,
                script::HANI => ideographs += 1,
                script::HIRA | script::KANA => return Self::Kana,
                script::BOPO => bopomofo = true,
                _ => {}
            }
        }
        match letters {
            false => Self::Narrow,
            true if syllables > ideographs && !bopomofo => Self::Korean,
            true => Self::Wide,
        }
    }

    /// Whether the line has a letter that makes it East Asian.
    pub fn is_east_asian(self) -> bool {
        self != Self::Narrow
    }

    /// Whether a width form stays: Korean has marks and spaces from ASCII.
    pub fn keeps(self, cp: u32) -> bool {
        match self {
            Self::Narrow => false,
            Self::Korean => cp != IDEOGRAPHIC_SPACE && (!matches!(cp, 0xFF01..=0xFF5E) || is_wide(cp)),
            Self::Wide | Self::Kana => true,
        }
    }
}

/// Which letters and digits stand in a word that has wide and ordinary ones, as no word is written; empty where none is wide.
pub fn mixed(row: &[Cell]) -> Vec<bool> {
    if !row.iter().any(|cell| is_wide(cell.cp)) {
        return Vec::new();
    }
    let mut result = vec![false; row.len()];
    folds::runs(row, is_part, |span| {
        let word = &row[span.clone()];
        if word.iter().any(|cell| is_wide(cell.cp)) && word.iter().any(|cell| is_narrow(cell.cp)) {
            result[span].fill(true);
        }
    });
    result
}

// What a character shows of widths, as bits; of what is narrow rather too much.
const HANGUL: u32 = 1;
const DOT: u32 = 1 << 1;
const FORM: u32 = 1 << 2;
const WIDE: u32 = 1 << 3;
const NARROW: u32 = 1 << 4;
const KANA: u32 = 1 << 5;

/// Whether all wide forms of lines surely stay, if each line that has some has a letter that makes it East Asian.
pub fn surely_stay(text: impl Iterator<Item = u32> + Clone) -> bool {
    let stay = |all: u32| all & (HANGUL | DOT) == 0 && all & (WIDE | NARROW) != WIDE | NARROW;
    // Most text shows so much at once; there is no way out of these loops, so that several characters are told at a time.
    if !text.clone().fold(false, |any, cp| any | may_change(cp))
        || stay(text.clone().fold(0, |all, cp| all | shown(cp)))
    {
        return true;
    }
    let mut line = 0;
    for cp in text.chain([0x0A]) {
        if cp != 0x0A {
            line |= shown(cp) | if is_kana(cp) { KANA } else { 0 };
            continue;
        }
        line &= if line & KANA != 0 { !DOT } else { !0 };
        line &= if line & FORM == 0 { !HANGUL } else { !0 };
        if !stay(line) {
            return false;
        }
        line = 0;
    }
    true
}

/// Whether a character has one of the bits without which all wide forms stay, or stands near those that have.
#[inline]
pub fn may_change(cp: u32) -> bool {
    let within = |first: u32, last: u32| cp.wrapping_sub(first) <= last - first;
    within(0x1100, 0x11FF)
        | within(0xA960, 0xD7FF)
        | within(0xFF10, 0xFF19)
        | within(0xFF21, 0xFF5A)
        | within(MIDDLE_DOT, MIDDLE_DOT)
}

/// What a character shows of widths.
#[inline]
fn shown(cp: u32) -> u32 {
    let within = |first: u32, last: u32, bit: u32| if cp.wrapping_sub(first) <= last - first { bit } else { 0 };
    within(0x1100, 0x11FF, HANGUL)
        | within(0xA960, 0xA97F, HANGUL)
        | within(0xAC00, 0xD7FF, HANGUL)
        | within(MIDDLE_DOT, MIDDLE_DOT, DOT)
        | within(0xFF01, 0xFF5E, FORM)
        | within(IDEOGRAPHIC_SPACE, IDEOGRAPHIC_SPACE, FORM)
        | within(0xFF10, 0xFF19, WIDE)
        | within(0xFF21, 0xFF3A, WIDE)
        | within(0xFF41, 0xFF5A, WIDE)
        | within(0x30, 0x39, NARROW)
        | within(0x41, 0x5A, NARROW)
        | within(0x61, 0x7A, NARROW)
        | within(0x80, 0x2E7F, NARROW)
        | within(0xA4D0, 0xABFF, NARROW)
        | within(0x10000, u32::MAX, NARROW)
}

/// Whether a character is kana that looks like no ideograph.
fn is_kana(cp: u32) -> bool {
    matches!(cp, 0x3041..=0x3096 | 0x30A1..=0x30FA) && cp != 0x30CE && kana::ideograph(cp).is_none()
}

/// Whether a character is a fullwidth letter or digit of ASCII.
fn is_wide(cp: u32) -> bool {
    matches!(cp, 0xFF10..=0xFF19 | 0xFF21..=0xFF3A | 0xFF41..=0xFF5A)
}

/// Whether a character is part of a word that widths can be told of, or draws nothing in it.
fn is_part(cp: u32) -> bool {
    let kind = facts::klass(cp);
    let wordy = facts::is_wordy(cp) && kind != class::PUNCTUATION && !facts::has(cp, flag::EAST_ASIAN);
    wordy || facts::is_noise(kind) || is_enclosed(cp)
}

/// Whether a symbol becomes letters or digits wherever it stands; ideographs, as of radicals, end a word.
fn is_enclosed(cp: u32) -> bool {
    let is_part = |cp: u32| matches!(facts::group(cp), group::LETTER | group::DIGIT);
    if facts::klass(cp) != class::COMPATIBILITY || is_part(cp) {
        return false;
    }
    let fold = lookup::fold(cp).filter(|fold| matches!(fold.context, context::ALWAYS | context::SYMBOL));
    let is_part = |part: u32| is_part(part) && !facts::has(part, flag::EAST_ASIAN);
    fold.is_some_and(|fold| fold.target().iter().all(|&part| is_part(part)))
}

/// Whether a letter or digit is ordinary, or may become so wherever it stands; digits above and below the line are neither.
fn is_narrow(cp: u32) -> bool {
    if is_enclosed(cp) {
        return true;
    }
    if is_wide(cp) || !matches!(facts::group(cp), group::LETTER | group::DIGIT) {
        return false;
    }
    if facts::klass(cp) == class::COMPATIBILITY {
        return lookup::fold(cp).is_some_and(|fold| matches!(fold.context, context::ALWAYS | context::SYMBOL));
    }
    cp < 0x80 || facts::script(cp) != script::ZYYY
}
