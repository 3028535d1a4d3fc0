//! What stands around the look-alike marks of a line, found when a mark asks for it.

use std::ops::Range;

use crate::facts::{self, Fold, class, context, flag, group, script};
use crate::folds::nearest_scripts;
use crate::work::Cell;

const OKINA: u32 = 0x02BB;
const APOSTROPHE_LETTER: u32 = 0x02BC;
const CLOSING_QUOTE: u32 = 0x2019;
const WAVE_DASH: u32 = 0x301C;
const FULLWIDTH_TILDE: u32 = 0xFF5E;
const KELVIN_SIGN: u32 = 0x212A;
/// The ASCII marks that may stand in phonetic notation: those that look-alikes in it become, too.
const PHONETIC_MARKS: &[u8] = b"!\"'()*+,-.:;<=>?^_`|~";

/// The surroundings of the marks of a line, asked for from left to right.
pub struct Around {
    east_asian: bool,
    strict: bool,
    scripts: Option<Vec<u8>>,
    wave: Option<u32>,
    sound: (Range<usize>, Sound),
    polynesian: (Range<usize>, bool),
    closed: Option<usize>,
}

/// What makes a token phonetic notation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    /// Nothing: it is none.
    None,
    /// It stands in slashes or brackets.
    Fenced,
    /// It has a phonetic letter.
    Lettered,
}

impl Around {
    /// Stands in a line.
    pub fn new(strict: bool, east_asian: bool) -> Self {
        Self {
            east_asian,
            strict,
            scripts: None,
            wave: None,
            sound: (0..0, Sound::None),
            polynesian: (0..0, false),
            closed: None,
        }
    }

