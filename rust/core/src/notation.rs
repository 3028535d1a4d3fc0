//! Phonetic notation, notation of physics, escapes, character classes, placeholders: letters that are no words.

use std::ops::Range;

use crate::alike::{is_uncommon, twin};
use crate::around;
use crate::facts::{self, flag, script};
use crate::look::{self, Looks};
use crate::lookup;
use crate::word::{self, Apart, Letter};

/// The bracket that opens a character class; no other mark is drawn so.
pub const OPENS_CLASS: u32 = 0x5B;
const BACKSLASH: u32 = 0x5C;
const PERCENT: u32 = 0x25;
const LONGEST_CLASS: usize = 256;
/// So many letters may stand in a character class before its first range, as io and its capital do.
const MOST_BEFORE: usize = 2;
/// The first and the last letter of alphabets with look-alikes, the first as the Latin letter it looks like.
const ALPHABETS: [(u32, u32); 6] =
    [(0x61, 0x7A), (0x41, 0x5A), (0x61, 0x44F), (0x41, 0x42F), (0x3B1, 0x3C9), (0x41, 0x3A9)];

/// So many characters of a name are looked at.
const LONGEST_NAME: usize = 64;

/// Where slashes or brackets stand around Latin letters, if between some is a sign or a letter of sounds.
pub fn spans(looks: &Looks, cps: &[u32]) -> Vec<Range<usize>> {
    let is_of_sounds = |&cp: &u32| {
        let letter = facts::has(cp, flag::PHONETIC) && !is_uncommon(cp, looks.of(cp));
        is_tie(cp)
            || matches!(cp, 0x02C8 | 0x02CC | 0x02D0 | 0x02D1)
            || matches!(cp, 0x00E6 | 0x00F0 | 0x014B | 0x0259 | 0x025B | 0x0254)
            || letter
    };
    let (mut found, mut shown) = (Vec::new(), false);
    let mut start = 0;
    for token in cps.split(|&cp| around::is_blank(cp)) {
        let fence = around::fence(token.len(), |at| token[at]);
        let inside = &token[fence.clone()];
        if inside.iter().all(|&cp| matches!(facts::script(cp), script::LATN | script::ZYYY | script::ZINH)) {
            found.push(start + fence.start..start + fence.end);
            shown |= inside.iter().any(is_of_sounds);
        }
        start += token.len() + 1;
    }
    if shown { found } else { Vec::new() }
}

/// Whether a mark is a tie of phonetic notation.
fn is_tie(cp: u32) -> bool {
    matches!(cp, 0x035C | 0x0361)
}

/// Whether a word is notation: by its place, by a tie, or by a phonetic letter that looks like no other.
pub fn is_phonetic(cps: &[u32], spans: &[Range<usize>], letters: &[Letter]) -> bool {
    let Some((last, others)) = letters.split_last() else { return false };
    let first = others.first().unwrap_or(last).at;
    spans.iter().any(|span| span.contains(&first))
        || others.iter().any(|letter| cps.get(letter.at + 1).is_some_and(|&next| is_tie(next)))
        || word::is_phonetic(letters)
}

/// Where letters stand that are words of their own beside others, in order: escapes, and the ends of ranges.
///
/// The letter of an escape or a printf directive before one beyond ASCII, but under `strict`, and both ends of each range of a
/// character class (UTS #18 section 1.1) that holds a whole alphabet: these two are one word, since a range is of one script.
pub fn apart(looks: &Looks, strict: bool, cps: &[u32]) -> Vec<Apart> {
    let mut found = Vec::new();
    let draw = |cp: u32| if cp < 0x80 || looks.of(cp) & look::IN_WORD != 0 { cp } else { lookup::drawn_as(cp) };
    let (mut opened, mut before) = (None, 0);
    for (at, &cp) in cps.iter().enumerate() {
        let mark = draw(cp);
        match u8::try_from(mark) {
            Ok(b'[') => opened = Some(at),
            Ok(b']') => {
                if let Some(opened) = opened.take().filter(|opened| at - opened <= LONGEST_CLASS) {
                    ranges(looks, &cps[opened + 1..at], draw, |start| {
                        let at = opened + 1 + start;
                        found.extend([Apart { at, joined: false }, Apart { at: at + 2, joined: true }]);
                    });
                }
            }
            _ => {}
        }
        let named = match before {
            BACKSLASH => is_ascii(cp, "nrtbfdwsDW"),
            PERCENT => is_ascii(cp, "sdufgr"),
            _ => false,
        };
        let beyond = |&after: &u32| after >= 0x80 && facts::is_letter(after);
        if named && !strict && cps.get(at + 1).is_some_and(beyond) {
            found.push(Apart { at, joined: false });
        }
        before = mark;
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a character is one of some of ASCII.
fn is_ascii(cp: u32, among: &str) -> bool {
    u8::try_from(cp).is_ok_and(|byte| among.as_bytes().contains(&byte))
}

/// Finds where the ranges of a character class begin; none where words with hyphens may stand between brackets.
fn ranges(looks: &Looks, class: &[u32], draw: impl Fn(u32) -> u32, mut found: impl FnMut(usize)) {
    let (mut starts, mut whole, mut before) = (Vec::new(), false, 0);
    let mut at = 0;
    while let Some(&cp) = class.get(at) {
        if draw(cp) == BACKSLASH {
            at += 2;
        } else if let [_, hyphen, last, ..] = class[at..]
            && draw(hyphen) == 0x2D
        {
            let first = twin(cp, looks.of(cp), script::LATN).unwrap_or(draw(cp));
            whole |= ALPHABETS.contains(&(first, draw(last)));
            starts.push(at);
            at += 3;
        } else {
            before += usize::from(starts.is_empty() && facts::is_letter(draw(cp)));
            at += 1;
        }
    }
    if whole && before <= MOST_BEFORE {
        starts.into_iter().for_each(&mut found);
    }
}

/// Whether letters are what physics writes below the sign of a quantity; no word begins with v and these.
pub fn is_subscript(letters: &[Letter]) -> bool {
    let cps = || letters.iter().map(|letter| letter.cp);
    ["max", "min"].iter().any(|name| cps().eq(name.chars().map(u32::from)))
}

/// Whether letters from an index to another are part of a placeholder.
pub fn is_placeholder(cps: &[u32], first: usize, last: usize) -> bool {
    let is_name = |cp: &&u32| {
        u8::try_from(**cp).is_ok_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
    };
    let names_before = |at: usize| cps[..at].iter().rev().take(LONGEST_NAME).take_while(is_name).count();
    let start = first - names_before(first);
    let stop = last + 1 + cps[last + 1..].iter().take(LONGEST_NAME).take_while(is_name).count();
    let is = |at: Option<usize>, mark: char| at.and_then(|at| cps.get(at)) == Some(&u32::from(mark));
    let (before, second) = (start.checked_sub(1), start.checked_sub(2));
    let between = |open, close| is(before, open) && is(Some(stop), close);
    if between('{', '}')
        || between('&', ';')
        || between('<', '>')
        || (is(second, '<') && between('/', '>'))
        || (is(second, '%') && between('(', ')'))
    {
        return true;
    }
    if !is(before, ')') {
        return is(before, '%');
    }
    let name = before.map_or(0, |before| before - names_before(before));
    is(name.checked_sub(1), '(') && is(name.checked_sub(2), '%')
}
