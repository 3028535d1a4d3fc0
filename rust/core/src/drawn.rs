//! Letters and marks that are drawn as others because of what stands beside them.

use crate::facts::{self, script};
use crate::reasons::reason;
use crate::work::{Cell, Work};

/// The combining class of marks above.
const ABOVE: u8 = 230;
/// The length mark of the Tamil sign and letter au.
pub const AU_LENGTH: u32 = 0x0BD7;
const LLA: u32 = 0x0BB3;
const TILDE: u32 = 0x0303;
/// The circumflex of Greek.
pub const PERISPOMENI: u32 = 0x0342;

/// A dotless letter's dotted one, which loses its dot to a mark above (Unicode section 7.1).
const fn dotted(cp: u32) -> Option<u32> {
    match cp {
        0x0131 => Some(0x0069),
        0x0237 => Some(0x006A),
        _ => None,
    }
}

/// Whether a letter has no dot that others have.
pub const fn is_dotless(cp: u32) -> bool {
    dotted(cp).is_some()
}

const fn is_au_part(cp: u32) -> bool {
    matches!(cp, 0x0B92 | 0x0BC6)
}

const fn is_breathing(cp: u32) -> bool {
    matches!(cp, 0x0313 | 0x0314)
}

/// Whether a letter is a Greek vowel that bears a perispomeni: alpha, eta, iota, upsilon or omega.
const fn is_long_vowel(cp: u32) -> bool {
    matches!(cp, 0x0391 | 0x0397 | 0x0399 | 0x03A5 | 0x03A9 | 0x03B1 | 0x03B7 | 0x03B9 | 0x03C5 | 0x03C9)
}

/// Writes what is drawn as another letter or mark as that one; the line is decomposed and in canonical order.
pub fn resolve(work: &mut Work, row: &mut [Cell]) {
    bases(work, row);
    tildes(work, row);
}

/// Writes letters that are known by what stands beside them.
///
/// A dotless letter under a mark above is the dotted letter. The Tamil au length mark is a part of signs: behind anything but their
/// first part it is drawn, and meant, as the letter lla (Unicode section 12.6).
fn bases(work: &mut Work, row: &mut [Cell]) {
    for at in 0..row.len() {
        let cp = row[at].cp;
        let target = match dotted(cp) {
            Some(dotted) if is_below_mark(row[at + 1..].iter().map(|cell| cell.cp)) => dotted,
            None if cp == AU_LENGTH && !(at > 0 && is_au_part(row[at - 1].cp)) => LLA,
            _ => continue,
        };
        work.see(&[target]);
        row[at] = Cell::made(target, row[at].at, reason::DRAWN);
    }
}

/// Whether a mark above belongs to the letter before some characters: other marks may stand between, letters may not.
fn is_below_mark(after: impl Iterator<Item = u32>) -> bool {
    after.map(facts::ccc).find(|&ccc| matches!(ccc, 0 | ABOVE)) == Some(ABOVE)
}

/// Writes the tilde of each script: fonts draw the Greek perispomeni like the tilde of other scripts.
///
/// A Greek vowel with a tilde is in a word of Greek letters, or has a breathing; a lone one may be a symbol of mathematics. No other
/// script has a perispomeni.
fn tildes(work: &mut Work, row: &mut [Cell]) {
    if !row.iter().any(|cell| matches!(cell.cp, TILDE | PERISPOMENI)) {
        return;
    }
    let (mut base, mut in_greek) = (0, false);
    for at in 0..row.len() {
        let cp = row[at].cp;
        if !facts::is_mark(cp) {
            let before = std::mem::replace(&mut base, cp);
            in_greek = is_long_vowel(base) && (is_greek(before) || is_greek(after(row, at)));
        }
        in_greek |= is_long_vowel(base) && is_breathing(cp);
        let target = match cp {
            TILDE if in_greek => PERISPOMENI,
            _ => mark_of(base, cp),
        };
        if target == cp {
            continue;
        }
        work.see(&[target]);
        row[at] = Cell::made(target, row[at].at, reason::DRAWN);
    }
}

/// What a mark is on a letter: a perispomeni is a tilde on any letter but a Greek one.
pub fn mark_of(letter: u32, mark: u32) -> u32 {
    if mark == PERISPOMENI && facts::is_letter(letter) && !is_greek(letter) { TILDE } else { mark }
}

/// Whether a character is a Greek letter; 0 is none.
fn is_greek(cp: u32) -> bool {
    facts::is_letter(cp) && facts::script(cp) == script::GREK
}

/// The next code point after an index, marks passed over; 0 at the edge.
fn after(row: &[Cell], at: usize) -> u32 {
    row[at + 1..].iter().map(|cell| cell.cp).find(|&cp| !facts::is_mark(cp)).unwrap_or(0)
}

/// Whether a decomposed cluster has nothing that these rules could change; its neighbours are not asked.
pub fn may_stand(cluster: &[u32]) -> bool {
    let Some((&base, marks)) = cluster.split_first() else { return true };
    let is_dotted = is_dotless(base) && is_below_mark(marks.iter().copied());
    let is_greek = is_long_vowel(base) && marks.contains(&TILDE);
    !(is_dotted || is_greek)
}
