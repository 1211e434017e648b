//! The observation file of a run and the traces beside it.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::files::usable_folder;
use crate::observation::{Header, Observation, Stage, Writer, read};
use crate::recorder::Recorder;
use crate::trace::Trace;

/// Seconds before and after a window that its trace shows as well.
const AROUND_S: f64 = 1.0;
/// Characters of a row's key in the name of its trace.
const LONGEST_KEY: usize = 150;
/// Traces that may differ in their numbers alone.
const MOST_ALIKE: u32 = 1000;

/// Folder and names of traces.
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
        let stem = observations.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // A name of dots alone is another folder.
        let stem = if stem.chars().all(|c| c == '.') { "observations".to_owned() } else { stem };
        Self { base, inside: Path::new("traces").join(stem) }
    }

    /// Makes sure that traces can be kept, before anything is measured.
    ///
    /// # Errors
    /// The folder cannot be made or written.
    pub fn check(&self) -> anyhow::Result<()> {
        usable_folder(&self.base.join(&self.inside)).context("cannot keep traces (--no-traces does without)")
    }

    /// Writes a trace, of one of several GPUs where `of` says so; its name, relative to the observation file.
    fn keep(&self, trace: &Trace, row: &Observation, of: &str) -> anyhow::Result<String> {
        let letter = |c: char| if c.is_ascii_alphanumeric() || ".-".contains(c) { c } else { '_' };
        let key: String = row.key.chars().take(LONGEST_KEY).map(letter).collect();
        let stem = format!("{key}_{}_{}{of}", row.stage.word(), row.repeat);
        // Another key may have the same letters, and an earlier file the same name.
        let names = std::iter::once(format!("{stem}.csv.zst"))
            .chain((2..MOST_ALIKE).map(|number| format!("{stem}_{number}.csv.zst")));
        for name in names.map(|name| self.inside.join(name)) {
            let path = self.base.join(&name);
            if path.exists() {
                continue;
            }
            trace.write(&path).context("cannot keep the trace (--no-traces does without)")?;
            return Ok(name.to_string_lossy().into_owned());
        }
        bail!(
            "cannot keep the trace: {} holds too many traces of {stem}",
            self.base.join(&self.inside).display()
        )
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
        if let Some(traces) = &traces {
            traces.check()?;
        }
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
        // Without its trace a row is worth keeping all the same.
        let mut trouble = None;
        if let Some(traces) = &self.traces {
            for (place, one) in recorder.all().enumerate() {
                let samples = one.log().trace.between(from_s - AROUND_S, to_s + AROUND_S).to_vec();
                let of = if place == 0 { String::new() } else { format!("_gpu{}", place + 1) };
                match traces.keep(&Trace { samples }, &row, &of) {
                    Ok(name) => {
                        if let Some(share) = row.gpus.get_mut(place) {
                            share.trace = Some(name.clone());
                        }
                        row.trace.get_or_insert(name);
                    }
                    Err(error) => trouble = Some(error),
                }
            }
        }
        self.writer.append(&row)?;
        self.counted.push((row.key.clone(), row.stage));
        match trouble {
            Some(error) => Err(error),
            None => Ok(row),
        }
    }
}
