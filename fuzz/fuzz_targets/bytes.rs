//! Any policy on any bytes: well-formed ones mean what their text means, malformed ones have an answer, too.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanitize_core::{clean_bytes, findings_bytes, is_clean_bytes};
use sanitize_fuzz::{cleaned, rules, settles};

fuzz_target!(|data: &[u8]| {
    let Some((rules, data)) = rules(data) else { return };
    let findings = findings_bytes(data, &rules);
    let mut result = Vec::new();
    let (mut done, mut last) = (0, 0);
    for finding in &findings {
        assert!(last <= finding.start && finding.start < finding.end && finding.end <= data.len(), "out of order");
        last = finding.end;
        if let Some(replacement) = &finding.replacement {
            assert_ne!(replacement, &data[finding.start..finding.end], "a change that changes nothing");
            result.extend_from_slice(&data[done..finding.start]);
            result.extend_from_slice(replacement);
            done = finding.end;
        }
    }
    result.extend_from_slice(&data[done..]);
    let clean = clean_bytes(data, &rules);
    assert_eq!(clean.as_deref().unwrap_or(data), result, "the findings are not what clean does");
    assert_eq!(clean.is_none(), is_clean_bytes(data, &rules), "is_clean");
    if let Ok(text) = std::str::from_utf8(data) {
        let points: Vec<u32> = text.chars().map(u32::from).collect();
        let written: String = cleaned(&points, &rules).into_iter().filter_map(char::from_u32).collect();
        assert_eq!(written.as_bytes(), result, "bytes are not what their text is");
    }
    if settles(&rules) && rules.actions[14] == 2 {
        assert!(std::str::from_utf8(&result).is_ok(), "malformed bytes are left");
        assert_eq!(clean_bytes(&result, &rules), None, "not idempotent");
    }
});
