//! A session on a GPU, tried on the processor and scripted cards, so that it works when there is a GPU.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use serde_json::Value;
use wattpix_measure::meter::scripted::scenario::Card;
use wattpix_measure::meter::scripted::waveform::Waveform;
use wattpix_measure::observation::{self, Stage};

use crate::rehearsal::{MEASURE, Rehearsal, SESSION, asked, card, python, results, said, stand_in};

#[test]
fn a_session_on_a_gpu_is_one_command_that_goes_on_where_it_stopped() {
    if !python() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let measure = Path::new(MEASURE);
    let rehearse = |seconds| {
        let options = ["--seconds", seconds];
        Rehearsal { place: place.path(), measure, folder: "session", options: &options, environment: &[] }
            .run()
    };
    let (status, _, told) = rehearse("4");
    assert_eq!(status, Some(3), "four seconds are too few for any stage: {told}");
    assert!(told.contains("-- look waits"), "{told}");
    assert!(!told.contains("sd2.1"), "nothing is measured that was not checked: {told}");

    // On a busy machine a reading may come too late and spoil a window; the next call takes it again.
    let (status, said, told) = (0..3)
        .map(|_| rehearse("500"))
        .find(|(status, ..)| *status == Some(0))
        .expect("complete in three calls");
    assert_eq!(status, Some(0), "{told}");
    assert!(said.contains("| NVIDIA H200 | scripted |"), "{said}{told}");
    assert!(!place.path().join("session/h200-sxm/results").exists(), "results are made at home");
    let card = card(&place.path().join("session"));
    the_campaign_gives_what_it_is_for(&card);
    let (_, kept) = observation::read(&card.join("look.jsonl")).unwrap();
    let stages: Vec<&str> = kept.iter().map(|row| row.stage.word()).collect();
    assert_eq!(stages, ["idle", "image"], "idle power with the device open, and the steady load");

    let tar = place.path().join("out/session.tar.gz");
    let home = place.path().join("home");
    let (status, said, told) = results(measure, &tar, &home);
    assert_eq!(status, Some(0), "{told}");
    let kind = home.join("h200-sxm");
    assert!(
        said.contains("| NVIDIA H200 | scripted |") && said.contains("A rehearsal: rows of the fake meter"),
        "{said}{told}"
    );
    assert!(said.contains("| sd2.1 | 512 | bf16 | fake, true to"), "engines side by side: {said}{told}");
    assert!(said.contains("**sd2.1 on h200-sxm**"), "claims: {said}{told}");
    for fit in
        ["fake-h200-sxm-1.json", "fake-h200-sxm-sd2.1-paper-1.json", "fake-h200-sxm-sd2.1-additive-1.json"]
    {
        let path = kind.join("results").join(fit);
        let fit: Value = serde_json::from_str(&std::fs::read_to_string(path).expect(&told)).unwrap();
        let files = fit["origin"]["observations"].as_array().unwrap();
        assert!(!files.is_empty());
        for file in files {
            // By the name that it has in the repository once it ships.
            let name = file["file"].as_str().unwrap();
            assert!(name.starts_with("fitted/observations/h200-sxm/sd2.1-"), "{name}");
            let shipped = std::fs::read(kind.join("results/ship").join(name)).unwrap();
            assert_eq!(file["sha256"], observation::hash(std::str::from_utf8(&shipped).unwrap()));
        }
    }

    let rows = |name: &str| std::fs::read_to_string(card.join(name)).unwrap().lines().count();
    let before = (rows("look.jsonl"), rows("sd2.1.jsonl"), rows("sd2.1-settings.jsonl"));
    let (status, _, told) = rehearse("500");
    assert_eq!((status, told.contains("== look")), (Some(0), false), "all was done: {told}");
    assert_eq!((rows("look.jsonl"), rows("sd2.1.jsonl"), rows("sd2.1-settings.jsonl")), before);
    tables_take_valid_rows_of_the_same_run(&card);
}

