//! Arabic and Persian twins: yeh, kaf and heh by their joining, digits by their number; the line tells the language.
//!
//! Letters that have no twin where they stand tell it; where there is none, what follows what in its words does
//! (`tables/evidence/arabic_triples.tsv`).

use std::sync::LazyLock;

use crate::alphabets;
use crate::facts;
use crate::normal;
use crate::tables::{TRIPLE_BASE, TRIPLE_LETTERS, TRIPLES, language};
use crate::twins::{Targets, spans};

const KAF: u32 = 0x0643;
const KEHEH: u32 = 0x06A9;
const ALEF_MAKSURA: u32 = 0x0649;
const YEH: u32 = 0x064A;
const FARSI_YEH: u32 = 0x06CC;
pub const HEH: u32 = 0x0647;
pub const AE: u32 = 0x06D5;
const HEH_DOACHASHMEE: u32 = 0x06BE;
const HEH_GOAL: u32 = 0x06C1;
pub const HAMZA_ABOVE: u32 = 0x0654;
// The long u of Kurdish is two of waw; its Turkic neighbours have neither that nor veh.
const WAW: u32 = 0x0648;
const VEH: u32 = 0x06A4;
pub const NON_JOINER: u32 = 0x200C;
const TATWEEL: u32 = 0x0640;
const DAGGER_ALEF: u32 = 0x0670;
/// The weights from which what follows what tells a language: odds of fifty to one, and of twenty thousand to one.
const THRESHOLD: i32 = 16;
const SURE: i32 = 40;
const INDIC: u32 = 0x0660;
const EXTENDED: u32 = 0x06F0;

/// The letters that have twins; the bit of one in a set is its place.
const LETTERS: [u32; 7] = [KAF, KEHEH, ALEF_MAKSURA, YEH, FARSI_YEH, HEH, AE];

/// A way of writing the letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writing {
    Arabic,
    Persian,
    Kurdish,
    Turkic,
    /// Kurdish or Turkic, and no letter tells which.
    WithAe,
    /// Pashto and Sindhi have the Persian kaf, and the Arabic yeh where it is seen.
    Pashto,
    Sindhi,
}

/// Whether a character may be written as another one.
pub fn is_twin(cp: u32) -> bool {
    LETTERS.contains(&cp) || is_digit(cp) || alphabets::is_twin(cp)
}

fn is_digit(cp: u32) -> bool {
    cp.wrapping_sub(INDIC) < 10 || cp.wrapping_sub(EXTENDED) < 10
}

/// Letters that only Pashto has.
fn is_pashto(cp: u32) -> bool {
    matches!(cp, 0x067C | 0x0689 | 0x0693 | 0x069A | 0x06AB | 0x06BC | 0x0681 | 0x0685 | 0x06CD)
}

/// Letters that only Sindhi has.
fn is_sindhi(cp: u32) -> bool {
    matches!(
        cp,
        0x067B | 0x0680 | 0x067A | 0x067D | 0x0684 | 0x0683 | 0x0687 | 0x06A6 | 0x06B3 | 0x06B1 | 0x06BB | 0x06AA
    )
}

/// Letters that only Urdu has.
fn is_urdu(cp: u32) -> bool {
    matches!(cp, 0x0679 | 0x0688 | 0x0691 | 0x06BA | 0x06D2 | 0x06C1)
}

/// A letter of theirs and of South Azerbaijani, which has the Persian kaf, yeh and heh.
const U: u32 = 0x06C7;

/// Letters that only Uyghur, Kazakh and Kirghiz have (Unicode section 9.2, tables of Arabic extensions).
fn is_turkic(cp: u32) -> bool {
    matches!(cp, 0x06C8 | 0x06CB | 0x06AD)
}

/// A letter of Uyghur and of Pashto.
const E: u32 = 0x06D0;

/// Letters that only Kurdish has; Uyghur has oe as well: beside its e, which joins like beeh, oe tells no Kurdish.
fn is_kurdish(cp: u32) -> bool {
    matches!(cp, 0x06C6 | 0x06CE | 0x0695 | 0x06B5)
}

/// Letters that only Persian and Urdu have; Arabic itself is written without the non-joiner.
fn is_persian(cp: u32) -> bool {
    matches!(cp, 0x067E | 0x0686 | 0x0698 | 0x06AF | NON_JOINER) || is_urdu(cp)
}

