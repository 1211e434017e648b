//! Looks for what the page says outside of the table of words: in a language made for this test, whose every text stands between
//! marks, every word outside of them has to be a name, an identifier or a unit.

use std::collections::BTreeSet;

use leptos::prelude::*;
use wattpix_core::charts::Theme;
use wattpix_core::error::Key;
use wattpix_core::fit::BUNDLED;
use wattpix_core::fit::schema::Origin;
use wattpix_core::model::custom::{dimensions, template};
use wattpix_core::units::Energy;
use wattpix_core::words::{KEYS, Words};
use wattpix_core::{gpu, measured, model};

use crate::app::App;
use crate::charts::{self, Look, heat_map};
use crate::components::spoken;
use crate::embed::Alone;
use crate::panels;
use crate::query::Query;
use crate::rendered::rendered_in;
use crate::share::{cite, command, file, metadata, snippet};
use crate::view::View;

pub const START: char = '⟦';
pub const END: char = '⟧';

/// Texts that are signs, or of which programs read something.
const SIGNS: [&str; 5] =
    ["language.code", "language.colon", "language.decimal", "language.singular", "language.thousands"];

/// Units, symbols of the law, names of formats and of what is written for programs.
const SYMBOLS: &str = "Wh mWh kWh MWh GWh J mJ kJ MJ W s g mg kg px FLOP kFLOP MFLOP GFLOP TFLOP E ln exp A F W H b P c t α Σ \
    SVG PNG CSV JSON fp bf tf e v wh j kwh WORLD en fr image month cost heat map \
    sd flux mmdit dit gpu res";

/// Words of the alphabet in a text.
pub fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty())
}

/// A language whose every text stands between marks, its values outside of them.
pub fn marked() -> Words {
    let lines = Words::ENGLISH.files().join("\n");
    let mark = |(key, text): (&&str, &str)| {
        if SIGNS.contains(key) {
            return text.to_owned();
        }
        let inside = text.split('{').map(|piece| match piece.split_once('}') {
            None => piece.to_owned(),
            // Of a plural, both forms are said: `0?step|steps`.
            Some((value, after)) => {
                match value.split_once('?').and_then(|(at, forms)| Some((at, forms.split_once('|')?))) {
                    None => format!("{value}}}{START}{after}"),
                    Some((at, (one, other))) => {
                        format!("{at}?{START}{one}{END}|{START}{other}{END}}}{START}{after}")
                    }
                }
            }
        });
        format!("{START}{}{END}", inside.collect::<Vec<_>>().join(&format!("{END}{{")))
    };
    let marked: Vec<String> = KEYS.iter().zip(lines.split('\n')).map(mark).collect();
    Words::read(marked.join("\n")).unwrap()
}

/// Texts that are the same in every language: whole names, the longest first, and symbols.
pub struct Names {
    pub whole: Vec<String>,
    pub symbols: BTreeSet<&'static str>,
}

pub fn names() -> Names {
    let mut texts: Vec<String> = Vec::new();
    for model in model::every().chain(template::ALL) {
        texts.extend([model.id.to_owned(), model.label.to_owned()]);
    }
    for gpu in gpu::ALL {
        texts.extend([gpu.id, gpu.label, gpu.maker.label()].map(str::to_owned));
        texts.extend(gpu.aliases.iter().map(|alias| (*alias).to_owned()));
    }
    for fit in BUNDLED {
        texts.push(fit.id().to_owned());
        texts.extend(fit.file().models.iter().map(ToString::to_string));
        match &fit.file().origin {
            Origin::Paper { version, table } => texts.push(format!("{version}, {table}")),
            Origin::Measured { tool, .. } => texts.push(tool.to_string()),
            Origin::PublicData { dataset, .. } => texts.push(dataset.to_string()),
        }
        texts.extend(
            fit.file().law.terms.iter().filter_map(|term| term.level.as_ref()).map(ToString::to_string),
        );
    }
    texts.extend(wattpix_core::fit::schema::Feature::ALL.iter().map(|feature| feature.name().to_owned()));
    texts.extend(measured::ALL.iter().map(|measurement| measurement.by.to_owned()));
    texts.extend(dimensions::ALL.iter().map(|dimension| dimension.key.to_owned()));
    texts.extend(Key::ALL.iter().map(|key| key.name().to_owned()));
    let keys = [
        "budget",
        "budget_in",
        "per",
        "monthly",
        "unit",
        "pue",
        "price",
        "intensity",
        "zone",
        "lang",
        "chart",
        "like",
        "daily",
    ];
    texts.extend(keys.map(str::to_owned));
    texts.extend(["a6000", "sha256-1", "dall-e", "DALL-E", "OpenAI"].map(str::to_owned));
    texts.extend(charts::ALL.iter().map(|chart| chart.id.to_owned()));
    // Cards are told apart without their maker, too.
    texts.extend(gpu::ALL.iter().filter_map(|gpu| gpu.label.strip_prefix("NVIDIA ")).map(str::to_owned));
    texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
    Names { whole: texts, symbols: SYMBOLS.split_whitespace().collect() }
}

