//! The site without a network, and when another version takes its place.

use std::collections::BTreeMap;

use serde_json::json;
use wattpix_tests::browser::Browser;
use wattpix_tests::deployment::Deployment;

use crate::calculator::among_others;

/// Waits until a copy is kept: of `version` when one is given.
#[track_caller]
fn wait_for_copy(page: &Browser, more: &str) {
    page.wait_until(
        &format!("a copy is kept ({more})"),
        &format!(
            "return navigator.serviceWorker.getRegistration().then(async registration => {{
                const worker = registration?.active;
                if (!worker || registration.installing || registration.waiting || worker.state !== 'activated') return false;
                const names = (await caches.keys()).filter(name => name.startsWith('wattpix '));
                const copy = names.length && await caches.open(names.at(-1));
                const held = copy ? (await copy.keys()).map(request => request.url) : [];
                return {more};
            }})"
        ),
    );
}

/// The answer as the page gives it to programs, with its style.
#[track_caller]
fn answer(page: &Browser) -> String {
    page.wait_for("[data-testid=result][data-wh-per-image]");
    let styled = page.run("return getComputedStyle(document.querySelector('.readout')).borderTopLeftRadius");
    format!("{:?} {styled}", page.attribute("[data-testid=result]", "data-wh-per-image"))
}

#[test]
fn after_the_first_visit_the_calculator_answers_without_a_network_and_after_the_second_everything() {
    let _machine = among_others();
    let host = Deployment::of_site();
    let page = Browser::open(&format!("{}?model=sd2.1&steps=20", host.url()));
    let online = answer(&page);
    wait_for_copy(&page, "held.length > 5");
    let files = host.stop();
    for name in files.keys().filter(|name| name.ends_with(".wasm") || name.ends_with(".css")) {
        let first = name.ends_with("/wattpix_bg.wasm") || name.ends_with(".css");
        assert_eq!(host.times_asked(name), usize::from(first), "{name}: the copy takes what the browser has");
    }
    page.reload();
    assert_eq!(answer(&page), online, "the same offline");
    page.go(&format!("{}index.html?model=qwen-image", host.url()));
    assert_ne!(answer(&page), online, "any configuration");
    page.screenshot("offline");

    host.deploy(files);
    page.go(host.url());
    answer(&page);
    wait_for_copy(
        &page,
        "held.some(url => url.endsWith('sources.html')) \
            && ['panels', 'share', 'refit'].every(name => held.some(url => url.endsWith(`/split_${name}.wasm`)))",
    );
    host.stop();
    page.go(&format!("{}?show=heat-map", host.url()));
    page.wait_for("[data-panel=heat-map] table");
    page.go(&format!("{}?show=measurements", host.url()));
    page.wait_for("[data-panel=measurements] input[type=file]");
    page.go(&format!("{}sources.html", host.url()));
    page.wait_for("#flux1-dev");
    page.go(&format!("{}embed.html?chart=energy-by-steps", host.url()));
    page.wait_for("figure[data-chart=energy-by-steps] svg");
    // What was never there is not made up.
    let missing = page.run("return fetch('nonesuch.html').then(() => 'answered', () => 'no answer')");
    assert_eq!(missing, "no answer");
}

#[test]
fn french_answers_without_a_network() {
    let _machine = among_others();
    let host = Deployment::of_site();
    let page = Browser::open(&format!("{}fr.html?model=sd2.1&lang=fr", host.url()));
    answer(&page);
    wait_for_copy(&page, "held.some(url => url.includes('/words.fr-'))");
    page.reload();
    answer(&page);
    wait_for_copy(&page, "held.some(url => url.endsWith('/split_panels.wasm'))");
    host.stop();
    page.go(&format!("{}fr.html?model=qwen-image&lang=fr&show=heat-map", host.url()));
    answer(&page);
    page.wait_for("[data-panel=heat-map] table");
    assert!(page.text(".readout .per").contains("par image"));
    assert!(page.text("[data-panel=heat-map] figcaption").contains("selon la taille"));
}

