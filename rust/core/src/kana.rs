//! Katakana and what looks like them: ideographs, and strokes like the mark of length; he is decided behind them.
//!
//! UTS #39 has each of these pairs in one class. Fonts draw them a little apart, so what stands on both sides in honest text stays:
//! names of one katakana word beside one of Han, and the words of `tables/curated/kana_words.tsv`. Whichever of a pair stands
//! somewhere, the answer is the same, so that no choice is left where there is one.

use std::ops::Range;
use std::sync::LazyLock;

use crate::facts::{self, class, script};
use crate::he;
use crate::lookup;
use crate::tables::{KANA_RUNS, KANA_TWINS, KANA_WORDS, POOL};
use crate::twins::Targets;

/// The mark of length.
pub const PROLONGED: u32 = 0x30FC;
pub const ONE: u32 = 0x4E00;
const DASH: u32 = 0x2014;
/// Small tsu.
pub const TSU: u32 = 0x30C3;
const N: u32 = 0x30F3;
const WO: u32 = 0x30F2;
pub const TO: u32 = 0x30C8;
const TA: u32 = 0x30BF;

/// The katakana that an ideograph looks like.
#[inline]
pub fn katakana(cp: u32) -> Option<u32> {
    if !matches!(cp, 0x4E00..=0x9FFF) {
        return None;
    }
    KANA_TWINS.iter().find(|row| row.0 == cp).map(|row| row.1)
}

/// The first ideograph that looks like a katakana.
#[inline]
pub fn ideograph(cp: u32) -> Option<u32> {
    if !matches!(cp, 0x30A1..=0x30FA) {
        return None;
    }
    KANA_TWINS.iter().find(|row| row.1 == cp).map(|row| row.0)
}

/// A character, as the katakana that it looks like if it is an ideograph.
pub fn alike(cp: u32) -> u32 {
    katakana(cp).unwrap_or(cp)
}

/// Whether a character is katakana or an ideograph that look alike.
pub fn is_twin(cp: u32) -> bool {
    ideograph(cp).or_else(|| katakana(cp)).is_some()
}

/// Whether a character is kana or a mark of theirs.
#[inline]
pub fn is_kana(cp: u32) -> bool {
    matches!(cp, 0x3041..=0x309F | 0x30A0..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9D | 0x1AFF0..=0x1B2FF)
}

/// Whether a character is drawn like the mark of length: the ideograph one, and dashes.
fn is_stroke(cp: u32) -> bool {
    let is_dash = || {
        let fold = lookup::fold(cp).filter(|_| facts::klass(cp) == class::PUNCTUATION);
        fold.is_some_and(|fold| fold.target() == [DASH])
    };
    matches!(cp, ONE | DASH) || (cp != PROLONGED && is_dash())
}

/// Katakana n and small katakana: no word begins with one.
fn begins_nothing(cp: u32) -> bool {
    matches!(
        cp,
        N | 0x30A1 | 0x30A3 | 0x30A5 | 0x30A7 | 0x30A9 | TSU | 0x30E3 | 0x30E5 | 0x30E7 | 0x30EE | 0x31F0..=0x31FF
    )
}

/// Katakana that have no vowel: no mark of length stands behind them.
fn is_short(cp: u32) -> bool {
    matches!(cp, TSU | N)
}

/// Counters of one katakana.
fn is_piece(cp: u32) -> bool {
    matches!(cp, 0x30B3 | 0x30C4 | 0x30B1 | 0x30AB | 0x30F5 | 0x30F6)
}

/// Katakana that look like numbers.
pub fn is_number(cp: u32) -> bool {
    matches!(cp, 0x30CB | 0x30CF)
}

/// Whether a mark makes another sound of the kana before it.
pub fn is_sound_mark(cp: u32) -> bool {
    matches!(cp, 0x3099 | 0x309A)
}

/// How many katakana with a vowel of their own there are.
pub fn vowels(cps: &[u32]) -> usize {
    cps.iter().filter(|&&cp| !is_sound_mark(cp) && !begins_nothing(cp) && cp != PROLONGED).count()
}

