//! Logs of power readings: the part that counts, the form, gaps, and several GPUs.

use std::fs;

use serde_json::Value;

use crate::command::{SDXL, data, folder, import, imported, measure, number};
use crate::encoding::{gzip, utf_16};

/// A log of `nvidia-smi`: 60 W, and 400 W from 10 s to 40 s, a reading a second. Values are invented.
fn log(watts: impl Fn(u32) -> String) -> String {
    let row = |t: u32| format!("2025/03/02 10:11:{t:02}.000, NVIDIA A100-SXM4-80GB, {}, 99 %\n", watts(t));
    "timestamp, name, power.draw [W], utilization.gpu [%]\n".to_owned()
        + &(0..60).map(row).collect::<String>()
}

fn load(t: u32) -> String {
    if (10..40).contains(&t) { "400.00 W".to_owned() } else { "60.00 W".to_owned() }
}

#[test]
fn a_power_log_is_integrated_between_two_times() {
    let folder = folder("log");
    let path = folder.join("power.csv");
    fs::write(&path, log(load)).unwrap();
    let settings = format!("{SDXL} images=10");
    let part = ["--from", "2025/03/02 10:11:12", "--to", "2025-03-02T10:11:37.5"];
    let row = &imported(&path, &settings, &part)[0];
    assert!(
        (number(row, "gross_j") - 25.5 * 400.0).abs() < 1e-6 && number(row, "duration_s") == 25.5,
        "{row}"
    );
    assert_eq!(
        (&row["integrated_j"], &row["counter_j"], &row["power_field"]),
        (&row["gross_j"], &Value::Null, &"usage".into())
    );
    // The zone of the clock is not known.
    assert_eq!((&row["started"], &row["gpu"]), (&"2025-03-02T10:11:12.000".into(), &"a100-sxm4-80gb".into()));
    // At the steps, power may have changed anywhere in a second or two.
    let row = &imported(&path, &settings, &["--from", "+9.5", "--to", "+39.5"])[0];
    assert!((number(row, "gross_j") - 30.0 * 400.0).abs() <= number(row, "edge_error_j"), "{row}");
    assert!(row["reasons"].as_array().unwrap().contains(&"coarse-edges".into()), "{row}");
    // Idle power that was measured apart gives net energy.
    let idle = [&part[..], &["--idle-watts", "60"]].concat();
    let row = &imported(&path, &settings, &idle)[0];
    assert!((number(row, "net_j") - 25.5 * 340.0).abs() < 1e-6, "{row}");
    for (options, reason) in [
        (vec![], "60 readings over 2025-03-02T10:11:00.000 to 2025-03-02T10:11:59.000"),
        (
            vec!["--from", "2025/03/02 10:10:00", "--to", "2025/03/02 10:11:30"],
            "begins before the first reading",
        ),
        (vec!["--from", "+5", "--to", "+6"], "too short"),
        (vec!["--from", "+30", "--to", "+20"], "too short"),
        (vec!["--from", "1740910272", "--to", "+20"], "'1740910272' is not a time as the log writes it"),
        (vec!["--from", "+a", "--to", "+20"], "'+a' is not"),
        (vec!["--whole", "--gpu", "1"], "leave --gpu out"),
        (vec!["--whole", "--interval", "1"], "leave --interval out"),
    ] {
        let (said, rows) = import(&path, &settings, &options);
        assert!(rows.is_empty() && said.contains(reason), "{options:?}: {said}");
    }
}

