//! Columns of ours, given to other libraries: what is given keeps alive what it shares.
#![allow(unsafe_code)]

use std::any::Any;
use std::collections::VecDeque;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::sync::Arc;

use pyo3::prelude::*;

use super::abi::{ArrowArray, ArrowArrayStream, ArrowSchema, Owned, Structure};
use super::read::broken;

/// A buffer: memory of ours, memory of a foreign array, or nothing.
pub struct Buffer {
    start: *const c_void,
    _memory: Option<Box<dyn Any + Send + Sync>>,
}

// SAFETY: a buffer is never written to, and the node that it belongs to keeps its memory alive.
unsafe impl Send for Buffer {}
// SAFETY: as above.
unsafe impl Sync for Buffer {}

impl Buffer {
    pub fn none() -> Self {
        Self::foreign(std::ptr::null())
    }

    /// A buffer of an array that the node shares.
    pub fn foreign(start: *const c_void) -> Self {
        Self { start, _memory: None }
    }
}

impl<T: Send + Sync + 'static> From<Vec<T>> for Buffer {
    fn from(items: Vec<T>) -> Self {
        // The items stay where they are when the vector itself is moved.
        Self { start: items.as_ptr().cast(), _memory: Some(Box::new(items)) }
    }
}

/// An array to be given away, as often as is asked for.
pub struct Node {
    pub length: usize,
    /// How many rows are null, -1 if that is not known.
    pub null_count: i64,
    pub offset: i64,
    pub buffers: Vec<Buffer>,
    pub children: Vec<Arc<Node>>,
    pub dictionary: Option<Arc<Node>>,
    /// What buffers are shared with.
    pub _shared: Option<Arc<Owned<ArrowArray>>>,
}

impl Node {
    /// An array of ours, without nulls if there is no bitmap.
    pub fn new(length: usize, bitmap: Option<Vec<u8>>, buffers: impl IntoIterator<Item = Buffer>) -> Self {
        let null_count = if bitmap.is_some() { -1 } else { 0 };
        let bitmap = bitmap.map_or_else(Buffer::none, Buffer::from);
        let buffers = std::iter::once(bitmap).chain(buffers).collect();
        Self { length, null_count, offset: 0, buffers, children: Vec::new(), dictionary: None, _shared: None }
    }

    /// A foreign array as it is: nothing is copied.
    pub fn same(owner: &Arc<Owned<ArrowArray>>) -> Self {
        Self::of(&owner.0, owner)
    }

    fn of(array: &ArrowArray, owner: &Arc<Owned<ArrowArray>>) -> Self {
        let dictionary = array.dictionary().map(|values| Arc::new(Self::of(values, owner)));
        Self {
            length: usize::try_from(array.length).unwrap_or(0),
            null_count: array.null_count,
            // An empty array begins nowhere: pyarrow refuses one of views that begins further on.
            offset: if array.length == 0 { 0 } else { array.offset },
            buffers: array.buffers().iter().copied().map(Buffer::foreign).collect(),
            children: Vec::new(),
            dictionary,
            _shared: Some(Arc::clone(owner)),
        }
    }

    /// The structure that the interface asks for.
    pub fn export(self: &Arc<Self>) -> ArrowArray {
        let mut children: Vec<_> = self.children.iter().map(|child| Box::into_raw(Box::new(child.export()))).collect();
        let dictionary =
            self.dictionary.as_ref().map_or(std::ptr::null_mut(), |it| Box::into_raw(Box::new(it.export())));
        let mut buffers: Vec<_> = self.buffers.iter().map(|buffer| buffer.start).collect();
        ArrowArray {
            length: self.length as i64,
            null_count: self.null_count,
            offset: self.offset,
            n_buffers: buffers.len() as i64,
            n_children: children.len() as i64,
            buffers: buffers.as_mut_ptr(),
            children: children.as_mut_ptr(),
            dictionary,
            release: Some(release_array),
            private_data: Box::into_raw(Box::new(Given { _node: Arc::clone(self), _buffers: buffers, children }))
                .cast(),
        }
    }
}

/// What an array that was given away holds.
struct Given {
    _node: Arc<Node>,
    _buffers: Vec<*const c_void>,
    children: Vec<*mut ArrowArray>,
}

/// What is inside a structure goes with it, unless it was moved away.
unsafe fn release_inside<T: Structure>(inside: impl IntoIterator<Item = *mut T>) {
    for one in inside.into_iter().filter(|one| !one.is_null()) {
        // SAFETY: made by `Box::into_raw` when the structure was, and given up with it; dropping it releases what was not moved away.
        drop(unsafe { Box::from_raw(one.cast::<Owned<T>>()) });
    }
}

unsafe extern "C" fn release_array(array: *mut ArrowArray) {
    // SAFETY: whoever calls this holds the structure, which is one of ours.
    let array = unsafe { &mut *array };
    // SAFETY: what `export` put there, and no one has taken: the callback is taken away below.
    let given = unsafe { Box::from_raw(array.private_data.cast::<Given>()) };
    // SAFETY: the structures that `export` made, each once.
    unsafe { release_inside(given.children.iter().copied().chain([array.dictionary])) };
    array.release = None;
}

/// A type to be given away.
#[derive(Clone)]
pub struct Field {
    pub format: CString,
    pub name: CString,
    pub metadata: Vec<u8>,
    pub flags: i64,
    pub children: Vec<Field>,
    pub dictionary: Option<Box<Field>>,
}

/// The flag of a field that may be null.
pub const NULLABLE: i64 = 2;

