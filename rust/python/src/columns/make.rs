//! Columns made of what was found: strings that changed, and answers a row.

use std::collections::HashMap;
use std::ffi::{CStr, CString};
use std::sync::Arc;

use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use sanitize_core::KINDS;

use super::rows::{Changes, Found};
use crate::arrow::{
    ArrowArray, Buffer, Field, INLINE, Indices, Joined, Layout, NULLABLE, Node, Nulls, Offset, Owned, Strings, Viewed,
};

fn too_long() -> PyErr {
    PyOverflowError::new_err(
        "the new text does not fit: give the column offsets of 64 bits (large_string), or smaller chunks",
    )
}

/// A number as a column stores it.
fn fit<N: TryFrom<usize>>(number: usize) -> PyResult<N> {
    N::try_from(number).map_err(|_| too_long())
}

/// The strings of an array after some changes.
pub fn rewritten(
    owner: &Arc<Owned<ArrowArray>>,
    strings: &Strings<'_>,
    nulls: &Nulls<'_>,
    changes: Vec<Changes>,
) -> PyResult<Node> {
    match strings {
        Strings::Small(values) => rejoined(values, nulls, &changes),
        Strings::Large(values) => rejoined(values, nulls, &changes),
        Strings::Views(values) => viewed(owner, values, nulls, changes),
    }
}

fn rejoined<O: Offset>(values: &Joined<'_, O>, nulls: &Nulls<'_>, changes: &[Changes]) -> PyResult<Node> {
    let length = nulls.length;
    let room = values.span(0, length).len() + changes.iter().map(|piece| piece.data.len()).sum::<usize>();
    let mut offsets: Vec<O::Own> = Vec::with_capacity(length + 1);
    let mut data = Vec::with_capacity(room);
    offsets.push(fit(0)?);
    let mut done = 0;
    let mut keep = |rows: std::ops::Range<usize>, new: &[u8]| -> PyResult<()> {
        let (from, to) = (values.start(rows.start), data.len());
        for row in rows.clone() {
            offsets.push(fit(to + values.start(row + 1) - from)?);
        }
        data.extend_from_slice(values.span(rows.start, rows.end));
        data.extend_from_slice(new);
        if rows.end < length {
            offsets.push(fit(data.len())?);
        }
        Ok(())
    };
    for (row, text) in changes.iter().flat_map(Changes::iter) {
        keep(done..row, text)?;
        done = row + 1;
    }
    if done < length {
        keep(done..length, &[])?;
    }
    Ok(Node::new(length, nulls.bitmap(), [offsets.into(), data.into()]))
}

fn viewed(
    owner: &Arc<Owned<ArrowArray>>,
    values: &Viewed<'_>,
    nulls: &Nulls<'_>,
    changes: Vec<Changes>,
) -> PyResult<Node> {
    let mut views: Vec<_> = values.views.iter().map(|view| u128::from_ne_bytes(*view)).collect();
    let mut sizes: Vec<_> = values.buffers.iter().map(|buffer| buffer.len() as i64).collect();
    // What does not change stays where it is, in buffers that are shared.
    let mut buffers: Vec<_> = owner.0.buffers()[2..][..sizes.len()].iter().copied().map(Buffer::foreign).collect();
    for piece in changes.into_iter().filter(|piece| !piece.rows.is_empty()) {
        let mut start = 0;
        for (row, text) in piece.iter() {
            views[row] = view(text, buffers.len(), start)?;
            start += text.len();
        }
        sizes.push(piece.data.len() as i64);
        buffers.push(piece.data.into());
    }
    let all = std::iter::once(views.into()).chain(buffers).chain([sizes.into()]);
    Ok(Node { _shared: Some(Arc::clone(owner)), ..Node::new(nulls.length, nulls.bitmap(), all) })
}

/// The view of a text that stands in a buffer at some place, unless it is short.
fn view(text: &[u8], buffer: usize, start: usize) -> PyResult<u128> {
    let mut view = [0; 16];
    view[..4].copy_from_slice(&fit::<i32>(text.len())?.to_ne_bytes());
    if text.len() <= INLINE {
        view[4..4 + text.len()].copy_from_slice(text);
    } else {
        view[4..8].copy_from_slice(&text[..4]);
        view[8..12].copy_from_slice(&fit::<i32>(buffer)?.to_ne_bytes());
        view[12..].copy_from_slice(&fit::<i32>(start)?.to_ne_bytes());
    }
    Ok(u128::from_ne_bytes(view))
}

