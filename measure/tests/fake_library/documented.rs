//! The examples and the fake machine of the documentation, run as they stand.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use wattpix_measure::flag::Flag;
use wattpix_measure::meter::scripted::scenario::Machine;

use crate::machine::{Fake, quick, text};

/// The example of that language in docs/exec.md.
fn documented(language: &str) -> String {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/exec.md")).unwrap();
    let begin = format!("```{language}\n");
    page.split_once(&begin).unwrap().1.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_documented_shell_example_works() {
    let fake = Fake::new(vec![quick(150.0)]);
    std::fs::write(fake.path("generate"), "#!/bin/sh\nsleep 0.7\n").unwrap();
    std::fs::write(fake.path("run.sh"), documented("sh")).unwrap();
    assert!(
        Command::new("chmod")
            .args(["+x", "generate"])
            .current_dir(fake.folder.path())
            .status()
            .unwrap()
            .success()
    );
    let folder = Path::new(env!("CARGO_BIN_EXE_measure")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let output =
        fake.measure(&["exec", "--no-idle", "--", "sh", "run.sh"]).env("PATH", &path).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let row = fake.rows().pop().unwrap();
    assert!(row.valid && row.images == Some(8) && row.model.as_deref() == Some("sdxl"), "{row:?}");
    assert!(!row.reasons.contains(&Flag::ConfigMissing));
    // The same script runs without measure exec.
    let alone =
        Command::new("sh").arg("run.sh").current_dir(fake.folder.path()).env("PATH", path).output().unwrap();
    assert!(alone.status.success(), "{}", text(&alone.stderr));
}

#[test]
fn the_documented_python_example_works() {
    assert!(Command::new("python3").arg("--version").output().is_ok(), "this test needs python3");
    let fake = Fake::new(vec![quick(150.0)]);
    let script = documented("python").replace("time.sleep(10)", "time.sleep(0.6)");
    assert!(script.lines().filter(|line| !line.is_empty()).count() <= 22, "some twenty lines");
    std::fs::write(fake.path("generate.py"), script).unwrap();
    std::fs::write(
        fake.path("torch.py"),
        "float16 = 'torch.float16'\nclass cuda:\n    @staticmethod\n    def synchronize(): pass\n",
    )
    .unwrap();
    std::fs::write(fake.path("diffusers.py"), LOGGING_DIFFUSERS).unwrap();
    let output = fake.run(&["exec", "--no-idle", "--", "python3", "generate.py"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let rows = fake.rows();
    assert_eq!(rows.len(), 6, "{}", text(&output.stderr));
    let calls = std::fs::read_to_string(fake.path("calls.jsonl")).unwrap();
    let calls: Vec<Value> = calls.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(calls.len(), 1 + 5 * 4, "one to warm up, and those of the windows");
    for row in &rows[1..] {
        assert!(row.valid && row.images == Some(4) && row.net_j.is_some(), "{row:?}");
        assert!(!row.reasons.contains(&Flag::DeclaredOnly), "{row:?}");
        let of_row = [row.width, row.height, row.steps];
        for call in &calls {
            let number = |key: &str| call[key].as_u64().map(|number| number as u32);
            assert_eq!(of_row, ["width", "height", "num_inference_steps"].map(number), "{call}");
            assert_eq!(call["dtype"] == "torch.float16", row.precision.as_deref() == Some("fp16"), "{call}");
            assert_eq!(call["guidance_scale"].as_f64() > Some(1.0), row.guidance.as_deref() == Some("on"));
        }
    }
}

/// Libraries that log what they are asked for.
const LOGGING_DIFFUSERS: &str = "import json, time
class StableDiffusionXLPipeline:
    @classmethod
    def from_pretrained(cls, name, torch_dtype):
        pipe = cls()
        pipe.dtype = torch_dtype
        return pipe
    def to(self, device): return self
    def __call__(self, prompt, **settings):
        with open('calls.jsonl', 'a') as log:
            log.write(json.dumps(dict(settings, dtype=self.dtype)) + '\\n')
        time.sleep(0.15)
";

#[test]
fn the_documented_machine_is_one() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/fake-machine.json")).unwrap();
    let machine: Machine = serde_json::from_str(&text).unwrap();
    assert_eq!(machine.cards.len(), 1);
}
