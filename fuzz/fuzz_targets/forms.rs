//! Normalization, case folding and skeletons: UAX #15's own laws.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanitize_core::{nfkc_casefold, normalize_nfc, normalize_nfd, skeleton, suspect_lines};
use sanitize_fuzz::{points, stored, text};

fuzz_target!(|data: &[u8]| {
    let points = points(data);
    let stored = stored(&points);
    let source = text(&stored);
    let (nfc, nfd) = (normalize_nfc(source), normalize_nfd(source));
    assert_eq!(normalize_nfc(text(&nfc)), nfc, "NFC of NFC");
    assert_eq!(normalize_nfd(text(&nfd)), nfd, "NFD of NFD");
    assert_eq!(normalize_nfc(text(&nfd)), nfc, "NFC of NFD");
    assert_eq!(normalize_nfd(text(&nfc)), nfd, "NFD of NFC");
    let folded = nfkc_casefold(source);
    assert_eq!(nfkc_casefold(text(&folded)), folded, "the fold of a fold");
    assert_eq!(skeleton(text(&nfc)), skeleton(text(&nfd)), "skeletons of one text");
    let mut last = 0;
    for (start, end) in suspect_lines(source) {
        assert!(last <= start && start < end && end <= points.len(), "lines out of order");
        last = end;
    }
});
