//! Hashed forms of the generated maps, built when they are first asked for.
//!
//! The generated tables are sorted arrays, which can be reviewed; a hashed look-up is one or two steps where a search is a dozen.

use std::sync::LazyLock;

use crate::facts::{self, Fold, class};
use crate::scripts::Scripts;
use crate::tables::{
    CASEFOLD, COMPOSITION, CONFUSABLES, DECOMPOSITION, DIGIT_TWINS, FOLD_SCRIPTS, FOLDS, IDEOGRAPHIC, JOINED,
    JOINED_POOL, MARK_ORDER, MARKS_ALIKE, PARTED, POOL, PREFER, SEQUENCES, SUBSCRIPTS, TWINS, VARIATIONS, VIRAMAS,
};

/// A map from numbers to numbers: open addressing, at most half full, never changed once built.
pub struct Map {
    slots: Vec<(u64, u32)>,
    shift: u32,
}

/// No key is this large: a key is at most two code points.
const EMPTY: u64 = u64::MAX;

impl Map {
    /// The map of some entries.
    pub fn new(entries: &[(u64, u32)]) -> Self {
        let size = (entries.len() * 2 + 2).next_power_of_two();
        let mut map = Self { slots: vec![(EMPTY, 0); size], shift: 64 - size.trailing_zeros() };
        for &(key, value) in entries {
            let at = map.find(key);
            // The first entry of a key stands, as the tables have each key once.
            if map.slots[at].0 == EMPTY {
                map.slots[at] = (key, value);
            }
        }
        map
    }

    /// The slot of a key, or the empty one where it would be.
    #[inline]
    fn find(&self, key: u64) -> usize {
        // Fibonacci hashing: the high bits of a product with the golden ratio.
        let mut at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize;
        let last = self.slots.len() - 1;
        while self.slots[at & last].0 != key && self.slots[at & last].0 != EMPTY {
            at += 1;
        }
        at & last
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = u64> {
        self.slots.iter().map(|slot| slot.0).filter(|key| *key != EMPTY)
    }

    /// The value of a key.
    #[inline]
    pub fn get(&self, key: u64) -> Option<u32> {
        let (found, value) = self.slots[self.find(key)];
        (found == key && key != EMPTY).then_some(value)
    }
}

/// One key of two code points.
#[inline]
fn pair(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// A part of the pool of code points.
fn pooled(offset: u16, len: u8) -> &'static [u32] {
    let offset = usize::from(offset);
    &POOL[offset..offset + usize::from(len)]
}

/// A map from a code point to its place in a sorted table.
fn index<T>(table: &[T], key: impl Fn(&T) -> u64) -> Map {
    let entries: Vec<_> = table.iter().enumerate().map(|(at, row)| (key(row), at as u32)).collect();
    Map::new(&entries)
}

fn cps(map: &Map, table: &'static [(u32, u16, u8)], cp: u32) -> Option<&'static [u32]> {
    map.get(u64::from(cp)).map(|at| {
        let (_, offset, len) = table[at as usize];
        pooled(offset, len)
    })
}

/// The full canonical decomposition of a code point that has one (Hangul syllables apart).
pub fn decomposition(cp: u32) -> Option<&'static [u32]> {
    static MAP: LazyLock<Map> = LazyLock::new(|| index(&DECOMPOSITION, |row| u64::from(row.0)));
    cps(&MAP, &DECOMPOSITION, cp)
}

/// A whole letter that looks like a letter with marks of another script, as such a letter of its own.
pub fn parted(cp: u32) -> Option<&'static [u32]> {
    let row = PARTED.iter().find(|row| row.0 == cp)?;
    Some(pooled(row.1, row.2))
}

/// The primary composite of a pair (Hangul apart).
pub fn composition(first: u32, second: u32) -> Option<u32> {
    static MAP: LazyLock<Map> = LazyLock::new(|| {
        let entries: Vec<_> = COMPOSITION.iter().map(|&(a, b, c)| (pair(a, b), c)).collect();
        Map::new(&entries)
    });
    MAP.get(pair(first, second))
}

/// The mark that a look-alike may become (its first, if several), so that shapes see one of them only.
pub fn drawn_as(cp: u32) -> u32 {
    let fold = fold(cp).filter(|_| facts::klass(cp) == class::PUNCTUATION);
    fold.and_then(|fold| fold.target().first().copied()).unwrap_or(cp)
}

/// The place of a mark in the order of its script.
pub fn mark_rank(cp: u32) -> Option<u16> {
    static MAP: LazyLock<Map> = LazyLock::new(|| index(&MARK_ORDER, |row| u64::from(row.0)));
    MAP.get(u64::from(cp)).map(|at| MARK_ORDER[at as usize].1)
}

