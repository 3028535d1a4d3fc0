//! Twins inside one script: the neighbours tell which is meant, and where nothing tells, the text stays.
//!
//! Arabic and Persian yeh and kaf have one shape where they join, and most digits of the two series do everywhere (Unicode
//! section 9.2); some digits are drawn like a letter of their script; hiragana and katakana he differ by a hair; a lone conjoining
//! jamo is drawn like the compatibility letter.

use crate::arabic;
use crate::facts::{self, group, script};
use crate::lookup;
use crate::reasons::{kind, reason};
use crate::work::{Cell, Work, action};

const HIRAGANA_HE: u32 = 0x3078;
const KATAKANA_HE: u32 = 0x30D8;
const PROLONGED: u32 = 0x30FC;

/// Compatibility letters of the conjoining leads of modern Hangul from U+1100 on, in order.
const LEADS: [u32; 19] = [
    0x3131, 0x3132, 0x3134, 0x3137, 0x3138, 0x3139, 0x3141, 0x3142, 0x3143, 0x3145, 0x3146, 0x3147, 0x3148, 0x3149,
    0x314A, 0x314B, 0x314C, 0x314D, 0x314E,
];
/// The same of the tails from U+11A8 on.
const TAILS: [u32; 27] = [
    0x3131, 0x3132, 0x3133, 0x3134, 0x3135, 0x3136, 0x3137, 0x3139, 0x313A, 0x313B, 0x313C, 0x313D, 0x313E, 0x313F,
    0x3140, 0x3141, 0x3142, 0x3144, 0x3145, 0x3146, 0x3147, 0x3148, 0x314A, 0x314B, 0x314C, 0x314D, 0x314E,
];

/// The line with the characters that belong where they stand.
struct Twins {
    cps: Vec<u32>,
    targets: Vec<u32>,
}

/// Settles the twins of a line.
pub fn resolve(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    if work.action_of(kind::HOMOGLYPH) == action::KEEP || row.iter().all(|cell| cell.cp < 0x0600) {
        return row;
    }
    let cps: Vec<u32> = row.iter().map(|cell| cell.cp).collect();
    let mut twins = Twins { targets: cps.clone(), cps };
    arabic::resolve(&twins.cps, &mut twins.targets);
    twins.digits();
    twins.kana();
    twins.jamo();
    if twins.targets == twins.cps {
        return row;
    }
    let mut result = Vec::with_capacity(row.len());
    for (cell, target) in row.iter().zip(twins.targets) {
        if cell.cp == target {
            result.push(*cell);
        } else {
            work.settle(*cell, reason::TWIN, &[target], &mut result);
        }
    }
    result
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

impl Twins {
    /// A digit drawn like a letter is what the rest of its run is: all digits, or all letters.
    fn digits(&mut self) {
        let Self { cps, targets } = self;
        if !cps.iter().any(|&cp| lookup::digit_twin(cp).is_some()) {
            return;
        }
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
                    Some((_, true, false)) => targets[at] = digit,
                    Some((_, false, true)) => targets[at] = letter,
                    _ => {}
                }
            }
        });
    }

    /// He is katakana at the start of a katakana word, hiragana where no katakana follows.
    ///
    /// With a sound mark it is no particle, so katakana on both sides decide as well. Between other neighbours it may be either.
    fn kana(&mut self) {
        let Self { cps, targets } = self;
        if !cps.iter().any(|&cp| is_he(cp)) {
            return;
        }
        let mut befores = Vec::with_capacity(cps.len());
        let mut near = Beside::Nothing;
        for &cp in cps.iter() {
            befores.push(near);
            near = beside(cp).unwrap_or(near);
        }
        let mut after = Beside::Nothing;
        for (at, &cp) in cps.iter().enumerate().rev() {
            if is_he(cp) {
                let sounded = cps.get(at + 1).is_some_and(|&next| is_sound_mark(next));
                if let Some(target) = he(befores[at], after, sounded) {
                    targets[at] = target;
                }
            }
            after = beside(cp).unwrap_or(after);
        }
    }

    /// A conjoining jamo that no other jamo joins is written as the letter that it looks like.
    fn jamo(&mut self) {
        let Self { cps, targets } = self;
        for (at, &cp) in cps.iter().enumerate() {
            if let Some(letter) = compatibility_jamo(cp) {
                let before = if at == 0 { 0 } else { cps[at - 1] };
                let after = cps.get(at + 1).copied().unwrap_or(0);
                if !(is_conjoining(before) || is_conjoining(after) || facts::is_mark(after)) {
                    targets[at] = letter;
                }
            }
        }
    }
}

/// What stands beside he, other he and sound marks passed over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    Hiragana,
    Katakana,
    Another,
}

/// What a character is beside he; `None` where it is passed over.
fn beside(cp: u32) -> Option<Beside> {
    if is_he(cp) || is_sound_mark(cp) {
        return None;
    }
    if cp == PROLONGED {
        return Some(Beside::Katakana);
    }
    if !facts::is_wordy(cp) {
        return Some(Beside::Nothing);
    }
    Some(match facts::script(cp) {
        script::HIRA => Beside::Hiragana,
        script::KANA => Beside::Katakana,
        _ => Beside::Another,
    })
}

fn he(before: Beside, after: Beside, sounded: bool) -> Option<u32> {
    use Beside::{Hiragana, Katakana, Nothing};
    if after == Katakana && (before == Nothing || (sounded && before == Katakana)) {
        return Some(KATAKANA_HE);
    }
    let hiragana = (after == Hiragana && before != Katakana)
        || (!sounded && after != Katakana && !matches!(before, Nothing | Katakana));
    hiragana.then_some(HIRAGANA_HE)
}

fn is_he(cp: u32) -> bool {
    matches!(cp, HIRAGANA_HE | KATAKANA_HE)
}

fn is_sound_mark(cp: u32) -> bool {
    matches!(cp, 0x3099 | 0x309A)
}

/// The compatibility letter that is drawn like a conjoining jamo of modern Hangul.
fn compatibility_jamo(cp: u32) -> Option<u32> {
    match cp {
        0x1100..=0x1112 => Some(LEADS[(cp - 0x1100) as usize]),
        0x1161..=0x1175 => Some(0x314F + (cp - 0x1161)),
        0x11A8..=0x11C2 => Some(TAILS[(cp - 0x11A8) as usize]),
        _ => None,
    }
}

fn is_conjoining(cp: u32) -> bool {
    matches!(cp, 0x1100..=0x11FF | 0xA960..=0xA97C | 0xD7B0..=0xD7FB | 0xAC00..=0xD7A3)
}
