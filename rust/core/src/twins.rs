//! Twins inside one script: the neighbours tell which is meant, and where nothing tells, the text stays.
//!
//! Arabic and Persian yeh and kaf have one shape where they join, and most digits of the two series do everywhere (Unicode
//! section 9.2); some digits are drawn like a letter of their script; katakana look like hiragana and ideographs; the capital D
//! with a stroke is three letters.

use crate::ae;
use crate::arabic;
use crate::cyrillic::{TURKIC, UKRAINIAN};
use crate::facts::{self, flag, group, script};
use crate::he;
use crate::kana;
use crate::look;
use crate::lookup;
use crate::reasons::{kind, reason};
use crate::work::{Cell, Work, action};

/// Latin letters of one shape: the letter, the others, and whether a character (decomposed) tells it.
type Rivals = (u32, &'static [u32], fn(u32) -> bool);
const LATIN: [Rivals; 5] = [
    // Vietnamese, Croatian
    (0x0110, &[0x00D0, 0x0189], |cp| matches!(cp, 0x0111 | 0x031B | 0x0309 | 0x030C)),
    // Icelandic, Faroese
    (0x00D0, &[0x0110, 0x0189], |cp| matches!(cp, 0x00F0 | 0x00FE | 0x00DE | 0x00E6 | 0x00C6 | 0x01BF)),
    // Ewe
    (0x0189, &[0x0110, 0x00D0], |cp| matches!(cp, 0x0256 | 0x0192 | 0x028B | 0x0254 | 0x025B | 0x0263 | 0x014B)),
    // Azerbaijani
    (0x0259, &[0x01DD], |cp| cp == 0x0131),
    // Kanuri
    (0x01DD, &[0x0259], |cp| cp == 0x018E),
];
const STROKED_D: u32 = 0x0110;
const ETH: u32 = 0x00D0;
const SCHWA: u32 = 0x0259;
/// Where the line tells none of a letter's rivals: the one of most alphabets.
const DEFAULTS: [(u32, u32); 3] = [(0x0189, STROKED_D), (ETH, STROKED_D), (0x01DD, SCHWA)];
const BELARUSIAN_I: u32 = 0x0406;
const PALOCHKA: u32 = 0x04C0;
const SMALL_PALOCHKA: u32 = 0x04CF;

/// Whether a character may be another one of its script, digits that look like letters apart.
pub fn is_twin(cp: u32) -> bool {
    he::is_he(cp) || arabic::is_twin(cp) || is_latin(cp) || matches!(cp, BELARUSIAN_I | PALOCHKA)
}

fn is_latin(cp: u32) -> bool {
    LATIN.iter().any(|row| row.1.contains(&cp))
}

/// Settles the twins of a line.
pub fn resolve(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    if work.action_of(kind::HOMOGLYPH) == action::KEEP || row.iter().all(|cell| cell.cp < 0x80) {
        return row;
    }
    let cps: Vec<u32> = row.iter().map(|cell| cell.cp).collect();
    let mut kinds = Kinds::default();
    for &cp in &cps {
        kinds.see(cp, work.looks.of(cp));
    }
    settle(work, row, changes(&cps, kinds))
}

/// Settles the digits drawn like letters before words are: a letter of its script tells a word something.
pub fn settle_digits(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    if work.action_of(kind::HOMOGLYPH) == action::KEEP || row.iter().all(|cell| lookup::digit_twin(cell.cp).is_none()) {
        return row;
    }
    let cps: Vec<u32> = row.iter().map(|cell| cell.cp).collect();
    settle(work, row, changes(&cps, Kinds(DIGIT_KIND)))
}

/// Writes the characters that belong in a row, if any other ones do.
fn settle(work: &mut Work, row: Vec<Cell>, targets: Option<Vec<u32>>) -> Vec<Cell> {
    let Some(targets) = targets else { return row };
    let mut result = Vec::with_capacity(row.len());
    for (cell, target) in row.iter().zip(targets) {
        if cell.cp == target {
            result.push(*cell);
        } else if target == ae::GONE {
            work.settle(*cell, reason::JOINER, &[], &mut result);
        } else {
            work.settle(*cell, reason::TWIN, &[target], &mut result);
        }
    }
    result
}

/// Which kinds of twins a line has, as bits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kinds(u8);

const LATIN_KIND: u8 = 1;
const ARABIC_KIND: u8 = 2;
const DIGIT_KIND: u8 = 4;
const KANA_KIND: u8 = 8;
const CYRILLIC_KIND: u8 = 16;

impl Kinds {
    /// Takes note of a character, which has these bits.
    #[inline]
    pub fn see(&mut self, cp: u32, look: u64) {
        if look & look::TWIN != 0 {
            self.0 |= match cp {
                0..0x300 => LATIN_KIND,
                0x400..0x530 => CYRILLIC_KIND,
                0x600..0x900 => ARABIC_KIND,
                0x3040..0x3100 => KANA_KIND,
                _ => DIGIT_KIND,
            };
        }
        self.0 |= if kana::is_kana(cp) { KANA_KIND } else { 0 };
    }
}

/// The characters that belong where those of a line stand, if any other ones do.
pub fn changes(cps: &[u32], kinds: Kinds) -> Option<Vec<u32>> {
    let mut targets = Targets::new(cps);
    if kinds.0 & LATIN_KIND != 0 {
        latin(&mut targets);
    }
    if kinds.0 & CYRILLIC_KIND != 0 {
        cyrillic(&mut targets);
    }
    if kinds.0 & ARABIC_KIND != 0 {
        ae::resolve(&mut targets);
    }
    if kinds.0 & DIGIT_KIND != 0 {
        digits(&mut targets);
    }
    if kinds.0 & KANA_KIND != 0 {
        kana::resolve(&mut targets);
    }
    targets.changed
}

/// The characters of a line and, once one belongs elsewhere, those that belong where they stand.
pub struct Targets<'a> {
    /// The characters of the line.
    pub cps: &'a [u32],
    changed: Option<Vec<u32>>,
}

