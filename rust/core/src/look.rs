//! What each character can take part in, as bits: which rules of a line can be skipped, and which lines need no look at all.
//!
//! The bits say too much rather than too little: a rule is skipped only where no character of the line has a bit that the rule
//! needs. They are derived from the tables of the rules themselves when they are first asked for.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::alike::{TWIN_SCRIPTS, is_rare, proven, resembled};
use crate::facts::{self, Record, class, context, flag, group, script};
use crate::lookup::Map;
use crate::scripts::Scripts;
use crate::tables::{self, COMPOSITION, POOL, PREFER, SEQUENCES};
use crate::{drawn, folds, hangul, latin, lookup, normal, prefer, twins};

/// Decided without its neighbours, or noise that awaits them.
pub const HARD: u64 = 1 << 31;
/// Noise that only preset `text` may keep: soft hyphens, ZWSP, bidi controls.
pub const FORMAT: u64 = 1 << 9;
/// Noise that selects or tags, or works in its own script.
pub const SELECTOR: u64 = 1 << 10;
/// A joiner.
pub const JOINER: u64 = 1 << 11;
/// May begin an emoji sequence of several characters; the keycap.
pub const SEQUENCE: u64 = 1 << 12;
/// Has a canonical decomposition.
pub const DECOMPOSES: u64 = 1 << 13;
/// Has a combining class.
pub const ORDERED: u64 = 1 << 14;
/// May compose with what stands before.
pub const COMPOSES: u64 = 1 << 15;
/// A letter that makes its line East Asian.
pub const EAST_ASIAN: u64 = 1 << 16;
/// Stays as it is in an East Asian line, and only there.
pub const ONLY_EAST_ASIAN: u64 = 1 << 17;
/// A compatibility character with another context.
pub const COMPATIBILITY: u64 = 1 << 18;
/// A look-alike mark with another context.
pub const PUNCTUATION: u64 = 1 << 19;
/// A space other than SPACE, or a letter that looks like nothing.
pub const BLANK: u64 = 1 << 20;
/// In a sequence that Unicode asks not to emit, behind its first character or alone.
pub const PREFERS: u64 = 1 << 21;
/// May be one of the twins of its script.
pub const TWIN: u64 = 1 << 22;
/// A conjoining jamo of modern Hangul.
pub const JAMO: u64 = 1 << 23;
/// A mark that counts for a stack.
pub const MARK: u64 = 1 << 24;
/// The dot above.
pub const DOT: u64 = 1 << 25;
/// Changes by normalization though it stands alone.
pub const UNSTABLE: u64 = 1 << 26;
/// Private or unassigned.
pub const PRIVATE: u64 = 1 << 27;
/// A letter that no orthography spells with.
pub const RARE_LETTER: u64 = 1 << 28;
/// Resembles an ASCII letter and is no letter of a word.
pub const STRAY: u64 = 1 << 29;
/// A blank that goes at the end of a line.
pub const TRAILING: u64 = ENDING << FIRST;
/// The line feed.
pub const LINE_FEED: u64 = ENDING;

/// A line end other than the line feed.
pub const NEWLINE: u64 = 1 << 30;
/// A look-alike mark that stays among letters of its own scripts.
pub const OWN: u64 = 1 << 41;

/// A letter of a script that has no group of its own, for want of bits.
pub const CROWDED: u64 = 1 << 42;

/// Part of a word, a letter or not; what has none of these ends a word.
pub const IN_WORD: u64 = 1 << 43;
/// A letter of a word.
pub const WORD_LETTER: u64 = 1 << 44;
/// In a class of look-alike letters.
pub const HOMOGLYPH: u64 = 1 << 45;
/// A combining mark of any class.
pub const ANY_MARK: u64 = 1 << 46;
/// A letter that has no proven twin in any other script: its word tells its script to the line.
pub const TELLS: u64 = 1 << 47;

/// What makes a look necessary wherever it stands, under rules that change all they can.
pub const LOOKED_AT: u64 = HARD
    | JOINER
    | UNSTABLE
    | COMPATIBILITY
    | PUNCTUATION
    | OWN
    | BLANK
    | ONLY_EAST_ASIAN
    | TWIN
    | JAMO
    | DOT
    | PRIVATE
    | RARE_LETTER
    | CROWDED;

/// The script of a character.
#[inline]
pub const fn script_number(look: u64) -> u8 {
    (look >> 56) as u8
}

