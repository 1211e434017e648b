//! Meanings of parts of a name, and the names nearest to an unknown one.

use strsim::jaro_winkler;

use super::found::{Found, Named};
use super::plain::words;

/// Similarity (Jaro and Winkler's, 0 to 1) from which a name is near another.
const NEAR: f64 = 0.86;

/// Near names at most.
const MOST_NEAR: usize = 3;

/// Words that many names have and that tell nothing apart.
const COMMON: [&str; 1] = ["rtx"];

/// Finds what a part of a name means, or what comes near it.
pub(super) fn find<T: Copy>(given: &str, plain: &str, all: &[Named<T>]) -> Found<T> {
    let words = telling(given);
    if words.is_empty() {
        return Found::Near(Vec::new());
    }
    let having = |same: fn(&str, &str) -> bool| -> Vec<T> {
        all.iter().filter(|named| has_all(named, &words, same)).map(|named| named.thing).collect()
    };
    let (whole, loose) = (having(is_word), having(is_end_of_word));
    let own: Vec<T> = all.iter().filter(|named| is_own(named, &words)).map(|named| named.thing).collect();
    match (whole.as_slice(), loose.as_slice()) {
        ([one], [_]) => Found::One(*one),
        _ if own.len() == 1 && !whole.is_empty() => Found::One(own[0]),
        ([], []) => Found::Near(nearest(plain, &words, all)),
        ([], _) => Found::Near(loose),
        _ => Found::Several(loose),
    }
}

/// Returns the words of a name that tell it from others: not the kind of its memory, nor what many have.
fn telling(name: &str) -> Vec<String> {
    let mut words = words(name);
    words.retain(|word| {
        !COMMON.contains(&&**word) && !["hbm", "gddr"].iter().any(|memory| word.starts_with(memory))
    });
    words
}

/// Returns true where every word is one of a thing's, and one of them begins a name of it.
fn has_all<T>(named: &Named<T>, given: &[String], same: fn(&str, &str) -> bool) -> bool {
    let names: Vec<Vec<String>> = named.names.iter().map(|name| telling(name)).collect();
    let begins = |word: &String| names.iter().filter_map(|name| name.first()).any(|first| same(word, first));
    let known = |word: &String| names.iter().flatten().chain(&named.also).any(|known| same(word, known));
    given.iter().all(known) && given.iter().any(begins)
}

/// Returns true where the words are those of a thing's first name, in any order, but for what may stand beside it: `4090 24GB` is the RTX 4090
/// and not its laptop variant.
fn is_own<T>(named: &Named<T>, given: &[String]) -> bool {
    let Some(first) = named.names.first() else { return false };
    let own = telling(first);
    let beside = |word: &&String| own.contains(word) || !named.also.contains(word);
    let mut left = own.clone();
    for word in given.iter().filter(beside) {
        match left.iter().position(|other| other == word) {
            Some(place) => left.remove(place),
            None => return false,
        };
    }
    left.is_empty()
}

/// Returns true for the same word, and for one that leaves out a number at its end: `sxm` for `sxm4`.
fn is_word(given: &str, known: &str) -> bool {
    let number = known.strip_prefix(given).unwrap_or("-");
    number.bytes().all(|byte| byte.is_ascii_digit())
        && (number.is_empty() || given.len() >= 3 && !ends_in_digit(given))
}

fn ends_in_digit(word: &str) -> bool {
    word.bytes().last().is_some_and(|byte| byte.is_ascii_digit())
}

/// Returns true, beyond [`is_word`], for the number of a word that has one letter before it: `6000` and `a6000`.
fn is_end_of_word(given: &str, known: &str) -> bool {
    let number = given.len() >= 4 && given.bytes().all(|byte| byte.is_ascii_digit());
    is_word(given, known) || (number && known.len() == given.len() + 1 && known.ends_with(given))
}

/// Returns what comes near a name: by its letters, or by a word that begins one of a thing's names.
fn nearest<T: Copy>(plain: &str, given: &[String], all: &[Named<T>]) -> Vec<T> {
    let similarity = |named: &Named<T>| {
        let letters = named.names.iter().map(|name| jaro_winkler(plain, &super::plain::plain(name)));
        let begins = named.names.iter().any(|name| {
            telling(name).first().is_some_and(|first| given.iter().any(|word| is_end_of_word(word, first)))
        });
        letters.fold(if begins { NEAR } else { 0.0 }, f64::max)
    };
    let mut near: Vec<(f64, T)> = Vec::new();
    for named in all {
        let similarity = similarity(named);
        if similarity >= NEAR {
            // A sorted insertion: each kind of sorting is 1.6 kB on the wire.
            let place = near.partition_point(|(other, _)| *other >= similarity);
            near.insert(place, (similarity, named.thing));
        }
    }
    near.into_iter().take(MOST_NEAR).map(|(_, thing)| thing).collect()
}
