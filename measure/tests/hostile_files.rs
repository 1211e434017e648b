//! Files that are no observations, given to `fit`, `validate` and `report`: one line that says what and where, status 1, nothing
//! written; and rows that are none among rows that are.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use proptest::prelude::*;
use serde_json::{Value, json};
use wattpix_measure::observation::read_lines;

fn measure(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_measure")).args(arguments).output().unwrap()
}

/// A folder of the test's own.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("hostile").join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

const HEADER: &str = r#"{"schema":1,"tool":"wattpix-measure 0.1.0","gpu":{},"plan":{}}"#;

/// A sound row: SDXL on an H100.
fn row(steps: u32, joules: f64) -> Value {
    json!({
        "key": format!("sdxl/1024x1024/{steps}/fp16/on/b1"), "repeat": 1, "model": "sdxl", "gpu": "h100-sxm",
        "width": 1024, "height": 1024, "steps": steps, "precision": "fp16", "guidance": "on", "batch": 1, "images": 1,
        "text_tokens": 77, "seed": 7, "engine": "candle 0.11.1", "weights": "random", "stage": "image",
        "started": "2026-11-23T10:00:00.000Z", "duration_s": joules / 500.0, "meter": "nvml", "counter_j": joules,
        "integrated_j": joules, "meter_period_s": 0.1, "edge_error_j": 1.0, "idle_w": 70.0, "gross_j": joules, "net_j": joules * (1.0 - 70.0 / 500.0),
        "temperature_c": [41, 58], "sm_clock_mhz": [1980, 1935], "throttle": [], "others_on_gpu": 0, "trace": null,
        "valid": true, "reasons": []
    })
}

fn with(mut row: Value, field: &str, value: Value) -> String {
    row[field] = value;
    row.to_string()
}

/// Each command on a file: what it says, after checking that it is one line and that nothing was made.
fn refused(path: &Path) -> Vec<String> {
    let (file, out) = (path.to_str().unwrap(), path.with_extension("out.json"));
    let page = path.with_extension("out.html");
    let (out_text, page_text) = (out.to_str().unwrap(), page.to_str().unwrap());
    [vec!["fit", file, "--out", out_text], vec!["validate", file], vec!["report", file, "--out", page_text]]
        .iter()
        .map(|arguments| {
            let output = measure(arguments);
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
            assert!(output.stdout.is_empty() && !out.exists() && !page.exists(), "{arguments:?}");
            assert!(said.lines().count() == 1 && said.starts_with("measure: "), "{said}");
            assert!(!said.trim_end().contains(char::is_control), "{said:?}");
            said
        })
        .collect()
}

#[test]
fn what_is_no_observation_file_is_refused_in_one_line() {
    let folder = folder("refused");
    let deep = "[".repeat(100_000);
    let cases: [(&str, Vec<u8>, &str); 13] = [
        ("empty.csv", vec![], "line 1: no column 'model'"),
        ("empty.jsonl", vec![], "is empty"),
        ("blank.jsonl", b"\n \n\n".to_vec(), "is empty"),
        ("binary.csv", (0..=255).cycle().take(4096).collect(), "line 1"),
        ("binary.jsonl", (0..=255).cycle().take(4096).collect(), "line 1"),
        ("nul.csv", vec![0; 1000], "line 1"),
        ("nul.jsonl", vec![0; 1000], "line 1"),
        ("deep.jsonl", format!("{deep}\n").into_bytes(), "line 1"),
        (
            "deep-plan.jsonl",
            format!("{{\"schema\":1,\"tool\":\"\",\"gpu\":{{}},\"plan\":{{\"a\":{deep}\n").into_bytes(),
            "column 1",
        ),
        ("schema.jsonl", HEADER.replace(":1,", ":9,").into_bytes(), "schema 9"),
        ("header-only.jsonl", format!("{HEADER}\n").into_bytes(), "no usable row"),
        ("heads-only.csv", b"model,gpu,energy_j\n".to_vec(), "no usable row"),
        ("neither.txt", b"model,gpu,energy_j\n".to_vec(), "neither .jsonl nor .csv"),
    ];
    for (name, bytes, expected) in cases {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        for said in refused(&path) {
            assert!(
                said.contains(expected) && (said.contains(name) || expected == "no usable row"),
                "{name}: {said}"
            );
            assert!(said.len() < 1200, "{name}: {} bytes", said.len());
        }
    }
    for said in refused(&folder.join("missing.jsonl")) {
        assert!(said.contains("cannot read") && said.contains("missing.jsonl"), "{said}");
    }
}

