//! The storage of a Python `str`, read in place and written through `CPython`. The only unsafe code of the project.
//!
//! `&str` would not do: it raises on lone surrogates, and caches a UTF-8 copy inside the user's string.
#![allow(unsafe_code)]

use std::ffi::c_int;

use pyo3::exceptions::PySystemError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyo3::types::string::PyStringData;
use sanitize_core::Text;

/// The code points of a string, where they lie.
///
/// The answer borrows the reference: as long as it lives the string does, and one that is referred to is never written to.
pub fn read<'a>(text: &'a Bound<'_, PyString>) -> PyResult<Text<'a>> {
    // SAFETY: `data` asks that the running CPython lays a str out as PyO3 believes. From 3.14 on CPython itself is asked;
    // before that the layout is frozen, and the tests read strings of every kind on every version that is built for.
    let data = unsafe { text.data() }?;
    Ok(match data {
        PyStringData::Ucs1(units) => Text::One(units),
        PyStringData::Ucs2(units) => Text::Two(units),
        PyStringData::Ucs4(units) => Text::Four(units),
    })
}

/// A new string of these code points, in the narrowest storage that holds them: a wider one would be unequal to its like.
pub fn write<'py>(py: Python<'py>, points: &[u32]) -> PyResult<Bound<'py, PyString>> {
    // CPython copies the units without a look at their range: one that is no code point would break the string.
    if points.iter().fold(0, |max, &point| max.max(point)) > 0x10FFFF {
        return Err(PySystemError::new_err("the core made a number that is no code point"));
    }
    let kind = ffi::PyUnicode_4BYTE_KIND as c_int;
    // A slice is at most isize::MAX bytes long, so its length fits.
    let length = points.len() as ffi::Py_ssize_t;
    // SAFETY: pointer and length are those of one slice of 4-byte units; CPython copies them and keeps no pointer.
    let object = unsafe { ffi::PyUnicode_FromKindAndData(kind, points.as_ptr().cast(), length) };
    // SAFETY: the call gives a new reference, or null with an exception set.
    let object = unsafe { Bound::from_owned_ptr_or_err(py, object) }?;
    Ok(object.cast_into()?)
}
