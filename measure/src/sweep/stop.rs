//! Stopping in peace: the first interrupt lets the repeat in flight finish, the second ends at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::Context;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

/// Whether a signal asked for the end.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicUsize>);

impl Stop {
    /// Listens for INT, TERM and HUP. A file that hits its size limit becomes an error instead of a death.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn listen() -> anyhow::Result<Self> {
        let stop = Self::default();
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let armed = Arc::new(AtomicBool::new(false));
            let register = || -> std::io::Result<()> {
                // In this order: the first signal arms, the second finds it armed.
                flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&armed))?;
                flag::register(signal, armed)?;
                flag::register_usize(signal, Arc::clone(&stop.0), signal as usize)?;
                Ok(())
            };
            register().context("cannot catch signals")?;
        }
        // Its default is death without a word; caught, the write that caused it fails with an error.
        flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)))
            .context("cannot catch signals")?;
        Ok(stop)
    }

    /// The signal that came.
    #[must_use]
    pub fn signal(&self) -> Option<i32> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            signal => i32::try_from(signal).ok(),
        }
    }
}
