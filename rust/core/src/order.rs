//! The order in which a reader sees a line: levels and what they turn round (UAX #9, W1 to L4).
//!
//! Only isolates and marks direct: embeddings became isolates, and what is not closed went before.

use crate::tables_bidi::bidi::{AL, AN, CS, EN, ES, ET, L, NSM, ON, R, S, WS};
use crate::tables_bidi::{CLOSERS, MIRRORED, OPENERS, RUNS};

/// The class of what draws nothing, and of controls that went.
pub const ABSENT: u8 = u8::MAX;
const RIGHT_TO_LEFT_ISOLATE: u32 = 0x2067;
const FIRST_STRONG_ISOLATE: u32 = 0x2068;
pub const POP_ISOLATE: u32 = 0x2069;
/// How many brackets may be open (BD16).
const BRACKETS: usize = 63;

pub fn mark(cp: u32) -> Option<u8> {
    match cp {
        0x200E => Some(L),
        0x200F => Some(R),
        0x061C => Some(AL),
        _ => None,
    }
}

pub fn is_control(cp: u32) -> bool {
    mark(cp).is_some() || matches!(cp, 0x202A..=0x202E | 0x2066..=0x2069)
}

pub fn is_isolate(cp: u32) -> bool {
    matches!(cp, 0x2066..=0x2068)
}

pub fn class(cp: u32) -> u8 {
    mark(cp).unwrap_or_else(|| {
        let after = RUNS.partition_point(|&(start, _)| start <= cp);
        RUNS.get(after.wrapping_sub(1)).map_or(L, |run| run.1)
    })
}

fn is_mirrored(cp: u32) -> bool {
    MIRRORED.partition_point(|&start| start <= cp) % 2 == 0
}

fn paired(table: &[(u32, u32)], cp: u32) -> Option<u32> {
    table.binary_search_by_key(&cp, |row| row.0).ok().map(|at| table[at].1)
}

pub fn is_strong(kind: u8) -> bool {
    matches!(kind, L | R | AL)
}

/// The direction of a type, numbers counted as R.
fn side(kind: u8, otherwise: u8) -> u8 {
    match kind {
        L => L,
        R | EN | AN => R,
        _ => otherwise,
    }
}

pub fn is_bracket(cp: u32) -> bool {
    paired(&OPENERS, cp).or_else(|| paired(&CLOSERS, cp)).is_some()
}

/// The pairs of brackets among places and their code points, in the order of their closers (BD16).
pub fn pairs(row: impl Iterator<Item = (usize, u32)>) -> Vec<(usize, usize)> {
    let mut result = Vec::new();
    let mut stack: Vec<(u32, usize)> = Vec::new();
    for (at, cp) in row {
        if let Some(closer) = paired(&OPENERS, cp) {
            if stack.len() == BRACKETS {
                break;
            }
            stack.push((closer, at));
        } else if let Some(closer) = paired(&CLOSERS, cp)
            && let Some(depth) = stack.iter().rposition(|&(wanted, _)| wanted == closer)
        {
            result.push((stack[depth].1, at));
            stack.truncate(depth);
        }
    }
    result
}

/// An isolating run sequence (BD13): the text of a line, or of an isolate, without the isolates inside.
struct Run {
    level: u8,
    places: Vec<usize>,
    types: Vec<u8>,
    marks: Vec<bool>,
}

impl Run {
    fn new(level: u8) -> Self {
        Self { level, places: Vec::new(), types: Vec::new(), marks: Vec::new() }
    }

    /// The direction of the level: R when it is odd.
    fn direction(&self) -> u8 {
        if self.level % 2 == 1 { R } else { L }
    }

    /// Settles the types of weak and neutral characters (W1 to N2).
    fn resolve(&mut self, row: &[u32]) {
        self.weak();
        self.brackets(row);
        self.neutral();
    }

    /// Settles numbers and what stands beside them (W1 to W7).
    fn weak(&mut self) {
        let own = self.direction();
        let types = &mut self.types;
        self.marks = types.iter().map(|&kind| kind == NSM).collect();
        let (mut before, mut strong) = (own, own);
        for kind in types.iter_mut() {
            if *kind == NSM {
                *kind = before;
            } else if is_strong(*kind) {
                strong = *kind;
            }
            if *kind == EN && strong == AL {
                *kind = AN;
            }
            before = *kind;
        }
        for at in 1..types.len().saturating_sub(1) {
            let near = types[at - 1];
            let joins = matches!((types[at], near), (ES | CS, EN) | (CS, AN));
            if joins && near == types[at + 1] {
                types[at] = near;
            }
        }
        let mut number = false;
        let mut terminate = |kind: &mut u8| {
            if *kind == ET && number {
                *kind = EN;
            }
            number = *kind == EN;
        };
        types.iter_mut().for_each(&mut terminate);
        types.iter_mut().rev().for_each(terminate);
        let mut strong = own;
        for kind in types.iter_mut() {
            *kind = match *kind {
                AL => R,
                ES | ET | CS => ON,
                EN if strong == L => L,
                other => other,
            };
            if matches!(*kind, L | R) {
                strong = *kind;
            }
        }
    }

