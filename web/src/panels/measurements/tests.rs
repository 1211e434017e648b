//! The panel as HTML, without a browser.

use leptos::prelude::*;
use wattpix_core::fit::{BUNDLED, Fit};
use wattpix_core::json::decimal;
use wattpix_core::setting::Boundary;
use wattpix_core::words::Words;

use super::desk::{Desk, Task};
use super::{Panel, columns, quality, shelf, summary};
use crate::own::kept::OwnFit;
use crate::refit::{Input, Refit};
use crate::rendered::rendered_in;
use crate::untranslated::{marked, names, texts_of, untranslated};
use crate::worker::message::{Answer, Made, Request, Summary};

/// The panel once something was done at its desk.
fn html(words: Words, act: impl FnOnce(Desk)) -> String {
    rendered_in(words, "", || {
        let desk = Desk::new(None);
        act(desk);
        view! { <Panel desk/> }
    })
}

/// A table of two models with a row that cannot be used, a row given twice, and rows of gross energy.
fn table() -> String {
    let mut table = "model,gpu,steps,energy_j,boundary\nsdxl,h100,0,1,net\n".to_owned();
    for (model, joules) in [("sdxl", 40.0), ("flux1-dev", 200.0)] {
        for steps in 10..22 {
            let boundary = if steps < 14 { "gross" } else { "net" };
            table += &format!("{model},h100,{steps},{},{boundary}\n", joules * f64::from(steps) + 30.0);
        }
    }
    table + "sdxl,h100,20,830,net\n"
}

/// Summary and fit of these rows.
fn results(words: Words) -> (Summary, Made) {
    let mut refit = Refit::new(words, decimal);
    let mut ask = |request, file: Option<&str>| {
        refit.answer(request, file.map(|text| Input { stream: text.as_bytes(), size: text.len() as f64 }))
    };
    ask(Request::Begin(Boundary::Net), None);
    ask(Request::Take("mine.csv".to_owned()), Some(&table()));
    let summary = match ask(Request::Finish, None) {
        Answer::Rows(summary) => summary,
        other => panic!("{other:?}"),
    };
    match ask(Request::Fit("2026-01-01".to_owned()), None) {
        Answer::Made(made) => (summary, *made),

        other => panic!("{other:?}"),
    }
}

/// A person's fit, which has a title of its own.
fn own() -> &'static Fit {
    let mut own = OwnFit::of_file(&BUNDLED[0], &"0".repeat(64));
    own.file.title = "42".into();
    own.into_fit()
}

/// All that the panel can say.
fn full(words: Words) -> String {
    let (mut rows, made) = results(words);
    rows.fake = 1;
    rows.all_points = 501;
    rows.left_out = 12;
    let written = [summary(words, &rows), quality(words, &made), shelf(words, &[own()], &[]), columns(words)];
    html(words, |desk| desk.task.set(Some(Task::new("42")))) + &written.map(|markup| markup.0).concat()
}

#[test]
fn an_empty_panel_offers_the_place_for_files_and_a_template() {
    let html = html(Words::ENGLISH, |_| ());
    for part in
        ["type=\"file\"", "id=\"own-files\"", "data-drop", "data-own=\"busy\" hidden", "data-act=\"cancel\""]
    {
        assert!(html.contains(part), "{part}: {html}");
    }
    for part in ["data-act=\"fit\"", "own-rows", "own-fits", "class=\"problem\""] {
        assert!(!html.contains(part), "{part}: {html}");
    }
}

#[test]
fn rows_and_their_fit_are_shown_with_what_can_be_done() {
    let html = full(Words::ENGLISH);
    for part in [
        "24 usable rows, 12 left out",
        "Rows not drawn: 8",
        "Repeated rows, counted once: 1",
        "mine.csv, line 2",
        "On the fitted rows (24)",
        "Law of energy",
        "data-boundary=\"gross\"",
        "data-fit=\"sha256-0000000000000000\"",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    for act in ["boundary", "fit", "use-made", "download", "use", "keep", "forget", "template", "cancel"] {
        assert!(html.contains(&format!("data-act=\"{act}\"")), "{act}: {html}");
    }
}

#[test]
fn the_panel_speaks_the_language_of_the_page_alone() {
    // A file is named as it is, and examples and columns are the same in every language.
    let html = full(marked()).replace("mine.csv", "42").replace("my lab", "42").replace("energy_j", "42");
    let found = untranslated(&texts_of(&html), &names());
    assert!(found.is_empty(), "{found:#?}");
}
