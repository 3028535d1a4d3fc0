//! Letters in disguise in words that tell Latin.

use crate::facts::script;
use crate::look;
use crate::lookup;
use crate::reasons::reason;
use crate::text::Unit;

use super::{LONGEST, NOISE, NOT_SHORT, Way};

const BACKSLASH: u32 = 0x5C;
const BRACKET: u32 = 0x5B;
const HYPHEN: u32 = 0x2D;
const PERCENT: u32 = 0x25;

impl<U: Unit> Way<'_, U> {
    /// Decides a letter that is not Latin, with its word.
    pub(super) fn letter(&mut self, at: usize) -> Option<()> {
        if at >= self.decided {
            self.word(at)?;
        }
        if let Ok(place) = self.short.changes.binary_search_by_key(&at, |change| change.0) {
            let target = self.short.changes[place].1;
            self.write(at, &[target], reason::HOMOGLYPH_WORD);
        }
        Some(())
    }

    /// Decides the word of the first letter that is not Latin: it is all of that letter's script, or it is Latin in disguise.
    fn word(&mut self, at: usize) -> Option<()> {
        if self.escaped {
            return None;
        }
        let (start, end) = self.around(at, |at| self.look(at) & (look::IN_WORD | NOISE) == 0);
        if end - start >= LONGEST {
            return None;
        }
        self.decided = end;
        let mut letters = std::mem::take(&mut self.short.letters);
        letters.clear();
        let (mut groups, mut marked) = (0, false);
        for at in start..end {
            let look = self.look(at);
            if look & NOISE != 0 && self.begins_sequence(at) {
                self.short.letters = letters;
                return None;
            }
            marked |= look & look::ANY_MARK != 0 && look & NOISE == 0;
            if look & look::WORD_LETTER != 0 {
                groups |= look & look::GROUPS;
                letters.push((at, self.cp(at), look));
            }
        }
        // Behind an escape's backslash or a directive's sign, or beside the hyphen of a range, letters may be words of their own.
        let drawn_as = |cp: u32| if cp < 0x80 { cp } else { lookup::drawn_as(cp) };
        let beside = |at: usize| self.line.get(at).map_or(0, |&unit| drawn_as(unit.into()));
        let mixed = groups & look::latin() != 0 && groups & !look::latin() != 0;
        let apart = mixed && {
            let before = start.checked_sub(1).map_or(0, beside);
            let range = before == HYPHEN || beside(end) == HYPHEN;
            matches!(before, BACKSLASH | PERCENT) || (range && self.has_class())
        };
        let decided = if apart || (mixed && marked) { None } else { self.disguised(groups, &letters) };
        self.short.letters = letters;
        decided
    }

    /// Whether the line has what begins a character class.
    fn has_class(&mut self) -> bool {
        let opens = |unit: &U| lookup::drawn_as((*unit).into()) == BRACKET;
        *self.class.get_or_insert_with(|| self.line.iter().any(opens))
    }

    /// Decides the letters of a word of some groups.
    fn disguised(&mut self, groups: u64, letters: &[(usize, u32, u64)]) -> Option<()> {
        let latin = look::latin();
        let other = groups & !latin;
        if other & !look::SINGLE_GROUPS != 0 || !other.is_power_of_two() {
            return None;
        }
        if groups & latin == 0 {
            self.groups |= other;
            return Some(());
        }
        let script = letters.iter().find(|letter| letter.2 & latin == 0).map(|letter| look::script_number(letter.2))?;
        let mut telling = false;
        for &(at, cp, look) in letters {
            if look & (look::DECOMPOSES | NOT_SHORT) != 0 {
                return None;
            }
            if look & latin != 0 {
                telling = telling || look & look::HOMOGLYPH == 0 || lookup::twin(cp, script).is_none();
            } else {
                // A letter that tells its own script: the word stays mixed.
                let (target, proven) = lookup::twin(cp, script::LATN)?;
                // A Greek letter beside a Latin one may be notation.
                if letters.len() == 2 && !proven {
                    return None;
                }
                self.short.changes.push((at, target));
            }
        }
        self.groups |= latin;
        telling.then_some(())
    }
}
