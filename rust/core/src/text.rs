//! The storage of a text: slices of one, two or four bytes a code point, read in place.

/// A unit of storage that holds one code point.
pub trait Unit: Copy + Into<u32> + PartialEq + Send + Sync + 'static {
    /// The unit that is a line feed.
    const LINE_FEED: Self;
}

impl Unit for u8 {
    const LINE_FEED: Self = 0x0A;
}

impl Unit for u16 {
    const LINE_FEED: Self = 0x0A;
}

impl Unit for u32 {
    const LINE_FEED: Self = 0x0A;
}

/// The code point at an index.
#[inline]
pub fn at<U: Unit>(text: &[U], index: usize) -> Option<u32> {
    text.get(index).map(|&unit| unit.into())
}

/// The end of the block that starts at an index: behind its line feed, or the end of the text.
pub fn block_end<U: Unit>(text: &[U], start: usize) -> usize {
    text[start..].iter().position(|&unit| unit == U::LINE_FEED).map_or(text.len(), |found| start + found + 1)
}
