//! Work on the rows of a column, in several threads: only what is found is told.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Builder};

use sanitize_core::{ByteFinding, KINDS, Reader, Rules};

use crate::arrow::{Nulls, Strings, Values};

/// So many bytes are a piece of work for a thread.
const PIECE: usize = 1 << 20;

/// So many rows are looked at as one where they stand side by side, if they have no more than so many bytes.
const TOGETHER: usize = 64;
const NEAR: usize = 1 << 16;

/// What is asked of the strings of a column.
pub trait Work: Sync {
    type Answer: Send;

    fn rows<V: Values>(&self, values: &V, nulls: &Nulls<'_>, rows: Range<usize>) -> Self::Answer;
}

/// The answers for the strings of each chunk, in the order of their rows.
pub fn answers<W: Work>(chunks: &[(Strings<'_>, Nulls<'_>)], threads: usize, work: &W) -> Vec<Vec<W::Answer>> {
    let mut tasks = Vec::new();
    for (chunk, (strings, nulls)) in chunks.iter().enumerate() {
        let bytes = match strings {
            Strings::Small(values) => values.size(),
            Strings::Large(values) => values.size(),
            Strings::Views(values) => values.size(),
        };
        let pieces = (bytes + 16 * nulls.length) / PIECE + 1;
        let step = nulls.length.div_ceil(pieces).max(1);
        tasks.extend((0..nulls.length).step_by(step).map(|first| (chunk, first..nulls.length.min(first + step))));
    }
    let done = in_threads(threads, tasks.len(), |task| {
        let (chunk, rows) = tasks[task].clone();
        let (strings, nulls) = &chunks[chunk];
        match strings {
            Strings::Small(values) => work.rows(values, nulls, rows),
            Strings::Large(values) => work.rows(values, nulls, rows),
            Strings::Views(values) => work.rows(values, nulls, rows),
        }
    });
    let mut result: Vec<Vec<_>> = chunks.iter().map(|_| Vec::new()).collect();
    for ((chunk, _), answer) in tasks.iter().zip(done) {
        result[*chunk].push(answer);
    }
    result
}

/// Does so many tasks in so many threads at most, and gives their answers in order.
fn in_threads<T: Send>(threads: usize, tasks: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let task = next.fetch_add(1, Ordering::Relaxed);
            if task >= tasks {
                return done;
            }
            done.push((task, work(task)));
        }
    };
    let mut done = thread::scope(|scope| {
        // Where no thread can be had, there are fewer.
        let others: Vec<_> =
            (1..threads.min(tasks)).filter_map(|_| Builder::new().spawn_scoped(scope, run).ok()).collect();
        let mut done = run();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(task, _)| *task);
    done.into_iter().map(|(_, answer)| answer).collect()
}

/// Gives the rows that are not null, but for those that are clean at first sight where rules leave plain text.
fn each<V: Values>(
    values: &V,
    nulls: &Nulls<'_>,
    rows: Range<usize>,
    leave_plain: bool,
    mut row: impl FnMut(usize, &[u8]),
) {
    for first in rows.clone().step_by(TOGETHER) {
        let end = rows.end.min(first + TOGETHER);
        if leave_plain && are_plain(values, first, end) {
            continue;
        }
        for at in first..end {
            if !nulls.is_null(at) {
                row(at, values.get(at));
            }
        }
    }
}

/// Whether some rows are plain text, each and together.
fn are_plain<V: Values>(values: &V, first: usize, end: usize) -> bool {
    let all = values.together(first, end).filter(|all| all.len() <= NEAR);
    all.is_some_and(sanitize_core::is_plain)
        && (first..end).all(|row| !matches!(values.get(row).last(), Some(b' ' | b'\t')))
}

/// The rows that change, where their new text ends, and those texts.
#[derive(Default)]
pub struct Changes {
    pub rows: Vec<(usize, usize)>,
    pub data: Vec<u8>,
}

