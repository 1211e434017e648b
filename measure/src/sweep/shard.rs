//! A part of a sweep: `i/n`, or the task of a Slurm job array.

use std::str::FromStr;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};

/// Part `index` of `of`, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shard {
    /// Number of the part, from 1.
    pub index: u32,
    /// Number of parts.
    pub of: u32,
}

impl Shard {
    /// The whole sweep.
    pub const WHOLE: Self = Self { index: 1, of: 1 };

    /// True if the job at that place of the order (from 0) belongs to it: jobs are dealt out like cards, so that every
    /// part gets its share of each kind.
    #[must_use]
    pub fn has(self, place: usize) -> bool {
        place % self.of as usize == self.index as usize - 1
    }

    /// Part of this part, for one of several cards: card `index` (from 0) of `of`.
    #[must_use]
    pub fn split(self, index: u32, of: u32) -> Self {
        Self { index: self.index + index * self.of, of: self.of * of }
    }

    /// From the variables that Slurm sets for a task of a job array.
    fn from_slurm(variable: impl Fn(&str) -> Option<String>) -> anyhow::Result<Self> {
        let number = |name: &str| -> anyhow::Result<u32> {
            let text = variable(name).with_context(|| {
                format!("--shard slurm: {name} is not set; submit a job array (sbatch --array=1-4 ...), or give i/n")
            })?;
            text.parse().with_context(|| format!("--shard slurm: {name}={text} is not a whole number"))
        };
        let (id, least, of) = (
            number("SLURM_ARRAY_TASK_ID")?,
            number("SLURM_ARRAY_TASK_MIN")?,
            number("SLURM_ARRAY_TASK_COUNT")?,
        );
        let most = number("SLURM_ARRAY_TASK_MAX")?;
        ensure!(
            most >= least && most - least + 1 == of,
            "--shard slurm: the array must be one range without gaps or steps, such as --array=1-{of}"
        );
        ensure!(id >= least && id <= most, "--shard slurm: task {id} is outside {least} to {most}");
        Ok(Self { index: id - least + 1, of })
    }
}

impl FromStr for Shard {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        if text == "slurm" {
            return Self::from_slurm(|name| std::env::var(name).ok());
        }
        let numbers = text.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
        let (index, of): (u32, u32) = numbers.with_context(|| {
            format!("shard {text:?}: give i/n, for example 2/8, or slurm inside a job array")
        })?;
        ensure!(index >= 1 && index <= of && of <= MOST, "shard {text}: give i/n with 1 <= i <= n <= {MOST}");
        Ok(Self { index, of })
    }
}

/// The most parts.
const MOST: u32 = 100_000;

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_out_everything_once_also_when_split_again() {
        for of in 1..6 {
            for cards in 1..4 {
                let parts: Vec<Shard> = (1..=of)
                    .flat_map(|index| (0..cards).map(move |card| Shard { index, of }.split(card, cards)))
                    .collect();
                for place in 0..50 {
                    assert_eq!(
                        parts.iter().filter(|shard| shard.has(place)).count(),
                        1,
                        "{of} {cards} {place}"
                    );
                }
            }
        }
    }

    #[test]
    fn wrong_shards_are_told_and_a_slurm_task_is_one() {
        for wrong in ["0/4", "5/4", "1/0", "4", "a/b", "-1/2", "1/2/3"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
        let slurm = |id: &str, least: &str, most: &str, count: &str| {
            let values = [("ID", id), ("MIN", least), ("MAX", most), ("COUNT", count)]
                .map(|(name, value)| (format!("SLURM_ARRAY_TASK_{name}"), value.to_owned()));
            Shard::from_slurm(|name| values.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()))
        };
        assert_eq!(slurm("3", "0", "3", "4").unwrap(), Shard { index: 4, of: 4 });
        assert!(slurm("1", "1", "9", "5").unwrap_err().to_string().contains("without gaps"));
        assert!(Shard::from_slurm(|_| None).unwrap_err().to_string().contains("job array"));
    }
}
