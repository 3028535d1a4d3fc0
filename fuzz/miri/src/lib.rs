//! `cargo +nightly miri test`: arrays are made, given away, taken, read, shared and released, and no byte is touched that should not be.
#![cfg(test)]

#[path = "../../../rust/python/src/arrow/mod.rs"]
#[allow(dead_code, unused_imports)]
mod arrow;

use std::sync::Arc;

use arrow::{Buffer, Field, Layout, NULLABLE, Node, Owned, Strings, Type, Values, encoded, pull, stream, strings};

const TEXTS: [&str; 4] = ["", "twelve bytes", "thirteen bytes", "\u{442}\u{435}\u{43A}\u{441}\u{442}"];

/// An array of the texts in a layout; the second row is null, or none is.
fn made(layout: Layout, nulls: bool) -> Arc<Node> {
    let data: Vec<u8> = TEXTS.concat().into_bytes();
    let mut ends = vec![0usize];
    ends.extend(TEXTS.iter().scan(0, |end, text| {
        *end += text.len();
        Some(*end)
    }));
    let bitmap = nulls.then(|| vec![0b1101u8]);
    let buffers: Vec<Buffer> = match layout {
        Layout::Small => vec![ends.iter().map(|&end| end as i32).collect::<Vec<_>>().into(), data.into()],
        Layout::Large => vec![ends.iter().map(|&end| end as i64).collect::<Vec<_>>().into(), data.into()],
        Layout::Views => {
            let view = |(text, start): (&&str, &usize)| {
                let mut view = [0u8; 16];
                view[..4].copy_from_slice(&(text.len() as u32).to_ne_bytes());
                if text.len() <= 12 {
                    view[4..4 + text.len()].copy_from_slice(text.as_bytes());
                } else {
                    view[12..].copy_from_slice(&(*start as u32).to_ne_bytes());
                }
                u128::from_ne_bytes(view)
            };
            let sizes = vec![data.len() as i64];
            vec![TEXTS.iter().zip(&ends).map(view).collect::<Vec<_>>().into(), data.into(), sizes.into()]
        }
    };
    Arc::new(Node::new(TEXTS.len(), bitmap, buffers))
}

fn format(layout: Layout) -> &'static std::ffi::CStr {
    match layout {
        Layout::Small => c"u",
        Layout::Large => c"U",
        Layout::Views => c"vu",
    }
}

fn read(strings: &Strings<'_>, row: usize) -> String {
    let bytes = match strings {
        Strings::Small(values) => values.get(row),
        Strings::Large(values) => values.get(row),
        Strings::Views(values) => values.get(row),
    };
    String::from_utf8(bytes.to_vec()).unwrap()
}

const LAYOUTS: [Layout; 3] = [Layout::Small, Layout::Large, Layout::Views];

#[test]
fn given_taken_read_and_released() {
    for layout in LAYOUTS {
        for nulls in [false, true] {
            let node = made(layout, nulls);
            let first = Owned(node.export());
            let again = Owned(node.export()); // as often as is asked for
            drop(node);
            drop(first);
            let (texts, rows) = strings(&again.0, layout).unwrap();
            for (row, text) in TEXTS.iter().enumerate() {
                assert_eq!(rows.is_null(row), nulls && row == 1);
                assert_eq!(read(&texts, row), *text);
            }
            let schema = Owned(Field::new(format(layout), c"text".into(), NULLABLE).export());
            assert_eq!(Type::of(&schema.0).unwrap().layout, layout);
            assert_eq!(Field::copy(&schema.0).unwrap().name.as_c_str(), c"text");
        }
    }
}

#[test]
fn slices_share_what_they_are_made_of() {
    for layout in LAYOUTS {
        let mut array = Owned(made(layout, true).export());
        (array.0.offset, array.0.length) = (1, 3);
        let owner = Arc::new(array);
        let same = Arc::new(Node::same(&owner));
        drop(owner);
        let given = Owned(same.export());
        drop(same);
        let (texts, rows) = strings(&given.0, layout).unwrap();
        assert_eq!((0..3).map(|row| rows.is_null(row)).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(rows.bitmap().unwrap()[0] & 7, 0b110);
        assert_eq!(read(&texts, 2), TEXTS[3]);
    }
}

#[test]
fn dictionaries() {
    let places = Node::new(3, None, [Buffer::from(vec![3u16, 0, 1])]);
    let node = Arc::new(Node { dictionary: Some(made(Layout::Small, false)), ..places });
    let given = Owned(node.export());
    drop(node);
    let (indices, _, entries) = encoded(&given.0, 2).unwrap();
    let (texts, _) = strings(entries, Layout::Small).unwrap();
    assert_eq!((0..3).map(|row| read(&texts, indices.get(row))).collect::<Vec<_>>(), [TEXTS[3], TEXTS[0], TEXTS[1]]);
}

#[test]
fn streams_to_their_end_and_broken_off() {
    let field = Field::new(c"u", c"text".into(), NULLABLE);
    let chunks = [made(Layout::Small, false), made(Layout::Small, true)];
    let (schema, arrays) = pull(Owned(stream(field.clone(), &chunks))).unwrap();
    assert_eq!(Type::of(&schema.0).unwrap().layout, Layout::Small);
    assert_eq!(arrays.len(), 2);
    drop(Owned(stream(field, &chunks))); // no one has read it
}
