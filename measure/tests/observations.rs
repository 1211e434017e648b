//! The observation file: written, read back, appended to, torn and wrong.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::path::Path;

use serde_json::{Map, Value, json};
use wattpix_measure::flag::Flag;
use wattpix_measure::meter::MeterKind;
use wattpix_measure::observation::{Header, Observation, Stage, Writer, read};

/// The row that the format's description shows, word for word.
const EXAMPLE: &str = r#"{"key":"flux1-dev/1024x1024/20/bf16/on/b1","repeat":2,"model":"flux1-dev","gpu":"h200-sxm","width":1024,"height":1024,"steps":20,"precision":"bf16","guidance":"on","batch":1,"images":4,"text_tokens":512,"seed":7,
 "engine":"candle 0.11.1","weights":"random","stage":"image","started":"2026-11-23T10:00:00.000Z","duration_s":31.412,
 "meter":"nvml","counter_j":17012.4,"integrated_j":16988.1,"meter_period_s":0.1,"edge_error_j":38.0,"idle_w":74.2,"gross_j":17012.4,"net_j":14681.6,
 "temperature_c":[41,58],"sm_clock_mhz":[1980,1935],"throttle":[],"others_on_gpu":0,"trace":"traces/x.csv.zst","valid":true,"reasons":[]}"#;

fn header(uuid: &str) -> Header {
    let gpu = json!({"name": "A", "uuid_sha256": uuid}).as_object().unwrap().clone();
    Header { schema: 1, tool: "wattpix-measure 0.1.0".to_owned(), gpu, plan: Map::new() }
}

fn example() -> Observation {
    serde_json::from_str(EXAMPLE).unwrap()
}

fn error(path: &Path) -> String {
    format!("{:#}", read(path).unwrap_err())
}

#[test]
fn the_described_row_is_read_and_written_field_for_field() {
    let row = example();
    assert_eq!((row.stage, row.meter, row.images), (Stage::Image, MeterKind::Nvml, Some(4)));
    let back: Value = serde_json::to_value(&row).unwrap();
    assert_eq!(back, serde_json::from_str::<Value>(EXAMPLE).unwrap());
    let order = |text: &str| -> Vec<String> {
        text.split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .filter(|w| EXAMPLE.contains(&format!("\"{w}\":")))
            .collect()
    };
    assert_eq!(order(&serde_json::to_string(&row).unwrap()), order(EXAMPLE), "fields keep their order");
}

#[test]
fn rows_are_appended_and_a_torn_last_line_costs_one_row_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/o.jsonl");
    let mut writer = Writer::open(&path, &header("a")).unwrap();
    writer.append(&example()).unwrap();
    // Flushed at once: another process sees it.
    assert_eq!(read(&path).unwrap().1.len(), 1);
    writer.append(&example()).unwrap();
    drop(writer);
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 40]).unwrap();
    assert_eq!(read(&path).unwrap().1.len(), 1, "the torn row is left out");
    Writer::open(&path, &header("a")).unwrap().append(&example()).unwrap();
    let (head, rows) = read(&path).unwrap();
    assert_eq!((head, rows.len()), (header("a"), 2), "and cut off before the next is appended");
}

#[test]
fn rows_of_another_device_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("o.jsonl");
    Writer::open(&path, &header("a")).unwrap();
    let refused = format!("{:#}", Writer::open(&path, &header("b")).unwrap_err());
    assert!(refused.contains("another file"), "{refused}");
}

#[test]
fn what_is_wrong_is_named_with_file_line_and_field() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("o.jsonl");
    let head = serde_json::to_string(&header("a")).unwrap();
    let flat = serde_json::to_string(&example()).unwrap();
    let with = |from: &str, to: &str| {
        assert!(flat.contains(from), "{from}");
        std::fs::write(&path, format!("{head}\n{flat}\n{}\n", flat.replace(from, to))).unwrap();
        error(&path)
    };
    for (from, to, expected) in [
        ("\"steps\":20", "\"steps\":20,\"scheduler\":\"euler\"", "scheduler"),
        ("\"duration_s\":31.412,", "", "duration_s"),
        ("\"counter_j\":17012.4,", "", "counter_j"),
        ("\"stage\":\"image\"", "\"stage\":\"unet\"", "unet"),
        ("\"meter\":\"nvml\"", "\"meter\":\"guess\"", "guess"),
        ("\"reasons\":[]", "\"reasons\":[\"odd\"]", "odd"),
        ("\"reasons\":[]", "\"reasons\":[\"counter-backwards\"]", "makes a row invalid"),
        ("\"gross_j\":17012.4", "\"gross_j\":null", "gross_j is null"),
        ("\"duration_s\":31.412", "\"duration_s\":-1", "duration_s"),
        ("\"repeat\":2", "\"repeat\":0", "counted from 1"),
    ] {
        let message = with(from, to);
        assert!(message.contains(expected) && message.contains("line 3"), "{from}: {message}");
    }
    std::fs::write(&path, "").unwrap();
    assert!(error(&path).contains("is empty"));
    std::fs::write(&path, head.replace("\"schema\":1", "\"schema\":2") + "\n").unwrap();
    assert!(error(&path).contains("schema 2"));
    assert!(error(&folder.path().join("none.jsonl")).contains("cannot read"));
    assert!(!Flag::ALL.is_empty());
}
