//! A chart or table as files: SVG, CSV, JSON. What the numbers are stands in a file beside them; see [`super::metadata`].

use serde::Serialize;
use wattpix_core::charts::{Cell, Drawing, Table, Theme, picture};
use wattpix_core::configuration::short_id;
use wattpix_core::words::Word;

use super::cite;
use super::json::JsonCell;
use crate::charts::{self, Look, heat_map};
use crate::exact::exact;
use crate::joined::joined;
use crate::own::kept;
use crate::view::View;

/// Width of a saved chart in CSS pixels.
const WIDTH: u32 = 760;

/// Returns the name of a file: its content, subject and coefficients.
pub fn name(view: &View, id: &str, ending: &str) -> String {
    let question = &view.page.main.question;
    // File systems keep colons for themselves.
    let model: String =
        question.workload.model().id.chars().map(|sign| if sign == ':' { '-' } else { sign }).collect();
    let version = view.page.version.number.to_string();
    ["wattpix-", id, "-", &model, "-", short_id(question.gpu), "-v", &version, ".", ending].concat()
}

/// A chart drawn to stand alone; `None` for tables and where there is nothing to draw.
fn drawing(view: &View, id: &str) -> Option<Drawing> {
    (charts::find(id)?.draw)(view, Look::alone(WIDTH))?.ok()
}

/// Returns the data of a chart or table.
pub(super) fn data(view: &View, id: &str) -> Option<Table> {
    if id == heat_map::ID {
        Some(heat_map::table(view))
    } else {
        drawing(view, id).map(|drawing| drawing.table)
    }
}

/// A picture with its fonts and colours inside, and below it where it is from. `site` is the address of the site's folder; empty where that is not known.
pub fn svg(view: &View, id: &str, theme: Theme, site: &str) -> Option<String> {
    let mut lines = vec![source(view)];
    if !site.is_empty() {
        lines.push(cite::lasting_link(view, site));
    }
    drawing(view, id).map(|drawing| picture(&drawing, theme, &lines))
}

/// Returns the origin of a picture's numbers.
fn source(view: &View) -> String {
    let version = view.page.version;
    let number = version.number.to_string();
    let fit = view.estimate.as_ref().map_or("–", |estimate| estimate.fit.id());
    let values = [("software", cite::SOFTWARE), ("number", &number), ("date", version.date), ("fit", fit)];
    view.words.say(Word::FIGURE_SOURCE, &values)
}

/// Rows as RFC 4180 has them, a header first; numbers read back exactly.
pub fn csv(view: &View, id: &str) -> Option<String> {
    let table = data(view, id)?;
    let mut text = line(table.headers.iter().map(String::as_str));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(written).collect();
        text.push_str(&line(cells.iter().map(String::as_str)));
    }
    Some(text)
}

/// A cell whose number reads back bit for bit.
fn written(cell: &Cell) -> String {
    cell.value().map_or_else(|| cell.shown(), exact)
}

fn line<'a>(fields: impl Iterator<Item = &'a str>) -> String {
    let quoted = |field: &str| {
        if field.contains([',', '"', '\n', '\r']) {
            ["\"", &field.replace('"', "\"\""), "\""].concat()
        } else {
            field.to_owned()
        }
    };
    let mut text = joined(&fields.map(quoted).collect::<Vec<_>>(), ",");
    text.push_str("\r\n");
    text
}

/// Columns and rows; numbers are numbers, what is missing is null.
pub fn json(view: &View, id: &str) -> Option<String> {
    let table = data(view, id)?;
    let cell = |cell: &Cell| match cell {
        Cell::Number { value, .. } => JsonCell::from(*value),
        Cell::Text(text) if text.is_empty() => JsonCell::Empty,
        Cell::Text(text) => JsonCell::Text(text.clone()),
    };
    let rows = table.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    Some(kept::json(&Data { columns: table.headers, rows }))
}

/// The file of [`json()`].
#[derive(Serialize)]
struct Data {
    columns: Vec<String>,
    rows: Vec<Vec<JsonCell>>,
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::query::Query;

    fn view(query: &str) -> View {
        View::of(Query::parse(query))
    }

    fn ids() -> impl Iterator<Item = &'static str> {
        charts::ALL.iter().map(|chart| chart.id).filter(|id| *id != OF_CLIPS).chain([heat_map::ID])
    }

    /// The chart that images do not have.
    const OF_CLIPS: &str = charts::energy_by_frames::CHART.id;

    #[test]
    fn a_chart_of_clips_has_data_where_there_is_a_clip() {
        assert!(csv(&view("?task=video"), OF_CLIPS).unwrap().lines().count() > 20);
        assert_eq!(csv(&view(""), OF_CLIPS), None);
    }

    #[test]
    fn every_chart_has_data_whose_numbers_read_back() {
        for query in ["", "?model=flux1-dev,sd2.1&gpu=a100,h100&unit=j", "?model=qwen-image&boundary=gross"] {
            let view = view(query);
            for id in ids() {
                let rows: Value = serde_json::from_str(&json(&view, id).unwrap()).unwrap();
                let csv = csv(&view, id).unwrap();
                let width = rows["columns"].as_array().unwrap().len();
                let listed = rows["rows"].as_array().unwrap();
                assert!(!listed.is_empty(), "{id} {query}");
                assert_eq!(csv.lines().count(), listed.len() + 1, "{id}: a line a row");
                assert!(listed.iter().all(|row| row.as_array().unwrap().len() == width), "{id}");
                let lines: Vec<&str> = csv.lines().skip(1).collect();
                for (row, line) in data(&view, id).unwrap().rows.iter().zip(lines) {
                    for number in row.iter().filter_map(Cell::value) {
                        // Read back from the file's text by Rust's own reader.
                        let read = line.split(',').any(|field| field.parse() == Ok(number));
                        assert!(read, "{id}: {number} is not in {line}");
                    }
                }
            }
        }
    }

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        assert_eq!(line(["a", "b,c", "d\"e", ""].into_iter()), "a,\"b,c\",\"d\"\"e\",\r\n");
    }

    #[test]
    fn pictures_carry_their_colours_and_ask_for_nothing() {
        for chart in charts::ALL.into_iter().filter(|chart| chart.id != OF_CLIPS) {
            let svg = svg(&view("?model=flux1-dev,sd2.1"), chart.id, Theme::Dark, "https://example.org/w/")
                .unwrap();
            assert!(
                !svg.contains("var(") && !svg.contains("href") && !svg.contains("class="),
                "{}",
                chart.id
            );
            assert!(svg.contains("https://example.org/w/?model=flux1-dev,sd2.1"), "{}: {svg}", chart.id);
            assert!(svg.contains("<title") && svg.contains("#14171b"), "{}", chart.id);
        }
        assert_eq!(svg(&view(""), heat_map::ID, Theme::Light, ""), None);
    }
}
