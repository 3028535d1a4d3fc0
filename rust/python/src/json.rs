//! JSON texts in bytes.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use sanitize_core::{Json, NotJson, Suspect};

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

/// The string values of a JSON text that some rules would change or, with `reports`, tell something about, by number and place; and
/// where it is no JSON, if so.
#[pyfunction]
#[pyo3(signature = (data, rules, reports, /))]
pub fn json_suspects(
    data: &Bound<'_, PyAny>,
    rules: &Bound<'_, PyAny>,
    reports: bool,
) -> PyResult<(Vec<Suspect>, Option<Wrong>)> {
    let (py, data) = (data.py(), bytes_of(data)?);
    let rules = rules.try_iter()?.map(|rules| rules_of(&rules?)).collect::<PyResult<Vec<_>>>()?;
    let bytes = data.as_bytes();
    Ok(match run(py, bytes.len(), || sanitize_core::suspects(bytes, &rules, reports)) {
        Ok(found) => (found, None),
        Err(NotJson { at, expected }) => (Vec::new(), Some((at, expected))),
    })
}

/// Whether no text in a JSON text can need a change under any rules that leave printable ASCII alone.
#[pyfunction]
#[pyo3(signature = (data, /))]
pub fn json_is_plain(data: &Bound<'_, PyAny>) -> PyResult<bool> {
    let (py, data) = (data.py(), bytes_of(data)?);
    let bytes = data.as_bytes();
    Ok(run(py, bytes.len(), || sanitize_core::is_plain_json(bytes)))
}