    /// What a mark that is not meant becomes.
    ///
    /// Where a modifier letter would be meant, the marks that look like it become that letter: the ejective among phonetic
    /// letters, the okina of Polynesian words.
    pub fn target(&mut self, row: &[Cell], at: usize, fold: &Fold) -> &'static [u32] {
        if fold.context == context::WAVE && self.east_asian {
            return if self.wave(row) == WAVE_DASH { &[WAVE_DASH] } else { &[FULLWIDTH_TILDE] };
        }
        let cp = row[at].cp;
        if is_quote(cp) && facts::is_plain_letter(Self::before(row, at)) && self.sound(row, at) == Sound::Lettered {
            return &[APOSTROPHE_LETTER];
        }
        if is_like_okina(cp) && !self.strict && self.is_polynesian(row, at) {
            return &[OKINA];
        }
        fold.target()
    }

    /// Whether a look-alike mark is itself here: one rule a context of the curated table.
    pub fn is_meant(&mut self, row: &[Cell], at: usize, fold: &Fold) -> bool {
        match fold.context {
            context::EAST_ASIAN => self.east_asian,
            context::WAVE => self.east_asian && row[at].cp == self.wave(row),
            context::OWN => {
                let scripts = self.scripts.get_or_insert_with(|| nearest_scripts(row));
                fold.scripts().contains(&scripts[at])
            }
            context::MODIFIER => self.is_modifier(row, at),
            context::LOW_QUOTE => {
                let (before, after) = (Self::before(row, at), Self::after(row, at));
                let opens = before == 0 || facts::group(before) == group::SPACE || is_opener(before);
                // A quotation mark among phonetic letters is an ejective, which opens nothing.
                let opens = opens && !(is_quote(before) && self.sound(row, at) == Sound::Lettered);
                opens && facts::is_wordy(after) && facts::klass(after) != class::PUNCTUATION
            }
            context::BOX => facts::has(Self::before(row, at), flag::BOX) || facts::has(Self::after(row, at), flag::BOX),
            context::BETWEEN => {
                self.east_asian || !(is_ascii_alnum(Self::before(row, at)) && is_ascii_alnum(Self::after(row, at)))
            }
            context::LETTER => {
                facts::is_plain_letter(Self::before(row, at)) || facts::is_plain_letter(Self::after(row, at))
            }
            context::CLICK => facts::is_plain_letter(Self::after(row, at)),
            context::IN_EAST_ASIAN => !self.east_asian,
            context::DASH => Self::is_drawing(row, at),
            context::AFTER_DIGIT => facts::group(Self::before(row, at)) != group::DIGIT,
            _ => false,
        }
    }

    /// The next code point before an index, marks passed over; 0 at the edge.
    fn before(row: &[Cell], at: usize) -> u32 {
        row[..at].iter().rev().map(|cell| cell.cp).find(|&cp| !facts::is_mark(cp)).unwrap_or(0)
    }

    /// The next code point after an index, marks passed over; 0 at the edge.
    fn after(row: &[Cell], at: usize) -> u32 {
        row[at + 1..].iter().map(|cell| cell.cp).find(|&cp| !facts::is_mark(cp)).unwrap_or(0)
    }

    /// The wave dash that the line writes.
    fn wave(&mut self, row: &[Cell]) -> u32 {
        *self.wave.get_or_insert_with(|| {
            let kana = row.iter().any(|cell| matches!(facts::script(cell.cp), script::HIRA | script::KANA));
            if kana { WAVE_DASH } else { FULLWIDTH_TILDE }
        })
    }

    /// Whether a box-drawing line draws something: it meets other box drawing, or is longer than two.
    fn is_drawing(row: &[Cell], at: usize) -> bool {
        let same = |cell: &&Cell| cell.cp == row[at].cp;
        let start = at - row[..at].iter().rev().take(3).take_while(same).count();
        let stop = at + row[at + 1..].iter().take(3).take_while(same).count();
        stop - start > 1
            || facts::has(Self::before(row, start), flag::BOX)
            || facts::has(Self::after(row, stop), flag::BOX)
    }

    /// Whether a modifier letter is a letter here.
    ///
    /// In phonetic notation; a tone mark after Bopomofo; and the okina, in a word of open syllables as Polynesian languages have. The
    /// apostrophe letter of Ukrainian is not told from the apostrophe, which ASCII has; between brackets it is one unless an
    /// ejective can be meant.
    fn is_modifier(&mut self, row: &[Cell], at: usize) -> bool {
        let sounded = match self.sound(row, at) {
            Sound::Lettered => true,
            Sound::Fenced => row[at].cp != APOSTROPHE_LETTER || is_ejective(row, at),
            Sound::None => false,
        };
        sounded
            || facts::script(Self::before(row, at)) == script::BOPO
            || (!self.strict && row[at].cp == OKINA && self.is_polynesian(row, at))
    }

    /// What makes a place one of phonetic notation.
    fn sound(&mut self, row: &[Cell], at: usize) -> Sound {
        if !self.sound.0.contains(&at) {
            let span = Self::span(row, at, |at| !is_blank(row[at].cp));
            let token = &row[span.clone()];
            let answer = if token.iter().any(|cell| facts::has(cell.cp, flag::PHONETIC)) {
                Sound::Lettered
            } else if is_fenced(token) {
                Sound::Fenced
            } else {
                Sound::None
            };
            self.sound = (span, answer);
        }
        self.sound.1
    }

    /// Whether a place is in a Polynesian word; marks that look like the okina count as letters before a letter.
    ///
    /// At the start of a word they do before a vowel, unless a quotation that they open is closed.
    fn is_polynesian(&mut self, row: &[Cell], at: usize) -> bool {
        if !self.polynesian.0.contains(&at) {
            let is_part = |at: usize| {
                let cp = row[at].cp;
                facts::is_plain_letter(cp) || facts::is_mark(cp) || cp == OKINA
            };
            let after = |at: usize| row.get(at + 1).map_or(0, |next| next.cp);
            let is_inside = |at: usize| is_part(at) || (is_like_okina(row[at].cp) && facts::is_plain_letter(after(at)));
            let mut span = Self::span(row, at, is_inside);
            let closed =
                *self.closed.get_or_insert_with(|| row.iter().rposition(|cell| cell.cp == CLOSING_QUOTE).unwrap_or(0));
            while span.start < span.end
                && !is_part(span.start)
                && !(closed <= span.start && is_vowel(after(span.start)))
            {
                span.start += 1;
            }
            let answer = is_polynesian(&row[span.clone()]);
            self.polynesian = (span, answer);
        }
        self.polynesian.0.contains(&at) && self.polynesian.1
    }

    /// The longest run around an index whose places satisfy a test; empty if the index does not.
    fn span(row: &[Cell], at: usize, inside: impl Fn(usize) -> bool) -> Range<usize> {
        if !inside(at) {
            return at..at;
        }
        let start = (0..at).rev().take_while(|&at| inside(at)).last().unwrap_or(at);
        let end = (at + 1..row.len()).take_while(|&at| inside(at)).last().unwrap_or(at);
        start..end + 1
    }
}

/// Whether a reader takes a mark for the okina; the closing quotation mark leans the other way.
fn is_like_okina(cp: u32) -> bool {
    matches!(cp, 0x2018 | 0x201B | 0x02BD)
}

