//! The storage of a Python `str`, read in place and written through `CPython`. With `arrow`, the only unsafe code of the project.
//!
//! `&str` would not do: it raises on lone surrogates, and caches a UTF-8 copy inside the user's string.
#![allow(unsafe_code)]

use std::ffi::{c_int, c_void};

use pyo3::exceptions::PySystemError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyo3::types::string::PyStringData;
use sanitize_core::{Text, Written};

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

/// A new string of what was written, in the narrowest storage that holds it: a wider one would be unequal to its like.
pub fn write<'py>(py: Python<'py>, text: &Written) -> PyResult<Bound<'py, PyString>> {
    let (kind, units, length): (_, *const c_void, _) = match text {
        Written::One(units) => (ffi::PyUnicode_1BYTE_KIND, units.as_ptr().cast(), units.len()),
        Written::Two(units) => (ffi::PyUnicode_2BYTE_KIND, units.as_ptr().cast(), units.len()),
        Written::Four(units) => {
            // CPython copies the units without a look at their range: one that is no code point would break the string.
            if units.iter().fold(0, |max, &point| max.max(point)) > 0x10FFFF {
                return Err(PySystemError::new_err("the core made a number that is no code point"));
            }
            (ffi::PyUnicode_4BYTE_KIND, units.as_ptr().cast(), units.len())
        }
    };
    // A vector is at most isize::MAX bytes long, so its length fits.
    let length = length as ffi::Py_ssize_t;
    // SAFETY: pointer, length and width are those of one vector; CPython copies its units and keeps no pointer.
    let object = unsafe { ffi::PyUnicode_FromKindAndData(kind as c_int, units, length) };
    // SAFETY: the call gives a new reference, or null with an exception set.
    let object = unsafe { Bound::from_owned_ptr_or_err(py, object) }?;
    Ok(object.cast_into()?)
}
