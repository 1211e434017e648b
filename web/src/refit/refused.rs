//! Looks for what is said of a person's files outside of the table of words, in the language that `crate::untranslated` makes for
//! such tests, and that French says it all otherwise than English.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wattpix_core::fit::BUNDLED;
use wattpix_core::fit::schema::Form;
use wattpix_core::flag::Flag;
use wattpix_core::json::{Reading, decimal};
use wattpix_core::observation::row::{FIELDS, HEADER, STAGES};
use wattpix_core::setting::Boundary;
use wattpix_core::words::Words;

use super::bench::Bench;
use super::limits::{MOST_FIT_BYTES, MOST_LINE, MOST_ROWS};
use crate::untranslated::{END, START, marked, names, words_of};

/// A row that can be used.
const ROW: &str = r#"{"key":"k","repeat":1,"model":"sdxl","gpu":"h100-sxm","width":1024,"height":1024,"steps":20,"precision":"fp16","guidance":"on","batch":1,"images":1,"text_tokens":77,"seed":null,"engine":"e","weights":null,"stage":"image","started":"s","duration_s":1.5,"meter":"nvml","counter_j":null,"integrated_j":null,"meter_period_s":null,"edge_error_j":null,"idle_w":null,"gross_j":900.0,"net_j":800.0,"temperature_c":null,"sm_clock_mhz":null,"throttle":[],"others_on_gpu":0,"trace":null,"valid":true,"reasons":[]}"#;
const HEAD: &str = r#"{"schema":1,"tool":"t","gpu":{},"plan":{}}"#;
const COLUMNS: &str = "model,gpu,energy_j,width";

/// Observation files, each with something that a reader has to be told.
fn observations() -> Vec<String> {
    let changes = [
        ("\"repeat\":1", "\"repeat\":0"),
        ("\"repeat\":1", "\"repeat\":-1"),
        ("\"repeat\":1", "\"repeat\":true"),
        ("\"repeat\":1,", ""),
        ("\"repeat\":1", "\"mine\":1"),
        ("\"repeat\":1", "\"repeat\":1,\"repeat\":1"),
        ("\"repeat\":1", "\"repeat\":01"),
        ("\"repeat\":1", "\"repeat\" 1"),
        ("\"repeat\":1", "\"repeat\":1."),
        ("\"repeat\":1", "repeat:1"),
        ("\"repeat\":1", "\"repeat\":yes"),
        ("\"repeat\":1,", "\"repeat\":1 "),
        ("\"repeat\":1", "\"repeat\":"),
        ("\"sdxl\"", "\"\\x\""),
        ("\"sdxl\"", "\"\\ud800\""),
        ("\"sdxl\"", "\"\\u12\""),
        ("\"sdxl\"", "\"\t\""),
        ("\"reasons\":[]}", "\"reasons\":\""),
        ("\"reasons\":[]}", "\"reasons\":[]}1"),
        ("\"reasons\":[]", "\"reasons\":[1 2]"),
        ("\"reasons\":[]", "\"reasons\":[\"mine\"]"),
        ("\"reasons\":[]", "\"reasons\":[\"no-edge\"]"),
        ("\"valid\":true,\"reasons\":[]", "\"valid\":false,\"reasons\":[\"no-edge\"]"),
        ("\"valid\":true", "\"valid\":1"),
        ("\"throttle\":[]", "\"throttle\":null"),
        ("\"sm_clock_mhz\":null", "\"sm_clock_mhz\":[1]"),
        ("\"duration_s\":1.5", "\"duration_s\":-2"),
        ("\"duration_s\":1.5", "\"duration_s\":1e999"),
        ("\"duration_s\":1.5", "\"duration_s\":0"),
        ("\"gross_j\":900.0", "\"gross_j\":null"),
        ("\"net_j\":800.0", "\"net_j\":null"),
        ("\"net_j\":800.0", "\"net_j\":0"),
        ("\"model\":\"sdxl\"", "\"model\":null"),
        ("\"model\":\"sdxl\"", "\"model\":1"),
        ("\"model\":\"sdxl\"", "\"model\":\"nobody\""),
        ("\"steps\":20", "\"steps\":null"),
        ("\"width\":1024", "\"width\":1023"),
        ("\"stage\":\"image\"", "\"stage\":\"text\""),
        ("\"stage\":\"image\"", "\"stage\":\"mine\""),
        ("\"reasons\":[]", "\"reasons\":[],\"scope\":\"cpu_package\""),
        ("\"reasons\":[]", "\"reasons\":[],\"config\":1"),
    ];
    let row = |(from, to): (&str, &str)| {
        assert!(ROW.contains(from), "{from}");
        format!("{HEAD}\n{}\n", ROW.replacen(from, to, 1))
    };
    let mut files: Vec<String> = changes.into_iter().map(row).collect();
    let deep = "[".repeat(100);
    files.extend(
        ["", "[]\n", "{\"schema\":2,\"tool\":\"t\",\"gpu\":{},\"plan\":{}}\n", &deep].map(str::to_owned),
    );
    files.push(format!("{HEAD}\n\"{}\"\n", "x".repeat(MOST_LINE)));
    files.push(format!("{HEAD}\n{}", "{}\n".repeat(MOST_ROWS + 1)));
    files
}

