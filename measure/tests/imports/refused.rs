//! Energies and files that are not taken, and what is said of them.

use std::fs;

use crate::command::{SDXL, data, folder, import, imported, measure, number};

#[test]
fn energy_that_is_not_of_gpus_alone_is_not_taken() {
    let settings = "width=1024 height=1024 steps=25 precision=fp16 guidance=on batch=1 images=50";
    let (said, rows) = import(&data("boamps.json"), settings, &[]);
    assert!(
        rows.is_empty()
            && said.contains("processor, memory and GPUs together")
            && said.contains("nbRequest is 50"),
        "{said}"
    );
    let row = &imported(&data("boamps.json"), settings, &["--gpu-only"])[0];
    assert_eq!((number(row, "gross_j"), &row["model"]), (72_000.0, &"sdxl".into()));
    assert_eq!(row["config"]["imported"]["tool"], "codecarbon 3.0.4 in a BoAmps report");
}

#[test]
fn energies_in_another_unit_are_told_and_not_taken() {
    let folder = folder("units");
    let path = folder.join("zeus.json");
    // 12,000 J in Wh.
    fs::write(&path, r#"{"time": 24.0, "gpu_energy": {"0": 3.3333}}"#).unwrap();
    let (said, rows) = import(&path, &format!("{SDXL} gpu=h100 images=10"), &[]);
    assert!(rows.is_empty() && said.contains("Wh"), "{said}");
    let text = fs::read_to_string(data("codecarbon.csv")).unwrap();
    fs::write(&path, text.replace(",0.02098,", ",20.98,")).unwrap();
    let (said, rows) = import(&path, &format!("{SDXL} images=50"), &[]);
    assert!(rows.is_empty() && said.contains("it could be in Wh"), "{said}");
}

#[test]
fn what_is_not_known_is_told_with_what_is() {
    let folder = folder("unknown");
    for (name, text) in [
        ("a.csv", "time;voltage\n1;2\n"),
        ("b.json", "{\"a\": 1}"),
        ("c.bin", "\u{1}\u{2}\u{3}"),
        ("d.csv", ""),
    ] {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        let (said, rows) = import(&path, SDXL, &[]);
        assert!(
            rows.is_empty() && said.contains("not a file of a known program") && said.contains("dcgmi dmon"),
            "{name}: {said}"
        );
        assert!(
            said.trim_end().lines().count() == 1 && !said.trim_end().contains(char::is_control),
            "{said:?}"
        );
    }
    let cut = fs::read(data("boamps.json")).unwrap();
    let path = folder.join("cut.json");
    fs::write(&path, &cut[..cut.len() / 2]).unwrap();
    let (said, _) = import(&path, SDXL, &[]);
    assert!(said.contains("this is a BoAmps report, and line"), "{said}");
}

#[test]
fn other_commands_say_what_such_a_file_is() {
    for (name, which) in [
        ("codecarbon.csv", "this is a CodeCarbon file"),
        ("ml-energy.json", "this is an ML.ENERGY result"),
        ("nvidia-smi.csv", "this is an nvidia-smi log"),
        ("zeus.jsonl", "this is a file of Zeus measurements"),
        ("zeus-power.csv", "this is a power log of Zeus"),
        ("zeus-windows.csv", "this is a log of Zeus windows"),
        ("dcgm.txt", "this is a DCGM log"),
        ("boamps.json", "this is a BoAmps report"),
    ] {
        let path = data(name);
        let path = path.to_str().unwrap();
        for arguments in [vec!["check", path], vec!["fit", path], vec!["validate", path]] {
            let (code, out, said) = measure(&arguments);
            let told = out + &said;
            assert!(
                code == 1 && told.contains(which) && told.contains("`measure import"),
                "{arguments:?}: {told}"
            );
        }
        if name.ends_with(".csv") {
            let (code, _, said) = measure(&["estimate", "--from", path]);
            assert!(code == 1 && said.contains(which), "{said}");
        }
    }
}
