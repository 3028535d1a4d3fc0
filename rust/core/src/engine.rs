//! The one way through: parse, decide line by line, and say what changed as edits.

use std::ops::Range;

use crate::Rules;
use crate::facts::{self, class};
use crate::look;
use crate::reasons::{kind, reason};
use crate::short::Short;
use crate::text::Unit;
use crate::wide::Kind;
use crate::work::{Cell, UNTOUCHED, Work, action};
use crate::{clusters, drawn, folds, formats, hangul, joiners, marks, normal, parse, prefer, sequences, twins, words};

const LINE_FEED: u32 = 0x0A;
/// The combining enclosing keycap.
const KEYCAP: u32 = 0x20E3;

/// A span of a block and what stands there in the clean text.
#[derive(Clone, Copy, Debug)]
pub struct Edit {
    /// The first code point.
    pub start: usize,
    /// The code point after the last.
    pub end: usize,
    /// Where its replacement begins and ends in the list of all.
    pub from: usize,
    /// As above.
    pub to: usize,
    /// Why.
    pub why: u8,
}

/// Decides blocks, one after the other, and keeps what it needs for that.
pub struct Engine {
    /// The rules, and what went and why.
    pub work: Work,
    /// What changes in the block decided last.
    pub edits: Vec<Edit>,
    replacements: Vec<u32>,
    row: Vec<Cell>,
    output: Vec<Cell>,
    short: Short,
}

impl Engine {
    /// An engine for some rules.
    pub fn new(rules: &Rules) -> Self {
        Self {
            work: Work::new(rules),
            edits: Vec::new(),
            replacements: Vec::new(),
            row: Vec::new(),
            output: Vec::new(),
            short: Short::new(rules),
        }
    }

    /// What stands in the clean text in place of an edit's span.
    pub fn replacement(&self, edit: &Edit) -> &[u32] {
        &self.replacements[edit.from..edit.to]
    }

    /// Decides one block: a span of text that ends with a line feed, as nothing is decided across one.
    pub fn decide<U: Unit>(&mut self, text: &[U]) {
        self.work.begin(text.len());
        if !self.short.decide(text, &mut self.edits, &mut self.replacements) {
            self.decide_at_length(text);
        }
    }

    /// As [`Self::decide`], step by step.
    pub fn decide_at_length<U: Unit>(&mut self, text: &[U]) {
        self.work.begin(text.len());
        self.row.clear();
        self.output.clear();
        parse::cells(&mut self.work, text, &mut self.row);
        if self.work.has(look::NEWLINE) || self.row.len() > parse::SEGMENT {
            self.lines();
        } else {
            // One line: nothing but its line feed may end it.
            let ending = self.row.last().copied().filter(|last| last.cp == LINE_FEED);
            self.row.truncate(self.row.len() - usize::from(ending.is_some()));
            let row = std::mem::take(&mut self.row);
            self.row = std::mem::replace(&mut self.output, decide(&mut self.work, row));
            folds::trailing(&mut self.work, &mut self.output);
            self.output.extend(ending);
        }
        self.compare(text);
    }

    /// Decides the lines of the block one by one.
    fn lines(&mut self) {
        let looks = self.work.looks;
        let mut begin = 0;
        let mut ending = Vec::new();
        let mut piece = Vec::new();
        while let Some(line) = parse::next_line(&mut self.work, &self.row, &mut begin, &mut ending) {
            let mut start = line.start;
            while start < line.end {
                start = parse::segment(&mut self.work, &self.row[..line.end], start, &mut piece);
                self.work.seen = piece.iter().fold(0, |seen, cell| seen | looks.of(cell.cp));
                let mut decided = decide(&mut self.work, std::mem::take(&mut piece));
                folds::trailing(&mut self.work, &mut decided);
                self.output.append(&mut decided);
            }
            self.output.append(&mut ending);
        }
    }

