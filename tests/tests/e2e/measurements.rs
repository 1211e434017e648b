//! What a person brings: own measurements, own fits. The numbers are compared with those of `core` on this machine, which the command line
//! gives too.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use wattpix_core::configuration::Configuration;
use wattpix_core::estimate::estimate_with;
use wattpix_core::fit::Fit;
use wattpix_core::fit::read::fit as read_fit;
use wattpix_core::regress::calibration::calibrated;
use wattpix_core::regress::cross_validation::note_folds;
use wattpix_core::regress::fitting::{About, Method, fit};
use wattpix_core::regress::observed::Observed;
use wattpix_core::regress::table;
use wattpix_tests::site;

use crate::calculator::Calculator;

const PANEL: &str = "[data-panel=measurements]";

/// A page with the panel open and ready for files.
pub fn open(query: &str) -> Calculator {
    let page = Calculator::open(query);
    page.run(&format!("document.querySelector('{PANEL}').open = true"));
    page.wait_for(&format!("{PANEL} input[type=file]"));
    page
}

/// A file of the test's own.
pub fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("brought");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path
}

/// Chooses a file by the button.
#[track_caller]
pub fn choose(page: &Calculator, path: &Path) {
    page.type_into(&format!("{PANEL} input[type=file]"), path.to_str().unwrap());
}

/// Drops a file of this content.
#[track_caller]
fn drop_file(page: &Calculator, name: &str, content: &str) {
    page.run_with(
        "const transfer = new DataTransfer();
        transfer.items.add(new File([arguments[1]], arguments[0]));
        const zone = document.querySelector('[data-drop]');
        for (const kind of ['dragover', 'drop']) {
            zone.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }",
        &[json!(name), json!(content)],
    );
}

#[track_caller]
fn wait_for_problem(page: &Calculator) -> String {
    page.wait_for(&format!("{PANEL} [data-own=problem] .problem"));
    page.wait_for(&format!("{PANEL} [data-own=busy][hidden]"));
    page.text(&format!("{PANEL} [data-own=problem]"))
}

/// Presses a button of the panel.
#[track_caller]
pub fn press(page: &Calculator, act: &str) {
    page.wait_for(&format!("{PANEL} [data-act={act}]"));
    page.run(&format!("document.querySelector('{PANEL} [data-act={act}]').click()"));
}

/// A table of three models on an H100, two repeats each, with energies that no law has exactly.
pub fn table_text() -> String {
    let mut text = "model,gpu,width,height,steps,energy_j,boundary,duration_s,source\n".to_owned();
    for (model, scale) in [("sdxl", 40.0), ("sd3.5-large", 150.0), ("flux1-dev", 200.0)] {
        for side in [512, 1024] {
            for steps in [10, 20, 40] {
                for repeat in [0.98, 1.03] {
                    let joules = scale * f64::from(steps) * f64::from(side * side) / 1e6 * repeat + 30.0;
                    writeln!(text, "{model},h100,{side},{side},{steps},{joules},net,{},mine", joules / 450.0)
                        .unwrap();
                }
            }
        }
    }
    text
}

/// What `core` makes of a table here.
fn made_here(text: &str) -> (Fit, Vec<Observed>) {
    let rows = table::read("mine.csv", text.as_bytes()).unwrap().rows;
    let made = {
        let rows: Vec<&Observed> = rows.iter().collect();
        let made = fit(&rows, Method::Additive, About::scratch()).unwrap();
        let mut made = calibrated(made, &rows).unwrap();
        note_folds(&mut made, &rows, Method::Additive, 10, 1);
        made
    };
    (made, rows)
}

/// An observation file of these rows.
fn observations(rows: &[Value]) -> String {
    let mut text = r#"{"schema":1,"tool":"wattpix-measure 0.1.0","gpu":{},"plan":{}}"#.to_owned() + "\n";
    for row in rows {
        text += &(row.to_string() + "\n");
    }
    text
}

fn row(steps: u32, repeat: u32, joules: f64) -> Value {
    json!({
        "key": format!("sdxl/1024x1024/{steps}/fp16/on/b1"), "repeat": repeat, "model": "sdxl", "gpu": "h100-sxm",
        "width": 1024, "height": 1024, "steps": steps, "precision": "fp16", "guidance": "on", "batch": 1, "images": 2,
        "text_tokens": 77, "seed": 7, "engine": "candle 0.11.1", "weights": "random", "stage": "image",
        "started": "2026-11-23T10:00:00.000Z", "duration_s": joules / 500.0, "meter": "nvml", "counter_j": joules,
        "integrated_j": joules, "meter_period_s": 0.1, "edge_error_j": 8.0, "idle_w": 70.0, "gross_j": joules, "net_j": joules * 0.9,
        "temperature_c": [41, 58], "sm_clock_mhz": [1980, 1935], "throttle": [], "others_on_gpu": 0, "trace": null,
        "valid": true, "reasons": []
    })
}

