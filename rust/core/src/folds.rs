//! Folds by neighbours: compatibility forms, punctuation, spaces and letters that look like nothing.

use crate::alike::{TWIN_SCRIPTS, resembled};
use crate::around::Around;
use crate::facts::{self, Fold, class, context, flag, script};
use crate::hangul;
use crate::look;
use crate::lookup;
use crate::reasons::{kind, reason};
use crate::wide::{self, Kind};
use crate::work::{Cell, UNTOUCHED, Work, is_noise, rewrite};

const SPACE: u32 = 0x20;
const TAB: u32 = 0x09;
const IDEOGRAPHIC_SPACE: u32 = 0x3000;
const OGHAM_SPACE: u32 = 0x1680;
const NARROW_NO_BREAK_SPACE: u32 = 0x202F;
const SCRIPT_L: u32 = 0x2113;
const BRAILLE_BLANK: u32 = 0x2800;
const NULL_NOTEHEAD: u32 = 0x1D159;
const CHOSEONG_FILLER: u32 = 0x115F;
const JUNGSEONG_FILLER: u32 = 0x1160;

/// Writes styled letters, ligatures and width forms as ordinary characters (UAX #15 NFKC).
///
/// Radicals and strokes that are drawn as an ideograph are no forms of it, but its twins.
pub fn compatibility(work: &mut Work, row: Vec<Cell>, line: Kind) -> Vec<Cell> {
    let mixed = wide::mixed(&row);
    let in_word = |at: usize| mixed.get(at).is_some_and(|mixed| *mixed);
    let styled = styled(work.strict, &row, |at, cp| line.keeps(cp) && !in_word(at));
    rewrite(work, row, look::COMPATIBILITY | look::ONLY_EAST_ASIAN, |work, row, at, result| {
        let cell = row[at];
        let fold = lookup::fold(cell.cp).filter(|_| facts::klass(cell.cp) == class::COMPATIBILITY);
        let folds = |fold: &&Fold| match fold.context {
            context::EAST_ASIAN => !line.keeps(cell.cp) || in_word(at),
            context::SYMBOL => styled.get(at).is_some_and(|styled| *styled),
            _ => true,
        };
        match fold.filter(folds) {
            Some(fold) => {
                let why = if is_radical(cell.cp) { reason::TWIN } else { reason::COMPATIBILITY };
                work.settle(cell, why, fold.target(), result);
            }
            None => result.push(cell),
        }
    })
}

/// Whether a character is a CJK radical or stroke.
pub fn is_radical(cp: u32) -> bool {
    matches!(cp, 0x2E80..=0x2FD5 | 0x31C0..=0x31E5)
}

/// Gives the spans of the longest runs of code points that satisfy a test.
pub fn runs(row: &[Cell], inside: impl Fn(u32) -> bool, mut span: impl FnMut(std::ops::Range<usize>)) {
    let mut start = 0;
    for (at, cell) in row.iter().enumerate() {
        if !inside(cell.cp) {
            if at > start {
                span(start..at);
            }
            start = at + 1;
        }
    }
    if row.len() > start {
        span(start..row.len());
    }
}