/// Both 16-bit formats over all sizes, each loaded once, and every stage alone at two sizes, within the campaign's seconds.
fn the_campaign_gives_what_it_is_for(card: &Path) {
    let (_, rows) = observation::read(&card.join("sd2.1.jsonl")).unwrap();
    let of = |stage: Stage| rows.iter().filter(move |row| row.stage == stage && row.valid);
    assert_eq!(of(Stage::Idle).count(), 2, "idle power once for each format that was loaded");
    for stage in [Stage::Text, Stage::Denoise, Stage::Decode] {
        let mut sides: Vec<u32> = of(stage).map(|row| row.width.unwrap()).collect();
        sides.sort_unstable();
        assert_eq!(sides, [512, 1024], "{stage:?}");
    }
    for precision in ["bf16", "fp16"] {
        let alike = of(Stage::Image).filter(|row| row.precision.as_deref() == Some(precision));
        assert!(alike.count() >= 2, "{precision}: {rows:?}");
    }
    let spent: f64 = rows.iter().map(|row| row.duration_s).sum();
    assert!((40.0..90.0).contains(&spent), "{spent} s of 84");
    let (_, rows) = observation::read(&card.join("sd2.1-settings.jsonl")).unwrap();
    let mut keys: Vec<&str> = rows
        .iter()
        .filter(|row| row.stage == Stage::Image && row.valid)
        .map(|row| row.key.as_str())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 12, "six settings at two sizes: {keys:?}");
}

/// Rows that came later and are invalid change nothing; those of another guidance or batch have a line of their own.
fn tables_take_valid_rows_of_the_same_run(card: &Path) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/cuda/tables.py");
    let tables = || {
        let made = Command::new("python3").arg(script).arg(card).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        String::from_utf8(made.stdout).unwrap()
    };
    let before = tables();
    let path = card.join("sd2.1.jsonl");
    let mut text = std::fs::read_to_string(&path).unwrap();
    let rows = text.lines().skip(1).map(|line| serde_json::from_str::<Value>(line).unwrap());
    let last = rows.filter(|row| row["stage"] == "denoise").last().unwrap();
    for (name, value) in [("valid", Value::from(false)), ("guidance", "on".into()), ("batch", 4.into())] {
        let mut row = last.clone();
        row["gross_j"] = 1e6.into();
        row[name] = value;
        text.push_str(&format!("{row}\n"));
    }
    std::fs::write(&path, &text).unwrap();
    let after = tables();
    assert!(before.lines().all(|line| after.lines().any(|other| other == line)), "{before}{after}");
    assert_eq!(after.lines().count(), before.lines().count() + 2, "{before}{after}");
    let mut row = last;
    row["gross_j"] = 1e6.into();
    std::fs::write(&path, format!("{text}{row}\n")).unwrap();
    assert_ne!(tables(), after, "a later valid row is taken");
}

