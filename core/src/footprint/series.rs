//! Files of carbon intensity over time: a CSV table of time and g/kWh, as Electricity Maps and the UK's Carbon Intensity service export it, or any
//! table with a column of each.
//!
//! Columns are known by their heads. Of Electricity Maps' two intensities the one over the life cycle counts, as in the table of countries; of the
//! UK's, the actual one, and the forecast where an hour is still to come. ENTSO-E exports generation, not intensity: its spans of time (`MTU`) are
//! read beside an intensity that somebody worked out.

use super::problem::FootprintProblem;
use crate::carbon::electricity::INTENSITY_RANGE;
use crate::excerpt::shortened;
use crate::import::moment;
use crate::import::sheet::HeadedTable;
use crate::words::{Word, Words};

/// Heads of the column of times, the surest first; a head holds one of them.
const TIMES: [&str; 7] = ["datetime", "timestamp", "mtu", "from", "start", "time", "date"];

/// Parts of the heads of intensities.
const INTENSITIES: [&str; 5] = ["intensity", "g/kwh", "gco2", "gco₂", "g_per_kwh"];

/// Parts of heads among those, the best first: over the life cycle, then measured, then of the power plants alone.
const PREFERRED: [&str; 4] = ["life cycle", "lifecycle", "lca", "actual"];

/// A head of figures for hours to come.
const FORECAST: &str = "forecast";

/// A head of intensities in words.
const INDEX: &str = "index";

/// Carbon intensity over time, in steps of equal length.
#[derive(Debug, Clone, PartialEq)]
pub struct IntensitySeries {
    /// Head of the column of intensities.
    pub column: String,
    /// True if its times are in UTC; false where the file states no zone.
    pub is_utc: bool,
    /// Beginning of each step in seconds since 1970, rising, with its grams of CO₂ equivalent for a kilowatt-hour.
    pub steps: Vec<(f64, f64)>,
    /// Length of a step in seconds: the commonest distance of two.
    pub step_s: f64,
    /// Steps that are missing between the first and the last.
    pub missing: usize,
    /// Rows without an intensity.
    pub blank: usize,
}

impl IntensitySeries {
    /// Reads a file.
    ///
    /// # Errors
    /// No such column, a time or figure that cannot be read, with its line, times that do not rise, and fewer than two rows.
    pub fn read(text: &str, words: Words) -> Result<Self, String> {
        let mut table = HeadedTable::read(text);
        let heads = table.heads.clone();
        let holds = |head: &str, parts: &[&str]| parts.iter().any(|part| head.contains(part));
        let time = TIMES.iter().find_map(|part| heads.iter().position(|head| head.contains(part)));
        let intensities: Vec<usize> = (0..heads.len())
            .filter(|at| holds(&heads[*at], &INTENSITIES) && !heads[*at].contains(INDEX) && Some(*at) != time)
            .collect();
        let preferred = PREFERRED
            .iter()
            .find_map(|part| intensities.iter().copied().find(|at| heads[*at].contains(part)))
            .or_else(|| intensities.iter().copied().find(|at| !heads[*at].contains(FORECAST)))
            .or_else(|| intensities.first().copied())
            // A table of two columns leaves no choice.
            .or_else(|| (heads.len() == 2).then(|| 1 - time.unwrap_or(0)));
        let (Some(time), Some(column)) = (time, preferred) else {
            let heads = heads.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            return Err(words.say(Word::FOOTPRINT_NO_COLUMNS, &[("heads", &shortened(&heads))]));
        };
        // Both of the UK's columns are of the same kind.
        let forecast = heads[column]
            .contains("actual")
            .then(|| intensities.iter().copied().find(|at| heads[*at].contains(FORECAST)))
            .flatten();
        let says_utc = heads[time].contains("utc");
        let (mut steps, mut blank, mut is_utc) = (Vec::<(f64, f64)>::new(), 0, true);
        for (line, row) in std::mem::take(&mut table.rows) {
            let at_line = |reason: String| {
                words.say(Word::FOOTPRINT_LINE, &[("line", &line.to_string()), ("reason", &reason)])
            };
            let row = row.map_err(at_line)?;
            let Some(moment) = moment(&row[time]) else {
                let given = shortened(row[time].trim());
                return Err(at_line(words.say(Word::FOOTPRINT_NO_TIME, &[("given", &given)])));
            };
            is_utc &= says_utc || moment.scale == moment::TimeScale::Utc;
            let mut figure = table.number(&heads[column], &row[column]).map_err(at_line)?;
            if let (None, Some(forecast)) = (figure, forecast) {
                figure = table.number(&heads[forecast], &row[forecast]).map_err(at_line)?;
            }
            let Some(figure) = figure else {
                blank += 1;
                continue;
            };
            if !(INTENSITY_RANGE.0..=INTENSITY_RANGE.1).contains(&figure) {
                let given = shortened(row[column].trim());
                let problem = FootprintProblem::Number { key: "g/kWh", given, range: INTENSITY_RANGE };
                return Err(at_line(problem.say(words)));
            }
            if steps.last().is_some_and(|(before, _)| *before >= moment.seconds) {
                return Err(at_line(words.text(Word::FOOTPRINT_TIMES_FALL).to_owned()));
            }
            steps.push((moment.seconds, figure));
        }
        let step_s =
            commonest_distance(&steps).ok_or_else(|| words.text(Word::FOOTPRINT_TOO_SHORT).to_owned())?;
        let missing =
            steps.windows(2).map(|pair| ((pair[1].0 - pair[0].0) / step_s).round() as usize - 1).sum();
        Ok(Self { column: heads[column].clone(), is_utc, steps, step_s, missing, blank })
    }
}

