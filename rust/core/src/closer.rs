//! A closer look at a line that a scan cannot clear: the rules themselves are asked, without cells.
//!
//! What the scan has cleared is counted on: the line has nothing that a rule would change but, perhaps, what is asked here.

use crate::facts::{self, context, script};
use crate::look::{self, Looks};
use crate::text::Unit;
use crate::word::{self, Words};
use crate::{around, clusters, drawn, joiners, lookup, marks, normal, notation, prefer, twins, words};

/// The bits of characters that a closer look can clear.
pub const ALONE: u64 = look::TWIN | look::OWN | look::JOINER | WORDS;
/// The bits of characters that make words necessary to be looked at.
pub const WORDS: u64 = look::RARE_LETTER | look::CROWDED | look::STRAY;
/// The pairs that it can clear.
pub const PAIRS: u64 = look::CLUSTERS | look::BEGINS | look::ENDS;
/// What a character of a cluster has behind the first: without one of these it begins another.
const INSIDE: u64 = look::ORDERED | look::COMPOSES | look::MARK;

/// What the words of a line have told so far, as groups of scripts.
#[derive(Default)]
struct Told {
    scripts: u64,
    /// The groups of words with letters beyond ASCII that tell nothing.
    doubtful: u64,
    /// Whether some word of ASCII tells nothing.
    ascii: bool,
    /// Whether some word is of several groups, or of two Greek letters that may be notation, or tells nothing and is linked to another.
    mixed: bool,
    /// Whether the last word is one of letters beyond ASCII that tells nothing.
    last: bool,
}

impl Told {
    /// Adds a word: the bits of its characters, their numbers, how many letters it has, and whether a mark links it to the last one.
    #[inline]
    fn add(&mut self, word: u64, cps: u32, letters: u32, linked: bool) {
        let groups = word & look::GROUPS;
        let doubtful = word & look::TELLS == 0 && cps >= 0x80 && groups != 0;
        self.mixed |= linked && (doubtful || self.last);
        self.last = doubtful;
        self.mixed |= groups & groups.wrapping_sub(1) != 0 || (letters == 2 && groups == look::greek());
        let tells = word & look::TELLS != 0;
        self.scripts |= if tells { groups } else { 0 };
        self.doubtful |= if tells || cps < 0x80 { 0 } else { groups };
        self.ascii |= !tells && cps < 0x80 && groups != 0;
    }
}

/// A closer look, and the room that it needs.
pub struct Closer {
    looks: &'static Looks,
    strict: bool,
    reports: bool,
    cps: Vec<u32>,
    cluster: Vec<u32>,
    words: Words,
}

/// What a scan has found in a line that it cannot clear.
#[derive(Clone, Copy, Debug)]
pub struct Doubts {
    /// Bits of characters.
    pub alone: u64,
    /// Pairs.
    pub pairs: u64,
    /// Whether there are stacks of marks.
    pub stacks: bool,
    /// Whether there are letters of several groups of scripts.
    pub groups: bool,
    /// Whether an emoji sequence may begin somewhere.
    pub sequence: bool,
}

impl Closer {
    /// A closer look; with `reports` at what is only reported, too.
    pub fn new(looks: &'static Looks, strict: bool, reports: bool) -> Self {
        Self { looks, strict, reports, cps: Vec::new(), cluster: Vec::new(), words: Words::default() }
    }

    /// Whether every rule leaves a line as it is, in spite of the doubts.
    pub fn is_clean<I: Iterator<Item = u32>>(&mut self, doubts: Doubts, line: impl Fn() -> I) -> bool {
        let Doubts { mut alone, pairs, stacks, mut groups, sequence } = doubts;
        if alone & look::JOINER != 0 && (sequence || !joiners::surely_stay(line())) {
            return false;
        }
        alone &= !look::JOINER;
        if alone & look::TWIN != 0 && twins::cyrillic_stays(line().map(|cp| (cp, self.looks.of(cp)))) {
            alone &= !look::TWIN;
        }
        if groups && alone & WORDS == 0 && self.words_tell(line()) {
            groups = false;
        }
        let mut clusters = stacks || pairs & look::CLUSTERS != 0;
        if clusters {
            let Some(doubtful) = self.clusters_stay(line()) else { return false };
            clusters = doubtful;
        }
        // A cluster can hold a discouraged sequence that only its decomposition shows.
        let sequences = clusters || pairs & look::BEGINS != 0;
        if alone == 0 && !sequences && !groups {
            return true;
        }
        let kinds = self.decompose(line(), clusters);
        if sequences && prefer::is_found(self.looks, &self.cps) {
            return false;
        }
        let words = groups || alone & WORDS != 0;
        if words && !words::stay(self.looks, self.strict, self.reports, &self.cps, &mut self.words) {
            return false;
        }
        alone & look::TWIN == 0 || twins::changes(&self.cps, kinds).is_none()
    }

