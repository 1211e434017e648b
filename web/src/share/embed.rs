//! A chart or table alone, as `embed.html` shows it.

use maud::{Markup, PreEscaped, html};
use wattpix_core::words::Word;

use super::{CHART, THEME};
use crate::charts::{self, Look};
use crate::panels::heat_map;
use crate::parts::figure;
use crate::parts::problems::problems;
use crate::problem::not_known;
use crate::say::Told;
use crate::view::View;

/// Title of a chart or table; `None` for an id that there is not.
pub fn title(id: &str) -> Option<Word> {
    if id == heat_map::ID { Some(heat_map::TITLE) } else { charts::find(id).map(|chart| chart.title) }
}

/// A chart or table alone, with where it is from and a link to the calculator.
pub fn alone(view: &View, width: u32) -> Markup {
    let id = view.query.get(CHART).unwrap_or_default();
    let mut state = view.query.clone();
    for key in [CHART, THEME] {
        state.set(key, None);
    }
    let calculator = ["index.html", &state.to_string()].concat();
    let words = view.words;
    let number = view.page.version.number.to_string();
    let origin = |word: Word| {
        let boundary = words.text(view.page.main.question.boundary.of_idle());
        words.say(word, &[("boundary", boundary), ("number", &number)])
    };
    html! {
        (problems(view))
        @match (charts::find(id), id == heat_map::ID) {
            (_, true) => (heat_map::figure(view)),
            (Some(chart), _) => {
                @let (drawing, table) = figure::contents(view, chart, Look::on_page(width));
                @let caption = [words.text(chart.title), ". ", &view.what()].concat();
                (figure::around(words, chart, &caption, PreEscaped(drawing), PreEscaped(table)))
            },
            _ => p.problem {
                @let known: Vec<&str> = charts::ALL.iter().map(|chart| chart.id).chain([heat_map::ID]).collect();
                (not_known(words, CHART, id, &known))
            },
        }
        p.origin {
            @match &view.estimate {
                Ok(estimate) if estimate.is_extrapolated() => (origin(Word::EMBED_EXTRAPOLATED)),
                Ok(_) => (origin(Word::EMBED_PREDICTED)),
                Err(error) => (error.tell(words)),
            }
            " "
            a href=(calculator) target="_blank" rel="noopener" { (Told(words, Word::EMBED_OPEN)) }
        }
    }
}
