//! The documents behind the estimate.

use leptos::prelude::*;
use wattpix_core::fit::VERSIONS;
use wattpix_core::words::{CODES, Word, Words};

use crate::own::fits::is_own;
use crate::page::VERSION;
use crate::state::State;
use crate::view::View;

/// Links to the documents behind the model and the GPU shown, and the version of the coefficients.
#[component]
pub fn Sources() -> impl IntoView {
    let state = expect_context::<State>();
    let title = state.words.text(Word::SOURCES_TITLE);
    view! {
        <section class="sources" data-slot="sources">
            <h2>{title}</h2>
            <p>{move || state.get(documents)}</p>
            <p data-testid="version">{move || state.get(version)}</p>
        </section>
    }
}

fn link(href: String, text: String) -> AnyView {
    view! { <a href=href>{text}</a> }.into_any()
}

/// Views with dots between them.
fn dotted(views: Vec<AnyView>) -> Vec<AnyView> {
    let mut dotted = Vec::new();
    for view in views {
        if !dotted.is_empty() {
            dotted.push(" · ".into_any());
        }
        dotted.push(view);
    }
    dotted
}

fn documents(view: &View) -> AnyView {
    let question = &view.page.main.question;
    // Of a changed model, those of the one that it was made from.
    let model = question.workload.model().base();
    let words = view.words;
    let place = |id: &str| [&*page(words), "#", id].concat();
    let mut links = vec![
        link(place(model.id), words.say(Word::SOURCES_MODEL, &[("model", model.label)])),
        link(place(question.gpu.id), words.say(Word::SOURCES_GPU, &[("gpu", question.gpu.label)])),
    ];
    if let Ok(estimate) = &view.estimate {
        let id = estimate.fit.id();
        links.push(if is_own(id) {
            words.say(Word::SOURCES_OWN, &[("title", &estimate.fit.file().title)]).into_any()
        } else {
            link(place(id), words.say(Word::SOURCES_FIT, &[("fit", id)]))
        });
    }
    links.push(link(place("electricity"), words.text(Word::SOURCES_CARBON).to_owned()));
    dotted(links).into_any()
}

/// The page of sources in a language, as the build of the site names it.
fn page(words: Words) -> String {
    let code = if words.code() == CODES[0] { "" } else { words.code() };
    ["sources", if code.is_empty() { "" } else { "." }, code, ".html"].concat()
}

/// Returns the version of the coefficients, and links to others.
fn version(view: &View) -> AnyView {
    let version = view.page.version;
    let pinned = view.query.get(VERSION).is_some();
    let (words, number) = (view.words, version.number.to_string());
    let (said, target, act) = if pinned {
        (Word::SOURCES_PINNED, "", Word::SOURCES_FOLLOW)
    } else {
        (Word::SOURCES_LATEST, &*number, Word::SOURCES_PIN)
    };
    let first = link(view.link(&[(VERSION, target)]), words.text(act).to_owned());
    let others = VERSIONS.iter().filter(|other| other.number != version.number).map(|other| {
        let number = other.number.to_string();
        let said = words.say(Word::SOURCES_VERSION, &[("number", &number)]);
        link(view.link(&[(VERSION, &number)]), said)
    });
    let changes = link(page(words) + "#versions", words.text(Word::SOURCES_CHANGES).to_owned());
    let mut views = vec![(words.say(said, &[("number", &number), ("date", version.date)]) + " ").into_any()];
    views.extend(dotted(std::iter::once(first).chain(others).chain([changes]).collect()));
    views.into_any()
}