    /// Compares each input code point with the cells that came of it.
    fn compare<U: Unit>(&mut self, text: &[U]) {
        self.edits.clear();
        self.replacements.clear();
        let (mut at, mut next, mut latest) = (0, 0, 0);
        while at < text.len() {
            if latest <= at {
                let same = self.same(text, at, next);
                if same > 0 {
                    (at, next) = (at + same, next + same);
                    latest = at - 1;
                    continue;
                }
            }
            let first = next;
            // Marks may have changed places: what moved back belongs to the later place.
            while let Some(cell) = self.output.get(next).filter(|cell| cell.at.max(latest) <= at) {
                latest = latest.max(cell.at);
                next += 1;
            }
            self.edit(text[at].into(), at, first..next);
            at += 1;
        }
    }

    /// How many code points from an index on have become one cell each, the same, that stands where they stood.
    fn same<U: Unit>(&self, text: &[U], at: usize, next: usize) -> usize {
        let pairs = self.output[next..].iter().zip(text[at..].iter()).zip(at..);
        let same = pairs.take_while(|((cell, unit), at)| cell.at == *at && cell.cp == (**unit).into()).count();
        // The last of them may have more cells than that one.
        let more = self.output.get(next + same).is_some_and(|cell| cell.at < at + same);
        same - usize::from(more && same > 0)
    }

    /// Notes what has become of one code point, if it is not the same.
    fn edit(&mut self, cp: u32, at: usize, cells: Range<usize>) {
        let cells = &self.output[cells];
        if matches!(cells, [cell] if cell.cp == cp) {
            return;
        }
        let why = cells.iter().find_map(Cell::reason).or_else(|| self.work.gone(at)).unwrap_or_else(|| {
            // What was swallowed went for the reason of what stands before it.
            let before = self.edits.last().filter(|last| last.end == at && cells.is_empty());
            before.map_or(reason::COMPOSITION, |last| last.why)
        });
        // What goes joins what went or was replaced before it.
        match self.edits.last_mut() {
            Some(last) if cells.is_empty() && last.end == at && last.why == why => last.end = at + 1,
            _ => {
                let from = self.replacements.len();
                self.replacements.extend(cells.iter().map(|cell| cell.cp));
                self.edits.push(Edit { start: at, end: at + 1, from, to: self.replacements.len(), why });
            }
        }
    }

    /// Gives the findings of the block decided last: its edits, and what is only reported where nothing changed.
    pub fn findings(&mut self, mut found: impl FnMut(Range<usize>, Option<&[u32]>, u8)) {
        let mut reports = std::mem::take(&mut self.work.reports);
        reports.sort_unstable();
        reports.dedup();
        let mut edits = self.edits.iter().peekable();
        let mut open: Option<(Range<usize>, u8)> = None;
        for &(at, why) in &reports {
            if let Some((span, last)) = &mut open {
                if span.end > at {
                    continue;
                }
                let changes = edits.peek().is_some_and(|edit| edit.start <= at);
                if span.end == at && *last == why && !changes {
                    span.end = at + 1;
                    continue;
                }
            }
            if let Some((span, last)) = open.take() {
                found(span, None, last);
            }
            let mut covered = false;
            while let Some(edit) = edits.peek().filter(|edit| edit.start <= at) {
                if edit.end > at {
                    covered = true;
                    break;
                }
                found(edit.start..edit.end, Some(&self.replacements[edit.from..edit.to]), edit.why);
                edits.next();
            }
            if !covered {
                open = Some((at..at + 1, why));
            }
        }
        if let Some((span, last)) = open {
            found(span, None, last);
        }
        for edit in edits {
            found(edit.start..edit.end, Some(self.replacement(edit)), edit.why);
        }
        self.work.reports = reports;
    }
}

