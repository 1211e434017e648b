//! Encodings and packing: one file in many forms, and packed files with every command.

use std::fs;
use std::process::{Command, Stdio};

use crate::command::{SDXL, data, folder, imported, measure, number};
use crate::encoding::{gzip, utf_16, zstd};

#[test]
fn a_file_is_the_same_in_every_encoding_and_packed() {
    let folder = folder("encodings");
    for (name, settings) in [
        ("codecarbon.csv", format!("{SDXL} images=50")),
        ("zeus.jsonl", format!("{SDXL} gpu=h100 images=10")),
    ] {
        let text = fs::read_to_string(data(name)).unwrap();
        let expected = number(&imported(&data(name), &settings, &[])[0], "gross_j");
        let mut forms = vec![
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            utf_16(&text),
            text.replace('\n', "\r\n").into_bytes(),
            gzip(text.as_bytes()),
            zstd(text.as_bytes()),
            gzip(&utf_16(&text)),
            format!("\n{text}").into_bytes(),
        ];
        if let Some((head, rows)) = text.split_once('\n').filter(|_| name.ends_with(".csv")) {
            forms.push(format!("{}\n{rows}", head.to_uppercase()).into_bytes());
            forms.push(text.replace(',', ";").replace('.', ",").replace("1,0", "1.0").into_bytes());
            forms.push(text.replace(',', "\t").into_bytes());
        }
        for (at, form) in forms.iter().enumerate() {
            // The name says nothing of the content.
            let path = folder.join(format!("{at}.data"));
            fs::write(&path, form).unwrap();
            assert_eq!(number(&imported(&path, &settings, &[])[0], "gross_j"), expected, "{name}, form {at}");
        }
    }
}

/// Runs a command on standard input.
fn piped(arguments: &[&str], input: &[u8]) -> (i32, String) {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_measure"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command may refuse before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    let told = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(told).unwrap())
}

#[test]
fn packed_files_and_standard_input_are_read_by_every_command() {
    let folder = folder("packed");
    let rows: String = (2..30)
        .map(|steps| format!("sdxl,h100-sxm,{steps},{},gross,{}\n", 50 * steps, f64::from(steps) / 10.0))
        .collect();
    let table = format!("model,gpu,steps,energy_j,boundary,duration_s\n{rows}").into_bytes();
    for (name, bytes) in [
        ("a.csv.gz", gzip(&table)),
        ("a.csv.zst", zstd(&table)),
        ("b.csv", gzip(&table)),
        ("c.csv.GZ", table.clone()),
    ] {
        let path = folder.join(name);
        fs::write(&path, &bytes).unwrap();
        let path = path.to_str().unwrap();
        let (code, out, _) = measure(&["check", path]);
        assert!(code == 0 && out.contains("28 usable by fits"), "{name}: {out}");
        let (code, _, said) = measure(&["fit", path, "--law", "constant", "--folds", "0"]);
        assert!(code == 0 && said.contains("28 rows read"), "{name}: {said}");
        let (code, out, _) = measure(&["estimate", "--from", path]);
        assert!(code == 0 && out.lines().count() == 29, "{name}: {out}");
    }
    for bytes in [table.clone(), gzip(&table), zstd(&table)] {
        for arguments in [
            vec!["check", "-"],
            vec!["fit", "-", "--law", "constant", "--folds", "0"],
            vec!["estimate", "--from", "-"],
        ] {
            let (code, told) = piped(&arguments, &bytes);
            assert_eq!(code, 0, "{arguments:?}: {told}");
        }
    }
    let (code, told) =
        piped(&["import", "-", "--config", "steps=25"], &gzip(&fs::read(data("codecarbon.csv")).unwrap()));
    assert!(code == 1 && told.contains("-: CodeCarbon 2.8.3"), "{told}");
}

#[test]
fn packed_data_that_are_cut_damaged_or_a_bomb_are_told() {
    let folder = folder("damaged");
    let table = b"model,gpu,energy_j\nsdxl,h100,1200\n".repeat(1000);
    for (name, packed) in [("a.csv.gz", gzip(&table)), ("a.csv.zst", zstd(&table))] {
        let path = folder.join(name);
        fs::write(&path, &packed[..packed.len() - 5]).unwrap();
        let path = path.to_str().unwrap();
        for arguments in
            [vec!["check", path], vec!["fit", path], vec!["import", path], vec!["estimate", "--from", path]]
        {
            let (code, _, said) = measure(&arguments);
            assert!(code == 1 && said.contains("the file is cut off"), "{arguments:?}: {said}");
        }
    }
    // Nothing is appended to what is packed.
    let path = folder.join("rows.jsonl.gz");
    fs::write(&path, gzip(b"{\"schema\":1,\"tool\":\"t\",\"gpu\":{},\"plan\":{}}\n")).unwrap();
    let (code, _, said) =
        measure(&["exec", "--gpu", "fake", "--no-idle", "--out", path.to_str().unwrap(), "--", "true"]);
    assert!(code == 1 && said.contains("is packed, and rows cannot be appended to it"), "{said}");
    // A megabyte of zeros takes a kilobyte; the limit of all bytes is tested beside the reader.
    let path = folder.join("bomb.csv.gz");
    fs::write(&path, gzip(&vec![0; 1 << 20]).repeat(20)).unwrap();
    let (code, _, said) = measure(&["check", path.to_str().unwrap()]);
    assert!(code == 1 && said.contains("line 1 is longer than 16777216 bytes"), "{said}");
}
