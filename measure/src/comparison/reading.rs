//! Rows of stages, read and judged as rows of images are.

use std::path::{Path, PathBuf};

use wattpix_core::gpu;
use wattpix_core::json::Reading;
use wattpix_core::observation::lines::{Line, Lines};
use wattpix_core::observation::plausible::check_power;
use wattpix_core::observation::row::Row;
use wattpix_core::observation::twice::RowsSeen;
use wattpix_core::setting::Boundary;
use wattpix_core::spreadsheet::encoding::utf_8;
use wattpix_core::words::Words;

use crate::files::read_lines;
use crate::observation::Stage;
use crate::output::tell;

/// Rows of text encoding, denoising and decoding.
#[derive(Debug, Clone, Default)]
pub struct StageRows {
    /// Rows that can be believed.
    pub rows: Vec<Row>,
    /// Lines that cannot, each with its place and the reason.
    pub left_out: Vec<String>,
    /// Rows that were given more than once, and counted once.
    pub twice: usize,
}

impl StageRows {
    /// Reads files of observations; rows of other stages are passed over.
    ///
    /// # Errors
    /// A file that cannot be read or is no observation file.
    pub fn read(files: &[PathBuf]) -> anyhow::Result<Self> {
        let mut found = Self::default();
        let mut seen = RowsSeen::default();
        for path in files {
            found.add(path, &mut seen)?;
        }
        Ok(found)
    }

    /// Tells on standard error what was left out.
    pub fn tell(&self) {
        for reason in &self.left_out {
            tell(&format!("left out: {reason}"));
        }
        if self.twice > 0 {
            tell(&format!("rows given more than once, counted once: {}", self.twice));
        }
    }

    fn add(&mut self, path: &Path, seen: &mut RowsSeen) -> anyhow::Result<()> {
        let bytes = utf_8(&read_lines(path)?);
        let mut lines = Lines::of(&path.display().to_string(), Reading::PLAIN);
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let Line::Row(row) = lines.take(line).map_err(anyhow::Error::msg)? else { continue };
            match row.and_then(|row| if is_stage(&row) { judged(row, &lines).map(Some) } else { Ok(None) }) {
                Ok(Some(row)) if seen.take_row(&row) => self.rows.push(row),
                Ok(Some(_)) => self.twice += 1,
                Ok(None) => {}
                Err(reason) => self.left_out.push(format!("{}: {reason}", lines.place())),
            }
        }
        lines.finish().map_err(anyhow::Error::msg)
    }
}

fn is_stage(row: &Row) -> bool {
    [Stage::Text, Stage::Denoise, Stage::Decode].map(Stage::word).contains(&row.stage)
}

/// A row whose numbers belong together and whose power its GPU can draw.
fn judged(row: Row, lines: &Lines) -> Result<Row, String> {
    if let Some(fault) = row.faults(lines.limit_w(), Words::ENGLISH).into_iter().next() {
        return Err(fault);
    }
    if let (true, Some(joules), Ok(gpu)) = (row.valid, row.gross_j, gpu::find(&row.gpu)) {
        check_power(gpu, Boundary::Gross, joules / row.duration_s, lines.limit_w())
            .map_err(|wrong| wrong.text(Words::ENGLISH))?;
    }
    Ok(row)
}
