//! UTF-8 without characters beyond the first plane, as two bytes a character: many bytes at once, whatever lengths follow each other.
//!
//! Each byte is read with the two before it, as if a character ended there; then what ends none is left out. Nothing is decided byte
//! by byte, so words and spaces may alternate at no cost.

use fearless_simd::{Simd, dispatch};

use crate::calm::LEVEL;
use crate::text::CHUNK;

/// So many chunks of plain ASCII are read: others read them faster.
const PLAIN: usize = 8;

/// So many bytes before a chunk are seen with it: one less than a character has, and one more so that all are read in one way.
pub const BEHIND: usize = 3;

/// Writes the characters of some bytes, up to where they are malformed, have one beyond the first plane, or go on in plain ASCII; tells
/// how many bytes were read, all of them only if the last one ends a character, and how many characters there are at the beginning of
/// what was written.
pub fn narrow(data: &[u8], units: &mut Vec<u16>) -> (usize, usize) {
    let level = *LEVEL;
    dispatch!(level, simd => simd.vectorize(#[inline(always)] || narrow_by(data, units)))
}

#[inline(always)]
fn narrow_by(data: &[u8], units: &mut Vec<u16>) -> (usize, usize) {
    // There is room for as many as there can be; what was there before is written over.
    if units.len() < data.len() + CHUNK {
        units.resize(data.len() + CHUNK, 0);
    }
    let (mut at, mut count, mut plain) = (0, 0, 0);
    // The bytes of a chunk, behind those before it.
    let mut bytes = [0; BEHIND + CHUNK];
    let (mut read, mut ends) = ([0; CHUNK], [0; CHUNK]);
    while at < data.len() && plain < PLAIN {
        let size = CHUNK.min(data.len() - at);
        bytes.copy_within(CHUNK.., 0);
        if let Some(chunk) = data[at..].first_chunk::<CHUNK>() {
            bytes[BEHIND..].copy_from_slice(chunk);
        } else {
            bytes[BEHIND..BEHIND + size].copy_from_slice(&data[at..]);
            // What is behind the end is ASCII: there no character is incomplete.
            bytes[BEHIND + size..].fill(0);
        }
        let Some(room) = units[count..].first_chunk_mut() else { break };
        if !characters(&bytes, &mut read, &mut ends) {
            break;
        }
        let written = compact(&read, &ends, room);
        plain = if written == CHUNK { plain + 1 } else { 0 };
        (at, count) = (at + size, count + written - (CHUNK - size));
    }
    // The last character may be incomplete.
    let incomplete = matches!(data[..at], [.., 0xC0..=0xFF] | [.., 0xE0..=0xFF, _]);
    (at - usize::from(incomplete), count)
}

/// Writes the character that each byte of a chunk ends, and which bytes end one; false where something is malformed or beyond the
/// first plane.
#[inline(always)]
pub fn characters(bytes: &[u8; BEHIND + CHUNK], units: &mut [u16; CHUNK], ends: &mut [u16; CHUNK]) -> bool {
    let mut bad = 0;
    for at in 0..CHUNK {
        let (first, second, last) = (u16::from(bytes[at + 1]), u16::from(bytes[at + 2]), u16::from(bytes[at + 3]));
        // As numbers, so that many are told at once.
        let follows = u16::from(last & 0xC0 == 0x80);
        let two = u16::from(second & 0xE0 == 0xC0);
        let three = u16::from(first & 0xF0 == 0xE0);
        let open = u16::from(second & 0xF0 == 0xE0);
        let short = (second & 0x1F) << 6 | last & 0x3F;
        let long = (first & 0x0F) << 12 | (second & 0x3F) << 6 | last & 0x3F;
        // Unicode table 3-7: no longer form than needed, and no surrogate.
        let wrong = (follows ^ (two | open | three))
            | u16::from(last >= 0xF0)
            | two & u16::from(short < 0x80)
            | three & (u16::from(long < 0x800) | u16::from(long & 0xF800 == 0xD800));
        bad |= wrong;
        units[at] = if three != 0 {
            long
        } else if two != 0 {
            short
        } else {
            last
        };
        ends[at] = u16::from(last < 0x80) | two | three;
    }
    bad == 0
}

/// Writes the characters of a chunk without what ends none, and tells how many there are.
#[inline(always)]
fn compact(units: &[u16; CHUNK], ends: &[u16; CHUNK], out: &mut [u16; CHUNK]) -> usize {
    // A bit for each byte: eight flags are brought together by one product.
    let mut bits = 0_u64;
    for (place, flags) in ends.chunks_exact(8).enumerate() {
        let mut eight = [0; 8];
        for (flag, end) in eight.iter_mut().zip(flags) {
            *flag = *end as u8;
        }
        let together = u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits |= together << (8 * place);
    }
    let mut count = 0;
    while bits != 0 {
        // Neither is ever more than the place.
        out[count & (CHUNK - 1)] = units[bits.trailing_zeros() as usize & (CHUNK - 1)];
        count += 1;
        bits &= bits - 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::narrow;
    use crate::text::CHUNK;

    #[test]
    fn what_is_read_is_what_is_there() {
        let letters = ["a", "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\n"];
        let mut units = Vec::new();
        for first in letters {
            for second in letters {
                for length in 0..2 * CHUNK {
                    let text = second.repeat(length % 7) + &first.repeat(length) + second + &second.repeat(length / 3);
                    let (size, count) = narrow(text.as_bytes(), &mut units);
                    let read: Vec<u16> = text.encode_utf16().collect();
                    assert!(read.starts_with(&units[..count]));
                    assert!(
                        size == text.len() && read == units[..count] || text.as_bytes()[size - CHUNK..size].is_ascii()
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_malformed_or_beyond_is_not_read() {
        let parts: [&[u8]; 13] = [
            b"\x80",
            b"\xC0\x80",
            b"\xC1\xBF",
            b"\xC2",
            b"\xC2a",
            b"\xE0\x80\x80",
            b"\xE0\x9F\xBF",
            b"\xE1\x80",
            b"\xED\xA0\x80",
            b"\xED\xBF\xBF",
            b"\xE1\x80a",
            b"\xF0\x90\x80\x80",
            b"\xFF",
        ];
        let mut units = Vec::new();
        for part in parts {
            for filler in ["a", "\u{436}", "\u{6F22}"] {
                for before in 0..CHUNK {
                    let mut data = filler.repeat(before).into_bytes();
                    data.extend(part);
                    data.extend(filler.repeat(before % 5).bytes());
                    let (size, count) = narrow(&data, &mut units);
                    assert!(size < data.len() && count <= before, "{part:X?}");
                }
            }
        }
    }
}
