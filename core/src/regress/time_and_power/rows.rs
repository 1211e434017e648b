//! Measured runs, timings and rows of published laws in one form, and which of them share an error.

use super::effects::{Effect, EffectOf, TIMINGS};
use super::observation::Measured;
use crate::fit::schema::Saturation;
use crate::gpu::Gpu;
use crate::observation::Observed;
use crate::regress::order::numbered;
use crate::regress::refusal::Refusal;
use crate::regress::timing::{Timed, Timing};
use crate::setting::Boundary;
use crate::time_and_power::ByKind;
use crate::time_and_power::promise::{LeastPaths, PartPromises, Paths, Rates};
use crate::transfer::LoadPower;
use crate::workload::Workload;

/// A row before its weight is known.
pub(super) struct Row<'a> {
    pub workload: &'a Workload,
    pub gpu: &'static Gpu,
    pub source: &'a str,
    pub from_law: bool,
    timed: Timed,
    pub is_timing: bool,
    pub measured: Measured,
    place: &'a str,
}

impl<'a> Row<'a> {
    pub(super) fn of_observed(row: &'a Observed, from_law: bool) -> Self {
        let energy = row.energy.joules();
        let measured = match row.seconds {
            Some(seconds) => {
                // Net energy over seconds is the mean power less idle power.
                let idle = match row.boundary {
                    Boundary::Gross => 0.0,
                    Boundary::Net => LoadPower::of(row.gpu).idle.watts(),
                };
                Measured::Run { seconds, watts: energy / seconds + idle }
            }
            None => Measured::Energy { boundary: row.boundary, joules: energy },
        };
        Self {
            workload: &row.workload,
            gpu: row.gpu,
            source: &row.source,
            from_law,
            timed: Timed::Image,
            is_timing: false,
            measured,
            place: &row.place,
        }
    }

    pub(super) fn of_timing(timing: &'a Timing) -> Self {
        Self {
            workload: &timing.workload,
            gpu: timing.gpu,
            source: &timing.source,
            from_law: false,
            timed: timing.timed,
            is_timing: true,
            measured: Measured::Seconds(timing.seconds),
            place: &timing.place,
        }
    }

    pub(super) fn promise(&self, saturation: &Saturation) -> Result<ByKind, Refusal> {
        let rates = Rates::new(self.gpu, self.workload.precision(), Some(saturation)).ok_or_else(|| {
            Refusal::NoEstimate {
                place: self.place.to_owned(),
                error: self.gpu.lacks(self.workload.precision()),
            }
        })?;
        let paths = Paths::tensor(&rates);
        let parts = PartPromises::new(self.workload, &rates, LeastPaths { time: paths, power: paths });
        Ok(match self.timed {
            Timed::Image => parts.image(self.workload.steps(), self.workload.passes(), self.workload.batch()),
            Timed::Step => parts.one_step(self.workload.guidance().passes_per_step()),
        }
        .time)
    }

    pub(super) fn effects(&self) -> Vec<Effect> {
        let effect = |of: EffectOf, level: &str| Effect { of, level: level.to_owned() };
        let mut effects = vec![
            effect(EffectOf::Architecture, self.gpu.architecture),
            effect(EffectOf::Gpu, self.gpu.id),
            effect(EffectOf::Model, self.workload.model().id),
            effect(EffectOf::Source, self.source),
        ];
        if self.is_timing {
            effects.push(effect(EffectOf::Source, TIMINGS));
        }
        effects
    }
}

/// Property that the rows of a cluster share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shared {
    /// The error of their runs.
    Runs,
    /// The error of a law that describes them.
    Law,
}

/// Returns what the cluster of each row shares, and how many rows it has. Rows of one source, model, GPU, size and precision are one cluster; those that a law
/// describes are one whatever their size.
pub(super) fn clusters(rows: &[Row]) -> (Vec<Shared>, Vec<f64>) {
    let by_law = |row: &Row| {
        rows.iter().any(|other| {
            other.from_law
                && other.source == row.source
                && std::ptr::eq(other.workload.model(), row.workload.model())
                && other.workload.precision() == row.workload.precision()
        })
    };
    let any_law = rows.iter().any(|row| row.from_law);
    let shared: Vec<Shared> = rows
        .iter()
        .map(|row| if any_law && !row.is_timing && by_law(row) { Shared::Law } else { Shared::Runs })
        .collect();
    let key = |at: usize| {
        let row = &rows[at];
        let size = match shared[at] {
            Shared::Law => (0, 0),
            Shared::Runs => (row.workload.size().width, row.workload.size().height),
        };
        (row.source, row.workload.model().id, row.gpu.id, row.workload.precision() as u8, size, row.is_timing)
    };
    let (number, firsts) = numbered(rows.len(), &|a, b| key(a).cmp(&key(b)));
    let mut counts = vec![0_u32; firsts.len()];
    number.iter().for_each(|cluster| counts[*cluster] += 1);
    let sizes = number.iter().map(|cluster| f64::from(counts[*cluster])).collect();
    (shared, sizes)
}

/// Returns the number of each row's kin, and the first row of each: rows of one model on one GPU by one source, all timed alone or all metered, have
/// the same effects.
pub(super) fn kin(rows: &[Row]) -> (Vec<usize>, Vec<usize>) {
    let key = |at: usize| {
        let row = &rows[at];
        (row.source, row.workload.model().id, row.gpu.id, row.is_timing)
    };
    numbered(rows.len(), &|a, b| key(a).cmp(&key(b)))
}

/// Every effect once, and the sources that publish seconds only. One row of each [`kin`] is enough.
pub(super) fn all_effects<'r>(rows: impl Iterator<Item = &'r Row<'r>> + Clone) -> (Vec<Effect>, Vec<String>) {
    let mut effects: Vec<Effect> = Vec::new();
    let mut timing_sources: Vec<String> = Vec::new();
    let mut add = |effect: Effect| {
        if !effects.contains(&effect) {
            effects.push(effect);
        }
    };
    for row in rows.clone() {
        row.effects().into_iter().for_each(&mut add);
        if row.is_timing {
            if !timing_sources.iter().any(|source| source == row.source) {
                timing_sources.push(row.source.to_owned());
            }
        } else {
            add(Effect { of: EffectOf::GpuPower, level: row.gpu.id.to_owned() });
        }
    }
    let measured = |source: &String| rows.clone().any(|row| !row.is_timing && row.source == *source);
    timing_sources.retain(|source| !measured(source));
    (effects, timing_sources)
}