/// Whether two marks, the first of which comes first, are drawn alike in both orders, though canonical ordering keeps them apart.
pub fn marks_are_alike(first: u32, second: u32) -> bool {
    static MAP: LazyLock<Map> = LazyLock::new(|| index(&MARKS_ALIKE, |row| pair(row.0, row.1)));
    MAP.get(pair(first, second)).is_some()
}

/// Whether a mark is drawn alike before and behind a subscript of a letter.
pub fn is_alike_around(mark: u32, letter: u32) -> bool {
    SUBSCRIPTS.binary_search(&(mark, letter)).is_ok()
}

/// Whether a mark is drawn alike before and behind some subscripts.
pub fn passes_subscripts(mark: u32) -> bool {
    let at = SUBSCRIPTS.partition_point(|row| row.0 < mark);
    SUBSCRIPTS.get(at).is_some_and(|row| row.0 == mark)
}

/// What a look-alike or compatibility character becomes, and when.
pub fn fold(cp: u32) -> Option<&'static Fold> {
    static MAP: LazyLock<Map> = LazyLock::new(|| index(&FOLDS, |row| u64::from(row.cp)));
    MAP.get(u64::from(cp)).map(|at| &FOLDS[at as usize])
}

impl Fold {
    /// What the character becomes.
    pub fn target(&self) -> &'static [u32] {
        pooled(self.offset, self.len)
    }

    /// The scripts that the context is about.
    pub fn scripts(&self) -> &'static [u8] {
        &FOLD_SCRIPTS[usize::from(self.scripts.0)..usize::from(self.scripts.1)]
    }
}

/// The letter of a script that looks the same as a letter, and whether that is proven for whole words.
#[inline]
pub fn twin(cp: u32, script: u8) -> Option<(u32, bool)> {
    static MAP: LazyLock<Map> = LazyLock::new(|| index(&TWINS, |row| pair(row.0, u32::from(row.1))));
    MAP.get(pair(cp, u32::from(script))).map(|at| {
        let (_, _, target, proven) = TWINS[at as usize];
        (target, proven)
    })
}

/// What joiners beside a virama are to the eye: its answers before a consonant, a vowel and the end of a word.
pub fn virama(virama: u32) -> Option<(u8, u8, u8)> {
    let at = VIRAMAS.binary_search_by_key(&virama, |row| row.0).ok()?;
    let (_, consonant, vowel, end) = VIRAMAS[at];
    Some((consonant, vowel, end))
}

/// The answer for a letter, a virama and a letter (0: the end of a word), where it differs from the virama's own.
pub fn joined(letter: u32, virama: u32, after: u32) -> Option<u8> {
    let from = JOINED.partition_point(|row| (row.0, row.1) < (virama, letter));
    let rows = JOINED[from..].iter().take_while(|row| (row.0, row.1) == (virama, letter));
    let holds = |offset: u16, len: u8| {
        let offset = usize::from(offset);
        JOINED_POOL[offset..offset + usize::from(len)].contains(&after)
    };
    rows.into_iter().find(|row| holds(row.3, row.4)).map(|row| row.2)
}

/// The digit and the letter of one script that are drawn alike, if a character is one of the two.
pub fn digit_twin(cp: u32) -> Option<(u32, u32)> {
    static MAP: LazyLock<Map> = LazyLock::new(|| {
        let places = || DIGIT_TWINS.iter().zip(0..);
        let digits = places().map(|(row, at)| (u64::from(row.0), at));
        let letters = places().map(|(row, at)| (u64::from(row.1), at));
        Map::new(&digits.chain(letters).collect::<Vec<_>>())
    });
    MAP.get(u64::from(cp)).map(|at| DIGIT_TWINS[at as usize])
}

/// The scripts in which a letter has a twin that is proven for whole words.
#[inline]
pub fn proven(cp: u32) -> Scripts {
    static MAP: LazyLock<(Map, Vec<Scripts>)> = LazyLock::new(|| {
        let mut letters: Vec<(u64, u32)> = Vec::new();
        let mut scripts: Vec<Scripts> = Vec::new();
        // The table is sorted by letter.
        for &(cp, script, _, _) in TWINS.iter().filter(|row| row.3) {
            if letters.last().is_none_or(|last| last.0 != u64::from(cp)) {
                letters.push((u64::from(cp), letters.len() as u32));
                scripts.push(Scripts::NONE);
            }
            if let Some(last) = scripts.last_mut() {
                last.insert(script);
            }
        }
        (Map::new(&letters), scripts)
    });
    let (map, scripts) = &*MAP;
    map.get(u64::from(cp)).map_or(Scripts::NONE, |at| scripts[at as usize])
}