/// Reads a time as services write it: those of [`moment::parse`], and ENTSO-E's `01.11.2026 00:00 - 01.11.2026 01:00`, whose beginning counts.
fn moment(text: &str) -> Option<moment::Moment> {
    let beginning = text.split(" - ").next()?.trim();
    moment::parse(beginning).or_else(|| {
        let (date, clock) = beginning.split_once(' ')?;
        let mut parts = date.split('.');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        moment::parse(&[year, "-", month, "-", day, " ", clock].concat())
    })
}

/// Returns the commonest distance of two steps, the shortest where several are as common; `None` for fewer than two.
fn commonest_distance(steps: &[(f64, f64)]) -> Option<f64> {
    let mut distances: Vec<f64> = steps.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    distances.sort_by(f64::total_cmp);
    let runs = distances.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0]));
    runs.fold(None, |best: Option<(usize, f64)>, run| match best {
        Some(best) if best.0 >= run.0 => Some(best),
        _ => Some(run),
    })
    .map(|(_, distance)| distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<IntensitySeries, String> {
        IntensitySeries::read(text, Words::ENGLISH)
    }

    /// Heads as Electricity Maps exports them; values are invented.
    #[test]
    fn electricity_maps_counts_over_the_life_cycle() {
        let series = read(
            "Datetime (UTC),Country,Zone name,Zone id,Carbon intensity gCO₂eq/kWh (direct),Carbon intensity gCO₂eq/kWh (Life cycle),Data source\n\
             2024-01-01 00:00:00,France,France,FR,20.5,31.25,rte\n2024-01-01 01:00:00,France,France,FR,19,30,rte\n\
             2024-01-01 03:00:00,France,France,FR,18,29,rte\n2024-01-01 04:00:00,France,France,FR,18,28,rte\n",
        )
        .unwrap();
        assert_eq!((series.steps[0].1, series.step_s, series.missing), (31.25, 3600.0, 1));
        assert!(series.column.ends_with("(life cycle)") && series.is_utc);
    }

    /// Heads as carbonintensity.org.uk exports them; values are invented.
    #[test]
    fn the_uks_forecast_stands_in_for_hours_to_come() {
        let series = read(
            "Datetime (UTC),Actual Carbon Intensity (gCO2/kWh),Forecast Carbon Intensity (gCO2/kWh),Index\n\
             2026-01-01T00:00Z,120,130,moderate\n2026-01-01T00:30Z,,90,low\n2026-01-01T01:00Z,,,low\n",
        )
        .unwrap();
        assert_eq!(series.steps.iter().map(|step| step.1).collect::<Vec<_>>(), [120.0, 90.0]);
        assert_eq!((series.step_s, series.blank, series.is_utc), (1800.0, 1, true));
    }

    #[test]
    fn spans_of_time_and_tables_of_two_columns_are_read() {
        let series = read(
            "MTU;g/kWh\n01.11.2026 00:00 - 01.11.2026 01:00;41,5\n01.11.2026 01:00 - 01.11.2026 02:00;40,5\n",
        )
        .unwrap();
        assert_eq!((series.steps.len(), series.steps[1].1, series.step_s), (2, 40.5, 3600.0));
        assert!(!series.is_utc);
        assert!(read("time,value\n2026-01-01T00:00:00Z,3\n2026-01-01T01:00:00Z,4\n").is_ok());
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_line() {
        for (text, told) in [
            ("a,b,c\n1,2,3\n", "a, b, c"),
            ("time,g/kWh\nsoon,3\n", "line 2"),
            ("time,g/kWh\n2026-01-01T00:00:00Z,many\n", "line 2"),
            ("time,g/kWh\n2026-01-01T00:00:00Z,9000\n", "from 0 to 5000"),
            ("time,g/kWh\n2026-01-01T01:00:00Z,3\n2026-01-01T00:00:00Z,3\n", "line 3"),
            ("time,g/kWh\n2026-01-01T00:00:00Z,3\n", "two"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(told), "{text}: {error}");
        }
    }
}
