//! Judgement of a device, the same for every command: what `doctor` calls unusable is refused wherever energy is metered.
//!
//! A probe and a short trial window say what is wrong with a device. Nothing here goes by its name.

use anyhow::bail;

use crate::flag::{Flag, Severity, raise};
use crate::meter::Scope;
use crate::recorder::Recorder;
use crate::window::{MIN_PERIODS, Window};

/// Trials at most, where only the moment spoils them.
const TRIALS: u32 = 3;
/// Flags of a busy machine or of a load that ends; the next window may be fair.
const PASSING: [Flag; 6] = [
    Flag::LateEdge,
    Flag::Stopped,
    Flag::ClockJump,
    Flag::NoEdge,
    Flag::ImplausiblePower,
    // An average lags where the load has just changed.
    Flag::MetersContradict,
];
/// Seconds of a trial without a counter.
const WITHOUT_COUNTER_S: f64 = 2.2;
/// Shortest and longest trial of a device with a counter, seconds.
const TRIAL_S: [f64; 2] = [1.0, 6.0];
/// A trial is longer than the shortest window by this factor.
const MARGIN: f64 = 1.05;

/// Usefulness of a device for metering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Ready to meter.
    Ready,
    /// Energies can be measured, with something to be known about them.
    Usable,
    /// Not ready: something spoils every window at the moment.
    NotNow,
    /// Unusable: the energy of a share of a card cannot be attributed.
    Refused,
    /// No reading works.
    NotMetered,
}

impl Verdict {
    /// The words of `measure doctor`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Usable => "usable",
            Self::NotNow => "not now",
            Self::Refused => "refused",
            Self::NotMetered => "cannot be metered",
        }
    }

    /// True if energy is metered on such a device.
    #[must_use]
    pub const fn works(self) -> bool {
        matches!(self, Self::Ready | Self::Usable)
    }
}

/// Findings on a device.
#[derive(Debug, Clone)]
pub struct Examination {
    /// A short window, to see that all works together.
    pub trial: Option<Window>,
    /// Share of one core that the readings took in it.
    pub cpu_share: Option<f64>,
    /// Everything wrong or worth knowing.
    pub flags: Vec<Flag>,
    /// The judgement.
    pub verdict: Verdict,
}

impl Examination {
    /// Examines a probed device; takes a few seconds of a real clock.
    #[must_use]
    pub fn of(recorder: &Recorder) -> Self {
        let capabilities = &recorder.capabilities;
        let mut found = Self {
            trial: None,
            cpu_share: None,
            flags: capabilities.flags.clone(),
            verdict: Verdict::NotMetered,
        };
        if capabilities.usable() && !found.attributed_to_others() {
            found.try_window(recorder);
        }
        // A counter that never moves is not used where power works.
        if capabilities.primary.is_some() && found.flags.contains(&Flag::CounterSilent) {
            found.flags.retain(|flag| *flag != Flag::CounterSilent);
            raise(&mut found.flags, Flag::NoCounter);
        }
        if capabilities.usable() {
            found.verdict = if found.attributed_to_others() {
                Verdict::Refused
            } else if found.spoilt().next().is_some() {
                Verdict::NotNow
            } else if found.flags.is_empty() {
                Verdict::Ready
            } else {
                Verdict::Usable
            };
        }
        found
    }

    fn try_window(&mut self, recorder: &Recorder) {
        let period_s = recorder.capabilities.counter_period_s();
        let [least_s, most_s] = TRIAL_S;
        let seconds = period_s
            .map_or(WITHOUT_COUNTER_S, |period| (MARGIN * MIN_PERIODS * period).clamp(least_s, most_s));
        let trial = || Window::around(recorder, || recorder.beside(|| recorder.clock().sleep(seconds)).1);
        let spoilt_by_load = |window: &Window| {
            let mut spoilt = window.flags.iter().filter(|flag| spoils(**flag)).peekable();
            spoilt.peek().is_some() && spoilt.all(|flag| PASSING.contains(flag))
        };
        let (mut window, mut share) = trial();
        for _ in 1..TRIALS {
            if !spoilt_by_load(&window) {
                break;
            }
            (window, share) = trial();
        }
        // The window is longer than the probe, and knows both power readings.
        if window.ratio().is_some() {
            self.flags.retain(|flag| !matches!(flag, Flag::MetersContradict | Flag::MetersDisagree));
        }
        for flag in &window.flags {
            raise(&mut self.flags, *flag);
        }
        // The trial is short on purpose.
        self.flags.retain(|flag| !matches!(flag, Flag::WindowTooShort | Flag::CoarseEdges));
        (self.trial, self.cpu_share) = (Some(window), share);
    }

    fn attributed_to_others(&self) -> bool {
        self.flags.iter().any(|flag| matches!(flag, Flag::Mig | Flag::Vgpu))
    }

    fn spoilt(&self) -> impl Iterator<Item = Flag> {
        self.flags.iter().copied().filter(|flag| spoils(*flag))
    }

    /// Refuses a device that `doctor` calls unusable.
    ///
    /// # Errors
    /// Everything that spoils it, by code, with what to do.
    pub fn refuse_unusable(&self, recorder: &Recorder) -> anyhow::Result<()> {
        if self.verdict.works() {
            return Ok(());
        }
        let identity = recorder.meter().identity();
        let name = match identity.scope {
            Scope::Gpu => format!("{} (index {})", identity.name, identity.index),
            Scope::CpuPackage => identity.name.clone(),
        };
        if self.verdict == Verdict::NotMetered {
            let tried: String = recorder
                .capabilities
                .power
                .iter()
                .map(|power| {
                    format!("; {}: {}", power.field.label(), power.reason.clone().unwrap_or_default())
                })
                .collect();
            bail!("{name} has no energy or power reading that works{tried}; run `measure doctor`");
        }
        let reasons: Vec<String> =
            self.spoilt().map(|flag| format!("{} {} [{flag}]", flag.message(), flag.advice())).collect();
        bail!("{name} cannot be metered now: {} Run `measure doctor` for more", reasons.join(" "))
    }
}

fn spoils(flag: Flag) -> bool {
    flag.severity() == Severity::Invalid
}
