//! Calm text: characters of which no rule looks at any, whatever order they stand in; many are told at once.
//!
//! A family of characters is calm when no pair of them shows anything in the [`Digest`] that a rule looks at, but for three things that
//! are asked of each place: no blank ends a line, what stays in East Asian lines only stands behind something East Asian, and no two
//! ideographs stand side by side that may be katakana. The ranges of a family are derived from the digest, so that a rule that comes
//! to look at a character takes it out. Text of one family is told by a few comparisons a character, without a look-up and without a
//! branch.

use std::collections::HashMap;
use std::sync::LazyLock;

use fearless_simd::{Level, Simd, dispatch};

use crate::digest::{self, Digest, digest};
use crate::look;
use crate::narrow::{self, BEHIND};
use crate::text::{CHUNK, Unit};
use crate::wide;

/// Where the letters of a family stand, and the marks among them, the usual ones first.
type Seeds = &'static [(u16, u16)];
/// ASCII, with letters where they are of the family's scripts.
const LATIN: Seeds = &[(0x20, 0x7E)];
const OTHER: Seeds = &[(0x20, 0x40), (0x5B, 0x60), (0x7B, 0x7E)];
const SEEDS: [(Seeds, Seeds); 8] = [
    (
        LATIN,
        &[
            (0xC0, 0x013F),
            (0xAB, 0xAB),
            (0xBB, 0xBB),
            (0x2014, 0x2014),
            (0x1E00, 0x1EFF),
            (0x0141, 0x024F),
            (0x201E, 0x201E),
            (0xA1, 0xBF),
        ],
    ),
    (
        OTHER,
        &[
            (0x0388, 0x03E1),
            (0x0386, 0x0386),
            (0x038C, 0x038C),
            (0xAB, 0xAB),
            (0xBB, 0xBB),
            (0xB7, 0xB7),
            (0x2014, 0x2014),
            (0x1F00, 0x1FFF),
        ],
    ),
    (
        OTHER,
        &[
            (0x0400, 0x045F),
            (0xAB, 0xAB),
            (0xBB, 0xBB),
            (0x2014, 0x2014),
            (0x0460, 0x052F),
            (0x2116, 0x2116),
            (0x201E, 0x201E),
        ],
    ),
    (OTHER, &[(0x0531, 0x058F), (0xA1, 0xBF)]),
    (OTHER, &[(0x05D0, 0x05EA)]),
    (OTHER, &[(0x10A0, 0x10FF), (0x201E, 0x201E)]),
    (LATIN, &[(0xAC00, 0xD7A3), (0x4E00, 0x9FFF)]),
    (
        LATIN,
        &[
            (0x4E00, 0x9FFF),
            (0x3001, 0x3002),
            (0xFF01, 0xFF20),
            (0x3041, 0x3096),
            (0x3008, 0x3011),
            (0x30A1, 0x30FE),
            (0xB7, 0xB7),
            (0x2014, 0x2014),
            (0x3400, 0x4DBF),
        ],
    ),
];

/// No family has more ranges.
const RANGES: usize = 16;
/// Most text has characters of the first ones only.
const USUAL: usize = 8;
/// Nor more ranges of what stays in East Asian lines only.
const WIDE: usize = 5;
/// Where a seed has many letters, so many that follow each other are worth a range.
const WORTH: usize = 3;
/// Nor more characters of which no two stand side by side.
const APART: usize = 8;
/// What is before this does not make a line East Asian: its marks tell nothing.
const EAST_ASIAN: u16 = 0x3041;

/// The ideographic comma and full stop. They tell nothing of the line, but are taken for what does where they stand behind it.
const STOPS: Range = Range { first: 0x3001, more: 1 };

/// Code points that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    first: u16,
    /// One less than there are.
    more: u16,
}

impl Range {
    #[inline(always)]
    fn has(self, unit: u16) -> u16 {
        u16::from(unit.wrapping_sub(self.first) <= self.more)
    }
}

/// Characters that are calm together.
#[derive(Debug)]
pub struct Family {
    ranges: [Range; RANGES],
    /// Those that stay in East Asian lines only, or stand between some.
    wide: [Range; WIDE],
    /// Those of which no two stand side by side: they may be taken for what each other looks like.
    apart: [Range; APART],
    /// What they show, each behind any other.
    pub shows: u64,
}