/// Settles the kana of a line.
pub fn resolve(targets: &mut Targets<'_>) {
    let cps = targets.cps;
    if cps.iter().any(|&cp| is_twin(cp) || is_stroke(cp)) {
        Line::new(cps).settle(targets);
    }
    he::resolve(targets);
}

/// What a character is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No part of a word.
    Other,
    /// Katakana that look like no ideograph.
    Letter,
    /// Katakana or ideographs that look alike.
    Twin,
    /// The mark of length.
    Long,
    /// What looks like it.
    Stroke,
    /// Another ideograph.
    Ideograph,
    /// Another part of a word.
    Wordy,
    /// Hiragana or katakana he.
    He,
    /// Hiragana.
    Hiragana,
}

impl Kind {
    /// What a character is wherever it stands.
    pub fn of(cp: u32) -> Self {
        match cp {
            _ if he::is_he(cp) => Self::He,
            PROLONGED => Self::Long,
            _ if is_twin(cp) => Self::Twin,
            _ if is_stroke(cp) => Self::Stroke,
            _ => match facts::script(cp) {
                script::KANA => Self::Letter,
                script::HIRA => Self::Hiragana,
                _ if !facts::is_wordy(cp) => Self::Other,
                script::HANI => Self::Ideograph,
                _ => Self::Wordy,
            },
        }
    }

    /// Whether it may be part of a katakana word.
    fn is_inside(self) -> bool {
        matches!(self, Self::Letter | Self::Twin)
    }

    /// Whether it tells that twins before it are katakana.
    fn tells(self) -> bool {
        matches!(self, Self::Letter | Self::Long | Self::Stroke)
    }

    /// Whether a word of its own may end with it before katakana: Han, digits, other letters; he, which is undecided.
    fn ends_words(self) -> bool {
        matches!(self, Self::Ideograph | Self::Wordy | Self::He)
    }
}

/// The katakana of a line, and what looks like them, while they are being decided.
struct Line<'a> {
    cps: &'a [u32],
    /// The same, ideographs as the katakana that they look like.
    alike: Vec<u32>,
    kinds: Vec<Kind>,
    /// Whether there are katakana that look like no ideograph.
    katakana: bool,
    hiragana: bool,
}

impl<'a> Line<'a> {
    fn new(cps: &'a [u32]) -> Self {
        let mut kinds = Vec::with_capacity(cps.len());
        let mut last = Kind::Other;
        for (at, &cp) in cps.iter().enumerate() {
            let sounded = || cps.get(at + 1).is_some_and(|&next| is_sound_mark(next));
            last = match Kind::of(cp) {
                _ if is_sound_mark(cp) => last,
                // No ideograph has a sound mark.
                Kind::Twin if sounded() => Kind::Letter,
                kind => kind,
            };
            kinds.push(last);
        }
        let katakana = kinds.iter().zip(cps).any(|(&kind, &cp)| kind == Kind::Letter && !is_sound_mark(cp));
        let hiragana = kinds.contains(&Kind::Hiragana);
        let alike = cps.iter().map(|&cp| alike(cp)).collect();
        Self { cps, alike, kinds, katakana, hiragana }
    }

    /// What stands at an index; nothing beyond the edges.
    fn kind(&self, at: usize) -> Kind {
        self.kinds.get(at).copied().unwrap_or(Kind::Other)
    }

    /// What stands before an index.
    fn before(&self, at: usize) -> Kind {
        at.checked_sub(1).map_or(Kind::Other, |before| self.kind(before))
    }

    /// The katakana that a character is or looks like; 0 beyond the end.
    fn alike(&self, at: usize) -> u32 {
        self.alike.get(at).copied().unwrap_or(0)
    }

    /// Decides what belongs elsewhere: first the marks of length, which tell what the letters before them are.
    fn settle(&mut self, targets: &mut Targets<'_>) {
        for at in 0..self.cps.len() {
            match self.kinds[at] {
                Kind::Stroke if self.is_length(at) => {
                    targets.set(at, PROLONGED);
                    (self.kinds[at], self.alike[at]) = (Kind::Long, PROLONGED);
                }
                Kind::Letter => targets.set(at, self.alike(at)),
                _ => {}
            }
        }
        let mut start = 0;
        while start < self.cps.len() {
            let stop = start + self.kinds[start..].iter().take_while(|&&kind| kind == Kind::Twin).count();
            if stop > start {
                self.run(start, stop, targets);
            }
            start = stop + 1;
        }
    }

