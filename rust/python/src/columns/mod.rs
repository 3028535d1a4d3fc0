//! Columns of strings, as any Arrow library has them: each value as the core has it, without a Python object for it.

mod make;
mod rows;

use std::ffi::CString;
use std::sync::Arc;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use crate::arrow::{
    self, ArrowArray, ArrowArrayStream, ArrowSchema, Field, Indices, Node, Nulls, Owned, Strings, Type,
};
use crate::rules_of;
use make::{Answers, fields};
use rows::{Changes, Clean, Counts, Dirty, Findings, Skeleton, Work};

/// An array of ours: any library takes it by the Arrow `PyCapsule` interface.
#[pyclass(frozen, module = "sanitize._core")]
pub struct Array {
    field: Field,
    array: Arc<Node>,
}

#[pymethods]
impl Array {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        arrow::give(py, self.field.export())
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        let _ = requested_schema; // The interface lets a producer keep to its own type.
        Ok((arrow::give(py, self.field.export())?, arrow::give(py, self.array.export())?))
    }

    fn __len__(&self) -> usize {
        self.array.length
    }
}

/// Arrays of ours, one after the other: as `Array`, but a stream.
#[pyclass(frozen, module = "sanitize._core")]
pub struct ChunkedArray {
    field: Field,
    arrays: Vec<Arc<Node>>,
}

#[pymethods]
impl ChunkedArray {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        arrow::give(py, self.field.export())
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema; // The interface lets a producer keep to its own type.
        arrow::give(py, arrow::stream(self.field.clone(), &self.arrays))
    }

    fn __len__(&self) -> usize {
        self.arrays.iter().map(|array| array.length).sum()
    }
}

/// A column as it came.
struct Column {
    schema: Owned<ArrowSchema>,
    kind: Type,
    arrays: Vec<Arc<Owned<ArrowArray>>>,
    is_stream: bool,
}

impl Column {
    fn read(column: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = column.py();
        let (schema, arrays, is_stream) = if let Some(given) = column.getattr_opt("__arrow_c_stream__")? {
            let stream = arrow::take::<ArrowArrayStream>(&given.call0()?)?;
            // Who gives it may wait for another thread that wants the lock.
            let (schema, arrays) = py.detach(|| arrow::pull(stream))?;
            (schema, arrays, true)
        } else if let Some(given) = column.getattr_opt("__arrow_c_array__")? {
            let pair = given.call0()?.cast_into::<PyTuple>()?;
            let schema = arrow::take::<ArrowSchema>(&pair.get_item(0)?)?;
            (schema, vec![arrow::take::<ArrowArray>(&pair.get_item(1)?)?], false)
        } else {
            let got = column.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "column must have __arrow_c_array__ or __arrow_c_stream__ (pyarrow, polars, pandas and others), not {got}"
            )));
        };
        let kind = Type::of(&schema.0)?;
        Ok(Self { schema, kind, arrays: arrays.into_iter().map(Arc::new).collect(), is_stream })
    }

    /// The strings of each chunk, or of its dictionary; and the rows that refer to a dictionary.
    fn open(&self) -> PyResult<(Vec<Texts<'_>>, Vec<Option<Entries<'_>>>)> {
        let mut texts = Vec::with_capacity(self.arrays.len());
        let mut entries = Vec::with_capacity(self.arrays.len());
        for array in &self.arrays {
            let Some(width) = self.kind.indices else {
                texts.push(arrow::strings(&array.0, self.kind.layout)?);
                entries.push(None);
                continue;
            };
            let (indices, nulls, dictionary) = arrow::encoded(&array.0, width)?;
            texts.push(arrow::strings(dictionary, self.kind.layout)?);
            entries.push(Some((indices, nulls)));
        }
        Ok((texts, entries))
    }

    /// The column with its strings changed, if any is.
    fn rewrite(&self, threads: usize, work: &impl Work<Answer = Changes>) -> PyResult<Option<Vec<Arc<Node>>>> {
        let (texts, entries) = self.open()?;
        let changes = rows::answers(&texts, threads, work);
        if changes.iter().flatten().all(|piece| piece.rows.is_empty()) {
            return Ok(None);
        }
        let mut arrays = Vec::with_capacity(self.arrays.len());
        for (((owner, text), entries), changes) in self.arrays.iter().zip(&texts).zip(&entries).zip(changes) {
            let array = if changes.iter().all(|piece| piece.rows.is_empty()) {
                Node::same(owner)
            } else if let Some((indices, nulls)) = entries {
                make::recoded(owner, indices, nulls, self.kind.layout, text, &changes)?
            } else {
                make::rewritten(owner, &text.0, &text.1, changes)?
            };
            arrays.push(Arc::new(array));
        }
        Ok(Some(arrays))
    }

    /// An array of answers for each chunk.
    fn answer<T: Send>(
        &self,
        threads: usize,
        work: &impl Work<Answer = Vec<(usize, T)>>,
        make: impl Fn(Answers<'_, T>) -> PyResult<Node>,
    ) -> PyResult<Vec<Arc<Node>>> {
        let (texts, entries) = self.open()?;
        let found = rows::answers(&texts, threads, work);
        let chunks = texts.iter().zip(&entries).zip(&found);
        chunks
            .map(|(((_, nulls), entries), found)| {
                let answers = match entries {
                    Some((indices, rows)) => Answers::through(indices, rows, nulls, found),
                    None => Answers::of(nulls, found),
                };
                Ok(Arc::new(make(answers)?))
            })
            .collect()
    }

    fn name(&self) -> PyResult<CString> {
        Ok(Field::copy(&self.schema.0)?.name)
    }

    /// What Python gets: an array for an array, a stream for a stream.
    fn give<'py>(&self, py: Python<'py>, field: Field, arrays: Vec<Arc<Node>>) -> PyResult<Bound<'py, PyAny>> {
        match (self.is_stream, &arrays[..]) {
            (false, [array]) => Ok(Bound::new(py, Array { field, array: Arc::clone(array) })?.into_any()),
            _ => Ok(Bound::new(py, ChunkedArray { field, arrays })?.into_any()),
        }
    }
}

