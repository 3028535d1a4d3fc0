//! The storage of a text: slices of one, two or four bytes a code point, read in place.

use crate::digest::Digest;
use crate::look::Looks;

/// A unit of storage that holds one code point.
pub trait Unit: Copy + Into<u32> + PartialEq + Send + Sync + 'static {
    /// The unit that is a line feed.
    const LINE_FEED: Self;
    /// The unit that is a space.
    const SPACE: Self;

    /// What the character can take part in.
    fn look(self, looks: &Looks) -> u64;

    /// The code point; of those beyond the first plane the last of it, which is no character.
    fn lane(self) -> u16;

    /// The character's class.
    fn class(self, digest: &Digest) -> u8;

    /// Whether every unit is printable ASCII, a tab, or a line feed that no blank stands before; each has its neighbour before it
    /// in the other slice.
    fn are_plain(before: &[Self; CHUNK], units: &[Self; CHUNK]) -> bool;

    /// Whether every unit is printable ASCII or a tab.
    fn are_printable(units: &[Self; 16]) -> bool;

    /// Whether some unit is a line feed.
    fn have_feed<const N: usize>(units: &[Self; N]) -> bool;
}

/// How many units are judged at once: enough for the widest registers, in a form that the compiler turns into them.
pub const CHUNK: usize = 64;

macro_rules! unit {
    ($kind:ty, $lane:expr, $look:expr, $class:expr) => {
        impl Unit for $kind {
            const LINE_FEED: Self = 0x0A;
            const SPACE: Self = 0x20;

            #[inline]
            fn look(self, looks: &Looks) -> u64 {
                $look(looks, self)
            }

            #[inline(always)]
            fn lane(self) -> u16 {
                $lane(self)
            }

            #[inline]
            fn class(self, digest: &Digest) -> u8 {
                $class(digest, self)
            }

            #[inline(always)]
            fn are_plain(before: &[Self; CHUNK], units: &[Self; CHUNK]) -> bool {
                let mut other = 0;
                for (&before, &unit) in before.iter().zip(units) {
                    let printable = unit.wrapping_sub(0x20) < 0x5F;
                    let parted = (before != 0x20) & (before != 0x09);
                    let plain = printable | (unit == 0x09) | ((unit == 0x0A) & parted);
                    other |= Self::from(!plain);
                }
                other == 0
            }

            #[inline]
            fn are_printable(units: &[Self; 16]) -> bool {
                let plain = |unit: Self| (unit.wrapping_sub(0x20) < 0x5F) | (unit == 0x09);
                units.iter().fold(0, |other, &unit| other | Self::from(!plain(unit))) == 0
            }

            #[inline]
            fn have_feed<const N: usize>(units: &[Self; N]) -> bool {
                units.iter().fold(0, |any, &unit| any | Self::from(unit == 0x0A)) != 0
            }
        }
    };
}

unit!(u8, u16::from, |looks: &Looks, unit: u8| looks.of_unit(unit.into()), |digest: &Digest, unit: u8| digest
    .of_unit(unit.into()));
unit!(u16, |unit| unit, Looks::of_unit, Digest::of_unit);
unit!(u32, |unit: u32| unit.min(0xFFFF) as u16, Looks::of, Digest::of);

/// The code point at an index.
#[inline]
pub fn at<U: Unit>(text: &[U], index: usize) -> Option<u32> {
    text.get(index).map(|&unit| unit.into())
}

/// The end of the block that goes on at an index: behind its line feed, or the end of the text.
pub fn block_end<U: Unit>(text: &[U], start: usize) -> usize {
    let mut at = start;
    while let Some((units, _)) = text[at..].split_first_chunk::<CHUNK>() {
        if U::have_feed(units) {
            break;
        }
        at += CHUNK;
    }
    text[at..].iter().position(|&unit| unit == U::LINE_FEED).map_or(text.len(), |found| at + found + 1)
}

/// The start of the block that an index is in.
pub fn block_start<U: Unit>(text: &[U], at: usize) -> usize {
    text[..at].iter().rposition(|&unit| unit == U::LINE_FEED).map_or(0, |found| found + 1)
}