#[test]
fn the_fourth_module_comes_with_its_panel_and_in_a_worker() {
    let page = Calculator::open("?show=law");
    page.wait_for_panels();
    let loaded = || -> Vec<String> {
        let urls = page.requests().into_iter().map(|request| request.url);
        urls.filter(|url| url.contains("refit") || url.contains("measurements-")).collect()
    };
    assert_eq!(loaded(), Vec::<String>::new(), "other panels do not load it");
    drop(page);
    let page = open("");
    assert!(page.text(&format!("{PANEL} .panel-body")).contains("nothing is uploaded"));
    assert_eq!(page.requests_outside(site::url()), Vec::<String>::new());
    page.assert_quiet();
}

#[test]
fn an_observation_file_becomes_points_with_error_bars_beside_what_is_predicted() {
    let page = open("");
    let mut bad = row(30, 1, 100.0);
    bad["width"] = json!("wide");
    let rows = [row(20, 1, 3000.0), row(20, 2, 3200.0), row(40, 1, 6000.0), bad];
    choose(&page, &file("mine.jsonl", observations(&rows)));
    page.wait_for(&format!("{PANEL} [data-chart=own-measurements] svg"));
    let says = page.text(&format!("{PANEL} [data-own=read]"));
    assert!(says.contains("3 rows can be used, 1 were left out"), "{says}");
    let reasons = page.run(&format!("return document.querySelector('{PANEL} .reasons').textContent"));
    let reason = "mine.jsonl, line 5: not an observation of schema 1: width: stands a text where a whole number is needed";
    assert!(reasons.as_str().unwrap().contains(reason), "{reasons}");
    // Net, two images a row: 2790 J / 2 and 2 runs 180 J / 2 apart, whose standard deviation is 63.64 J; 8 J / 2 stated: 63.77 J.
    let cells = page.run(&format!(
        "return [...document.querySelectorAll('{PANEL} [data-chart=own-measurements] tbody tr')].map(row => [...row.cells].map(cell => cell.textContent).join('|'))"
    ));
    let table: Vec<&str> = cells.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(table.len(), 4, "two measured, two predicted: {table:?}");
    let measured = table.iter().find(|row| row.contains("mean of 2")).unwrap();
    for number in ["0.3875", "0.3698", "0.4052"] {
        assert!(measured.contains(number), "{number} Wh: {measured}");
    }
    assert!(page.count(&format!("{PANEL} [data-chart=own-agreement] svg")) == 1);
    // The other boundary takes the other energies of the same file.
    page.unfold();
    page.select("[name=boundary]", "gross");
    page.wait_until(
        "the file is read again within gross",
        &format!(
            "return document.querySelector('{PANEL} [data-testid=own-rows]')?.textContent.includes('gross')"
        ),
    );
    for (width, scheme) in [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")] {
        page.resize(width, 900);
        page.emulate_media(&[("prefers-color-scheme", scheme)]);
        page.run(&format!("document.querySelector('{PANEL}').scrollIntoView()"));
        page.screenshot(&format!("measurements-{width}-{scheme}"));
    }
    assert_eq!(page.requests_outside(site::url()), Vec::<String>::new());
    page.assert_quiet();
}

#[test]
fn a_fit_asked_for_twice_is_made_once_and_the_rows_stay() {
    let page = open("");
    choose(&page, &file("mine.csv", table_text()));
    page.wait_for(&format!("{PANEL} [data-act=fit]"));
    for _ in 0..2 {
        page.run(&format!(
            "const button = document.querySelector('{PANEL} [data-act=fit]'); button.click(); button.click()"
        ));
        page.wait_for(&format!("{PANEL} [data-act=use-made]"));
        page.wait_for(&format!("{PANEL} [data-own=busy][hidden]"));
        assert_eq!(page.count(&format!("{PANEL} [data-own=problem] .problem")), 0);
    }
    page.assert_quiet();
}

#[test]
fn a_file_that_is_chosen_leaves_the_link_and_the_history_alone() {
    let page = open("?c=flux1-dev,a100,1024x1024,50,fp16,on");
    let state = "return [location.search, history.length]";
    let before = page.run(state);
    choose(&page, &file("mine.csv", table_text()));
    page.wait_for(&format!("{PANEL} [data-act=fit]"));
    assert_eq!(page.run(state), before);
    page.assert_quiet();
}

