//! Any policy on any text of up to a few lines, in every storage.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sanitize_fuzz::{laws, points, rules};

fuzz_target!(|data: &[u8]| {
    if let Some((rules, rest)) = rules(data) {
        laws(&points(rest), &rules);
    }
});
