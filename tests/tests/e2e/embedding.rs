//! Charts in other people's pages.

use serde_json::json;
use wattpix_tests::browser::Browser;
use wattpix_tests::host::Host;
use wattpix_tests::site;

use crate::calculator::{Calculator, address, among_others};

/// The origin of the built site.
fn origin() -> String {
    site::url().split('/').take(3).collect::<Vec<_>>().join("/")
}

/// The strictest policy under which a page can embed: nothing but frames and scripts of the site.
fn strict_policy() -> String {
    format!("default-src 'none'; frame-src {0}; script-src {0}", origin())
}

#[test]
fn a_page_on_another_origin_embeds_two_charts_under_a_strict_policy() {
    let _machine = among_others();
    let site = site::url();
    let host = Host::serve(
        &strict_policy(),
        &format!(
            "<!doctype html><title>Somebody else's page</title><script src=\"{site}embed.js\" defer></script>\
             <h1>Two charts</h1>\
             <wattpix-chart chart=\"energy-by-steps\" model=\"sd2.1\" gpu=\"h100\"><a href=\"{site}\">a link</a></wattpix-chart>\
             <wattpix-chart chart=\"comparison\" c=\"flux1-dev,a100 sd2.1,h100\"></wattpix-chart>\
             <iframe src=\"{site}embed.html?chart=heat-map&amp;model=qwen-image\" width=\"700\" height=\"500\"></iframe>"
        ),
    );
    let page = Browser::open(host.url());
    // Browsers draw only the frames that are to be seen.
    page.resize(1440, 2000);
    page.wait_until(
        "both elements have set their heights",
        "return [...document.querySelectorAll('wattpix-chart')].every(chart => {
            const frame = chart.shadowRoot?.querySelector('iframe');
            return frame && frame.style.height && frame.getBoundingClientRect().height > 120;
        })",
    );
    let titles = page.run("return [...document.querySelectorAll('wattpix-chart')].map(chart => chart.shadowRoot.querySelector('iframe').title)");
    assert_eq!(titles, json!(["a link", "Wattpix chart"]));
    page.screenshot("embedded-by-another-site");
    page.enter_frame("iframe");
    page.wait_for("td[data-measured]");
    assert!(page.text("figcaption").contains("Qwen-Image"));
    page.leave_frame();
    assert_eq!(page.console_problems(), Vec::<String>::new());
    let outside: Vec<String> =
        page.requests_outside(site).into_iter().filter(|url| !url.starts_with(host.url())).collect();
    assert_eq!(outside, Vec::<String>::new());
}

/// Selector of an element that every page of the site has, and a browser's own page in its place has not.
const POLICY: &str = "meta[http-equiv=Content-Security-Policy]";

/// Headers that `cargo xtask serve` sends and `dist/_headers` asks a host for.
#[test]
fn only_the_embedded_page_may_be_framed_by_others() {
    let _machine = among_others();
    let site = site::url();
    let frame = |page: &str| format!("<iframe src=\"{site}{page}\" width=\"700\" height=\"500\"></iframe>");
    for (page, allowed) in
        [("index.html", false), ("sources.html", false), ("embed.html?chart=energy-by-steps", true)]
    {
        let host = Host::serve(&strict_policy(), &frame(page));
        let browser = Browser::open(host.url());
        browser.wait_for("iframe");
        browser.enter_frame("iframe");
        if allowed {
            browser.wait_for(POLICY);
        } else {
            browser.wait_until("the frame has an end", "return document.readyState === 'complete'");
            assert_eq!(browser.count(POLICY), 0, "{page} is framed");
            browser.leave_frame();
            let said = browser.console_problems().join("\n");
            assert!(said.contains("frame-ancestors 'none'"), "{page}: {said}");
        }
    }
}

#[test]
fn an_element_follows_its_attributes_and_its_frame_draws_them() {
    let _machine = among_others();
    let site = site::url();
    let host = Host::serve(
        &strict_policy(),
        &format!(
            "<script src=\"{site}embed.js\" defer></script><wattpix-chart chart=\"energy-by-side\"></wattpix-chart>"
        ),
    );
    let page = Browser::open(host.url());
    let source =
        "return document.querySelector('wattpix-chart').shadowRoot?.querySelector('iframe').src ?? ''";
    page.wait_until("the frame has an address", source);
    page.run("document.querySelector('wattpix-chart').setAttribute('model', 'sd2.1')");
    page.wait_until("the address follows", "return document.querySelector('wattpix-chart').shadowRoot.querySelector('iframe').src.includes('model=sd2.1')");
    let source = page.run(source).as_str().unwrap().to_owned();
    assert_eq!(source, format!("{site}embed.html?chart=energy-by-side&model=sd2.1"));
    page.run("document.querySelector('wattpix-chart').setAttribute('lang', 'fr-CA')");
    page.wait_until("the language follows", "return document.querySelector('wattpix-chart').shadowRoot.querySelector('iframe').src.endsWith('&lang=fr')");
    // In a browser of its own: leaving a page whose frame still loads would be told in the console.
    let page = Browser::open(&source);
    page.wait_for("figure[data-chart=energy-by-side] svg[role=img]");
    assert!(page.text("figcaption").contains("Stable Diffusion 2.1"));
    assert!(page.text(".origin").contains("version "));
    let link = page.attribute(".origin a", "href").unwrap();
    assert_eq!(link, "index.html?model=sd2.1");
    assert_eq!(page.console_problems(), Vec::<String>::new());
}