/// Kinds of pairs: the bit of a second element is the kind's, that of a first element is `FIRST` higher.
pub const FIRST: u32 = 32;
/// Composes with the next: both starters.
const STARTERS: u64 = 1;
/// Composes with the next, a mark.
pub const COMPOSED: u64 = 1 << 1;
/// A composite before a mark that may take part in it.
const MARKED: u64 = 1 << 2;
/// Two marks with combining classes, or that may change places, or be one mark twice, where the second closes a syllable.
pub const STACKED: u64 = 1 << 3;
/// The first two of a sequence that Unicode asks not to emit.
pub const BEGINS: u64 = 1 << 4;
/// The beginning of an emoji sequence.
const EMOJI: u64 = 1 << 5;
/// A blank at the end of a line.
pub const ENDING: u64 = 1 << 6;
/// The last two of a sequence that Unicode asks not to emit.
pub const ENDS: u64 = 1 << 7;
/// Two marks of which the second may come first, or that may be one mark twice; the second is none that closes a syllable.
pub const PLACED: u64 = 1 << 8;
/// All kinds of pairs.
pub const PAIRS: u64 = PLACED | STARTERS | COMPOSED | MARKED | STACKED | BEGINS | EMOJI | ENDING | ENDS;
/// Pairs that may compose, or change places.
pub const CLUSTERS: u64 = PLACED | STARTERS | COMPOSED | MARKED | STACKED;

/// Letters by groups of scripts: each script that has twins in others has its own, the last two are those that have no such twins,
/// with and without letters that look like one of another script.
pub const GROUPS: u64 = 0xFF << 48;
const FIRST_GROUP: u32 = 48;
/// Letters of scripts without a group of their own, some of which look like one of another script.
pub const OTHER_TWINNED: u64 = 1 << 54;
const OTHER: u64 = 1 << 55;
/// The groups that are of one script each.
pub const SINGLE_GROUPS: u64 = GROUPS & !(OTHER_TWINNED | OTHER);

/// The bits of all characters: those of the first plane one by one, others by what their tables say.
pub struct Looks {
    plane: Box<[u64; 0x10000]>,
    /// The bits of the characters beyond the first plane by the numbers of their records, where no two differ; else nothing.
    records: Vec<Option<u64>>,
    /// What is to be added beyond the first plane, and where.
    beyond: (Map, Vec<u64>),
}

/// The bits of all characters.
pub fn looks() -> &'static Looks {
    static LOOKS: LazyLock<Looks> = LazyLock::new(Looks::new);
    &LOOKS
}

impl Looks {
    /// The bits of a character.
    #[inline]
    pub fn of(&self, cp: u32) -> u64 {
        match self.plane.get(cp as usize) {
            Some(bits) => *bits,
            None => self.beyond(cp),
        }
    }

    /// The bits of a character of the first plane.
    #[inline]
    pub fn of_unit(&self, unit: u16) -> u64 {
        self.plane[usize::from(unit)]
    }

    /// Characters beyond the first plane, at least one for each block of facts.
    pub fn beyond_plane(&self) -> impl Iterator<Item = u32> {
        let blocks: HashMap<usize, u32> =
            (0x10000..0x110000).step_by(facts::BLOCK).map(|cp| (facts::block(cp), cp)).collect();
        let special = self.beyond.0.keys().map(|key| key as u32);
        blocks.into_values().flat_map(|cp| cp..cp + facts::BLOCK as u32).chain(special)
    }

    fn beyond(&self, cp: u32) -> u64 {
        if let Some(bits) = self.records[facts::number(cp)] {
            return bits;
        }
        let (places, more) = &self.beyond;
        of(cp, places.get(u64::from(cp)).map(|place| &more[place as usize]))
    }

    fn new() -> Self {
        let special = special();
        let mut plane = vec![0; 0x10000];
        for (cp, bits) in (0..).zip(plane.iter_mut()) {
            *bits = of(cp, special.get(&cp));
        }
        let Ok(plane) = plane.into_boxed_slice().try_into() else { unreachable!("it was made of this size") };
        let mut records: Vec<Option<u64>> = tables::RECORDS.iter().map(|record| alike(*record)).collect();
        special.keys().filter(|cp| **cp >= 0x10000).for_each(|cp| records[facts::number(*cp)] = None);
        let (cps, more): (Vec<u32>, Vec<u64>) = special.into_iter().filter(|(cp, _)| *cp >= 0x10000).unzip();
        let places: Vec<(u64, u32)> = cps.into_iter().map(u64::from).zip(0..).collect();
        Self { plane, records, beyond: (Map::new(&places), more) }
    }
}

