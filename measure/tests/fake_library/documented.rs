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

/// Python, where it is installed; else a word that nothing was tested.
fn python3() -> bool {
    let found = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("skipped: python3 is not installed");
    }
    found
}

/// Writes `wattpix_marks.py` as a person does.
fn write_marks(fake: &Fake) {
    let helper = fake.run(&["mark", "--python"]);
    assert!(helper.status.success(), "{}", text(&helper.stderr));
    let lying = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/python/wattpix_marks.py")).unwrap();
    assert_eq!(text(&helper.stdout), text(&lying), "the file of the repository");
    std::fs::write(fake.path("wattpix_marks.py"), helper.stdout).unwrap();
}

/// Runs a Python program with `wattpix_marks.py` beside it, under `measure exec` with these arguments.
fn python(fake: &Fake, script: &str, arguments: &[&str]) -> std::process::Output {
    write_marks(fake);
    std::fs::write(fake.path("program.py"), script).unwrap();
    fake.run(&[&["exec", "--no-idle"], arguments, &["--", "python3", "program.py"]].concat())
}

#[test]
fn the_documented_python_example_works() {
    if !python3() {
        return;
    }
    let fake = Fake::new(vec![quick(150.0)]);
    let script = documented("python").replace("time.sleep(10)", "time.sleep(0.6)");
    assert!(script.lines().filter(|line| !line.is_empty()).count() <= 22, "some twenty lines");
    std::fs::write(
        fake.path("torch.py"),
        "float16 = 'torch.float16'\nclass cuda:\n    @staticmethod\n    def synchronize(): pass\n",
    )
    .unwrap();
    std::fs::write(fake.path("diffusers.py"), LOGGING_DIFFUSERS).unwrap();
    let output = python(&fake, &script, &[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let rows = fake.rows();
    assert_eq!(rows.len(), 6, "{}", text(&output.stderr));
    let calls = std::fs::read_to_string(fake.path("calls.jsonl")).unwrap();
    let calls: Vec<Value> = calls.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(calls.len(), 1 + 5 * 4, "one to warm up, and those of the windows");
    for row in &rows[1..] {
        assert!(row.valid && row.images == Some(4) && row.net_j.is_some(), "{row:?}");
        assert!(!row.reasons.contains(&Flag::DeclaredOnly), "{row:?}");
        assert_eq!((row.passes, row.sampler.as_deref()), (Some(40), Some("EulerDiscreteScheduler")));
        let of_row = [row.width, row.height, row.steps];
        for call in &calls {
            let number = |key: &str| call[key].as_u64().map(|number| number as u32);
            assert_eq!(of_row, ["width", "height", "num_inference_steps"].map(number), "{call}");
            assert_eq!(call["dtype"] == "torch.float16", row.precision.as_deref() == Some("fp16"), "{call}");
            assert_eq!(call["guidance_scale"].as_f64() > Some(1.0), row.guidance.as_deref() == Some("on"));
        }
    }
    // The same program runs without measure exec, and in another process of a distributed run, and nobody is asked.
    for (name, value) in [("WATTPIX_SOCKET", ""), ("RANK", "1")] {
        let alone = Command::new("python3")
            .arg("program.py")
            .current_dir(fake.folder.path())
            .env("WATTPIX_SOCKET", "/nonexistent")
            .env(name, value)
            .output()
            .unwrap();
        assert!(alone.status.success() && alone.stderr.is_empty(), "{}", text(&alone.stderr));
    }
}

/// A server that answers as ComfyUI's does (`server.py`: `/prompt`, `/history/ID`, `/queue`), and logs the workflows.
const COMFY: &str = "import http.server, json, sys, time
class Comfy(http.server.BaseHTTPRequestHandler):
    done = {}
    def log_message(self, *_): pass
    def answer(self, said):
        self.send_response(200); self.end_headers(); self.wfile.write(json.dumps(said).encode())
    def do_GET(self):
        name = self.path.rsplit('/', 1)[-1]
        ready = name in self.done and time.time() > self.done[name]
        self.answer({name: {'status': {'status_str': 'success'}}} if ready else {})
    def do_POST(self):
        order = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
        with open('calls.jsonl', 'a') as log: log.write(json.dumps(order['prompt']['3']['inputs']) + '\\n')
        name = str(len(self.done)); self.done[name] = time.time() + 0.15
        self.answer({'prompt_id': name})
http.server.HTTPServer(('127.0.0.1', int(sys.argv[2])), Comfy).serve_forever()
";

#[test]
fn the_documented_comfyui_example_works() {
    if !python3() {
        return;
    }
    let fake = Fake::new(vec![quick(150.0)]);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let script =
        documented("py").replace("time.sleep(10)", "time.sleep(0.6)").replace("8188", &port.to_string());
    std::fs::write(fake.path("main.py"), COMFY).unwrap();
    let workflow = r#"{"3": {"class_type": "KSampler", "inputs": {"seed": 0, "steps": 20, "cfg": 5.0, "sampler_name": "euler"}}}"#;
    std::fs::write(fake.path("workflow_api.json"), workflow).unwrap();
    let output = python(&fake, &script, &[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let rows = fake.rows();
    assert_eq!(rows.len(), 6, "{}", text(&output.stderr));
    assert!(
        rows[1..].iter().all(|row| row.valid && row.images == Some(4) && row.steps == Some(20)),
        "{rows:?}"
    );
    let calls = std::fs::read_to_string(fake.path("calls.jsonl")).unwrap();
    let seeds: std::collections::BTreeSet<i64> = calls
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["seed"].as_i64().unwrap())
        .collect();
    assert_eq!(seeds.len(), 21, "no image is answered from a cache");
}

/// Errors in a program, and phases it does not finish, give no row that a fit takes.
#[test]
fn the_python_helper_says_what_is_wrong() {
    if !python3() {
        return;
    }
    for (script, expected) in [
        ("marks.begin('unet')", "stages are image"),
        ("marks.end()", "no phase is open"),
        ("marks.config(model='two words')", "one word"),
        ("marks.config(guidance_scale=5)", "guidance=on"),
        ("marks.Steps().ran()", "no step was counted"),
        (
            "steps = marks.Steps()\nwith marks.phase('image', counted=steps):\n  for times in (20, 25):\n    for step in range(times):\n      steps(None, step, 0, {})",
            "calls in one phase differ",
        ),
        (
            "with marks.phase('image', images=1):\n  time.sleep(0.6)\n  raise ValueError('boom')",
            "ValueError: boom",
        ),
    ] {
        let fake = Fake::new(vec![quick(150.0)]);
        let output = python(&fake, &format!("import time, wattpix_marks as marks\n{script}\n"), &[]);
        assert_eq!(output.status.code(), Some(1), "{script}");
        assert!(text(&output.stderr).contains(expected), "{script}: {}", text(&output.stderr));
        assert!(fake.rows().iter().all(|row| !row.valid), "{script}: {:?}", fake.rows());
    }
}

/// Schedules of two passes a step, of one pass more, and of a part, as diffusers' pipelines call back.
#[test]
fn the_python_helper_counts_what_ran() {
    if !python3() {
        return;
    }
    let fake = Fake::new(vec![quick(150.0)]);
    let script = "import wattpix_marks as marks
class Pipe: pass
def ran(name, asked, times, guided):
    pipe = Pipe()
    pipe.scheduler = type(name, (), {'num_inference_steps': asked})()
    if guided is not None: pipe.do_classifier_free_guidance = guided
    seen = []
    steps = marks.Steps(then=lambda *call: seen.append(call) or {'mine': 1})
    for call in range(2):
        for step in range(times): assert steps(pipe, step, 0, {}) == {'mine': 1}
    assert len(seen) == 2 * times
    return steps.ran()
assert ran('HeunDiscreteScheduler', 20, 39, True) == dict(steps=20, sampler='HeunDiscreteScheduler', guidance='on', passes=78)
assert ran('PNDMScheduler', 50, 51, False) == dict(steps=50, sampler='PNDMScheduler', guidance='off', passes=51)
assert ran('EulerDiscreteScheduler', 30, 24, True) == dict(steps=24, sampler='EulerDiscreteScheduler', guidance='on', passes=48)
assert ran('FlowMatchEulerDiscreteScheduler', 20, 20, None) == dict(steps=20, sampler='FlowMatchEulerDiscreteScheduler')
";
    let output = python(&fake, script, &[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

/// Libraries that log what they are asked for.
const LOGGING_DIFFUSERS: &str = "import json, time
class EulerDiscreteScheduler: pass
class StableDiffusionXLPipeline:
    do_classifier_free_guidance = True
    @classmethod
    def from_pretrained(cls, name, torch_dtype):
        pipe = cls()
        pipe.dtype = torch_dtype
        return pipe
    def to(self, device): return self
    def __call__(self, prompt, callback_on_step_end=None, **settings):
        self.scheduler = EulerDiscreteScheduler()
        self.scheduler.num_inference_steps = settings['num_inference_steps']
        if callback_on_step_end:
            for step in range(settings['num_inference_steps']): callback_on_step_end(self, step, 0, {})
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