/// Applies the rules of context to one line (or one piece of a very long line).
///
/// The order matters: each step sees what the steps before it have settled, and no later step undoes what an earlier one relied on.
/// A step is left out where the line has nothing that it is about.
fn decide(work: &mut Work, mut row: Vec<Cell>) -> Vec<Cell> {
    if work.text_mode && work.has(look::FORMAT) {
        row = formats::resolve(work, row);
    }
    if work.has(look::SELECTOR | look::SEQUENCE) {
        row = sequences::resolve(work, &row);
    }
    let normalize = work.rewrites(kind::NORMALIZATION);
    if normalize && work.has(look::DECOMPOSES) {
        row = normal::decompose(work.looks, row, |cp| work.see(&[cp]));
    }
    let kind = if work.has(look::EAST_ASIAN) { Kind::of(&row) } else { Kind::Narrow };
    if work.has(look::COMPATIBILITY | look::ONLY_EAST_ASIAN) {
        row = folds::compatibility(work, row, kind);
    }
    if normalize && work.has(look::ORDERED) {
        normal::reorder(work.looks, &mut row);
    }
    let has_marks = normalize && work.has(look::ORDERED | look::MARK);
    if has_marks {
        order(work, &mut row);
    }
    if work.has(look::JOINER) {
        row = joiners::resolve(work, row);
        if has_marks {
            normal::reorder(work.looks, &mut row);
            order(work, &mut row);
        }
    }
    if has_marks {
        row = marks::once(work, row);
    }
    if normalize && work.has(look::PREFERS) {
        row = prefer::resolve(work, row);
    }
    if work.has(look::JAMO) {
        row = hangul::resolve(work, row);
    }
    if work.has(look::BLANK | look::ONLY_EAST_ASIAN) {
        row = folds::blanks(work, row, kind);
    }
    let groups = work.seen & look::GROUPS;
    if look::may_mix(groups, work.seen, work.strict) || work.has(look::RARE_LETTER | look::CROWDED | look::STRAY) {
        if normalize {
            row = normal::part(row, |cp| work.see(&[cp]));
        }
        if work.has(look::TWIN) {
            row = twins::settle_digits(work, row);
        }
        row = words::resolve(work, row);
    }
    if work.has(look::TWIN | look::EAST_ASIAN | look::ONLY_EAST_ASIAN) {
        row = twins::resolve(work, row);
    }
    if normalize && work.has(look::ORDERED | look::UNSTABLE) {
        drawn::resolve(work, &mut row);
    }
    if normalize && work.has(look::PREFERS) {
        row = prefer::resolve(work, row);
    }
    if work.has(look::PUNCTUATION | look::OWN | look::ONLY_EAST_ASIAN) {
        row = folds::punctuation(work, row, kind);
    }
    if work.action_of(kind::MARKS) != action::KEEP && work.has(look::MARK) {
        row = marks::cap(work, row);
    }
    if normalize && work.has(look::ORDERED | look::MARK) {
        normal::reorder(work.looks, &mut row);
        clusters::order(work.looks, &mut row);
        row = marks::once(work, row);
    }
    if normalize && work.has(look::DOT) {
        row = marks::undot(work, row);
    }
    if normalize && work.has(look::COMPOSES | look::ORDERED) {
        normal::reorder(work.looks, &mut row);
        normal::compose(work.looks, &mut row, i16::from(reason::COMPOSITION));
    }
    if work.has(look::SELECTOR | look::SEQUENCE) {
        row = selected(work, row);
    }
    row
}

/// Orders the marks of a line in canonical order; letters that are known by the marks beside them are settled first.
fn order(work: &mut Work, row: &mut [Cell]) {
    if work.has(look::ORDERED | look::UNSTABLE) {
        drawn::resolve(work, row);
    }
    clusters::order(work.looks, row);
}

/// Drops a selector whose base another rule has changed; qualifies a keycap whose base became ASCII.
fn selected(work: &mut Work, row: Vec<Cell>) -> Vec<Cell> {
    let looks = work.looks;
    let mut result: Vec<Cell> = Vec::with_capacity(row.len() + 1);
    for cell in row {
        if looks.of(cell.cp) & (look::SELECTOR | look::SEQUENCE) == 0 {
            result.push(cell);
            continue;
        }
        let base = result.last().copied();
        let dangles = cell.why == UNTOUCHED
            && facts::klass(cell.cp) == class::VARIATION
            && base.is_some_and(|base| base.changed() && !sequences::selects(base.cp, cell.cp));
        if dangles {
            work.settle(cell, reason::SELECTOR, &[], &mut result);
            continue;
        }
        if cell.cp == KEYCAP
            && work.action_of(kind::VARIATION) == action::REPLACE
            && let Some(base) = base.filter(|base| sequences::is_bare_keycap(base.cp))
        {
            result.push(Cell::made(sequences::EMOJI_STYLE, base.at, reason::QUALIFY));
        }
        result.push(cell);
    }
    result
}
