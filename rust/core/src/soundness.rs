//! The scan never clears what a rule would find, and the short way leads where the long one does: tried on characters of every kind,
//! alone and together.

use std::collections::BTreeMap;

use crate::calm;
use crate::engine::Engine;
use crate::look::{self, looks};
use crate::scan::Scan;
use crate::short::Short;
use crate::{KINDS, Rules, tables};

/// The rules of presets, and some that leave each kind as it is, or escape it.
fn policies() -> Vec<Rules> {
    let mut prompt = [2; KINDS];
    (prompt[15], prompt[16]) = (1, 0);
    let mut kept = prompt;
    (kept[9], kept[11]) = (0, 0);
    let mut raw = prompt;
    raw[12] = 0;
    let mut lettered = prompt;
    (lettered[10], lettered[7], lettered[8]) = (0, 0, 1);
    let actions = [prompt, prompt, prompt, kept, raw, lettered, [1; KINDS], [3; KINDS], [4; KINDS]];
    let flags = [0, 2, 1, 1, 0, 0, 0, 0, 4];
    actions.into_iter().zip(flags).map(|(actions, flags)| Rules { actions, flags }).collect()
}

/// Characters of each kind that the scan tells from others, by themes: all, those that it may clear, clusters, discouraged
/// sequences, letters with twins, Arabic, kana and jamo, katakana and what looks like them, and families of calm characters.
fn pools() -> Vec<Vec<u32>> {
    const NEVER: u64 = look::HARD | look::UNSTABLE | look::COMPATIBILITY | look::PUNCTUATION | look::BLANK | look::DOT;
    const CLUSTER: u64 = look::ORDERED | look::COMPOSES | look::MARK | look::DECOMPOSES;
    let looks = looks();
    let mut kinds: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for cp in 0..0x110000 {
        // Scripts differ by number only.
        let some = kinds.entry(looks.of(cp) & (u64::MAX >> 8)).or_default();
        if some.len() < 4 {
            some.push(cp);
        }
    }
    let all: Vec<u32> = kinds.into_values().flatten().collect();
    let of =
        |test: &dyn Fn(u64) -> bool| -> Vec<u32> { all.iter().copied().filter(|&cp| test(looks.of(cp))).collect() };
    let cleared = of(&|look| look & NEVER == 0);
    let clusters =
        of(&|look| look & NEVER == 0 && look & (CLUSTER | look::CLUSTERS | look::CLUSTERS << look::FIRST) != 0);
    let sequences: Vec<u32> = tables::PREFER
        .iter()
        .flat_map(|row| &tables::POOL[usize::from(row.0)..][..usize::from(row.1)])
        .chain(tables::DECOMPOSITION.iter().map(|row| &row.0))
        .copied()
        .filter(|&cp| looks.of(cp) & NEVER == 0)
        .collect();
    let twins: Vec<u32> = tables::TWINS.iter().map(|row| row.0).chain(b"abdeotgiklx  ".map(u32::from)).collect();
    let arabic: Vec<u32> = (0x600..0x700).chain([0x20, 0x20, 0x61]).filter(|&cp| looks.of(cp) & NEVER == 0).collect();
    let kana: Vec<u32> = (0x3040..0x3100).chain(0x1100..0x1200).chain(0xAC00..0xAC40).chain([0x6F22, 0x20]).collect();
    let twins_of_kana = tables::KANA_TWINS.iter().flat_map(|row| [row.0, row.1]);
    let katakana: Vec<u32> = twins_of_kana
        .chain([
            0x3078, 0x30D8, 0x30FC, 0x4E00, 0x2014, 0x6F22, 0x308A, 0x306E, 0x30B9, 0x30E7, 0x30C3, 0x3099, 0x30D9,
            0x20, 0x61, 0x300C,
        ])
        .collect();
    let mut pools = vec![all, cleared, clusters, sequences, twins, arabic, kana, katakana];
    // Those of a family, with what may stand among them.
    pools.extend(calm::members());
    pools
}