/// The families.
struct Families {
    all: Vec<Family>,
    /// For each 64 characters the number of the first family that has most of its letters there.
    rows: Box<[u8; 0x400]>,
}

const NO_FAMILY: u8 = u8::MAX;

static FAMILIES: LazyLock<Families> = LazyLock::new(Families::new);
/// What the processor can do.
pub static LEVEL: LazyLock<Level> = LazyLock::new(Level::new);

impl Families {
    fn new() -> Self {
        let mut rows = Box::new([NO_FAMILY; 0x400]);
        let mut all = Vec::new();
        let mut note = |number: u8, seed: &(u16, u16)| {
            for row in &mut rows[usize::from(seed.0 >> 6)..=usize::from(seed.1 >> 6)] {
                *row = if *row == NO_FAMILY { number } else { *row };
            }
        };
        // What a family begins with is its own, whatever others have more.
        (0..).zip(SEEDS).for_each(|(number, (_, seeds))| note(number, &seeds[0]));
        for (number, (ascii, seeds)) in (0..).zip(SEEDS) {
            let letters = seeds.iter().filter(|seed| seed.1 - seed.0 > 0x1F);
            letters.for_each(|seed| note(number, seed));
            all.push(Family::new(digest(), ascii, seeds));
        }
        Self { all, rows }
    }
}

/// The family of the first letter beyond ASCII among some.
pub fn family_of<U: Unit>(units: &[U]) -> Option<&'static Family> {
    let rows = units.iter().take(CHUNK).map(|&unit| unit.into()).filter(|&cp| cp >= 0xC0).map(|cp| cp as usize >> 6);
    first_of(rows)
}

/// The family of the first letter beyond ASCII among some in UTF-8.
pub fn family_of_utf8(data: &[u8]) -> Option<&'static Family> {
    let rows = data.windows(2).take(2 * CHUNK).filter_map(|bytes| match *bytes {
        [lead @ 0xC3..=0xDF, _] => Some(usize::from(lead & 0x1F)),
        [lead @ 0xE0..=0xEF, next] => Some(usize::from(lead & 0x0F) << 6 | usize::from(next & 0x3F)),
        _ => None,
    });
    first_of(rows)
}

fn first_of(rows: impl Iterator<Item = usize>) -> Option<&'static Family> {
    let families = &*FAMILIES;
    let mut numbers = rows.filter_map(|row| families.rows.get(row));
    numbers.find(|number| **number != NO_FAMILY).map(|number| &families.all[usize::from(*number)])
}

