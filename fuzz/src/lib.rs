//! What the fuzz targets share: how bytes become a policy and a text, and the laws that every text obeys.

use sanitize_core::{Finding, KINDS, Rules, Text, Written};

/// The rules of a preset, or some of which each kind has an action of its own; and the bytes that follow.
///
/// # Panics
/// Never: every byte stands for some rules.
#[must_use]
pub fn rules(data: &[u8]) -> Option<(Rules, &[u8])> {
    const PRESETS: [([u8; KINDS], u8); 4] = [
        ([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 0], 0), // prompt
        ([2, 2, 2, 2, 2, 2, 0, 0, 1, 0, 2, 0, 2, 1, 2, 1, 0], 1), // text
        ([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 0], 2), // strict
        ([4, 4, 4, 4, 4, 4, 4, 0, 4, 0, 1, 0, 0, 0, 4, 1, 0], 4), // log
    ];
    let (&choice, rest) = data.split_first()?;
    if choice & 0x40 == 0 {
        let (actions, flags) = PRESETS[usize::from(choice & 3)];
        return Some((Rules { actions, flags }, rest));
    }
    let (chosen, rest) = rest.split_at_checked(KINDS)?;
    let mut actions = [0; KINDS];
    for (action, byte) in actions.iter_mut().zip(chosen) {
        *action = byte % 5;
    }
    Some((Rules { actions, flags: [0, 1, 2, 4][usize::from(choice & 3)] }, rest))
}

/// Whether one pass reaches what it writes: each form is made canonical, and no letters of an escape come into a line.
#[must_use]
pub fn settles(rules: &Rules) -> bool {
    rules.flags & 4 == 0 && rules.actions[11] == 2 && rules.actions[12] == 2 && !rules.actions.contains(&4)
}

/// The code points that bytes stand for: UTF-8, and a lone surrogate for each byte that is none.
#[must_use]
pub fn points(data: &[u8]) -> Vec<u32> {
    let mut points = Vec::new();
    for chunk in data.utf8_chunks() {
        points.extend(chunk.valid().chars().map(u32::from));
        points.extend(chunk.invalid().iter().map(|&byte| 0xDC00 + u32::from(byte)));
    }
    points
}

/// A text in the narrowest storage.
#[must_use]
pub fn stored(points: &[u32]) -> Written {
    let max = points.iter().copied().max().unwrap_or(0);
    if max < 0x100 {
        Written::One(points.iter().map(|&point| u8::try_from(point).unwrap_or(0)).collect())
    } else if max < 0x10000 {
        Written::Two(points.iter().map(|&point| u16::try_from(point).unwrap_or(0)).collect())
    } else {
        Written::Four(points.to_vec())
    }
}

/// The text that was stored.
#[must_use]
pub fn text(stored: &Written) -> Text<'_> {
    match stored {
        Written::One(units) => Text::One(units),
        Written::Two(units) => Text::Two(units),
        Written::Four(units) => Text::Four(units),
    }
}

/// The code points of what was stored.
#[must_use]
pub fn unstored(stored: &Written) -> Vec<u32> {
    match stored {
        Written::One(units) => units.iter().copied().map(u32::from).collect(),
        Written::Two(units) => units.iter().copied().map(u32::from).collect(),
        Written::Four(units) => units.clone(),
    }
}

/// The clean code points, changed or not.
#[must_use]
pub fn cleaned(points: &[u32], rules: &Rules) -> Vec<u32> {
    sanitize_core::clean(text(&stored(points)), rules).map_or_else(|| points.to_vec(), |clean| unstored(&clean))
}

/// Applies the findings to the text.
///
/// # Panics
/// Where they are out of order or out of range.
#[must_use]
pub fn applied(points: &[u32], findings: &[Finding]) -> Vec<u32> {
    let mut result = Vec::new();
    let mut done = 0;
    let mut last = 0;
    for finding in findings {
        assert!(last <= finding.start && finding.start < finding.end && finding.end <= points.len(), "out of order");
        last = finding.end;
        if let Some(replacement) = &finding.replacement {
            assert_ne!(replacement, &points[finding.start..finding.end], "a change that changes nothing");
            result.extend_from_slice(&points[done..finding.start]);
            result.extend_from_slice(replacement);
            done = finding.end;
        }
    }
    result.extend_from_slice(&points[done..]);
    result
}

/// Every law of one text: C3, C6, and C7 over the widths of storage.
///
/// # Panics
/// Where a law does not hold.
pub fn laws(points: &[u32], rules: &Rules) {
    let narrow = stored(points);
    let findings = sanitize_core::findings(text(&narrow), rules);
    let wide: Vec<u32> = points.to_vec();
    assert_eq!(findings, sanitize_core::findings(Text::Four(&wide), rules), "storage decides");
    let clean = sanitize_core::clean(text(&narrow), rules);
    let result = applied(points, &findings);
    match &clean {
        Some(clean) => assert_eq!(unstored(clean), result, "the findings are not what clean does"),
        None => assert_eq!(points, result, "findings where clean does nothing"),
    }
    assert_eq!(clean.is_none(), sanitize_core::is_clean(text(&narrow), rules), "is_clean");
    assert_eq!(clean.is_some(), result != points, "changed to the same");
    if settles(rules) {
        assert_eq!(cleaned(&result, rules), result, "not idempotent");
    }
}
