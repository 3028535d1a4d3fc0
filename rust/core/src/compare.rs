//! Forms for comparing only: the UTS #39 skeleton and the preset `key`.

use std::ops::Range;

use crate::lookup;
use crate::normal::{nfc, nfd};
use crate::tables::IGNORABLE;

/// Often enough for a key to be stable.
const ROUNDS: usize = 8;

fn is_ignorable(cp: u32) -> bool {
    let place = IGNORABLE.partition_point(|span| span.1 <= cp);
    IGNORABLE.get(place).is_some_and(|span| span.0 <= cp)
}

/// The skeleton (UTS #39 section 4): NFD, no ignorables, prototypes, NFD.
pub fn skeleton(text: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut mapped = Vec::new();
    for cp in nfd(text) {
        if is_ignorable(cp) {
            continue;
        }
        match lookup::confusable(cp) {
            Some(prototype) => mapped.extend_from_slice(prototype),
            None => mapped.push(cp),
        }
    }
    nfd(mapped.into_iter())
}

/// `NFKC_Casefold` (UAX #44): mapped code point by code point, then NFC.
pub fn nfkc_casefold(text: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut mapped = Vec::new();
    for cp in nfd(text) {
        match lookup::casefold(cp) {
            Some(folded) => mapped.extend_from_slice(folded),
            None => mapped.push(cp),
        }
    }
    nfc(mapped.into_iter())
}

/// The comparison key: skeleton over NFKC casefold, repeated until it is stable.
///
/// Once is not enough: the prototype of the digit zero is a capital letter.
fn key(mut text: Vec<u32>) -> Vec<u32> {
    for _ in 0..ROUNDS {
        let done = skeleton(nfkc_casefold(text.iter().copied()).into_iter());
        if done == text {
            break;
        }
        text = done;
    }
    text
}

/// The key as one edit over what it changes: the span, and what stands there.
///
/// `counted` is the text as it is keyed: with U+FFFD for what is malformed.
pub fn key_edit(text: &[u32], counted: Vec<u32>) -> Option<(Range<usize>, Vec<u32>)> {
    let mut result = key(counted);
    if result == text {
        return None;
    }
    let start = text.iter().zip(&result).take_while(|(a, b)| a == b).count();
    let same = text[start..].iter().rev().zip(result[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    result.truncate(result.len() - same);
    result.drain(..start);
    Some((start..text.len() - same, result))
}