#[test]
fn of_several_files_those_that_can_be_used_are_and_rows_stay_where_none_is() {
    let page = open("");
    let bring = |files: &[(&str, &str)]| {
        let files: Vec<Value> = files.iter().map(|(name, text)| json!([name, text])).collect();
        page.run_with(
            "const transfer = new DataTransfer();
            for (const [name, text] of arguments[0]) transfer.items.add(new File([text], name));
            document.querySelector('[data-drop]').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))",
            &[Value::from(files)],
        );
    };
    bring(&[("photo.png", "x"), ("MINE.CSV", &table_text()), ("broken.json", "{")]);
    let problem = wait_for_problem(&page);
    assert!(problem.contains("photo.png") && problem.contains("broken.json"), "{problem}");
    let rows = || page.text(&format!("{PANEL} [data-testid=own-rows]"));
    assert!(rows().contains("36 rows can be used"), "{}", rows());
    bring(&[("other.png", "x")]);
    page.wait_until(
        "it is told",
        &format!(
            "return document.querySelector('{PANEL} [data-own=problem]').textContent.includes('other.png')"
        ),
    );
    page.wait_for(&format!("{PANEL} [data-act=fit]"));
    assert!(rows().contains("36 rows can be used"), "{}", rows());
    press(&page, "fit");
    page.wait_for(&format!("{PANEL} [data-act=use-made]"));
    page.assert_quiet();
}

#[test]
fn rows_of_the_other_boundary_are_drawn_with_one_press() {
    let page = open("");
    choose(&page, &file("gross.csv", table_text().replace(",net,", ",gross,")));
    page.wait_for(&format!("{PANEL} [data-act=boundary]"));
    let charts = format!("{PANEL} [data-chart=own-measurements] svg");
    assert_eq!(page.count(&charts), 0, "gross energies are not drawn beside net ones");
    press(&page, "boundary");
    page.wait_for(&charts);
    assert_eq!(page.run("return new URLSearchParams(location.search).get('boundary')"), "gross");
    assert_eq!(page.count(&format!("{PANEL} [data-act=boundary]")), 0, "nothing is left out now");
    page.assert_quiet();
}

#[test]
fn a_table_is_fitted_as_the_command_line_fits_it_and_the_fit_is_used_and_saved() {
    let text = table_text();
    let (here, _) = made_here(&text);
    let page = open("?model=sdxl&gpu=h100");
    drop_file(&page, "mine.csv", &text);
    page.wait_for(&format!("{PANEL} [data-chart=own-measurements] svg"));
    press(&page, "fit");
    page.wait_for(&format!("{PANEL} [data-testid=own-quality]"));
    let says = page.text(&format!("{PANEL} [data-own=made]"));
    for part in [
        "On its own 36 rows",
        "On 10 folds held out",
        "3 models held out in turn",
        "matmul",
        "Law of duration",
    ] {
        assert!(says.contains(part), "{part}: {says}");
    }
    page.run("URL.createObjectURL = (blob) => { window.saved = blob.text(); return '#'; }");
    press(&page, "download");
    page.wait_until("a file is saved", "return window.saved !== undefined");
    let saved = page.run("return window.saved");
    let saved = saved.as_str().unwrap();
    let there = read_fit("own-mine.json", saved).unwrap();
    let near = |a: f64, b: f64, what: &str| {
        assert!((a / b - 1.0).abs() < 1e-6, "{what}: {a} in the browser, {b} here")
    };
    for (a, b) in there.file().law.terms.iter().zip(here.file().law.terms.iter()) {
        assert_eq!(a.feature, b.feature);
        near(a.coefficient, b.coefficient, a.feature.name());
        near(a.std_error.unwrap(), b.std_error.unwrap(), a.feature.name());
    }
    let (a, b) = (&there.file().quality, &here.file().quality);
    near(a.r2.unwrap(), b.r2.unwrap(), "R²");
    near(a.mape.unwrap(), b.mape.unwrap(), "MAPE");
    near(a.k_fold.as_ref().unwrap().mae_ln, b.k_fold.as_ref().unwrap().mae_ln, "folds");
    assert_eq!(a.held_out_models.as_ref().unwrap().inside, b.held_out_models.as_ref().unwrap().inside);

    press(&page, "use-made");
    page.wait_until(
        "the page answers by it",
        "return document.querySelector('[data-testid=result]').dataset.fit.startsWith('sha256-')",
    );
    let answer = page.answer();
    page.wait_for_link("fit", &answer.fit);
    let (configuration, _) = Configuration::read(
        &wattpix_core::configuration::Typed::default()
            .with(wattpix_core::error::Key::Model, "sdxl")
            .with(wattpix_core::error::Key::Gpu, "h100"),
    );
    let expected = estimate_with(&there, &configuration.question).unwrap();
    assert_eq!(answer.wh_per_image, expected.energy.watt_hours(), "to the last bit");
    assert_eq!(answer.wh_low, expected.low.watt_hours());
    // The file that was saved is the one that the link names.
    let name = format!("{PANEL} [data-testid=own-fits] li");
    assert_eq!(page.count(&name), 1);
    drop_file(&page, "own-mine.json", saved);
    page.wait_for(&format!("{PANEL} [data-own=busy][hidden]"));
    assert_eq!(page.count(&name), 1);
    page.run(&format!("document.querySelector('{PANEL} [data-own=made]').scrollIntoView()"));
    page.screenshot("measurements-fit");
    page.assert_quiet();
}

