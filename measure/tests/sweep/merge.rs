//! `measure merge`: shards belong together, overlap nowhere and leave nothing out.

use crate::fixture::{Folder, assert_same, bytes};

const SWEEP: &str = "--model flux1-dev --size 256,512 --steps 10,20 --guidance on,off --no-traces --seed 2";

fn sharded(of: u32) -> Folder {
    let folder = Folder::new();
    for index in 1..=of {
        folder.ok(&format!("run --fake {SWEEP} --shard {index}/{of}"));
    }
    folder
}

#[test]
fn shards_join_to_what_one_run_would_have_measured() {
    let folder = sharded(3);
    let merged = folder.json("merge observations-1of3.jsonl observations-3of3.jsonl observations-2of3.jsonl --out all.jsonl --json");
    assert_eq!((merged["complete"].as_u64(), merged["parts"].as_u64()), (Some(8), Some(3)));
    folder.ok(&format!("run --fake {SWEEP} --out one.jsonl"));
    assert_same(&folder.images("all.jsonl"), &folder.images("one.jsonl"));
    folder.ok("check all.jsonl");
    let again = folder.run("merge observations-1of3.jsonl --out all.jsonl");
    assert!(again.code == Some(1) && again.err.contains("is there already"), "{}", again.err);
}

#[test]
fn what_does_not_belong_together_is_refused_and_what_is_missing_is_named() {
    let folder = sharded(2);
    let refused = |line: &str, expected: &str| {
        let said = folder.run(line);
        assert_eq!(said.code, Some(1), "{line}");
        assert!(said.err.contains(expected), "{line}: {}", said.err);
        assert!(!folder.path("all.jsonl").exists());
    };
    refused("merge observations-1of2.jsonl --out all.jsonl", "shard 2/2 has no file");
    refused("merge observations-1of2.jsonl observations-1of2.jsonl --out all.jsonl", "the same file");
    std::fs::rename(folder.path("observations-2of2.jsonl"), folder.path("b.jsonl")).unwrap();
    // The same configurations under another division.
    folder.ok(&format!("run --fake {SWEEP} --shard 1/4 --out quarter.jsonl"));
    refused("merge observations-1of2.jsonl b.jsonl quarter.jsonl --out all.jsonl", "shards overlap");
    let text = String::from_utf8(bytes(&folder.path("b.jsonl"))).unwrap();
    for (from, to, expected) in [
        (
            "\"name\":\"NVIDIA A100-SXM4-80GB\"",
            "\"name\":\"NVIDIA A100-PCIE-40GB\"",
            "not one kind of card: name",
        ),
        ("\"power_limit_w\":400.0", "\"power_limit_w\":300.0", "power_limit_w is 400.0"),
        ("\"digest\":\"", "\"digest\":\"0", "not one sweep: digest"),
        ("wattpix-measure 0.1.0", "wattpix-measure 0.0.9", "not one version"),
        ("\"engine\":\"fake\"", "\"engine\":\"candle\"", "not one sweep: engine"),
        ("{\"index\":2,\"of\":2}", "{\"index\":1,\"of\":2}", "are both shard 1/2"),
        ("\"valid\":true", "\"valid\":maybe", "c.jsonl:2: not an observation"),
    ] {
        assert!(text.contains(from), "{from}");
        folder.write("c.jsonl", &text.replacen(from, to, 1));
        refused("merge observations-1of2.jsonl c.jsonl --out all.jsonl", expected);
    }
    // One repeat less.
    let shorter: Vec<&str> = text.lines().collect();
    folder.write("c.jsonl", &(shorter[..shorter.len() - 1].join("\n") + "\n"));
    refused("merge observations-1of2.jsonl c.jsonl --out all.jsonl", "has 4 of 5 repeats");
    let partial = folder.ok("merge observations-1of2.jsonl c.jsonl --out all.jsonl --partial");
    assert!(
        partial.out.contains("7 configurations complete") && partial.err.contains("has 4 of 5"),
        "{}",
        partial.out
    );
    // Another driver is told and does not matter.
    folder.write("c.jsonl", &text.replacen("\"driver\":\"scripted\"", "\"driver\":\"580\"", 1));
    let told = folder.ok("merge observations-1of2.jsonl c.jsonl --out other.jsonl");
    assert!(told.err.contains("driver is"), "{}", told.err);
}