    /// Settles paired brackets by what they hold, else by what comes before them (N0).
    fn brackets(&mut self, row: &[u32]) {
        let places = self.places.iter().enumerate().filter(|&(at, _)| self.types[at] == ON);
        let mut closers = vec![0; self.types.len()];
        for (opener, closer) in pairs(places.map(|(at, &place)| (at, row[place]))) {
            closers[opener] = closer;
        }
        let own = self.direction();
        let other = if own == R { L } else { R };
        // How many characters of each direction come before a place; brackets inside are not settled yet.
        let counted = |direction: u8| -> Vec<usize> {
            let mut sum = 0;
            let mut sums = vec![0];
            sums.extend(self.types.iter().map(|&kind| {
                sum += usize::from(side(kind, ON) == direction);
                sum
            }));
            sums
        };
        let (same, against) = (counted(own), counted(other));
        let mut strong = own;
        for at in 0..self.types.len() {
            let closer = closers[at];
            if closer > 0 {
                if same[closer] > same[at] {
                    self.set(at, closer, own);
                } else if against[closer] > against[at] {
                    self.set(at, closer, strong);
                }
            }
            strong = side(self.types[at], strong);
        }
    }

    /// Gives a pair a direction, and the marks upon it.
    fn set(&mut self, opener: usize, closer: usize, direction: u8) {
        for at in [opener, closer] {
            self.types[at] = direction;
            for mark in at + 1..self.types.len() {
                if !self.marks[mark] {
                    break;
                }
                self.types[mark] = direction;
            }
        }
    }

    /// Settles what has no direction by what stands on both sides (N1, N2).
    fn neutral(&mut self) {
        let own = self.direction();
        let mut before = own;
        let mut at = 0;
        while at < self.types.len() {
            if !matches!(self.types[at], ON | WS | S) {
                before = side(self.types[at], ON);
                at += 1;
                continue;
            }
            let length = self.types[at..].iter().take_while(|&&kind| matches!(kind, ON | WS | S)).count();
            let after = self.types.get(at + length).map_or(own, |&kind| side(kind, ON));
            self.types[at..at + length].fill(if before == after { before } else { own });
            at += length;
        }
    }

    /// The level of a settled type (I1, I2).
    fn implicit(&self, kind: u8) -> u8 {
        self.level
            + match (self.level % 2, kind) {
                (1, R) | (0, L) => 0,
                (0, AN | EN) => 2,
                (0, R) | (1, _) => 1,
                _ => 0,
            }
    }
}

/// The level of a line (P2, P3).
pub fn level_of(classes: &[u8], controls: &[u32]) -> u8 {
    u8::from(matches!(first_strong(classes, controls).1, R | AL))
}

/// The first strong class within each isolate, by its place, and that of the line (P2).
fn first_strong(classes: &[u8], controls: &[u32]) -> (Vec<u8>, u8) {
    let mut firsts = vec![ABSENT; classes.len()];
    let mut line = ABSENT;
    let mut around: Vec<usize> = Vec::new();
    for (at, (&kind, &cp)) in classes.iter().zip(controls).enumerate() {
        if is_isolate(cp) {
            around.push(at);
        } else if cp == POP_ISOLATE {
            around.pop();
        } else {
            let kind = mark(cp).unwrap_or(kind);
            let first = match around.last() {
                Some(&opener) => &mut firsts[opener],
                None => &mut line,
            };
            if is_strong(kind) && *first == ABSENT {
                *first = kind;
            }
        }
    }
    (firsts, line)
}

/// The level of each place; `ABSENT` for what is not there.
pub fn levels(row: &[u32], classes: &[u8], controls: &[u32], base: u8) -> Vec<u8> {
    let firsts = first_strong(classes, controls).0;
    let mut runs = vec![Run::new(base)];
    let mut inside = vec![0];
    for (at, (&kind, &cp)) in classes.iter().zip(controls).enumerate() {
        if cp == 0 && kind == ABSENT {
            continue;
        }
        if cp == POP_ISOLATE && inside.len() > 1 {
            inside.pop();
        }
        let number = inside.last().copied().unwrap_or(0);
        let run = &mut runs[number];
        run.places.push(at);
        run.types.push(if cp == 0 { kind } else { mark(cp).unwrap_or(ON) });
        if is_isolate(cp) {
            let right = match cp {
                FIRST_STRONG_ISOLATE => matches!(firsts[at], R | AL),
                _ => cp == RIGHT_TO_LEFT_ISOLATE,
            };
            let level = if right { (run.level + 1) | 1 } else { (run.level + 2) & !1 };
            inside.push(runs.len());
            runs.push(Run::new(level));
        }
    }
    let mut levels = vec![ABSENT; row.len()];
    for run in &mut runs {
        run.resolve(row);
        for (&place, &kind) in run.places.iter().zip(&run.types) {
            levels[place] = run.implicit(kind);
        }
    }
    // L1: tabs, and blanks and isolates before them or at the end, are at the level of the line.
    let mut blank = true;
    for at in (0..row.len()).rev() {
        let kind = if is_isolate(controls[at]) || controls[at] == POP_ISOLATE { WS } else { classes[at] };
        if kind == S || (kind == WS && blank) {
            levels[at] = base;
            blank = true;
        } else if levels[at] != ABSENT {
            blank = false;
        }
    }
    levels
}

/// The places from left to right (L2), each with whether it is drawn mirrored (L4); no controls.
pub fn seen(row: &[u32], levels: &[u8], base: u8) -> Vec<(usize, bool)> {
    let mut order: Vec<usize> = (0..row.len()).filter(|&at| levels[at] != ABSENT).collect();
    let most = order.iter().map(|&at| levels[at]).max().unwrap_or(0);
    for least in (base - base % 2 + 1..=most).rev() {
        for run in order.split_mut(|&at| levels[at] < least) {
            run.reverse();
        }
    }
    order.retain(|&at| !is_control(row[at]));
    order.into_iter().map(|at| (at, levels[at] % 2 == 1 && is_mirrored(row[at]))).collect()
}
