//! The observation file of a run and the traces beside it.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::observation::{Header, Observation, Stage, Writer, read};
use crate::recorder::Recorder;
use crate::trace::Trace;

/// Seconds before and after a window that its trace shows as well.
const AROUND_S: f64 = 1.0;

/// Where traces go.
pub struct Traces {
    /// The folder of the observation file.
    base: PathBuf,
    /// The folder in it.
    inside: PathBuf,
}

impl Traces {
    /// `traces/NAME` beside the observation file `NAME.jsonl`.
    #[must_use]
    pub fn beside(observations: &Path) -> Self {
        let base = observations.parent().map(Path::to_owned).unwrap_or_default();
        let stem = observations.file_stem().map_or_else(|| "observations".into(), std::ffi::OsStr::to_owned);
        Self { base, inside: Path::new("traces").join(stem) }
    }

    /// Writes a trace; its name, relative to the observation file.
    fn keep(&self, trace: &Trace, row: &Observation) -> anyhow::Result<String> {
        let letter = |c: char| if c.is_ascii_alphanumeric() || ".-".contains(c) { c } else { '_' };
        let key: String = row.key.chars().map(letter).collect();
        let name = self.inside.join(format!("{key}_{}_{}.csv.zst", row.stage.word(), row.repeat));
        trace.write(&self.base.join(&name)).context("cannot keep the trace (--no-traces does without)")?;
        Ok(name.to_string_lossy().into_owned())
    }
}

/// An observation file that counts repeats on from what it holds already.
pub struct Book {
    writer: Writer,
    traces: Option<Traces>,
    counted: Vec<(String, Stage)>,
}

impl Book {
    /// Opens the file, new or of the same device.
    ///
    /// # Errors
    /// As [`Writer::open`].
    pub fn open(path: &Path, header: &Header, traces: Option<Traces>) -> anyhow::Result<Self> {
        let holds_rows = std::fs::metadata(path).is_ok_and(|meta| meta.len() > 0);
        let earlier = if holds_rows { read(path)?.1 } else { Vec::new() };
        let writer = Writer::open(path, header)?;
        Ok(Self { writer, traces, counted: earlier.into_iter().map(|row| (row.key, row.stage)).collect() })
    }

    /// The number that the next row of this configuration and stage will get, from 1.
    #[must_use]
    pub fn next_repeat(&self, key: &str, stage: Stage) -> u32 {
        let alike = |(counted, of): &&(String, Stage)| counted == key && *of == stage;
        1 + self.counted.iter().filter(alike).count() as u32
    }

    /// Numbers the row among its repeats, keeps the readings of its window, and appends it.
    ///
    /// # Errors
    /// When one of the files cannot be written.
    pub fn file(
        &mut self,
        recorder: &Recorder,
        mut row: Observation,
        (from_s, to_s): (f64, f64),
    ) -> anyhow::Result<Observation> {
        row.repeat = self.next_repeat(&row.key, row.stage);
        if let Some(traces) = &self.traces {
            let samples = recorder.log().trace.between(from_s - AROUND_S, to_s + AROUND_S).to_vec();
            row.trace = Some(traces.keep(&Trace { samples }, &row)?);
        }
        self.writer.append(&row)?;
        self.counted.push((row.key.clone(), row.stage));
        Ok(row)
    }
}
