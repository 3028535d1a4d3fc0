//! Hiragana and katakana he, which differ by a hair: their neighbours tell which is meant.

use crate::facts::{self, script};
use crate::kana::{PROLONGED, TSU, is_sound_mark, vowels};
use crate::look;
use crate::lookup;
use crate::normal;
use crate::twins::{Targets, spans};

const HIRAGANA_HE: u32 = 0x3078;
const KATAKANA_HE: u32 = 0x30D8;
const HIRAGANA_KA: u32 = 0x304B;

/// Whether a character is he, of one kind or the other.
pub fn is_he(cp: u32) -> bool {
    matches!(cp, HIRAGANA_HE | KATAKANA_HE)
}

/// To, no, ha, ga, wo, ni, mo: behind a word the particle he does not follow them.
fn is_particle(cp: u32) -> bool {
    matches!(cp, 0x3068 | 0x306E | 0x306F | 0x304C | 0x3092 | 0x306B | 0x3082)
}

/// Whether a word begins behind a mark; behind others, and what they close, he may be the particle.
fn is_opener(cp: u32) -> bool {
    matches!(
        cp,
        0x20 | 0x09 | 0x28 | 0x5B | 0x7B | 0x3C | 0x3A | 0x3000..=0x3002 | 0x3008 | 0x300A | 0x300C | 0x300E | 0x3010
    ) || matches!(cp, 0x3014 | 0x30FB | 0xFF08 | 0xFF1A | 0xFF3B | 0xFF5B)
}

/// What stands beside he.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    /// An edge, or a mark that a word begins behind.
    Nothing,
    Mark,
    Hiragana,
    Particle,
    Katakana,
    /// A letter of another script.
    Letter,
}

impl Beside {
    fn of(cp: u32) -> Self {
        match facts::script(cp) {
            script::HIRA => Self::Hiragana,
            script::KANA => Self::Katakana,
            // A letter of no script may be a mark in disguise: it tells no more than a mark.
            script if facts::is_wordy(cp) && script != script::ZYYY => Self::Letter,
            _ if is_opener(lookup::drawn_as(cp)) => Self::Nothing,
            _ => Self::Mark,
        }
    }
}

/// He by its neighbours; other he and the marks of sound and length are passed over.
pub fn resolve(targets: &mut Targets<'_>) {
    let cps = targets.settled();
    spans(
        &cps,
        |cp| is_he(cp) || is_sound_mark(cp) || cp == PROLONGED,
        |span| {
            let before = span.start.checked_sub(1).map_or(Beside::Nothing, |at| Beside::of(cps[at]));
            let after = cps.get(span.end).map_or(Beside::Nothing, |&cp| Beside::of(cp));
            for at in span.filter(|&at| is_he(cps[at])) {
                let sounded = cps.get(at + 1).is_some_and(|&next| is_sound_mark(next));
                let before = match before {
                    Beside::Hiragana if ends_particle(&cps[..at]) => Beside::Particle,
                    before => before,
                };
                let Some(target) = he(before, after, sounded) else { continue };
                let leaves = before == Beside::Katakana && after != Beside::Katakana && !sounded;
                if !leaves || is_behind_word(&cps, at) {
                    targets.set(at, target);
                }
            }
        },
    );
}

/// Which he stands between two neighbours, if they tell.
///
/// It is katakana at the start of a katakana word, hiragana where no katakana follows. With a sound mark it is no particle, so the
/// katakana beside it decides but beside hiragana; nor is it one behind a particle. Between other neighbours it may be either.
fn he(before: Beside, after: Beside, sounded: bool) -> Option<u32> {
    use Beside::{Hiragana, Katakana, Letter, Mark, Nothing, Particle};
    if after == Katakana {
        let begins = matches!(before, Nothing | Particle) || (sounded && before != Hiragana);
        return begins.then_some(KATAKANA_HE);
    }
    if before == Katakana {
        return match after {
            Hiragana if sounded => None,
            _ if sounded => Some(KATAKANA_HE),
            Hiragana | Letter => Some(HIRAGANA_HE),
            _ => None,
        };
    }
    (after == Hiragana || (!sounded && !matches!(before, Nothing | Mark))).then_some(HIRAGANA_HE)
}

