//! Files of other programs as observations: every format by its content, in the forms in which people have it. All energies here are invented.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// Settings of SDXL that no file states.
const SDXL: &str = "model=sdxl width=1024 height=1024 steps=25 precision=fp16 guidance=on batch=1";

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/imports").join(name)
}

/// A folder of a test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("imports").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Status, standard output and standard error of a command.
fn measure(arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_measure")).args(arguments).stdin(Stdio::null()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// `measure import FILE` with settings between blanks and other options; what it says, and the rows that it writes.
fn import(file: &Path, settings: &str, options: &[&str]) -> (String, Vec<Value>) {
    let mut arguments = vec!["import", file.to_str().unwrap()];
    settings.split_whitespace().for_each(|setting| arguments.extend(["--config", setting]));
    arguments.extend(options);
    let (code, out, said) = measure(&arguments);
    let mut lines = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let header = lines.next();
    assert_eq!((code, header.is_some()), if out.is_empty() { (1, false) } else { (0, true) }, "{said}");
    (said, lines.collect())
}

/// The rows of an import that has some, after `check` and `fit` have taken them.
fn imported(file: &Path, settings: &str, options: &[&str]) -> Vec<Value> {
    let (said, rows) = import(file, settings, options);
    assert!(!rows.is_empty(), "{said}");
    rows
}

fn number(row: &Value, field: &str) -> f64 {
    row[field].as_f64().unwrap_or_else(|| panic!("{field} of {row}"))
}

/// Files as people gave them, with what each does not state.
#[test]
fn every_file_of_the_cases_becomes_a_row_that_fits_can_use() {
    let folder = folder("cases");
    let zeus = format!("{SDXL} gpu=h100 images=10");
    for (name, settings, joules, seconds, gpu, tool) in [
        (
            "codecarbon.csv",
            format!("{SDXL} images=50"),
            0.02098 * 3.6e6,
            243.5,
            "a100-sxm4-80gb",
            "CodeCarbon 2.8.3",
        ),
        (
            "ml-energy.json",
            "precision=fp16 guidance=on".to_owned(),
            1612.4,
            5.2,
            "a100-sxm4-40gb",
            "ML.ENERGY",
        ),
        ("zeus.jsonl", zeus, 12150.5, 24.31, "h100-sxm", "Zeus"),
    ] {
        let out = folder.join(format!("{name}.jsonl"));
        let rows = imported(&data(name), &settings, &[]);
        assert_eq!(rows.len(), 1, "{name}");
        let row = &rows[0];
        assert!(
            (number(row, "gross_j") - joules).abs() < 1e-3 && number(row, "duration_s") == seconds,
            "{row}"
        );
        assert_eq!(
            (&row["model"], &row["gpu"], &row["meter"]),
            (&"sdxl".into(), &gpu.into(), &"imported".into())
        );
        assert!(row["reasons"].as_array().unwrap().contains(&"imported".into()), "{row}");
        let from = &row["config"]["imported"];
        assert_eq!((&from["file"], &from["tool"]), (&name.into(), &tool.into()));
        assert_eq!(from["sha256"].as_str().unwrap().len(), 64);
        let mut arguments = vec![
            "import".to_owned(),
            data(name).display().to_string(),
            "--out".to_owned(),
            out.display().to_string(),
        ];
        settings
            .split_whitespace()
            .for_each(|setting| arguments.extend(["--config".to_owned(), setting.to_owned()]));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        assert_eq!(measure(&arguments).0, 0, "{name}");
        let (code, said, _) = measure(&["check", out.to_str().unwrap()]);
        assert!(code == 0 && said.contains("1 usable by fits"), "{said}");
        let (_, _, said) = measure(&["fit", out.to_str().unwrap(), "--folds", "0", "--law", "constant"]);
        assert!(said.contains("1 rows read, 0 left out") && said.contains("1 row imported"), "{said}");
        // What is there is not written over.
        let (code, _, said) = measure(&arguments);
        assert!(code == 1 && said.contains("is there already"), "{said}");
    }
}

#[test]
fn every_setting_that_is_missing_is_told_and_none_is_guessed() {
    for (name, settings, missing) in [
        (
            "codecarbon.csv",
            "steps=25",
            vec!["model", "width", "height", "precision", "guidance", "batch", "images"],
        ),
        ("ml-energy.json", "", vec!["precision", "guidance"]),
        ("zeus.jsonl", SDXL, vec!["gpu", "images"]),
    ] {
        let (said, rows) = import(&data(name), settings, &[]);
        assert!(rows.is_empty() && said.contains("nothing was imported: add"), "{said}");
        for key in missing {
            assert!(said.contains(&format!("--config {key}=...")), "{key}: {said}");
        }
        assert!(!said.contains("--config steps=..."), "{said}");
        // They can be kept for other uses, and say what they are.
        let (_, rows) = import(&data(name), settings, &["--keep-all"]);
        assert!(rows[0]["reasons"].as_array().unwrap().contains(&"config-missing".into()), "{rows:?}");
    }
    let (said, rows) = import(&data("ml-energy.json"), "precision=fp16 guidance=on steps=30", &[]);
    assert!(
        rows.is_empty() && said.contains("the file states steps=25 and --config says steps=30"),
        "{said}"
    );
    let (said, _) = import(&data("codecarbon.csv"), "", &[]);
    assert!(said.contains("--config model=stabilityai/stable-diffusion-xl-base-1.0"), "{said}");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn utf_16(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_file_is_the_same_in_every_encoding_and_packed() {
    let folder = folder("encodings");
    for (name, settings) in [
        ("codecarbon.csv", format!("{SDXL} images=50")),
        ("zeus.jsonl", format!("{SDXL} gpu=h100 images=10")),
    ] {
        let text = fs::read_to_string(data(name)).unwrap();
        let expected = number(&imported(&data(name), &settings, &[])[0], "gross_j");
        let mut forms = vec![
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            utf_16(&text),
            text.replace('\n', "\r\n").into_bytes(),
            gzip(text.as_bytes()),
            zstd(text.as_bytes()),
            gzip(&utf_16(&text)),
            format!("\n{text}").into_bytes(),
        ];
        if let Some((head, rows)) = text.split_once('\n').filter(|_| name.ends_with(".csv")) {
            forms.push(format!("{}\n{rows}", head.to_uppercase()).into_bytes());
            forms.push(text.replace(',', ";").replace('.', ",").replace("1,0", "1.0").into_bytes());
            forms.push(text.replace(',', "\t").into_bytes());
        }
        for (at, form) in forms.iter().enumerate() {
            // The name says nothing of the content.
            let path = folder.join(format!("{at}.data"));
            fs::write(&path, form).unwrap();
            assert_eq!(number(&imported(&path, &settings, &[])[0], "gross_j"), expected, "{name}, form {at}");
        }
    }
}

/// A log of `nvidia-smi`: 60 W, and 400 W from 10 s to 40 s, a reading a second. Values are invented.
fn log(watts: impl Fn(u32) -> String) -> String {
    let row = |t: u32| format!("2025/03/02 10:11:{t:02}.000, NVIDIA A100-SXM4-80GB, {}, 99 %\n", watts(t));
    "timestamp, name, power.draw [W], utilization.gpu [%]\n".to_owned()
        + &(0..60).map(row).collect::<String>()
}

fn load(t: u32) -> String {
    if (10..40).contains(&t) { "400.00 W".to_owned() } else { "60.00 W".to_owned() }
}

#[test]
fn a_power_log_is_integrated_between_two_times() {
    let folder = folder("log");
    let path = folder.join("power.csv");
    fs::write(&path, log(load)).unwrap();
    let settings = format!("{SDXL} images=10");
    let part = ["--from", "2025/03/02 10:11:12", "--to", "2025-03-02T10:11:37.5"];
    let row = &imported(&path, &settings, &part)[0];
    assert!(
        (number(row, "gross_j") - 25.5 * 400.0).abs() < 1e-6 && number(row, "duration_s") == 25.5,
        "{row}"
    );
    assert_eq!(
        (&row["integrated_j"], &row["counter_j"], &row["power_field"]),
        (&row["gross_j"], &Value::Null, &"usage".into())
    );
    // The zone of the clock is not known.
    assert_eq!((&row["started"], &row["gpu"]), (&"2025-03-02T10:11:12.000".into(), &"a100-sxm4-80gb".into()));
    // At the steps, power may have changed anywhere in a second or two.
    let row = &imported(&path, &settings, &["--from", "+9.5", "--to", "+39.5"])[0];
    assert!((number(row, "gross_j") - 30.0 * 400.0).abs() <= number(row, "edge_error_j"), "{row}");
    assert!(row["reasons"].as_array().unwrap().contains(&"coarse-edges".into()), "{row}");
    // Idle power that was measured apart gives net energy.
    let idle = [&part[..], &["--idle-watts", "60"]].concat();
    let row = &imported(&path, &settings, &idle)[0];
    assert!((number(row, "net_j") - 25.5 * 340.0).abs() < 1e-6, "{row}");
    for (options, reason) in [
        (vec![], "60 readings over 2025-03-02T10:11:00.000 to 2025-03-02T10:11:59.000"),
        (
            vec!["--from", "2025/03/02 10:10:00", "--to", "2025/03/02 10:11:30"],
            "begins before the first reading",
        ),
        (vec!["--from", "+5", "--to", "+6"], "too short"),
        (vec!["--from", "+30", "--to", "+20"], "too short"),
        (vec!["--from", "1740910272", "--to", "+20"], "'1740910272' is not a time as the log writes it"),
        (vec!["--from", "+a", "--to", "+20"], "'+a' is not"),
        (vec!["--whole", "--gpu", "1"], "leave --gpu out"),
        (vec!["--whole", "--interval", "1"], "leave --interval out"),
    ] {
        let (said, rows) = import(&path, &settings, &options);
        assert!(rows.is_empty() && said.contains(reason), "{options:?}: {said}");
    }
}

#[test]
fn several_parts_come_from_marks_with_settings_of_their_own() {
    let folder = folder("marks");
    let (path, marks) = (folder.join("power.csv"), folder.join("marks.csv"));
    fs::write(&path, log(load)).unwrap();
    fs::write(&marks, "from,to,steps,images\n+12,+24,25,5\n+25,+37,50,3\n+58,+61,50,3\n").unwrap();
    let settings = SDXL.replace(" steps=25", "");
    let (said, rows) = import(&path, &settings, &["--marks", marks.to_str().unwrap()]);
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row["steps"].as_u64().unwrap(), row["images"].as_u64().unwrap(), number(row, "gross_j")))
        .collect();
    assert_eq!(found, [(25, 5, 4800.0), (50, 3, 4800.0)]);
    assert!(
        said.contains("line 4: the window begins before the first reading or ends after the last one"),
        "{said}"
    );
    for (text, reason) in [
        ("from,until\n+1,+2\n", "no column 'to'"),
        ("from,to,step\n+1,+20,5\n", "write steps="),
        ("from,to\n", "no part"),
    ] {
        fs::write(&marks, text).unwrap();
        let (said, rows) = import(&path, &settings, &["--marks", marks.to_str().unwrap()]);
        assert!(rows.is_empty() && said.contains(reason), "{text}: {said}");
    }
}

#[test]
fn every_form_of_a_power_log_gives_the_same_energy() {
    let folder = folder("forms");
    let settings = format!("{SDXL} images=10");
    let text = log(load);
    let bare = text.replace(" W,", ",").replace(" %\n", "\n");
    let no_head = |text: &str| text.split_once('\n').unwrap().1.to_owned();
    let columns = ["--columns", "timestamp,name,power.draw,utilization.gpu"];
    for (at, (form, options)) in [
        (text.clone().into_bytes(), vec![]),
        (utf_16(&text), vec![]),
        (gzip(text.as_bytes()), vec![]),
        (bare.clone().into_bytes(), vec![]),
        (no_head(&text).into_bytes(), vec![]),
        (no_head(&bare).into_bytes(), columns.to_vec()),
        (text.replace("power.draw", "POWER.DRAW").replace("timestamp", "Timestamp").into_bytes(), vec![]),
        (text.replace(',', ";").into_bytes(), vec![]),
        (text.replace("400.00 W", "400000 mW").into_bytes(), vec![]),
    ]
    .into_iter()
    .enumerate()
    {
        let path = folder.join(format!("{at}.log"));
        fs::write(&path, form).unwrap();
        let options = [&["--from", "+12", "--to", "+37"], options.as_slice()].concat();
        assert_eq!(number(&imported(&path, &settings, &options)[0], "gross_j"), 10_000.0, "form {at}");
    }
    let path = folder.join("no-head.log");
    fs::write(&path, no_head(&bare)).unwrap();
    let (said, rows) = import(&path, &settings, &["--whole"]);
    assert!(rows.is_empty() && said.contains("--columns timestamp,name,power.draw"), "{said}");
}

#[test]
fn readings_that_are_missing_are_counted_and_too_many_refused() {
    let folder = folder("gaps");
    let path = folder.join("power.csv");
    let settings = format!("{SDXL} images=10");
    fs::write(&path, log(|t| if (20..22).contains(&t) { "[N/A]".to_owned() } else { load(t) })).unwrap();
    let (said, rows) = import(&path, &settings, &["--from", "+5", "--to", "+55"]);
    assert!(said.contains("2 left out") && said.contains("not available [N/A] (and 1 more row)"), "{said}");
    // By hand: 4 s and 15 s at 60 W, 29 s at 400 W, and a second on the way up and down.
    assert!(
        (number(&rows[0], "gross_j") - (19.0 * 60.0 + 29.0 * 400.0 + 2.0 * 230.0)).abs() < 1e-6,
        "{rows:?}"
    );
    assert!(rows[0]["reasons"].as_array().unwrap().contains(&"dropouts".into()), "{rows:?}");
    fs::write(&path, log(|t| if (15..30).contains(&t) { "0.00 W".to_owned() } else { load(t) })).unwrap();
    let (said, rows) = import(&path, &settings, &["--from", "+11", "--to", "+39"]);
    assert!(rows.is_empty() && said.contains("readings are missing in"), "{said}");
    assert!(said.contains("power.draw is 0: the sensor did not answer (and 14 more rows)"), "{said}");
    // The file of the case has one reading.
    let (said, rows) = import(&data("nvidia-smi.csv"), &settings, &["--whole"]);
    assert!(rows.is_empty() && said.contains("too short"), "{said}");
}

#[test]
fn several_gpus_are_one_measurement_only_where_that_is_asked_for() {
    let settings = format!("{SDXL} gpu=a100 images=10");
    let windows = data("zeus-windows.csv");
    let (said, rows) = import(&windows, &settings, &[]);
    assert!(
        rows.is_empty()
            && said.contains("it has GPUs 0, 1; choose one with --gpu 0, or sum all with --sum-gpus"),
        "{said}"
    );
    let rows = imported(&windows, &settings, &["--gpu", "0"]);
    let found: Vec<_> =
        rows.iter().map(|row| (row["repeat"].as_u64().unwrap(), number(row, "gross_j"))).collect();
    assert_eq!(found, [(1, 9600.0), (2, 9680.0)]);
    assert_eq!(rows[0]["started"], "2025-03-02T10:11:12.500Z");
    let rows = imported(&windows, &settings, &["--sum-gpus"]);
    assert_eq!(number(&rows[0], "gross_j"), 11_100.0);
    assert!(rows[0]["reasons"].as_array().unwrap().contains(&"several-gpus".into()), "{rows:?}");
    assert_eq!(rows[0]["config"]["imported"]["gpus"][1]["joules"], 1500.0);
    // No fit takes the sum for the energy of one GPU.
    let out = folder("several").join("sum.jsonl");
    let mut arguments =
        vec!["import", windows.to_str().unwrap(), "--sum-gpus", "--out", out.to_str().unwrap()];
    settings.split_whitespace().for_each(|setting| arguments.extend(["--config", setting]));
    assert_eq!(measure(&arguments).0, 0);
    let (code, said, _) = measure(&["check", out.to_str().unwrap()]);
    assert!(code == 0 && said.contains("0 usable by fits") && said.contains("several-gpus"), "{said}");
    let (said, rows) = import(&windows, &settings, &["--gpu", "7"]);
    assert!(rows.is_empty() && said.contains("there is no GPU 7; GPUs are 0, 1"), "{said}");
    // CodeCarbon does not tell GPUs apart.
    let path = folder("together").join("emissions.csv");
    fs::write(&path, fs::read_to_string(data("codecarbon.csv")).unwrap().replace("CPU,1,1 x", "CPU,2,2 x"))
        .unwrap();
    let codecarbon = format!("{SDXL} images=50");
    let (said, rows) = import(&path, &codecarbon, &[]);
    assert!(rows.is_empty() && said.contains("of 2 GPUs together"), "{said}");
    assert_eq!(imported(&path, &codecarbon, &["--sum-gpus"])[0]["config"]["imported"]["gpu_count"], 2);
}

#[test]
fn dcgm_has_a_counter_and_no_times() {
    let settings = format!("{SDXL} gpu=a100 images=10");
    let (said, rows) = import(&data("dcgm.txt"), &settings, &["--whole"]);
    assert!(rows.is_empty() && said.contains("--interval (dcgmi dmon -d 1000 is --interval 1)"), "{said}");
    let (said, rows) = import(&data("dcgm.txt"), &settings, &["--interval", "1", "--whole"]);
    assert!(rows.is_empty() && said.contains("it has GPUs 0, 1"), "{said}");
    let row = &imported(
        &data("dcgm.txt"),
        &settings,
        &["--interval", "1", "--gpu", "0", "--from", "+12", "--to", "+37"],
    )[0];
    assert_eq!(
        (number(row, "gross_j"), number(row, "counter_j"), number(row, "integrated_j")),
        (10_000.0, 10_000.0, 10_000.0)
    );
    assert_eq!(row["started"], "");
    let row =
        &imported(&data("zeus-power.csv"), &settings, &["--from", "1740910284", "--to", "1740910309"])[0];
    assert_eq!(
        (number(row, "gross_j"), &row["power_field"], &row["started"]),
        (10_000.0, &"instant".into(), &"2025-03-02T10:11:24.000Z".into())
    );
}

#[test]
fn energy_that_is_not_of_gpus_alone_is_not_taken() {
    let settings = "width=1024 height=1024 steps=25 precision=fp16 guidance=on batch=1 images=50";
    let (said, rows) = import(&data("boamps.json"), settings, &[]);
    assert!(
        rows.is_empty()
            && said.contains("processor, memory and GPUs together")
            && said.contains("nbRequest is 50"),
        "{said}"
    );
    let row = &imported(&data("boamps.json"), settings, &["--gpu-only"])[0];
    assert_eq!((number(row, "gross_j"), &row["model"]), (72_000.0, &"sdxl".into()));
    assert_eq!(row["config"]["imported"]["tool"], "codecarbon 3.0.4 in a BoAmps report");
}

#[test]
fn energies_in_another_unit_are_told_and_not_taken() {
    let folder = folder("units");
    let path = folder.join("zeus.json");
    // 12,000 J in Wh.
    fs::write(&path, r#"{"time": 24.0, "gpu_energy": {"0": 3.3333}}"#).unwrap();
    let (said, rows) = import(&path, &format!("{SDXL} gpu=h100 images=10"), &[]);
    assert!(rows.is_empty() && said.contains("Wh"), "{said}");
    let text = fs::read_to_string(data("codecarbon.csv")).unwrap();
    fs::write(&path, text.replace(",0.02098,", ",20.98,")).unwrap();
    let (said, rows) = import(&path, &format!("{SDXL} images=50"), &[]);
    assert!(rows.is_empty() && said.contains("it could be in Wh"), "{said}");
}

#[test]
fn what_is_not_known_is_told_with_what_is() {
    let folder = folder("unknown");
    for (name, text) in [
        ("a.csv", "time;voltage\n1;2\n"),
        ("b.json", "{\"a\": 1}"),
        ("c.bin", "\u{1}\u{2}\u{3}"),
        ("d.csv", ""),
    ] {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        let (said, rows) = import(&path, SDXL, &[]);
        assert!(
            rows.is_empty() && said.contains("not a file of a known program") && said.contains("dcgmi dmon"),
            "{name}: {said}"
        );
        assert!(
            said.trim_end().lines().count() == 1 && !said.trim_end().contains(char::is_control),
            "{said:?}"
        );
    }
    let cut = fs::read(data("boamps.json")).unwrap();
    let path = folder.join("cut.json");
    fs::write(&path, &cut[..cut.len() / 2]).unwrap();
    let (said, _) = import(&path, SDXL, &[]);
    assert!(said.contains("this is a BoAmps report, and line"), "{said}");
}

#[test]
fn other_commands_say_what_such_a_file_is() {
    for (name, which) in [
        ("codecarbon.csv", "this is a CodeCarbon file"),
        ("ml-energy.json", "this is an ML.ENERGY result"),
        ("nvidia-smi.csv", "this is an nvidia-smi log"),
        ("zeus.jsonl", "this is a file of Zeus measurements"),
        ("zeus-power.csv", "this is a power log of Zeus"),
        ("zeus-windows.csv", "this is a log of Zeus windows"),
        ("dcgm.txt", "this is a DCGM log"),
        ("boamps.json", "this is a BoAmps report"),
    ] {
        let path = data(name);
        let path = path.to_str().unwrap();
        for arguments in [vec!["check", path], vec!["fit", path], vec!["validate", path]] {
            let (code, out, said) = measure(&arguments);
            let told = out + &said;
            assert!(
                code == 1 && told.contains(which) && told.contains("`measure import"),
                "{arguments:?}: {told}"
            );
        }
        if name.ends_with(".csv") {
            let (code, _, said) = measure(&["estimate", "--from", path]);
            assert!(code == 1 && said.contains(which), "{said}");
        }
    }
}

/// Runs a command on standard input.
fn piped(arguments: &[&str], input: &[u8]) -> (i32, String) {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_measure"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command may refuse before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    let told = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(told).unwrap())
}

#[test]
fn packed_files_and_standard_input_are_read_by_every_command() {
    let folder = folder("packed");
    let rows: String = (2..30)
        .map(|steps| format!("sdxl,h100-sxm,{steps},{},gross,{}\n", 50 * steps, f64::from(steps) / 10.0))
        .collect();
    let table = format!("model,gpu,steps,energy_j,boundary,duration_s\n{rows}").into_bytes();
    for (name, bytes) in [
        ("a.csv.gz", gzip(&table)),
        ("a.csv.zst", zstd(&table)),
        ("b.csv", gzip(&table)),
        ("c.csv.GZ", table.clone()),
    ] {
        let path = folder.join(name);
        fs::write(&path, &bytes).unwrap();
        let path = path.to_str().unwrap();
        let (code, out, _) = measure(&["check", path]);
        assert!(code == 0 && out.contains("28 usable by fits"), "{name}: {out}");
        let (code, _, said) = measure(&["fit", path, "--law", "constant", "--folds", "0"]);
        assert!(code == 0 && said.contains("28 rows read"), "{name}: {said}");
        let (code, out, _) = measure(&["estimate", "--from", path]);
        assert!(code == 0 && out.lines().count() == 29, "{name}: {out}");
    }
    for bytes in [table.clone(), gzip(&table), zstd(&table)] {
        for arguments in [
            vec!["check", "-"],
            vec!["fit", "-", "--law", "constant", "--folds", "0"],
            vec!["estimate", "--from", "-"],
        ] {
            let (code, told) = piped(&arguments, &bytes);
            assert_eq!(code, 0, "{arguments:?}: {told}");
        }
    }
    let (code, told) =
        piped(&["import", "-", "--config", "steps=25"], &gzip(&fs::read(data("codecarbon.csv")).unwrap()));
    assert!(code == 1 && told.contains("-: CodeCarbon 2.8.3"), "{told}");
}

#[test]
fn packed_data_that_are_cut_damaged_or_a_bomb_are_told() {
    let folder = folder("damaged");
    let table = b"model,gpu,energy_j\nsdxl,h100,1200\n".repeat(1000);
    for (name, packed) in [("a.csv.gz", gzip(&table)), ("a.csv.zst", zstd(&table))] {
        let path = folder.join(name);
        fs::write(&path, &packed[..packed.len() - 5]).unwrap();
        let path = path.to_str().unwrap();
        for arguments in
            [vec!["check", path], vec!["fit", path], vec!["import", path], vec!["estimate", "--from", path]]
        {
            let (code, _, said) = measure(&arguments);
            assert!(code == 1 && said.contains("the file is cut off"), "{arguments:?}: {said}");
        }
    }
    // Nothing is appended to what is packed.
    let path = folder.join("rows.jsonl.gz");
    fs::write(&path, gzip(b"{\"schema\":1,\"tool\":\"t\",\"gpu\":{},\"plan\":{}}\n")).unwrap();
    let (code, _, said) =
        measure(&["exec", "--gpu", "fake", "--no-idle", "--out", path.to_str().unwrap(), "--", "true"]);
    assert!(code == 1 && said.contains("is packed, and rows cannot be appended to it"), "{said}");
    // A megabyte of zeros takes a kilobyte; the limit of all bytes is tested beside the reader.
    let path = folder.join("bomb.csv.gz");
    fs::write(&path, gzip(&vec![0; 1 << 20]).repeat(20)).unwrap();
    let (code, _, said) = measure(&["check", path.to_str().unwrap()]);
    assert!(code == 1 && said.contains("line 1 is longer than 16777216 bytes"), "{said}");
}
