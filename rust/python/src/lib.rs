//! The `PyO3` shim: Python objects in, Python objects out, no behaviour.
//!
//! Input is read where it lies. Text that is clean comes back as the same object. A long text is worked on without the
//! interpreter's lock, which is safe: a string never changes while somebody refers to it, and the shim does.

mod arrow;
mod columns;
mod found;
mod json;
mod storage;

use std::ops::Range;

use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyMemoryView, PyString};
use sanitize_core::{Rules, Text, Written};

/// So many texts are read before any is cleaned: few enough to stay near at hand.
const AT_ONCE: usize = 1024;

/// Below this many bytes giving up the lock costs more than it lets others do.
const DETACH_FROM: usize = 64 * 1024;

type Span<'py, T> = (usize, usize, Option<Bound<'py, T>>, u8, u8);

/// Does `work` over so many bytes, without the lock when they are many.
fn run<T: Send>(py: Python<'_>, bytes: usize, work: impl FnOnce() -> T + Send) -> T {
    if bytes < DETACH_FROM { work() } else { py.detach(work) }
}

/// The bytes that a string's code points take up.
fn size(text: Text<'_>) -> usize {
    match text {
        Text::One(units) => units.len(),
        Text::Two(units) => size_of_val(units),
        Text::Four(units) => size_of_val(units),
    }
}

fn wrong_type(name: &str, expected: &str, got: &Bound<'_, PyAny>) -> PyErr {
    match got.get_type().name() {
        Ok(got) => PyTypeError::new_err(format!("{name} must be {expected}, not {got}")),
        Err(error) => error,
    }
}

/// The argument as a `str`, with a reference of our own: the caller's may be dropped while the lock is given up.
fn text_of<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyString>> {
    match object.cast::<PyString>() {
        Ok(text) => Ok(text.clone()),
        Err(_) => Err(wrong_type("text", "str", object)),
    }
}

/// The argument as `bytes`: itself, or a copy of what another buffer holds now.
fn bytes_of<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    if let Ok(data) = object.cast::<PyBytes>() {
        return Ok(data.clone());
    }
    let Ok(view) = PyMemoryView::from(object) else {
        return Err(wrong_type("data", "bytes, bytearray or memoryview", object));
    };
    Ok(view.call_method0("tobytes")?.cast_into()?)
}

/// Bytes that stay as they are while they are read: an object's, or a part of one that a view shows.
struct Data<'py> {
    owner: Bound<'py, PyBytes>,
    place: Range<usize>,
}

impl<'py> Data<'py> {
    /// As [`bytes_of`], but what a view shows of a `bytes` object is read where it lies.
    fn of(object: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Some(part) = Self::shown(object) {
            return Ok(part);
        }
        let owner = bytes_of(object)?;
        let place = 0..owner.as_bytes().len();
        Ok(Self { owner, place })
    }

    fn shown(object: &Bound<'py, PyAny>) -> Option<Self> {
        let view = object.cast::<PyMemoryView>().ok()?;
        let owner = view.getattr("obj").ok()?.cast_into::<PyBytes>().ok()?;
        let shown = PyBuffer::<u8>::get(view).ok().filter(|shown| shown.is_c_contiguous())?;
        let from = (shown.buf_ptr() as usize).checked_sub(owner.as_bytes().as_ptr() as usize)?;
        let place = from..from.checked_add(shown.len_bytes())?;
        owner.as_bytes().get(place.clone())?;
        Some(Self { owner, place })
    }

    fn is_whole(&self) -> bool {
        self.place == (0..self.owner.as_bytes().len())
    }

    fn bytes(&self) -> &[u8] {
        &self.owner.as_bytes()[self.place.clone()]
    }
}

fn rules_of(object: &Bound<'_, PyAny>) -> PyResult<Rules> {
    match object.cast::<PyBytes>() {
        Ok(bytes) => Rules::parse(bytes.as_bytes()).map_err(|error| PyValueError::new_err(error.to_string())),
        Err(_) => Err(wrong_type("rules", "bytes", object)),
    }
}

/// The spans of `text` that `rules` have something to say about: start, end, replacement, kind, reason.
#[pyfunction]
#[pyo3(signature = (text, rules, /))]
fn findings<'py>(text: &Bound<'py, PyAny>, rules: &Bound<'py, PyAny>) -> PyResult<Vec<Span<'py, PyString>>> {
    let (py, text, rules) = (text.py(), text_of(text)?, rules_of(rules)?);
    let units = storage::read(&text)?;
    run(py, size(units), || sanitize_core::findings(units, &rules))
        .into_iter()
        .map(|found| {
            let replacement =
                found.replacement.map(|points| storage::write(py, &points.as_slice().into())).transpose()?;
            Ok((found.start, found.end, replacement, found.kind, found.reason))
        })
        .collect()
}

