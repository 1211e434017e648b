//! What places of the page hold, so that one is written again only when it changes, and what a person opened stays open.

/// Texts by the place that they were written into.
#[derive(Debug, Default)]
pub struct Held(Vec<String>);

impl Held {
    /// Keeps what a place is to hold. Whether it held something else, and has to be written.
    pub fn changes(&mut self, place: usize, text: &str) -> bool {
        if self.0.len() <= place {
            self.0.resize(place + 1, String::new());
        }
        match self.0.get_mut(place) {
            Some(held) if held != text => {
                text.clone_into(held);
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_changes_when_its_text_does() {
        let mut held = Held::default();
        assert!(held.changes(1, "one"));
        assert!(!held.changes(1, "one"));
        assert!(held.changes(0, "one") && held.changes(1, "two"));
        assert!(!held.changes(0, "one") && !held.changes(2, ""), "nothing is there at first");
    }
}