#[test]
fn a_fit_file_can_be_chosen_and_is_kept_only_when_asked() {
    let shipped = fs::read_to_string(
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fitted/paper-flux1-dev-a100.json"),
    );
    let text = shipped.unwrap().replace("\"paper-flux1-dev-a100\"", "\"mine\"").replace("-20.6", "-20.1");
    let mine = read_fit("mine.json", &text).unwrap();
    let expected = estimate_with(&mine, &Configuration::first().question).unwrap();
    let page = open("");
    let before = page.answer();
    choose(&page, &file("mine.json", &text));
    page.wait_for(&format!("{PANEL} [data-testid=own-fits] li"));
    assert_eq!(page.answer(), before, "it is never chosen by itself");
    page.unfold();
    let id = page.attribute(&format!("{PANEL} [data-testid=own-fits] li"), "data-fit").unwrap();
    let option = page.text(&format!("[name=fit] option[value='{id}']"));
    assert!(option.starts_with("yours: "), "{option}");
    page.select("[name=fit]", &id);
    page.wait_for_link("fit", &id);
    assert_eq!(page.answer().wh_per_image, expected.energy.watt_hours());
    assert_eq!(page.answer().fit, id);
    let kept = || page.run("return localStorage.length").as_u64().unwrap();
    assert_eq!(kept(), 0, "nothing is kept unasked");
    // Another visit does not know the file, says so and goes on with the default.
    page.reload();
    page.wait_for_answer();
    assert_eq!(page.answer(), before);
    let problems = page.problems().join("\n");
    assert!(problems.contains("somebody’s own file") && problems.contains(&id), "{problems}");
    // With the file back, the same link means it again.
    page.run(&format!("document.querySelector('{PANEL}').open = true"));
    page.wait_for(&format!("{PANEL} input[type=file]"));
    choose(&page, &file("mine.json", &text));
    page.wait_until(
        "the link is answered",
        &format!("return document.querySelector('[data-testid=result]').dataset.fit === '{id}'"),
    );
    assert_eq!(page.problems(), Vec::<String>::new());
    press(&page, "keep");
    page.wait_until("it is kept", "return localStorage.length === 1");
    page.reload();
    page.wait_for_answer();
    assert_eq!(page.answer().wh_per_image, expected.energy.watt_hours(), "kept");
    page.wait_for_panels();
    press(&page, "forget");
    page.wait_until(
        "it is forgotten",
        "return localStorage.length === 0 && !location.search.includes('sha256')",
    );
    assert_eq!(page.answer(), before);
    page.assert_quiet();
}

#[test]
fn rows_of_a_fake_meter_are_drawn_and_never_fitted() {
    let page = open("");
    let rows: Vec<Value> = (1..=30)
        .map(|steps| {
            let mut row = row(steps, 1, 100.0 * f64::from(steps));
            row["meter"] = json!("fake");
            row
        })
        .collect();
    drop_file(&page, "fake.jsonl", &observations(&rows));
    page.wait_for(&format!("{PANEL} [data-chart=own-measurements] svg"));
    let says = page.text(&format!("{PANEL} [data-own=read]"));
    assert!(
        says.contains("30 rows are of a fake meter") && says.contains("no fit is made of them"),
        "{says}"
    );
    assert_eq!(page.count(&format!("{PANEL} [data-act=fit]")), 0);
}

/// Longest pause of the page, in milliseconds, while a file is read; half a second is felt.
const LONGEST_PAUSE: f64 = 500.0;

