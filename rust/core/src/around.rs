//! What stands around the look-alike marks of a line, found when a mark asks for it.

use std::ops::Range;

use crate::clicks;
use crate::facts::{self, Fold, class, context, flag, group, script};
use crate::folds::nearest_scripts;
use crate::lookup;
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
    khoisan: Option<bool>,
    token: Token,
    polynesian: (Range<usize>, bool),
    closed: Option<usize>,
    diagonals: (Range<usize>, bool),
    strokes: (Range<usize>, bool),
}

/// What makes a token phonetic notation.
#[derive(Clone, Default)]
struct Token {
    span: Range<usize>,
    /// What stands in its slashes or brackets.
    fence: Range<usize>,
    /// Whether it has a phonetic letter, or an everyday one beside stress or length.
    phonetic: bool,
    /// Whether there is, between the brackets, a letter of phonetic notation or a modifier letter that looks like no mark.
    sounded: bool,
    /// Whether there is one that looks like a mark and stays there.
    modifier: bool,
}

impl Token {
    /// Whether an index stands in brackets.
    fn is_fenced(&self, at: usize) -> bool {
        self.fence.contains(&at)
    }

    /// Whether it stands among phonetic letters.
    fn is_lettered(&self, at: usize) -> bool {
        self.phonetic || (self.sounded && self.is_fenced(at))
    }

    /// Whether it stands in brackets with phonetic or modifier letters.
    fn is_notation(&self, at: usize) -> bool {
        self.is_fenced(at) && (self.is_lettered(at) || self.modifier)
    }
}

