//! Emoji sequences, variation selectors and tags: what Unicode lists stays (UTS #51, UAX #44).

use crate::facts::{self, class, flag, script};
use crate::look;
use crate::lookup::{self, Trie};
use crate::parse::noise_reason;
use crate::reasons::{kind, reason};
use crate::work::{Cell, SETTLED, Work, action, is_noise};

const ZWJ: u32 = 0x200D;
/// The selector of emoji presentation.
pub const EMOJI_STYLE: u32 = 0xFE0F;
const VOWEL_SEPARATOR: u32 = 0x180E;
const ABBREVIATION_MARK: u32 = 0x070F;
/// How many format characters may part one from its neighbour.
const REACH: usize = 8;

/// Writes emoji sequences fully qualified; drops the selectors and tags that select nothing.
pub fn resolve(work: &mut Work, row: &[Cell]) -> Vec<Cell> {
    let looks = work.looks;
    let mut result = Vec::with_capacity(row.len() + 8);
    let mut at = 0;
    while let Some(&cell) = row.get(at) {
        if looks.of(cell.cp) & (look::SELECTOR | look::SEQUENCE) == 0 && !is_bare_keycap(cell.cp) {
            result.push(cell);
            at += 1;
            continue;
        }
        let record = facts::of(cell.cp);
        if record.flags & flag::SEQUENCE != 0
            && let Some((stop, canonical)) = longest(work, row, at)
        {
            let sequence = qualified(work, &row[at..stop], canonical);
            // Noise that becomes a visible escape parts the sequence that it stood in.
            if sequence.iter().all(|part| part.reason().is_none_or(|why| why == reason::QUALIFY)) {
                result.extend(sequence);
                at = stop;
                continue;
            }
        }
        let before = result.last().map_or(0, |cell: &Cell| cell.cp);
        let stays = match record.kind {
            class::TAG => false,
            class::VARIATION => selects(before, cell.cp),
            class::MONGOLIAN => shapes(row, at, before),
            class::OWN_FORMAT => at_home(work, row, at, &result),
            _ => true,
        };
        if stays {
            result.push(cell);
        } else {
            work.settle(cell, noise_reason(record.kind), &[], &mut result);
        }
        at += 1;
    }
    result
}

/// The end and canonical form of the longest RGI sequence that starts at an index.
///
/// Noise inside is passed over; a ZWJ or a tag is taken where the sequence has it.
fn longest(work: &Work, row: &[Cell], start: usize) -> Option<(usize, &'static [u32])> {
    let trie = lookup::sequences();
    let mut found = None;
    let mut node = Trie::ROOT;
    let mut joined = false;
    for (at, cell) in row.iter().enumerate().skip(start) {
        let class = facts::klass(cell.cp);
        let step = trie.step(node, cell.cp);
        if facts::is_noise(class) {
            match step {
                Some(next) if class == class::TAG => node = next,
                _ => {
                    joined |= cell.cp == ZWJ;
                    continue;
                }
            }
        } else {
            let across = if joined { trie.step(node, ZWJ).and_then(|next| trie.step(next, cell.cp)) } else { None };
            let Some(next) = across.or(step) else { break };
            node = next;
            joined = false;
        }
        if let Some(target) = trie.target(node) {
            found = Some((at + 1, target.cps));
        }
    }
    let (mut stop, canonical) = found?;
    if work.action_of(kind::VARIATION) != action::ESCAPE {
        stop += row[stop..].iter().take_while(|cell| facts::klass(cell.cp) == class::VARIATION).count();
    }
    Some((stop, canonical))
}

