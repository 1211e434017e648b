//! Nothing is overwritten and nothing is lost: outputs that are inputs, kills while a file is written, files that are deleted or locked,
//! paths that cannot be written, programs that hang.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use wattpix_measure::observation::{Observation, read};

/// A folder to run in.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.at(name), text).unwrap();
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).unwrap_or_default()
    }

    fn measure(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
        command.args(arguments).current_dir(self.0.path()).env("TMPDIR", self.0.path()).stdin(Stdio::null());
        command.env("MEASURE", env!("CARGO_BIN_EXE_measure")).env_remove("CUDA_VISIBLE_DEVICES");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.measure(arguments).output().unwrap()
    }

    /// Refused: status 1 and what is said.
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        said
    }

    fn rows(&self, name: &str) -> Vec<Observation> {
        read(&self.at(name)).unwrap().1
    }

    /// Files in the folder, hidden ones too.
    fn names(&self) -> Vec<String> {
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        fs::read_dir(self.0.path()).unwrap().map(|entry| name(entry.unwrap())).collect()
    }
}

/// Rows that a law can be fitted to.
fn table() -> String {
    let mut text = "model,gpu,width,height,steps,energy_j,boundary,duration_s\n".to_owned();
    for (index, side) in [512, 640, 768, 896, 1024, 1152].into_iter().enumerate() {
        for steps in [10, 20, 30, 40] {
            let joules = f64::from(side * side) * f64::from(steps) / 2.2e4 * (1.0 + 0.01 * index as f64);
            let seconds = joules / 500.0;
            text.push_str(&format!("sdxl,h100-sxm,{side},{side},{steps},{joules},gross,{seconds}\n"));
        }
    }
    text
}

const QUESTIONS: &str = "model,gpu,steps\nsdxl,a100,25\nsdxl,h100,25\n";

#[test]
fn no_command_writes_over_what_it_reads_whatever_link_leads_there() {
    let folder = Folder::new();
    folder.write("in.csv", &table());
    folder.write("ask.csv", QUESTIONS);
    folder.write(
        "sweep.toml",
        "models = [\"sdxl\"]\nsizes = [512]\nsteps = [10]\nprecisions = [\"fp16\"]\nguidance = [\"on\"]\n",
    );
    for (name, of) in [("in", "in.csv"), ("ask", "ask.csv"), ("sweep", "sweep.toml")] {
        fs::hard_link(folder.at(of), folder.at(&format!("{name}-hard.json"))).unwrap();
        symlink(of, folder.at(&format!("{name}-soft.json"))).unwrap();
        symlink(format!("{name}-soft.json"), folder.at(&format!("{name}-twice.json"))).unwrap();
    }
    let before = ["in.csv", "ask.csv", "sweep.toml"].map(|name| (name, folder.text(name)));
    for link in ["hard", "soft", "twice"] {
        let (rows, ask, sweep) =
            (format!("in-{link}.json"), format!("ask-{link}.json"), format!("sweep-{link}.json"));
        for arguments in [
            &["fit", "in.csv", "--out", &rows][..],
            &["validate", "in.csv", "--predictions", &rows],
            &["report", "in.csv", "--out", &rows],
            &["estimate", "--from", "ask.csv", "--out", &ask],
            &["plan", "--plan", "sweep.toml", "--gpu", "a100", "--write", &sweep],
        ] {
            let said = folder.refused(arguments);
            assert!(said.contains("is the input"), "{arguments:?}: {said}");
        }
    }
    // A table of the report that is an input, and two outputs in one place.
    fs::create_dir(folder.at("tables")).unwrap();
    fs::hard_link(folder.at("in.csv"), folder.at("tables/settings.csv")).unwrap();
    let said = folder.refused(&["report", "in.csv", "--out", "r.html", "--tables", "tables"]);
    assert!(said.contains("is the input"), "{said}");
    fs::remove_file(folder.at("tables/settings.csv")).unwrap();
    let said = folder.refused(&["report", "in.csv", "--out", "tables/settings.csv", "--tables", "tables"]);
    assert!(said.contains("two outputs"), "{said}");
    // Standard output appended to the input.
    let appended = fs::OpenOptions::new().append(true).open(folder.at("ask.csv")).unwrap();
    let mut command = folder.measure(&["estimate", "--from", "ask.csv"]);
    let output = command.stdout(appended).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(1) && said.contains("is the input ask.csv"), "{said}");
    for (name, text) in before {
        assert_eq!(folder.text(name), text, "{name}");
    }
}

