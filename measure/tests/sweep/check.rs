//! `measure check`: sound files pass, every kind of damage is found in its line.

use crate::fixture::{Folder, bytes};

#[test]
fn every_damage_is_found_and_named_by_its_line() {
    let folder = Folder::new();
    folder
        .ok("run --fake --model flux1-dev --size 256 --steps 10,20 --guidance off --no-traces --out o.jsonl");
    let text = String::from_utf8(bytes(&folder.path("o.jsonl"))).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let row: serde_json::Value = serde_json::from_str(lines[4]).unwrap();
    let number = |name: &str| row[name].to_string();
    let gross = row["gross_j"].as_f64().unwrap();
    folder.ok("check o.jsonl");
    let with = |field: &str, value: &str| {
        let old = format!("\"{field}\":{}", row[field]);
        assert!(lines[4].contains(&old), "{old}");
        lines[4].replace(&old, &format!("\"{field}\":{value}"))
    };
    for (damage, expected) in [
        (with("gross_j", &format!("{}", gross * 30.0)), "which is not between 0 and"),
        (with("net_j", &format!("{}", gross + 50.0)), "is above gross_j"),
        (with("net_j", &format!("{}", gross * 0.5)), "is not gross_j - idle_w x duration_s"),
        (
            with("integrated_j", &format!("{}", gross * 3.0)).replace("integrated_average_j", "x"),
            "not an observation",
        ),
        (with("duration_s", "0.0"), "longer than zero"),
        (with("started", "\"2025-12-31T23:00:00.000Z\""), "time goes backwards"),
        (with("started", "\"yesterday\""), "is no time in UTC"),
        (with("repeat", "1"), "comes after repeat"),
        (with("steps", "12"), "disagrees with the fields"),
        (with("idle_w", "null"), "the idle power is missing"),
        (with("temperature_c", "[41,900]"), "is not plausible for a chip"),
        (with("batch", "4").replace("/b1\"", "/b4\""), "not a multiple of the batch"),
        (with("valid", "false"), "without a reason"),
        (with("images", "\"four\""), "not an observation"),
        (lines[4][..40].to_owned(), "not an observation"),
    ] {
        let mut damaged = lines.clone();
        damaged[4] = &damage;
        folder.write("d.jsonl", &(damaged.join("\n") + "\n"));
        let said = folder.run("check d.jsonl");
        assert_eq!(said.code, Some(1), "{expected}: {}", said.out);
        let found = said.out.lines().find(|line| line.contains(expected));
        assert!(found.is_some_and(|line| line.starts_with("d.jsonl:5: ")), "{expected}: {}", said.out);
    }
    assert!(number("counter_j").parse::<f64>().is_ok());
    // Counter and integral contradict each other, and the row does not say so.
    let mut contradicting = row.clone();
    contradicting["integrated_j"] = (gross * 2.0).into();
    contradicting["integrated_average_j"] = (gross * 2.0).into();
    let mut damaged = lines.clone();
    let text = contradicting.to_string();
    damaged[4] = &text;
    folder.write("d.jsonl", &(damaged.join("\n") + "\n"));
    assert!(folder.run("check d.jsonl").out.contains("d.jsonl:5: counter_j over integrated_j is 0.50"));
}

#[test]
fn a_torn_line_is_a_warning_and_no_file_is_an_error() {
    let folder = Folder::new();
    folder.ok("run --fake --model flux1-dev --size 256 --steps 10 --guidance off --no-traces --out o.jsonl");
    let whole = bytes(&folder.path("o.jsonl"));
    folder.write("torn.jsonl", std::str::from_utf8(&whole[..whole.len() - 30]).unwrap());
    let report = folder.json("check torn.jsonl --json");
    assert_eq!(report["sound"], true);
    assert_eq!(report["files"][0]["findings"][0]["severity"], "warning");
    assert_eq!(report["files"][0]["findings"][0]["line"], 7);
    assert_eq!(
        (report["files"][0]["valid"].as_u64(), report["files"][0]["fake"].as_bool()),
        (Some(4), Some(true))
    );
    folder.write("empty.jsonl", "");
    assert!(folder.run("check empty.jsonl").out.contains("empty.jsonl:1: no header"));
    assert_eq!(folder.run("check none.jsonl").code, Some(1));
}