/// Letters that alphabets with ae have not: theh, thal, sad, dad, tah, zah, alef with madda, those of Arabic and of Urdu.
fn is_without_ae(cp: u32) -> bool {
    matches!(cp, 0x062B | 0x0630 | 0x0635..=0x0638 | 0x0653 | 0x0625 | 0x0629 | 0x0655 | NON_JOINER) || is_urdu(cp)
}

/// What a character says, as bits: the place of a letter in `LETTERS`, and then these.
const PLACE: u32 = 0x7F;
const AFTER: u32 = 1 << 7; // joins the letter after it
const BEFORE: u32 = 1 << 8; // joins the letter before it
const THROUGH: u32 = 1 << 9; // is transparent
const PASHTO: u32 = 1 << 10;
const TURKIC: u32 = 1 << 11;
const KURDISH: u32 = 1 << 12;
const PERSIAN: u32 = 1 << 13;
const ARABIC_LETTER: u32 = 1 << 14;
const DIGIT: u32 = 1 << 15;
const WITHOUT_AE: u32 = 1 << 16;
const KURDISH_WITH_AE: u32 = 1 << 17;
const SINDHI: u32 = 1 << 18;
const OTHER: u32 = PASHTO | SINDHI;
const URDU: u32 = 1 << 19;
/// What a letter tells where no other alphabet has a twin of it.
const TELLS: u32 =
    OTHER | TURKIC | KURDISH | PERSIAN | ARABIC_LETTER | WITHOUT_AE | KURDISH_WITH_AE | URDU | HAS_E | NOT_OE;
const E_SHAPED: u32 = 1 << 21;
const NOT_OE: u32 = 1 << 22; // of the letters of Kurdish
const HAS_U: u32 = 1 << 23;
const HAS_NON_JOINER: u32 = 1 << 24;
const DOTLESS_BEH: u32 = 1 << 25; // joins like the dotless yeh, which is Turkic alone
const HAS_E: u32 = 1 << 26; // Uyghur and Pashto, where no other alphabet has a twin of it
const HAS_TWIN: u32 = 1 << 20; // in an alphabet, in some form

/// What the characters of the Arabic block say.
static BLOCK: LazyLock<[u32; 256]> = LazyLock::new(|| std::array::from_fn(|at| found(0x0600 + at as u32)));

#[inline]
fn says(block: &[u32; 256], cp: u32) -> u32 {
    match block.get(cp.wrapping_sub(0x0600) as usize) {
        Some(says) => *says,
        None if cp < 0x80 => 0,
        None => found(cp),
    }
}

fn found(cp: u32) -> u32 {
    let place = LETTERS.iter().position(|&letter| letter == cp).map_or(0, |place| 1 << place);
    let joining = match facts::joining(cp) {
        b'T' => THROUGH,
        b'D' | b'C' => AFTER | BEFORE,
        b'L' => AFTER,
        b'R' => BEFORE,
        _ => 0,
    };
    [
        (PASHTO, is_pashto(cp)),
        (SINDHI, is_sindhi(cp)),
        (URDU, is_urdu(cp)),
        (E_SHAPED, matches!(cp, 0x06D0 | 0x067B)),
        (NOT_OE, is_kurdish(cp) && cp != 0x06C6),
        (DOTLESS_BEH, cp == 0x066E),
        (HAS_U, cp == U),
        (HAS_E, cp == E),
        (HAS_NON_JOINER, cp == NON_JOINER),
        (HAS_TWIN, alphabets::is_twin(cp)),
        (TURKIC, is_turkic(cp)),
        (KURDISH, is_kurdish(cp)),
        (PERSIAN, is_persian(cp)),
        // Teh marbuta and the hamza below alef: Persian and its kin write neither.
        (ARABIC_LETTER, matches!(cp, 0x0629 | 0x0625 | 0x0655)),
        (DIGIT, is_digit(cp)),
        (WITHOUT_AE, is_without_ae(cp)),
        (KURDISH_WITH_AE, cp == VEH),
    ]
    .into_iter()
    .fold(place | joining, |says, (bit, is)| if is { says | bit } else { says })
}

