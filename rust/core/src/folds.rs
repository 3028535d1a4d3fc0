//! Folds by neighbours: compatibility forms, punctuation, spaces and letters that look like nothing.

use crate::around::Around;
use crate::facts::{self, class, context, script};
use crate::hangul;
use crate::lookup;
use crate::reasons::reason;
use crate::work::{Cell, Work};

const SPACE: u32 = 0x20;
const TAB: u32 = 0x09;
const IDEOGRAPHIC_SPACE: u32 = 0x3000;
const OGHAM_SPACE: u32 = 0x1680;
const NARROW_NO_BREAK_SPACE: u32 = 0x202F;
const BRAILLE_BLANK: u32 = 0x2800;
const NULL_NOTEHEAD: u32 = 0x1D159;
const CHOSEONG_FILLER: u32 = 0x115F;
const JUNGSEONG_FILLER: u32 = 0x1160;

/// Writes styled letters, ligatures and width forms as ordinary characters (UAX #15 NFKC).
pub fn compatibility(work: &mut Work, row: Vec<Cell>, east_asian: bool) -> Vec<Cell> {
    if !row.iter().any(|cell| facts::klass(cell.cp) == class::COMPATIBILITY) {
        return row;
    }
    let styled = styled(&row);
    let mut result = Vec::with_capacity(row.len() + 8);
    for (cell, styled) in row.iter().zip(styled) {
        let fold = if facts::klass(cell.cp) == class::COMPATIBILITY { lookup::fold(cell.cp) } else { None };
        let kept = fold.is_none_or(|fold| match fold.context {
            context::EAST_ASIAN => east_asian,
            context::SYMBOL => !styled,
            _ => false,
        });
        match fold {
            Some(fold) if !kept => work.settle(*cell, reason::COMPATIBILITY, fold.target(), &mut result),
            _ => result.push(*cell),
        }
    }
    result
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

/// Which letters stand in a run with mathematical letters.
///
/// Letterlike symbols fill the gaps of the mathematical alphabets; elsewhere they are symbols.
fn styled(row: &[Cell]) -> Vec<bool> {
    let mut result = vec![false; row.len()];
    runs(row, facts::is_letter, |span| {
        if row[span.clone()].iter().any(|cell| matches!(cell.cp, 0x1D400..=0x1D7FF)) {
            result[span].fill(true);
        }
    });
    result
}

/// Folds look-alike marks unless their neighbours show that they are meant.
pub fn punctuation(work: &mut Work, row: Vec<Cell>, east_asian: bool) -> Vec<Cell> {
    if !row.iter().any(|cell| facts::klass(cell.cp) == class::PUNCTUATION) {
        return row;
    }
    let mut around = Around::new(work.strict, &row, east_asian);
    let mut result = Vec::with_capacity(row.len() + 8);
    for (at, cell) in row.iter().enumerate() {
        let fold = if facts::klass(cell.cp) == class::PUNCTUATION { lookup::fold(cell.cp) } else { None };
        match fold {
            Some(fold) if !around.is_meant(at, fold) => {
                work.settle(*cell, reason::PUNCTUATION, around.target(at, fold), &mut result);
            }
            _ => result.push(*cell),
        }
    }
    result
}

/// For each cell, the script of the nearest letter before it, else of the one after.
pub fn nearest_scripts(row: &[Cell]) -> Vec<u8> {
    let mut result = vec![script::ZYYY; row.len()];
    let mut near = script::ZYYY;
    let fill = |slot: &mut u8, cell: &Cell, near: &mut u8| {
        if *near != script::ZYYY {
            *slot = *near;
        }
        let record = facts::of(cell.cp);
        if facts::is_plain_letter(cell.cp) && !matches!(record.script, script::ZYYY | script::ZINH) {
            *near = record.script;
        }
    };
    for (slot, cell) in result.iter_mut().zip(row).rev() {
        fill(slot, cell, &mut near);
    }
    near = script::ZYYY;
    for (slot, cell) in result.iter_mut().zip(row) {
        fill(slot, cell, &mut near);
    }
    result
}

/// Writes other spaces, and letters that look like nothing, as SPACE.
pub fn blanks(work: &mut Work, row: Vec<Cell>, east_asian: bool) -> Vec<Cell> {
    if !row.iter().any(|cell| matches!(facts::klass(cell.cp), class::SPACE | class::BLANK)) {
        return row;
    }
    let scripts = nearest_scripts(&row);
    let mut result = Vec::with_capacity(row.len());
    let beside = |at: usize| row.get(at).map_or(0, |cell| cell.cp);
    for (at, &cell) in row.iter().enumerate() {
        let (before, after) = (at.checked_sub(1).map_or(0, beside), beside(at + 1));
        if cell.cp == JUNGSEONG_FILLER && before == CHOSEONG_FILLER {
            // The two fillers are one blank syllable.
            work.settle(cell, reason::BLANK, &[], &mut result);
            continue;
        }
        match facts::klass(cell.cp) {
            class::SPACE => {
                let kept = match cell.cp {
                    IDEOGRAPHIC_SPACE => east_asian,
                    OGHAM_SPACE => scripts[at] == script::OGAM,
                    NARROW_NO_BREAK_SPACE => are_mongolian(before, after),
                    _ => false,
                };
                if kept {
                    result.push(cell);
                } else {
                    work.settle(cell, reason::SPACE, &[SPACE], &mut result);
                }
            }
            class::BLANK if !is_filled(cell.cp, before, after) => {
                // Beside jamo a filler only fills the block that the jamo make anyway.
                let target: &[u32] = if is_jamo(before) || is_jamo(after) { &[] } else { &[SPACE] };
                work.settle(cell, reason::BLANK, target, &mut result);
            }
            _ => result.push(cell),
        }
    }
    result
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

fn is_jamo(cp: u32) -> bool {
    matches!(cp, 0x1100..=0x11FF) && !matches!(cp, CHOSEONG_FILLER | JUNGSEONG_FILLER)
}

/// Drops the blanks at the end of a line.
pub fn trailing(work: &mut Work, row: &mut Vec<Cell>) {
    let blanks = row.iter().rev().take_while(|cell| matches!(cell.cp, SPACE | TAB | IDEOGRAPHIC_SPACE)).count();
    if blanks != 0 {
        let tail = row.split_off(row.len() - blanks);
        for cell in tail {
            work.settle(cell, reason::TRAILING, &[], row);
        }
    }
}
