//! Options of the footprint beyond the energy of GPUs, shared by the commands that have them.

use clap::Args;
use wattpix_core::footprint::FootprintSettings;
use wattpix_core::footprint::setting::{
    ATTEMPTS, EMBODIED, EMBODIED_KG, FAILED, HOST, KEPT_PER_USER, KEYS, LIFETIME, PER, USERS, UTILISATION,
    WATER_INTENSITY, WUE,
};

/// The footprint beyond the energy of GPUs, off unless one of its options is given.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Footprint")]
pub struct FootprintOptions {
    /// Count the making of GPU and server: on or off [default: off].
    #[arg(long, value_name = "on|off")]
    embodied: Option<String>,
    /// Own embodied emissions of one GPU with its share of the server, instead of published ones.
    #[arg(long, value_name = "KG")]
    embodied_kg: Option<String>,
    /// Years that GPU and server serve [default: 3].
    #[arg(long, value_name = "YEARS")]
    lifetime: Option<String>,
    /// Share of that time in which they work, 0.01 to 1 [default: 1].
    #[arg(long, value_name = "SHARE")]
    utilisation: Option<String>,
    /// Count the server around the GPU: on (a published share), off, or watts for one GPU [default: off].
    #[arg(long, value_name = "on|off|WATTS")]
    host: Option<String>,
    /// Litres that the data centre evaporates for a kWh of its computers; water is counted where it is given.
    #[arg(long, value_name = "L/KWH")]
    wue: Option<String>,
    /// Own litres for a kWh of the grid, instead of the zone's.
    #[arg(long, value_name = "L/KWH", requires = "wue")]
    water_intensity: Option<String>,
    /// Runs that finish for each image that is kept [default: 1].
    #[arg(long, value_name = "RUNS")]
    attempts: Option<String>,
    /// Share of runs that fail and are run again, 0 to 0.95 [default: 0].
    #[arg(long, value_name = "SHARE")]
    failed: Option<String>,
    /// Unit of the footprint: kept-image, campaign (all --images) or 1000-users-a-month [default: kept-image].
    #[arg(long, value_name = "UNIT")]
    per: Option<String>,
    /// Users, for the total of 1000-users-a-month [default: 1000].
    #[arg(long, value_name = "USERS")]
    users: Option<String>,
    /// Images that a user keeps in a month [default: 1].
    #[arg(long, value_name = "IMAGES")]
    kept_per_user: Option<String>,
}

impl FootprintOptions {
    /// Returns true if one of them was given.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        KEYS.iter().any(|key| self.typed(key).is_some())
    }

    fn typed(&self, key: &str) -> Option<&str> {
        let value = match key {
            EMBODIED => &self.embodied,
            EMBODIED_KG => &self.embodied_kg,
            LIFETIME => &self.lifetime,
            UTILISATION => &self.utilisation,
            HOST => &self.host,
            WUE => &self.wue,
            WATER_INTENSITY => &self.water_intensity,
            ATTEMPTS => &self.attempts,
            FAILED => &self.failed,
            PER => &self.per,
            USERS => &self.users,
            KEPT_PER_USER => &self.kept_per_user,
            _ => return None,
        };
        value.as_deref()
    }

    /// Returns the settings, for so many images that are kept.
    ///
    /// # Errors
    /// The first value that cannot be used.
    pub fn read(&self, kept: u64) -> anyhow::Result<FootprintSettings> {
        let (settings, problems) = FootprintSettings::read(|key| self.typed(key), kept);
        problems.into_iter().next().map_or(Ok(settings), |problem| Err(problem.into()))
    }
}