/// What only Arabic writes, and what only Persian does.
const IN_ARABIC: u32 = 1;
const IN_PERSIAN: u32 = 1 << 1;
const TELLS_PERSIAN: u32 = 1 << 2;
const TELLS_ARABIC: u32 = 1 << 3;
/// What needs the whole survey.
const UNSURE: u32 = 1 << 4;
/// What may be of another alphabet unless the line tells Urdu, and what tells it in any form; the heh that Urdu has not.
const IN_URDU: u32 = 1 << 8;
const TELLS_URDU: u32 = 1 << 9;
const NOT_IN_URDU: u32 = 1 << 10;
/// Not of the Arabic block.
pub const OUTSIDE: u32 = 1 << 5;
/// Pairs, the bit of the first `FIRST` higher than that of the second: alef maksura that does not end its word, yeh with a hamza that
/// does, kaf or yeh that surely does.
const MAKSURA_INSIDE: u32 = 1 << 6;
const YEH_LAST: u32 = 1 << 7;
const ARABIC_LAST: u32 = 1 << 11;
const FIRST: u32 = 8;
const YEH_WITH_HAMZA: u32 = 0x0626;

/// What the characters of the Arabic block say of a line, wherever they stand in it; the last place is for all others.
static PRESENT: LazyLock<[u32; 257]> = LazyLock::new(|| std::array::from_fn(|at| present(0x0600 + at as u32)));

fn present(cp: u32) -> u32 {
    if cp == 0x0700 {
        return OUTSIDE | YEH_LAST;
    }
    let mut parts = Vec::new();
    normal::decomposed(cp, |part| parts.push(part));
    let says = match parts.as_slice() {
        _ if cp == YEH_WITH_HAMZA => YEH_LAST << FIRST,
        [alone] => present_alone(*alone),
        parts if parts.iter().any(|part| LETTERS.contains(part)) => UNSURE,
        // A hamza says something above one of those letters only.
        parts => parts.iter().filter(|part| **part != HAMZA_ABOVE).fold(0, |says, part| says | present_alone(*part)),
    };
    says | MAKSURA_INSIDE
        | match found(cp) & (BEFORE | THROUGH) {
            BEFORE => 0,
            0 => YEH_LAST | ARABIC_LAST,
            _ => YEH_LAST,
        }
}

fn present_alone(cp: u32) -> u32 {
    match cp {
        ALEF_MAKSURA => MAKSURA_INSIDE << FIRST | IN_ARABIC,
        AE | HAMZA_ABOVE | U | E => UNSURE,
        _ if is_pashto(cp) || is_sindhi(cp) || is_turkic(cp) || is_kurdish(cp) => UNSURE,
        HEH => NOT_IN_URDU,
        HEH_DOACHASHMEE => IN_URDU,
        _ if is_urdu(cp) => IN_PERSIAN | TELLS_PERSIAN | if alphabets::is_twin(cp) { IN_URDU } else { TELLS_URDU },
        _ if alphabets::is_twin(cp) => UNSURE,
        KAF | YEH => IN_ARABIC | ARABIC_LAST << FIRST,
        KEHEH | FARSI_YEH => IN_PERSIAN,
        _ if cp.wrapping_sub(INDIC) < 10 => IN_ARABIC,
        _ if cp.wrapping_sub(EXTENDED) < 10 => IN_PERSIAN,
        _ if is_persian(cp) => IN_PERSIAN | TELLS_PERSIAN,
        _ if found(cp) & ARABIC_LETTER != 0 => TELLS_ARABIC,
        _ => 0,
    }
}

/// What a character says of a line, wherever it stands, and what it can be in pairs.
pub fn says_of_line(cp: u32) -> u32 {
    let says = PRESENT[cp.wrapping_sub(0x0600).min(256) as usize];
    // Outside the block, only ASCII is known not to join.
    if cp < 0x80 { says | ARABIC_LAST } else { says }
}

const PAIRS: u32 = MAKSURA_INSIDE | YEH_LAST | ARABIC_LAST;
/// What [`shown`] tells.
pub const SHOWN: u32 =
    PAIRS | IN_ARABIC | IN_PERSIAN | TELLS_PERSIAN | TELLS_ARABIC | UNSURE | IN_URDU | TELLS_URDU | NOT_IN_URDU;

/// What a character shows of a line behind another one. A line feed ends a word.
pub fn shown(before: u32, cp: u32) -> u32 {
    let says = says_of_line(cp);
    says & SHOWN & !PAIRS | says_of_line(before) >> FIRST & says & PAIRS
}