/// Whether a particle that he never follows stands at the end, one hiragana that is no part of a word.
fn ends_particle(cps: &[u32]) -> bool {
    let Some((last, mut rest)) = cps.split_last() else { return false };
    if is_sound_mark(*last) {
        match rest.split_last() {
            Some((&HIRAGANA_KA, before)) => rest = before,
            _ => return false,
        }
    } else if !is_particle(*last) {
        return false;
    }
    let before = rest.iter().rfind(|&&cp| !is_sound_mark(cp));
    before.is_none_or(|&cp| facts::script(cp) != script::HIRA || cp == HIRAGANA_HE)
}

/// Whether a lone he stands behind katakana that may be a word to which the particle is put: two with a vowel.
fn is_behind_word(cps: &[u32], at: usize) -> bool {
    let last = at.checked_sub(1).map_or(0, |before| cps[before]);
    let next = cps.get(at + 1).copied().unwrap_or(0);
    if last == TSU || next == PROLONGED || is_he(last) || is_he(next) {
        return false;
    }
    let part = |&cp: &u32| facts::script(cp) == script::KANA || cp == PROLONGED || is_he(cp) || is_sound_mark(cp);
    let length = cps[..at].iter().rev().copied().take_while(|cp| part(cp)).count();
    vowels(&cps[at - length..at]) > 1
}

/// What a character is to the he beside it, or which he it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kana {
    /// Surely no kana.
    None,
    /// Anything, or what he is told through: sound and length marks, other marks.
    Unknown,
    Hiragana,
    /// Hiragana that may be a particle.
    Particle,
    Katakana,
    /// He itself, perhaps composed with a sound mark.
    He {
        katakana: bool,
        sounded: bool,
    },
}

/// What a character with these bits is to he.
pub fn beside_he(cp: u32, look: u64) -> Kana {
    match cp {
        HIRAGANA_HE | KATAKANA_HE => return Kana::He { katakana: cp == KATAKANA_HE, sounded: false },
        0x3079 | 0x307A | 0x30D9 | 0x30DA => return Kana::He { katakana: cp > KATAKANA_HE, sounded: true },
        PROLONGED => return Kana::Unknown,
        _ if is_particle(cp) => return Kana::Particle,
        _ if look & (look::TWIN | look::ORDERED) != 0 => return Kana::Unknown,
        _ => {}
    }
    match (beside_composite(cp, look, false), beside_composite(cp, look, true)) {
        (Beside::Hiragana, Beside::Hiragana) => Kana::Hiragana,
        (Beside::Katakana, Beside::Katakana) => Kana::Katakana,
        (Beside::Nothing | Beside::Mark | Beside::Letter, Beside::Nothing | Beside::Mark | Beside::Letter) => {
            Kana::None
        }
        _ => Kana::Unknown,
    }
}

impl Kana {
    const ALL: [Beside; 6] =
        [Beside::Nothing, Beside::Mark, Beside::Hiragana, Beside::Particle, Beside::Katakana, Beside::Letter];

    /// Whether it is he.
    pub fn is_he(self) -> bool {
        matches!(self, Self::He { .. })
    }

    /// What it may be beside he.
    fn beside(self) -> &'static [Beside] {
        match self {
            Self::None => &[Beside::Nothing, Beside::Mark, Beside::Letter],
            Self::Hiragana => &[Beside::Hiragana],
            Self::Particle => &[Beside::Hiragana, Beside::Particle],
            Self::Katakana => &[Beside::Katakana],
            Self::Unknown | Self::He { .. } => &Self::ALL,
        }
    }

    /// Whether it is he and what stands before it does not tell that it stays.
    pub fn is_doubtful_behind(self, before: Self) -> bool {
        self.may_change(before.beside(), &Self::ALL)
    }

    /// Whether it is he and what stands behind it does not tell that it stays.
    pub fn is_doubtful_before(self, after: Self) -> bool {
        self.may_change(&Self::ALL, after.beside())
    }

    fn may_change(self, before: &[Beside], after: &[Beside]) -> bool {
        let Self::He { katakana, sounded } = self else { return false };
        let own = if katakana { KATAKANA_HE } else { HIRAGANA_HE };
        before.iter().any(|&before| after.iter().any(|&after| he(before, after, sounded).is_some_and(|it| it != own)))
    }
}

/// What a character with these bits is beside he, on the side of its first part or of its last.
fn beside_composite(cp: u32, look: u64, last: bool) -> Beside {
    if look & look::DECOMPOSES == 0 {
        return Beside::of(cp);
    }
    let mut near = 0;
    normal::decomposed(cp, |part| {
        if near == 0 || (last && !is_sound_mark(part)) {
            near = part;
        }
    });
    Beside::of(near)
}
