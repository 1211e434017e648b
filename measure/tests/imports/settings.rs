//! Settings that files state, and settings that they do not.

use crate::command::{SDXL, data, folder, import, imported, measure, number};

/// Files as people gave them, with what each does not state.
#[test]
fn every_file_of_the_cases_becomes_a_row_that_fits_can_use() {
    let folder = folder("cases");
    let zeus = format!("{SDXL} gpu=h100 images=10");
    for (name, settings, joules, seconds, gpu, tool) in [
        (
            "codecarbon.csv",
            format!("{SDXL} images=50"),
            0.02098 * 3.6e6,
            243.5,
            "a100-sxm4-80gb",
            "CodeCarbon 2.8.3",
        ),
        (
            "ml-energy.json",
            "precision=fp16 guidance=on".to_owned(),
            1612.4,
            5.2,
            "a100-sxm4-40gb",
            "ML.ENERGY",
        ),
        ("zeus.jsonl", zeus, 12150.5, 24.31, "h100-sxm", "Zeus"),
    ] {
        let out = folder.join(format!("{name}.jsonl"));
        let rows = imported(&data(name), &settings, &[]);
        assert_eq!(rows.len(), 1, "{name}");
        let row = &rows[0];
        assert!(
            (number(row, "gross_j") - joules).abs() < 1e-3 && number(row, "duration_s") == seconds,
            "{row}"
        );
        assert_eq!(
            (&row["model"], &row["gpu"], &row["meter"]),
            (&"sdxl".into(), &gpu.into(), &"imported".into())
        );
        assert!(row["reasons"].as_array().unwrap().contains(&"imported".into()), "{row}");
        let from = &row["config"]["imported"];
        assert_eq!((&from["file"], &from["tool"]), (&name.into(), &tool.into()));
        assert_eq!(from["sha256"].as_str().unwrap().len(), 64);
        let mut arguments = vec![
            "import".to_owned(),
            data(name).display().to_string(),
            "--out".to_owned(),
            out.display().to_string(),
        ];
        settings
            .split_whitespace()
            .for_each(|setting| arguments.extend(["--config".to_owned(), setting.to_owned()]));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        assert_eq!(measure(&arguments).0, 0, "{name}");
        let (code, said, _) = measure(&["check", out.to_str().unwrap()]);
        assert!(code == 0 && said.contains("1 usable by fits"), "{said}");
        let (_, _, said) = measure(&["fit", out.to_str().unwrap(), "--folds", "0", "--law", "constant"]);
        assert!(said.contains("1 rows read, 0 left out") && said.contains("1 row imported"), "{said}");
        // What is there is not written over.
        let (code, _, said) = measure(&arguments);
        assert!(code == 1 && said.contains("is there already"), "{said}");
    }
}

#[test]
fn every_setting_that_is_missing_is_told_and_none_is_guessed() {
    for (name, settings, missing) in [
        (
            "codecarbon.csv",
            "steps=25",
            vec!["model", "width", "height", "precision", "guidance", "batch", "images"],
        ),
        ("ml-energy.json", "", vec!["precision", "guidance"]),
        ("zeus.jsonl", SDXL, vec!["gpu", "images"]),
    ] {
        let (said, rows) = import(&data(name), settings, &[]);
        assert!(rows.is_empty() && said.contains("nothing was imported: add"), "{said}");
        for key in missing {
            assert!(said.contains(&format!("--config {key}=...")), "{key}: {said}");
        }
        assert!(!said.contains("--config steps=..."), "{said}");
        // They can be kept for other uses, and say what they are.
        let (_, rows) = import(&data(name), settings, &["--keep-all"]);
        assert!(rows[0]["reasons"].as_array().unwrap().contains(&"config-missing".into()), "{rows:?}");
    }
    let (said, rows) = import(&data("ml-energy.json"), "precision=fp16 guidance=on steps=30", &[]);
    assert!(
        rows.is_empty() && said.contains("the file states steps=25 and --config says steps=30"),
        "{said}"
    );
    let (said, _) = import(&data("codecarbon.csv"), "", &[]);
    assert!(said.contains("--config model=stabilityai/stable-diffusion-xl-base-1.0"), "{said}");
}
