//! Reasons grouped and counted: a fault that many rows share is told once, with its first place.

use std::collections::HashMap;

/// A reason with the place where it was first found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group<T> {
    /// First occurrence.
    pub first: T,
    /// Number of occurrences.
    pub count: usize,
}

impl<T> Group<T> {
    /// Says how many more there are.
    #[must_use]
    pub fn others(&self) -> String {
        match self.count - 1 {
            0 => String::new(),
            1 => " (and 1 more row)".to_owned(),
            more => format!(" (and {more} more rows)"),
        }
    }
}

/// Groups what differs in numbers only, in the order in which each was first found.
pub fn grouped<T>(found: impl IntoIterator<Item = T>, reason: impl Fn(&T) -> &str) -> Vec<Group<T>> {
    let mut groups: Vec<Group<T>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for one in found {
        let at = *known.entry(without_numbers(reason(&one))).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.count += 1,
            None => groups.push(Group { first: one, count: 1 }),
        }
    }
    groups
}

/// A sentence with every number replaced by one sign. Names keep their digits.
fn without_numbers(text: &str) -> String {
    let numeric = |word: &str| {
        let number = word.trim_matches(|c: char| c.is_ascii_punctuation());
        number.parse::<f64>().is_ok()
    };
    let words = text.split(' ').map(|word| if numeric(word) { "#" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_in_numbers_only_is_one_reason() {
        let found = [
            "a mean of 0.07 W is not between the 57 and 1050 W that h100-sxm draws; likely Wh",
            "width: 1023 is no multiple of 8",
            "a mean of 12 W is not between the 57 and 1050 W that h100-sxm draws; likely Wh",
            "a mean of 12 W is not between the 57 and 1050 W that l40s draws; likely Wh",
            "width: '1021' is no multiple of 8",
        ];
        let groups = grouped(found, |reason| reason);
        let counts: Vec<usize> = groups.iter().map(|group| group.count).collect();
        assert_eq!(counts, [2, 2, 1]);
        assert_eq!(groups[0].first, found[0]);
        assert_eq!(groups[0].others(), " (and 1 more row)");
    }
}