#[test]
fn the_dialog_writes_snippets_that_work() {
    let page = Calculator::open("?model=sd2.1&steps=20");
    page.click("[data-chart=energy-by-steps] .menu summary");
    page.click("[data-chart=energy-by-steps] [data-do=embed]");
    page.wait_for("dialog[open] textarea");
    let following = page.value("#snippet-frame");
    assert!(
        following.contains("embed.html?chart=energy-by-steps&amp;model=sd2.1&amp;steps=20\""),
        "{following}"
    );
    page.click("dialog [value=pinned]");
    page.wait_until("it is pinned", "return document.querySelector('#snippet-frame').value.includes('v=')");
    page.screenshot("embed-dialog");
    let snippets = [page.value("#snippet-frame"), page.value("#snippet-element")];
    page.press("Escape");
    page.wait_until("the dialog closes", "return !document.querySelector('dialog[open]')");
    for snippet in snippets {
        let host =
            Host::serve(&strict_policy(), &format!("<!doctype html><p>Before</p>{snippet}<p>After</p>"));
        page.go(host.url());
        page.wait_until(
            "the frame is there",
            "return document.querySelector('iframe') ?? document.querySelector('wattpix-chart')?.shadowRoot?.querySelector('iframe')",
        );
        if page.count("iframe") == 1 {
            page.enter_frame("iframe");
            page.wait_for("figure[data-chart=energy-by-steps] svg");
            assert!(page.text("figcaption").contains("20 steps"));
            page.leave_frame();
        } else {
            page.wait_until(
                "the chart has said its height",
                "return document.querySelector('wattpix-chart').shadowRoot.querySelector('iframe').style.height",
            );
        }
    }
    page.assert_quiet();
}

#[test]
fn an_embedded_chart_refuses_what_it_does_not_know_and_runs_nothing() {
    let page = Calculator::open("");
    let markup = "%22%3E%3Cimg%20src%3Dx%20onerror%3Dwindow.injected%3D1%3E";
    for query in [
        "".to_owned(),
        "?chart=nonesuch".to_owned(),
        format!("?chart={markup}"),
        format!("?chart=energy-by-steps&model={markup}&{markup}=1&steps=0&v={markup}"),
        format!("?chart=heat-map&gpu={markup}&show={markup}&budget={markup}"),
    ] {
        page.go(&address(&format!("embed.html{query}")));
        page.wait_for("#chart .origin");
        assert_eq!(
            page.run("return window.injected ?? document.querySelectorAll('img').length"),
            0,
            "{query}"
        );
        assert!(page.count(".problem") + page.count(".problems li") > 0, "{query} is reported");
    }
    page.assert_quiet();
}

#[test]
fn pictures_for_places_without_scripts_are_there() {
    let page = Calculator::open("");
    for id in [
        "energy-by-steps",
        "energy-by-side",
        "energy-by-flops",
        "flops-by-component",
        "predicted-against-measured",
    ] {
        let size = page.run_with(
            "const image = new Image(); image.src = arguments[0]; return image.decode().then(() => [image.naturalWidth, image.naturalHeight])",
            &[json!(format!("charts/{id}.svg"))],
        );
        assert!(size[0].as_u64() > Some(300) && size[1].as_u64() > Some(50), "{id}: {size}");
    }
    page.assert_quiet();
}

/// A frame of no origin: modules come only from hosts that allow it.
#[test]
fn a_sandboxed_frame_draws_its_chart_in_the_theme_that_it_is_asked_for() {
    let _machine = among_others();
    let site = site::url();
    let frame = |theme: &str| {
        format!(
            "<iframe id=\"{theme}\" sandbox=\"allow-scripts\" width=\"700\" height=\"500\" \
             src=\"{site}embed.html?chart=energy-by-steps&amp;model=sd2.1&amp;theme={theme}\"></iframe>"
        )
    };
    let host = Host::serve(&strict_policy(), &["light", "dark"].map(frame).concat());
    let page = Browser::open(host.url());
    let mut grounds = Vec::new();
    for theme in ["light", "dark"] {
        page.enter_frame(&format!("#{theme}"));
        page.wait_for("figure[data-chart=energy-by-steps] svg[role=img]");
        grounds.push(page.run("return getComputedStyle(document.body).backgroundColor"));
        let link = page.attribute(".origin a", "href").unwrap();
        assert_eq!(link, "index.html?model=sd2.1");
        page.leave_frame();
    }
    assert_eq!(grounds, [json!("rgb(255, 255, 255)"), json!("rgb(20, 23, 27)")]);
    assert_eq!(page.console_problems(), Vec::<String>::new());
}