impl Changes {
    /// The rows that change, with their new texts.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let mut start = 0;
        self.rows.iter().map(move |&(row, end)| {
            let text = &self.data[start..end];
            start = end;
            (row, text)
        })
    }
}

/// The clean form of what is not clean.
pub struct Clean(pub Rules);

impl Work for Clean {
    type Answer = Changes;

    fn rows<V: Values>(&self, values: &V, nulls: &Nulls<'_>, rows: Range<usize>) -> Changes {
        let mut reader = Reader::new(&self.0, false);
        let mut changes = Changes::default();
        each(values, nulls, rows, self.0.leave_plain(), |row, text| {
            if reader.clean(text, &mut changes.data) {
                changes.rows.push((row, changes.data.len()));
            }
        });
        changes
    }
}

/// The skeleton of what is none.
pub struct Skeleton;

impl Work for Skeleton {
    type Answer = Changes;

    fn rows<V: Values>(&self, values: &V, nulls: &Nulls<'_>, rows: Range<usize>) -> Changes {
        let mut changes = Changes::default();
        each(values, nulls, rows, false, |row, text| {
            let skeleton = sanitize_core::skeleton_bytes(text);
            if skeleton != text {
                changes.data.extend_from_slice(&skeleton);
                changes.rows.push((row, changes.data.len()));
            }
        });
        changes
    }
}

/// The rows that are not clean.
pub struct Dirty(pub Rules);

impl Work for Dirty {
    type Answer = Vec<(usize, ())>;

    fn rows<V: Values>(&self, values: &V, nulls: &Nulls<'_>, rows: Range<usize>) -> Self::Answer {
        let mut reader = Reader::new(&self.0, false);
        let mut found = Vec::new();
        each(values, nulls, rows, self.0.leave_plain(), |row, text| {
            if !reader.is_clean(text) {
                found.push((row, ()));
            }
        });
        found
    }
}

/// How many findings of each kind the rows have that have some.
pub struct Counts(pub Rules);

impl Work for Counts {
    type Answer = Vec<(usize, [u32; KINDS])>;

    fn rows<V: Values>(&self, values: &V, nulls: &Nulls<'_>, rows: Range<usize>) -> Self::Answer {
        let mut reader = Reader::new(&self.0, true);
        let mut found = Vec::new();
        each(values, nulls, rows, self.0.leave_plain(), |row, text| {
            let mut counts = [0u32; KINDS];
            reader.findings(text, |finding| {
                let count = &mut counts[usize::from(finding.kind)];
                *count = count.saturating_add(1);
            });
            if counts != [0; KINDS] {
                found.push((row, counts));
            }
        });
        found
    }
}

/// A finding in a row.
pub struct Found {
    /// Offsets in code points.
    pub start: usize,
    pub end: usize,
    pub text: Vec<u8>,
    pub replacement: Option<Vec<u8>>,
    pub kind: u8,
    pub reason: u8,
}

/// What is found in the rows that have something.
pub struct Findings(pub Rules);

impl Work for Findings {
    type Answer = Vec<(usize, Vec<Found>)>;

    fn rows<V: Values>(&self, values: &V, nulls: &Nulls<'_>, rows: Range<usize>) -> Self::Answer {
        let mut reader = Reader::new(&self.0, true);
        let mut rows_found = Vec::new();
        each(values, nulls, rows, self.0.leave_plain(), |row, text| {
            let mut found = Vec::new();
            let (mut byte, mut point) = (0, 0);
            reader.findings(text, |finding| {
                let ByteFinding { start, end, replacement, kind, reason } = finding;
                let first = point + sanitize_core::code_points(&text[byte..start]);
                let last = first + sanitize_core::code_points(&text[start..end]);
                (byte, point) = (end, last);
                let text = text[start..end].to_vec();
                found.push(Found { start: first, end: last, text, replacement, kind, reason });
            });
            if !found.is_empty() {
                rows_found.push((row, found));
            }
        });
        rows_found
    }
}
