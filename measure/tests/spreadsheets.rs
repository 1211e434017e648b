//! Tables and observation files as spreadsheets and other programs save them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn file(name: &str, content: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("spreadsheets");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path
}

/// Status, standard output and standard error of a command on a file.
fn measure(arguments: &[&str], path: &Path) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_measure")).args(arguments).arg(path).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn utf_16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect()
}

/// Tables of two configurations, the same whatever program saved them.
#[test]
fn a_table_of_configurations_is_read_in_every_dialect() {
    let plain = "model,gpu,width,steps\nsdxl,a100,1024,25\nflux1-dev,h100,1024,28\n";
    let answers = |name: &str, content: &[u8]| {
        let (code, out, said) = measure(&["estimate", "--from"], &file(name, content));
        assert_eq!(code, 0, "{name}: {said}\n{out}");
        let mut reader = csv::Reader::from_reader(out.as_bytes());
        let heads = reader.headers().unwrap().clone();
        let at = heads.iter().position(|head| head == "wh_per_image").unwrap();
        reader.records().map(|record| record.unwrap()[at].to_owned()).collect::<Vec<_>>()
    };
    let expected = answers("plain.csv", plain.as_bytes());
    assert_eq!(expected.len(), 2);
    let other = |separator: &str, end: &str| plain.replace(',', separator).replace('\n', end);
    for (name, content) in [
        ("semicolons.csv", other(";", "\r\n").into_bytes()),
        ("tabs.tsv.csv", other("\t", "\n").into_bytes()),
        ("marked.csv", [b"\xEF\xBB\xBF", plain.as_bytes()].concat()),
        ("utf-16-le.csv", utf_16(&other(";", "\r\n"), u16::to_le_bytes)),
        ("utf-16-be.csv", utf_16(plain, u16::to_be_bytes)),
        ("capitals.csv", b"Model, GPU, WIDTH, Steps\nSDXL, A100, 1024, 25\nFLUX.1-dev, NVIDIA H100 80GB HBM3, 1024, 28\n".to_vec()),
        ("pandas.csv", b",model,gpu,width,steps\n0,sdxl,a100,1024.0,25.0\n1,flux1-dev,h100,1024.0,28.0\n".to_vec()),
        ("blanks.csv", b"model,gpu,width,steps,batch\nsdxl,a100,1024,25,NaN\nflux1-dev,h100,,28,n/a\n".to_vec()),
        ("own.csv", b"id,model,gpu,num_inference_steps,prompt\na,sdxl,a100,25,\"a fox, in snow\"\nb,flux1-dev,h100,28,x\n".to_vec()),
    ] {
        assert_eq!(answers(name, &content), expected, "{name}");
    }
}

#[test]
fn columns_of_ones_own_are_carried_through_and_run_in_no_spreadsheet() {
    let path = file("formulas.csv", b"id,model,gpu,note,error\n7,sdxl,a100,\"=HYPERLINK(\"\"x\"\")\",old\n");
    let (_, out, _) = measure(&["estimate", "--from"], &path);
    assert!(out.starts_with("id,model,gpu,note,seconds_per_image,"), "{out}");
    assert!(out.contains("\n7,sdxl,a100,\"'=HYPERLINK(\"\"x\"\")\","), "{out}");
    let path = file("own-fit.csv", b"run,model,gpu,energy_j,prompt\n1,sdxl,h100,1200,fox\n");
    let (code, out, _) = measure(&["check"], &path);
    assert!(code == 0 && out.contains("columns that are not read: run, prompt"), "{out}");
}

#[test]
fn a_slip_in_a_head_is_no_column_of_ones_own() {
    for (head, meant) in [
        ("widht", "width"),
        ("energy_wh", "energy_j"),
        ("Duration (ms)", "duration_s"),
        ("step", "steps"),
        ("guidance_scale", "guidance"),
        ("resolution", "width"),
    ] {
        let path = file("slip.csv", format!("model,gpu,{head}\nsdxl,h100,1200\n").as_bytes());
        let (code, out, _) = measure(&["check"], &path);
        assert!(code == 1 && out.contains(&format!("probably means '{meant}'")), "{head}: {out}");
    }
    let path = file("slip.csv", b"model,gpu,widht\nsdxl,h100,512\n");
    let (code, _, said) = measure(&["estimate", "--from"], &path);
    assert!(code == 1 && said.contains("column 'widht' probably means 'width'"), "{said}");
}

#[test]
fn numbers_are_read_where_they_are_certain() {
    let heads = "model;gpu;steps;energy_j;duration_s\n";
    let path = file(
        "numbers.csv",
        format!("{heads}sdxl;h100;25,0;1.215,5;2,43\nsdxl;h100;25;1 200;2,4\n").as_bytes(),
    );
    let (code, out, _) = measure(&["check"], &path);
    assert!(code == 0 && out.contains("2 usable by fits"), "{out}");
    let path = file("unclear.csv", b"model,gpu,energy_j\nsdxl,h100,\"1,215\"\n");
    let (code, out, _) = measure(&["check"], &path);
    assert!(code == 1 && out.contains("'1,215' could be 1215 or 1.215"), "{out}");
}

/// Observation files after other programs saved them: the message says how to mend them.
#[test]
fn an_observation_file_tells_a_second_header_and_numbers_that_json_lacks() {
    let header = r#"{"schema":1,"tool":"wattpix-measure 0.1.0","gpu":{},"plan":{}}"#;
    let path = file("two.jsonl", format!("{header}\n{header}\n").as_bytes());
    let (code, out, _) = measure(&["check"], &path);
    assert!(code == 1 && out.contains("2: a second header") && out.contains("measure merge"), "{out}");
    let path = file("nan.jsonl", format!("{header}\n{{\"key\":\"k\",\"net_j\":NaN}}\n").as_bytes());
    let (code, out, _) = measure(&["check"], &path);
    assert!(code == 1 && out.contains("'net_j: NaN' is not a number in JSON; write null"), "{out}");
    let path = file("utf-16.jsonl", &utf_16(&format!("{header}\n"), u16::to_le_bytes));
    let (code, out, _) = measure(&["check"], &path);
    assert!(code == 0 && !out.contains("not the header"), "{out}");
}