#[test]
fn several_parts_come_from_marks_with_settings_of_their_own() {
    let folder = folder("marks");
    let (path, marks) = (folder.join("power.csv"), folder.join("marks.csv"));
    fs::write(&path, log(load)).unwrap();
    fs::write(&marks, "from,to,steps,images\n+12,+24,25,5\n+25,+37,50,3\n+58,+61,50,3\n").unwrap();
    let settings = SDXL.replace(" steps=25", "");
    let (said, rows) = import(&path, &settings, &["--marks", marks.to_str().unwrap()]);
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row["steps"].as_u64().unwrap(), row["images"].as_u64().unwrap(), number(row, "gross_j")))
        .collect();
    assert_eq!(found, [(25, 5, 4800.0), (50, 3, 4800.0)]);
    assert!(
        said.contains("line 4: the window begins before the first reading or ends after the last one"),
        "{said}"
    );
    for (text, reason) in [
        ("from,until\n+1,+2\n", "no column 'to'"),
        ("from,to,step\n+1,+20,5\n", "write steps="),
        ("from,to\n", "no part"),
    ] {
        fs::write(&marks, text).unwrap();
        let (said, rows) = import(&path, &settings, &["--marks", marks.to_str().unwrap()]);
        assert!(rows.is_empty() && said.contains(reason), "{text}: {said}");
    }
}

#[test]
fn every_form_of_a_power_log_gives_the_same_energy() {
    let folder = folder("forms");
    let settings = format!("{SDXL} images=10");
    let text = log(load);
    let bare = text.replace(" W,", ",").replace(" %\n", "\n");
    let no_head = |text: &str| text.split_once('\n').unwrap().1.to_owned();
    let columns = ["--columns", "timestamp,name,power.draw,utilization.gpu"];
    for (at, (form, options)) in [
        (text.clone().into_bytes(), vec![]),
        (utf_16(&text), vec![]),
        (gzip(text.as_bytes()), vec![]),
        (bare.clone().into_bytes(), vec![]),
        (no_head(&text).into_bytes(), vec![]),
        (no_head(&bare).into_bytes(), columns.to_vec()),
        (text.replace("power.draw", "POWER.DRAW").replace("timestamp", "Timestamp").into_bytes(), vec![]),
        (text.replace(',', ";").into_bytes(), vec![]),
        (text.replace("400.00 W", "400000 mW").into_bytes(), vec![]),
    ]
    .into_iter()
    .enumerate()
    {
        let path = folder.join(format!("{at}.log"));
        fs::write(&path, form).unwrap();
        let options = [&["--from", "+12", "--to", "+37"], options.as_slice()].concat();
        assert_eq!(number(&imported(&path, &settings, &options)[0], "gross_j"), 10_000.0, "form {at}");
    }
    let path = folder.join("no-head.log");
    fs::write(&path, no_head(&bare)).unwrap();
    let (said, rows) = import(&path, &settings, &["--whole"]);
    assert!(rows.is_empty() && said.contains("--columns timestamp,name,power.draw"), "{said}");
}

#[test]
fn readings_that_are_missing_are_counted_and_too_many_refused() {
    let folder = folder("gaps");
    let path = folder.join("power.csv");
    let settings = format!("{SDXL} images=10");
    fs::write(&path, log(|t| if (20..22).contains(&t) { "[N/A]".to_owned() } else { load(t) })).unwrap();
    let (said, rows) = import(&path, &settings, &["--from", "+5", "--to", "+55"]);
    assert!(said.contains("2 left out") && said.contains("not available [N/A] (and 1 more row)"), "{said}");
    // By hand: 4 s and 15 s at 60 W, 29 s at 400 W, and a second on the way up and down.
    assert!(
        (number(&rows[0], "gross_j") - (19.0 * 60.0 + 29.0 * 400.0 + 2.0 * 230.0)).abs() < 1e-6,
        "{rows:?}"
    );
    assert!(rows[0]["reasons"].as_array().unwrap().contains(&"dropouts".into()), "{rows:?}");
    fs::write(&path, log(|t| if (15..30).contains(&t) { "0.00 W".to_owned() } else { load(t) })).unwrap();
    let (said, rows) = import(&path, &settings, &["--from", "+11", "--to", "+39"]);
    assert!(rows.is_empty() && said.contains("readings are missing in"), "{said}");
    assert!(said.contains("power.draw is 0: the sensor did not answer (and 14 more rows)"), "{said}");
    // The file of the case has one reading.
    let (said, rows) = import(&data("nvidia-smi.csv"), &settings, &["--whole"]);
    assert!(rows.is_empty() && said.contains("too short"), "{said}");
}

