//! Katakana and what looks like them, as a scan sees them: where none of them can be anything else.
//!
//! It counts on what `kana` asks of the neighbours, and clears less than that would.

use crate::facts;
use crate::facts::script;
use crate::he;
use crate::kana::{Kind, ONE, TO, alike, ideograph, is_number, is_sound_mark};
use crate::look;
use crate::normal;

/// What a character is to the katakana and the ideographs beside it that look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    None,
    /// Katakana that look like no ideograph, and sound marks.
    Letter,
    /// Katakana that look like an ideograph.
    Katakana {
        number: bool,
    },
    /// Ideographs that look like katakana.
    Ideograph {
        number: bool,
        to: bool,
    },
    /// He with a sound mark: behind katakana it is part of their word.
    He,
    Long,
    /// The ideograph one.
    One,
    Dash,
    Han,
}

/// What a character with these bits is to them.
pub fn shape(cp: u32, look: u64) -> Shape {
    let mut first = cp;
    if look & look::DECOMPOSES != 0 {
        let mut parts = 0;
        normal::decomposed(cp, |part| {
            first = if parts == 0 { part } else { first };
            parts += 1;
        });
        if parts > 1 {
            return match facts::script(first) {
                _ if he::is_he(first) => Shape::He,
                script::KANA => Shape::Letter,
                _ => Shape::None,
            };
        }
    }
    let number = is_number(alike(first));
    match Kind::of(first) {
        _ if is_sound_mark(first) => Shape::Letter,
        Kind::Twin if ideograph(first).is_some() => Shape::Katakana { number },
        Kind::Twin => Shape::Ideograph { number, to: alike(first) == TO },
        Kind::Letter => Shape::Letter,
        Kind::Long => Shape::Long,
        Kind::Stroke if first == ONE => Shape::One,
        Kind::Stroke => Shape::Dash,
        Kind::Ideograph => Shape::Han,
        _ => Shape::None,
    }
}

impl Shape {
    /// What surely is katakana beyond the first plane, and what may be an ideograph.
    pub fn beyond(look: u64) -> Self {
        match look::script_number(look) {
            script::KANA => Self::Letter,
            script::HANI => Self::Han,
            _ => Self::None,
        }
    }

    /// Whether one of two neighbours may be what the other looks like, whatever else stands beside them.
    pub fn is_doubtful_before(self, next: Self) -> bool {
        use Shape::{Dash, Ideograph, Katakana, Letter, Long, One};
        let word = |shape: Self| matches!(shape, Ideograph { number: false, .. } | Katakana { number: false });
        matches!(
            (self, next),
            (Ideograph { .. }, Letter | Long | Katakana { .. })
                | (One | Dash, Letter | Katakana { .. })
                | (Katakana { .. }, Ideograph { .. })
                | (Letter | Long, Ideograph { to: true, .. })
        ) || (word(self) && word(next) && matches!(next, Ideograph { .. }))
    }

    /// Whether one of two neighbours may be what the other looks like if the same holds for one of them and what stands beyond.
    pub fn is_half_before(self, next: Self) -> bool {
        use Shape::{Dash, Han, He, Ideograph, Katakana, Letter, One};
        matches!(
            (self, next),
            (Katakana { .. }, Katakana { .. } | Han | One)
                | (Han | One | Ideograph { .. }, Katakana { .. })
                | (Letter | He, One | Dash)
                | (One | Dash, Ideograph { .. })
        )
    }

    /// Whether it may be part of a katakana word.
    fn is_inside(self) -> bool {
        matches!(self, Self::Letter | Self::Katakana { .. } | Self::Ideograph { .. })
    }
}

/// A run of letters that have a twin.
#[derive(Clone, Copy)]
struct Run {
    /// What stands before it.
    before: Shape,
    letters: usize,
    katakana: bool,
    ideograph: bool,
    /// Whether the first is the ideograph that looks like to.
    to: bool,
}

/// Whether all characters of a line that has no sound marks of their own surely stay as they are.
pub fn surely_stay(line: impl Iterator<Item = Shape>) -> bool {
    use Shape::{Dash, He, Ideograph, Katakana, Letter, One};
    let mut run: Option<Run> = None;
    let (mut last, mut stroke) = (Shape::None, false);
    // Katakana that look like no ideograph tell that katakana between ideographs stay.
    let (mut told, mut asked) = (false, false);
    for shape in line.chain([Shape::None]) {
        // A stroke between them may be the mark of length.
        if stroke && shape.is_inside() {
            return false;
        }
        match shape {
            Katakana { .. } | Ideograph { .. } => {
                let new = Run { before: last, letters: 0, katakana: false, ideograph: false, to: false };
                let run = run.get_or_insert(new);
                run.to |= run.letters == 0 && matches!(shape, Ideograph { to: true, .. });
                run.letters += 1;
                run.katakana |= matches!(shape, Katakana { .. });
                run.ideograph |= matches!(shape, Ideograph { .. });
            }
            _ => {
                if let Some(run) = run.take() {
                    if !run.stays(shape) {
                        return false;
                    }
                    asked |= run.asks(shape);
                }
                told |= shape == Letter;
            }
        }
        stroke = matches!(shape, One | Dash) && (last.is_inside() || last == He);
        last = shape;
    }
    told || !asked
}

impl Run {
    /// Whether its ideographs are no katakana, what stands behind it being given.
    fn stays(self, after: Shape) -> bool {
        use Shape::{Han, Letter, Long};
        let is_word = |shape: Shape| matches!(shape, Letter | Long);
        let linked = self.before == Han || after == Han;
        !self.ideograph || !(is_word(after) || (self.to && is_word(self.before)) || (self.letters > 1 && !linked))
    }

    /// Whether its katakana are ideographs if the line has no other katakana.
    fn asks(self, after: Shape) -> bool {
        use Shape::{Han, One};
        self.katakana && (self.ideograph || matches!(self.before, Han | One) || matches!(after, Han | One))
    }
}