/// Returns the texts of markup that a person reads or hears: texts, and attributes that say something. What is in code, in fields to copy from, and
/// what says of itself that it is English is left out.
pub fn texts_of(markup: &str) -> Vec<String> {
    let mut said = Vec::new();
    let mut rest = markup;
    while let Some((text, from)) = rest.split_once('<') {
        said.push(text.to_owned());
        let (tag, after) = from.split_once('>').unwrap();
        rest = after;
        for name in ["aria-label", "title", "alt", "placeholder"] {
            if let Some((_, value)) = tag.split_once(&format!(" {name}=\"")) {
                said.push(value.split('"').next().unwrap().to_owned());
            }
        }
        let name = tag.split_whitespace().next().unwrap();
        if ["code", "textarea", "sub"].contains(&name) || tag.contains("lang=\"en\"") {
            rest = rest.split_once(&format!("</{name}>")).unwrap().1;
        }
    }
    said.push(rest.to_owned());
    said.iter().map(|text| unescaped(text)).collect()
}

fn unescaped(text: &str) -> String {
    let signs =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Returns the texts outside of marks that are no names.
pub fn untranslated(texts: &[String], names: &Names) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in texts {
        for piece in text.split(END) {
            let outside = piece.split(START).next().unwrap_or_default();
            let left = names.whole.iter().fold(outside.to_owned(), |left, name| left.replace(name, " "));
            let unknown = words_of(&left).filter(|word| !names.symbols.contains(word));
            found.extend(unknown.map(|word| format!("{word} in \"{outside}\"")));
        }
    }
    found
}

/// States that between them show every part, caveat and refusal.
fn states() -> Vec<String> {
    let mut states: Vec<String> = [
        "",
        "?boundary=gross&unit=j&price=0.25&pue=1.3&v=1",
        "?gpu=h100&precision=fp8&model=chroma&batch=64&images=7",
        "?gpu=t4&precision=tf32&steps=1&width=4096&height=2048&guidance=on&text_tokens=1",
        "?model=flux1-dev,sd2.1&gpu=rtx-6000-ada,h100&precision=bf16",
        "?model=flux2-dev&gpu=t4&boundary=gross",
        "?c=sd2.1,a100,512x512,20&c=1,2,3,4,5,,7",
        "?model=1&gpu=2&width=0&height=1e9&steps=0&precision=3&images=99999999999999999999&batch=0&fit=4&unit=5&pue=6&price=-1&zone=7&lang=8&v=9",
        "?gpu=a6000&steps=1001&text_tokens=0",
        "?gpu=cpu&model=hunyuandit-1.2&text_tokens=77",
        "?model=flux1-dev~width:2048~joint_blocks:10~single_blocks:20",
        "?model=mmdit~heads:12",
        "?model=unet&width=512&height=512",
        "?model=dit",
        "?model=single-stream-dit",
        "?model=flux1-dev~1",
        "?model=flux1-dev~2:3",
        "?model=flux1-dev~width:0",
        "?model=flux1-dev~width:1000",
        "?model=flux1-dev~width:2048~width:2048",
        "?model=flux1-dev~decoder:1",
        "?model=lumina-2~width:2200",
        "?model=mmdit~width:16384~joint_blocks:256~mlp_ratio:64",
        "?budget=0&budget_in=1&per=2&monthly=-1",
        "?budget=0.0001",
        "?budget=5&budget_in=cost",
        "?budget=5&budget_in=cost&price=0.2&per=month",
        "?budget=5&budget_in=g&pue=1.2",
        "?zone=FRA&intensity=30.5&price=0",
        "?intensity=0&budget_in=g",
        "?zone=1&intensity=-2&daily=0&like=3&fit=sha256-1",
        "?daily=100&like=phone-charge&price=0.2&gpu=a100,h100",
        "?chart=1",
        "?chart=heat-map",
        "?chart=energy-by-steps&gpu=l4",
    ]
    .map(str::to_owned)
    .to_vec();
    states.extend(model::ALL.iter().map(|model| format!("?model={}", model.id)));
    // A GPU of each architecture: what is said of the others differs in names only.
    let first = |(at, gpu): &(usize, &&gpu::Gpu)| {
        !gpu::ALL.iter().take(*at).any(|other| other.architecture == gpu.architecture)
    };
    states.extend(
        gpu::ALL
            .iter()
            .enumerate()
            .filter(first)
            .map(|(_, gpu)| format!("?model=sd1.5&gpu={}&precision=fp32", gpu.id)),
    );
    states.extend(BUNDLED.iter().map(|fit| format!("?fit={}", fit.id())));
    states
}

