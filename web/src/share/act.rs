//! Buttons that save and copy, each with a `data-do`, `data-copy` or `data-save`.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wattpix_core::charts::Theme;
use wattpix_core::words::Word;
use web_sys::{Element, HtmlTextAreaElement};

use super::{cite, clipboard, command, download, file, metadata, picture};
use crate::view::View;

/// Name of the file of a described architecture.
const MODEL_FILE: &str = "my_model.rs";

/// Does what a button says for a state and returns what was done, in words.
///
/// # Errors
/// Why it could not be done, in words.
pub async fn press(button: &Element, view: View) -> Result<String, String> {
    let words = view.words;
    let copied = async |text: &str, word: Word| {
        let done = clipboard::copy(text).await;
        done.map(|()| words.text(word).to_owned())
            .map_err(|clipboard::Refused| words.text(Word::SCRIPT_NOT_ALLOWED).to_owned())
    };
    let saved = |name: &str| words.say(Word::SCRIPT_SAVED, &[("name", name)]);
    if let Some(id) = button.get_attribute("data-copy") {
        return copied(&text_of(&id), Word::SCRIPT_COPIED).await;
    }
    if let Some(id) = button.get_attribute("data-save") {
        download::save(&text_of(&id), "text/plain", MODEL_FILE);
        return Ok(saved(MODEL_FILE));
    }
    let (id, site) = (subject(button), site());
    let theme = if is_dark() { Theme::Dark } else { Theme::Light };
    let nothing = || words.text(Word::SCRIPT_NOTHING_TO_SAVE).to_owned();
    let save = |content: Option<String>, ending: &str, kind: &str| {
        let name = file::name(&view, &id, ending);
        download::save(&content.ok_or_else(nothing)?, kind, &name);
        Ok(saved(&name))
    };
    match button.get_attribute("data-do").unwrap_or_default().as_str() {
        "svg" => save(file::svg(&view, &id, theme, &site), "svg", "image/svg+xml"),
        "png" => {
            let drawing = file::svg(&view, &id, theme, &site).ok_or_else(nothing)?;
            let picture = picture::png(&drawing).await;
            let picture = picture.ok_or_else(|| words.text(Word::SCRIPT_NO_PICTURE).to_owned())?;
            let name = file::name(&view, &id, "png");
            download::save_blob(&picture, &name);
            Ok(saved(&name))
        }
        "csv" => save(file::csv(&view, &id), "csv", "text/csv"),
        "json" => save(file::json(&view, &id), "json", "application/json"),
        "metadata" => save(metadata::metadata(&view, &id, &site), "metadata.json", "application/json"),
        "link" => copied(&address(), Word::SCRIPT_LINK_COPIED).await,
        "command" => copied(&command::command(&view), Word::SCRIPT_COPIED).await,
        "citation" => copied(&cite::text(&view, &site), Word::SCRIPT_COPIED).await,
        "bibtex" => copied(&cite::bibtex(&view, &site), Word::SCRIPT_COPIED).await,
        _ => Err(nothing()),
    }
}

/// Says beside a button, or in the dialog around it, what became of it.
pub fn tell(button: &Element, text: &str) {
    let beside =
        button.parent_element().and_then(|parent| parent.query_selector(".done[role=status]").ok()?);
    let in_dialog = || button.closest("dialog").ok()??.query_selector(".done").ok()?;
    if let Some(place) = beside.or_else(in_dialog) {
        place.set_text_content(Some(text));
    }
}

/// Id of the chart or table that a button belongs to; empty where it belongs to none.
pub fn subject(button: &Element) -> String {
    let figure = button.closest("[data-chart], [data-table]").ok().flatten();
    let id =
        figure.and_then(|figure| figure.get_attribute("data-chart").or(figure.get_attribute("data-table")));
    id.unwrap_or_default()
}

/// Text of the field with an id.
fn text_of(id: &str) -> String {
    let field =
        document().get_element_by_id(id).and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok());
    field.map(|field| field.value()).unwrap_or_default()
}

/// Address of the page with its state.
fn address() -> String {
    window().location().href().unwrap_or_default()
}

/// Address of the site's folder, ending in `/`.
pub fn site() -> String {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    [&location.origin().unwrap_or_default(), folder, "/"].concat()
}

/// Tells whether the page is dark: as it says itself, else as the system is.
fn is_dark() -> bool {
    let theme = document().document_element().and_then(|root| root.get_attribute("data-theme"));
    match theme.as_deref() {
        Some(theme) => theme == "dark",
        None => {
            let dark = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
            dark.is_some_and(|dark| dark.matches())
        }
    }
}
