//! Parsers on inputs that nobody meant for them: each target reads every file of its corpus and, with `--ignored`, mutations of them for
//! `WATTPIX_FUZZ_SECONDS` (60). No panic, and an answer within a second.
//!
//! An input that breaks a target is written to `target/tmp/fuzz/`; put it into `corpus/TARGET/` with the repair.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::Key;
use wattpix_core::import::integral::Integral;
use wattpix_core::import::{Content, LogFacts};
use wattpix_core::json::Reading;
use wattpix_core::observation::lines::{Line, Lines};
use wattpix_core::observation::twice::RowsSeen;
use wattpix_core::regress::table;
use wattpix_core::setting::Boundary;
use wattpix_measure::exec::mark::Mark;
use wattpix_measure::meter::scripted::FakeCard;
use wattpix_measure::meter::scripted::scenario::Card;
use wattpix_measure::sweep::design::Design;
use wattpix_measure::sweep::design::expand::expand;
use wattpix_measure::sweep::fake::Machine;
use wattpix_measure::trace::Trace;

/// A parser and the folder of its inputs.
struct Target {
    name: &'static str,
    read: fn(&[u8]),
}

const TARGETS: [Target; 11] = [
    Target { name: "table", read: |bytes| drop(table::read("t.csv", bytes)) },
    Target { name: "observations", read: observations },
    Target {
        name: "check",
        read: |bytes| drop(wattpix_measure::check::text(bytes, &mut RowsSeen::default())),
    },
    Target { name: "fit", read: |bytes| drop(wattpix_core::fit::read::fit("t.json", &text(bytes))) },
    Target { name: "mark", read: |bytes| drop(Mark::in_output(&text(bytes))) },
    Target { name: "design", read: design },
    Target { name: "machine", read: |bytes| drop(Machine::parse(&text(bytes))) },
    Target { name: "card", read: card },
    Target { name: "trace", read: trace },
    Target { name: "configuration", read: configuration },
    Target { name: "import", read: import },
];

