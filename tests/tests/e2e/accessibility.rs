//! Accessibility: axe-core on every state of the site, and what it cannot know of people who do not see, point or sit still.

use serde_json::json;

use crate::calculator::{Calculator, address};
use crate::own_panel;

/// Windows, in CSS pixels: a telephone's and a desk's.
const WINDOWS: [(u32, u32); 2] = [(390, 844), (1440, 900)];

/// No violation in either theme, on a telephone and on a desk.
#[track_caller]
fn assert_open_to_all(page: &Calculator, state: &str) {
    for (width, height) in WINDOWS {
        page.resize(width, height);
        for scheme in ["light", "dark"] {
            page.emulate_media(&[("prefers-color-scheme", scheme)]);
            assert_eq!(page.violations(), Vec::<String>::new(), "{state}, {width} px wide, {scheme}");
        }
    }
}

#[test]
fn axe_finds_nothing_in_any_state_of_the_calculator() {
    let page = Calculator::open("");
    for (state, query) in [
        ("first visit", ""),
        ("compared", "?model=flux1-dev,sd2.1&gpu=rtx-6000-ada,h100&precision=fp32&boundary=gross"),
        ("problems", "?model=%3Cscript%3Ealert(1)%3C/script%3E&steps=0&width=1e9&unit=cal"),
    ] {
        page.visit(query);
        page.unfold();
        assert_open_to_all(&page, state);
    }
    page.assert_quiet();
}

#[test]
fn axe_finds_nothing_in_open_panels_and_the_dialog() {
    let page = Calculator::open("?model=flux1-dev,sd2.1&gpu=a100");
    page.open_panels();
    page.run("document.querySelectorAll('figure details').forEach(part => part.open = true)");
    assert_open_to_all(&page, "panels open");
    page.click("[data-chart=energy-by-steps] [data-do=embed]");
    page.wait_for("dialog[open] textarea");
    assert_open_to_all(&page, "the dialog");
}

#[test]
fn axe_finds_nothing_in_what_a_person_brings() {
    let page = own_panel::open("");
    own_panel::choose(
        &page,
        &own_panel::file("seen.csv", own_panel::table_text() + "nobody,h100,1,1,1,1,net,1,x\n"),
    );
    page.wait_for("[data-chart=own-measurements] svg");
    own_panel::press(&page, "fit");
    page.wait_for("[data-testid=own-quality]");
    own_panel::press(&page, "use-made");
    page.wait_for("[data-testid=own-fits] li");
    own_panel::choose(&page, &own_panel::file("seen.json", "{}"));
    page.wait_for("[data-own=problem] .problem");
    page.run(
        "document.querySelectorAll('[data-panel=measurements] details').forEach(part => part.open = true)",
    );
    assert_open_to_all(&page, "brought");
}

#[test]
fn axe_finds_nothing_on_the_other_pages() {
    let page = Calculator::open("");
    page.go(&address("sources.html"));
    assert_open_to_all(&page, "sources.html");
    for chart in ["energy-by-steps", "comparison", "heat-map"] {
        page.go(&address(&format!("embed.html?chart={chart}&model=sd2.1")));
        page.wait_for("#chart .origin");
        assert_open_to_all(&page, &format!("embed.html, {chart}"));
    }
}

#[test]
fn axe_finds_nothing_where_a_part_did_not_arrive() {
    let page = Calculator::open("");
    page.devtools("Network.setBlockedURLs", &json!({ "urls": ["*/split_panels.wasm"] }));
    page.click("[data-panel=law] > summary");
    page.wait_until(
        "it is told",
        "return document.querySelector('[data-panel=law] .wait').textContent.includes('could not be loaded')",
    );
    assert_open_to_all(&page, "a panel did not arrive");
    page.devtools("Network.setBlockedURLs", &json!({ "urls": ["*.wasm"] }));
    page.reload();
    page.wait_for("#start-failed:not([hidden])");
    assert_open_to_all(&page, "the calculator did not start");
}

