//! Flags of a measurement: a stable code each, whether it makes the row invalid, and what to do.

use serde::{Deserialize, Serialize};

/// True if a flagged measurement may still be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The number must not be used; the row says `"valid": false`.
    Invalid,
    /// The number stands, with this to be known about it.
    Warning,
}

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident, $message:literal, $advice:literal;)*) => {
        /// A fault or remark, written into a row's `reasons` by its code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(schemas, derive(schemars::JsonSchema))]
        pub enum Flag {
            $(
                #[doc = $message]
                #[serde(rename = $code)]
                $name,
            )*
        }

        impl Flag {
            /// Every flag, in the order of the documentation.
            pub const ALL: &'static [Flag] = &[$(Flag::$name),*];

            /// The stable code that files carry.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Flag::$name => $code),* }
            }

            /// True if the number may be used.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Flag::$name => Severity::$severity),* }
            }

            /// Returns the finding in one sentence.
            #[must_use]
            pub fn message(self) -> &'static str {
                match self { $(Flag::$name => $message),* }
            }

            /// Returns the advice in one sentence.
            #[must_use]
            pub fn advice(self) -> &'static str {
                match self { $(Flag::$name => $advice),* }
            }
        }
    };
}

flags! {
    CounterBackwards = "counter-backwards", Invalid,
        "The energy counter went backwards inside the window: the driver was reloaded, or the counter is broken.",
        "Measure again; ask for persistence mode so that the driver stays loaded between programs.";
    CounterSilent = "counter-silent", Invalid,
        "The energy counter did not move although time passed.",
        "Do not believe a zero: run `measure doctor`; the power reading is used where it works.";
    ImplausiblePower = "implausible-power", Invalid,
        "A reading, or a step of the energy counter, was not between 0 W and twice the power limit.",
        "Update the driver or use a 64-bit library; see `measure doctor`.";
    WindowTooShort = "window-too-short", Invalid,
        "The window is shorter than twenty steps of the energy counter, than two seconds without one, or than its sweep asked for.",
        "Make it last five seconds or more: more images, more steps or more repeats in one window.";
    MetersContradict = "meters-contradict", Invalid,
        "The energy counter and the integrated power, or two power readings, differ by more than 30 %, or the counter's steps lie more than 15 % above or 20 % below every power reading around them: one of them is wrong.",
        "Compare with an external meter before using either; `measure doctor` shows both.";
    OtherProcesses = "other-processes", Invalid,
        "Other programs computed on this GPU during the window; their energy is in the number.",
        "Stop them, or choose an idle GPU with --gpu.";
    Mig = "mig", Invalid,
        "The GPU is split into MIG instances; its power and energy are those of the whole card.",
        "Use an undivided GPU, or --whole-card if nothing else runs on the card.";
    Vgpu = "vgpu", Invalid,
        "This is a virtual GPU; the host's card is shared and its energy cannot be attributed.",
        "Measure on bare metal or on a passed-through card.";
    GpuLost = "gpu-lost", Invalid,
        "The GPU or its driver stopped answering.",
        "Look at the kernel log (Xid errors); the GPU may need a reset by the administrator.";
    NoEdge = "no-edge", Invalid,
        "The meter could not be read at the start or the end of the window.",
        "Measure again; if it persists, run `measure doctor`.";
    CommandFailed = "command-failed", Invalid,
        "The command ended with an error or was killed before it finished this phase.",
        "Mend the command and run it again; rows finished before stand.";
    Interrupted = "interrupted", Invalid,
        "The measurement was stopped by a signal.",
        "Run it again.";
    OutOfMemory = "out-of-memory", Invalid,
        "The GPU's memory did not hold this configuration.",
        "Use a card with more memory, a smaller size, batch or precision, or free the memory that others hold.";
    ClockJump = "clock-jump", Invalid,
        "The wall clock jumped during the window: it was set, or the machine was suspended.",
        "Nothing to do: the repeat is measured again. Durations come from another clock.";
    LateEdge = "late-edge", Invalid,
        "The work began or ended long before or after the edge of its window: the driver or the meter did not answer in time.",
        "Measure again; a machine that is less busy, or another driver, answers in time.";
    Stopped = "stopped", Invalid,
        "The meter or the command was stopped for a while inside the window, so its time is not that of the work.",
        "Measure again without stopping either.";
    NotConfirmed = "not-confirmed", Invalid,
        "The program was told what to run and did not report what it ran.",
        "Let it answer with the settings that it really used; docs/sweeps.md has a program that does.";
    ModuleUnclear = "module-unclear", Invalid,
        "This GPU shares a module with a CPU, and a reading of the GPU alone cannot be told apart from one of the whole module.",
        "Update the driver, so that it offers power of the GPU alone (fields 185 and 186); compare both in `measure doctor`.";
    ZonesUnclear = "zones-unclear", Invalid,
        "Several powercap zones have one name, and whether they are one processor package or several cannot be told.",
        "Measure while the processor works; `ls /sys/class/powercap` shows the zones.";
    NoCounter = "no-counter", Warning,
        "This device has no energy counter; the energy is integrated power, which is less certain.",
        "Prefer windows of 30 s or more; see docs/metering.md for the errors to expect.";
    NoCrossCheck = "no-cross-check", Warning,
        "There is no second reading to compare the counter with.",
        "Nothing to do; the number rests on the counter alone.";
    AveragedPower = "averaged-power", Warning,
        "The only power reading is, or may be, averaged over a second, which blurs the edges of the window.",
        "Prefer windows of 30 s or more.";
    MetersDisagree = "meters-disagree", Warning,
        "The energy counter and the integrated power differ by more than 10 %.",
        "Expected where the power sensor looks only part of the time; else compare with an external meter.";
    CoarseEdges = "coarse-edges", Warning,
        "The stated error of the window's edges is more than 1 % of its energy.",
        "Make the window longer, or keep the machine less busy so that the counter is read on time.";
    Dropouts = "dropouts", Warning,
        "Readings failed or came late during the window.",
        "The counter difference is not harmed; the integrated power is.";
    Throttled = "throttled", Warning,
        "The GPU slowed down for heat or for a hardware power limit.",
        "Let it cool down, improve the cooling, or measure elsewhere.";
    ThrottleUnknown = "throttle-unknown", Warning,
        "The driver did not say whether the GPU slowed down.",
        "Nothing to do; compare clocks and temperatures at both edges.";
    HotStart = "hot-start", Warning,
        "The repeat began although the card had not cooled down to the temperature gate.",
        "Improve the cooling, raise the gate, or give it more time to cool.";
    IdleDrift = "idle-drift", Warning,
        "Idle power before and after differ by more than 10 % (and 3 W).",
        "Warm up first, or wait longer before the second idle measurement.";
    IdleWithoutContext = "idle-without-context", Warning,
        "Idle power was measured with no program on the GPU, so clocks and memory may rest deeper than between images.",
        "Mark an `idle` phase inside the program once the model is loaded.";
    NoIdle = "no-idle", Warning,
        "Idle power was not measured, so there is no net energy.",
        "Leave out --no-idle.";
    WholeRun = "whole-run", Warning,
        "The command marked no phase: the number holds start-up, model loading and everything else, so no fit uses it.",
        "Mark the phases; docs/exec.md shows how in a few lines.";
    RanOtherwise = "ran-otherwise", Warning,
        "The program reported other settings than it was told or than were declared; the row says what ran.",
        "Mend the program, or ask for what it runs.";
    DeclaredOnly = "declared-only", Warning,
        "Settings of this row were declared on the command line and not reported by the program.",
        "Let the program report them in its marks; docs/exec.md shows how.";
    Imported = "imported", Warning,
        "Another program measured this and `measure import` read its file; nobody here saw the window, the meter or the GPU.",
        "Look at the file that the row names; meter it with `measure exec` where the difference matters.";
    SizeMapped = "size-mapped", Warning,
        "Asked for the size of this row, diffusers' pipeline runs another one; the row says the size that was given.",
        "Give the size that ran, which `measure estimate` names, or declare use_resolution_binning=False where the pipeline was told so.";
    OtherPasses = "other-passes", Warning,
        "The sampler makes another number of denoiser passes than steps and guidance say, which no law counts, so no fit uses it.",
        "Measure with a sampler of one pass a step, such as Euler, DDIM or DPM++ 2M; report passes= where this one does.";
    SeveralGpus = "several-gpus", Warning,
        "The energy is that of several GPUs together, which no law counts yet, so no fit uses it.",
        "Meter one GPU for a fit, or import each GPU alone with --gpu; the joules of each are in `gpus` where they are known.";
    LeftOpen = "left-open", Warning,
        "The phase was still open when the command ended: whatever it did at the end is in the number, so no fit uses it.",
        "End the phase with a mark.";
    NetNotPositive = "net-not-positive", Warning,
        "The work drew no more than idle power, so the idle power was not that between images, and no fit uses the row.",
        "Measure idle power again, with the model loaded and nothing at work; a sweep does so by itself.";
    ConfigMissing = "config-missing", Warning,
        "The row does not say which model, size, steps, precision, guidance and images were run, so no fit can use it.",
        "Give them with --config, or on the marker lines.";
    DesktopOnGpu = "desktop-on-gpu", Warning,
        "A graphics program (a desktop) uses this GPU.",
        "Measure on a card without a display, or over ssh with the desktop stopped.";
    PidsHidden = "pids-hidden", Warning,
        "Who uses the GPU is not visible here (a container, or a driver that does not say), so others cannot be told apart.",
        "Share the host's process ids with the container, or make sure that nobody else uses the card.";
    Superchip = "superchip", Warning,
        "This GPU shares a module with a CPU; only the GPU's own readings are used, never the module's.",
        "Nothing to do: a counter that may be the module's says `module-unclear`.";
}