impl Family {
    /// The characters of some seeds that are calm together. A class that would disturb those before it is left out, the largest of a
    /// seed come first.
    fn new(digest: &Digest, ascii: Seeds, seeds: Seeds) -> Self {
        let ascii = ascii.iter().copied().chain([(0x09, 0x0A)]);
        let mut calm: Vec<(u16, u8)> =
            ascii.clone().flat_map(|(a, b)| a..=b).map(|cp| (cp, digest.of_unit(cp))).collect();
        let mut shows = calm.iter().fold(0, |all, one| all | behind_all(digest, &calm, *one));
        // Widths are told of lines that have both: the family has one of them.
        let widths = wide::may_change(seeds[0].0.into());
        let mut found: Vec<(u16, u16)> = ascii.filter(|seed| seed.0 >= 0x20).collect();
        let (mut lone, mut apart): (Vec<u16>, Vec<u16>) = Default::default();
        let mut members: HashMap<u8, Vec<u16>> = HashMap::new();
        for &(first, last) in seeds {
            let mut good = vec![];
            for (class, cps) in classes(digest, (first..=last).filter(|cp| wide::may_change((*cp).into()) == widths)) {
                let one = (cps[0], class);
                let near = behind_all(digest, &calm, one) | before_all(digest, &calm, one);
                let more = near | shown(digest, one, one);
                let only = digest.shows(digest.of_unit(0x20), class) & look::ONLY_EAST_ASIAN != 0;
                if widths && only {
                    continue;
                }
                if is_calm(shows | more) {
                    shows |= more;
                } else if !widths {
                    // With most it is calm; with a few, and with its own kind, it is not.
                    let both = |other| shown(digest, other, one) | shown(digest, one, other);
                    let (friends, foes): (Vec<_>, Vec<(u16, u8)>) =
                        calm.iter().partition(|other| is_calm(shows | both(**other)));
                    // ASCII never stands apart.
                    let Some(foes) = foes.iter().map(|foe| members.get(&foe.1)).collect::<Option<Vec<_>>>() else {
                        continue;
                    };
                    let few: Vec<u16> = foes.into_iter().flatten().chain(&cps).copied().collect();
                    let all = friends.into_iter().fold(shows, |all, friend| all | both(friend));
                    if !is_calm(all) || few.len() > APART || runs([&apart[..], &few].concat(), 0).len() > APART {
                        continue;
                    }
                    shows = all;
                    apart.extend(few);
                } else {
                    continue;
                }
                calm.push(one);
                lone.extend(cps.iter().filter(|cp| only || STOPS.has(**cp) != 0));
                good.extend(&cps);
                members.entry(class).or_default().extend(cps);
            }
            let mut runs = runs(good, 1);
            runs.retain(|run| usize::from(run.1 - run.0) + 1 >= WORTH || last - first < 0x20);
            runs.sort_by_key(|run| u16::MAX - (run.1 - run.0));
            found.extend(runs);
        }
        found.truncate(RANGES);
        // What is taken for more than it is is only asked for more.
        let gap = (1..u16::MAX).find(|gap| runs(lone.clone(), *gap).len() <= WIDE).unwrap_or(u16::MAX);
        Self { ranges: ranges(&found), wide: ranges(&runs(lone, gap)), apart: ranges(&runs(apart, 0)), shows }
    }

    /// Up to where a text is of the family, from the start of a line on; all of it only if it ends in no blank.
    pub fn end<U: Unit>(&self, text: &[U], start: usize) -> usize {
        let level = *LEVEL;
        dispatch!(level, simd => simd.vectorize(#[inline(always)] || {
            if self.is_wide() { self.end_by::<U, WIDE>(text, start) } else { self.end_by::<U, 0>(text, start) }
        }))
    }

    #[inline(always)]
    fn end_by<U: Unit, const W: usize>(&self, text: &[U], start: usize) -> usize {
        let mut window = [0x0A; BEHIND + CHUNK];
        let mut at = start;
        while at < text.len() {
            window.copy_within(CHUNK.., 0);
            let units = &text[at..];
            let size = CHUNK.min(units.len());
            if let Some(units) = units.first_chunk::<CHUNK>() {
                for (lane, unit) in window[BEHIND..].iter_mut().zip(units) {
                    *lane = unit.lane();
                }
            } else {
                window[BEHIND..].fill(0x0A);
                for (lane, unit) in window[BEHIND..].iter_mut().zip(units) {
                    *lane = unit.lane();
                }
            }
            if !self.holds::<USUAL, W, 1>(&window) && !self.holds::<RANGES, W, 1>(&window) {
                break;
            }
            at += size;
        }
        at - usize::from(at == text.len() && text.last().is_some_and(|&unit| matches!(unit.into(), 0x20 | 0x09)))
    }

    /// As [`Self::end`], for UTF-8.
    pub fn end_utf8(&self, data: &[u8], start: usize) -> usize {
        let level = *LEVEL;
        dispatch!(level, simd => simd.vectorize(#[inline(always)] || {
            if self.is_wide() { self.end_utf8_by::<WIDE>(data, start) } else { self.end_utf8_by::<0>(data, start) }
        }))
    }

    #[inline(always)]
    fn end_utf8_by<const W: usize>(&self, data: &[u8], start: usize) -> usize {
        let mut window = [0x0A; BEHIND + CHUNK];
        let mut units = [0; CHUNK];
        let mut ends = [0; CHUNK];
        let mut bytes = [0x0A; BEHIND + CHUNK];
        // Stands for the bytes before the last one of a character: a mark of ASCII, which is of every family.
        let filler = self.ranges[0].first + 1;
        let mut at = start;
        while at < data.len() {
            window.copy_within(CHUNK.., 0);
            bytes.copy_within(CHUNK.., 0);
            let size = CHUNK.min(data.len() - at);
            if let Some(chunk) = data[at..].first_chunk::<CHUNK>() {
                bytes[BEHIND..].copy_from_slice(chunk);
            } else {
                bytes[BEHIND..].fill(0x0A);
                bytes[BEHIND..BEHIND + size].copy_from_slice(&data[at..]);
            }
            let well_formed = narrow::characters(&bytes, &mut units, &mut ends);
            for ((lane, unit), end) in window[BEHIND..].iter_mut().zip(&units).zip(&ends) {
                *lane = if *end != 0 { *unit } else { filler };
            }
            if !well_formed || !(self.holds::<USUAL, W, 3>(&window) || self.holds::<RANGES, W, 3>(&window)) {
                break;
            }
            at += size;
        }
        at - usize::from(at == data.len() && matches!(data.last(), Some(0x20 | 0x09)))
    }

    fn is_wide(&self) -> bool {
        self.wide != [self.wide[0]; WIDE]
    }

    /// Whether all of a window is of the family, and stands as it may; the character before one that is East Asian is so many lanes
    /// before it.
    #[inline(always)]
    fn holds<const N: usize, const W: usize, const BEFORE: usize>(&self, window: &[u16; BEHIND + CHUNK]) -> bool {
        let mut bad = 0;
        for at in BEHIND..BEHIND + CHUNK {
            let (unit, before, near) = (window[at], window[at - 1], window[at - BEFORE]);
            // As numbers, so that many are told at once.
            let blank = u16::from(before == 0x20) | u16::from(before == 0x09);
            let mut known = u16::from(unit == 0x09) | u16::from(unit == 0x0A) & (blank ^ 1);
            for range in &self.ranges[..N] {
                known |= range.has(unit);
            }
            let (mut wide, mut this, mut that) = (0, 0, 0);
            for range in &self.wide[..W] {
                wide |= range.has(unit);
            }
            if W > 0 {
                for range in &self.apart {
                    this |= range.has(unit);
                    that |= range.has(near);
                }
            }
            let lone = u16::from(near < EAST_ASIAN) & (STOPS.has(near) ^ 1);
            bad |= (known ^ 1) | wide & lone | this & that;
        }
        bad == 0
    }
}

