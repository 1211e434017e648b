//! The formats that are known, by name.

/// A format of another program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CodeCarbon's `emissions.csv` and its files of tasks.
    CodeCarbon,
    /// Measurements of `ZeusMonitor` as JSON.
    ZeusJson,
    /// The log file of `ZeusMonitor`.
    ZeusWindows,
    /// The power log of Zeus' `PowerMonitor`.
    ZeusPower,
    /// A log of `nvidia-smi --query-gpu`.
    NvidiaSmi,
    /// The output of `dcgmi dmon`.
    Dcgm,
    /// Results of the ML.ENERGY benchmark and leaderboards.
    MlEnergy,
    /// A BoAmps report.
    BoAmps,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 8] = [
        Self::CodeCarbon,
        Self::ZeusJson,
        Self::ZeusWindows,
        Self::ZeusPower,
        Self::NvidiaSmi,
        Self::Dcgm,
        Self::MlEnergy,
        Self::BoAmps,
    ];

    /// The program, as people call it.
    pub const fn program(self) -> &'static str {
        match self {
            Self::CodeCarbon => "CodeCarbon",
            Self::ZeusJson | Self::ZeusWindows | Self::ZeusPower => "Zeus",
            Self::NvidiaSmi => "nvidia-smi",
            Self::Dcgm => "DCGM",
            Self::MlEnergy => "ML.ENERGY",
            Self::BoAmps => "BoAmps",
        }
    }

    /// Returns the description of its files, for a list of all.
    pub const fn files(self) -> &'static str {
        match self {
            Self::CodeCarbon => "CodeCarbon (emissions.csv)",
            Self::ZeusJson => "Zeus measurements (JSON or JSON lines)",
            Self::ZeusWindows => "Zeus windows (start_time,window_name,elapsed_time,gpu0_energy)",
            Self::ZeusPower => "Zeus power (time and watts of each GPU)",
            Self::NvidiaSmi => "nvidia-smi (--query-gpu=timestamp,power.draw --format=csv)",
            Self::Dcgm => "DCGM (dcgmi dmon)",
            Self::MlEnergy => "ML.ENERGY benchmark results (JSON)",
            Self::BoAmps => "BoAmps reports (JSON)",
        }
    }

    /// "this is a CodeCarbon file".
    pub const fn is_one(self) -> &'static str {
        match self {
            Self::CodeCarbon => "this is a CodeCarbon file",
            Self::ZeusJson => "this is a file of Zeus measurements",
            Self::ZeusWindows => "this is a log of Zeus windows",
            Self::ZeusPower => "this is a power log of Zeus",
            Self::NvidiaSmi => "this is an nvidia-smi log",
            Self::Dcgm => "this is a DCGM log",
            Self::MlEnergy => "this is an ML.ENERGY result",
            Self::BoAmps => "this is a BoAmps report",
        }
    }

    /// Returns true for readings of power over time, of which a part is to be chosen.
    pub const fn is_log(self) -> bool {
        matches!(self, Self::ZeusPower | Self::NvidiaSmi | Self::Dcgm)
    }
}