#[test]
fn files_that_are_none_are_refused_in_words_while_the_page_answers() {
    let page = open("");
    page.run(
        "window.longest = 0; let last = performance.now();
        setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - last); last = now }, 10)",
    );
    let gigabyte = file("gigabyte.csv", "model,gpu,energy_j\n");
    fs::File::options().write(true).open(&gigabyte).unwrap().set_len(1_000_000_000).unwrap();
    let deep = "[".repeat(900_000);
    let many = "model,gpu,energy_j\n".to_owned() + &"sdxl,h100,100\n".repeat(1_000_000);
    let binary: Vec<u8> = (0..=255).cycle().take(2_000_000).collect();
    let unclosed = format!("model,gpu,energy_j\nsdxl,h100,\"{}", "1,".repeat(20_000_000));
    let lines = observations(&[]) + &"x".repeat(40_000_000);
    let rows = observations(&[]) + &"{}\n".repeat(1_000_000);
    let cases = [
        (gigabyte, "gigabyte.csv has 1000.0 MB; this page reads up to 64 MB"),
        (file("many.csv", many), "many.csv, line 20002: more than 20000 rows"),
        (file("rows.jsonl", rows), "rows.jsonl, line 20002: more than 20000 rows"),
        (file("binary.csv", &binary), "binary.csv, line 1: "),
        (file("binary.jsonl", &binary), "binary.jsonl, line 1: not the header of an observation file"),
        (
            file("binary.json", &binary[..900_000]),
            "binary.json: the file: not valid JSON: line 2, column 118: not UTF-8 text",
        ),
        (
            file("deep.json", &deep),
            "deep.json: the file: not valid JSON: line 1, column 65: nested deeper than 64 values",
        ),
        (file("deep.jsonl", deep + "\n"), "deep.jsonl, line 1: longer than 100,000 bytes"),
        (file("lines.jsonl", lines), "lines.jsonl, line 2: longer than 100,000 bytes"),
        (file("empty.jsonl", ""), "empty.jsonl is empty"),
        (file("empty.csv", ""), "empty.csv, line 1: no column 'model'"),
        (file("photo.png", &binary), "photo.png is neither .jsonl nor .csv nor .json"),
        (
            file("wrong.json", "{\"schema\": 1, \"surprise\": 2}"),
            "wrong.json: surprise: unknown; the fields are schema, id",
        ),
    ];
    for (path, expected) in cases {
        choose(&page, &path);
        page.wait_until(
            "it is refused",
            &format!(
                "const said = document.querySelector('{PANEL} [data-own=problem]').textContent;
                return said.includes('{}')",
                path.file_name().unwrap().to_str().unwrap()
            ),
        );
        let said = wait_for_problem(&page);
        assert!(said.contains(expected), "{expected}: {said}");
        assert!(said.len() < 1500, "{} bytes are said", said.len());
        fs::remove_file(path).unwrap();
    }
    let path = file("unclosed.csv", unclosed);
    choose(&page, &path);
    page.wait_for(&format!("{PANEL} .reasons"));
    assert!(page.text(&format!("{PANEL} .reasons")).contains("a quote may not be closed"));
    fs::remove_file(path).unwrap();
    page.select("[name=model]", "sd2.1");
    page.wait_for_link("model", "sd2.1");
    let longest = page.run("return longest").as_f64().unwrap();
    println!("longest pause of the page while files were read: {longest:.0} ms");
    assert!(longest < LONGEST_PAUSE, "{longest} ms");
    page.assert_quiet();
}

#[test]
fn reading_can_be_cancelled_and_begun_again() {
    let page = open("");
    // As soon as it is seen that something is being done, it is cancelled.
    page.run(&format!(
        "const busy = document.querySelector('{PANEL} [data-own=busy]');
        window.cancelled = 0;
        window.watch = new MutationObserver(() => {{
            if (busy.hidden || !busy.querySelector('progress').value) return;
            watch.disconnect();
            cancelled += 1;
            busy.querySelector('[data-act=cancel]').click();
        }});
        watch.observe(busy, {{ attributes: true, subtree: true, childList: true }})",
    ));
    let rows: Vec<Value> = (0..19_000).map(|at| row(1 + at % 100, 1, 100.0 + f64::from(at))).collect();
    let path = file("long.jsonl", observations(&rows));
    choose(&page, &path);
    page.wait_until("it is cancelled", "return cancelled === 1");
    page.wait_for(&format!("{PANEL} [data-own=busy][hidden]"));
    assert_eq!(page.text(&format!("{PANEL} [data-own=read]")), "");
    choose(&page, &path);
    page.wait_for(&format!("{PANEL} [data-testid=own-rows]"));
    assert!(page.text(&format!("{PANEL} [data-own=read]")).contains("19,000 rows can be used"));
    page.assert_quiet();
}