/// Whether the rules leave a text alone.
fn is_left_alone(text: &[u32], rules: &Rules, reports: bool) -> bool {
    let mut engine = Engine::new(rules);
    let mut alone = true;
    let mut start = 0;
    while start < text.len() {
        let end = crate::text::block_end(text, start);
        engine.decide(&text[start..end]);
        engine.findings(|_, replacement, _| alone &= !reports && replacement.is_none());
        start = end;
    }
    alone
}

/// Whether the scan clears a text in some storage that holds it.
fn is_cleared(text: &[u32], rules: &Rules, reports: bool) -> bool {
    let mut scan = Scan::new(rules, reports);
    let narrow: Option<Vec<u16>> = text.iter().map(|&cp| u16::try_from(cp).ok()).collect();
    let chars: Option<String> = text.iter().map(|&cp| char::from_u32(cp)).collect();
    scan.next(text, 0).is_none()
        || narrow.is_some_and(|text| Scan::new(rules, reports).next(&text, 0).is_none())
        || chars.is_some_and(|text| scan.next_utf8(text.as_bytes(), 0, &mut Vec::new()).is_none())
}

/// How often each test tries.
fn tries() -> u32 {
    std::env::var("SANITIZE_TRIES").ok().and_then(|tries| tries.parse().ok()).unwrap_or(20_000)
}

/// Numbers below others, the same ones on every run.
fn generator() -> impl FnMut(usize) -> usize {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % below
    }
}

#[test]
fn the_short_way_leads_where_the_long_one_does() {
    let pools = pools();
    let mut random = generator();
    let disguises = tables::TWINS.iter().map(|row| row.0).filter(|&cp| cp < 0x600);
    let marks = tables::FOLDS.iter().map(|fold| fold.cp).filter(|&cp| cp < 0x3000);
    let near: Vec<u32> = (0x20..0x7F).chain(0x80..0x180).chain(disguises).chain(marks).chain(0x2000..0x2070).collect();
    let plain =
        ["etaoin shrdlu cmfwyp /[]().,'- ", "\u{430}\u{431}\u{432}\u{43E}\u{457} \u{43D}\u{44F}\u{451}\u{442} ().,'- "];
    let plain = plain.map(|plain| plain.chars().map(u32::from).collect::<Vec<u32>>());
    let mut short = 0;
    for _ in 0..tries() {
        let rules = Rules { flags: 2 * random(2) as u8, ..policies()[0] };
        let length = 1 + random(14);
        let pool = &pools[random(2)];
        let plain = &plain[random(2)];
        let mut text: Vec<u32> = (0..length)
            .map(|_| match random(64) {
                0..4 => pool[random(pool.len())],
                4 => 0x300 + random(0x70) as u32,
                5..13 => near[random(near.len())],
                _ => plain[random(plain.len())],
            })
            .collect();
        text.extend([[0x0D, 0x0A].as_slice(), &[0x0A], &[0x20, 0x0A], &[]][random(4)]);
        let (mut edits, mut replacements) = (Vec::new(), Vec::new());
        if Short::new(&rules).decide(&text, &mut edits, &mut replacements) {
            short += 1;
            let mut engine = Engine::new(&rules);
            engine.decide_at_length(&text);
            let mut found = Vec::new();
            engine.findings(|span, replacement, why| found.push((span, replacement.map(<[u32]>::to_vec), why)));
            let said = edits
                .iter()
                .map(|edit| (edit.start..edit.end, Some(replacements[edit.from..edit.to].to_vec()), edit.why));
            assert_eq!(said.collect::<Vec<_>>(), found, "{text:04X?} {rules:?}");
        }
    }
    assert!(short > tries() / 5, "{short} of {} took the short way: that is no test", tries());
}

