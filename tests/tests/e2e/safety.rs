//! Limits of what the pages do and keep. That nothing from a link becomes markup is in [`crate::hostile_links`].

use serde_json::json;

use crate::calculator::{Calculator, address};

const PAGES: [&str; 3] = ["", "embed.html?chart=energy-by-steps", "sources.html"];

#[test]
fn every_page_forbids_what_is_not_of_the_site() {
    let page = Calculator::open("");
    for name in PAGES {
        page.go(&address(name));
        let policy = page.attribute("meta[http-equiv=Content-Security-Policy]", "content").unwrap();
        assert!(
            policy
                .starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "),
            "{policy}"
        );
        for forbidden in ["unsafe-inline", "'unsafe-eval'", "*", "http:", "https:", "data:"] {
            assert!(!policy.contains(forbidden), "{name}: {policy}");
        }
        let first = page.run(
            "return [...document.querySelectorAll('meta[http-equiv]')].every(
            policy => [...document.querySelectorAll('script, link, style')].every(
                loading => policy.compareDocumentPosition(loading) & Node.DOCUMENT_POSITION_FOLLOWING))",
        );
        assert_eq!(first, true, "{name}: the policy comes before all that it governs");
        let inline = page.run("return [...document.querySelectorAll('*')].filter(element => element.matches('style, [style]')
            || [...element.attributes].some(({ name }) => name.startsWith('on'))
            || element.matches('script:not([src]):not([type=\"application/ld+json\"])')).map(element => element.outerHTML.slice(0, 80))");
        // A mark on a chart is placed by the script's `style`, which a policy allows; nobody points here.
        assert_eq!(inline, json!([]), "{name}");
    }
    page.assert_quiet();
}

#[test]
fn the_policy_holds_in_the_browser() {
    let page = Calculator::open("");
    page.run(
        "window.refused = [];
        document.addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective));
        const script = document.createElement('script');
        script.textContent = 'window.injected = 1';
        const image = new Image();
        image.src = 'http://example.org/x.png';
        document.body.append(script, image);
        document.body.insertAdjacentHTML('beforeend', '<b onclick=\"window.injected = 1\" style=\"color: red\">x</b>');
        document.body.lastElementChild.click();
        fetch('http://example.org/x').catch(() => {});
        const tag = document.createElement('script');
        tag.src = 'http://example.org/x.js';
        document.body.append(tag)",
    );
    page.wait_until("all was refused", "return refused.length >= 6");
    let refused = page.run("return [...new Set(refused)].sort()");
    assert_eq!(
        refused,
        json!(["connect-src", "img-src", "script-src-attr", "script-src-elem", "style-src-attr"]),
    );
    assert_eq!(page.run("return window.injected ?? null"), json!(null));
}

#[test]
fn nothing_is_stored_but_the_copy_for_offline_use() {
    let page = Calculator::open("?model=sd2.1");
    page.select("[name=precision]", "fp32");
    page.wait_for_link("precision", "fp32");
    page.open_panels();
    let stored = page.run(
        "return indexedDB.databases().then(async databases => ({
            cookies: document.cookie, local: localStorage.length, session: sessionStorage.length, databases: databases.length,
            foreign: (await caches.keys()).filter(name => !name.startsWith('wattpix ')).length,
            queries: (await Promise.all((await caches.keys()).map(async name => (await caches.open(name)).keys())))
                .flat().filter(request => request.url.includes('?')).length }))",
    );
    let nothing =
        json!({ "cookies": "", "local": 0, "session": 0, "databases": 0, "foreign": 0, "queries": 0 });
    assert_eq!(stored, nothing, "no trace of what a person looked at");
    page.assert_quiet();
}
