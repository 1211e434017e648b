//! The names of a table's columns.

#[cfg(feature = "names")]
use strsim::jaro_winkler;

use crate::other_names::{SAME, UNCLEAR};

/// Similarity (Jaro and Winkler's, 0 to 1) from which a name is a known one with a slip.
#[cfg(feature = "names")]
const SLIP: f64 = 0.92;

/// Meaning of a column head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head<'k> {
    /// A known column.
    Known(&'k str),
    /// The numbers of rows, as pandas and spreadsheets write them.
    Index,
    /// A column of the writer's own.
    Own,
}

impl<'k> Head<'k> {
    /// Reads a name among those that are known: in any case, with blanks or hyphens, as diffusers calls it.
    pub fn of(head: &str, known: &[&'k str]) -> Self {
        let tidy = tidy(head);
        let own = SAME.iter().find(|(other, _)| *other == tidy).map_or(&*tidy, |(_, own)| own);
        match known.iter().find(|known| **known == own) {
            Some(known) => Self::Known(known),
            None if tidy.is_empty() || tidy == "index" || tidy.starts_with("unnamed:") => Self::Index,
            None => Self::Own,
        }
    }
}

/// Returns the known column, absent from a table, that a name of its own is likely to mean: `energy_wh`, `guidance_scale` and, with the
/// feature `names`, `widht`.
pub fn likely<'k>(head: &str, absent: &[&'k str]) -> Option<&'k str> {
    let tidy = tidy(head);
    let stem = |known: &str| known.split('_').next().unwrap_or_default().to_owned();
    let measure =
        |known: &&&str| ["energy_j", "duration_s"].contains(*known) && tidy.starts_with(&stem(known));
    let unclear = UNCLEAR.iter().find(|(other, _)| *other == tidy).map(|(_, own)| *own);
    let found = absent.iter().find(measure).or_else(|| absent.iter().find(|known| unclear == Some(**known)));
    #[cfg(feature = "names")]
    let found = found.or_else(|| absent.iter().find(|known| jaro_winkler(&tidy, known) >= SLIP));
    found.copied()
}

/// Returns a name in small letters, with underscores between its words.
pub fn tidy(head: &str) -> String {
    head.trim().to_lowercase().replace([' ', '-'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 7] = ["model", "gpu", "width", "steps", "text_tokens", "energy_j", "duration_s"];

    #[test]
    fn names_are_read_as_people_write_them() {
        for (head, expected) in [
            ("model", Head::Known("model")),
            (" Text Tokens", Head::Known("text_tokens")),
            ("ENERGY_J", Head::Known("energy_j")),
            ("num_inference_steps", Head::Known("steps")),
            ("", Head::Index),
            ("Unnamed: 0", Head::Index),
            ("prompt", Head::Own),
        ] {
            assert_eq!(Head::of(head, &KNOWN), expected, "{head}");
        }
    }

    #[test]
    fn what_says_less_than_a_setting_is_no_column_of_ones_own() {
        assert_eq!(likely("CFG scale", &["guidance"]), Some("guidance"));
        assert_eq!(likely("resolution", &["width", "height"]), Some("width"));
        assert_eq!(likely("guidance_scale", &["width"]), None, "guidance is there");
    }

    #[cfg(feature = "names")]
    #[test]
    fn a_slip_is_no_column_of_ones_own() {
        for (head, expected) in [
            ("widht", Some("width")),
            ("energy_wh", Some("energy_j")),
            ("Energy (kWh)", Some("energy_j")),
            ("duration_ms", Some("duration_s")),
            ("prompt", None),
            ("seed", None),
            ("id", None),
            ("notes", None),
        ] {
            assert_eq!(likely(head, &KNOWN), expected, "{head}");
        }
    }
}
