//! The versions of the coefficients and what each answers, for the page of sources: `docs/numbers.csv` as a table.

use maud::{Markup, html};
use wattpix_core::fit::VERSIONS;
use wattpix_core::gpu;
use wattpix_core::model;
use wattpix_core::words::{Word, Words};

use super::language;
use super::table::scrollable;

/// The record that `tests/tests/numbers.rs` holds true.
const NUMBERS: &str = include_str!("../../../docs/numbers.csv");

/// A change of a number that is worth a mark.
const MARKED: f64 = 0.005;

/// A configuration with its watt-hours by version.
struct Row<'a> {
    model: &'a str,
    gpu: &'a str,
    watt_hours: Vec<f64>,
}

fn rows() -> Vec<Row<'static>> {
    let mut rows: Vec<Row> = Vec::new();
    for line in NUMBERS.lines().skip(1) {
        let mut fields = line.split(',').skip(1);
        let (Some(model), Some(gpu), Some(Ok(energy))) =
            (fields.next(), fields.next(), fields.next().map(str::parse))
        else {
            continue;
        };
        match rows.iter_mut().find(|row| (row.model, row.gpu) == (model, gpu)) {
            Some(row) => row.watt_hours.push(energy),
            None => rows.push(Row { model, gpu, watt_hours: vec![energy] }),
        }
    }
    rows
}

/// The versions, the newest first, and the table.
pub fn versions(words: Words) -> Markup {
    let version = |number: u32| words.say(Word::CATALOGUE_VERSION, &[("number", &number.to_string())]);
    let page = language::name("index.html", words);
    html! {
        ul {
            @for one in VERSIONS.iter().rev() {
                li {
                    a href={ (page) "?v=" (one.number) } { (version(one.number)) } ", " (one.date)
                    (words.text(Word::LANGUAGE_COLON)) span lang="en" { (one.what) "." }
                }
            }
        }
        p {
            (words.text(Word::CATALOGUE_VERSIONS_ABOUT))
        }
        div.scroll tabindex="0" role="region" aria-label=(scrollable(words, Word::CATALOGUE_NUMBERS)) {
            table {
                thead {
                    tr {
                        th scope="col" { (words.text(Word::FORM_MODEL)) }
                        th scope="col" { (words.text(Word::FORM_GPU)) }
                        @for one in VERSIONS { th.numeric scope="col" { (version(one.number)) } }
                    }
                }
                tbody { @for row in rows() { (written(words, &row)) } }
            }
        }
    }
}

fn written(words: Words, row: &Row) -> Markup {
    let moved = |at: usize| at > 0 && (row.watt_hours[at] / row.watt_hours[at - 1] - 1.0).abs() > MARKED;
    html! {
        tr {
            th scope="row" { (model::find(row.model).map_or(row.model, |model| model.label)) }
            td { (gpu::find(row.gpu).map_or(row.gpu, |gpu| gpu.label)) }
            @for (at, energy) in row.watt_hours.iter().enumerate() {
                td.numeric { @if moved(at) { b { (words.significant(*energy, 3)) } } @else { (words.significant(*energy, 3)) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_configuration_has_a_number_of_every_version() {
        let rows = rows();
        assert!(rows.len() >= model::ALL.len());
        for row in &rows {
            assert_eq!(row.watt_hours.len(), VERSIONS.len(), "{} on {}", row.model, row.gpu);
        }
        let page = versions(Words::ENGLISH).into_string();
        assert!(page.contains("index.html?v=1") && page.contains("<b>"));
    }
}
