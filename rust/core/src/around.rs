//! What stands around the look-alike marks of a line, found when a mark asks for it.

use std::ops::Range;

use crate::clicks;
use crate::facts::{self, Fold, class, context, flag, group, script};
use crate::folds::{self, nearest_scripts};
use crate::lookup;
use crate::scripts::Scripts;
use crate::wide::Kind;
use crate::work::Cell;

const OKINA: u32 = 0x02BB;
const APOSTROPHE_LETTER: u32 = 0x02BC;
const LOW_MACRON: u32 = 0x02CD;
/// Signs of ASCII that no phonetic notation begins behind.
const SIGNS: &[u8] = b"$=+*.,:;!?&|^~<>@#%{}\"'-";
const ACUTE: u32 = 0x00B4;
const SECOND_TONE: u32 = 0x02CA;
const STRESS: u32 = 0x02C8;
const LENGTH: u32 = 0x02D0;
/// The mark of Hebrew abbreviations.
pub const GERSHAYIM: u32 = 0x05F4;
const APOSTROPHE: u32 = 0x27;
const QUOTATION_MARK: u32 = 0x22;
const WAVE_DASH: u32 = 0x301C;
const FULLWIDTH_TILDE: u32 = 0xFF5E;
const KELVIN_SIGN: u32 = 0x212A;
/// The ASCII marks that may stand in phonetic notation: those that look-alikes in it become, too.
const PHONETIC_MARKS: &[u8] = b"!\"'()*+,-.:;<=>?^_`|~";