impl<'a> Targets<'a> {
    /// The characters of a line, before any is known to belong elsewhere.
    pub fn new(cps: &'a [u32]) -> Self {
        Self { cps, changed: None }
    }

    /// The characters of the line, those that belong there where they are known.
    pub fn settled(&self) -> Vec<u32> {
        self.changed.clone().unwrap_or_else(|| self.cps.to_vec())
    }

    /// Takes note of the character that belongs somewhere.
    pub fn set(&mut self, at: usize, target: u32) {
        let cps = self.cps;
        if cps[at] != target {
            self.changed.get_or_insert_with(|| cps.to_vec())[at] = target;
        }
    }
}

/// Gives the longest runs of characters that satisfy a test.
pub fn spans(cps: &[u32], inside: impl Fn(u32) -> bool, mut span: impl FnMut(std::ops::Range<usize>)) {
    let mut start = 0;
    for (at, &cp) in cps.iter().enumerate() {
        if !inside(cp) {
            if at > start {
                span(start..at);
            }
            start = at + 1;
        }
    }
    if cps.len() > start {
        span(start..cps.len());
    }
}

/// A letter of one shape with others is the one that the line tells, if it tells one of them.
///
/// Where it tells none it is the one of most alphabets, beside another letter; no word begins with a capital eth.
fn latin(targets: &mut Targets<'_>) {
    let cps = targets.cps;
    let told = LATIN.map(|(_, _, tells)| cps.iter().any(|&cp| tells(cp)));
    for (row, &(target, others, _)) in LATIN.iter().enumerate() {
        let rival = (0..LATIN.len()).any(|other| told[other] && others.contains(&LATIN[other].0));
        if told[row] && !rival {
            for (at, _) in cps.iter().enumerate().filter(|(_, cp)| others.contains(cp)) {
                targets.set(at, target);
            }
        }
    }
    let is_told = |letter: u32| LATIN.iter().zip(told).any(|(row, told)| told && row.0 == letter);
    for (at, &cp) in cps.iter().enumerate() {
        let Some(&(_, target)) = DEFAULTS.iter().find(|row| row.0 == cp) else { continue };
        let before = at.checked_sub(1).is_some_and(|before| facts::is_plain_letter(cps[before]));
        let after = cps.get(at + 1).is_some_and(|&after| facts::is_plain_letter(after));
        let fits = if cp == ETH { after && !before } else { after || before };
        let rivals = DEFAULTS.iter().any(|&(other, usual)| usual == target && is_told(other));
        if fits && !rivals && !is_told(target) {
            targets.set(at, target);
        }
    }
}

