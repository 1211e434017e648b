//! Time as the meters see it: a clock that can be real, or scripted so that tests run hours in milliseconds.

use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime};

/// A monotonic clock, the wall clock beside it, and sleeping.
pub trait Clock: Send + Sync {
    /// Seconds since the clock was made; never goes backwards.
    fn now_s(&self) -> f64;
    /// The wall clock, for time stamps only: it may jump and is never subtracted.
    fn wall(&self) -> SystemTime;
    /// Waits that many seconds (nothing for zero or less).
    fn sleep(&self, seconds: f64);
}

/// The machine's clock.
#[derive(Debug)]
pub struct RealClock {
    origin: Instant,
}

impl RealClock {
    /// A clock that starts at zero now.
    #[must_use]
    pub fn new() -> Self {
        Self { origin: Instant::now() }
    }
}

impl Default for RealClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for RealClock {
    fn now_s(&self) -> f64 {
        self.origin.elapsed().as_secs_f64()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, seconds: f64) {
        if seconds > 0.0 {
            std::thread::sleep(Duration::from_secs_f64(seconds));
        }
    }
}

/// A clock that only moves when somebody sleeps on it.
#[derive(Debug)]
pub struct ScriptedClock {
    now_s: Mutex<f64>,
    wall_origin: SystemTime,
    /// Seconds of this clock that really take one second; none: no real time passes.
    pace: Option<f64>,
    /// `(at, by)`: when the wall clock jumps, and how far, seconds.
    jump: Option<(f64, f64)>,
    /// Seconds of this clock that have not been waited for yet.
    owed_s: Mutex<f64>,
}

/// Shorter pauses of a paced clock are saved up: the system cannot sleep so shortly. Seconds.
const SHORTEST_PAUSE_S: f64 = 0.002;

impl ScriptedClock {
    /// A clock at zero seconds whose wall time starts at the given instant.
    #[must_use]
    pub fn starting_at(wall_origin: SystemTime) -> Self {
        Self { now_s: Mutex::new(0.0), wall_origin, pace: None, jump: None, owed_s: Mutex::new(0.0) }
    }

    /// Returns the clock slowed to one real second every `pace` of its own, so that a person can watch.
    #[must_use]
    pub fn paced(self, pace: Option<f64>) -> Self {
        Self { pace, ..self }
    }

    /// Returns the clock with a wall time that jumps once: at that moment, by so many seconds.
    #[must_use]
    pub fn jumping(self, jump: Option<(f64, f64)>) -> Self {
        Self { jump, ..self }
    }
}

impl Clock for ScriptedClock {
    fn now_s(&self) -> f64 {
        *self.now_s.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn wall(&self) -> SystemTime {
        let now_s = self.now_s();
        let jumped_s = self.jump.filter(|(at_s, _)| *at_s <= now_s).map_or(0.0, |(_, by_s)| by_s);
        let since = now_s + jumped_s;
        if since < 0.0 {
            self.wall_origin - Duration::from_secs_f64(-since)
        } else {
            self.wall_origin + Duration::from_secs_f64(since)
        }
    }

    fn sleep(&self, seconds: f64) {
        if seconds > 0.0 {
            *self.now_s.lock().unwrap_or_else(std::sync::PoisonError::into_inner) += seconds;
            if let Some(pace) = self.pace {
                let mut owed_s = self.owed_s.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                *owed_s += seconds / pace;
                if *owed_s >= SHORTEST_PAUSE_S {
                    std::thread::sleep(Duration::from_secs_f64(std::mem::take(&mut *owed_s)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scripted_clock_moves_only_by_sleeping() {
        let clock = ScriptedClock::starting_at(SystemTime::UNIX_EPOCH);
        assert_eq!(clock.now_s(), 0.0);
        clock.sleep(3600.0);
        clock.sleep(-1.0);
        assert_eq!(clock.now_s(), 3600.0);
        assert_eq!(clock.wall(), SystemTime::UNIX_EPOCH + Duration::from_secs(3600));
    }
}
