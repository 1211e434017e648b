//! The reader's own measurements.

use std::fs;

use serde_json::Value;
use serde_json::json;
use wattpix_tests::site;

use crate::calculator::Calculator;
use crate::own_panel::{
    PANEL, choose, drop_file, file, longest_pause, open, press, table_text, wait_for_problem, wait_for_task,
    watch_for_pauses,
};

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
        "integrated_j": joules, "meter_period_s": 0.1, "edge_error_j": 8.0, "idle_w": 50.0, "gross_j": joules, "net_j": joules * 0.9,
        "temperature_c": [41, 58], "sm_clock_mhz": [1980, 1935], "throttle": [], "others_on_gpu": 0, "trace": null,
        "valid": true, "reasons": []
    })
}

#[test]
fn what_reads_files_comes_with_its_panel_and_in_a_worker() {
    let page = Calculator::open("?show=law");
    page.wait_for_panels();
    let loaded = || -> Vec<String> {
        let urls = page.requests().into_iter().map(|request| request.url);
        urls.filter(|url| url.contains("split_refit")).collect()
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
    assert!(says.contains("3 usable rows, 1 left out"), "{says}");
    let reasons = page.run(&format!("return document.querySelector('{PANEL} .reasons').textContent"));
    let reason =
        "mine.jsonl, line 5: not an observation of schema 1: width: expected a whole number, found a text";
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
    assert!(rows().contains("36 usable rows"), "{}", rows());
    bring(&[("other.png", "x")]);
    page.wait_until(
        "it is told",
        &format!(
            "return document.querySelector('{PANEL} [data-own=problem]').textContent.includes('other.png')"
        ),
    );
    page.wait_for(&format!("{PANEL} [data-act=fit]"));
    assert!(rows().contains("36 usable rows"), "{}", rows());
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
    assert!(says.contains("Rows of a fake meter: 30") && says.contains("but not fitted"), "{says}");
    assert_eq!(page.count(&format!("{PANEL} [data-act=fit]")), 0);
}

#[test]
fn files_that_are_none_are_refused_in_words_while_the_page_answers() {
    let page = open("");
    watch_for_pauses(&page);
    let gigabyte = file("gigabyte.csv", "model,gpu,energy_j\n");
    fs::File::options().write(true).open(&gigabyte).unwrap().set_len(1_000_000_000).unwrap();
    let deep = "[".repeat(900_000);
    let many = "model,gpu,energy_j\n".to_owned() + &"sdxl,h100,100\n".repeat(1_000_000);
    let binary: Vec<u8> = (0..=255).cycle().take(2_000_000).collect();
    let unclosed = format!("model,gpu,energy_j\nsdxl,h100,\"{}", "1,".repeat(20_000_000));
    let lines = observations(&[]) + &"x".repeat(40_000_000);
    let rows = observations(&[]) + &"{}\n".repeat(1_000_000);
    let cases = [
        (gigabyte, "gigabyte.csv has 1000.0 MB; this page reads up to 128 MB"),
        (file("many.csv", many), "many.csv, line 100002: more than 100000 rows"),
        (file("rows.jsonl", rows), "rows.jsonl, line 100002: more than 100000 rows"),
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
            "wrong.json: surprise: unknown field; the fields are schema, id",
        ),
    ];
    for (path, expected) in cases {
        choose(&page, &path);
        wait_for_task(&page);
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
    println!("longest pause of the page while files were read: {:.0} ms", longest_pause(&page));
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
    let rows: Vec<Value> = (0..19_000)
        .map(|at| row(1 + at % 100, 1, 80.0 * f64::from(1 + at % 100) + 0.001 * f64::from(at)))
        .collect();
    let path = file("long.jsonl", observations(&rows));
    choose(&page, &path);
    page.wait_until("it is cancelled", "return cancelled === 1");
    page.wait_for(&format!("{PANEL} [data-own=busy][hidden]"));
    assert_eq!(page.text(&format!("{PANEL} [data-own=read]")), "");
    choose(&page, &path);
    page.wait_for(&format!("{PANEL} [data-testid=own-rows]"));
    assert!(page.text(&format!("{PANEL} [data-own=read]")).contains("19,000 usable rows"));
    page.assert_quiet();
}