/// Whether nothing that characters of a family show is looked at.
fn is_calm(all: u64) -> bool {
    // What stays in East Asian lines is asked of each place.
    const BITS: u64 =
        look::LOOKED_AT & !look::ONLY_EAST_ASIAN | look::STRAY | look::PAIRS | digest::STACK | digest::LONE_EAST_ASIAN;
    all & BITS == 0 && !look::groups_may_mix(all & look::GROUPS, all, false)
}

/// What a character shows behind another, but for what is asked of each place.
fn shown(digest: &Digest, (first_cp, first): (u16, u8), (cp, class): (u16, u8)) -> u64 {
    if matches!(first_cp, 0x09 | 0x20) && cp == 0x0A {
        return 0;
    }
    let shown = digest.shows(first, class);
    if first_cp < EAST_ASIAN { shown & !digest::LONE_EAST_ASIAN } else { shown }
}

/// The classes of some code points, the largest first.
fn classes(digest: &Digest, cps: impl Iterator<Item = u16>) -> Vec<(u8, Vec<u16>)> {
    let mut classes: Vec<(u8, Vec<u16>)> = Vec::new();
    for cp in cps {
        let class = digest.of_unit(cp);
        match classes.iter_mut().find(|known| known.0 == class) {
            Some(known) => known.1.push(cp),
            None => classes.push((class, vec![cp])),
        }
    }
    classes.sort_by_key(|class| usize::MAX - class.1.len());
    classes
}

fn behind_all(digest: &Digest, all: &[(u16, u8)], one: (u16, u8)) -> u64 {
    all.iter().fold(0, |shows, first| shows | shown(digest, *first, one))
}

fn before_all(digest: &Digest, all: &[(u16, u8)], one: (u16, u8)) -> u64 {
    all.iter().fold(0, |shows, second| shows | shown(digest, one, *second))
}

