//! The Arrow C data interface: string columns of any library read where they lie, and columns of ours given back.
//!
//! With `storage`, the only unsafe code of the project.

mod abi;
mod read;
mod write;

pub use abi::{ArrowArray, ArrowArrayStream, ArrowSchema, Owned, give, pull, take};
pub use read::{INLINE, Indices, Joined, Layout, Nulls, Offset, Strings, Type, Values, Viewed, encoded, strings};
pub use write::{Buffer, Field, NULLABLE, Node, stream};
