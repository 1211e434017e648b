//! The panel of a person's own measurements, as tests use it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::calculator::Calculator;

/// The panel.
pub const PANEL: &str = "[data-panel=measurements]";

/// A page with the panel open and ready for files.
pub fn open(query: &str) -> Calculator {
    let page = Calculator::open(query);
    page.run(&format!("document.querySelector('{PANEL}').open = true"));
    page.wait_for(&format!("{PANEL} input[type=file]"));
    page
}

/// A file of this test alone: tests run side by side, and some remove what they brought.
pub fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let test = thread::current().name().unwrap_or("test").replace("::", "-");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("brought").join(test);
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path
}

/// Chooses a file by the button. Drivers take no path with `..` in it.
#[track_caller]
pub fn choose(page: &Calculator, path: &Path) {
    let path = fs::canonicalize(path).unwrap();
    page.type_into(&format!("{PANEL} input[type=file]"), path.to_str().unwrap());
}

/// Drops a file of this content.
#[track_caller]
pub fn drop_file(page: &Calculator, name: &str, content: &str) {
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

/// Waits until a task has ended with a fault, and returns what is said of it.
#[track_caller]
pub fn wait_for_problem(page: &Calculator) -> String {
    page.wait_for(&format!("{PANEL} [data-own=problem] .problem"));
    page.wait_for(&format!("{PANEL} [data-own=busy][hidden]"));
    page.text(&format!("{PANEL} [data-own=problem]"))
}

/// From here on, the page's `longest` is its longest pause in milliseconds.
pub fn watch_for_pauses(page: &Calculator) {
    page.run(
        "window.longest = 0; let last = performance.now();
        setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - last); last = now }, 10)",
    );
}

/// The page's longest pause in milliseconds since it is watched.
pub fn longest_pause(page: &Calculator) -> f64 {
    page.run("return longest").as_f64().unwrap()
}

/// Time that a slow machine may take for a hundred thousand rows.
const PATIENCE: Duration = Duration::from_secs(240);

/// Waits until a task has begun and ended.
#[track_caller]
pub fn wait_for_task(page: &Calculator) {
    page.wait_for(&format!("{PANEL} [data-own=busy]"));
    let start = Instant::now();
    while page.count(&format!("{PANEL} [data-own=busy][hidden]")) == 0 {
        assert!(start.elapsed() < PATIENCE, "the task goes on after {PATIENCE:?}");
        sleep(Duration::from_millis(50));
    }
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