    /// Whether a stroke between katakana is the mark of length.
    ///
    /// A dash links whole words, and a number counts what follows; so the katakana on one side have to be too short for a word: one
    /// with a vowel.
    fn is_length(&self, at: usize) -> bool {
        let (before, after) = (self.before(at), self.kind(at + 1));
        if !at.checked_sub(1).is_some_and(|at| self.is_inside(at)) || !after.is_inside() {
            return false;
        }
        let last = self.alike[..at].iter().rfind(|&&cp| !is_sound_mark(cp)).copied().unwrap_or(0);
        let start = at - (0..at).rev().take_while(|&at| self.is_inside(at)).count();
        if is_short(last) || (before == Kind::Twin && self.before(start).ends_words()) {
            return false;
        }
        let stop = at + 1 + (at + 1..self.cps.len()).take_while(|&at| self.is_inside(at)).count();
        let (first, second) = (vowels(&self.alike[start..at]), vowels(&self.alike[at + 1..stop]));
        if after == Kind::Twin {
            let twins = at + 1 + self.kinds[at + 1..stop].iter().take_while(|&&kind| kind == Kind::Twin).count();
            if before == Kind::Twin && self.kind(twins) != Kind::Letter {
                return false;
            }
            let shows = self.kind(twins).tells() || (twins == at + 2 && matches!(self.alike(at + 1), TO | TA));
            return first == 1 || (second == 1 && shows);
        }
        let counts = stop - at == 2 && is_piece(self.alike(at + 1));
        first == 1 || (second == 1 && !counts)
    }

    /// Whether a character may be part of a katakana word; he is behind katakana if it has a sound mark, which no particle has.
    fn is_inside(&self, at: usize) -> bool {
        let kind = self.kind(at);
        if kind != Kind::He {
            return kind.is_inside();
        }
        let first = at - usize::from(at > 0 && is_sound_mark(self.cps[at]));
        let sounded = self.cps.get(first + 1).is_some_and(|&next| is_sound_mark(next));
        sounded && self.before(first) == Kind::Letter
    }

    /// Decides a run of letters that have a twin, from its end.
    fn run(&mut self, start: usize, stop: usize, targets: &mut Targets<'_>) {
        let is_one = self.before(start) == Kind::Stroke && self.cps[start - 1] == ONE;
        let before = if is_one { Kind::Ideograph } else { self.before(start) };
        let after = self.kind(stop);
        if self.is_han(start..stop, before, after) {
            for at in start..stop {
                if let Some(target) = ideograph(self.cps[at]).filter(|_| !self.is_open(at, true)) {
                    targets.set(at, target);
                }
            }
            return;
        }
        let inside = matches!(before, Kind::Letter | Kind::Long);
        for at in (start..stop).rev() {
            if !self.is_bound(at) {
                let loose = self.kind(at + 1) != Kind::Letter || before.ends_words() || before == Kind::Stroke;
                let number = at == start && !inside && is_number(self.alike(at));
                if loose || number || self.is_open(at, false) || self.is_old(at) {
                    break;
                }
            }
            targets.set(at, self.alike(at));
            self.kinds[at] = Kind::Letter;
        }
        let linked = before.ends_words()
            || before == Kind::Stroke
            || matches!(after, Kind::Ideograph | Kind::Wordy | Kind::Stroke);
        if !linked && self.is_word(start, stop) {
            (start..stop).for_each(|at| targets.set(at, self.alike(at)));
        }
        // The ideograph that looks like to is rare: no katakana word has it behind.
        if inside && self.alike(start) == TO && self.kinds[start] == Kind::Twin {
            targets.set(start, TO);
        }
    }

