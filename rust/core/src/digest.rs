//! What a stretch of text shows, as bits: each character beside the one before it, by two look-ups.
//!
//! Characters that no bit of [`Looks`] tells apart, nor their neighbours, are of one class. A table of pairs of classes holds what the
//! second shows, by itself and behind the first. A line is told by the union of that; a few things take three characters.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::arabic;
use crate::facts::script;
use crate::he::{self, Kana};
use crate::look::{self, Looks, looks};
use crate::lookup::Map;
use crate::shapes::{self, Shape};
use crate::text::Unit;
use crate::word::is_link;

/// What a character shows wherever it stands: the bits of [`look`].
const ALONE: u64 = look::LOOKED_AT | look::EAST_ASIAN | look::STRAY | look::SEQUENCE | look::ORDERED | look::GROUPS;

/// What it shows with its neighbours.
const NEAR: u64 = look::PAIRS | look::PAIRS << look::FIRST | look::MARK | look::IN_WORD | look::TELLS;
/// What no closer look can clear.
const ALWAYS: u64 = look::HARD | look::UNSTABLE | look::DOT;

/// A letter behind one of another group of scripts in one word, or behind what is no letter.
pub const MIXED: u64 = 1 << 9;
/// He, or a letter that looks like katakana or an ideograph, and its neighbour on one side, which does not tell what it is. With three
/// characters: neither side does.
pub const KANA: u64 = 1 << 10;
/// A twin that is neither of the Arabic block nor he; letters that look like katakana or ideographs beside what may tell so.
pub const OTHER_TWIN: u64 = 1 << 13;
/// A Latin letter that is not of ASCII, or what is no letter, nor of ASCII, inside a word.
pub const LATIN_BEYOND: u64 = 1 << 15;
/// Not of ASCII.
pub const BEYOND: u64 = 1 << 21;
/// Two marks that count for a stack. With three characters: three.
pub const STACK: u64 = look::MARK;
/// A letter beside a mark that links words. With three characters: such a mark between two letters.
const LINK: u64 = 1 << 30;
/// A line feed.
pub const LINE_FEED: u64 = 1 << 46;
/// What stays in East Asian lines only, behind nothing that shows one.
pub const LONE_EAST_ASIAN: u64 = 1 << 47;
/// What takes three characters: the bit of two pairs that overlap.
const THREE: u64 = KANA | STACK | LINK;
/// The groups of scripts of letters that tell their word's script to the line stand so much higher than groups do.
const TOLD: u32 = 8;
/// What the Arabic block tells of a line, in two parts.
const ARABIC: [(u32, u32); 2] = [(0, 32), (9, 43)];
const ARABIC_BITS: [u32; 2] = [0x1FF, 0x7];
const _: () = assert!(arabic::SHOWN >> 12 == 0);

/// Stands for all characters beyond the first plane.
const LAST: u32 = 0x10FFFF;

/// The class of what there are too many classes for: it is always looked at.
const CROWD: u8 = u8::MAX;

/// The classes of all characters, and what pairs of them show.
pub struct Digest {
    plane: Box<[u8; 0x10000]>,
    /// The classes beyond the first plane, by the bits of [`Looks`].
    beyond: Map,
    shows: Box<[u64; 0x10000]>,
    near: [Near; 0x100],
    looks: &'static Looks,
}

/// The classes of all characters, and what pairs of them show.
pub fn digest() -> &'static Digest {
    static DIGEST: LazyLock<Digest> = LazyLock::new(Digest::new);
    &DIGEST
}

/// What characters of a class are to kana.
#[derive(Clone, Copy)]
struct Near {
    shape: Shape,
    he: bool,
    /// Whether they have twins of another kind.
    other: bool,
}

/// What makes characters of one class.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Kind {
    look: u64,
    arabic: u32,
    kana: Kana,
    shape: Shape,
    ascii: bool,
    links: bool,
}

impl Kind {
    fn of(cp: u32, look: u64) -> Self {
        let shape = shapes::shape(cp, look);
        // What is looked at under all rules is one kind.
        let look = if look & ALWAYS == 0 { look & (ALONE | NEAR) } else { look::HARD };
        Self {
            look,
            arabic: arabic::says_of_line(cp),
            kana: he::beside_he(cp, look),
            shape,
            ascii: cp < 0x80,
            links: is_link(cp),
        }
    }

    /// Beyond the first plane the bits say all.
    fn beyond(look: u64) -> Self {
        let kana = matches!(look::script_number(look), script::HIRA | script::KANA);
        let kana = if kana { Kana::Unknown } else { he::beside_he(LAST, look) };
        Self { kana, shape: Shape::beyond(look), ..Self::of(LAST, look) }
    }
}