type Texts<'a> = (Strings<'a>, Nulls<'a>);
type Entries<'a> = (Indices<'a>, Nulls<'a>);

fn rewritten<'py>(
    column: &Bound<'py, PyAny>,
    threads: usize,
    work: &impl Work<Answer = Changes>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = column.py();
    let column = Column::read(column)?;
    let Some(arrays) = py.detach(|| column.rewrite(threads, work))? else { return Ok(None) };
    let mut field = Field::copy(&column.schema.0)?;
    if field.dictionary.is_some() {
        field.metadata.clear(); // It may list the entries, as that of polars does.
    }
    column.give(py, field, arrays).map(Some)
}

/// The column with each string clean; `None` where nothing changes.
#[pyfunction]
#[pyo3(signature = (column, rules, threads, /))]
pub fn clean_column<'py>(
    column: &Bound<'py, PyAny>,
    rules: &Bound<'py, PyAny>,
    threads: usize,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    rewritten(column, threads, &Clean(rules_of(rules)?))
}

/// The column with the skeleton of each string; `None` where nothing changes.
#[pyfunction]
#[pyo3(signature = (column, threads, /))]
pub fn skeleton_column<'py>(column: &Bound<'py, PyAny>, threads: usize) -> PyResult<Option<Bound<'py, PyAny>>> {
    rewritten(column, threads, &Skeleton)
}

/// Whether each string is clean.
#[pyfunction]
#[pyo3(signature = (column, rules, threads, /))]
pub fn is_clean_column<'py>(
    column: &Bound<'py, PyAny>,
    rules: &Bound<'py, PyAny>,
    threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let (py, rules) = (column.py(), rules_of(rules)?);
    let column = Column::read(column)?;
    let arrays = py.detach(|| column.answer(threads, &Dirty(rules), |answers| Ok(make::cleared(answers))))?;
    column.give(py, fields::cleared(column.name()?), arrays)
}

/// How many findings of each kind each string has.
#[pyfunction]
#[pyo3(signature = (column, rules, kinds, threads, /))]
pub fn count_column<'py>(
    column: &Bound<'py, PyAny>,
    rules: &Bound<'py, PyAny>,
    kinds: Vec<String>,
    threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let (py, rules, kinds) = (column.py(), rules_of(rules)?, names(kinds)?);
    let column = Column::read(column)?;
    let arrays = py.detach(|| column.answer(threads, &Counts(rules), |answers| Ok(make::counted(answers))))?;
    column.give(py, fields::counted(column.name()?, kinds), arrays)
}

/// What is found in each string.
#[pyfunction]
#[pyo3(signature = (column, rules, kinds, reasons, threads, /))]
pub fn inspect_column<'py>(
    column: &Bound<'py, PyAny>,
    rules: &Bound<'py, PyAny>,
    kinds: Vec<String>,
    reasons: Vec<String>,
    threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let (py, rules) = (column.py(), rules_of(rules)?);
    let bytes = |names: Vec<String>| names.into_iter().map(String::into_bytes).collect::<Vec<_>>();
    let (kinds, reasons) = (bytes(kinds), bytes(reasons));
    let column = Column::read(column)?;
    let make = |answers: Answers<'_, _>| make::listed(answers, &kinds, &reasons);
    let arrays = py.detach(|| column.answer(threads, &Findings(rules), make))?;
    column.give(py, fields::listed(column.name()?), arrays)
}

fn names(kinds: Vec<String>) -> PyResult<Vec<CString>> {
    if kinds.len() != sanitize_core::KINDS {
        return Err(PyValueError::new_err(format!("there are {} kinds, not {}", sanitize_core::KINDS, kinds.len())));
    }
    kinds.into_iter().map(|kind| Ok(CString::new(kind)?)).collect()
}
