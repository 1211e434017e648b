//! Consistency within a row: energies, power and time belong together, and the key agrees with the fields.

use super::row::Row;
use super::two_meters::CONTRADICTION;
use crate::flag::Flag;
use crate::present::plain;
use crate::words::{Word, Words};

/// Energies are written to the millijoule, idle power to a ten-thousandth of a watt, durations to the microsecond: rounding
/// may part both sides of an equation by this many joules, and by this many a second of the window.
const ROUNDING_J: f64 = 0.002;
/// See [`ROUNDING_J`].
const ROUNDING_W: f64 = 0.000_2;
/// No single card draws more than this where its limit is unknown, watts.
pub(crate) const MOST_W: f64 = 2000.0;
/// A chip is between these, degrees Celsius.
const TEMPERATURE_C: [u32; 2] = [1, 125];

impl Row {
    /// Returns the contradictions, each as a sentence. `limit_w` is the device's power limit, where the header states it.
    pub fn faults(&self, limit_w: Option<f64>, words: Words) -> Vec<String> {
        let mut found = Vec::new();
        self.energy_faults(limit_w, words, &mut found);
        self.meter_faults(words, &mut found);
        if self.reasons.is_empty() && !self.valid && self.gross_j.is_some() {
            found.push(words.text(Word::PHYSICS_NO_REASON).to_owned());
        }
        if let Some([start, end]) = self.temperature_c
            && [start, end].iter().any(|c| !(TEMPERATURE_C[0]..=TEMPERATURE_C[1]).contains(c))
        {
            let given = ["[", &start.to_string(), ", ", &end.to_string(), "]"].concat();
            found.push(words.say(Word::PHYSICS_TEMPERATURE, &[("given", &given)]));
        }
        if let (Some(images), Some(batch)) = (self.images, self.batch)
            && (batch == 0 || !images.is_multiple_of(batch))
        {
            let values = [("images", &*images.to_string()), ("batch", &batch.to_string())];
            found.push(words.say(Word::PHYSICS_BATCH, &values));
        }
        if let Some(trace) = &self.trace
            && !stays_within(trace)
        {
            found.push(words.say(Word::PHYSICS_TRACE, &[("given", trace)]));
        }
        if let Some(expected) = self.expected_key()
            && expected != self.key
        {
            found.push(words.say(Word::PHYSICS_KEY, &[("given", &self.key), ("expected", &expected)]));
        }
        found
    }

    fn energy_faults(&self, limit_w: Option<f64>, words: Words, found: &mut Vec<String>) {
        let seconds = self.duration_s;
        if self.valid && seconds <= 0.0 {
            found.push(words.say(Word::PHYSICS_LASTS, &[("given", &plain(seconds))]));
        }
        let positive = [
            ("gross_j", self.gross_j),
            ("counter_j", self.counter_j),
            ("edge_error_j", self.edge_error_j),
            ("idle_w", self.idle_w),
        ];
        for (field, value) in positive {
            if let Some(value) = value.filter(|value| *value < 0.0) {
                found
                    .push(words.say(Word::PHYSICS_BELOW_ZERO, &[("field", field), ("given", &plain(value))]));
            }
        }
        if let Some(gross) = self.gross_j.filter(|_| self.valid && seconds > 0.0) {
            let (watts, most) = (gross / seconds, limit_w.map_or(MOST_W, |limit| 2.0 * limit));
            if watts >= most || watts <= 0.0 {
                let values = [
                    ("joules", &*plain(gross)),
                    ("seconds", &plain(seconds)),
                    ("watts", &plain(watts.round())),
                    ("most", &plain(most)),
                ];
                found.push(words.say(Word::PHYSICS_POWER, &values));
            }
        }
        let Some(net) = self.net_j else { return };
        if let Some(gross) = self.gross_j.filter(|gross| net > gross + ROUNDING_J) {
            let values = [("net", &*plain(net)), ("gross", &plain(gross))];
            found.push(words.say(Word::PHYSICS_NET_ABOVE_GROSS, &values));
        }
        let Some(idle) = self.idle_w else {
            found.push(words.text(Word::PHYSICS_NO_IDLE).to_owned());
            return;
        };
        if let Some(gross) = self.gross_j {
            let expected = gross - idle * seconds;
            if (net - expected).abs() > ROUNDING_J + ROUNDING_W * seconds + 1e-6 * idle {
                let values = [("net", &*plain(net)), ("expected", &plain(rounded(expected, 1e3)))];
                found.push(words.say(Word::PHYSICS_NET, &values));
            }
        }
    }

    /// Counter and power, by whichever integral is nearer, as the window was judged.
    fn meter_faults(&self, words: Words, found: &mut Vec<String>) {
        let Some(counter) = self.counter_j.filter(|_| self.valid) else { return };
        let integrals =
            [self.integrated_j, self.integrated_average_j].into_iter().flatten().filter(|j| *j > 0.0);
        let nearest =
            integrals.map(|integral| counter / integral).min_by(|a, b| a.ln().abs().total_cmp(&b.ln().abs()));
        let [low, high] = CONTRADICTION;
        let said = self.reasons.contains(&Flag::MetersContradict);
        if let Some(ratio) = nearest.filter(|ratio| !said && !(low..=high).contains(ratio)) {
            found.push(words.say(Word::PHYSICS_CONTRADICT, &[("ratio", &words.fixed(ratio, 2))]));
        }
    }

    /// The key that the fields make; `None` for a row that names no model.
    fn expected_key(&self) -> Option<String> {
        let number = |value: Option<u32>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
        let word = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        let size = [number(self.width), number(self.height)].join("x");
        let (precision, guidance) = (word(&self.precision), word(&self.guidance));
        let batch = ["b", &self.batch.unwrap_or(1).to_string()].concat();
        Some([self.model.clone()?, size, number(self.steps), precision, guidance, batch].join("/"))
    }
}

fn rounded(value: f64, scale: f64) -> f64 {
    (value * scale).round() / scale
}

/// True if a path stays within its folder: names only, joined by slashes.
fn stays_within(path: &str) -> bool {
    !path.starts_with('/') && path.split('/').all(|part| part != ".." && part != ".")
}
