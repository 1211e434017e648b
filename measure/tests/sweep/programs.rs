//! Programs that say what they made: the documented program against libraries that log their calls, and programs that do not say it.

use std::process::Command;

use serde_json::Value;
use wattpix_measure::flag::Flag;

use crate::fixture::Folder;
use crate::trouble::powered;

/// The program of docs/sweeps.md.
fn documented() -> String {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/sweeps.md")).unwrap();
    let block = page.split_once("```python\n").unwrap().1.split_once("```").unwrap().0.to_owned();
    block.lines().map(|line| line.strip_prefix("  ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

const TORCH: &str = "float32, float16, bfloat16 = 'float32', 'float16', 'bfloat16'
class OutOfMemoryError(Exception): pass
class Generator:
    def manual_seed(self, seed):
        self.seed = seed
        return self
class cuda:
    @staticmethod
    def synchronize(): pass
";

const DIFFUSERS: &str = "import json, time
class FluxPipeline:
    @classmethod
    def from_pretrained(cls, name, torch_dtype):
        pipe = cls()
        pipe.dtype = torch_dtype
        return pipe
    def to(self, device): return self
    def __call__(self, prompt, generator, **settings):
        with open('calls.jsonl', 'a') as log:
            log.write(json.dumps(dict(settings, dtype=self.dtype, images=len(prompt), seeds=[g.seed for g in generator])) + '\\n')
        time.sleep(0.2)
";

const SWEEP: &str = "run --gpu cpu --powercap powercap --model flux1-dev --size 256x512 --steps 7 --window 2.5 --repeats 1 --no-traces";

#[test]
fn the_documented_program_honours_every_setting_and_says_so() {
    assert!(Command::new("python3").arg("--version").output().is_ok(), "this test needs python3");
    let folder = Folder::new();
    let _power = powered(&folder);
    folder.write("program.py", &documented());
    folder.write("torch.py", TORCH);
    folder.write("diffusers.py", DIFFUSERS);
    let line = format!(
        "{SWEEP} --guidance off,on --precision fp16,fp32 --batch 1,3 --out o.jsonl -- python3 program.py"
    );
    let said = folder.ok(&line);
    let rows = folder.images("o.jsonl");
    assert_eq!(rows.len(), 8, "{}", said.err);
    let calls = std::fs::read_to_string(folder.path("calls.jsonl")).unwrap();
    let calls: Vec<Value> = calls.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for row in &rows {
        assert!(row.valid, "{row:?}");
        let guided = row.guidance.as_deref() == Some("on");
        assert_eq!(row.passes, Some(if guided { 14 } else { 7 }));
        for key in ["width", "height", "steps", "precision", "guidance", "batch", "images"] {
            assert!(row.confirmed.iter().any(|confirmed| confirmed == key), "{key} of {:?}", row.confirmed);
        }
        let dtype = if row.precision.as_deref() == Some("fp32") { "float32" } else { "float16" };
        let alike = |call: &&Value| {
            call["width"] == 256
                && call["height"] == 512
                && call["num_inference_steps"] == 7
                && call["dtype"] == dtype
                && call["images"] == row.batch.unwrap()
                && (call["true_cfg_scale"].as_f64() > Some(1.0)) == guided
                && call["negative_prompt"].is_null() != guided
        };
        let images: u64 = calls.iter().filter(alike).filter_map(|call| call["images"].as_u64()).sum();
        // One batch to warm up at least beside those of the window; a slow machine may ask for more.
        let [of_window, batch] = [row.images, row.batch].map(|count| u64::from(count.unwrap()));
        assert!(images >= of_window + batch && images.is_multiple_of(batch), "{}: {images}", row.key);
    }
    folder.ok("check o.jsonl");
}

#[test]
fn a_program_that_does_not_say_what_it_ran_is_not_believed_and_one_that_ran_otherwise_is_recorded() {
    let folder = Folder::new();
    let _power = powered(&folder);
    let loop_of = |ready: &str, done: &str| {
        format!(
            "while read order rest; do set -- $rest; case $order in prepare) echo wattpix: ready {ready};; generate) sleep 2.7; echo wattpix: done {done};; *) exit;; esac; done\n"
        )
    };
    for (name, ready, done, flag, precision) in [
        ("silent", "engine=sh", "", Flag::NotConfirmed, "fp16"),
        ("half", "engine=sh $rest", "", Flag::NotConfirmed, "fp16"),
        ("passes", "engine=sh $rest", "$1 passes=9", Flag::NotConfirmed, "fp16"),
        ("otherwise", "engine=sh $rest precision=bf16", "$1", Flag::RanOtherwise, "bf16"),
    ] {
        folder.write("program.sh", &loop_of(ready, done));
        let said = folder.run(&format!("{SWEEP} --out {name}.jsonl -- sh program.sh"));
        assert_eq!(said.code, Some(3), "{name}: {}", said.err);
        let rows = folder.images(&format!("{name}.jsonl"));
        assert!(rows.len() == 3 && rows.iter().all(|row| row.reasons.contains(&flag)), "{name}: {rows:?}");
        assert!(rows.iter().all(|row| row.valid == (flag == Flag::RanOtherwise)), "{name}: {rows:?}");
        assert!(
            rows.iter().all(|row| row.precision.as_deref() == Some(precision) && row.key.contains(precision))
        );
    }
}
