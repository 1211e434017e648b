//! `measure plan`: what it shows and writes.

use crate::fixture::Folder;

#[test]
fn the_papers_sweep_is_shown_with_time_energy_and_memory_and_written_as_a_file_that_run_takes() {
    let folder = Folder::new();
    let line = "plan --model flux1-dev --paper --gpu a100 --seed 3 --write sweep.toml --json";
    let plan = folder.json(line);
    assert_eq!(plan["configurations"], 240, "arXiv:2511.17031, section 4");
    assert_eq!(plan["skipped"].as_array().unwrap().len(), 0);
    // 5 repeats of 240 windows; the mean window is that of the published cells' order: 1.54e6 J at the far corner at fp16.
    let (minutes, wh) = (plan["minutes"].as_f64().unwrap(), plan["wh"].as_f64().unwrap());
    assert!(minutes > 5.0 * 24.0 * 60.0 && wh > 1e5, "{minutes} minutes, {wh} Wh: days, as the issue says");
    let watts = wh / (minutes / 60.0);
    assert!((200.0..450.0).contains(&watts), "{watts} W for an A100");
    assert!(plan["memory_gb"].as_f64().unwrap() > 60.0, "33.7 GB of weights twice at fp32");
    let again = folder.json("plan --plan sweep.toml --gpu a100 --json");
    assert_eq!(again["digest"], plan["digest"]);
    assert_eq!(again["jobs"], plan["jobs"], "the same order");
    let other = folder.json("plan --plan sweep.toml --gpu a100 --seed 4 --json");
    assert_ne!(other["jobs"], plan["jobs"], "another seed, another order");
}

#[test]
fn what_a_card_cannot_run_is_skipped_with_its_reason() {
    let folder = Folder::new();
    let plan = folder.json("plan --model flux1-dev,sd2.1 --size 512 --steps 20 --guidance on --precision fp16,fp8 --gpu a4000 --json");
    let skipped = plan["skipped"].as_array().unwrap();
    let reasons: Vec<&str> = skipped.iter().map(|entry| entry["reason"].as_str().unwrap()).collect();
    assert_eq!(plan["configurations"], 1, "{reasons:?}");
    assert!(reasons.iter().any(|reason| reason.contains("exceed the card's 16.0 GB")), "{reasons:?}");
    assert!(reasons.iter().any(|reason| reason.contains("has no fp8 arithmetic")), "{reasons:?}");
    let nothing = folder.run("plan --model flux1-dev --gpu a4000");
    assert_eq!(nothing.code, Some(1));
    assert!(
        nothing.out.contains("skipped: flux1-dev") && nothing.err.contains("nothing is left"),
        "{}",
        nothing.err
    );
}

#[test]
fn bad_input_gets_one_clear_line() {
    let folder = Folder::new();
    folder.write("odd.toml", "models = [\"sd2.1\"]\nsizes = [512]\nsteps = [20]\nprecisions = [\"fp16\"]\nguidance = [\"on\"]\nbatch = [2]\n");
    for (line, expected) in [
        ("plan --gpu a100", "--model"),
        ("plan --gpu gtx-970 --model sd2.1", "rtx-6000-ada"),
        ("plan --gpu a100 --model sd9", "unknown model 'sd9'"),
        ("plan --gpu a100 --model sd2.1 --steps 0", "steps 0"),
        ("plan --gpu a100 --model sd2.1 --size 513", "multiples of 8"),
        ("plan --gpu a100 --model sd2.1 --guidance maybe", "guidance 'maybe'"),
        ("plan --gpu a100 --model sd2.1 --steps 20,20", "twice"),
        ("plan --gpu a100 --model sd2.1 --images 0", "images 0"),
        ("plan --gpu a100 --model sd2.1 --window 0.5", "window_s 0.5"),
        ("plan --gpu a100 --plan odd.toml", "batch"),
        ("plan --gpu a100 --plan none.toml", "none.toml"),
        ("run --model sd2.1 --fake --shard 3/2", "1 <= i <= n"),
    ] {
        let said = folder.run(line);
        assert!(matches!(said.code, Some(1 | 2)), "{line}: {:?}", said.code);
        assert!(said.err.contains(expected) && !said.err.contains("panicked"), "{line}: {}", said.err);
        assert!(said.out.is_empty(), "{line}: {}", said.out);
    }
}
