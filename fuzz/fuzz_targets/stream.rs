//! A text that is cut anywhere: what is decided of the first part, and the rest read again with the second, make the whole.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanitize_core::{clean_bytes, unfinished, unfinished_bytes};
use sanitize_fuzz::{cleaned, points, rules, stored, text, unstored};

fuzz_target!(|data: &[u8]| {
    let Some((rules, rest)) = rules(data) else { return };
    let Some((&cut, rest)) = rest.split_first() else { return };
    let at = usize::from(cut).min(rest.len());

    let whole = points(rest);
    let some = points(&rest[..at]);
    if whole.starts_with(&some) {
        let (decided, kept) = unfinished(text(&stored(&some)), &rules);
        assert!(decided <= some.len(), "more is decided than there is");
        let mut result = cleaned(&some[..decided], &rules);
        let mut open = unstored(&kept);
        open.extend_from_slice(&whole[some.len()..]);
        result.extend(cleaned(&open, &rules));
        assert_eq!(result, cleaned(&whole, &rules), "a cut at {} of {whole:x?}", some.len());
    }

    let clean = |data: &[u8]| clean_bytes(data, &rules).unwrap_or_else(|| data.to_vec());
    let (decided, mut open) = unfinished_bytes(&rest[..at], &rules);
    assert!(decided <= at, "more is decided than there is");
    let mut result = clean(&rest[..decided]);
    open.extend_from_slice(&rest[at..]);
    result.extend(clean(&open));
    assert_eq!(result, clean(rest), "a cut at byte {at}");
});