/// The stretches that code points make, those with a gap between them that is less than so wide as one.
fn runs(mut cps: Vec<u16>, gap: u16) -> Vec<(u16, u16)> {
    cps.sort_unstable();
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for cp in cps {
        match runs.last_mut() {
            Some(run) if cp - run.1 <= gap => run.1 = cp,
            _ => runs.push((cp, cp)),
        }
    }
    runs
}

/// Some ranges, as many as are asked for: the last ones are the first once more.
fn ranges<const N: usize>(runs: &[(u16, u16)]) -> [Range; N] {
    let range = |&(first, last): &(u16, u16)| Range { first, more: last - first };
    std::array::from_fn(|place| runs.get(place).or(runs.first()).map_or(STOPS, range))
}

/// The characters of each family, for those who try them.
#[cfg(test)]
pub fn members() -> Vec<Vec<u32>> {
    let known = |family: &Family, cp: &u16| family.ranges.iter().any(|range| range.has(*cp) != 0);
    let of = |family| (0..=0xFFFF).filter(|cp| known(family, cp)).map(u32::from).collect();
    FAMILIES.all.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::{BEHIND, CHUNK, family_of, family_of_utf8};

    const TEXTS: [&str; 9] = [
        "Le caf\u{E9} co\u{FB}te \u{AB}2\u{AB} 50 ",
        "\u{3A4}\u{3BF} \u{3BD}\u{3B5}\u{3C1}\u{3CC}, 12. ",
        "\u{412}\u{43E}\u{434}\u{430} \u{2014} \u{AB}5\u{BB}; ",
        "\u{54B}\u{578}\u{582}\u{580} (7) ",
        "\u{5DE}\u{5D9}\u{5DD}! 3 ",
        "\u{10EC}\u{10E7}\u{10D0}\u{10DA}\u{10D8}, 8 ",
        "\u{BB3C}\u{C740} H2O, 9 ",
        "\u{6C34}\u{FF0C}\u{4E00}\u{676F}\u{3002}\u{4E00} H2O ",
        "\u{6C34}\u{3092}\u{4E00}\u{3064}\u{3001} ",
    ];

    #[test]
    fn texts_of_families_are_told_to_their_ends() {
        for text in TEXTS {
            for length in [0, 1, 9, CHUNK - 1, CHUNK, CHUNK + 1, 300] {
                let text: String = text.chars().cycle().take(length).chain("\n-.".chars()).collect();
                let units: Vec<u16> = text.encode_utf16().collect();
                let wide: Vec<u32> = text.chars().map(u32::from).collect();
                let (Some(family), Some(same)) = (family_of(&units), family_of_utf8(text.as_bytes())) else {
                    assert!(length == 0 || text.is_ascii() || text.starts_with("Le"), "{text}");
                    continue;
                };
                if text.trim_end_matches("\n-.").ends_with(' ') {
                    assert!(family.end(&units, 0) < units.len());
                    continue;
                }
                assert_eq!(family.end(&units, 0), units.len(), "{text}");
                assert_eq!(family.end(&wide, 0), wide.len(), "{text}");
                assert_eq!(same.end_utf8(text.as_bytes(), 0), text.len(), "{text}");
            }
        }
    }

    #[test]
    fn what_is_of_no_family_ends_it_wherever_it_stands() {
        for text in TEXTS {
            let other =
                ["\u{200B}", "\u{430}\u{61}", " \n", "\t\n", "\u{1F600}", "\u{2019}", "\r", "\n\u{FF0C}", "\n\u{4E00}"];
            for other in other {
                for before in 0..3 * CHUNK {
                    let head: String = text.chars().cycle().take(before).collect();
                    let text = head.clone() + other + text + text;
                    let units: Vec<u16> = text.encode_utf16().collect();
                    let points: Vec<u32> = text.chars().map(u32::from).collect();
                    let family = family_of(&points).or_else(|| family_of(&points[before.min(points.len())..]));
                    let Some(family) = family else { continue };
                    assert!(family.end(&units, 0) <= before + 2, "{text} {before}");
                    assert!(family.end(&points, 0) <= before + 2, "{text} {before}");
                    assert!(family.end_utf8(text.as_bytes(), 0) <= head.len() + 2 + BEHIND, "{text} {before}");
                }
            }
        }
    }
}
