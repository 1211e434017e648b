//! Telling the formats apart by content.

use super::dcgm::is_dcgm_head;
use super::format::Format;
use super::ml_energy::KEYS;
use super::moment::{TimeScale, parse};
use super::nvidia_smi::is_power;
use super::{tree, zeus};
use crate::excerpt::shortened;
use crate::json::Json;
use crate::spreadsheet::dialect::separator;
use crate::spreadsheet::encoding::utf_8;

/// Bytes that are looked at where a file is not read as a whole.
const LOOKED_AT: usize = 1 << 16;
/// Lines among which the head of a log is looked for: programs print notices before it.
const LINES: usize = 20;

impl Format {
    /// The format of a file in any encoding of spreadsheets; `None` where it is none of these.
    ///
    /// ```
    /// use wattpix_core::import::format::Format;
    ///
    /// let head = b"timestamp, power.draw [W]\n";
    /// assert_eq!(Format::of(head), Some(Format::NvidiaSmi));
    /// assert_eq!(Format::of(b"model,gpu,energy_j\n"), None);
    /// ```
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let start = bytes.trim_ascii_start().first();
        // Tables and logs are told by their first lines; JSON may have to be read whole.
        let looked_at = if matches!(start, Some(b'{' | b'[' | 0xEF)) { bytes.len() } else { LOOKED_AT };
        let text = utf_8(bytes.get(..looked_at).unwrap_or(bytes));
        Self::of_text(&String::from_utf8_lossy(&text))
    }

    /// Recognises the format of a text.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        let text = text.trim_start();
        if text.starts_with(['{', '[']) {
            return Self::of_json(text);
        }
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let first = lines.next()?;
        if std::iter::once(first).chain(lines.take(LINES)).any(is_dcgm_head) {
            return Some(Self::Dcgm);
        }
        let cells = cells(first);
        Self::of_heads(&cells).or_else(|| Self::of_first_row(&cells))
    }

    fn of_json(text: &str) -> Option<Self> {
        let known = |has: &dyn Fn(&str) -> bool| {
            if has("gpu_energy") && has("time") {
                Some(Self::ZeusJson)
            } else if has("measures") && (has("infrastructure") || has("task")) {
                Some(Self::BoAmps)
            } else if KEYS.iter().any(|key| has(key)) {
                Some(Self::MlEnergy)
            } else {
                None
            }
        };
        // Of objects a line, the first one tells.
        let first = text.lines().next().and_then(|line| tree::objects(line).ok()).map(Ok);
        match first.unwrap_or_else(|| tree::objects(text)) {
            Ok(objects) => {
                let object = &objects.first()?.1;
                let within = |json: &Json| {
                    let has = |name| tree::get(json, name).is_some();
                    (has("gpu_energy") && has("time")).then_some(Self::ZeusJson)
                };
                known(&|name| tree::get(object, name).is_some()).or_else(|| match object {
                    Json::Object(fields) => fields.first().and_then(|(_, window)| within(window)),
                    _ => None,
                })
            }
            // A broken file is named all the same.
            Err(_) => {
                let text = text.get(..LOOKED_AT.min(text.len())).unwrap_or_default();
                // Observation files have such words within.
                let ours = text.starts_with("{\"schema\"");
                (!ours).then(|| known(&|name| text.contains(&["\"", name, "\""].concat()))).flatten()
            }
        }
    }

    fn of_heads(cells: &[String]) -> Option<Self> {
        let has = |head: &str| cells.iter().any(|cell| cell == head);
        let numbered =
            |before: &str, after: &str| cells.iter().any(|cell| zeus::index(cell, before, after).is_some());
        if has("emissions") && (has("run_id") || has("energy_consumed") || has("codecarbon_version")) {
            Some(Self::CodeCarbon)
        } else if has("elapsed_time") && numbered("gpu", "_energy") {
            Some(Self::ZeusWindows)
        } else if has("time") && numbered("power", "") {
            Some(Self::ZeusPower)
        } else if cells.iter().any(|cell| is_power(cell) || cell.starts_with("utilization.gpu")) {
            Some(Self::NvidiaSmi)
        } else {
            None
        }
    }

    /// A log without a head row.
    fn of_first_row(cells: &[String]) -> Option<Self> {
        let time = |cell: &String| parse(cell).is_some_and(|moment| moment.scale == TimeScale::Local);
        let watts = |cell: &String| {
            cell.strip_suffix(" w").is_some_and(|number| number.trim().parse::<f64>().is_ok())
        };
        let number = |cell: &String| cell.parse::<f64>().is_ok();
        let epoch = |cell: &String| parse(cell).is_some_and(|moment| moment.scale == TimeScale::Utc);
        if cells.iter().any(watts) || (cells.len() > 1 && cells.iter().any(time)) {
            Some(Self::NvidiaSmi)
        } else if cells.len() > 1 && cells.iter().all(number) && cells.first().is_some_and(epoch) {
            Some(Self::ZeusPower)
        } else {
            None
        }
    }
}

/// The cells of a first line, in small letters.
fn cells(line: &str) -> Vec<String> {
    let separator = char::from(separator(line.as_bytes()));
    line.split(separator).map(|cell| cell.trim().trim_matches('"').trim().to_lowercase()).collect()
}

/// Returns the beginning of a text, for a message.
pub(super) fn beginning(text: &str) -> String {
    shortened(text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim())
}