/// Tables, likewise.
fn tables() -> Vec<String> {
    let rows = [
        "nobody,h100,1,1024",
        "sdxl,h100,-1,1024",
        "sdxl,h100,,1024",
        ",h100,1,1024",
        "sdxl,h100,1",
        "sdxl,h100,1,1023",
    ];
    let mut tables: Vec<String> = rows.iter().map(|row| format!("{COLUMNS}\n{row}\n")).collect();
    tables.extend(["model,gpu", "model,mine", "model,model", ""].map(str::to_owned));
    tables.push(format!("{COLUMNS}\n{}", "a,b,c,d\n".repeat(MOST_ROWS + 1)));
    tables
}

/// Fit files, likewise: one of each form of the law that ships, with one value changed.
fn fits() -> Vec<(String, String)> {
    let changes = [
        ("/schema", json!(9)),
        ("/schema", json!(1)),
        ("/id", json!("other")),
        ("/models", json!([])),
        ("/models", json!(["dall-e"])),
        ("/models", json!(["flux"])),
        ("/models", json!(["sdxl", "sdxl"])),
        ("/gpus", json!(["cpu"])),
        ("/baseline_gpu", json!("other")),
        ("/pairs", json!([])),
        ("/pairs/0/model", json!("other")),
        ("/pairs/0/gpu", json!("other")),
        ("/pairs/1", json!({"model": "sdxl", "gpu": "h100-sxm", "precisions": ["bf16"]})),
        ("/ranges/steps", json!([50, 10])),
        ("/ranges/steps", json!([10])),
        ("/ranges/steps", json!([10, -1])),
        ("/ranges/precisions", json!(["int4"])),
        ("/units/energy", json!("J_per_image")),
        ("/units/energy", json!("kWh_all_images")),
        ("/compute/scope", json!("denoiser")),
        ("/duration/form", json!("ln_linear")),
        ("/law/form", json!("additive")),
        ("/law/terms", json!([])),
        ("/law/terms/0/coefficient", json!(1e300)),
        ("/law/terms/0/coefficient", json!(-1)),
        ("/law/terms/0/std_error", json!(-1)),
        ("/law/terms/0/feature", json!("moon_phase")),
        ("/law/terms/1/feature", json!("intercept")),
        ("/law/terms/1/feature", json!("matmul")),
        ("/law/terms/1", json!({"feature": "gpu", "coefficient": 1})),
        ("/law/terms/1", json!({"feature": "gpu", "level": "x", "coefficient": 1})),
        ("/law/terms/1", json!({"feature": "fp32", "level": "x", "coefficient": 1})),
        ("/law/residual_sd", json!(0)),
        ("/law/residual_sd", json!(null)),
        ("/law/spreads/unseen_gpu", json!(-1)),
        ("/law/degrees_of_freedom", json!(0.5)),
        ("/law/evaluated_at_images", json!(0)),
        ("/law/evaluated_at_images", json!(2)),
        ("/law/covariance", json!([[1]])),
        ("/law/covariance/0/0", json!(-1)),
        ("/law/covariance/0/1", json!(0.5)),
        ("/sources", json!([])),
        ("/origin/kind", json!("rumour")),
        ("", json!("mine")),
    ];
    let mut files = Vec::new();
    for form in [Form::LnLinear, Form::Additive] {
        let fit = BUNDLED.iter().find(|fit| fit.file().law.form == form).unwrap();
        let whole: Value = serde_json::to_value(fit.file()).unwrap();
        for (at, value) in &changes {
            let mut changed = whole.clone();
            if let Some(place) = changed.pointer_mut(at).filter(|place| *place != value) {
                *place = value.clone();
                files.push(([fit.id(), ".json"].concat(), changed.to_string()));
            }
        }
    }
    files
}