impl Digest {
    fn new() -> Self {
        let looks = looks();
        let mut kinds: Vec<(u32, Kind)> = Vec::new();
        let mut numbers: HashMap<Kind, u8> = HashMap::new();
        let mut number = |cp: u32, kind: Kind| {
            *numbers.entry(kind).or_insert_with(|| {
                kinds.push((cp, kind));
                u8::try_from(kinds.len() - 1).unwrap_or(CROWD)
            })
        };
        let mut plane = vec![CROWD; 0x10000];
        let mut last = None;
        for (cp, class) in (0..).zip(plane.iter_mut()) {
            let kind = Kind::of(cp, looks.of(cp));
            // Neighbours in the code are often of one class.
            *class = match last {
                Some((same, class)) if same == kind => class,
                _ => number(cp, kind),
            };
            last = Some((kind, *class));
        }
        let mut beyond: HashMap<u64, u8> = HashMap::new();
        for cp in looks.beyond_plane() {
            let look = looks.of(cp);
            beyond.entry(look).or_insert_with(|| number(LAST, Kind::beyond(look)));
        }
        let beyond: Vec<(u64, u32)> = beyond.into_iter().map(|(look, class)| (look, class.into())).collect();
        let mut shows = vec![u64::MAX; 0x10000];
        for (first, row) in kinds.iter().zip(shows.chunks_exact_mut(0x100)) {
            for (second, shown) in kinds.iter().zip(row).take(usize::from(CROWD)) {
                *shown = show(first, second);
            }
        }
        let mut near = [Near { shape: Shape::None, he: false, other: true }; 0x100];
        for ((_, kind), near) in kinds.iter().zip(&mut near).take(usize::from(CROWD)) {
            let he = kind.kana.is_he();
            *near = Near { shape: kind.shape, he, other: kind.look & look::TWIN != 0 && !he };
        }
        let (Ok(plane), Ok(shows)) = (plane.into_boxed_slice().try_into(), shows.into_boxed_slice().try_into()) else {
            unreachable!("they were made of this size")
        };
        Self { plane, beyond: Map::new(&beyond), shows, near, looks }
    }

    /// The class of a character of the first plane.
    #[inline]
    pub fn of_unit(&self, unit: u16) -> u8 {
        self.plane[usize::from(unit)]
    }

    /// The class of a character.
    #[inline]
    pub fn of(&self, cp: u32) -> u8 {
        match self.plane.get(cp as usize) {
            Some(class) => *class,
            None => self.beyond.get(self.looks.of(cp)).map_or(CROWD, |class| class as u8),
        }
    }

    /// What a character of a class shows behind one of another.
    #[inline]
    pub fn shows(&self, first: u8, second: u8) -> u64 {
        self.shows[usize::from(first) << 8 | usize::from(second)]
    }
}

/// What a character shows behind another one.
fn show(&(first_cp, first): &(u32, Kind), &(cp, kind): &(u32, Kind)) -> u64 {
    let look = kind.look;
    let groups = look & look::GROUPS;
    let mut shown = look & ALONE | first.look >> look::FIRST & look & look::PAIRS;
    let first_groups = first.look & look::GROUPS;
    let mut add = |bit: u64, is: bool| shown |= if is { bit } else { 0 };
    add(STACK, first.look & look & look::MARK != 0);
    let in_word = first.look & look & look::IN_WORD != 0;
    add(MIXED, in_word && groups != 0 && groups != first_groups);
    add(KANA, kind.kana.is_doubtful_behind(first.kana) || first.kana.is_doubtful_before(kind.kana));
    add(look::TWIN | KANA, first.shape.is_half_before(kind.shape));
    add(look::TWIN | OTHER_TWIN, first.shape.is_doubtful_before(kind.shape));
    add(OTHER_TWIN, look & look::TWIN != 0 && arabic::says_of_line(cp) & arabic::OUTSIDE != 0 && !kind.kana.is_he());
    add(LATIN_BEYOND, !kind.ascii && (groups == look::latin() || (in_word && groups == 0)));
    add(BEYOND, !kind.ascii);
    add(LINK, (kind.links && first_groups != 0) || (first.links && groups != 0));
    add(LINE_FEED, cp == 0x0A);
    let east_asian = look::EAST_ASIAN | look::ONLY_EAST_ASIAN;
    add(LONE_EAST_ASIAN, look & look::ONLY_EAST_ASIAN != 0 && first.look & east_asian == 0);
    add(groups << TOLD, look & look::TELLS != 0);
    let arabic = arabic::shown(first_cp, cp);
    for ((from, to), bits) in ARABIC.into_iter().zip(ARABIC_BITS) {
        shown |= u64::from(arabic >> from & bits) << to;
    }
    shown
}