/// What a character's record, its fold and the tables say.
fn of(cp: u32, special: Option<&u64>) -> u64 {
    let bits = by_record(cp) | special.copied().unwrap_or(0);
    if bits & TELLS != 0 && has_twin(cp, bits) { bits & !TELLS } else { bits }
}

/// Whether a letter, or the first part of a composite, has a proven twin in another script.
fn has_twin(cp: u32, bits: u64) -> bool {
    let mut first = None;
    normal::decomposed(cp, |part| first = first.or(Some(part)));
    let own = Scripts::NONE.with(script_number(bits));
    first.is_some_and(|letter| !proven(letter, HOMOGLYPH).without(own).is_empty())
}

/// What a character's record and fold say.
fn by_record(cp: u32) -> u64 {
    static RECORDS: LazyLock<Vec<u64>> = LazyLock::new(|| tables::RECORDS.iter().copied().map(of_record).collect());
    let number = facts::number(cp);
    let sequence = if facts::has(cp, flag::SEQUENCE) && cp >= 0x80 { SEQUENCE | EMOJI << FIRST } else { 0 };
    RECORDS[number] | by_class(cp, tables::RECORDS[number].kind) | sequence
}

/// The bits of all characters of a record, so far as it has none of which more is said elsewhere.
fn alike(record: Record) -> Option<u64> {
    const MORE: u16 = flag::SEQUENCE | flag::HOMOGLYPH | flag::DECOMPOSES;
    let folds = matches!(record.kind, class::COMPATIBILITY | class::PUNCTUATION | class::SPACE);
    (!folds && record.flags & MORE == 0).then(|| of_record(record) | by_class(0x10FFFF, record.kind))
}

/// What a record says.
fn of_record(record: Record) -> u64 {
    let mut bits = 0;
    for (flag, bit) in [
        (flag::EAST_ASIAN, EAST_ASIAN),
        (flag::DECOMPOSES, DECOMPOSES | MARKED << FIRST),
        (flag::COMPOSES, COMPOSES | MARKED),
        (flag::HOMOGLYPH, HOMOGLYPH),
    ] {
        if record.flags & flag != 0 {
            bits |= bit;
        }
    }
    if record.ccc != 0 {
        bits |= ORDERED | MARKED | STACKED | STACKED << FIRST;
    }
    if record.group == group::MARK {
        bits |= if record.kind == class::PLAIN { MARK } else { 0 };
        bits |= if record.script == script::ZINH { MARKED } else { 0 };
        // A mark that composes, behind one that others pass through, may still belong to the letter before both.
        bits |= if record.ccc == 0 { COMPOSED << FIRST } else { 0 };
    }
    // East Asian letters and look-alike marks end words.
    if record.group == group::LETTER && record.flags & flag::EAST_ASIAN == 0 && record.kind != class::PUNCTUATION {
        bits |= by_script(record.script);
    }
    let part = matches!(record.group, group::LETTER | group::MARK | group::DIGIT) && record.kind != class::BLANK
        || matches!(record.kind, class::JOINER | class::VARIATION);
    if part && record.kind != class::PUNCTUATION && record.flags & flag::EAST_ASIAN == 0 {
        bits |= IN_WORD;
        if record.group == group::LETTER && !matches!(record.script, script::ZYYY | script::ZINH) {
            bits |= WORD_LETTER | TELLS;
        }
    }
    bits |= if record.group == group::MARK { ANY_MARK } else { 0 };
    bits |= u64::from(record.script) << 56;
    if record.group == group::DIGIT && DIGITS.contains(record.script) {
        bits |= TWIN;
    }
    bits
}

/// The scripts that have digits drawn like letters.
static DIGITS: LazyLock<Scripts> = LazyLock::new(|| scripts_of(tables::DIGIT_TWINS.iter().map(|row| row.0)));
/// The scripts that have letters which look like other ones.
static TWINNED: LazyLock<Scripts> = LazyLock::new(|| scripts_of(tables::TWINS.iter().map(|row| row.0)));

fn scripts_of(cps: impl Iterator<Item = u32>) -> Scripts {
    cps.fold(Scripts::NONE, |all, cp| all.with(facts::script(cp)))
}

