//! A folder with a fake machine, and the binary that runs in it.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tempfile::TempDir;
use wattpix_measure::meter::scripted::scenario::{Card, Machine};
use wattpix_measure::meter::scripted::sensor::Counter;
use wattpix_measure::observation::{Observation, read};

use crate::support::constant;

/// A folder with a fake machine in it.
pub struct Fake {
    pub folder: TempDir,
    pub epoch_unix_s: f64,
}

pub fn library() -> PathBuf {
    let deps = std::env::current_exe().unwrap().parent().unwrap().to_owned();
    let path = deps.join("libwattpix_fake_nvml.so");
    assert!(path.exists(), "{} was not built", path.display());
    path
}

impl Fake {
    pub fn new(cards: Vec<Card>) -> Self {
        Self::machine(|epoch| Machine {
            driver: "580.95.05".to_owned(),
            epoch_unix_s: Some(epoch),
            init_error: None,
            cards,
        })
    }

    pub fn machine(make: impl FnOnce(f64) -> Machine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let epoch_unix_s = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
        std::fs::write(folder.path().join("machine.json"), serde_json::to_vec(&make(epoch_unix_s)).unwrap())
            .unwrap();
        Self { folder, epoch_unix_s }
    }

    pub fn measure(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("WATTPIX_NVML_LIB", library())
            .env("WATTPIX_FAKE_NVML", self.folder.path().join("machine.json"))
            .env("MEASURE", env!("CARGO_BIN_EXE_measure"))
            .env_remove("CUDA_VISIBLE_DEVICES")
            .env_remove("CUDA_DEVICE_ORDER")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.measure(arguments).output().unwrap()
    }

    pub fn json(&self, arguments: &[&str]) -> (Value, Option<i32>) {
        let output = self.run(arguments);
        let value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}{}", text(&output.stdout), text(&output.stderr)));
        (value, output.status.code())
    }

    pub fn rows(&self) -> Vec<Observation> {
        read(&self.folder.path().join("observations.jsonl")).unwrap().1
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub fn quick(watts: f64) -> Card {
    let counter = Some(Counter { period_s: 0.02, gain: 1.0, jitter: 0.0, latency_s: 0.0 });
    Card { counter, ..Card::ideal(constant(watts)) }
}

pub const CONFIG: [&str; 14] = [
    "--config",
    "model=sdxl",
    "--config",
    "width=1024",
    "--config",
    "height=1024",
    "--config",
    "steps=20",
    "--config",
    "precision=fp16",
    "--config",
    "guidance=on",
    "--config",
    "images=1",
];