impl Around {
    /// Stands in a line.
    pub fn new(strict: bool, east_asian: bool) -> Self {
        Self {
            east_asian,
            strict,
            scripts: None,
            wave: None,
            khoisan: None,
            token: Token::default(),
            polynesian: (0..0, false),
            closed: None,
            diagonals: (0..0, false),
            strokes: (0..0, false),
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
        if is_quote(cp) && facts::is_plain_letter(Self::before(row, at)) && self.token(row, at).is_lettered(at) {
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
                let opens = opens && !(is_quote(before) && self.token(row, at).is_lettered(at));
                opens && is_word(lookup::drawn_as(after))
            }
            context::BOX => self.is_ruled(row, at),
            context::BETWEEN => self.east_asian || !self.is_between(row, at),
            context::CLICK => self.is_click(row, at),
            context::IN_EAST_ASIAN => !self.east_asian,
            context::DASH => Self::is_drawing(row, at),
            context::AFTER_DIGIT => !is_degree(row, at),
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

    /// Whether a diagonal meets other box drawing, diagonals passed over.
    fn is_ruled(&mut self, row: &[Cell], at: usize) -> bool {
        if !self.diagonals.0.contains(&at) {
            let span = Self::span(row, at, |at| matches!(row[at].cp, 0x2571 | 0x2572));
            let meets = facts::has(Self::before(row, span.start), flag::BOX)
                || facts::has(Self::after(row, span.end - 1), flag::BOX);
            self.diagonals = (span, meets);
        }
        self.diagonals.1
    }

    /// Whether a stroke stands in a word or a path, other such strokes beside it passed over.
    fn is_between(&mut self, row: &[Cell], at: usize) -> bool {
        if !self.strokes.0.contains(&at) {
            let span = Self::span(row, at, |at| is_of(row[at].cp, context::BETWEEN));
            let near = [Self::before(row, span.start), Self::after(row, span.end - 1)].map(lookup::drawn_as);
            let is_path = |cp: u32| matches!(ascii(cp), Some(b':' | b'/' | b'\\'));
            let inside = near.iter().any(|&cp| is_word(cp)) && near.iter().all(|&cp| is_word(cp) || is_path(cp));
            self.strokes = (span, inside);
        }
        self.strokes.1
    }

    /// Whether a click is a letter: in phonetic notation, in a line or a name of a language that has clicks.
    fn is_click(&mut self, row: &[Cell], at: usize) -> bool {
        if self.token(row, at).is_notation(at) {
            return true;
        }
        if self.strict {
            return false;
        }
        if *self.khoisan.get_or_insert_with(|| clicks::tell(row)) {
            return clicks::begins(row, at);
        }
        clicks::is_in_name(row, at)
    }

    /// Whether a modifier letter is a letter here.
    ///
    /// In phonetic notation; a tone mark after Bopomofo; and the okina, in a word of open syllables as Polynesian languages have. The
    /// apostrophe letter of Ukrainian is not told from the apostrophe, which ASCII has; between brackets it is one unless an
    /// ejective can be meant.
    fn is_modifier(&mut self, row: &[Cell], at: usize) -> bool {
        let token = self.token(row, at);
        let notation = token.is_fenced(at) && (row[at].cp != APOSTROPHE_LETTER || is_ejective(row, at));
        notation
            || token.is_lettered(at)
            || facts::script(Self::before(row, at)) == script::BOPO
            || (!self.strict && row[at].cp == OKINA && self.is_polynesian(row, at))
    }

    /// The token around a place.
    fn token(&mut self, row: &[Cell], at: usize) -> &Token {
        if !self.token.span.contains(&at) {
            let span = Self::span(row, at, |at| !is_blank(row[at].cp));
            let token = &row[span.clone()];
            let fence = fence(token);
            let inside = &token[fence.clone()];
            self.token = Token {
                phonetic: token.iter().any(|cell| facts::has(cell.cp, flag::PHONETIC))
                    || (token.iter().any(|cell| is_sound(cell.cp)) && token.iter().any(|cell| is_sign(cell.cp))),
                sounded: inside
                    .iter()
                    .any(|cell| is_sound(cell.cp) || matches!(cell.cp, 0x02B0..=0x02B8 | 0x02E0..=0x02E4)),
                modifier: inside.iter().any(|cell| is_of(cell.cp, context::MODIFIER) && cell.cp != APOSTROPHE_LETTER),
                fence: span.start + fence.start..span.start + fence.end,
                span,
            };
        }
        &self.token
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

/// Whether a letter is one of phonetic notation, those included that everyday alphabets have, too.
fn is_sound(cp: u32) -> bool {
    matches!(cp, 0x0250..=0x02AF)
}

/// Whether a sign is stress or length: beside it an everyday letter stands for its sound.
fn is_sign(cp: u32) -> bool {
    matches!(cp, 0x02C8 | 0x02CC | 0x02D0 | 0x02D1)
}

/// Whether nothing beyond its token decides about a mark, blanks beside it included.
pub fn is_decided_by_token(cp: u32, fold: &Fold) -> bool {
    let by_line = matches!(fold.context, context::OWN | context::WAVE | context::CLICK | context::AFTER_DIGIT);
    !by_line && cp != OKINA && !is_like_okina(cp)
}

/// Whether a mark becomes what its fold says in a token without phonetic letters, where `after` stands behind it.
pub fn is_sure(cp: u32, fold: &Fold, after: u32) -> bool {
    fold.context == context::ALWAYS && !(is_like_okina(cp) && is_vowel(after))
}

/// Whether a ring is the degree sign: after a digit, or before C or F with a space between (SI).
fn is_degree(row: &[Cell], at: usize) -> bool {
    let near = |step: usize| at.checked_sub(step).map_or(0, |at| row[at].cp);
    let after = |step: usize| row.get(at + step).map_or(0, |cell| cell.cp);
    let unit = matches!(ascii(after(1)), Some(b'C' | b'F')) && !facts::is_wordy(after(2));
    let spaced = is_blank(near(1)) && facts::group(near(2)) == group::DIGIT;
    facts::group(Around::before(row, at)) == group::DIGIT || (unit && spaced)
}

/// Whether an ejective can stand here: behind a voiceless consonant, no other consonant after it.
fn is_ejective(row: &[Cell], at: usize) -> bool {
    let before = ascii(Around::before(row, at));
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

fn is_blank(cp: u32) -> bool {
    matches!(cp, 0x20 | 0x09) || matches!(facts::klass(cp), class::SPACE | class::BLANK)
}

/// The span between slashes or brackets, as phonetic notation stands in them; an empty one if there is none.
fn fence(token: &[Cell]) -> Range<usize> {
    let drawn = |at: usize| ascii(lookup::drawn_as(token[at].cp));
    let is_one_of = |at: usize, marks: &[u8]| drawn(at).is_some_and(|byte| marks.contains(&byte));
    let (mut start, mut stop) = (0, token.len());
    while stop - start > 2 && is_one_of(stop - 1, b".,;:!?)") {
        stop -= 1;
    }
    while stop - start > 2 && is_one_of(start, b"(") {
        start += 1;
    }
    let fenced = stop - start > 2
        && matches!((drawn(start), drawn(stop - 1)), (Some(b'/'), Some(b'/')) | (Some(b'['), Some(b']')))
        && (start + 1..stop - 1).all(|at| {
            let cp = token[at].cp;
            facts::is_plain_letter(cp)
                || facts::is_mark(cp)
                || is_of(cp, context::MODIFIER)
                || is_one_of(at, PHONETIC_MARKS)
        });
    if fenced { start + 1..stop - 1 } else { 0..0 }
}

fn is_word(cp: u32) -> bool {
    facts::is_wordy(cp) && facts::klass(cp) != class::PUNCTUATION
}

/// Whether a look-alike mark has a context.
fn is_of(cp: u32, context: u8) -> bool {
    facts::klass(cp) == class::PUNCTUATION && lookup::fold(cp).is_some_and(|fold| fold.context == context)
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