fn by_class(cp: u32, kind: u8) -> u64 {
    let context = || lookup::fold(cp).map(|fold| fold.context);
    match kind {
        class::PLAIN => 0,
        class::COMPATIBILITY if context() == Some(context::EAST_ASIAN) => ONLY_EAST_ASIAN,
        class::COMPATIBILITY => COMPATIBILITY,
        class::PUNCTUATION => match context() {
            Some(context::EAST_ASIAN | context::KANA | context::BETWEEN) => ONLY_EAST_ASIAN,
            Some(context::OWN | context::STOP) => OWN,
            _ => PUNCTUATION,
        },
        class::SPACE if cp == 0x3000 => ONLY_EAST_ASIAN,
        class::SPACE | class::BLANK => BLANK,
        class::PRIVATE => PRIVATE,
        class::JOINER => JOINER,
        class::SOFT_HYPHEN | class::ZERO_WIDTH_SPACE | class::BIDI => HARD | FORMAT,
        class::VARIATION | class::MONGOLIAN | class::TAG | class::OWN_FORMAT => HARD | SELECTOR,
        class::NEWLINE => HARD | NEWLINE,
        _ => HARD,
    }
}

/// The group of the letters of ASCII.
pub fn latin() -> u64 {
    by_script(script::LATN)
}

/// Whether letters of some groups, of all that a line shows, may be decided by the line: those of several scripts, which one group
/// may hold, or of one that is written in place of Latin, beside East Asian letters or where every doubt is decided.
pub fn may_mix(groups: u64, seen: u64, strict: bool) -> bool {
    groups & OTHER_TWINNED != 0 || groups_may_mix(groups, seen, strict)
}

/// The same of letters of which those of one group are of one script.
pub fn groups_may_mix(groups: u64, seen: u64, strict: bool) -> bool {
    groups & groups.wrapping_sub(1) != 0 || (groups & !latin() != 0 && (strict || seen & EAST_ASIAN != 0))
}

/// The group of the letters of Greek.
pub fn greek() -> u64 {
    by_script(script::GREK)
}

/// The group of a script.
fn by_script(id: u8) -> u64 {
    if matches!(id, script::ZYYY | script::ZINH) {
        return 0;
    }
    let place = TWIN_SCRIPTS.iter().position(|script| script == id);
    match place {
        // More scripts than bits: the last ones share what is always looked at.
        Some(place) if place > 5 => CROWDED,
        Some(place) => 1 << (FIRST_GROUP + place as u32),
        None if TWINNED.contains(id) => OTHER_TWINNED,
        None => OTHER,
    }
}

/// What the tables say of single characters.
fn special() -> HashMap<u32, u64> {
    let mut bits = HashMap::new();
    let mut add = |cp: u32, more: u64| *bits.entry(cp).or_insert(0) |= more;
    add(0x20, TRAILING);
    add(0x09, TRAILING);
    add(0x3000, TRAILING);
    add(0x0A, LINE_FEED);
    add(0x0307, DOT);
    add(0x20E3, SEQUENCE | UNSTABLE);
    // Rare by themselves: composites hold them.
    add(drawn::AU_LENGTH, UNSTABLE);
    add(drawn::PERISPOMENI, UNSTABLE);
    // Twins of ideographs, though they are compatibility characters.
    for cp in (0x2E80..0x3200).filter(|&cp| folds::is_radical(cp) && lookup::fold(cp).is_some()) {
        add(cp, UNSTABLE);
    }
    for cp in (0x80..0x300).filter(|&cp| drawn::is_dotless(cp)) {
        add(cp, MARKED << FIRST);
    }
    let closes = |cp: u32| tables::MARK_ORDER.iter().any(|row| row.0 == cp && row.2);
    for &(first, second) in &tables::MARKS_ALIKE {
        let kind = if closes(first) { STACKED } else { PLACED };
        add(second, kind << FIRST);
        add(first, kind);
    }
    for &(mark, _) in &tables::SUBSCRIPTS {
        // Coeng, which may begin a subscript that belongs before the mark, has a combining class.
        add(mark, STACKED << FIRST);
    }
    for cp in (0..0x20000).filter(|&cp| facts::has(cp, flag::OVERPRINTS) && facts::ccc(cp) == 0) {
        let kind = if closes(cp) { STACKED } else { PLACED };
        add(cp, kind | kind << FIRST);
    }
    for &(first, second, _) in &COMPOSITION {
        let kind = if facts::ccc(second) == 0 { STARTERS } else { COMPOSED };
        add(first, kind << FIRST);
        add(second, kind);
    }
    // Hangul syllables compose by number.
    (0x1100..0x1113).for_each(|lead| add(lead, STARTERS << FIRST));
    (0x1161..0x1176).for_each(|vowel| add(vowel, STARTERS));
    for &(offset, len, ..) in &PREFER {
        let source = &POOL[usize::from(offset)..][..usize::from(len)];
        source[usize::from(len > 1)..].iter().for_each(|&cp| add(cp, PREFERS));
        match source {
            [first, second, ..] => {
                add(*first, BEGINS << FIRST);
                add(*second, BEGINS);
            }
            [alone] => add(*alone, UNSTABLE),
            [] => {}
        }
        if let [.., first, second] = source {
            add(*first, ENDS << FIRST);
            add(*second, ENDS);
        }
    }
    for &(offset, len, ..) in &SEQUENCES {
        let source = &POOL[usize::from(offset)..][..usize::from(len)];
        source.windows(2).filter(|pair| pair[0] != 0x200D).for_each(|pair| add(pair[1], EMOJI));
    }
    for &(cp, ..) in &tables::PARTED {
        add(cp, UNSTABLE);
    }
    for cp in (0x80..0x3100).filter(|&cp| twins::is_twin(cp)) {
        add(cp, TWIN);
    }
    // Where numerals are not written as letters anyway, words may be written with them.
    for cp in (0x2160..0x2180).filter(|&cp| latin::numeral(cp).is_some()) {
        add(cp, CROWDED);
    }
    for cp in (0x1100..0x1200).filter(|&cp| hangul::compatibility_jamo(cp).is_some()) {
        add(cp, JAMO);
    }
    for &(cp, ..) in tables::TWINS.iter().filter(|row| is_rare(row.0)) {
        add(cp, RARE_LETTER);
    }
    for &(cp, ..) in &tables::CONFUSABLES {
        let record = facts::of(cp);
        let in_word = record.group == group::LETTER && record.flags & flag::EAST_ASIAN == 0;
        if cp >= 0x80 && !in_word && !matches!(record.script, script::ZYYY | script::ZINH) && resembled(cp).is_some() {
            add(cp, STRAY);
        }
    }
    decomposed(&mut bits);
    bits
}