#[test]
fn paths_are_refused_before_the_work_and_without_a_trace() {
    let folder = Folder::new();
    folder.write("in.csv", &table());
    folder.write("ask.csv", QUESTIONS);
    for arguments in [
        &["fit", "in.csv", "--out", "no/fit.json"][..],
        &["validate", "in.csv", "--predictions", "no/p.csv"],
        &["report", "in.csv", "--out", "no/r.html"],
        &["report", "in.csv", "--out", "r.html", "--tables", "/proc/self/tables"],
        &["estimate", "--from", "ask.csv", "--out", "no/e.csv"],
        &["plan", "--model", "sdxl", "--gpu", "a100", "--write", "no/s.toml"],
    ] {
        let output = folder.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        // Nothing was read or printed before.
        assert!(output.stdout.is_empty() && said.lines().count() == 1, "{arguments:?}: {said}");
        assert!(said.contains("cannot"), "{said}");
    }
    // The command must not run where its rows or traces could not be kept.
    folder.write("traces", "a file where the folder would be");
    for out in ["no-folder-but-a-file/o.jsonl", "o.jsonl"] {
        folder.write("no-folder-but-a-file", "");
        let said =
            folder.refused(&["exec", "--gpu", "fake", "--no-idle", "--out", out, "--", "touch", "ran"]);
        assert!(said.contains("cannot make the folder"), "{said}");
    }
    let mut names = folder.names();
    names.retain(|name| !name.ends_with(".lock"));
    names.sort();
    assert_eq!(names, ["ask.csv", "in.csv", "no-folder-but-a-file", "traces"]);
}