/// Which letterlike symbols stand in a run with mathematical letters, or in a word of plain ones; empty where there are none.
///
/// Letterlike symbols fill the gaps of the mathematical alphabets; elsewhere they are symbols, beside which one letter or two may
/// stand. Those in a row are one thing. Between two letters, or before two small ones, those that become ASCII are part of a word;
/// the small script l, which stands before an index, only between letters. What other folds make of the neighbours is there
/// already, so that the answer is the same when they are done; whether a width form stays is told by its index and itself.
fn styled(strict: bool, row: &[Cell], wide_stays: impl Fn(usize, u32) -> bool) -> Vec<bool> {
    if !row.iter().any(|cell| matches!(cell.cp, 0x2100..=0x214F)) {
        return Vec::new();
    }
    let mut result = vec![false; row.len()];
    let mut drawn: Vec<(usize, u32)> = Vec::with_capacity(row.len());
    for (at, cell) in row.iter().enumerate().filter(|(_, cell)| !is_noise(cell)) {
        let fold = lookup::fold(cell.cp).filter(|_| facts::klass(cell.cp) == class::COMPATIBILITY);
        let folds = |fold: &&Fold| match fold.context {
            context::SYMBOL => false,
            context::EAST_ASIAN => !wide_stays(at, cell.cp),
            _ => true,
        };
        // A digit that may be a letter counts as that.
        let letter = lookup::digit_twin(cell.cp).map_or(cell.cp, |(_, letter)| letter);
        let target = fold.filter(folds).map_or(std::slice::from_ref(&letter), |fold| fold.target());
        drawn.extend(target.iter().map(|&cp| (at, cp)));
    }
    for span in drawn.split(|&(_, cp)| !facts::is_letter(cp)) {
        if span.iter().any(|&(at, _)| matches!(row[at].cp, 0x1D400..=0x1D7FF)) {
            for &(at, _) in span {
                result[at] = true;
            }
            continue;
        }
        let mut first = 0;
        while first < span.len() {
            let last = first + span[first..].iter().take_while(|letter| is_symbol(letter.1)).count();
            if last > first && is_part(strict, span, first, last) {
                span[first..last].iter().for_each(|&(at, _)| result[at] = true);
            }
            first = last + 1;
        }
    }
    result
}

/// Whether symbols in a row are part of the word around them.
fn is_part(strict: bool, span: &[(usize, u32)], first: usize, last: usize) -> bool {
    let plain = |&(_, cp): &(usize, u32)| is_plain(strict, cp);
    let behind = &span[last..span.len().min(last + 2)];
    let inside = first > 0 && behind.first().is_some_and(plain) && plain(&span[first - 1]);
    let small = |letter: &(usize, u32)| plain(letter) && !facts::has(letter.1, flag::UPPER);
    inside || (behind.len() == 2 && behind.iter().all(small) && !matches!(span[first..last], [(_, SCRIPT_L)]))
}

/// Whether a character is a letterlike symbol that stands for a letter of ASCII.
fn is_symbol(cp: u32) -> bool {
    let fold = lookup::fold(cp).filter(|_| facts::klass(cp) == class::COMPATIBILITY);
    fold.is_some_and(|fold| fold.context == context::SYMBOL && fold.target()[0] < 0x80)
}

/// Whether a letter is one of the scripts that look like ASCII, may become one, or is a symbol that stands for one.
fn is_plain(strict: bool, letter: u32) -> bool {
    let script = facts::script(letter);
    TWIN_SCRIPTS.contains(script)
        || (script == script::ZYYY && facts::klass(letter) == class::COMPATIBILITY)
        || TWIN_SCRIPTS.iter().any(|script| lookup::twin(letter, script).is_some())
        || (strict && resembled(letter).is_some())
}

/// Folds look-alike marks unless their neighbours show that they are meant.
pub fn punctuation(work: &mut Work, row: Vec<Cell>, line: Kind) -> Vec<Cell> {
    let row = bare(work, row);
    let mut around = Around::new(work.strict, line);
    rewrite(work, row, look::PUNCTUATION | look::OWN | look::ONLY_EAST_ASIAN, |work, row, at, result| {
        let cell = row[at];
        // A stroke through a mark makes another one of it, as in "does not divide".
        let made = || row.get(at + 1).is_some_and(|next| lookup::composition(cell.cp, next.cp).is_some());
        let fold = lookup::fold(cell.cp).filter(|_| facts::klass(cell.cp) == class::PUNCTUATION && !made());
        match fold.filter(|fold| !around.is_meant(row, at, fold)) {
            Some(fold) => work.settle(cell, reason::PUNCTUATION, around.target(row, at, fold), result),
            None => result.push(cell),
        }
    })
}