#[test]
fn bad_rows_among_good_ones_are_left_out_by_line_and_column() {
    let path = folder("mixed").join("mixed.jsonl");
    let deep = "[".repeat(10_000);
    let bad: [(String, &str); 12] = [
        ("nonsense".to_owned(), "line 5: not an observation of schema 1: column 1"),
        (format!("{{\"key\":{deep}"), "line 6: not an observation"),
        (
            with(row(20, 100.0), "steps", json!(1e9)),
            "line 7: not an observation of schema 1: steps: 1000000000.0 must be a whole number",
        ),
        (with(row(20, 100.0), "gross_j", json!(null)), "line 8: valid is true but gross_j is null"),
        (with(row(20, 100.0), "duration_s", json!(-1.0)), "line 9: duration_s is -1"),
        (
            row(20, 100.0).to_string().replace("\"gross_j\":100.0", "\"gross_j\":1e400"),
            "line 10: not an observation",
        ),
        (with(row(20, 100.0), "gross_j", json!(0.0)), "line 11: "),
        (with(row(20, 100.0), "model", json!("nobody\u{1b}[31m")), "line 12: model: "),
        (with(row(20, 100.0), "width", json!(1023)), "line 13: width: "),
        (with(row(20, 100.0), "meter", json!("fake")), "line 14: of the fake meter; add --fake"),
        (
            with(row(20, 100.0), "surprise", json!(1)),
            "line 15: not an observation of schema 1: surprise: unknown field; the fields are key",
        ),
        ("\u{0}\u{0}".to_owned(), "line 16: not an observation"),
    ];
    let good = |steps: u32| row(steps, 40.0 * f64::from(steps)).to_string();
    let mut lines = vec![HEADER.to_owned(), good(10), String::new(), good(20)];
    lines.extend(bad.iter().map(|(line, _)| line.clone()));
    lines.extend([good(30), good(40)]);
    fs::write(&path, lines.join("\n") + "\n" + r#"{"key":"torn"#).unwrap();
    let page = path.with_extension("html");
    let output =
        measure(&["report", path.to_str().unwrap(), "--out", page.to_str().unwrap(), "--law", "additive"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("4 rows read, 12 left out"), "{said}");
    let page = fs::read_to_string(&page).unwrap().replace("</td><td class=\"wrap\">", ": ");
    for (_, expected) in &bad {
        assert!(page.contains(expected), "{expected} is not on the page");
    }
    assert!(!page.contains('\u{1b}') && !page.contains('\u{0}'));
}

#[test]
fn rows_and_files_given_twice_count_once_and_reasons_are_grouped() {
    let folder = folder("twice");
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let good: Vec<String> =
        [10, 20, 30, 40].map(|steps| row(steps, 40.0 * f64::from(steps)).to_string()).to_vec();
    let mut idle = row(20, 100.0);
    (idle["stage"], idle["net_j"]) = (json!("idle"), json!(null));
    let wide = with(row(20, 100.0), "width", json!(1023));
    let lines =
        [vec![HEADER.to_owned(), idle.to_string()], good.clone(), vec![wide.clone(), wide.clone(), wide]]
            .concat();
    fs::write(at("a.jsonl"), lines.join("\n") + "\n").unwrap();
    fs::copy(at("a.jsonl"), at("copy.jsonl")).unwrap();
    // As a joined file: the same rows under another header.
    fs::write(
        at("joined.jsonl"),
        format!("{}\n{}\n", HEADER.replace("{}}", "{\"parts\":[]}}"), good.join("\n")),
    )
    .unwrap();
    let output = measure(&[
        "fit",
        &at("a.jsonl"),
        &at("copy.jsonl"),
        &at("joined.jsonl"),
        "--folds",
        "0",
        "--law",
        "constant",
    ]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("copy.jsonl is the same file as"), "{said}");
    assert!(said.contains("rows given more than once, counted once: 4"), "{said}");
    assert!(said.contains("4 rows read, 3 left out") && said.contains("(and 2 more rows)"), "{said}");
    assert!(!said.contains("idle"), "{said}");
}

/// A gigabyte without a line end, and a device that never ends: refused in seconds, in little memory.
#[test]
fn what_never_ends_a_line_is_refused_by_every_reader() {
    let folder = folder("endless");
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    for name in ["zero.jsonl", "zero.csv", "zero.toml", "zero.json"] {
        let _ = fs::remove_file(folder.join(name));
        std::os::unix::fs::symlink("/dev/zero", folder.join(name)).unwrap();
    }
    for name in ["big.jsonl", "big.csv", "big.toml", "big.json"] {
        fs::File::create(folder.join(name)).unwrap().set_len(1 << 30).unwrap();
    }
    let text = format!("{HEADER}\n{}\n", row(10, 400.0));
    for name in ["tail.jsonl", "tail.csv"] {
        let head = if name.ends_with("csv") { "model,gpu,energy_j\nsdxl,h100,100\n" } else { &text };
        fs::write(folder.join(name), head).unwrap();
        fs::OpenOptions::new().write(true).open(folder.join(name)).unwrap().set_len(1 << 30).unwrap();
    }
    let out = at("out.json");
    for kind in ["zero", "big", "tail"] {
        let (jsonl, csv) = (at(&format!("{kind}.jsonl")), at(&format!("{kind}.csv")));
        let mut commands = vec![
            vec!["fit", &jsonl, "--out", &out],
            vec!["validate", &jsonl],
            vec!["check", &jsonl],
            vec!["fit", &csv, "--out", &out],
            vec!["merge", &jsonl, "--out", &out],
            vec!["compare", &jsonl],
            vec!["estimate", "--from", &csv, "--out", &out],
        ];
        let (toml, json) = (at(&format!("{kind}.toml")), format!("fake:{}", at(&format!("{kind}.json"))));
        let machine = format!("--fake={toml}");
        if kind != "tail" {
            commands.push(vec!["plan", "--plan", &toml, "--gpu", "a100"]);
            commands.push(vec!["run", &machine, "--model", "sdxl", "--out", &out]);
            commands.push(vec!["doctor", "--gpu", &json]);
        }
        for arguments in commands {
            let mut command = Command::new("sh");
            // A gigabyte of address space, less than any of these files.
            command
                .args(["-c", "ulimit -v 1000000; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_measure")])
                .args(&arguments);
            let output = command.output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
            assert!(said.len() < 3000 && said.contains("measure: "), "{arguments:?}: {said}");
            let _ = fs::remove_file(&out);
        }
    }
}

#[test]
fn fake_machines_and_cards_with_impossible_numbers_are_refused_by_field() {
    let folder = folder("impossible");
    for (number, text) in ["nan", "inf", "1e300", "-1.0"].into_iter().enumerate() {
        for field in ["noise", "idle_w", "load_w", "first_s", "load_s", "free_gb", "memory_gb", "pace"] {
            let path = folder.join(format!("{field}-{number}.toml"));
            fs::write(&path, format!("{field} = {text}\n")).unwrap();
            let output = measure(&[
                "run",
                &format!("--fake={}", path.display()),
                "--model",
                "sdxl",
                "--out",
                "/dev/null",
            ]);
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.code() == Some(1) && said.contains(field), "{field} = {text}: {said}");
        }
    }
    for (field, text) in [
        ("period_s", "1e-300"),
        ("period_s", "0.0"),
        ("watts", "1e300"),
        ("power_limit_w", "-5.0"),
        ("update_s", "1e300"),
    ] {
        let mut card = json!({
            "name": "Fake", "uuid": "GPU-1", "pci": "0000:02:00.0", "power_limit_w": 300.0,
            "power": {"shape": "constant", "watts": 65.0}, "counter": {"period_s": 0.1},
            "instant": {"update_s": 0.1, "window_s": 0.1}
        });
        let number = json!(text.parse::<f64>().unwrap());
        match field {
            "period_s" => card["counter"][field] = number,
            "watts" => card["power"][field] = number,
            "update_s" => card["instant"][field] = number,
            _ => card[field] = number,
        }
        let path = folder.join("card.json");
        fs::write(&path, card.to_string()).unwrap();
        let output = measure(&["doctor", "--gpu", &format!("fake:{}", path.display())]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            output.status.code() == Some(1) && said.contains(field) && said.contains("give"),
            "{field}: {said}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any bytes behind a sound header: every whole line that is not blank is a row or a reason.
    #[test]
    fn every_line_is_a_row_or_a_reason(lines in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 0..12)) {
        let path = folder("any").join("any.jsonl");
        let mut bytes = HEADER.as_bytes().to_vec();
        bytes.push(b'\n');
        for line in &lines {
            bytes.extend(line);
            bytes.push(b'\n');
        }
        fs::write(&path, &bytes).unwrap();
        let whole = bytes.split(|byte| *byte == b'\n').skip(1).filter(|line| !line.iter().all(u8::is_ascii_whitespace)).count();
        let (_, read) = read_lines(&path).unwrap();
        prop_assert_eq!(read.len(), whole);
        for (_, row) in read {
            prop_assert!(row.is_err());
            let reason = format!("{:#}", row.unwrap_err());
            prop_assert!(!reason.contains(char::is_control), "{reason:?}");
        }
    }
}
