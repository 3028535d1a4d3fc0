//! Ae, which never joins the letter after it, and heh that a non-joiner keeps from joining: they are drawn alike.
//!
//! Kurdish and Uyghur write ae (older Kurdish text heh with the non-joiner), Persian and its kin heh with the non-joiner; a non-joiner
//! behind ae changes nothing. What the line is written in tells which is meant, before its other letters are decided.

use crate::arabic::{self, AE, HAMZA_ABOVE, HEH, NON_JOINER};
use crate::facts;
use crate::twins::Targets;

/// What belongs where a non-joiner goes.
pub const GONE: u32 = 0;

/// Writes the letters of Arabic script of a line as its way of writing has them.
pub fn resolve(targets: &mut Targets<'_>) {
    let cps = targets.cps;
    let parted = if cps.contains(&NON_JOINER) { parted(cps) } else { Vec::new() };
    if parted.is_empty() {
        return arabic::resolve(targets);
    }
    let mut settled = cps.to_vec();
    decide(&parted, &mut settled);
    let places: Vec<usize> = (0..cps.len()).filter(|&at| settled[at] != GONE || cps[at] == GONE).collect();
    let row: Vec<u32> = places.iter().map(|&at| settled[at]).collect();
    let mut inner = Targets::new(&row);
    arabic::resolve(&mut inner);
    for (at, target) in places.into_iter().zip(inner.settled()) {
        settled[at] = target;
    }
    settled.into_iter().enumerate().for_each(|(at, target)| targets.set(at, target));
}

/// Decides each ae and heh that a non-joiner parts from a letter that would join: places of the non-joiner and of the letter.
fn decide(parted: &[(usize, usize)], settled: &mut [u32]) {
    let is_loose = |at: usize| {
        let place = parted.binary_search_by_key(&at, |pair| pair.0);
        place.is_ok_and(|place| settled[parted[place].1] == AE)
    };
    let bare: Vec<u32> = (0..settled.len()).filter(|&at| !is_loose(at)).map(|at| settled[at]).collect();
    let has_ae = arabic::has_ae(&bare);
    // A line that has ae before a letter without a non-joiner quotes an alphabet that has it.
    let heh = has_ae == Some(false) && !is_quoting(settled);
    for &(at, letter) in parted {
        if settled[letter] != AE {
            if has_ae == Some(true) && settled[letter + 1] != HAMZA_ABOVE {
                (settled[letter], settled[at]) = (AE, GONE);
            }
        } else if heh {
            settled[letter] = HEH;
        } else {
            settled[at] = GONE;
        }
    }
}

/// Whether a letter joins the one before it.
fn joins(cp: u32) -> bool {
    matches!(facts::joining(cp), b'D' | b'R' | b'C')
}

/// Where a non-joiner stands behind ae or heh, marks passed over, before a letter that joins; and where that ae or heh does.
fn parted(cps: &[u32]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut letter, mut joiner) = (None, None);
    for (at, &cp) in cps.iter().enumerate().filter(|(_, cp)| facts::joining(**cp) != b'T') {
        if let (Some(joiner), Some(letter)) = (joiner, letter)
            && joins(cp)
        {
            found.push((joiner, letter));
        }
        joiner = (cp == NON_JOINER && letter.is_some()).then_some(at);
        if joiner.is_none() {
            letter = matches!(cp, AE | HEH).then_some(at);
        }
    }
    found
}

/// Whether some ae stands right before a letter that joins.
fn is_quoting(cps: &[u32]) -> bool {
    let mut ae = false;
    for &cp in cps.iter().filter(|cp| facts::joining(**cp) != b'T') {
        if ae && joins(cp) {
            return true;
        }
        ae = cp == AE;
    }
    false
}
