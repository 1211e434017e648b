//! `measure steady-load`: one matrix product again and again, to see how a meter follows a steady load.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::ensure;
use candle_core::Tensor;
use clap::Args;
use serde::Serialize;
use wattpix_core::error::{Choice, Key};
use wattpix_core::setting::Precision;

use crate::engine::device;
use crate::exec::link::Link;
use crate::json;

/// Keep a device busy with one matrix product.
///
/// Meant for `measure exec`: idle power with a context open, then one window in which the counter and integrated power should agree.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure exec --out look.jsonl --no-idle -- measure steady-load --device cuda --seconds 10"
)]
pub struct SteadyLoad {
    /// cpu, cuda or cuda:INDEX.
    #[arg(long, value_name = "DEVICE", default_value = "cpu")]
    device: String,
    /// Number format of the factors.
    #[arg(long, value_name = "fp32|tf32|fp16|bf16", default_value = "bf16")]
    precision: String,
    /// Rows and columns of the factors.
    #[arg(long, value_name = "ROWS", default_value_t = 8192)]
    rows: usize,
    /// Seconds of load.
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0)]
    seconds: f64,
    /// Seconds of idle power before it, with the device open.
    #[arg(long, value_name = "SECONDS", default_value_t = crate::idle::IDLE_S)]
    idle: f64,
}

/// Seconds of work that are issued before the device is waited for: long beside a launch, short beside a reading.
const ISSUE_S: f64 = 0.05;

#[derive(Debug, Serialize)]
struct Printed<'a> {
    engine: &'a str,
    precision: &'a str,
    rows: usize,
    products: u64,
    seconds: f64,
    tflop_per_s: f64,
}

impl SteadyLoad {
    /// Works, prints one JSON object.
    ///
    /// # Errors
    /// No such device, no memory, a mark that was not taken.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        ensure!(
            self.seconds > 0.0 && self.idle >= 0.0 && self.rows > 0,
            "--seconds {}, --idle {}, --rows {}: give a positive load",
            self.seconds,
            self.idle,
            self.rows
        );
        let precision = Precision::parse(Key::Precision, &self.precision)?;
        let dtype = device::dtype(precision)?;
        let device = device::open(&self.device)?;
        device::set_tf32(&device, precision)?;
        let factor = || -> candle_core::Result<Tensor> {
            let spread = (self.rows as f32).sqrt().recip();
            Tensor::randn(0f32, spread, (self.rows, self.rows), &device)?.to_dtype(dtype)
        };
        let (left, right) = (factor()?, factor()?);
        let some = |count: u64| -> candle_core::Result<f64> {
            let clock = Instant::now();
            let mut product = left.matmul(&right)?;
            for _ in 1..count {
                product = left.matmul(&right)?;
            }
            device.synchronize()?;
            drop(product);
            Ok(clock.elapsed().as_secs_f64())
        };
        // The first product also waits for what is compiled and chosen at first use.
        some(1)?;
        let once_s = some(3)? / 3.0;
        let count = (ISSUE_S / once_s.max(1e-6)).ceil().clamp(1.0, 1e6) as u64;
        let software = device::software(&device);
        let mut link = Link::from_environment()?;
        let mut mark = |text: &str| link.as_mut().map_or(Ok(()), |link| link.mark(text));
        mark(&format!(
            "config precision={} engine={software} load=product rows={}",
            precision.name(),
            self.rows
        ))?;
        if self.idle > 0.0 {
            mark("begin idle")?;
            std::thread::sleep(Duration::from_secs_f64(self.idle));
            mark("end idle")?;
        }
        mark("begin image")?;
        let (clock, mut products) = (Instant::now(), 0_u64);
        while clock.elapsed().as_secs_f64() < self.seconds {
            some(count)?;
            products += count;
        }
        let seconds = clock.elapsed().as_secs_f64();
        mark("end image")?;
        let operations = 2.0 * (self.rows as f64).powi(3) * products as f64;
        json::print(&Printed {
            engine: &software,
            precision: precision.name(),
            rows: self.rows,
            products,
            seconds,
            tflop_per_s: operations / seconds / 1e12,
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
