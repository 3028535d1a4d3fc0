//! Look-alike marks that their neighbours or their token decide.

use crate::around::{self, Around};
use crate::facts::{self, class, flag};
use crate::look;
use crate::lookup;
use crate::normal;
use crate::text::Unit;
use crate::wide::Kind;
use crate::work::Cell;

use super::{LONGEST, NOISE, NOT_SHORT, SPACE, TAB, Way};

impl<U: Unit> Way<'_, U> {
    /// What a look-alike mark becomes; nothing where it is meant.
    pub(super) fn mark(&mut self, at: usize, cp: u32) -> Option<&'static [u32]> {
        let fold = lookup::fold(cp)?;
        let after = self.line.get(at + 1).map_or(SPACE, |&unit| unit.into());
        let sure = (matches!(after, 0x20..0x7F) || is_letter(after)) && around::is_sure(cp, fold, after);
        if sure && (!around::is_quote(cp) || self.is_usual(at)) {
            return Some(fold.target());
        }
        if self.escaped || !around::is_decided_by_token(cp, fold) {
            return None;
        }
        let place = self.token(at)?;
        let mut around = Around::new(self.short.strict, Kind::Narrow);
        let row = &self.short.token;
        if around::is_quote(cp) && around::is_fenced(row, place) {
            return None;
        }
        if around.is_meant(row, place, fold) { Some(&[]) } else { Some(around.target(row, place, fold)) }
    }

    /// Whether the token around an index has nothing but ASCII, everyday letters and the usual marks: no phonetic letter, no bracket or
    /// slash around some, and nothing that goes.
    fn is_usual(&self, at: usize) -> bool {
        let (start, end) = self.around(at, |at| matches!(self.cp(at), SPACE | TAB));
        let usual = |here: usize| {
            let cp = self.cp(here);
            here == at || matches!(cp, 0x21..=0x2E | 0x30..=0x5A | 0x5C..0x7F | 0x2010..=0x2027) || is_letter(cp)
        };
        end - start < LONGEST && (start..end).all(usual)
    }

    /// Writes the token around an index as it is when marks are decided, with the blanks beside it; tells the place of the index.
    fn token(&mut self, at: usize) -> Option<usize> {
        let is_space = |cp: u32| facts::klass(cp) == class::SPACE;
        let (start, end) = self.around(at, |at| matches!(self.cp(at), SPACE | TAB) || is_space(self.cp(at)));
        if end - start >= LONGEST {
            return None;
        }
        let (start, end) = (start.saturating_sub(1), self.line.len().min(end + 1));
        self.short.token.clear();
        let mut place = 0;
        for here in start..end {
            let (cp, look) = (self.cp(here), self.settled(here));
            if look & NOISE != 0 {
                if self.begins_sequence(here) {
                    return None;
                }
                continue;
            }
            if look & (NOT_SHORT | look::GROUPS & !look::latin()) != 0 {
                return None;
            }
            if here == at {
                place = self.short.token.len();
            }
            let cp = if is_space(cp) { SPACE } else { cp };
            normal::decomposed(cp, |part| self.short.token.push(Cell::new(part, here)));
        }
        Some(place)
    }
}

/// Whether a letter is an everyday one of a European alphabet: no sound of phonetic notation.
fn is_letter(cp: u32) -> bool {
    matches!(cp, 0xC0..0x180 | 0x400..0x530) && facts::is_plain_letter(cp) && !facts::has(cp, flag::PHONETIC)
}
