//! Rows that were given before, whatever file they came in.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Observed;
use super::observed::configuration;
use super::row::Row;
use crate::regress::timing::Timing;

/// The rows that were taken so far.
#[derive(Debug, Clone, Default)]
pub struct RowsSeen {
    rows: HashSet<u64>,
    /// Sources that name themselves, or `None` for a file's name, by what was measured.
    observed: HashMap<u64, Vec<Option<String>>>,
}

impl RowsSeen {
    /// Takes a row of an observation file; `false` where it was taken before. A repeat has a start of its own, so that equal rows are one row.
    pub fn take_row(&mut self, row: &Row) -> bool {
        let numbers = [row.gross_j, row.net_j, row.counter_j, Some(row.duration_s)];
        self.rows.insert(hash(&(&row.key, row.repeat, &row.started, row.stage, numbers.map(bits))))
    }

    /// Takes a row of a table; `false` where one of the same configuration, energy, duration and images was taken before, of the same source or of
    /// none that is named: a copy of a file has another name.
    pub fn take_observed(&mut self, observed: &Observed) -> bool {
        let numbers = [Some(observed.energy.joules()), observed.seconds].map(bits);
        let key = hash(&(observed.configuration(), observed.boundary as u8, numbers, observed.images));
        self.take_sourced(key, &observed.source, &observed.place)
    }

    /// Takes a row with a duration and no energy; true if it is new.
    pub fn take_timing(&mut self, timing: &Timing) -> bool {
        let configuration = configuration(&timing.workload, timing.gpu);
        let key = hash(&(configuration, timing.timed as u8, timing.seconds.to_bits()));
        self.take_sourced(key, &timing.source, &timing.place)
    }

    fn take_sourced(&mut self, key: u64, source: &str, place: &str) -> bool {
        let source = (!place.starts_with(source)).then(|| source.to_owned());
        let known = self.observed.entry(key).or_default();
        let twice = known.iter().any(|other| other.is_none() || source.is_none() || *other == source);
        if !twice {
            known.push(source);
        }
        !twice
    }
}

fn bits(number: Option<f64>) -> Option<u64> {
    number.map(f64::to_bits)
}

fn hash(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regress::table;

    fn new_of(taken: &mut RowsSeen, name: &str, rows: &str) -> usize {
        let text = ["model,gpu,energy_j,steps,source\n", rows].concat();
        let rows = table::read(name, text.as_bytes()).unwrap().rows;
        rows.iter().filter(|row| taken.take_observed(row)).count()
    }

    #[test]
    fn a_copy_under_another_name_is_no_new_row_and_another_laboratory_is() {
        let mut taken = RowsSeen::default();
        assert_eq!(new_of(&mut taken, "a.csv", "sdxl,h100,900,20,\nsdxl,h100,901,20,\n"), 2);
        assert_eq!(new_of(&mut taken, "b.csv", "sdxl,h100,901,20,\nsdxl,h100,902,20,\n"), 1);
        assert_eq!(new_of(&mut taken, "c.csv", "sdxl,h100,905,20,ours\nsdxl,h100,905,20,theirs\n"), 2);
        assert_eq!(new_of(&mut taken, "d.csv", "sdxl,h100,905,20,ours\n"), 0);
    }

    #[test]
    fn a_duration_given_twice_counts_once() {
        let mut taken = RowsSeen::default();
        let mut new_of = |name: &str, rows: &str| {
            let text = ["model,gpu,duration_s,stage,source\n", rows].concat();
            let timings = table::read(name, text.as_bytes()).unwrap().timings;
            timings.iter().filter(|timing| taken.take_timing(timing)).count()
        };
        assert_eq!(new_of("a.csv", "sdxl,h100,3,image,\nsdxl,h100,0.1,step,\n"), 2);
        assert_eq!(new_of("b.csv", "sdxl,h100,3,image,\nsdxl,h100,4,image,\n"), 1);
        assert_eq!(new_of("c.csv", "sdxl,h100,2,image,ours\nsdxl,h100,2,image,theirs\n"), 2);
    }
}