#[test]
fn a_session_goes_on_on_another_card() {
    if !python() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    let measure = stand_in(place, "run* | fit*", r#"whole "$@""#);
    let first = Rehearsal { place, measure: &measure, folder: "first", options: &[], environment: &[] };
    let (status, _, told) = first.run();
    assert_eq!(status, Some(0), "{told}");
    // As if the machine had gone before this stage was done.
    let packed = place.join("first");
    std::fs::remove_file(packed.join("h200-sxm/done/sd2.1-settings")).unwrap();
    let tar = place.join("home.tar.gz");
    let packed = Command::new("tar")
        .arg("-C")
        .arg(place)
        .arg("-czf")
        .args([tar.as_path(), Path::new("first")])
        .status();
    assert!(packed.unwrap().success());

    let mut other = Card::like_h100_pcie(Waveform::Constant { watts: 70.0 });
    other.name = "NVIDIA H200".to_owned();
    other.uuid = "GPU-00000000-0000-0000-0000-00000000000b".to_owned();
    let path = place.join("other.json");
    std::fs::write(&path, serde_json::to_string(&other).unwrap()).unwrap();
    let meter = format!("fake:{}", path.display());
    let (options, environment) = (["--from", tar.to_str().unwrap()], [("METER", meter.as_str())]);
    std::fs::remove_file(place.join("asked")).unwrap();
    let second = Rehearsal {
        place,
        measure: &measure,
        folder: "second",
        options: &options,
        environment: &environment,
    };
    let (status, _, told) = second.run();
    assert_eq!(status, Some(0), "{told}");
    let stages: Vec<&str> = told.lines().filter(|line| line.ends_with("at most")).collect();
    let names: Vec<&str> =
        stages.iter().map(|line| line.trim_start_matches("== ").split(',').next().unwrap()).collect();
    assert_eq!(
        names,
        ["look", "check", "sd2.1-settings"],
        "what every card needs, and what was not done: {told}"
    );
    // Each card has its rows in a file of its own, and fits are made of both.
    let (status, said, told) = results(&measure, &place.join("second"), &place.join("home"));
    assert_eq!(status, Some(0), "{said}{told}");
    let shipped = place.join("second/h200-sxm/results/ship/fitted/observations/h200-sxm");
    let mut files: Vec<String> = std::fs::read_dir(&shipped)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("sd2.1-settings-"))
        .collect();
    files.sort();
    let ids = ["GPU-fa4e0000-0000-0000-0000-000000000000", &other.uuid];
    let mut wanted = ids.map(|id| format!("sd2.1-settings-{}.jsonl", &observation::hash(id)[..8]));
    wanted.sort();
    assert_eq!(files, wanted, "{told}");
    let fits = asked(place, "fit ");
    assert!(wanted.iter().all(|name| fits[0].contains(name)), "{fits:?}");
    // A folder that holds something is gone on with; nothing of the archive replaces it.
    let (status, _, told) = second.run();
    assert_eq!(status, Some(0), "{told}");
    assert!(told.contains("is gone on with, not") && !told.contains("at most"), "{told}");
}

#[test]
fn attention_that_was_not_seen_to_work_is_not_used() {
    if !python() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    // As a kernel's own error handling does: the program ends with status 1 in the middle of a part.
    let check = r#"case "$*" in
    *--unfused*) whole "$@" ;;
    *) printf '%s\n' '{"engine":"stand-in"}' '{"finding":{"what":"attention","passed":true}}' >> "$(parts "$@")"; exit 1 ;;
  esac"#;
    let measure = stand_in(place, "run*", check);
    let session = Rehearsal { place, measure: &measure, folder: "session", options: &[], environment: &[] };
    let (status, said, told) = session.run();
    assert_eq!(status, Some(3), "{told}");
    assert!(told.contains("!! check failed with status 0, without findings to the end"), "{told}");
    assert!(told.contains("unfused from here on"), "{told}");
    assert!(said.contains("Not checked to the end: the check"), "{said}{told}");
    let all = asked(place, "run --plan");
    assert!(all.len() == 2 && all.iter().all(|line| line.contains("--unfused")), "{all:?}");
    std::fs::remove_file(place.join("asked")).unwrap();
    let (status, _, told) = session.run();
    assert_eq!(status, Some(0), "the check without the kernels stands: {told}");
    assert!(asked(place, "engine-check").is_empty(), "{told}");
}

#[test]
fn a_stage_that_hangs_costs_its_own_time_only() {
    if !python() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    // After attention was found right, and deaf to interrupts: only the kill ends it.
    let check = r#"ok "$(parts "$@")"; trap '' INT; sleep 100"#;
    let measure = stand_in(place, "run*", check);
    let session = Rehearsal {
        place,
        measure: &measure,
        folder: "session",
        options: &[],
        environment: &[("PATIENCE", "20")],
    };
    let (status, _, told) = session.run();
    assert_eq!(status, Some(3), "{told}");
    assert!(told.contains("!! check was stopped: it hung for 20 s"), "{told}");
    assert!(!told.contains("unfused"), "what was found before it hung counts: {told}");
    let runs = asked(place, "run --plan");
    assert!(runs.len() == 2 && runs.iter().all(|line| !line.contains("--unfused")), "{told}{runs:?}");
}

