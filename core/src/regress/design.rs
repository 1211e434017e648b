//! Observations made ready for many fits: what does not change between them is computed once a configuration.

#[cfg(feature = "baselines")]
use std::sync::{Arc, Mutex, PoisonError};

use super::order::numbered;
use super::refusal::Refusal;
#[cfg(feature = "baselines")]
use crate::compute::Convention;
use crate::gpu::Gpu;
use crate::observation::Observed;
use crate::roofline::DataSheetTime;
use crate::workload::Workload;

/// Observations with their distinct configurations. Several threads may share it.
pub(super) struct Design<'a> {
    /// The observations.
    pub rows: &'a [&'a Observed],
    /// Distinct configurations, in the order of the rows.
    pub configurations: Vec<Configuration>,
    /// The configuration of each row.
    pub of: Vec<usize>,
    /// The cluster of each row: rows that share an error.
    cluster: Vec<usize>,
    clusters: usize,
    /// GFLOP of one image of each configuration, by the conventions that were asked for.
    #[cfg(feature = "baselines")]
    gflops: Mutex<Vec<(Convention, Arc<[f64]>)>>,
}

/// A workload on a GPU.
pub(super) struct Configuration {
    /// The workload.
    pub workload: Workload,
    /// The GPU.
    pub gpu: &'static Gpu,
    /// Time promised by the data sheet; `None` where the silicon lacks the precision.
    pub sheet: Option<DataSheetTime>,
}

impl<'a> Design<'a> {
    /// Makes observations ready.
    ///
    /// # Errors
    /// [`Refusal::Empty`] for none, [`Refusal::NotPositive`] for what [`Observed::check`] refuses.
    pub fn of(rows: &'a [&'a Observed]) -> Result<Self, Refusal> {
        if rows.is_empty() {
            return Err(Refusal::Empty);
        }
        for row in rows {
            row.check()?;
        }
        let keys: Vec<_> = rows.iter().map(|row| row.configuration()).collect();
        let (of, firsts) = numbered(rows.len(), &|a, b| keys[a].cmp(&keys[b]));
        let configuration = |first: usize| {
            let (workload, gpu) = (rows[first].workload, rows[first].gpu);
            Configuration { workload, gpu, sheet: DataSheetTime::of(&workload, gpu) }
        };
        let configurations = firsts.into_iter().map(configuration).collect();
        let (cluster, firsts) = numbered(rows.len(), &|a, b| rows[a].cluster().cmp(&rows[b].cluster()));
        Ok(Self {
            rows,
            configurations,
            of,
            cluster,
            clusters: firsts.len(),
            #[cfg(feature = "baselines")]
            gflops: Mutex::default(),
        })
    }

    /// All rows.
    pub fn all(&self) -> Vec<usize> {
        (0..self.rows.len()).collect()
    }

    /// The configurations of some rows, each once, in their order.
    pub fn configurations_of(&self, chosen: &[usize]) -> Vec<&Configuration> {
        let mut seen = vec![false; self.configurations.len()];
        let mut first = |row: &usize| {
            let index = self.of[*row];
            (!std::mem::replace(&mut seen[index], true)).then(|| &self.configurations[index])
        };
        chosen.iter().filter_map(&mut first).collect()
    }

    /// Returns for each chosen row how many chosen rows its cluster has.
    pub fn cluster_sizes(&self, chosen: &[usize]) -> Vec<f64> {
        let mut counts = vec![0_u32; self.clusters];
        chosen.iter().for_each(|row| counts[self.cluster[*row]] += 1);
        chosen.iter().map(|row| f64::from(counts[self.cluster[*row]])).collect()
    }

    /// The cluster of a row, by number.
    pub fn cluster(&self, row: usize) -> usize {
        self.cluster[row]
    }

    /// The configuration of a row.
    pub fn configuration(&self, row: usize) -> &Configuration {
        &self.configurations[self.of[row]]
    }

    /// GFLOP of one image, for each configuration; counted once a convention.
    #[cfg(feature = "baselines")]
    pub fn gflops(&self, convention: Convention) -> Arc<[f64]> {
        let mut known = self.gflops.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, gflops)) = known.iter().find(|(of, _)| *of == convention) {
            return Arc::clone(gflops);
        }
        let counted = self.configurations.iter().map(|one| convention.gflops_per_image(&one.workload));
        let gflops: Arc<[f64]> = counted.collect();
        known.push((convention, Arc::clone(&gflops)));
        gflops
    }

    /// Returns the time that the data sheet promises for a row.
    ///
    /// # Errors
    /// [`Refusal::NoEstimate`] where the silicon lacks the precision.
    pub fn sheet(&self, row: usize) -> Result<DataSheetTime, Refusal> {
        self.configuration(row).sheet.ok_or_else(|| {
            let row = self.rows[row];
            Refusal::NoEstimate { place: row.place.clone(), error: row.gpu.lacks(row.workload.precision()) }
        })
    }
}
