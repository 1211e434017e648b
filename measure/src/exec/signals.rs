//! Signals that reach `measure` are passed on to the program, which decides what to do with them.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::Sender;

use anyhow::Context;
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};
use signal_hook::iterator::Signals;

/// Signals that are passed on.
const PASSED: [i32; 6] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2];

/// True if a signal means that nobody wants the rest.
#[must_use]
pub fn ends(number: i32) -> bool {
    matches!(number, SIGINT | SIGTERM | SIGHUP | SIGQUIT)
}

/// Signals are caught from the start, and passed on while there is a program.
pub struct Passing {
    /// The program's process id; 0 while there is none.
    program: Arc<AtomicI32>,
}

impl Passing {
    /// Catches signals from now on; the number of each is told.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn start<E: Send + 'static>(events: Sender<E>, event: fn(i32) -> E) -> anyhow::Result<Self> {
        let mut signals = Signals::new(PASSED).context("cannot catch signals")?;
        let program = Arc::new(AtomicI32::new(0));
        let passing = Self { program: Arc::clone(&program) };
        // A terminal sends its interrupts to every process of the foreground group, so the program has them already.
        let from_terminal = std::io::stdin().is_terminal();
        std::thread::spawn(move || {
            for number in signals.forever() {
                let has_it = from_terminal && matches!(number, SIGINT | SIGQUIT);
                if !has_it
                    && let (Some(pid), Some(signal)) =
                        (Pid::from_raw(program.load(Ordering::Acquire)), Signal::from_named_raw(number))
                {
                    // Gone already: nothing to pass on to.
                    let _ = kill_process(pid, signal);
                }
                if events.send(event(number)).is_err() {
                    return;
                }
            }
        });
        Ok(passing)
    }

    /// From now on to this process.
    pub fn to(&self, pid: u32) {
        self.program.store(i32::try_from(pid).unwrap_or(0), Ordering::Release);
    }

    /// The program has ended; its process id may soon be another's.
    pub fn to_nobody(&self) {
        self.program.store(0, Ordering::Release);
    }
}

/// The name of a signal, for messages.
#[must_use]
pub fn name(number: i32) -> String {
    signal_hook::low_level::signal_name(number).map_or_else(|| format!("signal {number}"), str::to_owned)
}
