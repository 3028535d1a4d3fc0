//! String columns of other libraries, read where they lie.
//!
//! The interface tells no sizes of buffers (but those of views): that they are as long as the offsets say has to be believed.
//! Everything else is checked here, and no text is taken for well-formed UTF-8.
#![allow(unsafe_code)]

use std::ffi::CStr;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

use super::abi::{ArrowArray, ArrowSchema};

/// How the strings of a column are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Offsets of 32 bits.
    Small,
    /// Offsets of 64 bits.
    Large,
    /// Views: short strings inline, others in any of many buffers.
    Views,
}

/// The width of a dictionary's indices in bytes: their signs do not matter, as none may be negative.
pub type Width = usize;

/// The type of a column: strings, perhaps behind a dictionary.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    pub layout: Layout,
    pub indices: Option<Width>,
}

impl Type {
    /// The type that a schema describes.
    pub fn of(schema: &ArrowSchema) -> PyResult<Self> {
        let format = format_of(schema)?;
        let Some(values) = schema.dictionary() else {
            let layout = layout_of(format).ok_or_else(|| wrong(format))?;
            return Ok(Self { layout, indices: None });
        };
        let width = match format {
            b"c" | b"C" => 1,
            b"s" | b"S" => 2,
            b"i" | b"I" => 4,
            b"l" | b"L" => 8,
            _ => return Err(wrong(format)),
        };
        let format = format_of(values)?;
        let layout = layout_of(format).filter(|_| values.dictionary.is_null()).ok_or_else(|| wrong(format))?;
        Ok(Self { layout, indices: Some(width) })
    }
}

fn layout_of(format: &[u8]) -> Option<Layout> {
    match format {
        b"u" => Some(Layout::Small),
        b"U" => Some(Layout::Large),
        b"vu" => Some(Layout::Views),
        _ => None,
    }
}

fn format_of(schema: &ArrowSchema) -> PyResult<&[u8]> {
    if schema.format.is_null() {
        return Err(broken("its schema has no format"));
    }
    // SAFETY: the format of a schema that is not released ends with a zero byte.
    Ok(unsafe { CStr::from_ptr(schema.format) }.to_bytes())
}

fn wrong(format: &[u8]) -> PyErr {
    let what = match format {
        b"+s" => "a table or struct: choose one of its columns".to_owned(),
        b"n" => "of type null: give it a string type".to_owned(),
        b"z" | b"Z" | b"vz" => "of bytes: give it a string type".to_owned(),
        other => format!("of another type (its Arrow format is {:?})", String::from_utf8_lossy(other)),
    };
    PyTypeError::new_err(format!(
        "column must be of strings (string, large_string, string_view, or a dictionary of them), not {what}"
    ))
}

pub fn broken(what: &str) -> PyErr {
    PyValueError::new_err(format!("the Arrow array is malformed: {what}"))
}

/// Which rows are null: a bitmap, from some bit on.
#[derive(Clone, Copy)]
pub struct Nulls<'a> {
    bits: Option<&'a [u8]>,
    offset: usize,
    /// How many rows there are.
    pub length: usize,
}

impl Nulls<'_> {
    #[inline]
    pub fn is_null(&self, row: usize) -> bool {
        let at = self.offset + row;
        self.bits.is_some_and(|bits| bits[at / 8] >> (at % 8) & 1 == 0)
    }

    /// A bitmap of the rows that are not null, from its first bit on, if there is one.
    pub fn bitmap(&self) -> Option<Vec<u8>> {
        let bits = &self.bits?[self.offset / 8..];
        let shift = self.offset % 8;
        let byte = |at: usize| {
            let next = bits.get(at + 1).copied().unwrap_or(0);
            (u16::from_le_bytes([bits[at], next]) >> shift) as u8
        };
        Some((0..self.length.div_ceil(8)).map(byte).collect())
    }
}

/// Strings by row; what a null row has is no one's text.
pub trait Values: Sync {
    fn get(&self, row: usize) -> &[u8];

    /// The length of all of them together, about.
    fn size(&self) -> usize;

    /// The bytes of some rows where they stand side by side, as long as that is known.
    fn together(&self, _first: usize, _end: usize) -> Option<&[u8]> {
        None
    }
}