/// Whether `StandardizedVariants.txt` lists a sequence.
pub fn is_variation(base: u32, selector: u32) -> bool {
    static MAP: LazyLock<Map> = LazyLock::new(|| index(&VARIATIONS, |&(base, selector)| pair(base, selector)));
    MAP.get(pair(base, selector)).is_some()
}

/// Whether some font lists an ideographic variation sequence.
pub fn is_ideographic(base: u32, selector: u32) -> bool {
    static MAP: LazyLock<Map> = LazyLock::new(|| index(&IDEOGRAPHIC, |&row| u64::from(row)));
    selector.checked_sub(0xE0100).is_some_and(|number| MAP.get(u64::from(base) << 8 | u64::from(number)).is_some())
}

/// The UTS #39 prototype of a code point that has one.
pub fn confusable(cp: u32) -> Option<&'static [u32]> {
    static MAP: LazyLock<Map> = LazyLock::new(|| index(&CONFUSABLES, |row| u64::from(row.0)));
    cps(&MAP, &CONFUSABLES, cp)
}

/// The `NFKC_CF` mapping of a code point that has one.
pub fn casefold(cp: u32) -> Option<&'static [u32]> {
    static MAP: LazyLock<Map> = LazyLock::new(|| index(&CASEFOLD, |row| u64::from(row.0)));
    cps(&MAP, &CASEFOLD, cp)
}

/// Sequences arranged by their code points, each with what it becomes.
pub struct Trie {
    edges: Map,
    targets: Vec<Option<Target>>,
}

/// What a sequence becomes, and the group of characters that must not follow it (0: any may).
#[derive(Clone, Copy)]
pub struct Target {
    /// What it becomes.
    pub cps: &'static [u32],
    /// The group that must not follow.
    pub not_before: u8,
}

impl Trie {
    /// The node where every sequence begins.
    pub const ROOT: u32 = 0;

    fn new(table: impl Iterator<Item = (u16, u8, u16, u8, u8)>) -> Self {
        let mut edges = std::collections::BTreeMap::new();
        let mut targets = vec![None];
        for (offset, len, to, to_len, not_before) in table {
            let mut node = Self::ROOT;
            for &cp in pooled(offset, len) {
                node = *edges.entry(pair(node, cp)).or_insert_with(|| {
                    targets.push(None);
                    targets.len() as u32 - 1
                });
            }
            targets[node as usize] = Some(Target { cps: pooled(to, to_len), not_before });
        }
        let edges: Vec<_> = edges.into_iter().collect();
        Self { edges: Map::new(&edges), targets }
    }

    /// The node that a code point leads to.
    #[inline]
    pub fn step(&self, node: u32, cp: u32) -> Option<u32> {
        self.edges.get(pair(node, cp))
    }

    /// What the sequence that ends at a node becomes.
    #[inline]
    pub fn target(&self, node: u32) -> Option<Target> {
        self.targets[node as usize]
    }
}

/// The RGI emoji sequences, bare of selectors, and their fully qualified forms.
pub fn sequences() -> &'static Trie {
    static TRIE: LazyLock<Trie> = LazyLock::new(|| Trie::new(SEQUENCES.iter().map(|&(a, b, c, d)| (a, b, c, d, 0))));
    &TRIE
}

/// The sequences of `DoNotEmit.txt`, and the preferred ones.
pub fn preferred() -> &'static Trie {
    static TRIE: LazyLock<Trie> = LazyLock::new(|| Trie::new(PREFER.iter().copied()));
    &TRIE
}

#[cfg(test)]
mod tests {
    use super::{composition, decomposition, fold, is_variation, preferred, twin};
    use crate::tables::{COMPOSITION, DECOMPOSITION, FOLDS};

    #[test]
    fn what_is_in_a_table_is_found_and_nothing_else() {
        assert!(
            DECOMPOSITION.iter().all(|row| decomposition(row.0).is_some_and(|cps| cps.len() == usize::from(row.2)))
        );
        assert!(COMPOSITION.iter().all(|row| composition(row.0, row.1) == Some(row.2)));
        assert!(FOLDS.iter().all(|row| fold(row.cp).is_some_and(|found| found.cp == row.cp)));
        assert!(decomposition(0x41).is_none() && fold(0x41).is_none() && composition(0x41, 0x42).is_none());
        assert!(is_variation(0x2205, 0xFE00) && !is_variation(0x2205, 0xFE01));
        assert!(twin(0x41, 28).is_some() && twin(0x110000, 28).is_none() && twin(u32::MAX, u8::MAX).is_none());
    }

    #[test]
    fn a_sequence_leads_to_its_target() {
        let trie = preferred();
        let node = trie.step(super::Trie::ROOT, 0x43).and_then(|node| trie.step(node, 0x321));
        assert_eq!(node.and_then(|node| trie.target(node)).map(|target| target.cps), Some([0xA7C4].as_slice()));
    }
}