impl Field {
    /// A field of ours.
    pub fn new(format: &CStr, name: CString, flags: i64) -> Self {
        Self { format: format.into(), name, metadata: Vec::new(), flags, children: Vec::new(), dictionary: None }
    }

    /// The same as a foreign field without children.
    pub fn copy(schema: &ArrowSchema) -> PyResult<Self> {
        let text = |text: *const c_char| {
            // SAFETY: null, or a text of the schema that ends with a zero byte.
            if text.is_null() { CString::default() } else { unsafe { CStr::from_ptr(text) }.into() }
        };
        let dictionary = schema.dictionary().map(Self::copy).transpose()?;
        Ok(Self {
            format: text(schema.format),
            name: text(schema.name),
            metadata: metadata(schema.metadata)?,
            flags: schema.flags,
            children: Vec::new(),
            dictionary: dictionary.map(Box::new),
        })
    }

    /// The structure that the interface asks for.
    pub fn export(&self) -> ArrowSchema {
        let mut kept = Box::new(Described {
            children: self.children.iter().map(|child| Box::into_raw(Box::new(child.export()))).collect(),
            field: self.clone(),
        });
        let dictionary =
            self.dictionary.as_ref().map_or(std::ptr::null_mut(), |it| Box::into_raw(Box::new(it.export())));
        let metadata = &kept.field.metadata;
        ArrowSchema {
            format: kept.field.format.as_ptr(),
            name: kept.field.name.as_ptr(),
            metadata: if metadata.is_empty() { std::ptr::null() } else { metadata.as_ptr().cast() },
            flags: self.flags,
            n_children: kept.children.len() as i64,
            children: kept.children.as_mut_ptr(),
            dictionary,
            release: Some(release_schema),
            private_data: Box::into_raw(kept).cast(),
        }
    }
}

/// What a schema that was given away holds.
struct Described {
    children: Vec<*mut ArrowSchema>,
    field: Field,
}

unsafe extern "C" fn release_schema(schema: *mut ArrowSchema) {
    // SAFETY: whoever calls this holds the structure, which is one of ours.
    let schema = unsafe { &mut *schema };
    // SAFETY: what `export` put there, and no one has taken: the callback is taken away below.
    let kept = unsafe { Box::from_raw(schema.private_data.cast::<Described>()) };
    // SAFETY: the structures that `export` made, each once.
    unsafe { release_inside(kept.children.iter().copied().chain([schema.dictionary])) };
    schema.release = None;
}

/// A copy of metadata: a number of pairs, and the length of each part before it.
fn metadata(start: *const c_char) -> PyResult<Vec<u8>> {
    let mut result = Vec::new();
    if start.is_null() {
        return Ok(result);
    }
    let mut read = |count: usize| {
        let at = start.cast::<u8>().wrapping_add(result.len());
        // SAFETY: metadata goes on for as long as it says itself.
        result.extend_from_slice(unsafe { std::slice::from_raw_parts(at, count) });
        result.last_chunk().map_or(0, |bytes| i32::from_ne_bytes(*bytes))
    };
    let parts = 2 * i64::from(read(4));
    for _ in 0..parts {
        let length = usize::try_from(read(4)).map_err(|_| broken("its metadata has a negative length"))?;
        read(length);
    }
    Ok(result)
}

/// A stream of some arrays.
pub fn stream(field: Field, arrays: &[Arc<Node>]) -> ArrowArrayStream {
    let rest = Box::new(Rest { field, arrays: arrays.iter().cloned().collect() });
    ArrowArrayStream {
        get_schema: Some(next_schema),
        get_next: Some(next_array),
        get_last_error: Some(no_error),
        release: Some(release_stream),
        private_data: Box::into_raw(rest).cast(),
    }
}

/// What a stream that was given away holds.
struct Rest {
    field: Field,
    arrays: VecDeque<Arc<Node>>,
}

/// What a stream of ours holds; it is used by one thread at a time, as the interface asks.
unsafe fn rest<'a>(stream: *mut ArrowArrayStream) -> &'a mut Rest {
    // SAFETY: whoever calls this has a stream that is not released.
    let place = unsafe { (*stream).private_data };
    // SAFETY: what `stream` put there.
    unsafe { &mut *place.cast::<Rest>() }
}

unsafe extern "C" fn next_schema(stream: *mut ArrowArrayStream, out: *mut ArrowSchema) -> c_int {
    // SAFETY: the stream is one of ours, and not released.
    let rest = unsafe { rest(stream) };
    // SAFETY: there is room for the answer, and nothing in it yet.
    unsafe { out.write(rest.field.export()) };
    0
}

unsafe extern "C" fn next_array(stream: *mut ArrowArrayStream, out: *mut ArrowArray) -> c_int {
    // SAFETY: as above.
    let rest = unsafe { rest(stream) };
    let array = rest.arrays.pop_front().map_or_else(ArrowArray::released, |array| array.export());
    // SAFETY: there is room for the answer, and nothing in it yet.
    unsafe { out.write(array) };
    0
}

unsafe extern "C" fn no_error(_: *mut ArrowArrayStream) -> *const c_char {
    std::ptr::null()
}

unsafe extern "C" fn release_stream(stream: *mut ArrowArrayStream) {
    // SAFETY: whoever calls this holds the structure, which is one of ours.
    let stream = unsafe { &mut *stream };
    // SAFETY: what `stream` put there, and no one has taken: the callback is taken away below.
    drop(unsafe { Box::from_raw(stream.private_data.cast::<Rest>()) });
    stream.release = None;
}