/// An offset as it is stored, aligned or not, and as we store it.
pub trait Offset: Copy + Sync + Plain {
    type Own: TryFrom<usize> + Copy + Send + Sync + 'static;

    /// The offset; a negative one is beyond all memory.
    fn at(self) -> usize;
}

impl Offset for [u8; 4] {
    type Own = i32;

    #[inline]
    fn at(self) -> usize {
        usize::try_from(i32::from_ne_bytes(self)).unwrap_or(usize::MAX)
    }
}

impl Offset for [u8; 8] {
    type Own = i64;

    #[inline]
    fn at(self) -> usize {
        usize::try_from(i64::from_ne_bytes(self)).unwrap_or(usize::MAX)
    }
}

/// Strings that stand side by side: each ends where the next begins.
pub struct Joined<'a, O> {
    offsets: &'a [O],
    data: &'a [u8],
}

impl<O: Offset> Joined<'_, O> {
    /// Where a row begins, or the last one ends. Offsets are in order and none is negative, which was checked.
    #[inline]
    pub fn start(&self, row: usize) -> usize {
        self.offsets[row].at()
    }

    /// The bytes of some rows.
    pub fn span(&self, first: usize, end: usize) -> &[u8] {
        &self.data[self.start(first)..self.start(end)]
    }
}

impl<O: Offset> Values for Joined<'_, O> {
    #[inline]
    fn get(&self, row: usize) -> &[u8] {
        self.span(row, row + 1)
    }

    fn size(&self) -> usize {
        self.data.len() - self.offsets.first().map_or(0, |first| first.at())
    }

    fn together(&self, first: usize, end: usize) -> Option<&[u8]> {
        Some(self.span(first, end))
    }
}

/// Strings of up to so many bytes stand in the view itself.
pub const INLINE: usize = 12;

/// Strings that views point to.
pub struct Viewed<'a> {
    pub views: &'a [[u8; 16]],
    pub buffers: Vec<&'a [u8]>,
    /// The length of all strings together.
    size: usize,
}

impl Viewed<'_> {
    /// The string of a view, if it lies where it says.
    #[inline]
    fn find(&self, row: usize) -> Option<&[u8]> {
        let view = &self.views[row];
        let number = |at: usize| u32::from_ne_bytes([view[at], view[at + 1], view[at + 2], view[at + 3]]) as usize;
        let length = number(0);
        if length <= INLINE {
            return Some(&view[4..4 + length]);
        }
        let start = number(12);
        self.buffers.get(number(8))?.get(start..start + length)
    }
}

impl Values for Viewed<'_> {
    #[inline]
    fn get(&self, row: usize) -> &[u8] {
        self.find(row).unwrap_or_default()
    }

    fn size(&self) -> usize {
        self.size
    }
}

/// The strings of an array.
pub enum Strings<'a> {
    Small(Joined<'a, [u8; 4]>),
    Large(Joined<'a, [u8; 8]>),
    Views(Viewed<'a>),
}

impl Strings<'_> {
    /// The string of a row.
    pub fn get(&self, row: usize) -> &[u8] {
        match self {
            Self::Small(values) => values.get(row),
            Self::Large(values) => values.get(row),
            Self::Views(values) => values.get(row),
        }
    }
}

/// The length of an array, and which of its rows are null.
pub fn rows(array: &ArrowArray, buffers: usize) -> PyResult<Nulls<'_>> {
    let (Ok(length), Ok(offset)) = (usize::try_from(array.length), usize::try_from(array.offset)) else {
        return Err(broken("its length or offset is negative"));
    };
    if length.checked_add(offset).is_none_or(|end| end > isize::MAX as usize / 16) {
        return Err(broken("its length is beyond all memory"));
    }
    if array.buffers().len() < buffers || array.n_children != 0 {
        return Err(broken("it has not the buffers of its type"));
    }
    let bits = if array.null_count == 0 || array.buffers()[0].is_null() {
        None
    } else {
        Some(items::<u8>(array, 0, (offset + length).div_ceil(8))?)
    };
    Ok(Nulls { bits, offset, length })
}