    /// Whether a run stands between ideographs in a line without other katakana, and is no katakana word.
    ///
    /// Several may begin or end a clause, where the line has no hiragana either.
    fn is_han(&self, run: Range<usize>, before: Kind, after: Kind) -> bool {
        let own = &self.alike[run.clone()];
        let is_own = |&(offset, len): &(u16, u8)| &POOL[usize::from(offset)..][..usize::from(len)] == own;
        if self.katakana || KANA_RUNS.iter().any(is_own) {
            return false;
        }
        match (before, after) {
            (Kind::Ideograph, Kind::Ideograph) => true,
            (Kind::Ideograph, Kind::Other) | (Kind::Other, Kind::Ideograph) => run.len() > 1 && !self.hiragana,
            _ => false,
        }
    }

    /// Whether several twins, none of which looks like a number, are a katakana word: no ideographs are put so together.
    fn is_word(&self, start: usize, stop: usize) -> bool {
        let alone = |at: usize| self.kinds[at] == Kind::Twin && !is_number(self.alike(at)) && !self.is_open(at, false);
        stop - start > 1 && (self.katakana || self.hiragana) && (start..stop).all(alone)
    }

    /// Whether a mark of length or a small katakana follows: only katakana have those.
    fn is_bound(&self, at: usize) -> bool {
        match self.kind(at + 1) {
            Kind::Long => true,
            // Small tsu counts, too, as in the names of places.
            Kind::Letter => {
                let after = self.cps[at + 1];
                begins_nothing(after) && (after != TSU || self.kind(at + 2) == Kind::Letter)
            }
            _ => false,
        }
    }

    /// Whether wo follows, which is a particle, in a line that writes its particles in katakana.
    fn is_old(&self, at: usize) -> bool {
        !self.hiragana && self.cps[at + 1] == WO
    }

    /// Whether a word with the ideograph, or a number and what it counts, may be meant; so may katakana, but between ideographs.
    fn is_open(&self, at: usize, between: bool) -> bool {
        let own = self.alike(at);
        let part = |offset: u16, len: u8| &POOL[usize::from(offset)..][..usize::from(len)];
        let before = at.checked_sub(1).map_or(0, |before| self.alike(before));
        let rows = [(before, true), (self.alike(at + 1), false)].map(|(near, is_before)| words(own, near, is_before));
        rows.into_iter().flatten().any(|&(_, (before, size, _, behind, length, meant))| {
            let (before, behind) = (part(before, size), part(behind, length));
            !(between && meant)
                && at >= before.len()
                && before.iter().enumerate().all(|(place, &cp)| self.alike(at - before.len() + place) == cp)
                && behind.iter().enumerate().all(|(place, &cp)| self.alike(at + 1 + place) == cp)
        })
    }
}

/// A row of the table of words with an ideograph: what stands before it, itself, what stands behind, and whether it is meant between
/// ideographs.
type Word = (u16, u8, u32, u16, u8, bool);

/// The words with a letter that have a character right before it, or nothing there and the character right behind it.
fn words(own: u32, near: u32, is_before: bool) -> &'static [(u64, Word)] {
    static WORDS: LazyLock<Vec<(u64, Word)>> = LazyLock::new(|| {
        let last = |word: &Word| POOL[usize::from(word.0)..][..usize::from(word.1)].last().copied();
        let first = |word: &Word| POOL[usize::from(word.3)..][..usize::from(word.4)].first().copied().unwrap_or(0);
        let key_of = |word: &Word| match last(word) {
            Some(before) => key(alike(word.2), before, true),
            None => key(alike(word.2), first(word), false),
        };
        let mut words: Vec<_> = KANA_WORDS.iter().map(|word| (key_of(word), *word)).collect();
        words.sort_unstable();
        words
    });
    let key = key(own, near, is_before);
    let start = WORDS.partition_point(|word| word.0 < key);
    let count = WORDS[start..].iter().take_while(|word| word.0 == key).count();
    &WORDS[start..start + count]
}

fn key(own: u32, near: u32, is_before: bool) -> u64 {
    u64::from(own) << 32 | u64::from(near) << 1 | u64::from(is_before)
}
