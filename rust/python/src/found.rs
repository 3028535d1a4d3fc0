//! Findings as columns, which Python keeps as they are and makes objects of when it is asked.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};
use sanitize_core::Found;

use super::{bytes_of, rules_of, run, size, storage, text_of};

/// Starts, ends and starts in the clean text (eight bytes each), the numbers of replacements (four), kinds and reasons (one), all in
/// the machine's order; and the replacements, of which number 0 is None.
type Columns<'py> = (
    Bound<'py, PyBytes>,
    Bound<'py, PyBytes>,
    Bound<'py, PyBytes>,
    Bound<'py, PyBytes>,
    Bound<'py, PyBytes>,
    Bound<'py, PyBytes>,
    Bound<'py, PyList>,
);

/// As `findings`, as columns.
#[pyfunction]
#[pyo3(signature = (text, rules, /))]
pub fn found<'py>(text: &Bound<'py, PyAny>, rules: &Bound<'py, PyAny>) -> PyResult<Columns<'py>> {
    let (py, text, rules) = (text.py(), text_of(text)?, rules_of(rules)?);
    let units = storage::read(&text)?;
    let found = run(py, size(units), || sanitize_core::found(units, &rules));
    let replacements = found.replacements.iter().map(|points| {
        let points: &[u32] = points;
        Ok(storage::write(py, &points.into())?.into_any())
    });
    let replacements = replacements.collect::<PyResult<Vec<_>>>()?;
    columns(py, &found, replacements)
}

/// As `findings_bytes`, as columns.
#[pyfunction]
#[pyo3(signature = (data, rules, /))]
pub fn found_bytes<'py>(data: &Bound<'py, PyAny>, rules: &Bound<'py, PyAny>) -> PyResult<Columns<'py>> {
    let (py, data, rules) = (data.py(), bytes_of(data)?, rules_of(rules)?);
    let bytes = data.as_bytes();
    let found = run(py, bytes.len(), || sanitize_core::found_bytes(bytes, &rules));
    let replacements = found.replacements.iter().map(|bytes| PyBytes::new(py, bytes).into_any()).collect();
    columns(py, &found, replacements)
}

fn columns<'py, T>(py: Python<'py>, found: &Found<T>, replacements: Vec<Bound<'py, PyAny>>) -> PyResult<Columns<'py>> {
    let offsets = |column: &[i64]| column_of(py, column, i64::to_ne_bytes);
    let all = std::iter::once(py.None().into_bound(py)).chain(replacements);
    Ok((
        offsets(&found.starts)?,
        offsets(&found.ends)?,
        offsets(&found.tos)?,
        column_of(py, &found.picks, u32::to_ne_bytes)?,
        PyBytes::new(py, &found.kinds),
        PyBytes::new(py, &found.reasons),
        PyList::new(py, all.collect::<Vec<_>>())?,
    ))
}

/// A column as bytes, written where Python keeps them.
fn column_of<'py, T: Copy, const N: usize>(
    py: Python<'py>,
    column: &[T],
    bytes: impl Fn(T) -> [u8; N],
) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::new_with(py, N * column.len(), |room| {
        for (room, number) in room.as_chunks_mut().0.iter_mut().zip(column) {
            *room = bytes(*number);
        }
        Ok(())
    })
}