/// Palochka and the capital that looks like it: by the line's alphabet; behind a small letter it is palochka.
///
/// It is the small one, which is drawn alike, where the line has that.
fn cyrillic(targets: &mut Targets<'_>) {
    let cps = targets.cps;
    let dotted = cps.iter().any(|&cp| is_dotted(cp));
    let sign = if cps.contains(&SMALL_PALOCHKA) { SMALL_PALOCHKA } else { PALOCHKA };
    let mut before = 0;
    for (at, &cp) in cps.iter().enumerate() {
        if matches!(cp, BELARUSIAN_I | PALOCHKA) {
            if dotted {
                targets.set(at, BELARUSIAN_I);
            } else if is_small_cyrillic(before) {
                targets.set(at, sign);
            }
        }
        before = if is_passed(cp) { before } else { cp };
    }
}

/// Whether the only twins of a line are capitals I that stand behind no small letter. Each character comes with its bits.
pub fn cyrillic_stays(line: impl Iterator<Item = (u32, u64)>) -> bool {
    let mut before = 0;
    for (cp, look) in line {
        let other = kana::is_kana(cp) || kana::is_twin(cp) || (look & look::TWIN != 0 && cp != BELARUSIAN_I);
        if other || (cp == BELARUSIAN_I && is_small_cyrillic(before)) {
            return false;
        }
        before = if look & look::ANY_MARK == 0 { cp } else { before };
    }
    true
}

/// Whether a letter is of the alphabets that have U+0406: Ukrainian, Belarusian, Kazakh.
fn is_dotted(cp: u32) -> bool {
    cp != BELARUSIAN_I && (UKRAINIAN.contains(&cp) || TURKIC.contains(&cp))
}

/// Whether a letter before the sign does not tell what it is: marks, and the sign itself.
fn is_passed(cp: u32) -> bool {
    facts::is_mark(cp) || matches!(cp, BELARUSIAN_I | PALOCHKA | SMALL_PALOCHKA)
}

fn is_small_cyrillic(cp: u32) -> bool {
    let record = facts::of(cp);
    record.group == group::LETTER && record.script == script::CYRL && record.flags & flag::UPPER == 0
}

/// A digit drawn like a letter is what the rest of its run is: all digits, or all letters.
fn digits(targets: &mut Targets<'_>) {
    let cps = targets.cps;
    spans(cps, facts::is_wordy, |span| {
        // The scripts of the run, each with whether it shows digits and whether it shows anything else.
        let mut told: Vec<(u8, bool, bool)> = Vec::new();
        let mut ambiguous = Vec::new();
        for at in span {
            if let Some(twin) = lookup::digit_twin(cps[at]) {
                ambiguous.push((at, twin));
                continue;
            }
            let record = facts::of(cps[at]);
            let digit = record.group == group::DIGIT;
            match told.iter_mut().find(|known| known.0 == record.script) {
                Some(known) => *known = (known.0, known.1 || digit, known.2 || !digit),
                None => told.push((record.script, digit, !digit)),
            }
        }
        for (at, (digit, letter)) in ambiguous {
            let own = facts::script(cps[at]);
            match told.iter().find(|known| known.0 == own) {
                Some((_, true, false)) => targets.set(at, digit),
                Some((_, false, true)) => targets.set(at, letter),
                _ => {}
            }
        }
    });
}
