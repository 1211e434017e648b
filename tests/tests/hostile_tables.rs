//! Tables of observations that are no tables, and numbers that are no measurements: refused in words that name file and line, never a
//! panic, never a row that vanishes.

use std::io::{self, Read};

use proptest::prelude::*;
use wattpix_core::observation::Observed;
use wattpix_core::regress::calibration::calibrated;
use wattpix_core::regress::cross_validation::{Split, validate};
use wattpix_core::regress::fitting::{About, Method, fit};
use wattpix_core::regress::table::{self, Table};

/// Every method and division over whatever rows there are. What comes out is finite; what does not says why.
fn fitted_and_validated(table: &Table) {
    let rows: Vec<&Observed> = table.rows.iter().collect();
    for method in [Method::Additive, Method::Paper, Method::Constant] {
        match fit(&rows, method, About::scratch()).and_then(|made| match method {
            Method::Additive => calibrated(made, &rows),
            _ => Ok(made),
        }) {
            Ok(made) => {
                let law = &made.file().law;
                assert!(law.terms.iter().all(|term| term.coefficient.is_finite()), "{law:?}");
                assert!(law.residual_sd.is_finite() && law.residual_sd > 0.0, "{law:?}");
            }
            Err(refusal) => assert!(refusal.to_string().len() > 20, "{refusal}"),
        }
        for split in
            [Split::KFold { k: 2, seed: 1 }, Split::Model, Split::Gpu, Split::GpuAndFamily, Split::Source]
        {
            let Ok(validation) = validate(&rows, method, split) else { continue };
            for prediction in &validation.predictions {
                let numbers = [prediction.predicted, prediction.interval[0], prediction.interval[1]];
                assert!(numbers.iter().all(|number| number.is_finite() && *number > 0.0), "{prediction:?}");
            }
        }
    }
}

/// Counted records, without the head and lines that are empty.
fn records(text: &str) -> usize {
    text.lines().skip(1).filter(|line| !line.is_empty()).count()
}

/// Cells of tables that went through other programs.
const ODD: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "nan",
    "inf",
    "1e400",
    "1e308",
    "1e-320",
    "18446744073709551616",
    "٣",
    "\u{0}",
    "=1+1",
];

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(
            &["sdxl", "flux1-dev", "sd2.1", "h100", "a100", "net", "gross", "on", "fp16", "fp8"][..]
        )
        .prop_map(str::to_owned),
        prop::sample::select(ODD).prop_map(str::to_owned),
        "[a-z0-9.é-]{0,8}",
        (1_u32..5000).prop_map(|number| number.to_string()),
    ]
}

/// A row that is nearly right: each field is, most of the time, what it should be.
fn row() -> impl Strategy<Value = String> {
    let field = |good: &'static [&'static str]| prop_oneof![9 => prop::sample::select(good).prop_map(str::to_owned), 1 => word()];
    let joules = prop_oneof![
        8 => (1.0..1e6_f64).prop_map(|joules| joules.to_string()),
        1 => prop::sample::select(&["1e-300", "1e300", "4.9e-324", "1.7e308"][..]).prop_map(str::to_owned),
        1 => word(),
    ];
    (
        field(&["sdxl", "flux1-dev", "sd2.1", "qwen-image"]),
        field(&["h100", "a100", "l40s"]),
        field(&["512", "1024"]),
        field(&["10", "20", "50"]),
        field(&["fp16", "fp32", "bf16"]),
        joules,
        field(&["net", "gross"]),
        field(&["", "1", "12.5"]),
    )
        .prop_map(|(model, gpu, width, steps, precision, joules, boundary, duration)| {
            format!("{model},{gpu},{width},{steps},{precision},{joules},{boundary},{duration}\n")
        })
}