/// Aligns the cells of a sequence with its fully qualified form.
fn qualified(work: &mut Work, row: &[Cell], canonical: &[u32]) -> Vec<Cell> {
    let mut result: Vec<Cell> = Vec::with_capacity(row.len() + 2);
    let mut at = 0;
    for &cp in canonical {
        let mut found = at;
        // A joiner is passed over for a letter, not for a selector: it may be the one that comes next.
        let passes = |cell: &Cell| cell.cp != cp && is_noise(cell) && !(cp == EMOJI_STYLE && cell.cp == ZWJ);
        while row.get(found).is_some_and(passes) {
            found += 1;
        }
        if row.get(found).is_some_and(|cell| cell.cp == cp) {
            dropped(work, &row[at..found], &mut result);
            result.push(Cell { cp, at: row[found].at, why: SETTLED });
            at = found + 1;
        } else if work.action_of(kind::VARIATION) == action::REPLACE {
            let place = result.last().map_or(row[0].at, |cell| cell.at);
            work.see(&[cp]);
            result.push(Cell::made(cp, place, reason::QUALIFY));
        } else if work.action_of(kind::VARIATION) == action::REPORT {
            work.report(result.last().map_or(row[0].at, |cell| cell.at), reason::QUALIFY);
        }
    }
    dropped(work, &row[at..], &mut result);
    result
}

fn dropped(work: &mut Work, noise: &[Cell], result: &mut Vec<Cell>) {
    for cell in noise {
        work.settle(*cell, noise_reason(facts::klass(cell.cp)), &[], result);
    }
}

/// Whether a code point is a keycap base: a digit, number sign or asterisk of ASCII.
pub fn is_bare_keycap(cp: u32) -> bool {
    matches!(cp, 0x30..=0x39 | 0x23 | 0x2A)
}

/// Whether a variation selector changes what is drawn after `base`.
///
/// Never after ASCII. An emoji that is emoji by default needs no selector, and one that is text by default keeps only the
/// selector that makes it emoji (UTS #51 section 4); an ideographic selector stays in the sequences that some font lists (UTS #37);
/// otherwise the sequence must be in `StandardizedVariants.txt`.
pub fn selects(base: u32, selector: u32) -> bool {
    let base = match lookup::decomposition(base) {
        Some(&[unified]) => unified,
        _ => base,
    };
    if base < 0x80 {
        return false;
    }
    if selector == EMOJI_STYLE && facts::has(base, flag::EMOJI_TEXT) {
        return true;
    }
    if matches!(selector, 0xE0100..=0xE01EF) {
        return lookup::is_ideographic(base, selector);
    }
    lookup::is_variation(base, selector)
}

/// Whether a Mongolian selector or vowel separator has its letters beside it.
fn shapes(row: &[Cell], at: usize, before: u32) -> bool {
    let cp = row[at].cp;
    if cp != VOWEL_SEPARATOR {
        return lookup::is_variation(before, cp);
    }
    let mongolian = facts::is_letter(before) && facts::script(before) == script::MONG;
    mongolian && matches!(row.get(at + 1), Some(Cell { cp: 0x1820 | 0x1821, .. }))
}

/// Whether a script's own format character stands, once, beside a character of that script.
fn at_home(work: &Work, row: &[Cell], at: usize, written: &[Cell]) -> bool {
    let cp = row[at].cp;
    let home = facts::script(cp);
    // What becomes a visible escape parts its neighbours.
    let reach = if work.action_of(kind::INVISIBLE) == action::ESCAPE { 1 } else { REACH };
    let after = row[at + 1..].iter().take(reach).find(|cell| !is_noise(cell)).map_or(0, |cell| cell.cp);
    if cp == ABBREVIATION_MARK {
        // A line above the letters after it (Unicode section 9.3).
        return facts::is_letter(after) && facts::script(after) == home;
    }
    let near = || written.iter().rev().take(reach);
    let before = near().find(|cell| !is_noise(cell)).map_or(0, |cell| cell.cp);
    let last = near().find(|cell| !is_noise(cell) || facts::klass(cell.cp) == class::OWN_FORMAT);
    let once = last.is_none_or(|last| last.cp != cp);
    once && (home == facts::script(before) || home == facts::script(after))
}