/// What a stretch has shown so far.
#[derive(Clone, Copy)]
pub struct Seen {
    /// What its characters show, each behind the one before it.
    pub all: u64,
    /// What takes three characters.
    pub three: u64,
    /// Of a line: an index before which it has no mark that stays among letters of its own scripts.
    pub own: usize,
    class: u8,
    shown: u64,
}

impl Seen {
    /// What is seen where a line begins.
    #[inline]
    pub fn new(digest: &Digest) -> Self {
        Self { all: 0, three: 0, own: usize::MAX, class: digest.of_unit(0x0A), shown: 0 }
    }

    /// Adds a character; tells what it shows.
    #[inline]
    pub fn add<U: Unit>(&mut self, digest: &Digest, unit: U) -> u64 {
        let class = unit.class(digest);
        let shown = digest.shows(self.class, class);
        self.all |= shown;
        self.three |= self.shown & shown & THREE;
        (self.class, self.shown) = (class, shown);
        shown
    }

    /// Adds some characters; tells what they show together.
    #[inline]
    pub fn add_all<U: Unit>(&mut self, digest: &Digest, units: &[U]) -> u64 {
        let (mut class, mut shown, mut together, mut three) = (self.class, self.shown, 0, 0);
        for unit in units {
            let next = unit.class(digest);
            let before = shown;
            shown = digest.shows(class, next);
            together |= shown;
            three |= before & shown;
            class = next;
        }
        self.three |= three & THREE;
        self.all |= together;
        (self.class, self.shown) = (class, shown);
        together
    }

    /// What is seen where characters show so much together, and no three of them more.
    pub fn of(digest: &Digest, all: u64) -> Self {
        Self { all, ..Self::new(digest) }
    }

    /// Whether, of letters of several groups of scripts, none is decided by another one: no word is of several or linked to another,
    /// none may be notation, and in each group that has one script some letter tells it.
    pub fn words_tell(&self) -> bool {
        let groups = self.all & look::GROUPS;
        let latin = look::latin();
        // Words of ASCII stay, whatever they tell.
        let telling = if self.all & LATIN_BEYOND == 0 { groups & !latin } else { groups };
        let doubts = self.all & MIXED != 0 || self.three & LINK != 0 || groups & look::greek() != 0;
        !doubts && telling & !(self.all >> TOLD & look::SINGLE_GROUPS) == 0
    }

    /// Whether the twins of a line stay as they are, so far as its pairs show.
    pub fn twins_stay(&self) -> bool {
        self.only_he_stays() && arabic::stay(self.arabic(), self.all & look::JOINER != 0)
    }

    /// Whether the twins of a line stay as they are, so far as its pairs and the order of its letters show.
    pub fn twins_agree(&self, line: impl Iterator<Item = u32>) -> bool {
        self.only_he_stays() && arabic::agree(self.arabic(), self.all & look::JOINER != 0, line)
    }

    /// Whether all twins of a line look like kana, and stay as they are by what stands around them.
    pub fn kana_stay<U: Unit>(&self, digest: &Digest, line: &[U]) -> bool {
        if self.all & (look::ORDERED | look::JOINER) != 0 || self.arabic() != 0 {
            return false;
        }
        let feed = digest.of_unit(0x0A);
        let (mut stay, mut last, mut he) = (true, feed, false);
        let shapes = line.iter().map(|unit| unit.class(digest)).chain([feed]).map(|class| {
            let near = digest.near[usize::from(class)];
            // He stays where its neighbour on one side tells so.
            let shown = digest.shows(last, class) & KANA != 0;
            stay &= !(near.other || (he && shown));
            (last, he) = (class, near.he && shown);
            near.shape
        });
        shapes::surely_stay(shapes) && stay
    }

    /// Whether the only twins of some lines are he, and stay as they are.
    pub fn he_stays(&self) -> bool {
        self.only_he_stays() && self.arabic() == 0
    }

    /// Whether twins beyond the Arabic block are all he, and stay as they are. Marks may belong to them.
    fn only_he_stays(&self) -> bool {
        let marked = self.all & KANA != 0 && self.all & look::ORDERED != 0;
        self.all & OTHER_TWIN == 0 && self.three & KANA == 0 && !marked
    }

    /// What the Arabic block tells.
    fn arabic(&self) -> u32 {
        let parts = ARABIC.into_iter().zip(ARABIC_BITS);
        parts.fold(0, |all, ((from, to), bits)| all | ((self.all >> to) as u32 & bits) << from)
    }
}

#[cfg(test)]
mod tests {
    use super::{CROWD, digest};

    #[test]
    fn there_are_classes_for_all_kinds() {
        let digest = digest();
        assert!(digest.plane.iter().all(|class| *class < CROWD), "too many classes");
    }
}
