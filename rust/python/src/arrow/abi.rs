//! The structures of the Arrow C data and stream interfaces, and the capsules they travel in.
//!
//! Whoever holds a structure releases it, once. It is moved by copying it and marking the old place as released.
#![allow(unsafe_code)]

use std::ffi::{CStr, c_char, c_int, c_void};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// A type, with its name in a table.
#[repr(C)]
pub struct ArrowSchema {
    pub format: *const c_char,
    pub name: *const c_char,
    pub metadata: *const c_char,
    pub flags: i64,
    pub n_children: i64,
    pub children: *mut *mut ArrowSchema,
    pub dictionary: *mut ArrowSchema,
    pub release: Option<unsafe extern "C" fn(*mut ArrowSchema)>,
    pub private_data: *mut c_void,
}

/// The buffers of one array.
#[repr(C)]
pub struct ArrowArray {
    pub length: i64,
    pub null_count: i64,
    pub offset: i64,
    pub n_buffers: i64,
    pub n_children: i64,
    pub buffers: *mut *const c_void,
    pub children: *mut *mut ArrowArray,
    pub dictionary: *mut ArrowArray,
    pub release: Option<unsafe extern "C" fn(*mut ArrowArray)>,
    pub private_data: *mut c_void,
}

impl ArrowSchema {
    /// The type of the dictionary's entries.
    pub fn dictionary(&self) -> Option<&Self> {
        // SAFETY: null, or a schema that lives as long as this one.
        unsafe { self.dictionary.as_ref() }
    }
}

impl ArrowArray {
    /// Where the buffers begin; those that are missing are null.
    pub fn buffers(&self) -> &[*const c_void] {
        let count = usize::try_from(self.n_buffers).unwrap_or(0);
        if count == 0 || self.buffers.is_null() {
            return &[];
        }
        // SAFETY: so many pointers stand there as long as the array is not released.
        unsafe { std::slice::from_raw_parts(self.buffers, count) }
    }

    /// The entries that indices refer to.
    pub fn dictionary(&self) -> Option<&Self> {
        // SAFETY: null, or an array that lives as long as this one.
        unsafe { self.dictionary.as_ref() }
    }
}

/// Arrays of one type, one after the other.
#[repr(C)]
pub struct ArrowArrayStream {
    pub get_schema: Option<unsafe extern "C" fn(*mut Self, *mut ArrowSchema) -> c_int>,
    pub get_next: Option<unsafe extern "C" fn(*mut Self, *mut ArrowArray) -> c_int>,
    pub get_last_error: Option<unsafe extern "C" fn(*mut Self) -> *const c_char>,
    pub release: Option<unsafe extern "C" fn(*mut Self)>,
    pub private_data: *mut c_void,
}

/// A structure that has to be released.
pub trait Structure: Sized {
    /// The name of the capsules that hold one.
    const CAPSULE: &'static CStr;

    /// A structure that has been released: what stands where one was moved away.
    fn released() -> Self;

    /// Its release callback.
    fn release(&self) -> Option<unsafe extern "C" fn(*mut Self)>;
}

macro_rules! structure {
    ($kind:ty, $name:literal) => {
        impl Structure for $kind {
            const CAPSULE: &'static CStr = $name;

            fn released() -> Self {
                // SAFETY: all fields are numbers, pointers and optional functions: for each of them zero bytes are a value.
                unsafe { std::mem::zeroed() }
            }

            fn release(&self) -> Option<unsafe extern "C" fn(*mut Self)> {
                self.release
            }
        }
    };
}

structure!(ArrowSchema, c"arrow_schema");
structure!(ArrowArray, c"arrow_array");
structure!(ArrowArrayStream, c"arrow_array_stream");

/// A structure that is ours, released when it is dropped.
#[repr(transparent)]
pub struct Owned<T: Structure>(pub T);

// SAFETY: the interface lets a structure be read and released by any thread; what it points to is never written to.
unsafe impl<T: Structure> Send for Owned<T> {}
// SAFETY: as above; nothing behind a shared reference is changed.
unsafe impl<T: Structure> Sync for Owned<T> {}

impl<T: Structure> Drop for Owned<T> {
    fn drop(&mut self) {
        if let Some(release) = self.0.release() {
            // SAFETY: the structure is whole, ours and not released yet, or it would have no callback.
            unsafe { release(&raw mut self.0) };
        }
    }
}

/// Moves the structure out of a capsule.
pub fn take<T: Structure>(capsule: &Bound<'_, PyAny>) -> PyResult<Owned<T>> {
    let place = capsule.cast::<PyCapsule>()?.pointer_checked(Some(T::CAPSULE))?.cast::<T>();
    // SAFETY: a capsule of this name holds such a structure, and what is left in its place may be released again.
    let moved = unsafe { place.replace(T::released()) };
    if moved.release().is_none() {
        return Err(PyValueError::new_err("the Arrow capsule has been used before: each can be read once"));
    }
    Ok(Owned(moved))
}

/// Moves a structure into a new capsule, which releases it if no one takes it.
pub fn give<T: Structure + 'static>(py: Python<'_>, structure: T) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, Owned(structure), T::CAPSULE)
}

/// A schema and the arrays of that type.
pub type Pulled = (Owned<ArrowSchema>, Vec<Owned<ArrowArray>>);

/// Reads a stream to its end.
pub fn pull(mut stream: Owned<ArrowArrayStream>) -> PyResult<Pulled> {
    let (Some(get_schema), Some(get_next)) = (stream.0.get_schema, stream.0.get_next) else {
        return Err(PyValueError::new_err("the Arrow stream has no callbacks"));
    };
    let stream = &mut stream.0;
    let mut schema = Owned(ArrowSchema::released());
    // SAFETY: the callback of a stream that is not released, with room for its answer.
    let code = unsafe { get_schema(&raw mut *stream, &raw mut schema.0) };
    if code != 0 {
        return Err(failed(stream, code));
    }
    let mut arrays = Vec::new();
    loop {
        let mut array = Owned(ArrowArray::released());
        // SAFETY: as above.
        let code = unsafe { get_next(&raw mut *stream, &raw mut array.0) };
        if code != 0 {
            return Err(failed(stream, code));
        }
        if array.0.release.is_none() {
            return Ok((schema, arrays));
        }
        arrays.push(array);
    }
}

/// What a stream says about its last callback, which gave an error.
fn failed(stream: &mut ArrowArrayStream, code: c_int) -> PyErr {
    let said = match stream.get_last_error {
        // SAFETY: its callback, asked directly after one that failed.
        Some(last_error) => unsafe { last_error(&raw mut *stream) },
        None => std::ptr::null(),
    };
    let words = if said.is_null() {
        format!("error {code}")
    } else {
        // SAFETY: the text stays until the stream is used again.
        unsafe { CStr::from_ptr(said) }.to_string_lossy().into_owned()
    };
    PyValueError::new_err(format!("the Arrow stream failed: {words}"))
}
