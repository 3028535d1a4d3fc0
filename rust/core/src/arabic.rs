//! Arabic and Persian twins: yeh, kaf and heh by their joining, digits by their number; the line tells the language.

use crate::facts;
use crate::twins::spans;

const KAF: u32 = 0x0643;
const KEHEH: u32 = 0x06A9;
const ALEF_MAKSURA: u32 = 0x0649;
const YEH: u32 = 0x064A;
const FARSI_YEH: u32 = 0x06CC;
const HEH: u32 = 0x0647;
const AE: u32 = 0x06D5;
const HAMZA_ABOVE: u32 = 0x0654;
const NON_JOINER: u32 = 0x200C;
const TEH_MARBUTA: u32 = 0x0629;
const INDIC: u32 = 0x0660;
const EXTENDED: u32 = 0x06F0;

/// A way of writing the letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writing {
    Arabic,
    Persian,
    Kurdish,
    Turkic,
}

/// Whether a character may be written as another one.
pub fn is_twin(cp: u32) -> bool {
    matches!(cp, KAF | KEHEH | ALEF_MAKSURA | YEH | FARSI_YEH | HEH | AE) || is_digit(cp)
}

fn is_digit(cp: u32) -> bool {
    cp.wrapping_sub(INDIC) < 10 || cp.wrapping_sub(EXTENDED) < 10
}

/// Writes the twins of a line as its way of writing has them.
pub fn resolve(cps: &[u32], targets: &mut [u32]) {
    if !cps.iter().any(|cp| matches!(cp, 0x0600..=0x06FF)) {
        return;
    }
    let follows = follows(cps);
    let joins = |at: usize| follows[at] && matches!(facts::joining(cps[at]), b'D' | b'L' | b'C');
    let writing = writing(cps, joins);
    if let Some(writing) = writing {
        for (at, &cp) in cps.iter().enumerate() {
            let after = cps.get(at + 1).copied().unwrap_or(0);
            // Ae never joins the letter after it; heh would, or is kept from it.
            let bound = (cp == AE && follows[at]) || (cp == HEH && after == NON_JOINER);
            let target = if joins(at) { letter(writing, cp) } else { last_letter(writing, cp) };
            if let Some(target) = target.filter(|_| !bound && after != HAMZA_ABOVE) {
                targets[at] = target;
            }
        }
    }
    series(cps, writing, targets);
}

/// What a letter is where it joins the one after it.
fn letter(writing: Writing, cp: u32) -> Option<u32> {
    match (writing, cp) {
        (Writing::Arabic | Writing::Turkic, KEHEH) => Some(KAF),
        (Writing::Arabic | Writing::Turkic, FARSI_YEH) => Some(YEH),
        (Writing::Persian | Writing::Kurdish, KAF) => Some(KEHEH),
        (Writing::Persian | Writing::Kurdish, YEH) => Some(FARSI_YEH),
        _ => None,
    }
}

/// What a letter is where it does not. Ae is a letter of the Turkic and the Kurdish alphabets only.
fn last_letter(writing: Writing, cp: u32) -> Option<u32> {
    match (writing, cp) {
        (Writing::Arabic | Writing::Turkic, FARSI_YEH) => Some(ALEF_MAKSURA),
        (Writing::Persian | Writing::Kurdish, ALEF_MAKSURA) => Some(FARSI_YEH),
        (Writing::Turkic | Writing::Kurdish, HEH) => Some(AE),
        (Writing::Arabic | Writing::Persian, AE) => Some(HEH),
        _ => None,
    }
}

/// Whether, for each letter, the next one joins backwards (UAX #44 `Joining_Type`).
fn follows(cps: &[u32]) -> Vec<bool> {
    let mut result = vec![false; cps.len()];
    let mut right = false;
    for (slot, &cp) in result.iter_mut().zip(cps).rev() {
        let joining = facts::joining(cp);
        if joining != b'T' {
            *slot = right;
            right = matches!(joining, b'D' | b'R' | b'C');
        }
    }
    result
}