/// Reasons that keep a row from fits although its number stands.
pub const UNFITTED: [Flag; 5] =
    [Flag::WholeRun, Flag::LeftOpen, Flag::NetNotPositive, Flag::OtherPasses, Flag::SeveralGpus];

impl std::fmt::Display for Flag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

/// Adds a flag once.
pub fn raise(flags: &mut Vec<Flag>, flag: Flag) {
    if !flags.contains(&flag) {
        flags.push(flag);
    }
}

/// True if no flag spoils the number.
#[must_use]
pub fn valid(flags: &[Flag]) -> bool {
    flags.iter().all(|flag| flag.severity() != Severity::Invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_survive_json() {
        for (i, a) in Flag::ALL.iter().enumerate() {
            let json = serde_json::to_string(a).unwrap();
            assert_eq!(json, format!("\"{}\"", a.code()));
            assert_eq!(serde_json::from_str::<Flag>(&json).unwrap(), *a);
            assert!(Flag::ALL[i + 1..].iter().all(|b| a.code() != b.code()), "{a} twice");
            assert!(a.message().ends_with('.') && a.advice().ends_with('.'), "{a}");
        }
    }

    #[test]
    fn one_invalid_flag_spoils_the_row() {
        assert!(valid(&[Flag::NoCounter, Flag::Dropouts]));
        assert!(!valid(&[Flag::NoCounter, Flag::CounterBackwards]));
    }
}