/// A composite can do what its parts can, and may be none.
fn decomposed(bits: &mut HashMap<u32, u64>) {
    const ALONE: u64 = HARD | PUNCTUATION | OWN | ONLY_EAST_ASIAN | COMPATIBILITY | BLANK | PRIVATE | RARE_LETTER;
    const INHERITED: u64 = PREFERS | TWIN | ALONE | EAST_ASIAN | GROUPS;
    const PAIRS: u64 = BEGINS | ENDS | STACKED | PLACED;
    for &(cp, ..) in &tables::DECOMPOSITION {
        let mut parts = Vec::new();
        normal::decomposed(cp, |part| parts.push(part));
        let of = |part: &u32| by_record(*part) | bits.get(part).copied().unwrap_or(0);
        let mut more = parts.iter().fold(0, |more, part| more | of(part)) & INHERITED;
        // What comes before it meets its first part, what comes behind it its last; marks that change places are looked at.
        more |= parts.first().map_or(0, of) & (PAIRS | STARTERS | COMPOSED);
        more |= parts.last().map_or(0, of) & PAIRS << FIRST;
        let stable = more & ALONE == 0 && prefer::none_begins(&parts) && normal::is_primary(cp);
        more |= if stable { 0 } else { UNSTABLE };
        *bits.entry(cp).or_insert(0) |= more;
    }
}

#[cfg(test)]
mod tests {
    use super::{GROUPS, HARD, LINE_FEED, PAIRS, TRAILING, looks, of, special};

    #[test]
    fn what_is_said_of_a_record_is_said_of_its_characters() {
        let special = special();
        // The first planes whole, of the others some.
        for cp in (0x10000..0x20000).chain((0x20000..0x110000).step_by(127)).chain(0xE0000..0xE0200) {
            assert_eq!(looks().of(cp), of(cp, special.get(&cp)), "{cp:04X}");
        }
    }

    #[test]
    fn printable_ascii_is_never_the_second_of_a_pair() {
        for cp in 0x20..0x7F {
            let look = looks().of(cp);
            assert_eq!(look & (HARD | PAIRS | LINE_FEED), 0, "{cp:04X}");
            assert_eq!(look & TRAILING != 0, cp == 0x20);
            assert_eq!(look & GROUPS != 0, u8::try_from(cp).is_ok_and(|byte| byte.is_ascii_alphabetic()));
        }
    }
}
