//! What stands around each look-alike mark of a line, found once for the whole line.

use crate::facts::{self, Fold, class, context, flag, group, script};
use crate::folds::{nearest_scripts, neighbours, runs};
use crate::work::Cell;

const CYRILLIC_APOSTROPHE: u32 = 0x02BC;
const KELVIN_SIGN: u32 = 0x212A;

/// The neighbours of the cells of a line.
pub struct Around<'a> {
    row: &'a [Cell],
    east_asian: bool,
    strict: bool,
    scripts: Vec<u8>,
    neighbours: Vec<(u32, u32)>,
    phonetic: Vec<bool>,
    polynesian: Vec<bool>,
}

impl<'a> Around<'a> {
    /// Looks around in a line.
    pub fn new(strict: bool, row: &'a [Cell], east_asian: bool) -> Self {
        let mut phonetic = vec![false; row.len()];
        let mut polynesian = vec![false; row.len()];
        if row.iter().any(|cell| is_modifier(cell.cp)) {
            runs(
                row,
                |cp| !is_blank(cp),
                |span| {
                    if is_phonetic(&row[span.clone()]) {
                        phonetic[span].fill(true);
                    }
                },
            );
            runs(
                row,
                |cp| facts::is_letter(cp) || facts::is_mark(cp),
                |span| {
                    if is_polynesian(&row[span.clone()]) {
                        polynesian[span].fill(true);
                    }
                },
            );
        }
        let (scripts, neighbours) = (nearest_scripts(row), neighbours(row));
        Self { row, east_asian, strict, scripts, neighbours, phonetic, polynesian }
    }

    /// Whether a look-alike mark is itself here: one rule a context of the curated table.
    pub fn is_meant(&self, at: usize, fold: &Fold) -> bool {
        let (before, after) = self.neighbours[at];
        match fold.context {
            context::EAST_ASIAN => self.east_asian,
            context::OWN => fold.scripts().contains(&self.scripts[at]),
            context::MODIFIER => self.is_modifier(at, before, after),
            context::LOW_QUOTE => {
                let opens = before == 0 || facts::group(before) == group::SPACE || is_opener(before);
                opens && facts::is_wordy(after) && facts::klass(after) != class::PUNCTUATION
            }
            context::BOX => facts::has(before, flag::BOX) || facts::has(after, flag::BOX),
            context::BETWEEN => self.east_asian || !(is_ascii_alnum(before) && is_ascii_alnum(after)),
            context::LETTER => facts::is_plain_letter(before) || facts::is_plain_letter(after),
            context::CLICK => facts::is_plain_letter(after),
            context::AFTER_DIGIT => facts::group(before) != group::DIGIT,
            _ => false,
        }
    }

    /// Whether a modifier letter is a letter here.
    ///
    /// In phonetic notation; a tone mark after Bopomofo; the apostrophe of Ukrainian and Belarusian, between Cyrillic letters; the
    /// okina, in a word of open syllables as Polynesian languages have. `strict` keeps only the first two.
    fn is_modifier(&self, at: usize, before: u32, after: u32) -> bool {
        let sounded = self.phonetic[at] || facts::script(before) == script::BOPO;
        if sounded || self.strict {
            return sounded;
        }
        let cp = self.row[at].cp;
        if cp == CYRILLIC_APOSTROPHE && facts::script(before) == script::CYRL && facts::script(after) == script::CYRL {
            return facts::is_plain_letter(before) && facts::is_plain_letter(after);
        }
        is_okina(cp) && self.polynesian[at]
    }
}

/// Whether a mark is judged by the word that it stands in.
fn is_modifier(cp: u32) -> bool {
    facts::klass(cp) == class::PUNCTUATION
        && crate::lookup::fold(cp).is_some_and(|fold| fold.context == context::MODIFIER)
}

fn is_okina(cp: u32) -> bool {
    matches!(cp, 0x02BB..=0x02BD)
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

/// Whether a token is phonetic: it has a phonetic letter, or stands in slashes or brackets.
fn is_phonetic(mut token: &[Cell]) -> bool {
    if token.iter().any(|cell| facts::has(cell.cp, flag::PHONETIC)) {
        return true;
    }
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
                || is_one_of(cell, b".-()")
        })
}

/// The small ASCII letter of a letter that has one; the Kelvin sign is a capital K by its lowercase.
fn small(cp: u32) -> Option<u8> {
    if cp == KELVIN_SIGN { Some(b'k') } else { ascii(cp).map(|byte| byte.to_ascii_lowercase()) }
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
        match letter {
            Some(b'a' | b'e' | b'i' | b'o' | b'u') => closed = false,
            Some(b'f' | b'g' | b'h' | b'k'..=b'n' | b'p' | b'r'..=b't' | b'v' | b'w') | None
                if letter.is_some() || is_okina(cell.cp) =>
            {
                if closed && !(last == Some(b'n') && letter == Some(b'g')) {
                    return false;
                }
                closed = true;
            }
            _ => return false,
        }
        last = letter;
    }
    !closed
}