#[test]
fn axe_finds_nothing_in_french() {
    let page = Calculator::open("");
    page.go(&address("fr.html?model=flux1-dev,sd2.1&gpu=rtx-6000-ada&steps=0"));
    page.wait_for_answer();
    page.unfold();
    page.open_panels();
    assert_open_to_all(&page, "fr.html");
    page.go(&address("sources.fr.html"));
    assert_open_to_all(&page, "sources.fr.html");
}

/// Shows that axe sees the faults that the tests above look for.
#[test]
fn axe_sees_what_must_not_be() {
    let page = Calculator::open("");
    page.run(
        "document.querySelector('main').insertAdjacentHTML('beforeend',
        '<button></button><p class=\"pale\">pale</p>'); document.querySelector('.pale').style.color = '#bbb'",
    );
    page.emulate_media(&[("prefers-color-scheme", "light")]);
    let found = page.violations().join("\n");
    assert!(found.contains("button-name") && found.contains("color-contrast"), "{found}");
}

#[test]
fn the_result_is_said_once_it_has_settled_and_not_at_every_key() {
    let page = Calculator::open("");
    page.run(
        "window.heard = [];
        const spoken = document.getElementById('spoken');
        new MutationObserver(() => heard.push(spoken.textContent)).observe(spoken, { childList: true, characterData: true, subtree: true });",
    );
    assert_eq!(page.count("[data-testid=result] [aria-live]"), 0, "one place speaks of the result");
    for width in [512, 528, 544, 560, 576] {
        page.run_with(
            "const field = document.querySelector('[name=width]'); field.value = arguments[0];
            field.dispatchEvent(new Event('input', { bubbles: true })); field.dispatchEvent(new Event('change', { bubbles: true }))",
            &[json!(width)],
        );
    }
    page.wait_until("it was said", "return heard.length > 0");
    let heard = page.run("return heard");
    assert_eq!(heard.as_array().map(Vec::len), Some(1), "{heard}");
    let said = heard[0].as_str().unwrap();
    let shown = page.text("[data-testid=result] .figure .number");
    assert!(said.starts_with(&shown) && said.contains("Wh per image, likely "), "{said:?} beside {shown}");
}

/// Notes what the page says to those who hear it.
const LISTEN: &str = "window.heard = [];
    const spoken = document.getElementById('spoken');
    new MutationObserver(() => heard.push(spoken.textContent)).observe(spoken, { childList: true, characterData: true, subtree: true });";

/// Script that returns the chart's text about the place that is pointed at.
const READING: &str = "return document.querySelector('[data-chart=energy-by-steps] .reading').textContent";

#[test]
fn a_chart_speaks_when_the_pointer_rests_and_at_once_by_keys() {
    for address_of in ["?steps=20", "embed.html?chart=energy-by-steps&steps=20"] {
        let page = Calculator::open("");
        page.go(&address(address_of));
        page.wait_for("[data-chart=energy-by-steps] svg");
        page.run(LISTEN);
        assert_eq!(page.count("figure [aria-live], figure [role=status]:not(.done)"), 0, "one place speaks");
        // The pointer passes over 30 places of the chart, then rests.
        let on_the_way = page.run(
            "const drawing = document.querySelector('[data-chart=energy-by-steps] .drawing');
            drawing.scrollIntoView();
            const box = drawing.getBoundingClientRect();
            for (let at = 1; at <= 30; at += 1) drawing.dispatchEvent(new PointerEvent('pointermove',
                { bubbles: true, clientX: box.left + box.width * at / 31, clientY: box.top + 20 }));
            return heard",
        );
        assert_eq!(on_the_way, json!([]), "nothing is said on the way");
        page.wait_until("it was said", "return heard.length > 0");
        let shown = page.run(READING);
        assert_eq!(page.run("return heard"), json!([shown]), "the place where it rests, once");
        // A key that is held: the place where it ends.
        page.run("heard.length = 0; document.querySelector('[data-chart=energy-by-steps] .drawing').focus()");
        page.run(
            "const key = key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, key }));
            key('Home'); for (let at = 0; at < 5; at += 1) key('ArrowRight');
            window.pressed = performance.now();
            new MutationObserver(() => window.took ??= performance.now() - pressed).observe(document.getElementById('spoken'), { childList: true })",
        );
        page.wait_until("it was said", "return heard.length > 0");
        let shown = page.run(READING);
        assert_eq!(page.run("return heard"), json!([shown]));
        let took = page.run("return window.took").as_f64().unwrap();
        assert!((100.0..750.0).contains(&took), "said {took} ms after the keys");
    }
}

