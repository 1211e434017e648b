//! Choice of a file's GPUs.

use clap::Args;
use wattpix_core::import::power_log::{PowerLog, Track};
use wattpix_core::import::run::RunEnergy;

/// A choice among the GPUs of a file.
#[derive(Debug, Clone, Default, Args)]
pub struct GpuChoice {
    /// Import this GPU of a file that has several: its index, UUID or bus address there.
    #[arg(long, value_name = "ID")]
    pub gpu: Option<String>,
    /// Import several GPUs as one measurement, their energies summed; no fit uses such rows.
    #[arg(long, conflicts_with = "gpu")]
    pub sum_gpus: bool,
}

/// GPUs of a run that were chosen: each with its joules where they are told apart, their number, and the joules of all.
pub type Chosen = (Vec<(String, f64)>, u32, f64);

impl GpuChoice {
    /// The GPUs of a run.
    ///
    /// # Errors
    /// Several GPUs of which none was chosen, or one that is not there.
    pub fn of_run(&self, run: &RunEnergy) -> Result<Chosen, String> {
        let told: Vec<(String, f64)> = run
            .gpus
            .iter()
            .filter(|gpu| gpu.count == 1 && !gpu.id.is_empty())
            .map(|gpu| (gpu.id.clone(), gpu.joules))
            .collect();
        let ids: Vec<&str> = told.iter().map(|(id, _)| id.as_str()).collect();
        match &self.gpu {
            Some(id) if told.is_empty() && run.gpu_count() > 1 => Err(format!(
                "its energy is of {} GPUs together, and that of GPU {id} is not told apart; --sum-gpus imports the sum",
                run.gpu_count()
            )),
            Some(id) if !told.is_empty() => match told.into_iter().find(|(known, _)| known == id) {
                Some((id, joules)) => Ok((vec![(id, joules)], 1, joules)),
                None => Err(format!(
                    "there is no GPU {id}; GPUs are {}",
                    run.gpus.iter().map(|gpu| &*gpu.id).collect::<Vec<_>>().join(", ")
                )),
            },
            _ if run.gpu_count() == 1 || self.sum_gpus => {
                let (count, joules) = (run.gpu_count(), run.joules());
                Ok((told, count, joules))
            }
            _ if ids.is_empty() => Err(format!(
                "its energy is of {} GPUs together; --sum-gpus imports it if all of them made the images",
                run.gpu_count()
            )),
            _ => Err(format!(
                "it has GPUs {}; choose one with --gpu {}, or sum all with --sum-gpus",
                ids.join(", "),
                ids[0]
            )),
        }
    }

    /// The GPUs of a log.
    ///
    /// # Errors
    /// As [`Self::of_run`].
    pub fn of_log<'l>(&self, log: &'l PowerLog) -> Result<Vec<&'l Track>, String> {
        let tracks: Vec<&Track> = log.tracks.iter().filter(|track| !track.readings.is_empty()).collect();
        let ids: Vec<&str> = tracks.iter().map(|track| track.id.as_str()).collect();
        match &self.gpu {
            Some(id) => match tracks.into_iter().find(|track| track.id == *id) {
                Some(track) => Ok(vec![track]),
                None if ids == [""] => {
                    Err("it has no column that tells GPUs apart; leave --gpu out".to_owned())
                }
                None => Err(format!("there is no GPU {id}; GPUs are {}", ids.join(", "))),
            },
            None if tracks.len() == 1 || self.sum_gpus => Ok(tracks),
            None => Err(format!(
                "it has GPUs {}; choose one with --gpu {}, or sum all with --sum-gpus",
                ids.join(", "),
                ids.first().copied().unwrap_or_default()
            )),
        }
    }
}
