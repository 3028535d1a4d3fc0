//! Letters of Arabic script with one joined form: the alphabet of the language that the line tells decides.
//!
//! A joined form is often shared by letters that differ where they stand alone (Unicode section 9.2): a letter that the alphabet lacks
//! is the one that it has, where the two are drawn alike in half of the fonts (`tables/evidence/same_script.tsv`,
//! `tables/curated/arabic_alphabets.tsv`). A word with a letter that is seen to be of another alphabet is a name or a quotation, and
//! stays.

use crate::facts::{self, script};
use crate::tables::{ALPHABETS, FORM_TWINS};
use crate::twins::{Targets, spans};

/// Kaf, yeh, heh and ae belong to every alphabet: their series are decided together.
const BY_SERIES: [u32; 7] = [0x0643, 0x06A9, 0x0649, 0x064A, 0x06CC, 0x0647, 0x06D5];

/// Whether a letter may be one of another alphabet in some form.
pub fn is_twin(cp: u32) -> bool {
    FORM_TWINS.iter().any(|row| row.2 == cp)
}

/// Whether some other alphabet has a twin of a letter in a form.
pub fn is_doubtful(cp: u32, form: u8) -> bool {
    FORM_TWINS.iter().any(|row| (row.1, row.2) == (form, cp))
}

/// The joined form of each letter: 1 if it joins the one after it, plus 2 if it is joined from before.
fn forms(cps: &[u32]) -> Vec<u8> {
    let mut forms = vec![0; cps.len()];
    let mut last: Option<usize> = None;
    for (at, &cp) in cps.iter().enumerate() {
        let joining = facts::joining(cp);
        if joining == b'T' {
            continue;
        }
        if let Some(before) = last.filter(|_| matches!(joining, b'D' | b'R' | b'C'))
            && matches!(facts::joining(cps[before]), b'D' | b'L' | b'C')
        {
            forms[before] |= 1;
            forms[at] |= 2;
        }
        last = Some(at);
    }
    forms
}

/// Writes the letters that the alphabet of a language lacks as its own ones of the same form, where they are free to change.
pub fn resolve(targets: &mut Targets<'_>, language: u8, free: impl Fn(usize, u32) -> bool) {
    let cps = targets.cps;
    let forms = forms(cps);
    spans(cps, facts::is_wordy, |span| {
        if span.clone().any(|at| is_foreign(language, forms[at], cps[at])) {
            return;
        }
        for at in span {
            if let Some(target) = twin(language, forms[at], cps[at]).filter(|&target| free(at, target)) {
                targets.set(at, target);
            }
        }
    });
}

/// The letter of a language that has a form of a letter that is not.
fn twin(language: u8, form: u8, cp: u32) -> Option<u32> {
    FORM_TWINS.iter().find(|row| (row.0, row.1, row.2) == (language, form, cp)).map(|row| row.3)
}

/// Whether a letter is of another alphabet, and seen to be.
fn is_foreign(language: u8, form: u8, cp: u32) -> bool {
    let known = || BY_SERIES.contains(&cp) || ALPHABETS.binary_search(&(language, form, cp)).is_ok();
    facts::script(cp) == script::ARAB && facts::is_letter(cp) && !known() && twin(language, form, cp).is_none()
}