/// The strings of an array, and which are null.
pub fn strings(array: &ArrowArray, layout: Layout) -> PyResult<(Strings<'_>, Nulls<'_>)> {
    let nulls = rows(array, 3)?;
    let values = match layout {
        Layout::Small => Strings::Small(joined(array, &nulls)?),
        Layout::Large => Strings::Large(joined(array, &nulls)?),
        Layout::Views => Strings::Views(viewed(array, &nulls)?),
    };
    Ok((values, nulls))
}

fn joined<'a, O: Offset>(array: &'a ArrowArray, nulls: &Nulls<'_>) -> PyResult<Joined<'a, O>> {
    if nulls.length == 0 {
        // An empty array may have no offsets at all.
        return Ok(Joined { offsets: &[], data: &[] });
    }
    let offsets = &items::<O>(array, 1, nulls.offset + nulls.length + 1)?[nulls.offset..];
    let end = offsets[nulls.length].at();
    let fall = offsets.windows(2).fold(0, |fall, pair| fall | u8::from(pair[1].at() < pair[0].at()));
    if fall != 0 || end > isize::MAX as usize {
        return Err(broken("its offsets are negative or not in order"));
    }
    let data = items::<u8>(array, 2, end)?;
    Ok(Joined { offsets, data })
}

fn viewed<'a>(array: &'a ArrowArray, nulls: &Nulls<'_>) -> PyResult<Viewed<'a>> {
    let last = array.buffers().len() - 1;
    let sizes = items::<[u8; 8]>(array, last, last - 2)?;
    let mut buffers = Vec::with_capacity(sizes.len());
    for (at, size) in sizes.iter().enumerate() {
        if size.at() > isize::MAX as usize {
            return Err(broken("the size of a buffer is negative"));
        }
        buffers.push(items::<u8>(array, at + 2, size.at())?);
    }
    let views = &items::<[u8; 16]>(array, 1, nulls.offset + nulls.length)?[nulls.offset..];
    let mut result = Viewed { views, buffers, size: 0 };
    let mut size = 0usize;
    for row in 0..nulls.length {
        match result.find(row) {
            Some(text) => size = size.saturating_add(text.len()),
            None if nulls.is_null(row) => (),
            None => return Err(broken("a view points outside of its buffers")),
        }
    }
    result.size = size;
    Ok(result)
}

/// The dictionary of an array, and the indices into it.
pub struct Indices<'a> {
    data: &'a [u8],
    pub width: Width,
}

impl Indices<'_> {
    /// The index of a row that is not null: it was checked.
    #[inline]
    pub fn get(&self, row: usize) -> usize {
        let bytes = &self.data[row * self.width..][..self.width];
        bytes.iter().rev().fold(0, |index, &byte| index << 8 | usize::from(byte))
    }
}

/// The indices of an array with a dictionary, which rows are null, and the dictionary.
pub fn encoded(array: &ArrowArray, width: Width) -> PyResult<(Indices<'_>, Nulls<'_>, &ArrowArray)> {
    let nulls = rows(array, 2)?;
    let dictionary = array.dictionary().ok_or_else(|| broken("it has no dictionary"))?;
    let data = items::<u8>(array, 1, (nulls.offset + nulls.length) * width)?;
    let indices = Indices { data: &data[nulls.offset * width..], width };
    let size = usize::try_from(dictionary.length).unwrap_or(0);
    if (0..nulls.length).any(|row| !nulls.is_null(row) && indices.get(row) >= size) {
        return Err(broken("an index points outside of the dictionary"));
    }
    Ok((indices, nulls, dictionary))
}

/// A buffer as so many items.
fn items<T: Plain>(array: &ArrowArray, at: usize, count: usize) -> PyResult<&[T]> {
    let start = array.buffers()[at];
    if count == 0 {
        return Ok(&[]);
    }
    if start.is_null() {
        return Err(broken("a buffer is missing"));
    }
    // SAFETY: the buffer has as many items as the interface says that it has, of any bytes and not aligned; it lives as long as
    // the array is not released, and is not written to.
    Ok(unsafe { std::slice::from_raw_parts(start.cast(), count) })
}

/// Bytes, or arrays of them: of any value and any alignment.
pub trait Plain {}
impl Plain for u8 {}
impl<const N: usize> Plain for [u8; N] {}