/// Whether the twins of the Arabic block stay as they are in a line, so far as what is shown in it tells: those of Arabic alone, or
/// of Persian alone. A non-joiner tells Persian.
pub fn stay(shown: u32, joiner: bool) -> bool {
    let all = if joiner { shown | IN_PERSIAN | TELLS_PERSIAN } else { shown };
    let has = |bits: u32| all & bits != 0;
    // What only one of the two ways of writing has tells nothing else; a line of neither has nothing to change.
    let both = has(IN_ARABIC) && has(IN_PERSIAN);
    // A line whose letters tell nothing may be told by what follows what; teh marbuta alone tells less than that.
    let other = (has(IN_ARABIC) || has(IN_PERSIAN)) && !has(TELLS_PERSIAN | ARABIC_LAST);
    let placed = has(MAKSURA_INSIDE) || (has(YEH_LAST) && !has(IN_ARABIC));
    let urdu = has(IN_URDU) && !has(TELLS_URDU) || has(TELLS_URDU) && has(NOT_IN_URDU);
    !(has(UNSURE) || urdu || both || other || placed)
}

/// The bit of a letter.
const fn bit(letter: u32) -> u32 {
    let mut place = 0;
    while LETTERS[place] != letter {
        place += 1;
    }
    1 << place
}

/// What a line says: letters of `LETTERS` where they join the one after them, and where they do not.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // each is one thing that a line shows or does not
struct Survey {
    all: u32,
    joined: u32,
    finals: u32,
    /// The same, without those that stay as they are in any way of writing.
    free_joined: u32,
    free_finals: u32,
    /// Whether ae parts letters that heh would join: its shape tells an alphabet that has it.
    parts: bool,
    /// Whether a heh goal does not join the letter after it.
    goal: bool,
    /// Whether an alef maksura joins the letter after it.
    dotless: bool,
    /// Whether a word begins with a hamza on a yeh: in Uyghur and Kurdish, where vowels are letters.
    starts: bool,
}

/// Gives, from the end of a line to its start, each letter of `LETTERS`, whether it joins the one after it, and whether it is free.
fn survey(cps: &[u32], mut letter: impl FnMut(usize, bool, bool)) -> Survey {
    let block = &*BLOCK;
    let mut survey = Survey::default();
    // The next character that is not transparent (UAX #44 Joining_Type), and whether it joins backwards.
    let (mut near, mut follows) = (0, false);
    for (at, &cp) in cps.iter().enumerate().rev() {
        let mut says = says(block, cp);
        if says & HAS_TWIN != 0 {
            let form = u8::from(follows && says & AFTER != 0) + if is_joined(block, &cps[..=at]) { 2 } else { 0 };
            says &= if alphabets::is_doubtful(cp, form) { !TELLS } else { !0 };
        }
        survey.all |= says;
        survey.all |= if cp == WAW && cps.get(at + 1) == Some(&WAW) { KURDISH_WITH_AE } else { 0 };
        survey.goal |= cp == HEH_GOAL && !follows;
        if says & PLACE != 0 {
            let joins = follows && says & AFTER != 0;
            let after = cps.get(at + 1).copied().unwrap_or(0);
            // Ae never joins the letter after it; heh would, or is kept from it.
            let bound = (cp == AE && follows) || (cp == HEH && near == NON_JOINER);
            survey.parts |= cp == AE && follows;
            let begins = after == HAMZA_ABOVE && matches!(cp, ALEF_MAKSURA | YEH | FARSI_YEH);
            survey.starts |= begins && at.checked_sub(1).is_none_or(|before| !facts::is_wordy(cps[before]));
            let free = !bound && after != HAMZA_ABOVE;
            let (place, free_place) = (says & PLACE, if free { says & PLACE } else { 0 });
            if joins {
                survey.joined |= place;
                // In the Quran the dagger alef stands on a dotless yeh inside a word.
                survey.dotless |= cp == ALEF_MAKSURA && after != DAGGER_ALEF;
                survey.free_joined |= free_place;
            } else {
                survey.finals |= place;
                survey.free_finals |= free_place;
            }
            letter(at, joins, free);
        }
        if says & THROUGH == 0 {
            (near, follows) = (cp, says & BEFORE != 0);
        }
    }
    survey
}