/// New strings of a layout.
fn fresh(layout: Layout, texts: &[Option<&[u8]>]) -> PyResult<Node> {
    let nulls = texts.contains(&None).then(|| bitmap(texts.len(), |row| texts[row].is_some()));
    let data: Vec<u8> = texts.iter().flatten().copied().collect::<Vec<_>>().concat();
    let mut end = 0;
    let ends = texts.iter().map(|text| {
        end += text.map_or(0, <[u8]>::len);
        end
    });
    let buffers: Vec<Buffer> = match layout {
        Layout::Small => vec![offsets::<i32>(ends)?.into(), data.into()],
        Layout::Large => vec![offsets::<i64>(ends)?.into(), data.into()],
        Layout::Views => {
            let views =
                texts.iter().zip(ends).map(|(text, end)| text.map_or(Ok(0), |text| view(text, 0, end - text.len())));
            let views = views.collect::<PyResult<Vec<_>>>()?;
            let sizes = vec![data.len() as i64];
            vec![views.into(), data.into(), sizes.into()]
        }
    };
    Ok(Node::new(texts.len(), nulls, buffers))
}

/// An array whose dictionary has changed: what has become the same is one entry.
pub fn recoded(
    owner: &Arc<Owned<ArrowArray>>,
    indices: &Indices<'_>,
    rows: &Nulls<'_>,
    layout: Layout,
    (strings, nulls): &(Strings<'_>, Nulls<'_>),
    changes: &[Changes],
) -> PyResult<Node> {
    let mut texts: Vec<_> = (0..nulls.length).map(|row| (!nulls.is_null(row)).then(|| strings.get(row))).collect();
    for (row, text) in changes.iter().flat_map(Changes::iter) {
        texts[row] = Some(text);
    }
    let mut places = HashMap::with_capacity(texts.len());
    let mut kept = Vec::with_capacity(texts.len());
    let mut moved = Vec::with_capacity(texts.len());
    for text in &texts {
        let place = *places.entry(*text).or_insert_with(|| {
            kept.push(*text);
            kept.len() - 1
        });
        moved.push(place);
    }
    let dictionary = Some(Arc::new(fresh(layout, &kept)?));
    if kept.len() == texts.len() {
        return Ok(Node { dictionary, ..Node::same(owner) });
    }
    // An entry never moves up, so its new index fits where the old one did.
    let place = |row: usize| if rows.is_null(row) { 0 } else { moved[indices.get(row)] };
    let places = (0..rows.length).map(place);
    let data: Buffer = match indices.width {
        1 => places.map(|place| place as u8).collect::<Vec<_>>().into(),
        2 => places.map(|place| place as u16).collect::<Vec<_>>().into(),
        4 => places.map(|place| place as u32).collect::<Vec<_>>().into(),
        _ => places.map(|place| place as u64).collect::<Vec<_>>().into(),
    };
    Ok(Node { dictionary, ..Node::new(rows.length, rows.bitmap(), [data]) })
}

/// What has been found in each row that has something, and which rows there are.
pub struct Answers<'a, T> {
    pub length: usize,
    /// A bitmap of the rows that are not null.
    pub nulls: Option<Vec<u8>>,
    pub found: Vec<(usize, &'a T)>,
}

impl<'a, T> Answers<'a, T> {
    /// The answers for strings.
    pub fn of(nulls: &Nulls<'_>, pieces: &'a [Vec<(usize, T)>]) -> Self {
        let found = pieces.iter().flatten().map(|(row, answer)| (*row, answer)).collect();
        Self { length: nulls.length, nulls: nulls.bitmap(), found }
    }

    /// The answers for the rows that have an entry of a dictionary, from the answers for its entries.
    pub fn through(indices: &Indices<'_>, rows: &Nulls<'_>, nulls: &Nulls<'_>, pieces: &'a [Vec<(usize, T)>]) -> Self {
        let mut entries = vec![None; nulls.length];
        for (entry, answer) in pieces.iter().flatten() {
            entries[*entry] = Some(answer);
        }
        let is_null = |row: usize| rows.is_null(row) || nulls.is_null(indices.get(row));
        let answer = |row: usize| (!is_null(row)).then(|| entries[indices.get(row)]).flatten();
        let found = (0..rows.length).filter_map(|row| Some((row, answer(row)?))).collect();
        Self { length: rows.length, nulls: Some(bitmap(rows.length, |row| !is_null(row))), found }
    }
}