/// Drops the selectors of marks that fold wherever they stand: what follows them stands beside them then.
fn bare(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    if !work.rewrites(kind::PUNCTUATION) {
        return row;
    }
    let folds = |cell: &Cell| {
        let fold = lookup::fold(cell.cp).filter(|_| facts::klass(cell.cp) == class::PUNCTUATION);
        fold.is_some_and(|fold| fold.context == context::ALWAYS)
    };
    rewrite(work, row, look::SELECTOR, |work, row, at, result| {
        let cell = row[at];
        let selects = facts::klass(cell.cp) == class::VARIATION && cell.why == UNTOUCHED;
        if selects && result.last().is_some_and(folds) {
            work.settle(cell, reason::SELECTOR, &[], result);
        } else {
            result.push(cell);
        }
    })
}

/// The script that a cell shows its neighbours: that of a letter of a script.
fn shown(cell: &Cell) -> Option<u8> {
    let record = facts::of(cell.cp);
    let shows = facts::is_plain_letter(cell.cp) && !matches!(record.script, script::ZYYY | script::ZINH);
    shows.then_some(record.script)
}

/// For each cell, the script of the nearest letter before it, else of the one after.
pub fn nearest_scripts(row: &[Cell]) -> Vec<u8> {
    let mut near = row.iter().find_map(shown).unwrap_or(script::ZYYY);
    row.iter()
        .map(|cell| {
            let before = near;
            near = shown(cell).unwrap_or(near);
            before
        })
        .collect()
}

/// Writes other spaces, and letters that look like nothing, as SPACE.
pub fn blanks(work: &mut Work, row: Vec<Cell>, line: Kind) -> Vec<Cell> {
    let mut scripts = None;
    rewrite(work, row, look::BLANK | look::ONLY_EAST_ASIAN, |work, row, at, result| {
        let cell = row[at];
        let beside = |at: usize| row.get(at).map_or(0, |cell| cell.cp);
        let (before, after) = (at.checked_sub(1).map_or(0, beside), beside(at + 1));
        let kind = facts::klass(cell.cp);
        if cell.cp == JUNGSEONG_FILLER && before == CHOSEONG_FILLER {
            // The two fillers are one blank syllable.
            work.settle(cell, reason::BLANK, &[], result);
        } else if kind == class::SPACE {
            let kept = match cell.cp {
                IDEOGRAPHIC_SPACE => line.keeps(cell.cp),
                OGHAM_SPACE => scripts.get_or_insert_with(|| nearest_scripts(row))[at] == script::OGAM,
                NARROW_NO_BREAK_SPACE => are_mongolian(before, after),
                _ => false,
            };
            if kept {
                result.push(cell);
            } else {
                work.settle(cell, reason::SPACE, &[SPACE], result);
            }
        } else if kind == class::BLANK && !is_filled(cell.cp, before, after) {
            // Behind a lead the filler only fills the block that the lead makes anyway.
            let fills = cell.cp == JUNGSEONG_FILLER && hangul::is_lead(before);
            work.settle(cell, reason::BLANK, if fills { &[] } else { &[SPACE] }, result);
        } else {
            result.push(cell);
        }
    })
}

/// Whether a space stands where Mongolian writes a suffix (Unicode section 13.5).
fn are_mongolian(before: u32, after: u32) -> bool {
    facts::script(before) == script::MONG && facts::script(after) == script::MONG
}

/// Whether a blank letter stands among its own: braille, music, a jamo syllable.
fn is_filled(cp: u32, before: u32, after: u32) -> bool {
    match cp {
        BRAILLE_BLANK => matches!(before, 0x2801..=0x28FF) || matches!(after, 0x2801..=0x28FF),
        NULL_NOTEHEAD => matches!(after, 0x1D100..=0x1D1FF) && after != NULL_NOTEHEAD,
        CHOSEONG_FILLER => hangul::is_vowel(after),
        JUNGSEONG_FILLER => hangul::is_lead(before) && hangul::is_tail(after),
        _ => false,
    }
}

/// Drops the blanks at the end of a line.
pub fn trailing(work: &mut Work, row: &mut Vec<Cell>) {
    let blanks =
        row.iter().rev().take_while(|cell| matches!(cell.cp, SPACE | TAB | IDEOGRAPHIC_SPACE | BRAILLE_BLANK)).count();
    if blanks != 0 {
        let tail = row.split_off(row.len() - blanks);
        for cell in tail {
            work.settle(cell, reason::TRAILING, &[], row);
        }
    }
}