/// Letters that Pashto and Sindhi alone have: they mix the two series by rules of their own.
fn is_other(cp: u32) -> bool {
    matches!(cp, 0x067C | 0x0689 | 0x0693 | 0x069A | 0x06AB | 0x06BC | 0x0681 | 0x0685 | 0x06CD)
        || matches!(
            cp,
            0x067B | 0x0680 | 0x067A | 0x067D | 0x0684 | 0x0683 | 0x0687 | 0x06A6 | 0x06B3 | 0x06B1 | 0x06BB | 0x06AA
        )
}

/// Letters that only Uyghur, Kazakh and Kirghiz have (Unicode section 9.2, tables of Arabic extensions).
fn is_turkic(cp: u32) -> bool {
    matches!(cp, 0x06C7 | 0x06C8 | 0x06CB | 0x06AD | 0x06D0)
}

/// Letters that only Kurdish has.
fn is_kurdish(cp: u32) -> bool {
    matches!(cp, 0x06C6 | 0x06CE | 0x0695 | 0x06B5)
}

/// Letters that only Persian and Urdu have.
fn is_persian(cp: u32) -> bool {
    matches!(cp, 0x067E | 0x0686 | 0x0698 | 0x06AF | 0x0679 | 0x0688 | 0x0691 | 0x06BA | 0x06D2 | 0x06C1)
}

/// The way of writing that a line tells, by letters that have no twin where they stand.
fn writing(cps: &[u32], joins: impl Fn(usize) -> bool) -> Option<Writing> {
    let (mut turkic, mut kurdish, mut persian, mut arabic, mut marbuta) = (false, false, false, false, false);
    for (at, &cp) in cps.iter().enumerate() {
        if is_other(cp) {
            return None;
        }
        match cp {
            ALEF_MAKSURA => turkic |= joins(at),
            KAF | YEH => arabic |= !joins(at),
            KEHEH => persian |= !joins(at),
            TEH_MARBUTA => marbuta = true,
            // Arabic itself is written without it.
            NON_JOINER => persian = true,
            _ => {
                turkic |= is_turkic(cp);
                kurdish |= is_kurdish(cp);
                persian |= is_persian(cp);
            }
        }
    }
    match (arabic, turkic, kurdish, persian) {
        (_, true, _, _) => Some(Writing::Turkic),
        (true, _, true, _) | (true, _, _, true) => None,
        (false, _, true, _) => Some(Writing::Kurdish),
        (false, _, _, true) => Some(Writing::Persian),
        _ => (arabic || marbuta).then_some(Writing::Arabic),
    }
}

/// The zeros of the series whose telling digits (4, 5, 6) are among some characters: Indic, extended.
fn telling(cps: &[u32]) -> (bool, bool) {
    let tells = |zero: u32| cps.iter().any(|cp| matches!(cp.wrapping_sub(zero), 4..=6));
    (tells(INDIC), tells(EXTENDED))
}

/// Each number takes one series of digits: that of its telling digits, of the line's, of the language.
fn series(cps: &[u32], writing: Option<Writing>, targets: &mut [u32]) {
    if !cps.iter().any(|&cp| is_digit(cp)) {
        return;
    }
    let by_line = match (telling(cps), writing) {
        ((true, false), _) | ((false, false), Some(Writing::Arabic)) => Some(INDIC),
        ((false, true), _) | ((false, false), Some(Writing::Persian)) => Some(EXTENDED),
        _ => None,
    };
    spans(cps, is_digit, |span| {
        let target = match telling(&cps[span.clone()]) {
            (true, true) => None,
            (true, false) => Some(INDIC),
            (false, true) => Some(EXTENDED),
            (false, false) => by_line,
        };
        if let Some(zero) = target {
            for at in span {
                targets[at] = zero + (cps[at] & 0xF);
            }
        }
    });
}
