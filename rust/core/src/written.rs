//! A text on its way out, in the storage that it will have.

use crate::text::Unit;

/// A text in the narrowest storage that holds it: what `CPython` would choose for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// All code points are below U+0100.
    One(Vec<u8>),
    /// All code points are below U+10000, and one is not below U+0100.
    Two(Vec<u16>),
    /// One code point is not below U+10000.
    Four(Vec<u32>),
}

impl From<&[u32]> for Written {
    fn from(points: &[u32]) -> Self {
        let mut text = Self::with_room(points.len());
        text.extend(points);
        text
    }
}

impl Written {
    /// An empty text with room for so many code points.
    pub(crate) fn with_room(room: usize) -> Self {
        Self::One(Vec::with_capacity(room))
    }

    /// Writes some units behind what is written, in wider storage once one asks for it.
    #[inline]
    pub(crate) fn extend<U: Unit>(&mut self, units: &[U]) {
        let (bits, most) = match self {
            Self::One(out) => (narrow(units, out, |unit| unit as u8), 0xFF),
            Self::Two(out) => (narrow(units, out, |unit| unit as u16), 0xFFFF),
            Self::Four(out) => (narrow(units, out, |unit| unit), u32::MAX),
        };
        if bits > most {
            self.widen(units, bits);
        }
    }

    /// Writes the units again that were written last, of which one was cut.
    #[cold]
    fn widen<U: Unit>(&mut self, units: &[U], bits: u32) {
        *self = match self {
            Self::One(out) => wider(&out[..out.len() - units.len()], out.capacity(), bits),
            Self::Two(out) => wider(&out[..out.len() - units.len()], out.capacity(), bits),
            Self::Four(_) => return,
        };
        self.extend(units);
    }
}

/// The units in storage for code points with some bits.
fn wider<U: Unit>(units: &[U], room: usize, bits: u32) -> Written {
    let units = units.iter().map(|&unit| -> u32 { unit.into() });
    if bits > 0xFFFF {
        let mut out = Vec::with_capacity(room);
        out.extend(units);
        Written::Four(out)
    } else {
        let mut out = Vec::with_capacity(room);
        out.extend(units.map(|unit| unit as u16));
        Written::Two(out)
    }
}

/// Writes units as other ones, cut where they do not fit; tells all bits that they have.
#[inline]
fn narrow<U: Unit, T>(units: &[U], out: &mut Vec<T>, cut: impl Fn(u32) -> T) -> u32 {
    let mut bits = 0;
    out.extend(units.iter().map(|&unit| {
        let unit: u32 = unit.into();
        bits |= unit;
        cut(unit)
    }));
    bits
}

#[cfg(test)]
mod tests {
    use super::Written;

    #[test]
    fn storage_is_as_narrow_as_it_may_be() {
        let mut text = Written::with_room(2);
        text.extend(&[0x61_u32, 0xFF]);
        assert_eq!(text, Written::One(vec![0x61, 0xFF]));
        text.extend(&[0x62_u16, 0x100]);
        assert_eq!(text, Written::Two(vec![0x61, 0xFF, 0x62, 0x100]));
        text.extend(b"c");
        text.extend(&[0x10FFFF_u32]);
        assert_eq!(text, Written::Four(vec![0x61, 0xFF, 0x62, 0x100, 0x63, 0x10FFFF]));
        let mut text = Written::with_room(0);
        text.extend(&[0x1F600_u32]);
        assert_eq!(text, Written::Four(vec![0x1F600]));
    }
}
