//! Putting things in order: one sort for all of them, because each kind of sorting is a hundredth of a module for the browser.

use std::cmp::Ordering;

/// The places of so many things in their order; equals stay as they came.
#[inline(never)]
pub(super) fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

/// Compares names as people sort them: digits count as the number that they write, so that fold 2 comes before fold 10. Only equal
/// names are equal.
pub(super) fn natural(one: &str, other: &str) -> Ordering {
    by_numbers(one.as_bytes(), other.as_bytes()).then_with(|| one.cmp(other))
}

fn by_numbers(mut one: &[u8], mut other: &[u8]) -> Ordering {
    loop {
        let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (of_one, of_other) = (digits(one), digits(other));
        let (length, compared) = if of_one > 0 && of_other > 0 {
            let [number, against] = [&one[..of_one], &other[..of_other]].map(|digits| {
                let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
                &digits[zeros..]
            });
            ((of_one, of_other), number.len().cmp(&against.len()).then_with(|| number.cmp(against)))
        } else {
            ((1, 1), one.first().cmp(&other.first()))
        };
        if compared.is_ne() || one.is_empty() {
            return compared;
        }
        (one, other) = (&one[length.0..], &other[length.1..]);
    }
}

/// Groups of things that compare as equal, in their order; within a group as they came.
pub(super) fn groups(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for one in order(count, compare) {
        match groups.last_mut().filter(|group| compare(group[0], one).is_eq()) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups
}

/// Returns the number of each thing's group, and the first of each group; groups are numbered as they first come.
pub(super) fn numbered(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> (Vec<usize>, Vec<usize>) {
    let mut first_of = vec![0; count];
    for group in groups(count, compare) {
        for one in &group {
            first_of[*one] = group[0];
        }
    }
    let (mut number_of, mut firsts) = (vec![0; count], Vec::new());
    for one in 0..count {
        number_of[one] = if first_of[one] == one { firsts.len() } else { number_of[first_of[one]] };
        if first_of[one] == one {
            firsts.push(one);
        }
    }
    (number_of, firsts)
}

/// The places of things that are the first of their kind, where there are few kinds among many things: `same` is asked of each with those before.
pub(super) fn firsts(count: usize, same: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut firsts: Vec<usize> = Vec::new();
    for one in 0..count {
        // What comes next to each other is often alike.
        if !firsts.iter().rev().any(|first| same(*first, one)) {
            firsts.push(one);
        }
    }
    firsts
}

/// Each word once, in their order. Most come from one place in memory, so that few have to be compared letter by letter.
pub(super) fn distinct(words: Vec<&'static str>) -> Vec<&'static str> {
    let few = firsts(words.len(), &|a, b| std::ptr::eq(words[a], words[b]));
    let words: Vec<&'static str> = few.into_iter().map(|at| words[at]).collect();
    let groups = groups(words.len(), &|a, b| words[a].cmp(words[b]));
    groups.into_iter().map(|group| words[group[0]]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = ["10", "2", "1", "sd3.5-large", "sd2.1", "h100", "a100", "", "b", "01"];
        names.sort_by(|one, other| natural(one, other));
        assert_eq!(names, ["", "01", "1", "2", "10", "a100", "b", "h100", "sd2.1", "sd3.5-large"]);
    }

    #[test]
    fn groups_come_in_their_order_and_numbers_as_they_first_come() {
        let words = ["b", "a", "b", "c", "a"];
        let compare = |a: usize, b: usize| words[a].cmp(words[b]);
        assert_eq!(groups(5, &compare), [vec![1, 4], vec![0, 2], vec![3]]);
        assert_eq!(numbered(5, &compare), (vec![0, 1, 0, 2, 1], vec![0, 1, 3]));
        assert_eq!(distinct(words.to_vec()), ["a", "b", "c"]);
        assert_eq!(firsts(5, &|a, b| words[a] == words[b]), [0, 1, 3]);
        // Equal words from different places in memory are one all the same.
        let elsewhere: &'static str = String::from("a").leak();
        assert_eq!(distinct(vec!["a", elsewhere]), ["a"]);
    }
}