/// Whether the last of some characters is joined from before.
fn is_joined(block: &[u32; 256], cps: &[u32]) -> bool {
    let mut said = cps.iter().rev().map(|&cp| says(block, cp));
    let joins = said.next().is_some_and(|says| says & BEFORE != 0);
    joins && said.find(|says| says & THROUGH == 0).is_some_and(|says| says & AFTER != 0)
}

impl Survey {
    /// The way of writing that a line tells: by letters that have no twin where they stand, else by what follows what.
    fn writing(&self, cps: &[u32]) -> Option<Writing> {
        let says = |bits: u32| self.all & bits != 0;
        if says(OTHER) {
            return self.other();
        }
        let uyghur = says(KURDISH) && !says(NOT_OE) && says(E_SHAPED);
        let dotless = self.dotless && !says(NOT_OE);
        if says(TURKIC) || uyghur || dotless {
            return Some(Writing::Turkic);
        }
        if says(HAS_E) {
            let turkic = self.parts || self.starts || says(HAS_U);
            return Some(if turkic { Writing::Turkic } else { Writing::Pashto });
        }
        let arabic = self.finals & (bit(KAF) | bit(YEH)) != 0;
        if says(HAS_U) {
            let persian = self.finals & bit(KEHEH) != 0 || says(HAS_NON_JOINER);
            let shaped = self.parts || arabic || says(E_SHAPED | DOTLESS_BEH);
            return (shaped && !persian).then_some(Writing::Turkic);
        }
        if says(KURDISH) {
            return (!arabic).then_some(Writing::Kurdish);
        }
        if self.starts && !self.parts && !says(WITHOUT_AE) {
            return None;
        }
        if self.parts && !says(WITHOUT_AE) {
            let kurdish = says(KURDISH_WITH_AE) || self.finals & bit(KEHEH) != 0;
            return Some(match (arabic, kurdish) {
                (true, false) => Writing::Turkic,
                (false, true) => Writing::Kurdish,
                _ => Writing::WithAe,
            });
        }
        let persian = says(PERSIAN) || self.finals & bit(KEHEH) != 0;
        if persian && !arabic {
            return Some(Writing::Persian);
        }
        // Foreign names in Arabic have letters of Persian; who types Persian with Arabic letters dots every last yeh.
        if arabic && (!persian || self.finals & (bit(KEHEH) | bit(FARSI_YEH) | bit(ALEF_MAKSURA)) == 0) {
            return Some(Writing::Arabic);
        }
        let weight = weight(cps.iter().copied());
        if weight.abs() >= THRESHOLD {
            return Some(if weight > 0 { Writing::Arabic } else { Writing::Persian });
        }
        (says(ARABIC_LETTER) && !persian).then_some(Writing::Arabic)
    }

    /// Pashto or Sindhi, unless the letters are of several languages.
    fn other(&self) -> Option<Writing> {
        let says = |bits: u32| self.all & bits != 0;
        let several = says(URDU | TURKIC | KURDISH) || (says(PASHTO) && says(SINDHI));
        (!several).then_some(if says(PASHTO) { Writing::Pashto } else { Writing::Sindhi })
    }

    /// The language whose alphabet the line is written with, if it is not one of several.
    fn language(&self, writing: Option<Writing>) -> Option<u8> {
        match writing? {
            Writing::Arabic => Some(language::ARABIC),
            Writing::Persian => Some(if self.all & URDU != 0 { language::URDU } else { language::PERSIAN }),
            Writing::Kurdish => Some(language::KURDISH),
            Writing::Turkic => Some(if self.parts { language::UYGHUR } else { language::TURKIC }),
            Writing::Pashto => Some(language::PASHTO),
            Writing::Sindhi => Some(language::SINDHI),
            Writing::WithAe => None,
        }
    }

    /// The letters that stay though they are free: a line where ae parts letters quotes an alphabet that has it, whatever else
    /// the line is written in.
    fn bound(&self) -> u32 {
        if self.parts { bit(AE) } else { 0 }
    }