    /// Whether no letter of the line is decided by another one: all words are of one script, and those that do not tell theirs are
    /// of a script that others tell. The ends of a range, which are one word, are not seen here.
    fn words_tell(&self, line: impl Iterator<Item = u32>) -> bool {
        let mut told = Told::default();
        let (mut word, mut cps, mut letters) = (0, 0, 0);
        // The marks between two words: the last of them, and how many.
        let (mut mark, mut marks) = (0, 0_u32);
        for cp in line {
            let look = self.looks.of(cp);
            if cp == notation::OPENS_CLASS {
                return false;
            }
            if look & look::IN_WORD != 0 {
                word |= look;
                cps |= cp;
                letters += u32::from(look & look::WORD_LETTER != 0);
            } else {
                if word != 0 {
                    told.add(word, cps, letters, marks == 1 && word::is_link(mark));
                    (word, cps, letters, marks) = (0, 0, 0, 0);
                }
                mark = cp;
                marks += 1;
            }
        }
        told.add(word, cps, letters, marks == 1 && word::is_link(mark));
        let Told { scripts, doubtful, ascii, mixed, .. } = told;
        if mixed {
            return false;
        }
        if self.strict || (self.reports && (doubtful != 0 || (ascii && scripts & look::latin() == 0))) {
            return doubtful == 0 && !ascii;
        }
        // Of these groups each is one script.
        doubtful & !(scripts & look::SINGLE_GROUPS) == 0
    }

    /// Writes the line as the rules see it: decomposed, its marks in canonical order. Tells which twins it has.
    fn decompose(&mut self, line: impl Iterator<Item = u32>, clusters: bool) -> twins::Kinds {
        let looks = self.looks;
        let mut kinds = twins::Kinds::default();
        self.cps.clear();
        if clusters {
            self.cps.extend(normal::nfd(line));
            for &cp in &self.cps {
                kinds.see(cp, looks.of(cp));
            }
            return kinds;
        }
        for cp in line {
            let look = looks.of(cp);
            if look & look::DECOMPOSES == 0 {
                kinds.see(cp, look);
                self.cps.push(cp);
            } else {
                normal::decomposed(cp, |part| {
                    kinds.see(part, looks.of(part));
                    self.cps.push(part);
                });
            }
        }
        kinds
    }

    /// Whether some clusters of a line, a character and the marks behind it, were in doubt; `None` if they are not normal, or higher
    /// than they may be.
    fn clusters_stay(&mut self, line: impl Iterator<Item = u32>) -> Option<bool> {
        self.cluster.clear();
        let (mut doubts, mut doubtful) = (false, false);
        let (mut last, mut before) = (0, 0);
        // So many characters before a mark leave no third mark: a line may begin with marks that have no base.
        let mut most = 1;
        for cp in line {
            let look = self.looks.of(cp);
            if look & INSIDE == 0 {
                if doubtful && !stays(&self.cluster) {
                    return None;
                }
                doubts |= doubtful;
                doubtful = false;
                self.cluster.clear();
                most = 2;
            } else {
                let pair = last >> look::FIRST & look & look::CLUSTERS;
                // Two marks, one of which has no combining class, are in doubt only where they change places, or are one mark twice.
                let placed = last & look & look::ORDERED == 0
                    && (last | look) & look::DECOMPOSES == 0
                    && !marks::is_doubled(before, cp)
                    && clusters::is_ordered(before, cp);
                let marks = pair & !(look::STACKED | look::PLACED) == 0;
                doubtful |= (pair != 0 && !(marks && placed)) || self.cluster.len() > most;
            }
            self.cluster.push(cp);
            last = look;
            before = cp;
        }
        (!doubtful || stays(&self.cluster)).then_some(doubts || doubtful)
    }

    /// Whether the marks that stay among letters of their own scripts all stand behind one; none is before an index.
    pub fn own_marks_stay<U: Unit>(&self, line: &[U], from: usize) -> bool {
        let is_letter = |cp: u32| self.looks.of(cp) & (look::GROUPS | look::EAST_ASIAN) != 0;
        let shows = |cp: u32| facts::is_plain_letter(cp) && !matches!(facts::script(cp), script::ZYYY | script::ZINH);
        let (earlier, rest) = line.split_at(from);
        let mut near = earlier.iter().rev().map(|&unit| unit.into()).find(|&cp| is_letter(cp)).unwrap_or(0);
        let mut before = earlier.last().map_or(0, |&unit| unit.into());
        for &unit in rest {
            let cp = unit.into();
            let look = self.looks.of(cp);
            // Inside a word they stay, elsewhere they may be quotation marks.
            if before == around::GERSHAYIM && !facts::is_plain_letter(cp) {
                return false;
            }
            if look & look::OWN != 0 {
                let fold = lookup::fold(cp).filter(|fold| matches!(fold.context, context::OWN | context::STOP));
                // A mark before the first letter would wait for it.
                let own = fold.is_some_and(|fold| fold.scripts().contains(&facts::script(near)));
                if near == 0 || !shows(near) || !own || (cp == around::GERSHAYIM && before != near) {
                    return false;
                }
            } else if is_letter(cp) {
                near = cp;
            }
            before = cp;
        }
        before != around::GERSHAYIM
    }
}

/// Whether a cluster is normal, and its stack of marks no higher than it may be.
fn stays(cluster: &[u32]) -> bool {
    let parts = normal::nfd(cluster.iter().copied());
    marks::may_stand(&parts)
        && clusters::may_stand(&parts)
        && drawn::may_stand(&parts)
        && normal::nfc(cluster.iter().copied()) == cluster
}
