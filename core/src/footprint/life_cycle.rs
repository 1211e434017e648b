//! The footprint of a scenario: energy, greenhouse gas and water of one functional unit, by the formula of the Software Carbon Intensity.
//!
//! ```text
//! SCI = ((E × I) + M) per R        E = (GPUs + host) × PUE
//! ```
//!
//! ISO/IEC 21031:2024; <https://github.com/Green-Software-Foundation/sci/blob/e4081f2b4648df68498edac39ce460ecf619cc29/SPEC.md>, "Methodology summary"
//! and "Embodied emissions". The specification asks for embodied emissions: without them the result is the operational part only.

use super::embodied::{Embodied, share_of_life};
use super::problem::FootprintProblem;
use super::range::Range;
use super::scenario::Scenario;
use super::setting::FootprintSettings;
use super::water::{self, Water};
use crate::carbon::Electricity;
use crate::estimate::Estimate;
use crate::gpu::Gpu;

/// One run of a model, estimated or measured.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Energy of the GPUs in kWh.
    pub kwh: Range,
    /// Duration in seconds, where it is known.
    pub seconds: Option<f64>,
    /// The GPU; `None` for one that is not in the catalogue.
    pub gpu: Option<&'static Gpu>,
    /// GPUs that work at once.
    pub gpus: u32,
}

impl Load {
    /// Returns the load of an estimate.
    pub fn of(estimate: &Estimate) -> Self {
        let [value, low, high] =
            [estimate.energy, estimate.low, estimate.high].map(|energy| energy.kilowatt_hours());
        Self {
            kwh: Range { value, low, high },
            seconds: estimate.seconds,
            gpu: Some(estimate.question.gpu),
            gpus: 1,
        }
    }

    /// Returns the seconds of all GPUs with the interval of the energy around them: at most all of the energy's uncertainty is one of time.
    fn gpu_seconds(&self) -> Option<Range> {
        let gpus = f64::from(self.gpus);
        self.seconds.map(|seconds| self.kwh.times(gpus * seconds / self.kwh.value))
    }
}

/// Embodied emissions of one functional unit, in grams.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EmbodiedGrams {
    /// Share of the GPU.
    pub gpu: Range,
    /// Share of the server without its GPUs; `None` where no source has a figure.
    pub server: Option<Range>,
    /// The figures that were spread.
    pub figures: Embodied,
}

impl EmbodiedGrams {
    /// Returns the sum of what is known.
    pub fn total(&self) -> Range {
        self.server.map_or(self.gpu, |server| self.gpu.plus(server))
    }
}

/// The footprint of one functional unit of a scenario.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LifeCycle {
    /// The scenario.
    pub scenario: Scenario,
    /// Energy of the GPUs in kWh.
    pub gpu_kwh: Range,
    /// Energy of the host in kWh, where it is counted.
    pub host_kwh: Option<Range>,
    /// Energy of the data centre over that of its computers.
    pub pue: f64,
    /// Grams of CO₂ equivalent for a kilowatt-hour.
    pub grams_per_kwh: f64,
    /// Embodied emissions, where they are counted.
    pub embodied: Option<EmbodiedGrams>,
    /// Water, where it is counted.
    pub water: Option<Water>,
    /// Seconds on one GPU, where they are known.
    pub seconds: Option<f64>,
}

impl LifeCycle {
    /// Returns the footprint of a functional unit for runs as a load.
    ///
    /// # Errors
    /// Figures that no source has, and seconds that the fit does not know.
    pub fn new(
        load: &Load,
        electricity: &Electricity,
        settings: &FootprintSettings,
    ) -> Result<Self, FootprintProblem> {
        let scenario = settings.scenario;
        let runs = scenario.runs() / scenario.units();
        let time = || load.gpu_seconds().map(|time| time.times(runs)).ok_or(FootprintProblem::NoSeconds);
        let host_kwh = match settings.host.watts(load.gpu)? {
            Some(watts) => Some(time()?.times(watts / WATT_SECONDS_PER_KWH)),
            None => None,
        };
        let embodied = match settings.embodied {
            true => {
                let figures = Embodied::find(load.gpu, settings.embodied_kg)?;
                let second = share_of_life(1.0, settings.lifetime_years, settings.utilisation);
                let grams = time()?.times(second * GRAMS_PER_KG);
                Some(EmbodiedGrams {
                    gpu: grams.by(figures.gpu_kg),
                    server: figures.server_kg.map(|kg| grams.by(kg)),
                    figures,
                })
            }
            false => None,
        };
        let gpu_kwh = load.kwh.times(runs);
        let computers = host_kwh.map_or(gpu_kwh, |host| gpu_kwh.plus(host));
        let water = settings.wue.map(|wue| {
            let grid = settings.water_intensity.or_else(|| match electricity.own {
                // The grid of an own carbon intensity is nobody's in particular, unless a zone is named beside it.
                Some(_) if electricity.zone.is_world() => None,
                _ => water::of_grid(&electricity.zone),
            });
            Water::new(computers, wue, electricity.pue, grid)
        });
        Ok(Self {
            scenario,
            gpu_kwh,
            host_kwh,
            pue: electricity.pue,
            grams_per_kwh: electricity.grams_per_kwh(),
            embodied,
            water,
            seconds: load.seconds.map(|seconds| seconds * runs),
        })
    }

    /// Returns E of the SCI in kWh: what the data centre draws.
    pub fn energy_kwh(&self) -> Range {
        self.host_kwh.map_or(self.gpu_kwh, |host| self.gpu_kwh.plus(host)).times(self.pue)
    }

    /// Returns O of the SCI in grams: E × I.
    pub fn operational_g(&self) -> Range {
        self.energy_kwh().times(self.grams_per_kwh)
    }

    /// Returns M of the SCI in grams; none where it is not counted.
    pub fn embodied_g(&self) -> Range {
        self.embodied.map_or(Range::exact(0.0), |embodied| embodied.total())
    }

    /// Returns the SCI in grams per functional unit.
    pub fn sci_g(&self) -> Range {
        self.operational_g().plus(self.embodied_g())
    }
}

/// Joules of a kilowatt-hour.
const WATT_SECONDS_PER_KWH: f64 = 3.6e6;

/// Grams of a kilogram.
const GRAMS_PER_KG: f64 = 1000.0;