/// Whether nothing beyond its token decides about a mark, blanks beside it included.
pub fn is_decided_by_token(cp: u32, fold: &Fold) -> bool {
    !matches!(fold.context, context::OWN | context::WAVE) && cp != OKINA && !is_like_okina(cp)
}

/// Whether a mark becomes what its fold says in a token without phonetic letters, where `after` stands behind it.
pub fn is_sure(cp: u32, fold: &Fold, after: u32) -> bool {
    fold.context == context::ALWAYS && !(is_like_okina(cp) && is_vowel(after))
}

/// Whether an ejective can stand here: behind a voiceless consonant, no other consonant after it.
fn is_ejective(row: &[Cell], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|near| ascii(row[near].cp));
    let after = row.get(at + 1).map_or(0, |cell| cell.cp);
    let small = matches!(ascii(after), Some(b'a' | b'e' | b'i' | b'o' | b'u'));
    before.is_some_and(|byte| b"cfkpqstx".contains(&byte)) && (small || !facts::is_wordy(after))
}

/// Whether a reader takes a mark for the ejective mark.
pub fn is_quote(cp: u32) -> bool {
    matches!(cp, 0x2018 | 0x2019 | 0x201B | 0x2032 | 0x00B4 | 0x02BC | 0x02BD)
}

/// Whether a mark opens something, so that a low quote may follow it.
fn is_opener(cp: u32) -> bool {
    matches!(
        cp,
        0x28 | 0x5B | 0x7B | 0x3C | 0xAB | 0x2039 | 0x201E | 0x201C | 0x2018 | 0x22 | 0x27 | 0x2F | 0x2D | 0x2014
    )
}

fn ascii(cp: u32) -> Option<u8> {
    u8::try_from(cp).ok().filter(u8::is_ascii)
}

fn is_ascii_alnum(cp: u32) -> bool {
    ascii(cp).is_some_and(|byte| byte.is_ascii_alphanumeric())
}

fn is_blank(cp: u32) -> bool {
    matches!(cp, 0x20 | 0x09) || matches!(facts::klass(cp), class::SPACE | class::BLANK)
}

/// Whether a token stands in slashes or brackets, as phonetic notation does.
fn is_fenced(mut token: &[Cell]) -> bool {
    let is_one_of = |cell: &Cell, marks: &[u8]| ascii(cell.cp).is_some_and(|byte| marks.contains(&byte));
    while let [rest @ .., last] = token {
        if token.len() <= 2 || !is_one_of(last, b".,;:!?)") {
            break;
        }
        token = rest;
    }
    while let [first, rest @ ..] = token {
        if token.len() <= 2 || !is_one_of(first, b"(") {
            break;
        }
        token = rest;
    }
    let [open, inside @ .., close] = token else { return false };
    let fenced = matches!((ascii(open.cp), ascii(close.cp)), (Some(b'/'), Some(b'/')) | (Some(b'['), Some(b']')));
    fenced
        && !inside.is_empty()
        && inside.iter().all(|cell| {
            facts::is_letter(cell.cp)
                || facts::is_mark(cell.cp)
                || facts::klass(cell.cp) == class::PUNCTUATION
                || is_one_of(cell, PHONETIC_MARKS)
        })
}

/// The small ASCII letter of a letter that has one; the Kelvin sign is a capital K by its lowercase.
fn small(cp: u32) -> Option<u8> {
    if cp == KELVIN_SIGN { Some(b'k') } else { ascii(cp).map(|byte| byte.to_ascii_lowercase()) }
}

fn is_vowel(cp: u32) -> bool {
    matches!(small(cp), Some(b'a' | b'e' | b'i' | b'o' | b'u'))
}

/// Whether a word is made of open syllables: (consonant, ng or okina)? vowel, repeated.
fn is_polynesian(word: &[Cell]) -> bool {
    let mut closed = false;
    let mut last = None;
    for cell in word {
        if facts::is_mark(cell.cp) {
            continue;
        }
        let letter = small(cell.cp);
        let consonant = match letter {
            Some(b'a' | b'e' | b'i' | b'o' | b'u') => false,
            Some(b'f' | b'g' | b'h' | b'k'..=b'n' | b'p' | b'r'..=b't' | b'v' | b'w') => true,
            None if cell.cp == OKINA || is_like_okina(cell.cp) => true,
            _ => return false,
        };
        if consonant && closed && !(last == Some(b'n') && letter == Some(b'g')) {
            return false;
        }
        closed = consonant;
        last = letter;
    }
    !closed
}