/// All that the page, its panels, dialogs and files say of a state.
fn said(view: &View) -> Vec<String> {
    const SITE: &str = "https://example.org/w/";
    let words = view.words;
    let query = view.query.to_string();
    let title = words.text(heat_map::TITLE);
    let mut markup = vec![
        rendered_in(words, &query, || view! { <App/> }),
        rendered_in(words, &query, || view! { <Alone/> }),
        snippet::dialog(view, heat_map::ID, title, SITE, false).0,
        snippet::dialog(view, heat_map::ID, title, SITE, true).0,
        snippet::dialog(view, "1", "", SITE, false).0,
    ];
    for panel in panels::all() {
        markup.push(rendered_in(words, &query, || match panel.id {
            panels::ARCHITECTURE => view! { <panels::architecture::Architecture/> }.into_any(),
            id => panels::body(id)(),
        }));
    }
    let mut said: Vec<String> = markup.iter().flat_map(|markup| texts_of(markup)).collect();
    // What charts say under a pointer.
    let drawn = charts::ALL.iter().filter_map(|chart| (chart.draw)(view, Look::on_page(350))?.ok());
    said.extend(drawn.flat_map(|drawing| drawing.points.into_iter().map(|point| point.label)));
    said.extend(charts::ALL.iter().filter_map(|chart| file::csv(view, chart.id)));
    // Its cells name settings as links do.
    said.extend(
        file::csv(view, heat_map::ID).iter().filter_map(|rows| rows.lines().next()).map(str::to_owned),
    );
    // Documents are cited by their own titles.
    let cited = cite::text(view, SITE);
    said.push(cited.split("https://").next().unwrap_or_default().to_owned());
    said
}

#[test]
fn nothing_is_said_but_in_the_language_of_the_page() {
    let (words, names) = (marked(), names());
    let mut found = BTreeSet::new();
    for state in states() {
        let view = View::told_in(words, Query::parse(&state));
        found.extend(untranslated(&said(&view), &names).into_iter().map(|what| format!("{state}: {what}")));
    }
    assert!(
        found.is_empty(),
        "{} texts, such as\n{}",
        found.len(),
        found.into_iter().take(40).collect::<Vec<_>>().join("\n")
    );
}

/// Shows that the test above sees a sentence outside of the table.
#[test]
fn a_sentence_outside_of_the_table_is_seen() {
    let names = names();
    let seen = |markup: &str| untranslated(&texts_of(markup), &names).len();
    let words = marked();
    assert_eq!(
        seen(&format!("<p title=\"{START}a{END} A100\">{START}b{END} 4.2 Wh</p><code>cargo</code>")),
        0
    );
    assert_eq!(seen("<p>Remove</p>"), 1);
    assert_eq!(seen("<p aria-label=\"Remove\"></p>"), 1);
    assert_eq!(seen(&format!("<p>{START}a{END} to {START}b{END}</p>")), 1);
    let energy = words.energy(Energy::from_watt_hours(1.0), Default::default());
    assert_eq!(seen(&energy), 0, "{energy}");
}

/// A first visit has the words of the first file alone: one of the other in it would be found by an assertion of [`Words::text`].
#[test]
fn a_first_visit_says_nothing_that_comes_with_the_parts() {
    const SITE: &str = "https://example.org/w/";
    let [page, _] = Words::ENGLISH.files();
    let words = Words::read(page).unwrap();
    assert!(!words.has_parts());
    for state in states() {
        let view = View::told_in(words, Query::parse(&state));
        rendered_in(words, &state, || view! { <App/> });
        let _ = (spoken(&view), command::command(&view), cite::text(&view, SITE), cite::bibtex(&view, SITE));
        for chart in &charts::FIRST {
            let _ = file::svg(&view, chart.id, Theme::Light, SITE);
            let _ = (file::csv(&view, chart.id), file::json(&view, chart.id));
            let _ = metadata::metadata(&view, chart.id, SITE);
        }
    }
}
