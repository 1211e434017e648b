//! The columns of a table of measurements, and a template to fill in.

use maud::{Markup, html};
use wattpix_core::words::{Word, Words};

use crate::say::{Told, tell};

/// A column of a table of measurements.
pub struct Column {
    name: &'static str,
    example: &'static str,
    meaning: Word,
}

const fn column(name: &'static str, example: &'static str, meaning: Word) -> Column {
    Column { name, example, meaning }
}

/// The columns that are needed, then those that may be left out.
pub const COLUMNS: [Column; 14] = [
    column("model", "flux1-dev", Word::FORM_MODEL),
    column("gpu", "h100-sxm", Word::FORM_GPU),
    column("energy_j", "9200", Word::MEASUREMENTS_ENERGY_COLUMN),
    column("duration_s", "19.5", Word::MEASUREMENTS_DURATION_COLUMN),
    column("images", "2", Word::FORM_IMAGES),
    column("width", "1024", Word::FORM_WIDTH),
    column("height", "1024", Word::FORM_HEIGHT),
    column("steps", "28", Word::FORM_STEPS),
    column("guidance", "off", Word::FORM_GUIDANCE),
    column("precision", "bf16", Word::FORM_PRECISION),
    column("batch", "1", Word::FORM_BATCH),
    column("text_tokens", "512", Word::FORM_TEXT_TOKENS),
    column("boundary", "net", Word::FORM_BOUNDARY),
    column("source", "my lab", Word::MEASUREMENTS_SOURCE_COLUMN),
];

/// Number of the columns that are needed.
const NEEDED: usize = 3;

/// Name of the template's file.
pub const FILE: &str = "wattpix-measurements.csv";

/// The template: the columns and one row as an example.
pub fn template() -> String {
    let line = |field: fn(&Column) -> &'static str| COLUMNS.iter().map(field).collect::<Vec<_>>().join(",");
    [&line(|column| column.name), "\n", &line(|column| column.example), "\n"].concat()
}

/// The columns, and a button for the template.
pub fn columns(words: Words) -> Markup {
    let title = words.text(Word::MEASUREMENTS_COLUMNS);
    let needed: Vec<&str> = COLUMNS.iter().take(NEEDED).map(|column| column.name).collect();
    html! {
        p {
            button.quiet type="button" data-act="template" { (Told(words, Word::MEASUREMENTS_TEMPLATE)) } " "
            span.about { (tell(words, Word::MEASUREMENTS_COLUMNS_ABOUT, [("needed", &needed.join(", "))])) }
        }
        details open {
            summary { (title) }
            div.scroll tabindex="0" role="region" aria-label=(title) {
                table {
                    thead {
                        tr {
                            th scope="col" { (Told(words, Word::MEASUREMENTS_COLUMN)) }
                            th scope="col" { (Told(words, Word::MEASUREMENTS_MEANING)) }
                            th scope="col" { (Told(words, Word::MEASUREMENTS_EXAMPLE)) }
                        }
                    }
                    tbody {
                        @for column in &COLUMNS {
                            tr {
                                th scope="row" { code { (column.name) } }
                                td { (Told(words, column.meaning)) }
                                td { code { (column.example) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use wattpix_core::regress::table;

    use super::*;

    #[test]
    fn the_template_is_a_table_with_one_row() {
        let read = table::read("template.csv", template().as_bytes()).unwrap();
        assert_eq!((read.rows.len(), read.rejected.len()), (1, 0), "{:?}", read.rejected);
        for needed in COLUMNS.iter().take(NEEDED) {
            let without = template().replacen(needed.name, "another", 1);
            let rows = table::read("template.csv", without.as_bytes()).map_or(0, |table| table.rows.len());
            assert_eq!(rows, 0, "no energy without {}", needed.name);
        }
    }
}
