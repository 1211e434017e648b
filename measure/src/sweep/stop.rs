//! Stopping in peace: the first interrupt lets the repeat in flight finish, the second ends at once, with all that was started.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::Context;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::{flag, low_level};

use crate::tree;

/// True if a signal asked for the end.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicUsize>);

impl Stop {
    /// Listens for INT, TERM and HUP. A file that hits its size limit becomes an error instead of a death.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn listen() -> anyhow::Result<Self> {
        let stop = Self::default();
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot catch signals")?;
        let asked = Arc::clone(&stop.0);
        tree::adopt();
        std::thread::spawn(move || {
            for signal in signals.forever() {
                if asked.swap(signal as usize, Ordering::Relaxed) != 0 {
                    tree::end();
                    // Rows are on the disk; nothing is left to be done in peace.
                    low_level::exit(128 + signal);
                }
            }
        });
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
