//! Sets of scripts.

/// A set of script numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scripts([u64; 4]);

impl Scripts {
    /// No script.
    pub const NONE: Self = Self([0; 4]);

    /// The set with one script more.
    #[inline]
    pub const fn with(mut self, script: u8) -> Self {
        self.0[(script >> 6) as usize] |= 1 << (script & 63);
        self
    }

    /// Adds a script.
    #[inline]
    pub fn insert(&mut self, script: u8) {
        *self = self.with(script);
    }

    /// Whether a script is in the set.
    #[inline]
    pub fn contains(&self, script: u8) -> bool {
        self.0[usize::from(script >> 6)] >> (script & 63) & 1 != 0
    }

    /// How many scripts there are.
    #[inline]
    pub fn len(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Whether there is none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        *self == Self::NONE
    }

    /// What is in either set.
    #[inline]
    pub fn or(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word |= other);
        self
    }

    /// What is in both sets.
    #[inline]
    pub fn and(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= other);
        self
    }

    /// What is in this set and not in the other.
    #[inline]
    pub fn without(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= !other);
        self
    }

    /// The scripts, lowest number first.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        self.0.into_iter().zip([0_u8, 64, 128, 192]).flat_map(|(mut word, base)| {
            std::iter::from_fn(move || {
                let bit = word.trailing_zeros() as u8;
                word &= word.wrapping_sub(1);
                (bit < 64).then(|| base + bit)
            })
        })
    }

    /// The lowest number.
    pub fn first(self) -> Option<u8> {
        self.iter().next()
    }
}

#[cfg(test)]
mod tests {
    use super::Scripts;

    #[test]
    fn a_set_gives_what_it_was_given() {
        let set = [173, 3, 64, 255, 3].into_iter().fold(Scripts::NONE, Scripts::with);
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 64, 173, 255]);
        assert_eq!((set.len(), set.first(), set.contains(64), set.contains(65)), (4, Some(3), true, false));
        assert!(set.without(set).is_empty() && set.and(Scripts::NONE).is_empty() && set.or(set) == set);
    }
}
