//! A person's own measurements and fits: read and fitted, in the worker. Nothing leaves the browser.
//!
//! [`mod@bench`] — files, slice by slice, to rows and fits; [`limits`] — how much of them. `fitting` — a fit of the rows. `file` — a file as a
//! stream. [`Refit`] answers the page with them.

pub mod bench;
#[cfg(feature = "page")]
mod file;
mod fitting;
pub mod limits;
#[cfg(test)]
mod refused;

use std::io::Read;

use wattpix_core::json::{Decimal, Reading};
use wattpix_core::observation::repeats::points;
use wattpix_core::setting::Boundary;
use wattpix_core::words::Words;

use crate::own::kept::{OwnFit, json};
use crate::own::points::SentPoint;
use crate::worker::message::{Answer, Made, Request, Summary};
use bench::{Bench, Taken, sha256};
#[cfg(feature = "page")]
pub use file::Slices;
use limits::{MOST_POINTS, MOST_REASONS};

/// A file that is read: its stream and its size in bytes.
pub struct Input<R> {
    /// Bytes of the file.
    pub stream: R,
    /// Number of bytes.
    pub size: f64,
}

/// Rows of a person's files, and answers about them.
pub struct Refit {
    reading: Reading,
    /// Boundary within which energies are taken and shown.
    boundary: Boundary,
    /// Rows that were read.
    bench: Bench,
    /// Rows that are being read, which take the place of those before once there are some.
    next: Bench,
}

impl Refit {
    /// Holds no rows and reads decimal numbers by `decimal`.
    pub fn new(words: Words, decimal: Decimal) -> Self {
        let reading = Reading { words, decimal };
        Self { reading, boundary: Boundary::Net, bench: Bench::default(), next: Bench::default() }
    }

    /// Answers a request of the page; a request to read a file comes with it.
    pub fn answer(&mut self, request: Request, input: Option<Input<impl Read>>) -> Answer {
        match request {
            // It does, for good.
            Request::Speak(_) => Answer::Done,
            Request::Begin(boundary) => {
                (self.next, self.boundary) = (Bench::default(), boundary);
                Answer::Done
            }
            Request::Take(name) => {
                let Some(Input { stream, size }) = input else { return Answer::Refused(name) };
                match self.next.take(stream, &name, size, self.boundary, self.reading) {
                    Ok(Taken::Rows) => Answer::Done,
                    Ok(Taken::Fit(fit)) => Answer::Fit(fit),
                    Err(reason) => Answer::Refused(reason),
                }
            }
            Request::Finish => {
                self.bench = std::mem::take(&mut self.next);
                Answer::Rows(self.summary())
            }
            Request::Fit(date) => self.made(&date).map_or_else(Answer::Refused, Answer::Made),
        }
    }

    fn summary(&self) -> Summary {
        let boundary = self.boundary;
        let Bench { runs, rejected, files, twice, .. } = &self.bench;
        let (points, all_points) = points(runs, boundary, MOST_POINTS);
        let reasons = rejected.iter().take(MOST_REASONS);
        Summary {
            boundary,
            files: files.iter().map(|file| file.name.clone()).collect(),
            rows: runs.len(),
            fake: runs.iter().filter(|run| run.fake).count(),
            twice: *twice,
            other_boundary: runs.iter().filter(|run| run.observed.boundary != boundary).count(),
            left_out: rejected.len(),
            reasons: reasons.map(|row| (row.place.clone(), row.reason.clone())).collect(),
            points: points.iter().map(SentPoint::new).collect(),
            all_points,
        }
    }

    fn made(&self, date: &str) -> Result<Box<Made>, String> {
        let fit = self.bench.fit_on(date, self.reading.words)?;
        let text = json(fit.file()) + "\n";
        let id = fit.id().to_owned();
        Ok(Box::new(Made { fit: OwnFit::of_file(&fit, &sha256(text.as_bytes())), text, id }))
    }
}

#[cfg(test)]
mod tests {
    use wattpix_core::fit::read::fit;
    use wattpix_core::json::decimal;

    use super::*;

    fn take(refit: &mut Refit, name: &str, text: &str) -> Answer {
        let input = Input { stream: text.as_bytes(), size: text.len() as f64 };
        refit.answer(Request::Take(name.to_owned()), Some(input))
    }

    fn ask(refit: &mut Refit, request: Request) -> Answer {
        refit.answer(request, None::<Input<&[u8]>>)
    }

    fn rows(refit: &mut Refit) -> usize {
        match ask(refit, Request::Finish) {
            Answer::Rows(summary) => summary.rows,
            other => panic!("{other:?}"),
        }
    }

    const TABLE: &str = "model,gpu,steps,energy_j\nsdxl,h100,20,900\nsdxl,h100,30,1300\n";

    #[test]
    fn rows_of_new_files_take_the_place_of_those_before() {
        let mut refit = Refit::new(Words::ENGLISH, decimal);
        for rows_of_file in [2, 1] {
            ask(&mut refit, Request::Begin(Boundary::Net));
            let table: Vec<&str> = TABLE.lines().take(1 + rows_of_file).collect();
            let taken = take(&mut refit, "mine.csv", &table.join("\n"));
            assert!(matches!(taken, Answer::Done), "{taken:?}");
            assert_eq!(rows(&mut refit), rows_of_file);
        }
    }

    #[test]
    fn a_fit_is_made_as_a_file_that_reads_back() {
        let mut refit = Refit::new(Words::ENGLISH, decimal);
        ask(&mut refit, Request::Begin(Boundary::Net));
        let row = |steps: u32| format!("sdxl,h100,{steps},{}\n", 100.0 + 40.1 * f64::from(steps));
        let table = (1..=30).map(row).fold("model,gpu,steps,energy_j\n".to_owned(), |text, row| text + &row);
        take(&mut refit, "mine.csv", &table);
        assert_eq!(rows(&mut refit), 30);
        let made = match ask(&mut refit, Request::Fit("2026-01-01".to_owned())) {
            Answer::Made(made) => made,
            other => panic!("{other:?}"),
        };
        let read = fit("own-mine.json", &made.text).unwrap();
        assert_eq!((made.id.as_str(), made.fit.quantile), ("own-mine", read.quantile()));
        // Brought as a file it is the same fit under the same id.
        let taken = match take(&mut refit, "own-mine.json", &made.text) {
            Answer::Fit(fit) => *fit,
            other => panic!("{other:?}"),
        };
        assert_eq!(taken, made.fit);
    }
}
