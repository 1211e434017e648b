//! Several GPUs metered as one by the real binary: how they are named, what rows say, and what is refused.

use serde_json::Value;
use wattpix_measure::flag::Flag;
use wattpix_measure::meter::scripted::scenario::{Card, Event};
use wattpix_measure::meter::scripted::waveform::Waveform;
use wattpix_measure::observation::Stage;

use crate::machine::{CONFIG, Fake, quick, text};

/// Two H100 and an L4, not in the order of their PCI addresses.
fn machine(events: Vec<Event>) -> Fake {
    let card = |name: &str, uuid: &str, pci: &str, watts| Card {
        name: name.to_owned(),
        uuid: uuid.to_owned(),
        pci: pci.to_owned(),
        ..quick(watts)
    };
    Fake::new(vec![
        card("NVIDIA H100 PCIe", "GPU-aaaa0000", "0000:81:00.0", 200.0),
        Card { events, ..card("NVIDIA H100 PCIe", "GPU-bbbb0000", "0000:01:00.0", 150.0) },
        card("NVIDIA L4", "GPU-cccc0000", "0000:c1:00.0", 60.0),
    ])
}

/// Mean power of a fake's last row, and of each of its GPUs.
fn watts(fake: &Fake) -> (f64, Vec<f64>) {
    let row = fake.rows().pop().unwrap();
    // The machine may be busy: to ten watts.
    let mean = |joules: Option<f64>| (joules.unwrap() / row.duration_s / 10.0).round() * 10.0;
    (mean(row.gross_j), row.gpus.iter().map(|share| mean(share.gross_j)).collect())
}

/// From public threads (mlco2/codecarbon#544, xdit-project/xDiT#195).
#[test]
fn gpus_are_named_by_index_uuid_address_ordinal_or_id() {
    for (gpu, visible, expected) in [
        ("0,1", "GPU-aaaa0000,GPU-bbbb0000", vec![200.0, 150.0]),
        ("1,0", "GPU-bbbb0000,GPU-aaaa0000", vec![150.0, 200.0]),
        ("all", "GPU-aaaa0000,GPU-bbbb0000,GPU-cccc0000", vec![200.0, 150.0, 60.0]),
        ("GPU-bbbb, c1:00.0", "GPU-bbbb0000,GPU-cccc0000", vec![150.0, 60.0]),
        ("l4,0", "GPU-cccc0000,GPU-aaaa0000", vec![60.0, 200.0]),
        ("NVIDIA L4", "GPU-cccc0000", vec![]),
    ] {
        let fake = machine(Vec::new());
        let mut arguments = vec!["exec", "--gpu", gpu, "--no-idle"];
        arguments.extend(CONFIG);
        let script =
            "echo saw $CUDA_VISIBLE_DEVICES; \"$MEASURE\" mark begin image; sleep 1.5; \"$MEASURE\" mark end";
        arguments.extend(["--", "sh", "-c", script]);
        let output = fake.run(&arguments);
        assert!(output.status.success(), "{gpu}: {}", text(&output.stderr));
        assert_eq!(text(&output.stdout), format!("saw {visible}\n"), "{gpu}");
        let (all, each) = watts(&fake);
        assert_eq!(each, expected, "{gpu}");
        let row = fake.rows().pop().unwrap();
        assert!(row.valid, "{gpu}: {:?}", row.reasons);
        if expected.is_empty() {
            assert_eq!((all, row.gpu.as_str()), (60.0, "l4"));
            continue;
        }
        assert_eq!(all, expected.iter().sum::<f64>(), "{gpu}");
        assert!(row.reasons.contains(&Flag::SeveralGpus));
        let sum: f64 = row.gpus.iter().map(|share| share.gross_j.unwrap()).sum();
        assert!((row.gross_j.unwrap() - sum).abs() < 0.01);
        for share in &row.gpus {
            assert!(fake.path(share.trace.as_deref().unwrap()).exists(), "{share:?}");
            assert!(text(&output.stderr).contains(&format!("GPU {} ({})", share.index, share.id)));
        }
    }
}

/// CUDA's ordinals follow PCI addresses where all GPUs are alike or the order says so.
#[test]
fn an_ordinal_is_cudas() {
    let fake = machine(Vec::new());
    let idle = |gpu: &str| {
        let mut command = fake.measure(&["idle", "--seconds", "2.5", "--json", "--gpu", gpu]);
        command.env("CUDA_DEVICE_ORDER", "PCI_BUS_ID").output().unwrap()
    };
    let output = idle("cuda:0");
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["idle_w"].as_f64().unwrap().round(), 150.0, "{}", text(&output.stderr));
    let both = idle("cuda:0,cuda:1");
    let value: Value = serde_json::from_slice(&both.stdout).unwrap();
    assert_eq!(value["idle_w"].as_f64().unwrap().round(), 350.0, "{}", text(&both.stderr));
    assert_eq!(value["window"]["gpus"].as_array().unwrap().len(), 2);
    let shown = fake
        .measure(&["idle", "--seconds", "2.5", "--json", "--gpu", "all"])
        .env("CUDA_VISIBLE_DEVICES", "GPU-cccc0000,GPU-aaaa0000")
        .output()
        .unwrap();
    let value: Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(
        value["idle_w"].as_f64().unwrap().round(),
        260.0,
        "what programs see: {}",
        text(&shown.stderr)
    );
    let beyond = idle("cuda:3");
    assert!(text(&beyond.stderr).contains("CUDA sees 3 GPUs"), "{}", text(&beyond.stderr));
    let unknown = fake.run(&["idle", "--gpu", "cuda:0"]);
    assert!(text(&unknown.stderr).contains("PCI_BUS_ID"), "{}", text(&unknown.stderr));
}