/// The surroundings of the marks of a line, asked for from left to right.
pub struct Around {
    line: Kind,
    strict: bool,
    scripts: Option<Vec<u8>>,
    own: Option<Scripts>,
    phonetic: Option<bool>,
    apl: Option<bool>,
    khoisan: Option<bool>,
    token: Token,
    polynesian: (Range<usize>, bool),
    /// The last index where a quotation may be closed; 0 if there is none.
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
    /// The token of a span between blanks.
    fn of(row: &[Cell], span: Range<usize>) -> Self {
        let token = &row[span.clone()];
        let fence = fence(token.len(), |at| token[at].cp);
        let inside = &token[fence.clone()];
        Self {
            phonetic: token.iter().any(|cell| facts::has(cell.cp, flag::PHONETIC))
                || (token.iter().any(|cell| is_sound(cell.cp)) && token.iter().any(|cell| is_sign(cell.cp))),
            sounded: inside
                .iter()
                .any(|cell| is_sound(cell.cp) || matches!(cell.cp, 0x02B0..=0x02B8 | 0x02E0..=0x02E4)),
            modifier: inside.iter().any(|cell| is_of(cell.cp, context::MODIFIER) && cell.cp != APOSTROPHE_LETTER),
            fence: span.start + fence.start..span.start + fence.end,
            span,
        }
    }

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
    pub fn new(strict: bool, line: Kind) -> Self {
        Self {
            line,
            strict,
            scripts: None,
            own: None,
            phonetic: None,
            apl: None,
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
        if fold.context == context::WAVE && self.line.keeps(FULLWIDTH_TILDE) {
            return if self.line == Kind::Kana { &[WAVE_DASH] } else { &[FULLWIDTH_TILDE] };
        }
        let cp = row[at].cp;
        if is_quote(cp) && facts::is_plain_letter(Self::before(row, at)) {
            let token = self.token(row, at);
            let ejective = || token.is_fenced(at) && is_ejective(row, at);
            if token.is_lettered(at) || (ejective() && self.is_phonetic(row)) {
                return &[APOSTROPHE_LETTER];
            }
        }
        if cp == ACUTE && facts::script(Self::before(row, at)) == script::BOPO {
            return &[SECOND_TONE];
        }
        if is_like_okina(cp) && !self.strict && self.is_polynesian(row, at) {
            return &[OKINA];
        }
        fold.target()
    }

    /// Whether a look-alike mark is itself here: one rule a context of the curated table.
    pub fn is_meant(&mut self, row: &[Cell], at: usize, fold: &Fold) -> bool {
        match fold.context {
            context::EAST_ASIAN => self.line.keeps(row[at].cp),
            context::KANA => self.line == Kind::Kana,
            context::WAVE => {
                let wave = if self.line == Kind::Kana { WAVE_DASH } else { FULLWIDTH_TILDE };
                self.line.keeps(FULLWIDTH_TILDE) && row[at].cp == wave
            }
            context::OWN => {
                let own = self.is_own(row, at, fold) || is_in_number(row, at, fold);
                own && !(row[at].cp == GERSHAYIM && is_quotation(row, at))
            }
            context::STOP => {
                let ends = || !is_word(cp_at(row, at + 1));
                self.is_own(row, at, fold) || (ends() && self.has_own(row, fold))
            }
            context::NARROW => !is_in_ascii(row, at),
            context::INLINE => {
                let drawn = |cell: &&Cell| !is_blank(cell.cp);
                let near = [row[..at].iter().rfind(drawn), row[at + 1..].iter().find(drawn)];
                !near.iter().all(|cell| cell.is_some_and(|cell| matches!(lookup::drawn_as(cell.cp), 0x21..=0x7E)))
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
            context::BETWEEN => self.line.is_east_asian() || !self.is_between(row, at),
            context::CLICK => self.is_click(row, at),
            context::IN_EAST_ASIAN => !self.line.is_east_asian(),
            context::DASH => Self::is_drawing(row, at),
            context::AFTER_DIGIT => {
                let is_sign = |cell: &Cell| matches!(cell.cp, 0x2336..=0x237A);
                let apl = *self.apl.get_or_insert_with(|| row.iter().any(is_sign));
                !is_degree(row, at, apl)
            }
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

    /// Whether the nearest letter is of a mark's own scripts.
    fn is_own(&mut self, row: &[Cell], at: usize, fold: &Fold) -> bool {
        let scripts = self.scripts.get_or_insert_with(|| nearest_scripts(row));
        fold.scripts().contains(&scripts[at])
    }

    /// Whether the line has a letter of a mark's own scripts.
    fn has_own(&mut self, row: &[Cell], fold: &Fold) -> bool {
        let letters = || row.iter().filter(|cell| facts::is_plain_letter(cell.cp));
        let own = self
            .own
            .get_or_insert_with(|| letters().fold(Scripts::NONE, |scripts, cell| scripts.with(facts::script(cell.cp))));
        fold.scripts().iter().any(|script| own.contains(*script))
    }

    /// Whether a line shows that it has phonetic notation.
    ///
    /// It has phonetic letters, a mark of length between brackets, or signs that look like no mark and that only such notation has.
    fn is_phonetic(&mut self, row: &[Cell]) -> bool {
        if let Some(known) = self.phonetic {
            return known;
        }
        let mut shown = row.iter().any(|cell| is_notation(cell.cp));
        folds::runs(
            row,
            |cp| !is_blank(cp),
            |span| {
                shown = shown || {
                    let token = Token::of(row, span);
                    let sounded = |at: usize| token.is_lettered(at) || (row[at].cp == LENGTH && token.is_fenced(at));
                    token.span.clone().any(sounded)
                };
            },
        );
        self.phonetic = Some(shown);
        shown
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
        if notation || token.is_lettered(at) || facts::script(Self::before(row, at)) == script::BOPO {
            return true;
        }
        if self.strict {
            return false;
        }
        match row[at].cp {
            OKINA => self.is_polynesian(row, at) && !is_quoted(row, at),
            LENGTH => facts::is_plain_letter(Self::before(row, at)) && self.is_phonetic(row),
            STRESS => {
                let begins = facts::is_plain_letter(cp_at(row, at + 1))
                    && !at.checked_sub(1).is_some_and(|before| is_word(row[before].cp));
                begins && self.stays_open(row, at) && self.is_phonetic(row)
            }
            _ => false,
        }
    }

    /// Whether no mark drawn like an apostrophe closes a quotation at or behind an index.
    fn stays_open(&mut self, row: &[Cell], at: usize) -> bool {
        let last = || (1..row.len()).rfind(|&at| is_closing(row, at)).unwrap_or(0);
        let closed = *self.closed.get_or_insert_with(last);
        closed == 0 || closed < at
    }

    /// The token around a place.
    fn token(&mut self, row: &[Cell], at: usize) -> &Token {
        if !self.token.span.contains(&at) {
            let span = Self::span(row, at, |at| !is_blank(row[at].cp));
            self.token = Token::of(row, span);
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
            // English has words of one letter, with which a quotation may begin.
            let is_english = |at: usize| {
                matches!(ascii(after(at)), Some(b'A' | b'I' | b'a')) && !facts::is_wordy(cp_at(row, at + 2))
            };
            while span.start < span.end
                && !is_part(span.start)
                && !(is_vowel(after(span.start)) && !is_english(span.start) && self.stays_open(row, span.start))
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
    let by_line = matches!(
        fold.context,
        context::OWN | context::STOP | context::INLINE | context::WAVE | context::CLICK | context::AFTER_DIGIT
    );
    !by_line && !matches!(cp, OKINA | STRESS | LENGTH) && !is_like_okina(cp)
}

/// Whether a place is between slashes or brackets in a token, where an ejective may be meant that the line tells.
pub fn is_fenced(token: &[Cell], at: usize) -> bool {
    let blank = |cell: &Cell| is_blank(cell.cp);
    let start = token[..at].iter().rposition(blank).map_or(0, |before| before + 1);
    let end = token[at..].iter().position(blank).map_or(token.len(), |behind| at + behind);
    fence(end - start, |at| token[start + at].cp).contains(&(at - start))
}

/// Whether a mark becomes what its fold says in a token without phonetic letters, where `after` stands behind it.
pub fn is_sure(cp: u32, fold: &Fold, after: u32) -> bool {
    fold.context == context::ALWAYS && !(is_like_okina(cp) && is_vowel(after))
}

/// Whether a ring is the degree sign: after a digit, or before C or F with a space between (SI).
fn is_degree(row: &[Cell], at: usize, apl: bool) -> bool {
    let near = |step: usize| at.checked_sub(step).map_or(0, |at| row[at].cp);
    let after = |step: usize| row.get(at + step).map_or(0, |cell| cell.cp);
    // With a full stop and an operator behind it, it is the outer product of APL; in a line with signs of APL, too, it is none.
    if apl {
        return false;
    }
    if lookup::drawn_as(after(1)) == 0x2E && after(2) != 0 && !is_blank(after(2)) {
        return false;
    }
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
    matches!(cp, 0x2018 | 0x2019 | 0x201B | 0x2032 | 0x00B4 | 0x02BC | 0x02BD | 0x055A | 0xA78C | 0xFF07)
}

/// Secondary stress, half length, tone letters and ties: they look like no mark, and only phonetic notation has them.
fn is_notation(cp: u32) -> bool {
    matches!(cp, 0x02CC | 0x02D1 | 0x02E5..=0x02E9 | 0x035C | 0x0361)
}

/// Whether a mark drawn like an apostrophe may close a quotation: behind something, no letter after it.
fn is_closing(row: &[Cell], at: usize) -> bool {
    lookup::drawn_as(row[at].cp) == APOSTROPHE
        && at > 0
        && !is_blank(row[at - 1].cp)
        && !facts::is_plain_letter(cp_at(row, at + 1))
}

/// Whether an okina begins a word that a mark drawn like an apostrophe closes: then the two are quotation marks.
fn is_quoted(row: &[Cell], at: usize) -> bool {
    let before = at.checked_sub(1).map_or(0, |before| row[before].cp);
    if is_word(before) || lookup::drawn_as(before) == APOSTROPHE {
        return false;
    }
    let stop = at + 1 + row[at + 1..].iter().take_while(|cell| is_word(cell.cp)).count();
    stop < row.len() && is_closing(row, stop)
}

/// Whether a mark stands beside a digit of one of its own scripts: a price in a line without letters.
fn is_in_number(row: &[Cell], at: usize, fold: &Fold) -> bool {
    let digit = |at: usize| row.get(at).map(|cell| facts::of(cell.cp)).filter(|record| record.group == group::DIGIT);
    let is_own = |at: usize| digit(at).is_some_and(|record| fold.scripts().contains(&record.script));
    at.checked_sub(1).is_some_and(is_own) || is_own(at + 1)
}

/// Whether gershayim are a quotation mark: they begin a word, or end what such a mark began.
///
/// Gershayim stand inside a word, before its last letters.
fn is_quotation(row: &[Cell], at: usize) -> bool {
    let begins = |at: usize| is_word(cp_at(row, at + 1)) && !at.checked_sub(1).is_some_and(|at| is_word(row[at].cp));
    if is_word(cp_at(row, at + 1)) {
        return begins(at);
    }
    let opener = row[..at].iter().rposition(|cell| lookup::drawn_as(cell.cp) == QUOTATION_MARK);
    opener.is_some_and(begins)
}

/// Whether a mark stands between letters and digits of ASCII, a few of its kind beside it passed over.
///
/// The low macron may stand behind a sign of ASCII, too, which no tone is written behind.
fn is_in_ascii(row: &[Cell], at: usize) -> bool {
    let same = |cell: &&Cell| cell.cp == row[at].cp;
    let before = row[..at].iter().rev().take(3).take_while(same).count();
    let behind = row[at + 1..].iter().take(3).take_while(same).count();
    let (before, after) = (row[..at - before].last(), row.get(at + 1 + behind));
    let is_part = |cell: &Cell| ascii(cell.cp).is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_sign = |cell: &Cell| ascii(lookup::drawn_as(cell.cp)).is_some_and(|byte| SIGNS.contains(&byte));
    let signed = row[at].cp == LOW_MACRON && before.is_some_and(is_sign);
    after.is_some_and(is_part) && (signed || before.is_some_and(is_part))
}

fn cp_at(row: &[Cell], at: usize) -> u32 {
    row.get(at).map_or(0, |cell| cell.cp)
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

/// Whether a character is a blank.
pub fn is_blank(cp: u32) -> bool {
    matches!(cp, 0x20 | 0x09) || matches!(facts::klass(cp), class::SPACE | class::BLANK)
}

/// The span between slashes or brackets, as phonetic notation stands in them; an empty one if there is none.
pub fn fence(length: usize, token: impl Fn(usize) -> u32) -> Range<usize> {
    let drawn = |at: usize| ascii(lookup::drawn_as(token(at)));
    let is_one_of = |at: usize, marks: &[u8]| drawn(at).is_some_and(|byte| marks.contains(&byte));
    let (mut start, mut stop) = (0, length);
    while stop - start > 2 && is_one_of(stop - 1, b".,;:!?)") {
        stop -= 1;
    }
    while stop - start > 2 && is_one_of(start, b"(") {
        start += 1;
    }
    let fenced = stop - start > 2
        && matches!((drawn(start), drawn(stop - 1)), (Some(b'/'), Some(b'/')) | (Some(b'['), Some(b']')))
        && (start + 1..stop - 1).all(|at| {
            let cp = token(at);
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
        // Stress, and length in two ways.
        if matches!(cell.cp, 0x0301 | 0x0302 | 0x0304) {
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