#[test]
fn a_killed_estimate_leaves_the_table_that_was_there_or_the_whole_new_one() {
    let folder = Folder::new();
    let mut text = "model,gpu,steps\n".to_owned();
    for row in 0..60_000 {
        text.push_str(&format!("sdxl,a100,{}\n", 1 + row % 100));
    }
    folder.write("ask.csv", &text);
    let begun = Instant::now();
    assert!(folder.run(&["estimate", "--from", "ask.csv", "--out", "whole.csv"]).status.success());
    let took = begun.elapsed();
    let whole = folder.text("whole.csv");
    let (mut kept, mut new) = (0, 0);
    for kill in 0..20 {
        folder.write("e.csv", "old\n");
        let mut child = folder
            .measure(&["estimate", "--from", "ask.csv", "--out", "e.csv"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(took.mul_f64(f64::from(kill) / 18.0));
        child.kill().unwrap();
        child.wait().unwrap();
        match folder.text("e.csv") {
            text if text == "old\n" => kept += 1,
            text if text == whole => new += 1,
            text => panic!("kill {kill}: {} of {} bytes", text.len(), whole.len()),
        }
    }
    assert!(kept > 3, "{kept} kept, {new} new");
}

fn exec(folder: &Folder, out: &str, script: &str) -> Child {
    let arguments =
        ["exec", "--gpu", "fake", "--no-idle", "--no-traces", "--out", out, "--", "sh", "-c", script];
    folder.measure(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits until a file is there.
fn wait_for(folder: &Folder, name: &str) {
    let begun = Instant::now();
    while !folder.at(name).exists() {
        assert!(begun.elapsed() < Duration::from_secs(60), "no {name} in a minute");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn said(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn an_output_that_was_deleted_while_running_comes_back_with_every_row() {
    let folder = Folder::new();
    let script = "\"$MEASURE\" mark begin image; sleep 2.2; \"$MEASURE\" mark end; touch first; \
                  while [ ! -e go ]; do sleep 0.1; done; \"$MEASURE\" mark begin image; sleep 2.2; \"$MEASURE\" mark end";
    for (name, folded) in [("deep/o.jsonl", true), ("p.jsonl", false)] {
        for mark in ["first", "go"] {
            let _ = fs::remove_file(folder.at(mark));
        }
        let child = exec(&folder, name, script);
        wait_for(&folder, "first");
        std::thread::sleep(Duration::from_millis(500));
        if folded {
            fs::remove_dir_all(folder.at("deep")).unwrap()
        } else {
            fs::remove_file(folder.at(name)).unwrap()
        }
        folder.write("go", "");
        let (code, told) = said(child);
        assert_eq!(code, Some(0), "{told}");
        assert!(told.contains("was deleted while rows were appended"), "{told}");
        assert_eq!(folder.rows(name).len(), 2, "{told}");
    }
    // Another file in its place is left alone, and the rows are kept beside it.
    for mark in ["first", "go"] {
        fs::remove_file(folder.at(mark)).unwrap();
    }
    let child = exec(&folder, "q.jsonl", script);
    wait_for(&folder, "first");
    std::thread::sleep(Duration::from_millis(500));
    fs::remove_file(folder.at("q.jsonl")).unwrap();
    folder.write("q.jsonl", "somebody else's\n");
    folder.write("go", "");
    let (code, told) = said(child);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("was replaced") && told.contains("q.jsonl.rescued-1"), "{told}");
    assert_eq!(folder.text("q.jsonl"), "somebody else's\n");
    assert_eq!(folder.rows("q.jsonl.rescued-1").len(), 2);
}

#[test]
fn two_meters_on_one_gpu_or_one_file_are_refused() {
    let folder = Folder::new();
    let script = "touch up; while [ ! -e go ]; do sleep 0.1; done";
    let first = exec(&folder, "o.jsonl", script);
    wait_for(&folder, "up");
    fs::hard_link(folder.at("o.jsonl"), folder.at("hard.jsonl")).unwrap();
    fs::create_dir(folder.at("elsewhere")).unwrap();
    symlink("../o.jsonl", folder.at("elsewhere/soft.jsonl")).unwrap();
    let sweep = ["run", "--fake", "--model", "sdxl", "--out", "o.jsonl"];
    for arguments in [
        &["exec", "--gpu", "fake", "--no-idle", "--out", "o.jsonl", "--", "touch", "ran"][..],
        &["exec", "--gpu", "fake", "--no-idle", "--out", "other.jsonl", "--", "touch", "ran"],
        &["exec", "--gpu", "fake", "--no-idle", "--out", "hard.jsonl", "--", "touch", "ran"],
        &["exec", "--gpu", "fake", "--no-idle", "--out", "elsewhere/soft.jsonl", "--", "touch", "ran"],
        &sweep,
    ] {
        let told = folder.refused(arguments);
        assert!(told.contains("by another run already"), "{arguments:?}: {told}");
    }
    assert!(!folder.at("ran").exists());
    // By inode too, where neither the name nor the GPU is the same.
    folder.write("card.json", CARD);
    fs::create_dir(folder.at("apart")).unwrap();
    fs::hard_link(folder.at("o.jsonl"), folder.at("apart/hard.jsonl")).unwrap();
    let told = folder.refused(&[
        "exec",
        "--gpu",
        "fake:card.json",
        "--no-idle",
        "--out",
        "apart/hard.jsonl",
        "--",
        "true",
    ]);
    assert!(told.contains("by another run already") || told.contains("holds rows of"), "{told}");
    folder.write("go", "");
    let (code, told) = said(first);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(folder.rows("o.jsonl").len(), 1);
}

/// A fake GPU of its own.
const CARD: &str = r#"{"name":"NVIDIA A40","uuid":"GPU-33","pci":"0000:02:00.0","power_limit_w":300.0,
    "power":{"shape":"constant","watts":65.0},"counter":{"period_s":0.1},"instant":{"update_s":0.1,"window_s":0.1}}"#;

#[test]
fn a_row_that_an_editor_left_without_its_line_end_stays() {
    let folder = Folder::new();
    let run = [
        "run",
        "--fake",
        "--model",
        "flux1-dev",
        "--size",
        "256",
        "--steps",
        "10",
        "--no-traces",
        "--out",
        "o.jsonl",
    ];
    assert!(folder.run(&run).status.success());
    let rows = folder.rows("o.jsonl").len();
    folder.write("o.jsonl", folder.text("o.jsonl").trim_end());
    let again: Vec<&str> = run.into_iter().chain(["--repeats", "6"]).collect();
    assert!(folder.run(&again).status.success());
    let text = folder.text("o.jsonl");
    assert!(folder.rows("o.jsonl").len() > rows && text.ends_with("}\n"), "{text}");
    // One line of somebody's own JSON is not a torn header.
    folder.write("mine.json", "{\"mine\":1}");
    let mut own: Vec<&str> = run.to_vec();
    *own.last_mut().unwrap() = "mine.json";
    let told = folder.refused(&own);
    assert!(told.contains("not an observation file"), "{told}");
    assert_eq!(folder.text("mine.json"), "{\"mine\":1}");
}

#[test]
fn names_of_files_lead_traces_nowhere_else() {
    let folder = Folder::new();
    fs::create_dir_all(folder.at("a/b")).unwrap();
    let key = "x/".repeat(300);
    for (out, model) in
        [("a/b/...jsonl", "../../../up"), ("a/b/o.jsonl", key.as_str()), ("a/b/o.jsonl", "x_")]
    {
        let model = format!("model={model}");
        let output = folder.run(&[
            "exec",
            "--gpu",
            "fake",
            "--no-idle",
            "--out",
            out,
            "--config",
            &model,
            "--",
            "sleep",
            "0.2",
        ]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    for name in ["a/b/...jsonl", "a/b/o.jsonl"] {
        for row in folder.rows(name) {
            let trace = row.trace.unwrap();
            assert!(trace.starts_with("traces/") && !trace.split('/').any(|part| part == ".."), "{trace}");
            assert!(folder.at("a/b").join(trace).is_file());
        }
    }
    assert_eq!(fs::read_dir(folder.at("a")).unwrap().count(), 1);
}

/// True if a process with this in its command line runs.
fn runs(word: &str) -> bool {
    let lines = fs::read_dir("/proc").unwrap().flatten();
    let mut found = lines.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
    found.any(|line| String::from_utf8_lossy(&line).split('\0').any(|part| part == word))
}

fn signal(child: &Child, signal: Signal) {
    kill_process(Pid::from_raw(child.id() as i32).unwrap(), signal).unwrap();
}

#[test]
fn exec_ends_what_hangs_with_its_children() {
    let folder = Folder::new();
    // Its limit.
    let script = "trap '' TERM; sleep 3001 & setsid sleep 3001 & sleep 3001";
    let limited = folder.run(&[
        "exec",
        "--gpu",
        "fake",
        "--no-idle",
        "--no-traces",
        "--time-limit",
        "1.5",
        "--out",
        "o.jsonl",
        "--",
        "sh",
        "-c",
        script,
    ]);
    assert_eq!(limited.status.code(), Some(124), "{}", String::from_utf8_lossy(&limited.stderr));
    assert!(!runs("3001"));
    let row = folder.rows("o.jsonl").pop().unwrap();
    assert!(!row.valid && row.ended.as_deref() == Some("time limit of 1.5 s"), "{row:?}");
    // One signal, after which the shell dies and its child would not; then one that ignores the first.
    for (script, word, signals) in [
        ("sleep 3002 & touch up; wait", "3002", 1),
        ("trap '' TERM INT; sleep 3003 & touch up; while :; do sleep 0.1; done", "3003", 2),
    ] {
        let _ = fs::remove_file(folder.at("up"));
        let child = exec(&folder, "o.jsonl", script);
        wait_for(&folder, "up");
        for _ in 0..signals {
            std::thread::sleep(Duration::from_millis(300));
            signal(&child, Signal::TERM);
        }
        let begun = Instant::now();
        let (code, told) = said(child);
        assert!(begun.elapsed() < Duration::from_secs(20) && code > Some(128), "{code:?}: {told}");
        assert!(!runs(word), "{told}");
    }
}
