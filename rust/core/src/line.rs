//! What the words of a line tell: their scripts, and for each word the nearest that tell.

use std::cell::OnceCell;

use crate::alike::RARE;
use crate::scripts::Scripts;

/// What the words of a line tell.
pub struct Line {
    /// For each word the scripts that it tells.
    pub told: Vec<Scripts>,
    /// The scripts that some word tells.
    pub scripts: Scripts,
    /// For each of those, in order, the numbers of the words that tell it.
    tellers: OnceCell<Vec<(u8, Vec<usize>)>>,
}

impl Line {
    /// Collects what the words tell.
    pub fn new(told: Vec<Scripts>) -> Self {
        let scripts = told.iter().fold(Scripts::NONE, |all, told| all.or(*told));
        Self { told, scripts, tellers: OnceCell::new() }
    }

    fn tellers(&self) -> &[(u8, Vec<usize>)] {
        self.tellers.get_or_init(|| {
            let mut tellers: Vec<(u8, Vec<usize>)> = self.scripts.iter().map(|script| (script, Vec::new())).collect();
            for (number, told) in self.told.iter().enumerate() {
                for script in told.iter() {
                    if let Ok(place) = tellers.binary_search_by_key(&script, |teller| teller.0) {
                        tellers[place].1.push(number);
                    }
                }
            }
            tellers
        })
    }

    /// The script, one of some, that the nearest word tells; the word before wins a tie, then what is rare, then the lower number.
    pub fn nearest(&self, number: usize, among: Scripts) -> Option<u8> {
        let mut found: Option<(usize, u8, u8)> = None;
        for (script, words) in self.tellers() {
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