const HEADS: &str = "model,gpu,width,steps,precision,energy_j,boundary,duration_s\n";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any bytes: a table or a refusal that names the file.
    #[test]
    fn bytes_are_a_table_or_a_refusal(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        match table::read("any.csv", bytes.as_slice()) {
            Ok(table) => prop_assert!(table.rows.is_empty() && table.timings.is_empty(), "bytes by chance are no observation"),
            Err(refused) => prop_assert!(refused.place.starts_with("any.csv, line "), "{refused}"),
        }
    }

    /// Any fields under a right head: each row is used or refused, with file and line and the column where one is at fault.
    #[test]
    fn every_row_is_used_or_refused(rows in prop::collection::vec(prop::collection::vec(word(), 1..10), 0..20)) {
        let body: String = rows.iter().map(|fields| fields.join(",") + "\n").collect();
        let text = format!("{HEADS}{body}");
        let table = table::read("t.csv", text.as_bytes()).unwrap();
        prop_assert_eq!(table.rows.len() + table.timings.len() + table.rejected.len(), records(&text));
        for rejected in &table.rejected {
            prop_assert!(rejected.place.starts_with("t.csv, line "), "{rejected}");
            prop_assert!(rejected.reason.contains("column '") || rejected.reason.contains(" where line 1 has "), "{rejected}");
            prop_assert!(!rejected.reason.contains(char::is_control), "{rejected}");
        }
    }

    /// Rows that are nearly right, with energies over six hundred orders of magnitude: fits and validations end with numbers or
    /// with a reason.
    #[test]
    fn what_can_be_read_can_be_fitted_or_is_refused(rows in prop::collection::vec(row(), 0..24)) {
        let text = format!("{HEADS}{}", rows.concat());
        let table = table::read("t.csv", text.as_bytes()).unwrap();
        prop_assert_eq!(table.rows.len() + table.timings.len() + table.rejected.len(), rows.len());
        fitted_and_validated(&table);
    }
}

#[test]
fn extremes_are_fitted_or_refused() {
    let same = |row: &str, count: usize| format!("{HEADS}{}", row.repeat(count));
    for text in [
        HEADS.to_owned(),
        same("sdxl,h100,1024,20,fp16,100,gross,2\n", 1),
        same("sdxl,h100,1024,20,fp16,100,gross,2\n", 50),
        same("sdxl,h100,1024,20,fp16,1.7e308,gross,\n", 3) + "sdxl,h100,512,10,fp16,4.9e-324,net,4.9e-324\n",
        same("sdxl,h100,1024,20,fp16,1e-300,net,1e300\n", 3)
            + &"flux1-dev,a100,512,10,fp32,1e300,gross,1e-300\n".repeat(3),
    ] {
        let table = table::read("t.csv", text.as_bytes()).unwrap();
        fitted_and_validated(&table);
    }
}

/// A reader that is no file: rows without end, made as they are asked for.
struct Endless {
    left: usize,
    rest: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.rest.is_empty() {
            if self.left == 0 {
                return Ok(0);
            }
            self.left -= 1;
            let steps = self.left % 900;
            // Some 48 J a step, none twice.
            let joules = (48 * steps) as f64 + self.left as f64 * 1e-5;
            self.rest = format!("sdxl,h100,1024,{steps},fp16,{joules},gross,\n").into_bytes();
        }
        let count = buffer.len().min(self.rest.len());
        buffer[..count].copy_from_slice(&self.rest[..count]);
        self.rest.drain(..count);
        Ok(count)
    }
}

/// A million rows from a stream, one in nine hundred of which is refused: all are counted, and a tenth of them fitted.
#[test]
fn a_million_rows_are_read_as_they_come_and_fitted() {
    const ROWS: usize = 1_000_000;
    let table =
        table::read("pipe", HEADS.as_bytes().chain(Endless { left: ROWS, rest: Vec::new() })).unwrap();
    assert_eq!(table.rows.len() + table.rejected.len(), ROWS);
    assert_eq!(table.rejected.len(), ROWS.div_ceil(900), "zero steps");
    let rows: Vec<&Observed> = table.rows.iter().collect();
    assert_eq!(
        fit(&rows, Method::Additive, About::scratch()).unwrap().file().quality.n,
        Some(rows.len() as u64)
    );
}

/// A stream that breaks is told of, and what came before is kept.
#[test]
fn a_stream_that_breaks_is_told_of() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the cable was pulled"))
        }
    }
    let start = format!("{HEADS}sdxl,h100,1024,20,fp16,900,gross,2\n");
    let table = table::read("pipe", start.as_bytes().chain(Broken)).unwrap();
    assert_eq!((table.rows.len(), table.rejected.len()), (1, 1));
    assert!(table.rejected[0].to_string().contains("the cable was pulled"), "{}", table.rejected[0]);
}