#[test]
fn a_stage_is_done_by_its_rows() {
    if !python() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    // Sweeps end well and measure nothing.
    let measure = stand_in(place, "nothing", r#"whole "$@""#);
    let session = Rehearsal { place, measure: &measure, folder: "session", options: &[], environment: &[] };
    for _ in 0..3 {
        let (status, _, told) = session.run();
        assert_eq!(status, Some(3), "{told}");
        assert!(
            told.contains(
                "!! sd2.1 failed with status 0, without 2 windows in bf16, 2 windows in fp16, text at 512x512"
            ),
            "{told}"
        );
    }
    let (status, _, told) = session.run();
    assert_eq!(status, Some(0), "{told}");
    assert!(told.contains("!! sd2.1 failed 3 times: left out"), "{told}");
    assert!(!place.join("session/h200-sxm/done/sd2.1").exists());
    // Rows that are not valid count for nothing.
    let card = card(&place.join("session"));
    let measured =
        Rehearsal { place, measure: Path::new(MEASURE), folder: "measured", options: &[], environment: &[] };
    std::fs::create_dir_all(place.join("measured/h200-sxm/done")).unwrap();
    let lacking = |card: &Path| {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/cuda/tables.py");
        said(&Command::new("python3").args([script, "--missing", "sd2.1"]).arg(card).output().unwrap())
    };
    assert_eq!(lacking(&card).0, Some(1));
    let mut sweep = Command::new(MEASURE);
    let plans = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/cuda/campaign");
    sweep.args(["run", "--plan", &format!("{plans}/sd2.1.toml"), &format!("--fake={plans}/fake-h200.toml")]);
    sweep.args(["--no-traces", "--budget-minutes", "1.4", "--out"]).arg(card.join("sd2.1.jsonl"));
    assert!(sweep.env("TMPDIR", measured.place).status().unwrap().success());
    assert_eq!(lacking(&card), (Some(0), String::new(), String::new()));
    let path = card.join("sd2.1.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    let spoilt: Vec<String> = text
        .lines()
        .map(|line| {
            let mut row: Value = serde_json::from_str(line).unwrap();
            if row["precision"] == "fp16" && row["stage"] == "image" {
                row["valid"] = false.into();
            }
            format!("{row}\n")
        })
        .collect();
    std::fs::write(&path, spoilt.concat()).unwrap();
    assert_eq!(lacking(&card).1, "2 windows in fp16\n");
}

#[test]
fn a_session_that_is_killed_leaves_valid_files_and_is_gone_on_with() {
    if !python() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    let measure = stand_in(place, "run* | idle* | gpus* | check*", r#"whole "$@""#);
    // A campaign takes some seconds, so that kills meet all of it.
    let options = ["--pace", "25"];
    let session =
        Rehearsal { place, measure: &measure, folder: "session", options: &options, environment: &[] };
    let seed = fastrand::u64(..);
    let mut random = fastrand::Rng::with_seed(seed);
    let mut rows = 0;
    for round in 0..8 {
        let mut command = session.command();
        let mut child = command.process_group(0).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let seconds = 0.5 + 9.0 * random.f64();
        let clock = Instant::now();
        while clock.elapsed().as_secs_f64() < seconds && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(20));
        }
        if child.try_wait().unwrap().is_none() {
            kill_process_group(Pid::from_child(&child), Signal::KILL).unwrap();
            child.wait().unwrap();
        }
        let tar = place.join("out/session.tar.gz");
        let home = place.join(format!("home-{round}"));
        if tar.exists() {
            std::fs::create_dir(&home).unwrap();
            let unpacked = Command::new("tar").arg("-C").arg(&home).arg("-xzf").arg(&tar).status().unwrap();
            assert!(unpacked.success(), "seed {seed}, round {round}: the archive is whole");
        }
        for folder in [place.join("session"), home] {
            valid(&folder, &format!("seed {seed}, round {round}"));
        }
        let now = observations(&place.join("session"));
        assert!(now >= rows, "seed {seed}, round {round}: {now} rows after {rows}");
        rows = now;
    }
    // On a busy machine a reading may come too late and spoil a window; the next call takes it again.
    let ended: Vec<_> = (0..3).map(|_| session.run()).collect();
    assert!(ended.iter().any(|(status, ..)| *status == Some(0)), "seed {seed}: {ended:?}");
    let (status, said, told) =
        results(Path::new(MEASURE), &place.join("out/session.tar.gz"), &place.join("home"));
    assert!(status == Some(0) && said.contains("**sd2.1 on h200-sxm**"), "seed {seed}: {said}{told}");
    let card = card(&place.join("session"));
    let (_, rows) = observation::read(&card.join("sd2.1.jsonl")).unwrap();
    let spent: f64 = rows.iter().map(|row| row.duration_s).sum();
    assert!(spent < 100.0, "seed {seed}: what was spent before a kill is spent: {spent} s of 84");
}

/// Files below a folder, by the end of their names.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| if path.is_dir() { files(&path, end) } else { vec![path] })
        .filter(|path| path.to_string_lossy().ends_with(end))
        .collect()
}