/// Returns the messages about a file, with what becomes of its rows.
fn told(name: &str, text: &str, words: Words) -> Vec<String> {
    let mut bench = Bench::default();
    let reading = Reading { decimal, words };
    let taken = bench.take(text.as_bytes(), name, text.len() as f64, Boundary::Net, reading);
    let mut told: Vec<String> = taken.err().into_iter().collect();
    told.extend(bench.rejected.iter().take(1).flat_map(|row| [row.place.clone(), row.reason.clone()]));
    if told.is_empty() {
        told.extend(bench.fit_on("2026-01-01", words).err());
    }
    told
}

fn files() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> =
        observations().into_iter().map(|text| ("mine.jsonl".to_owned(), text)).collect();
    files.extend(tables().into_iter().map(|text| ("mine.csv".to_owned(), text)));
    files.extend(fits());
    files.push(("mine.txt".to_owned(), String::new()));
    files.push(("mine.json".to_owned(), " ".repeat(MOST_FIT_BYTES as usize + 1)));
    files
}

#[test]
fn why_a_file_is_refused_is_said_in_the_language_of_the_page() {
    let (words, names) = (marked(), names());
    let fields = FIELDS.iter().chain(&HEADER).chain(&STAGES).flat_map(|field| words_of(field));
    let symbols = names.symbols.iter().copied();
    // The last is a kind of origin that no shipped fit has.
    let mut known: BTreeSet<String> = fields.chain(symbols).chain(["measured"]).map(str::to_owned).collect();
    known.extend(Flag::ALL.iter().flat_map(|flag| words_of(flag.code())).map(str::to_owned));
    for fit in BUNDLED {
        known.extend(words_of(&serde_json::to_string(fit.file()).unwrap()).map(str::to_owned));
    }
    let mut found = BTreeSet::new();
    for (name, text) in files() {
        let all = told(&name, &text, words);
        assert!(!all.is_empty(), "{name} is not refused: {}", &text[..text.len().min(2000)]);
        for said in all {
            assert!(said.contains(START), "{said}");
            for piece in said.split(END) {
                let outside = piece.split(START).next().unwrap_or_default();
                let left = names.whole.iter().fold(outside.to_owned(), |left, name| left.replace(name, " "));
                let own = |word: &&str| !text.contains(word) && !name.contains(word);
                let unknown = words_of(&left).filter(|word| !known.contains(*word)).filter(own);
                found.extend(unknown.map(|word| format!("{word} in \"{said}\"")));
            }
        }
    }
    assert!(
        found.is_empty(),
        "{} words, such as\n{}",
        found.len(),
        found.into_iter().take(40).collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn french_says_it_otherwise() {
    let french = Words::of("fr").unwrap();
    for (name, text) in files() {
        let (here, there) = (told(&name, &text, french), told(&name, &text, Words::ENGLISH));
        assert_eq!(here.len(), there.len());
        for (here, there) in here.iter().zip(&there) {
            assert_ne!(here, there);
        }
    }
}