    /// The letters that stay, since all of their kind in a line of Arabic or Persian agree, and nothing is sure: an alphabet of a
    /// language that is not known here has its own letters throughout.
    fn settled(&self, cps: &[u32], writing: Writing) -> u32 {
        let weight = match writing {
            Writing::Arabic if self.all & ARABIC_LETTER != 0 => return 0,
            Writing::Arabic => weight(cps.iter().copied()),
            Writing::Persian => -weight(cps.iter().copied()),
            _ => return 0,
        };
        if weight >= SURE {
            return 0;
        }
        let series = [bit(KAF) | bit(YEH) | bit(ALEF_MAKSURA), bit(KEHEH) | bit(FARSI_YEH)];
        let present = self.joined | self.finals;
        let one = series.iter().any(|&series| present & series == 0);
        (if one { series[0] | series[1] } else { 0 })
            | if self.finals & bit(HEH) == 0 && !self.goal { bit(AE) } else { 0 }
    }

    /// Whether some letter is written in another way than this one.
    fn differs(&self, writing: Writing) -> bool {
        let differs = |letters: u32, target: fn(Writing, u32) -> Option<u32>| {
            LETTERS.iter().any(|&cp| letters & bit(cp) != 0 && target(writing, cp).is_some())
        };
        differs(self.free_joined, letter) || differs(self.free_finals & !self.bound(), last_letter)
    }
}

/// The numbers of the letters of the Arabic block in rows of three, and the weight of each row.
type Weights = ([u8; 0x100], Box<[i8; 0x10000]>);
static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let number = |cp: u32| TRIPLE_LETTERS.binary_search_by_key(&cp, |row| row.0).map_or(0, |at| TRIPLE_LETTERS[at].1);
    let letters = std::array::from_fn(|at| {
        let cp = 0x0600 + at as u32;
        let mut letter = None;
        // The letter of a composite counts; its marks do not.
        normal::decomposed(cp, |part| letter = letter.or(Some(part)));
        if is_passed_over(cp) { PASSED_OVER } else { letter.map_or(0, number) }
    });
    let mut weights = Box::new([0; 0x10000]);
    for &(key, weight) in &TRIPLES {
        weights[usize::from(key)] = weight;
    }
    (letters, weights)
});

/// How much the words of a line are like Arabic ones (above zero) or Persian ones: all three letters in a row count.
///
/// A word alone tells nothing: names are written alike in both.
fn weight(cps: impl Iterator<Item = u32>) -> i32 {
    let (letters, weights) = &*WEIGHTS;
    let (mut total, mut words, mut length) = (0, 0, 0);
    let (mut first, mut second) = (0, 0);
    for cp in cps.chain([0]) {
        let third = match letters.get(cp.wrapping_sub(0x0600) as usize) {
            Some(&PASSED_OVER) => continue,
            Some(&number) => u32::from(number),
            None if cp >= 0x80 && is_passed_over(cp) => continue,
            None => 0,
        };
        if second != 0 {
            let key = ((first * TRIPLE_BASE + second) * TRIPLE_BASE + third) as u16;
            total += i32::from(weights[usize::from(key)]);
        }
        length = if third == 0 { 0 } else { length + 1 };
        words += i32::from(length == 2);
        (first, second) = (second, third);
    }
    if words > 1 { total } else { 0 }
}

/// Stands for the number of what is no letter and parts none.
const PASSED_OVER: u8 = u8::MAX;

fn is_passed_over(cp: u32) -> bool {
    cp == TATWEEL || facts::joining(cp) == b'T'
}

/// Whether the letters of a line, of one way of writing, stay as they are: what follows what tells no other one.
///
/// `shown` is what [`stay`] is asked of.
pub fn agree(shown: u32, joiner: bool, line: impl Iterator<Item = u32>) -> bool {
    let has = |bits: u32| shown & bits != 0;
    let told = UNSURE | IN_URDU | TELLS_URDU | TELLS_PERSIAN | MAKSURA_INSIDE;
    if joiner || has(told) || has(IN_ARABIC) == has(IN_PERSIAN) {
        return false;
    }
    if has(IN_ARABIC) { weight(line) > -THRESHOLD } else { !has(TELLS_ARABIC | YEH_LAST) && weight(line) < THRESHOLD }
}

/// What a letter is where it joins the one after it.
fn letter(writing: Writing, cp: u32) -> Option<u32> {
    match (writing, cp) {
        (Writing::Arabic | Writing::Turkic, KEHEH) => Some(KAF),
        (Writing::Arabic | Writing::Turkic | Writing::Sindhi, FARSI_YEH) => Some(YEH),
        (Writing::Persian | Writing::Kurdish | Writing::Pashto | Writing::Sindhi, KAF) => Some(KEHEH),
        (Writing::Persian | Writing::Kurdish, YEH) => Some(FARSI_YEH),
        _ => None,
    }
}

