//! Several cards of one machine: at once, each alone with its windows.

use std::process::Stdio;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wattpix_measure::meter::scripted::scenario::{Card, Machine};
use wattpix_measure::meter::scripted::sensor::Counter;
use wattpix_measure::meter::scripted::waveform::Waveform;
use wattpix_measure::observation::Observation;

use crate::fixture::{Folder, bytes, said};

const SWEEP: &str = "--model flux1-dev --size 256,512 --steps 10,20 --guidance on,off --no-traces";

fn span(row: &Observation) -> (SystemTime, SystemTime) {
    let start = humantime::parse_rfc3339(&row.started).unwrap();
    (start, start + Duration::from_secs_f64(row.duration_s))
}

#[test]
fn every_fake_card_measures_its_part_and_the_parts_join() {
    let folder = Folder::new();
    folder.write("three.toml", "cards = 3\npace = 200.0\n");
    let said = folder.ok(&format!("run --fake=three.toml --all-gpus {SWEEP}"));
    assert!(said.err.contains("card 2: part 3/3"), "{}", said.err);
    let merged = folder.json(
        "merge observations-1of3.jsonl observations-2of3.jsonl observations-3of3.jsonl --out all.jsonl --json",
    );
    assert_eq!((merged["cards"].as_u64(), merged["complete"].as_u64()), (Some(3), Some(8)));
    folder.ok("check all.jsonl");
}

#[test]
fn one_card_or_file_is_never_shared_by_two_runs() {
    let folder = Folder::new();
    folder.write("slow.toml", "pace = 5.0\n");
    let mut first = folder
        .command(&format!("run --fake=slow.toml {SWEEP} --out a.jsonl"))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while bytes(&folder.path("a.jsonl")).is_empty() {
        std::thread::sleep(Duration::from_millis(10));
    }
    let card = folder.run(&format!("run --fake {SWEEP} --out b.jsonl"));
    let file = folder.run(&format!("run --fake {SWEEP} --out a.jsonl"));
    first.kill().unwrap();
    first.wait().unwrap();
    let id = first.id().to_string();
    assert!(
        card.code == Some(1) && card.err.contains("is metered by another run") && card.err.contains(&id),
        "{}",
        card.err
    );
    assert!(file.code == Some(1) && file.err.contains("is appended to by another run"), "{}", file.err);
    folder.ok(&format!("run --fake {SWEEP} --out b.jsonl"));
}

/// From so many watts, half a watt more every second.
fn rising(watts: f64) -> Vec<[f64; 2]> {
    vec![[0.0, watts], [600.0, watts + 300.0]]
}

/// The real binary, the real nvml-wrapper and a program as the engine, on a fake driver with two cards, in real time.
#[test]
fn two_cards_behind_the_drivers_library_run_at_once_each_with_its_own_program() {
    let folder = Folder::new();
    let epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
    let card = |index: u32| Card {
        name: "NVIDIA A100-SXM4-80GB".to_owned(),
        uuid: format!("GPU-fa4e0000-0000-0000-0000-00000000000{index}"),
        pci: format!("0000:4{index}:00.0"),
        counter: Some(Counter { period_s: 0.02, gain: 1.0, jitter: 0.0, latency_s: 0.0 }),
        ..Card::ideal(Waveform::Points { points: rising(100.0 + 100.0 * f64::from(index)), repeat: false })
    };
    let machine = Machine {
        driver: "580.95.05".to_owned(),
        epoch_unix_s: Some(epoch),
        init_error: None,
        cards: vec![card(0), card(1)],
    };
    folder.write("machine.json", &serde_json::to_string(&machine).unwrap());
    folder.write(
        "engine.sh",
        "while read order rest; do case $order in\n  prepare) echo \"on $CUDA_VISIBLE_DEVICES\"; echo wattpix: ready engine=sh weights=none $rest;;\n  \
         generate) set -- $rest; sleep $(( ${1#images=} * 1 )); echo wattpix: done $1;;\n  quit) exit;; esac; done\n",
    );
    let library = std::env::current_exe().unwrap().parent().unwrap().join("libwattpix_fake_nvml.so");
    let sweep = "--model sd2.1 --size 512 --steps 10,20 --guidance off --repeats 2 --window 2.5 --no-traces";
    let mut command = folder.command(&format!("run --all-gpus {sweep} -- sh engine.sh"));
    command.env("WATTPIX_NVML_LIB", library).env("WATTPIX_FAKE_NVML", folder.path("machine.json"));
    let said = said(command.output().unwrap());
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("on GPU-fa4e0000-0000-0000-0000-000000000001"), "pinned: {}", said.err);
    let rows = [folder.images("observations-1of2.jsonl"), folder.images("observations-2of2.jsonl")];
    for (index, rows) in rows.iter().enumerate() {
        assert_eq!(rows.len(), 2, "{}", said.err);
        for row in rows {
            // The load does not follow the program here; it rises slowly, so that work draws more than the idle time before it.
            let watts = row.gross_j.unwrap() / row.duration_s;
            let first_w = 100.0 + 100.0 * index as f64;
            assert!((first_w..first_w + 60.0).contains(&watts), "{watts} W on card {index}");
            assert_eq!((row.engine.as_deref(), row.weights.as_deref()), (Some("sh"), Some("none")));
            assert!(row.duration_s > 2.9 && row.gpu == "a100-sxm4-80gb", "{row:?}");
        }
    }
    let at_once =
        rows[0].iter().any(|a| rows[1].iter().any(|b| span(a).0 < span(b).1 && span(b).0 < span(a).1));
    assert!(at_once, "both cards worked at the same time");
    folder.ok("merge observations-1of2.jsonl observations-2of2.jsonl --out all.jsonl");
    folder.ok("check all.jsonl");
}