#[test]
fn lists_that_cannot_be_metered_are_refused_in_one_line() {
    let fake = machine(vec![Event::Lost { at_s: 0.0 }]);
    for (gpu, expected) in [
        ("0,0", "named twice"),
        ("0,GPU-aaaa0000", "named twice"),
        ("0,9", "no such GPU"),
        ("0,", "a name is missing"),
        (",", "a name is missing"),
        ("0,cpu", "processors"),
        ("0,all", "no such GPU"),
        ("h100-pcie", "matches several GPUs"),
        ("cuda:x", "give a number"),
        ("0,1", "NVIDIA H100 PCIe"),
    ] {
        let output = fake.run(&["exec", "--gpu", gpu, "--", "touch", "ran"]);
        assert_eq!(output.status.code(), Some(1), "{gpu}");
        let said = text(&output.stderr);
        assert!(said.contains(expected), "{gpu}: {said}");
        assert!(!fake.path("ran").exists(), "{gpu}: refused before the command runs");
    }
}

/// A GPU that is lost while the command runs: the sum is not valid, and the joules of the other stand.
#[test]
fn a_gpu_that_is_lost_spoils_the_sum_and_no_more() {
    let fake = machine(vec![Event::Lost { at_s: 8.0 }]);
    let output = fake.run(&["exec", "--gpu", "0,1", "--no-idle", "--", "sleep", "9"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let row = fake.rows().pop().unwrap();
    assert!(!row.valid && row.gross_j.is_none() && row.reasons.contains(&Flag::GpuLost), "{row:?}");
    assert!(row.gpus[1].gross_j.is_none() && row.gpus[1].reasons.contains(&Flag::GpuLost), "{row:?}");
    assert!((row.gpus[0].gross_j.unwrap() / row.duration_s - 200.0).abs() < 2.0, "{row:?}");
    assert!(!row.gpus[0].reasons.contains(&Flag::GpuLost));
}

/// The file is sound, says which GPUs there were, belongs to them alone, and no fit takes its rows.
#[test]
fn the_file_is_of_these_gpus_and_fits_leave_it_out() {
    let fake = machine(Vec::new());
    let mut arguments = vec!["exec", "--gpu", "0,1", "--idle", "2.5", "--config", "gpu=h100-pcie"];
    arguments.extend(CONFIG);
    let script = "echo wattpix: begin image; sleep 0.8; echo wattpix: end; sleep 0.3";
    arguments.extend(["--", "sh", "-c", script]);
    let output = fake.run(&arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let file = std::fs::read_to_string(fake.path("observations.jsonl")).unwrap();
    let header: Value = serde_json::from_str(file.lines().next().unwrap()).unwrap();
    assert_eq!(header["gpu"]["name"], "2 × NVIDIA H100 PCIe");
    assert_eq!(header["gpu"]["gpus"].as_array().unwrap().len(), 2);
    assert!(!file.contains("GPU-aaaa0000"), "ids are hashed");
    let rows = fake.rows();
    let image = rows.iter().find(|row| row.stage == Stage::Image).unwrap();
    assert!(image.valid && (image.idle_w.unwrap() - 350.0).abs() < 2.0, "{image:?}");
    assert!(rows.iter().all(|row| row.gpus.len() == 2));
    let check = fake.run(&["check", "observations.jsonl"]);
    assert!(check.status.success(), "{}", text(&check.stdout));
    assert!(text(&check.stdout).contains("several-gpus"), "{}", text(&check.stdout));
    let fit = fake.run(&["fit", "--fake", "observations.jsonl"]);
    assert!(text(&fit.stderr).contains("several-gpus"), "{}", text(&fit.stderr));
    let other = fake.run(&["exec", "--gpu", "0,2", "--no-idle", "--", "true"]);
    assert!(text(&other.stderr).contains("another file with --out"), "{}", text(&other.stderr));
    let same = fake.run(&["exec", "--gpu", "1,0", "--no-idle", "--", "sleep", "0.6"]);
    assert!(same.status.success(), "in any order: {}", text(&same.stderr));
}

/// A sweep whose program works on both GPUs: rows of the sum, and an end.
#[test]
fn a_sweep_runs_on_several_gpus_as_one() {
    // One of them draws more by and by, so that a window is above the idle power before it.
    let power = Waveform::Points { points: vec![[0.0, 150.0], [300.0, 300.0]], repeat: false };
    let cards = ["GPU-aaaa0000", "GPU-bbbb0000"].map(|uuid| Card {
        name: "NVIDIA H100 PCIe".to_owned(),
        uuid: uuid.to_owned(),
        pci: ["0000:81:00.0", "0000:01:00.0"][usize::from(uuid == "GPU-bbbb0000")].to_owned(),
        power: power.clone(),
        ..quick(200.0)
    });
    let fake = Fake::new(cards.to_vec());
    let program = "while read order rest; do case $order in prepare) echo \"wattpix: ready $rest engine=sh weights=none\";; \
                   generate) sleep 2.8; echo \"wattpix: done $rest\";; quit) exit;; esac; done";
    let sweep = "run --gpu 0,1 --model sdxl --size 1024 --steps 20 --precision fp16 --guidance on --images 1 --window 2.5 --repeats 1 --";
    let arguments: Vec<&str> = sweep.split(' ').chain(["sh", "-c", program]).collect();
    let output = fake.run(&arguments);
    let said = text(&output.stderr);
    assert!(output.status.success(), "{said}");
    let images: Vec<_> = fake.rows().into_iter().filter(|row| row.stage == Stage::Image).collect();
    assert!(
        !images.is_empty() && images.iter().all(|row| row.valid && row.gpus.len() == 2),
        "{said}\n{images:?}"
    );
}
