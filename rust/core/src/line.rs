//! What the words of a line tell: their scripts, and for each word the nearest that tell.

use crate::alike::RARE;
use crate::scripts::Scripts;

/// What the words of a line tell.
#[derive(Default)]
pub struct Line {
    /// The scripts that some word tells.
    pub scripts: Scripts,
    /// For each of those the numbers of the words that tell it, found only where they are asked for.
    tellers: Vec<(u8, Vec<usize>)>,
    /// How many words tell something, and how many there are.
    pub told: usize,
    pub words: usize,
}

impl Line {
    /// A line whose words tell these scripts.
    pub fn new(scripts: Scripts) -> Self {
        Self { scripts, tellers: Vec::new(), told: 0, words: 0 }
    }

    /// Notes that a word, with a higher number than those before it, tells some scripts.
    pub fn tell(&mut self, number: usize, told: Scripts) {
        for script in told.iter() {
            match self.tellers.iter_mut().find(|teller| teller.0 == script) {
                Some(teller) => teller.1.push(number),
                None => self.tellers.push((script, vec![number])),
            }
        }
    }

    /// Whether a line is of a script: no word tells another, and more of its words tell it than tell nothing.
    pub fn is_of(&self, scripts: Scripts) -> bool {
        self.scripts == scripts && 2 * self.told > self.words
    }

    /// The script, one of some, that the nearest word tells; the word before wins a tie, then what is rare, then the lower number.
    pub fn nearest(&self, number: usize, among: Scripts) -> Option<u8> {
        let mut found: Option<(usize, u8, u8)> = None;
        for (script, words) in &self.tellers {
            if !among.contains(*script) {
                continue;
            }
            let before = words.partition_point(|&word| word < number);
            let after = words.partition_point(|&word| word <= number);
            let order = script.wrapping_sub(RARE);
            let before = before.checked_sub(1).map(|at| (number - words[at], 0, order));
            let after = words.get(after).map(|word| (word - number, 1, order));
            found = [found, before, after].into_iter().flatten().min();
        }
        found.map(|(_, _, order)| order.wrapping_add(RARE))
    }
}