/// Whole JSON, sound observation files (at most half a line at the end, which the next run cuts off), and notes that say something.
fn valid(folder: &Path, when: &str) {
    for path in files(folder, ".json") {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(serde_json::from_str::<Value>(&text).is_ok(), "{when}: {} {text}", path.display());
    }
    for path in files(folder, ".jsonl").into_iter().filter(|path| path.metadata().unwrap().len() > 0) {
        let checked = Command::new(MEASURE).arg("check").arg(&path).output().unwrap();
        assert!(checked.status.success(), "{when}: {}: {:?}", path.display(), said(&checked));
    }
    let notes = files(folder, "").into_iter().filter(|path| {
        let within = path.parent().and_then(Path::file_name);
        within.is_some_and(|name| name == "done" || name == "tried")
            && !path.to_string_lossy().ends_with(".part")
    });
    for path in notes {
        assert!(path.metadata().unwrap().len() > 0, "{when}: {}", path.display());
    }
}

fn observations(folder: &Path) -> usize {
    let lines = |path: PathBuf| std::fs::read_to_string(path).unwrap().matches('\n').count();
    files(folder, ".jsonl").into_iter().map(lines).sum()
}

#[test]
fn what_travels_is_weighed_and_what_each_stage_costs_is_told() {
    let place = tempfile::tempdir().unwrap();
    let dry = |carried: u64| {
        let file = std::fs::File::create(place.path().join("measure.gz")).unwrap();
        file.set_len(carried).unwrap();
        let mut command = Command::new("bash");
        said(&command.args([SESSION, "--dry-run"]).env("CARRY", place.path()).output().unwrap())
    };
    let (status, table, told) = dry(20 << 20);
    assert_eq!(status, Some(0), "{told}");
    assert!(told.contains("carried 20.0 MiB") && told.contains("of 64 MiB"), "{told}");
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/gpu-notes.md")).unwrap();
    assert!(page.contains(&table), "docs/gpu-notes.md holds what `session.sh --dry-run` prints:\n{table}");
    let (status, _, told) = dry(64 << 20);
    assert!(status == Some(1) && told.contains("too much travels"), "{told}");
}

#[test]
fn what_comes_home_is_kept_small() {
    if !python() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    let measure = stand_in(place, "nothing", r#"whole "$@"; head -c 200000 /dev/urandom | od >&2"#);
    let environment = [("MOST_BACK", "100000")];
    let session =
        Rehearsal { place, measure: &measure, folder: "session", options: &[], environment: &environment };
    let (_, _, told) = session.run();
    assert!(told.contains("logs are left out"), "{told}");
    let tar = place.join("out/session.tar.gz");
    assert!(tar.metadata().unwrap().len() <= 100_000, "{told}");
    let listed = Command::new("tar").arg("-tzf").arg(&tar).output().unwrap();
    let (_, names, _) = said(&listed);
    assert!(names.contains("idle.json") && !names.contains("/log/"), "{names}");
}
