//! The page in the languages of its table: which page is shown, how one leads to the other, and the signs of its numbers.

use serde_json::json;
use wattpix_core::words::{CODES, Word, Words};
use wattpix_tests::site;

use crate::calculator::{Calculator, address};

/// The page's own language, as the document says it.
fn language(page: &Calculator) -> String {
    page.run("return document.documentElement.lang").as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_link_asks_for_its_language_and_keeps_its_state() {
    let page = Calculator::open("?steps=20&lang=fr&utm=x");
    page.wait_until("the French page is there", "return location.pathname.endsWith('/fr.html')");
    page.wait_for_answer();
    assert_eq!(page.query(), "steps=20&lang=fr&utm=x");
    assert_eq!(language(&page), "fr");
    let words = Words::of("fr").unwrap();
    assert!(page.text(".interval").contains("intervalle à 90"), "{}", page.text(".interval"));
    assert!(page.text(".readout .per").contains(words.text(Word::READOUT_PER_IMAGE)));
    page.select("[name=gpu]", "h100");
    page.wait_for_link("gpu", "h100");
    page.click("a[data-language][hreflang=en]");
    page.wait_until("the English page is there", "return location.pathname.endsWith('/index.html')");
    page.wait_for_answer();
    assert_eq!((language(&page).as_str(), page.query().as_str()), ("en", "steps=20&utm=x&gpu=h100"));
    page.click("a[data-language][hreflang=fr]");
    page.wait_until("the French page is there", "return location.pathname.endsWith('/fr.html')");
    page.wait_for_answer();
    assert_eq!(page.query(), "steps=20&utm=x&gpu=h100&lang=fr");
    page.assert_quiet();
    assert_eq!(page.requests_outside(site::url()), Vec::<String>::new());
}

#[test]
fn the_french_page_is_french_without_being_asked() {
    let page = Calculator::open("");
    page.go(&address("fr.html"));
    page.wait_for_answer();
    assert_eq!((language(&page).as_str(), page.query().as_str()), ("fr", ""));
    assert!(page.text("h1").contains("énergie"));
    assert!(page.text(".follows").contains("pour 100 images"), "{}", page.text(".follows"));
    page.assert_quiet();
}

#[test]
fn an_unknown_language_is_reported_and_english_takes_its_place() {
    let page = Calculator::open("?lang=xx");
    assert_eq!(page.problems(), ["unknown lang 'xx'; choose en or fr"]);
    assert_eq!(language(&page), "en");
}

#[test]
fn visitors_load_their_language_alone_and_what_panels_say_with_the_panels() {
    let page = Calculator::open("");
    for code in CODES {
        let [first, parts] = ["", ".parts"].map(|of| format!("/words.{code}{of}-"));
        page.go(&address(&if code == CODES[0] { String::new() } else { format!("{code}.html") }));
        page.wait_for_answer();
        let words = || -> Vec<String> {
            let loaded = page.requests().into_iter().map(|request| request.url);
            loaded.filter(|url| url.contains("/words.") && url.contains(code)).collect()
        };
        let loaded = words();
        assert!(loaded.iter().all(|url| url.contains(&first)) && !loaded.is_empty(), "{loaded:?}");
        page.open_panels();
        let loaded = words();
        assert_eq!(loaded.iter().filter(|url| url.contains(&parts)).count(), 1, "{loaded:?}");
    }
}

/// The signs of the table are those that browsers write for the language, and numbers are put together as browsers do it: the
/// decimal sign, the sign between groups of three digits, and from how many digits on they are grouped.
#[test]
fn numbers_are_those_of_the_browser() {
    let page = Calculator::open("");
    for code in CODES {
        let words = Words::of(code).unwrap();
        let values = [0.042, 0.5, 4.2, 15_084.0, 1024.0, 99_999.0, 1_234_567.0, 1_234_567.25, -2.5];
        for value in values {
            let decimals =
                [0, 1, 2, 3].into_iter().find(|d| (value * 10_f64.powi(*d)).fract() == 0.0).unwrap();
            let written = page.run_with(
                "const [language, value, digits] = arguments;
                return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: 'min2' }).format(value)",
                &[json!(code), json!(value), json!(decimals)],
            );
            assert_eq!(json!(words.fixed(value, decimals)), written, "{value} in {code}");
        }
    }
}

#[test]
fn the_french_page_says_nothing_in_english() {
    let page = Calculator::open("");
    page.go(&address("fr.html?model=flux1-dev,sd2.1&gpu=a100,h100&precision=fp32&steps=0&price=0.2"));
    page.wait_for_answer();
    page.unfold();
    page.open_panels();
    page.run("document.querySelectorAll('figure details').forEach(part => part.open = true)");
    // Words that English cannot do without and French does not have, outside of what says of itself that it is English.
    let english = page.run(
        "const found = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const { parentElement, data } = walker.currentNode;
            if (parentElement.closest('[lang=en], code, textarea, script, style')) continue;
            if (/\\b(the|of|and|with|is|are|was|from|this|that|to|for|by)\\b/.test(data)) found.push(data.trim().slice(0, 80));
        }
        for (const element of document.querySelectorAll('[aria-label], [title], [alt]')) {
            for (const name of ['aria-label', 'title', 'alt']) {
                const data = element.getAttribute(name) ?? '';
                if (/\\b(the|of|and|with|is|are|scrollable|by)\\b/.test(data)) found.push(data);
            }
        }
        return found",
    );
    assert_eq!(english, json!([]));
    for (width, scheme) in [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")] {
        page.resize(width, 900);
        page.emulate_media(&[("prefers-color-scheme", scheme)]);
        let scrolled = page.run("return document.documentElement.scrollWidth").as_u64().unwrap();
        assert!(scrolled <= u64::from(width), "{scrolled} pixels in a window of {width}");
        page.screenshot(&format!("french-{width}-{scheme}"));
    }
    page.click("[data-do=link]");
    page.wait_until(
        "it is said",
        "return document.querySelector('.acts .done').textContent === 'Lien copié'",
    );
    page.click("[data-chart=energy-by-steps] [data-do=embed]");
    page.wait_for("dialog[open] textarea");
    assert!(page.text("dialog h2").starts_with("Intégrer"), "{}", page.text("dialog h2"));
    assert_eq!(page.text("dialog form button"), "Fermer");
    let source = page.attribute("link[rel=manifest]", "href").unwrap();
    assert_eq!(source, "site.fr.webmanifest");
}

#[test]
fn sources_and_embedded_charts_are_french_too() {
    let page = Calculator::open("");
    page.go(&address("fr.html"));
    page.wait_for_answer();
    let link = page.attribute(".sources a", "href").unwrap();
    assert_eq!(link, "sources.fr.html#flux1-dev");
    page.go(&address("sources.fr.html"));
    assert_eq!(language(&page), "fr");
    assert!(page.text("#flux1-dev + p").contains("milliards de poids"), "{}", page.text("#flux1-dev + p"));
    page.go(&address("embed.html?chart=energy-by-steps&lang=fr"));
    page.wait_for("figure[data-chart=energy-by-steps] svg");
    assert!(page.text("figcaption").starts_with("Énergie selon les étapes de débruitage"));
    page.wait_until("its title is French", "return document.title === 'Wattpix\\u202f: graphique'");
    assert_eq!(language(&page), "fr");
    page.assert_quiet();
}
