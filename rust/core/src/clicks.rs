//! Clicks: letters of the Khoisan languages, two of which are drawn like the bar and the exclamation mark.

use crate::facts;
use crate::lookup::drawn_as;
use crate::work::Cell;

/// Those that look like marks: the dental and the retroflex click.
fn is_like_mark(cp: u32) -> bool {
    matches!(cp, 0x01C0 | 0x01C3)
}

/// The lateral, the alveolar and the bilabial click.
fn is_telling(cp: u32) -> bool {
    matches!(cp, 0x01C1 | 0x01C2 | 0x0298)
}

/// Circumflex, tilde and macron: the vowels that these languages write besides the plain ones.
fn is_sign(cp: u32) -> bool {
    matches!(cp, 0x0302..=0x0304)
}

/// Whether a line is of a language that has clicks: by another click, or by a vowel of a word that has one.
pub fn tell(row: &[Cell]) -> bool {
    let (mut click, mut sign) = (false, false);
    row.iter().enumerate().any(|(at, cell)| {
        let letter = is_like_mark(cell.cp) && begins(row, at);
        if !(letter || is_written(cell.cp)) {
            (click, sign) = (false, false);
        }
        click |= letter;
        sign |= is_sign(cell.cp);
        (click && sign) || is_telling(cell.cp)
    })
}

/// Whether a click stands before a letter, an apostrophe perhaps between the two, or alone; at the end of a word it is a mark.
pub fn begins(row: &[Cell], at: usize) -> bool {
    let before = before(row, at);
    let quoted = drawn_as(cp(row, at + 1)) == 0x27;
    facts::is_plain_letter(cp(row, at + 1 + usize::from(quoted))) || !(is_written(before) || is_like_mark(before))
}

/// Whether the word around a click is a name: blank before it, a capital, then small letters of ASCII.
///
/// The click is its first letter, its second, or its third with an apostrophe behind it, as in the names of the languages
/// themselves.
pub fn is_in_name(row: &[Cell], at: usize) -> bool {
    let letters = row[..at].iter().rev().take(2).take_while(|cell| is_ascii_letter(cell.cp)).count();
    let start = at - letters;
    let quoted = drawn_as(cp(row, at + 1)) == 0x27;
    let tail = at + 1 + usize::from(quoted);
    let behind = row.get(tail..).map_or(0, |tail| tail.iter().take_while(|cell| is_ascii_letter(cell.cp)).count());
    let word = || row[start..at].iter().chain(&row[at + 1..tail + behind]).filter(|cell| is_ascii_letter(cell.cp));
    let is_small = |cell: &Cell| u8::try_from(cell.cp).is_ok_and(|byte| byte.is_ascii_lowercase());
    is_blank(before(row, start))
        && (letters < 2 || quoted)
        && behind > 0
        && letters + behind > 2
        && word().next().is_some_and(|first| !is_small(first))
        && word().skip(1).all(is_small)
        && (is_blank(cp(row, tail + behind)) || is_closer(drawn_as(cp(row, tail + behind))))
}

fn cp(row: &[Cell], at: usize) -> u32 {
    row.get(at).map_or(0, |cell| cell.cp)
}

fn before(row: &[Cell], at: usize) -> u32 {
    at.checked_sub(1).map_or(0, |at| row[at].cp)
}

fn is_written(cp: u32) -> bool {
    facts::is_plain_letter(cp) || facts::is_mark(cp)
}

fn is_ascii_letter(cp: u32) -> bool {
    u8::try_from(cp).is_ok_and(|byte| byte.is_ascii_alphabetic())
}

/// Whether there is nothing, or a blank.
fn is_blank(cp: u32) -> bool {
    matches!(cp, 0 | 0x20 | 0x09)
}

fn is_closer(cp: u32) -> bool {
    u8::try_from(cp).is_ok_and(|byte| b".,:?)'\"-".contains(&byte))
}
