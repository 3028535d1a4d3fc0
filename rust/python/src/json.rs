//! JSON texts in bytes.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use sanitize_core::{Json, NotJson};

use super::{bytes_of, rules_of, run};

/// Where a text is no JSON, and what should stand there.
type Wrong = (usize, u8);

/// The same, and the number of the line (from 0).
type WrongLine = (usize, usize, u8);

fn fields_of(object: &Bound<'_, PyAny>) -> PyResult<Option<Vec<Vec<u8>>>> {
    object.extract()
}

/// A JSON text with its string values clean (those with some names, if any are given), the same object when nothing changes;
/// and where it is no JSON, if so.
#[pyfunction]
#[pyo3(signature = (data, rules, fields, /))]
pub fn clean_json<'py>(
    data: &Bound<'py, PyAny>,
    rules: &Bound<'py, PyAny>,
    fields: &Bound<'py, PyAny>,
) -> PyResult<(Bound<'py, PyBytes>, Option<Wrong>)> {
    let (py, data, rules, fields) = (data.py(), bytes_of(data)?, rules_of(rules)?, fields_of(fields)?);
    let bytes = data.as_bytes();
    Ok(match run(py, bytes.len(), || Json::new(&rules, fields.as_deref()).text(bytes)) {
        Ok(cleaned) => (cleaned.map_or(data, |bytes| PyBytes::new(py, &bytes)), None),
        Err(NotJson { at, expected }) => (data, Some((at, expected))),
    })
}

/// The same for lines: those that are no JSON stay.
#[pyfunction]
#[pyo3(signature = (data, rules, fields, /))]
pub fn clean_json_lines<'py>(
    data: &Bound<'py, PyAny>,
    rules: &Bound<'py, PyAny>,
    fields: &Bound<'py, PyAny>,
) -> PyResult<(Bound<'py, PyBytes>, Vec<WrongLine>)> {
    let (py, data, rules, fields) = (data.py(), bytes_of(data)?, rules_of(rules)?, fields_of(fields)?);
    let bytes = data.as_bytes();
    let (cleaned, wrong) = run(py, bytes.len(), || {
        let mut wrong = Vec::new();
        let mut json = Json::new(&rules, fields.as_deref());
        let cleaned = json.lines(bytes, |line, NotJson { at, expected }| wrong.push((line, at, expected)));
        (cleaned, wrong)
    });
    Ok((cleaned.map_or(data, |bytes| PyBytes::new(py, &bytes)), wrong))
}