/// The clean text: the same object when nothing changes.
#[pyfunction]
#[pyo3(signature = (text, rules, /))]
fn clean<'py>(text: &Bound<'py, PyAny>, rules: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyString>> {
    let (py, text, rules) = (text.py(), text_of(text)?, rules_of(rules)?);
    let units = storage::read(&text)?;
    match run(py, size(units), || sanitize_core::clean(units, &rules)) {
        Some(cleaned) => storage::write(py, &cleaned),
        None => Ok(text),
    }
}

/// Each text clean, in a new list: the same objects where nothing changes.
#[pyfunction]
#[pyo3(signature = (texts, rules, /))]
fn clean_many<'py>(texts: &Bound<'py, PyAny>, rules: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
    let (py, rules) = (texts.py(), rules_of(rules)?);
    let Ok(list) = texts.cast::<PyList>() else {
        return Err(wrong_type("texts", "list", texts));
    };
    // What a tuple refers to stays, so that nothing in it is referred to once more.
    let texts = list.to_tuple();
    let mut cleaned = Vec::new();
    let mut all = texts.iter_borrowed();
    let mut done = 0;
    while done < texts.len() {
        let strings = all.by_ref().take(AT_ONCE).map(|text| match text.cast::<PyString>() {
            Ok(text) => Ok(text),
            Err(_) => Err(wrong_type("text", "str", &text)),
        });
        let strings = strings.collect::<PyResult<Vec<_>>>()?;
        let units = strings.iter().map(|text| storage::read(text)).collect::<PyResult<Vec<_>>>()?;
        let bytes = units.iter().map(|units| size(*units)).sum();
        let work = || (done..).zip(&units).filter_map(|(at, text)| Some((at, sanitize_core::clean(*text, &rules)?)));
        cleaned.extend(run(py, bytes, || work().collect::<Vec<_>>()));
        done += units.len();
    }
    let result = texts.to_list();
    for (at, text) in &cleaned {
        result.set_item(*at, storage::write(py, text)?)?;
    }
    Ok(result)
}

/// Whether `clean` would give the same object back.
#[pyfunction]
#[pyo3(signature = (text, rules, /))]
fn is_clean(text: &Bound<'_, PyAny>, rules: &Bound<'_, PyAny>) -> PyResult<bool> {
    let (py, text, rules) = (text.py(), text_of(text)?, rules_of(rules)?);
    let units = storage::read(&text)?;
    Ok(run(py, size(units), || sanitize_core::is_clean(units, &rules)))
}

/// As `findings`, for UTF-8, well-formed or not: offsets and replacements in bytes.
#[pyfunction]
#[pyo3(signature = (data, rules, /))]
fn findings_bytes<'py>(data: &Bound<'py, PyAny>, rules: &Bound<'py, PyAny>) -> PyResult<Vec<Span<'py, PyBytes>>> {
    let (py, data, rules) = (data.py(), bytes_of(data)?, rules_of(rules)?);
    let bytes = data.as_bytes();
    Ok(run(py, bytes.len(), || sanitize_core::findings_bytes(bytes, &rules))
        .into_iter()
        .map(|found| {
            let replacement = found.replacement.map(|bytes| PyBytes::new(py, &bytes));
            (found.start, found.end, replacement, found.kind, found.reason)
        })
        .collect())
}

/// As `clean`, for UTF-8, well-formed or not: the same object when nothing changes, or the `bytes` that a view shows whole.
#[pyfunction]
#[pyo3(signature = (data, rules, /))]
fn clean_bytes<'py>(data: &Bound<'py, PyAny>, rules: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let (py, read, rules) = (data.py(), Data::of(data)?, rules_of(rules)?);
    let bytes = read.bytes();
    match run(py, bytes.len(), || sanitize_core::clean_bytes(bytes, &rules)) {
        Some(cleaned) => Ok(PyBytes::new(py, &cleaned).into_any()),
        None if read.is_whole() => Ok(read.owner.into_any()),
        None => Ok(data.clone()),
    }
}