#[test]
fn what_is_cleared_is_left_alone() {
    let tries = tries();
    let (policies, pools) = (policies(), pools());
    let mut random = generator();
    let mut cleared = 0;
    for _ in 0..tries {
        // A few characters, again and again: so that they meet.
        let (one, other) = (&pools[random(pools.len())], &pools[random(pools.len())]);
        let few =
            [one[random(one.len())], one[random(one.len())], one[random(one.len())], other[random(other.len())], 0x61];
        let length = 1 + random(8);
        let text: Vec<u32> = (0..length).map(|_| few[random(few.len())]).collect();
        let (rules, reports) = (&policies[random(policies.len())], random(2) == 0);
        if is_cleared(&text, rules, reports) {
            cleared += 1;
            assert!(is_left_alone(&text, rules, reports), "{text:04X?} {rules:?} {reports}");
        }
    }
    assert!(cleared > tries / 5, "{cleared} of {tries} were cleared: that is no test");
}

#[test]
fn a_character_that_is_cleared_is_left_alone() {
    for rules in &policies()[..4] {
        let mut scan = Scan::new(rules, true);
        let mut engine = Engine::new(rules);
        // Each in a line of its own; Hangul and the ideographs are alike.
        for cp in (0_u32..0x110000)
            .filter(|cp| !matches!(cp, 0x3400..0x9FFF | 0xAC10..0xD790 | 0x14000..0x16000 | 0x17000.. if cp % 16 != 0))
        {
            let line = [cp, 0x0A];
            if scan.next(&line, 0).is_none() {
                engine.decide(&line);
                engine.findings(|span, replacement, why| panic!("{cp:04X} {span:?} {replacement:?} {why}"));
            }
        }
    }
}

#[test]
fn long_lines_are_read_to_their_ends() {
    let rules = policies()[0];
    for (plain, other) in
        [("a", "\u{E9}"), ("a ", "\u{436}"), ("\u{6F22}", "a"), ("\u{436}", "\u{200B}"), ("b", "\u{200B}")]
    {
        for length in [16_382, 16_383, 16_384, 16_385, 33_000] {
            let text = plain.repeat(length) + other + "\n" + other;
            let clean = text.replace('\u{200B}', "");
            let found = crate::clean_bytes(text.as_bytes(), &rules);
            assert!(found.is_none_or(|found| found == clean.as_bytes()), "{plain} {other} {length}");
            assert_eq!(crate::is_clean_bytes(text.as_bytes(), &rules), text == clean, "{plain} {other} {length}");
            let units: Vec<u32> = text.chars().map(u32::from).collect();
            assert_eq!(crate::is_clean(crate::Text::Four(&units), &rules), text == clean, "{plain} {other} {length}");
        }
    }
}

#[test]
fn bytes_are_cleaned_as_their_text_is() {
    let (rules, pools) = (policies()[0], pools());
    let plain: Vec<u32> = b"plain words, of some length; ".iter().copied().map(u32::from).collect();
    let mut random = generator();
    for _ in 0..tries() / 50 {
        let mut text = String::new();
        for _ in 0..random(40) {
            let pool = if random(3) == 0 { &pools[random(pools.len())] } else { &plain };
            let few = [pool[random(pool.len())], pool[random(pool.len())], 0x61, 0x20, 0x6F22, 0x436];
            for _ in 0..random(90) {
                let most = 1 + random(few.len());
                text.extend(char::from_u32(few[random(most)]));
            }
            text.push('\n');
        }
        let units: Vec<u32> = text.chars().map(u32::from).collect();
        let expected = crate::clean(crate::Text::Four(&units), &rules).map(|clean| match clean {
            crate::Written::One(units) => units.into_iter().map(char::from).collect::<String>(),
            crate::Written::Two(units) => String::from_utf16_lossy(&units),
            crate::Written::Four(units) => units.into_iter().filter_map(char::from_u32).collect(),
        });
        let found =
            crate::clean_bytes(text.as_bytes(), &rules).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        assert_eq!(found, expected, "{text:?}");
    }
}