/// Every GPU of what is read as a log is integrated, from end to end and beyond.
fn import(bytes: &[u8]) {
    for facts in [
        LogFacts::default(),
        LogFacts { interval_s: Some(1.0), columns: Some(vec!["power.draw".to_owned()]) },
    ] {
        let Ok(Content::Log(log)) = wattpix_core::import::read(bytes, &facts) else { continue };
        let Some((first, last)) = log.span() else { continue };
        for track in &log.tracks {
            for (from, to) in [(first, last), (first + 0.5, last - 0.5), (first - 1.0, last + 1.0)] {
                let _ = Integral::of(track, from, to);
            }
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn observations(bytes: &[u8]) {
    let mut lines = Lines::of("t.jsonl", Reading::PLAIN);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match lines.take(line) {
            Ok(Line::Row(row)) => {
                for boundary in [Boundary::Gross, Boundary::Net] {
                    let _ = row.as_ref().as_ref().map(|row| lines.observed(row, boundary));
                }
            }
            Ok(_) => {}
            Err(_) => return,
        }
    }
}

fn design(bytes: &[u8]) {
    if let Ok(design) = Design::parse(&text(bytes)) {
        let _ = expand(&design);
    }
}

/// A card that is taken answers at any time with numbers.
fn card(bytes: &[u8]) {
    let Ok(card) = Card::parse(&text(bytes)) else { return };
    let card = FakeCard::new(card);
    for t_s in [0.0, 0.05, 1.0, 59.9, 86_400.0] {
        let readings =
            [card.counter_j(t_s).ok(), card.power(t_s).instant_w.ok(), card.power(t_s).usage_w.ok()];
        assert!(readings.into_iter().flatten().all(f64::is_finite), "{t_s}: {readings:?}");
        let _ = card.status(t_s);
    }
}

fn trace(bytes: &[u8]) {
    if let Ok(trace) = Trace::parse(&text(bytes)) {
        let _ = (trace.ticks(), trace.integrate(|sample| sample.power_w, 0.0, 10.0));
    }
}

fn configuration(bytes: &[u8]) {
    let text = text(bytes);
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    let mut typed = Typed::default();
    for (name, value) in pairs {
        if let Some(key) = Key::ALL.into_iter().find(|key| key.name() == name) {
            typed.set(key, value);
        }
    }
    let _ = Configuration::read(&typed);
}

/// Time that one input may take; a machine that is busy is slower than one that hangs is patient.
const PATIENCE: Duration = Duration::from_secs(20);

/// Reads an input; `Err` says what is wrong with that.
fn tried(target: &Target, bytes: &[u8]) -> Result<(), String> {
    let begun = Instant::now();
    if catch_unwind(AssertUnwindSafe(|| (target.read)(bytes))).is_err() {
        return Err("a panic".to_owned());
    }
    if begun.elapsed() > PATIENCE { Err(format!("{:?}", begun.elapsed())) } else { Ok(()) }
}

fn corpus(target: &Target) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target.name);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

#[test]
fn every_input_of_the_corpus_is_answered() {
    for target in &TARGETS {
        let corpus = corpus(target);
        assert!(corpus.len() >= 2, "{} has {} inputs", target.name, corpus.len());
        for (path, bytes) in corpus {
            tried(target, &bytes).unwrap_or_else(|what| panic!("{}: {what}", path.display()));
        }
    }
}

/// Tokens that break numbers, lengths and nesting.
const TOKENS: [&[u8]; 24] = [
    b"0",
    b"-1",
    b"1e300",
    b"-1e308",
    b"1e-300",
    b"NaN",
    b"nan",
    b"inf",
    b"null",
    b"true",
    b"\"\"",
    b"[",
    b"{",
    b"]",
    b"}",
    b",",
    b"\n",
    b"\r",
    b"\"",
    b"\xff",
    b"\0",
    b"4294967296",
    b"18446744073709551616",
    b"0.1",
];

fn mutated(random: &mut fastrand::Rng, corpus: &[(PathBuf, Vec<u8>)]) -> Vec<u8> {
    let pick = |random: &mut fastrand::Rng| corpus[random.usize(..corpus.len())].1.clone();
    let mut bytes = pick(random);
    for _ in 0..random.usize(1..6) {
        let at = random.usize(..=bytes.len());
        let to = (at + random.usize(..=16)).min(bytes.len());
        match random.u8(..7) {
            0 => drop(bytes.splice(at..to, TOKENS[random.usize(..TOKENS.len())].iter().copied())),
            1 => drop(bytes.drain(at..to)),
            2 if at < bytes.len() => bytes[at] = random.u8(..),
            3 => {
                let piece = bytes[at..to].to_vec();
                let again = random.usize(1..40);
                drop(bytes.splice(at..at, piece.repeat(again)));
            }
            4 => {
                // A whole number or word replaced.
                let end = bytes[at..]
                    .iter()
                    .position(|byte| !byte.is_ascii_alphanumeric() && !b".-+".contains(byte));
                let end = end.map_or(bytes.len(), |length| at + length);
                drop(bytes.splice(at..end, TOKENS[random.usize(..TOKENS.len())].iter().copied()));
            }
            5 => {
                let other = pick(random);
                let from = random.usize(..=other.len());
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            _ => bytes.truncate(at),
        }
    }
    bytes
}

#[test]
#[ignore = "takes a minute; `cargo xtask test --all`"]
fn mutations_of_the_corpus_are_answered() {
    let seconds: u64 =
        std::env::var("WATTPIX_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let seed = std::env::var("WATTPIX_FUZZ_SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(fastrand_seed);
    eprintln!("WATTPIX_FUZZ_SEED={seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    for target in &TARGETS {
        let corpus = corpus(target);
        let end = Instant::now() + Duration::from_secs_f64(seconds as f64 / TARGETS.len() as f64);
        let mut inputs = 0_u64;
        while Instant::now() < end {
            let bytes = mutated(&mut random, &corpus);
            inputs += 1;
            if let Err(what) = tried(target, &bytes) {
                let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz").join(target.name);
                std::fs::create_dir_all(&folder).unwrap();
                let path = folder.join(format!("{seed}-{inputs}"));
                std::fs::write(&path, &bytes).unwrap();
                panic!("{}: {what}; the input is in {}", target.name, path.display());
            }
        }
        eprintln!("{}: {inputs} inputs", target.name);
    }
}

fn fastrand_seed() -> u64 {
    fastrand::u64(..)
}
