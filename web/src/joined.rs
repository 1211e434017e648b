//! Texts with something between them.

/// Several texts as one. For all that is joined on the page: the library's `join` is compiled anew for each kind of text, and large.
pub fn joined(texts: &[String], between: &str) -> String {
    let mut all = String::new();
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            all.push_str(between);
        }
        all.push_str(text);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn what_is_between_stands_between_only() {
        let texts = ["a", "", "c"].map(str::to_owned);
        assert_eq!(joined(&texts, ", "), "a, , c");
        assert_eq!((joined(&texts[..1], "-"), joined(&[], "-")), ("a".to_owned(), String::new()));
    }
}