/// A window of 1280 × 1024 px at 400 % is one of 320 × 256 (WCAG 2.2, 1.4.10).
#[test]
fn everything_is_there_at_400_percent() {
    let page = Calculator::open("?model=flux1-dev,sd2.1&gpu=a100,h100");
    page.unfold();
    page.open_panels();
    let seen = "return [...document.querySelectorAll('input, select, button, summary, a[href], figure, table, h1, h2')]
        .filter(element => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.unseen')).length";
    page.resize(1280, 1024);
    let wide = page.run(seen);
    page.resize(320, 256);
    page.wait_for_panels();
    assert_eq!(page.run(seen), wide, "something is lost");
    let scrolled = page.run("return document.documentElement.scrollWidth").as_u64().unwrap();
    assert!(scrolled <= 320, "{scrolled} pixels in a window of 320");
    // Nothing that stays in place may cover a window so low.
    let fixed = page.run("return [...document.querySelectorAll('body *')].filter(element =>
        ['fixed', 'sticky'].includes(getComputedStyle(element).position) && !element.closest('.scroll')).map(element => element.className)");
    assert_eq!(fixed, json!([]));
    page.screenshot("zoom-400");
}

#[test]
fn nothing_moves_for_those_who_ask_for_stillness() {
    let page = Calculator::open("");
    page.emulate_media(&[("prefers-reduced-motion", "reduce")]);
    page.open_panels();
    page.select("[name=model]", "sd2.1");
    page.wait_for_link("model", "sd2.1");
    assert_eq!(page.run("return document.getAnimations().length"), 0);
    let moving = page.run("return [...document.querySelectorAll('*')].filter(element => {
        const style = getComputedStyle(element);
        return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0 || style.scrollBehavior === 'smooth';
    }).map(element => element.outerHTML.slice(0, 80))");
    assert_eq!(moving, json!([]));
}

/// With a palette of the reader's own (Windows' high contrast), text keeps its contrast, charts too, and what can be pressed its edge.
#[test]
fn colours_of_the_reader_s_own_leave_everything_readable() {
    let page = Calculator::open("?model=flux1-dev,sd2.1&gpu=a100");
    for scheme in ["light", "dark"] {
        page.emulate_media(&[("forced-colors", "active"), ("prefers-color-scheme", scheme)]);
        let pale = page.run(
            "const luminance = colour => {
                const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = luminance(getComputedStyle(document.body).backgroundColor);
            const contrast = colour => { const text = luminance(colour); return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05) };
            const charts = [...document.querySelectorAll('.drawing text:not(.on-fill)')].map(text => [text, getComputedStyle(text).fill]);
            const words = [...document.querySelectorAll('.readout p, .caveats li, label, th, td, button, summary')].map(text => [text, getComputedStyle(text).color]);
            return [...charts, ...words].filter(([, colour]) => contrast(colour) < 4.5).map(([text]) => text.outerHTML.slice(0, 80))",
        );
        assert_eq!(pale, json!([]), "{scheme}");
        let bare = page.run(
            "return [...document.querySelectorAll('button, input, select')].filter(control => control.checkVisibility()
                && getComputedStyle(control).borderTopStyle === 'none').map(control => control.outerHTML.slice(0, 80))",
        );
        assert_eq!(bare, json!([]), "{scheme}");
        page.screenshot(&format!("forced-colors-{scheme}"));
    }
}