/// A column of truth: whether nothing was found.
pub fn cleared(answers: Answers<'_, ()>) -> Node {
    let mut bits = vec![0xFFu8; answers.length.div_ceil(8)];
    for (row, ()) in answers.found {
        bits[row / 8] &= !(1 << (row % 8));
    }
    Node::new(answers.length, answers.nulls, [bits.into()])
}

/// A column of structures: how many findings there are of each kind.
pub fn counted(answers: Answers<'_, [u32; KINDS]>) -> Node {
    let number = |kind: usize| {
        let mut numbers = vec![0; answers.length];
        for (row, counts) in &answers.found {
            numbers[*row] = counts[kind];
        }
        Arc::new(Node::new(answers.length, None, [numbers.into()]))
    };
    let children = (0..KINDS).map(number).collect();
    Node { children, ..Node::new(answers.length, answers.nulls, []) }
}

/// A column of lists of findings.
pub fn listed(answers: Answers<'_, Vec<Found>>, kinds: &[Vec<u8>], reasons: &[Vec<u8>]) -> PyResult<Node> {
    let mut starts: Vec<i32> = Vec::with_capacity(answers.length + 1);
    let mut all = Vec::new();
    for (row, found) in answers.found {
        starts.resize(row + 1, fit(all.len())?);
        all.extend(found);
    }
    starts.resize(answers.length + 1, fit(all.len())?);
    let named = |names: &[Vec<u8>], of: fn(&Found) -> u8| {
        let texts: Vec<_> = all.iter().map(|found| names.get(usize::from(of(found))).map(Vec::as_slice)).collect();
        fresh(Layout::Small, &texts)
    };
    let text =
        |of: fn(&Found) -> Option<&[u8]>| fresh(Layout::Small, &all.iter().map(|found| of(found)).collect::<Vec<_>>());
    let number = |of: fn(&Found) -> usize| {
        let numbers: Vec<_> = all.iter().map(|found| of(found) as i64).collect();
        Node::new(all.len(), None, [numbers.into()])
    };
    let children = [
        named(kinds, |found| found.kind)?,
        number(|found| found.start),
        number(|found| found.end),
        text(|found| Some(&found.text))?,
        text(|found| found.replacement.as_deref())?,
        named(reasons, |found| found.reason)?,
    ];
    let children = children.into_iter().map(Arc::new).collect();
    let findings = Node { children, ..Node::new(all.len(), None, []) };
    Ok(Node { children: vec![Arc::new(findings)], ..Node::new(answers.length, answers.nulls, [starts.into()]) })
}

fn offsets<N: TryFrom<usize>>(ends: impl Iterator<Item = usize>) -> PyResult<Vec<N>> {
    std::iter::once(0).chain(ends).map(fit).collect()
}

fn bitmap(length: usize, is_set: impl Fn(usize) -> bool) -> Vec<u8> {
    let mut bits = vec![0; length.div_ceil(8)];
    for row in (0..length).filter(|&row| is_set(row)) {
        bits[row / 8] |= 1 << (row % 8);
    }
    bits
}

/// The types of what is made, under the name of the column.
pub mod fields {
    use super::{CStr, CString, Field, NULLABLE};

    pub fn cleared(name: CString) -> Field {
        Field::new(c"b", name, NULLABLE)
    }

    pub fn counted(name: CString, kinds: Vec<CString>) -> Field {
        let children = kinds.into_iter().map(|kind| Field::new(c"I", kind, 0)).collect();
        Field { children, ..Field::new(c"+s", name, NULLABLE) }
    }

    pub fn listed(name: CString) -> Field {
        let field = |format: &CStr, name: &CStr, flags| Field::new(format, name.into(), flags);
        let children = vec![
            field(c"u", c"kind", 0),
            field(c"l", c"start", 0),
            field(c"l", c"end", 0),
            field(c"u", c"text", 0),
            field(c"u", c"replacement", NULLABLE),
            field(c"u", c"name", 0),
        ];
        let item = Field { children, ..field(c"+s", c"item", 0) };
        Field { children: vec![item], ..Field::new(c"+l", name, NULLABLE) }
    }
}