/// Returns the site with another headline and another style, each under the hash that it then has.
fn another_version(page: &Browser, files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let text_of = |content: &[u8]| String::from_utf8(content.to_vec()).unwrap();
    let text = |name: &str| text_of(&files[name]);
    let hash_by = |bits: &str, content: &str| -> String {
        let of =
            "return crypto.subtle.digest(`SHA-${arguments[0]}`, new TextEncoder().encode(arguments[1])).then(
            digest => `sha${arguments[0]}-` + btoa(String.fromCharCode(...new Uint8Array(digest))))";
        page.run_with(of, &[json!(bits), json!(content)]).as_str().unwrap().to_owned()
    };
    // Of pages and of the worker.
    let hash = |content: &str| hash_by("384", content);
    let kept_hash = |content: &str| hash_by("256", content);
    let style = files.keys().find(|name| name.starts_with("style-")).unwrap().clone();
    let other_style = "style-0123456789abcdef.css";
    let css = text(&style).replace("--radius: 12px", "--radius: 3px");
    assert_ne!(css, text(&style));
    let (old_css, new_css) = (hash(&text(&style)), hash(&css));
    let mut other = files.clone();
    other.remove(&style);
    other.insert(other_style.to_owned(), css.into_bytes());
    let (old_kept, new_kept) = (kept_hash(&text(&style)), kept_hash(&text_of(&other[other_style])));
    let mut worker = text("sw.js").replace(&style, other_style).replace(&old_kept, &new_kept);
    for name in ["index.html", "embed.html", "sources.html"] {
        let old = text(name);
        let new = old
            .replace(&style, other_style)
            .replace(&old_css, &new_css)
            .replace("<h1>", "<h1>Second version: ");
        assert_ne!(old, new);
        worker = worker.replace(&kept_hash(&old), &kept_hash(&new));
        other.insert(name.to_owned(), new.into_bytes());
    }
    let version = worker.find("VERSION = \"").unwrap() + 11;
    worker.replace_range(version..version + 16, "fedcba9876543210");
    other.insert("sw.js".to_owned(), worker.into_bytes());
    other
}

#[test]
fn a_new_version_replaces_the_old_one_whole() {
    let _machine = among_others();
    let host = Deployment::of_site();
    let page = Browser::open(host.url());
    // Fresh from the network each time: what the host lets browsers keep is not what is tested here.
    page.devtools("Network.setCacheDisabled", &json!({ "cacheDisabled": true }));
    let looks = || -> (bool, String) {
        (page.text("h1").contains("Second version"), answer(&page).rsplit(' ').next().unwrap().to_owned())
    };
    let old = (false, "\"12px\"".to_owned());
    let new = (true, "\"3px\"".to_owned());
    assert_eq!(looks(), old);
    wait_for_copy(&page, "held.length > 5");
    let files = host.stop();
    let other = another_version(&page, &files);

    // Half of an update: the worker is new, the pages are not yet. No copy may come of that.
    let mut half = files.clone();
    half.insert("sw.js".to_owned(), other["sw.js"].clone());
    host.deploy(half);
    page.reload();
    assert_eq!(looks(), old);
    page.run("return navigator.serviceWorker.getRegistration().then(registration => registration.update()).catch(() => {})");
    page.wait_until(
        "the half update was given up",
        "return navigator.serviceWorker.getRegistration().then(registration => !registration.installing && !registration.waiting)",
    );
    let copies = page
        .run("return caches.keys().then(names => names.filter(name => name.startsWith('wattpix ')).length)");
    assert_eq!(copies, 1, "nothing is kept of half a copy");
    host.stop();
    page.reload();
    assert_eq!(looks(), old, "the old copy answers whole");

    host.deploy(other);
    page.reload();
    assert_eq!(looks(), new, "online, the latest at once");
    wait_for_copy(
        &page,
        "names.at(-1).endsWith('fedcba9876543210') && held.some(url => url.includes('style-0123'))",
    );
    host.stop();
    page.reload();
    assert_eq!(looks(), new, "and offline the new one, whole");
}

#[test]
fn the_site_can_be_installed() {
    let _machine = among_others();
    let host = Deployment::of_site();
    let page = Browser::open(host.url());
    wait_for_copy(&page, "held.length > 5");
    let manifest = page.devtools("Page.getAppManifest", &json!({}));
    assert_eq!(manifest["errors"], json!([]), "{manifest}");
    assert!(manifest["data"].as_str().unwrap_or_default().contains("\"Wattpix"), "{manifest}");
    let hindrances = page.devtools("Page.getInstallabilityErrors", &json!({}));
    let hindrances: Vec<_> = hindrances["installabilityErrors"]
        .as_array()
        .into_iter()
        .flatten()
        // A headless browser counts as one without a window that could be installed from.
        .filter(|error| error["errorId"] != "in-incognito")
        .collect();
    assert!(hindrances.is_empty(), "{hindrances:?}");
}