/// What a letter is where it does not. Ae is a letter of the Turkic and the Kurdish alphabets only.
fn last_letter(writing: Writing, cp: u32) -> Option<u32> {
    match (writing, cp) {
        (Writing::Arabic | Writing::Turkic | Writing::Sindhi, FARSI_YEH) => Some(ALEF_MAKSURA),
        (Writing::Persian | Writing::Kurdish | Writing::Pashto, ALEF_MAKSURA) => Some(FARSI_YEH),
        (Writing::Turkic | Writing::Kurdish | Writing::WithAe, HEH) => Some(AE),
        (Writing::Arabic | Writing::Persian | Writing::Pashto | Writing::Sindhi, AE) => Some(HEH),
        _ => None,
    }
}

/// Whether what a line is written in has ae; `None` where nothing tells.
pub fn has_ae(cps: &[u32]) -> Option<bool> {
    let writing = survey(cps, |_, _, _| {}).writing(cps)?;
    Some(matches!(writing, Writing::Kurdish | Writing::Turkic | Writing::WithAe))
}

/// Writes the twins of a line as its way of writing has them.
pub fn resolve(targets: &mut Targets<'_>) {
    let cps = targets.cps;
    let line = survey(cps, |_, _, _| {});
    let writing = line.writing(cps);
    if let Some(writing) = writing.filter(|writing| line.differs(*writing)) {
        let settled = line.settled(cps, writing);
        let is_settled = |cp: u32| LETTERS.iter().any(|&letter| letter == cp && settled & bit(letter) != 0);
        survey(cps, |at, joins, free| {
            let target = if joins { letter(writing, cps[at]) } else { last_letter(writing, cps[at]) };
            let free = free && !is_settled(cps[at]);
            if let Some(target) = target.filter(|_| free && (joins || line.bound() == 0 || cps[at] != AE)) {
                targets.set(at, target);
            }
        });
    }
    if let Some(language) = line.language(writing).filter(|_| line.all & HAS_TWIN != 0) {
        // A heh goal may be Urdu, of which the line has nothing else.
        let urdu = language == language::PERSIAN && line.finals & (bit(HEH) | bit(AE)) == 0;
        alphabets::resolve(targets, language, |at, target| {
            if urdu && cps[at] == HEH_GOAL {
                return false;
            }
            let near = || cps[at + 1..].iter().copied().find(|&cp| facts::joining(cp) != b'T').unwrap_or(0);
            let bound = match (cps[at], target) {
                (AE, _) => line.parts || matches!(facts::joining(near()), b'D' | b'R' | b'C'),
                (_, AE) => near() == NON_JOINER,
                _ => false,
            };
            !bound && cps.get(at + 1) != Some(&HAMZA_ABOVE)
        });
    }
    if line.all & DIGIT != 0 {
        series(writing, targets);
    }
}

/// The zeros of the series whose telling digits (4, 5, 6) are among some characters: Indic, extended.
fn telling(cps: &[u32]) -> (bool, bool) {
    let tells = |zero: u32| cps.iter().any(|cp| matches!(cp.wrapping_sub(zero), 4..=6));
    (tells(INDIC), tells(EXTENDED))
}

/// Each number takes one series of digits: that of its telling digits, of the line's, of the language.
fn series(writing: Option<Writing>, targets: &mut Targets<'_>) {
    let cps = targets.cps;
    let by_line = match (telling(cps), writing) {
        ((true, false), _) | ((false, false), Some(Writing::Arabic)) => Some(INDIC),
        ((false, true), _) | ((false, false), Some(Writing::Persian)) => Some(EXTENDED),
        _ => None,
    };
    spans(cps, is_digit, |span| {
        let target = match telling(&cps[span.clone()]) {
            (true, true) => None,
            (true, false) => Some(INDIC),
            (false, true) => Some(EXTENDED),
            (false, false) => by_line,
        };
        if let Some(zero) = target {
            for at in span {
                targets.set(at, zero + (cps[at] & 0xF));
            }
        }
    });
}