/// Whether `clean_bytes` would give the same object back.
#[pyfunction]
#[pyo3(signature = (data, rules, /))]
fn is_clean_bytes(data: &Bound<'_, PyAny>, rules: &Bound<'_, PyAny>) -> PyResult<bool> {
    let (py, data, rules) = (data.py(), bytes_of(data)?, rules_of(rules)?);
    let bytes = data.as_bytes();
    Ok(run(py, bytes.len(), || sanitize_core::is_clean_bytes(bytes, &rules)))
}

/// `text` through a map of whole strings.
fn mapped<'py>(text: &Bound<'py, PyAny>, map: fn(Text<'_>) -> Written) -> PyResult<Bound<'py, PyString>> {
    let (py, text) = (text.py(), text_of(text)?);
    let units = storage::read(&text)?;
    storage::write(py, &run(py, size(units), || map(units)))
}

/// The skeleton of UTS #39: for comparing, never for showing.
#[pyfunction]
#[pyo3(signature = (text, /))]
fn skeleton<'py>(text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyString>> {
    mapped(text, sanitize_core::skeleton)
}

/// Normalization Form C, by this version of Unicode and not by Python's.
#[pyfunction]
#[pyo3(signature = (text, /))]
fn normalize_nfc<'py>(text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyString>> {
    mapped(text, sanitize_core::normalize_nfc)
}

/// Normalization Form D, by this version of Unicode and not by Python's.
#[pyfunction]
#[pyo3(signature = (text, /))]
fn normalize_nfd<'py>(text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyString>> {
    mapped(text, sanitize_core::normalize_nfd)
}

/// `NFKC_Casefold`, by this version of Unicode and not by Python's.
#[pyfunction]
#[pyo3(signature = (text, /))]
fn nfkc_casefold<'py>(text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyString>> {
    mapped(text, sanitize_core::nfkc_casefold)
}

/// The spans of the lines that a decoder's mistake may have spoilt.
#[pyfunction]
#[pyo3(signature = (text, /))]
fn suspect_lines(text: &Bound<'_, PyAny>) -> PyResult<Vec<(usize, usize)>> {
    let (py, text) = (text.py(), text_of(text)?);
    let units = storage::read(&text)?;
    Ok(run(py, size(units), || sanitize_core::suspect_lines(units)))
}

/// Where the undecided rest of an unfinished line begins, and what of it is to be kept.
#[pyfunction]
#[pyo3(signature = (text, rules, /))]
fn unfinished<'py>(text: &Bound<'py, PyAny>, rules: &Bound<'py, PyAny>) -> PyResult<(usize, Bound<'py, PyString>)> {
    let (py, text, rules) = (text.py(), text_of(text)?, rules_of(rules)?);
    let units = storage::read(&text)?;
    let (at, rest) = run(py, size(units), || sanitize_core::unfinished(units, &rules));
    Ok((at, storage::write(py, &rest)?))
}

/// As `unfinished`, for UTF-8, well-formed or not: the last character may be incomplete.
#[pyfunction]
#[pyo3(signature = (data, rules, /))]
fn unfinished_bytes<'py>(
    data: &Bound<'py, PyAny>,
    rules: &Bound<'py, PyAny>,
) -> PyResult<(usize, Bound<'py, PyBytes>)> {
    let (py, data, rules) = (data.py(), bytes_of(data)?, rules_of(rules)?);
    let bytes = data.as_bytes();
    let (at, rest) = run(py, bytes.len(), || sanitize_core::unfinished_bytes(bytes, &rules));
    Ok((at, PyBytes::new(py, &rest)))
}

/// The native core of `sanitize`: the same names and answers as `sanitize._reference`.
#[pymodule(gil_used = false)]
mod _core {
    #[pymodule_export]
    const UNICODE_VERSION: &str = sanitize_core::UNICODE_VERSION;

    #[pymodule_export]
    use super::json::{clean_json, clean_json_lines, json_is_plain, json_suspects};

    #[pymodule_export]
    use super::columns::{
        Array, ChunkedArray, clean_column, count_column, inspect_column, is_clean_column, skeleton_column,
    };

    #[pymodule_export]
    use super::found::{found, found_bytes};

    #[pymodule_export]
    use super::{
        clean, clean_bytes, clean_many, findings, findings_bytes, is_clean, is_clean_bytes, nfkc_casefold,
        normalize_nfc, normalize_nfd, skeleton, suspect_lines, unfinished, unfinished_bytes,
    };
}
