//! Snippets that put a chart into another page.

use maud::{Markup, html};
use wattpix_core::words::{Word, Words};

use super::cite::lasting_link;
use super::{CHART, PICTURES};
use crate::page::{SHOW, VERSION};
use crate::query::Query;
use crate::say::{Told, said, tell};
use crate::view::View;

/// Height of an embedded chart before it says its own, in CSS pixels.
const HEIGHT: u32 = 480;

/// Keys that belong to the page around a chart and not to the chart.
const OF_PAGE: [&str; 1] = [SHOW];

/// The query of an embedded chart: the page's, with the chart, and with or without the version of the coefficients.
fn query(view: &View, id: &str, pinned: bool) -> Query {
    let mut query = Query::default();
    query.set(CHART, Some(id));
    query.extend(
        view.query.pairs().filter(|(key, _)| !OF_PAGE.contains(key) && *key != CHART && *key != VERSION),
    );
    let number = view.page.version.number.to_string();
    query.set(VERSION, pinned.then_some(number.as_str()));
    query
}

/// Returns a chart's content in a line.
fn about(view: &View, title: &str) -> String {
    [title, view.words.text(Word::LANGUAGE_COLON), &view.what()].concat()
}

/// A frame that needs no script of its host.
fn frame(view: &View, id: &str, title: &str, site: &str, pinned: bool) -> Markup {
    let address = [site, "embed.html", &query(view, id, pinned).to_string()].concat();
    html! {
        iframe src=(address) title=(about(view, title)) loading="lazy" width="100%" height=(HEIGHT) frameborder="0" {}
    }
}

/// An element that sets its height by its content. Values of a key that stands several times are separated by spaces.
fn element(view: &View, id: &str, title: &str, site: &str, pinned: bool) -> String {
    let query = query(view, id, pinned);
    let mut text = html! { script src={ (site) "embed.js" } defer {} }.into_string();
    text.push_str("\n<wattpix-chart");
    let mut written: Vec<&str> = Vec::new();
    for (key, _) in query.pairs().filter(|(key, _)| is_attribute(key)) {
        if !written.contains(&key) {
            written.push(key);
            let values: Vec<&str> = query.all(key).collect();
            let quoted = html! { (values.join(" ")) }.into_string();
            for piece in [" ", key, "=\"", &quoted, "\""] {
                text.push_str(piece);
            }
        }
    }
    let fallback = html! { a href=(lasting_link(view, site)) { (about(view, title)) } };
    for piece in [">", &fallback.into_string(), "</wattpix-chart>"] {
        text.push_str(piece);
    }
    text
}

/// True if a key can be written as an attribute's name.
fn is_attribute(key: &str) -> bool {
    key.starts_with(|sign: char| sign.is_ascii_lowercase())
        && key.bytes().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'_')
}

/// The content of the dialog that writes the snippets. `site` is the address of the site's folder.
/// `title` is that of the chart or table, empty where there is none with this id.
pub fn dialog(view: &View, id: &str, title: &str, site: &str, pinned: bool) -> Markup {
    let words = view.words;
    let text = |word: Word| words.text(word);
    if title.is_empty() {
        return html! { p.problem { (text(Word::EMBED_UNKNOWN)) } };
    }
    let pinned_to = words.say(Word::EMBED_PINNED, &[("number", &view.page.version.number.to_string())]);
    let picture = PICTURES.contains(&id) && view.query == Query::default();
    html! {
        h2 { (tell(words, Word::EMBED_DIALOG, [("title", title)])) }
        fieldset {
            legend { (text(Word::EMBED_FIGURES)) }
            @for (value, label, chosen) in [
                ("follow", text(Word::EMBED_FOLLOW), !pinned),
                ("pinned", &*pinned_to, pinned),
            ] {
                label { input type="radio" name="embed-version" value=(value) checked[chosen]; " " (label) }
            }
        }
        (snippet(words, "frame", Word::EMBED_FRAME, &frame(view, id, title, site, pinned).into_string()))
        (snippet(words, "element", Word::EMBED_ELEMENT, &element(view, id, title, site, pinned)))
        @if picture {
            @let image = html! { img src={ (site) "charts/" (id) ".svg" } alt=(about(view, title)) width="620"; };
            (snippet(words, "picture", Word::EMBED_PICTURE, &image.into_string()))
        }
        p.about {
            (said(words, Word::EMBED_POLICY, [
                ("frame", html! { code { "frame-src" } }),
                ("script", html! { code { "script-src" } }),
            ]))
        }
    }
}

fn snippet(words: Words, kind: &str, label: Word, text: &str) -> Markup {
    let id = ["snippet-", kind].concat();
    html! {
        div.snippet {
            label for=(id) { (Told(words, label)) }
            textarea id=(id) rows="3" readonly spellcheck="false" { (text) }
            button.quiet type="button" data-copy=(id) { (Told(words, Word::ACT_COPY)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "https://example.org/w/";

    fn dialog_of(query: &str, pinned: bool) -> String {
        dialog(&View::of(Query::parse(query)), "energy-by-steps", "Energy by steps", SITE, pinned)
            .into_string()
    }

    #[test]
    fn a_snippet_follows_the_site_or_keeps_the_version() {
        let following = dialog_of("?steps=20&show=law&v=1", false);
        assert!(following.contains("embed.html?chart=energy-by-steps&amp;amp;steps=20&quot;"), "{following}");
        assert!(!following.contains("show=law&amp;amp;chart"));
        let pinned = dialog_of("?v=1&steps=20", true);
        assert!(
            pinned.contains("embed.html?chart=energy-by-steps&amp;amp;steps=20&amp;amp;v=1&quot;"),
            "{pinned}"
        );
        assert!(pinned.contains("v=&quot;1&quot;"), "{pinned}");
    }

    #[test]
    fn what_stands_in_a_link_cannot_leave_its_attribute() {
        let hostile = "?x=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E&onload=alert&a%20b=1&%22%3E=2";
        let dialog = dialog_of(hostile, false);
        assert!(!dialog.contains("<script>alert"), "{dialog}");
        assert!(!dialog.contains("a b="), "{dialog}");
        assert!(dialog.contains("&amp;quot;"), "{dialog}");
    }

    #[test]
    fn several_configurations_become_one_attribute() {
        let dialog = dialog_of("?c=flux1-dev,a100&c=sd2.1,h100", false);
        assert!(dialog.contains("c=&quot;flux1-dev,a100 sd2.1,h100&quot;"), "{dialog}");
    }
}