#[test]
fn several_gpus_are_one_measurement_only_where_that_is_asked_for() {
    let settings = format!("{SDXL} gpu=a100 images=10");
    let windows = data("zeus-windows.csv");
    let (said, rows) = import(&windows, &settings, &[]);
    assert!(
        rows.is_empty()
            && said.contains("it has GPUs 0, 1; choose one with --gpu 0, or sum all with --sum-gpus"),
        "{said}"
    );
    let rows = imported(&windows, &settings, &["--gpu", "0"]);
    let found: Vec<_> =
        rows.iter().map(|row| (row["repeat"].as_u64().unwrap(), number(row, "gross_j"))).collect();
    assert_eq!(found, [(1, 9600.0), (2, 9680.0)]);
    assert_eq!(rows[0]["started"], "2025-03-02T10:11:12.500Z");
    let rows = imported(&windows, &settings, &["--sum-gpus"]);
    assert_eq!(number(&rows[0], "gross_j"), 11_100.0);
    assert!(rows[0]["reasons"].as_array().unwrap().contains(&"several-gpus".into()), "{rows:?}");
    assert_eq!(rows[0]["config"]["imported"]["gpus"][1]["joules"], 1500.0);
    // No fit takes the sum for the energy of one GPU.
    let out = folder("several").join("sum.jsonl");
    let mut arguments =
        vec!["import", windows.to_str().unwrap(), "--sum-gpus", "--out", out.to_str().unwrap()];
    settings.split_whitespace().for_each(|setting| arguments.extend(["--config", setting]));
    assert_eq!(measure(&arguments).0, 0);
    let (code, said, _) = measure(&["check", out.to_str().unwrap()]);
    assert!(code == 0 && said.contains("0 usable by fits") && said.contains("several-gpus"), "{said}");
    let (said, rows) = import(&windows, &settings, &["--gpu", "7"]);
    assert!(rows.is_empty() && said.contains("there is no GPU 7; GPUs are 0, 1"), "{said}");
    // CodeCarbon does not tell GPUs apart.
    let path = folder("together").join("emissions.csv");
    fs::write(&path, fs::read_to_string(data("codecarbon.csv")).unwrap().replace("CPU,1,1 x", "CPU,2,2 x"))
        .unwrap();
    let codecarbon = format!("{SDXL} images=50");
    let (said, rows) = import(&path, &codecarbon, &[]);
    assert!(rows.is_empty() && said.contains("of 2 GPUs together"), "{said}");
    assert_eq!(imported(&path, &codecarbon, &["--sum-gpus"])[0]["config"]["imported"]["gpu_count"], 2);
}

#[test]
fn dcgm_has_a_counter_and_no_times() {
    let settings = format!("{SDXL} gpu=a100 images=10");
    let (said, rows) = import(&data("dcgm.txt"), &settings, &["--whole"]);
    assert!(rows.is_empty() && said.contains("--interval (dcgmi dmon -d 1000 is --interval 1)"), "{said}");
    let (said, rows) = import(&data("dcgm.txt"), &settings, &["--interval", "1", "--whole"]);
    assert!(rows.is_empty() && said.contains("it has GPUs 0, 1"), "{said}");
    let row = &imported(
        &data("dcgm.txt"),
        &settings,
        &["--interval", "1", "--gpu", "0", "--from", "+12", "--to", "+37"],
    )[0];
    assert_eq!(
        (number(row, "gross_j"), number(row, "counter_j"), number(row, "integrated_j")),
        (10_000.0, 10_000.0, 10_000.0)
    );
    assert_eq!(row["started"], "");
    let row =
        &imported(&data("zeus-power.csv"), &settings, &["--from", "1740910284", "--to", "1740910309"])[0];
    assert_eq!(
        (number(row, "gross_j"), &row["power_field"], &row["started"]),
        (10_000.0, &"instant".into(), &"2025-03-02T10:11:24.000Z".into())
    );
}
