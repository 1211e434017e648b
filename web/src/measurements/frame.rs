//! What the panel holds before a file is chosen: the place for files, and what becomes of them.

use maud::{Markup, html};

/// Kinds of files that a person can bring, by how their names end.
pub const ENDINGS: &str = ".jsonl,.csv,.json";

/// The place for files, and what becomes of them.
pub fn frame() -> Markup {
    html! {
        p.about {
            "Bring an observation file (" code { ".jsonl" } ") or a table (" code { ".csv" } ") to see your GPU beside ours and to fit a law to "
            "it, or a fit file (" code { ".json" } ") to use its coefficients here."
        }
        div.drop data-drop {
            label { "Choose a file, or drop one here" input type="file" name="measurements" accept=(ENDINGS); }
        }
        p.privacy { "Your files are read in this browser and nowhere else: nothing is uploaded." }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_for_files_says_that_nothing_is_uploaded() {
        let markup = frame().into_string();
        assert!(markup.contains("type=\"file\"") && markup.contains("nothing is uploaded"), "{markup}");
    }
}
