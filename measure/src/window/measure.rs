//! From two edges to the energy between them.

use super::error_bar::Reach;
use super::judge::Draft;
use super::{Side, Window, several};
use crate::recorder::{Edge, Recorder};

impl Window {
    /// Measures work on a device: waits for a tick, works, waits for the next tick. Readings during the work are the
    /// work's own affair on a scripted clock ([`Recorder::watch`]); on a real one use [`Window::beside`].
    pub fn around<T>(recorder: &Recorder, work: impl FnOnce() -> T) -> (Self, T) {
        let start = recorder.edge();
        let result = work();
        let end = recorder.edge();
        (Self::between(recorder, &start, &end), result)
    }

    /// Measures work while a thread reads the device.
    pub fn beside<T>(recorder: &Recorder, work: impl FnOnce() -> T) -> (Self, T) {
        Self::around(recorder, || recorder.beside(work).0)
    }

    /// The energy between two edges that were waited for.
    #[must_use]
    pub fn between(recorder: &Recorder, start: &Edge, end: &Edge) -> Self {
        Self::spanning(recorder, Side::Tick(start), Side::Tick(end))
    }

    /// The energy between two sides of any kind. For a [`Side::Moment`], readings must have gone on until a tick after
    /// it.
    #[must_use]
    pub fn spanning(recorder: &Recorder, start: Side<'_>, end: Side<'_>) -> Self {
        // The first GPU's ticks are the edges; what the others drew between them is interpolated.
        let moments = [start.t_s(), end.t_s()].map(Side::Moment);
        let others = recorder.all().skip(1).map(|other| Self::alone(other, moments[0], moments[1])).collect();
        several::joined(recorder, Self::alone(recorder, start, end), others)
    }

    fn alone(recorder: &Recorder, start: Side<'_>, end: Side<'_>) -> Self {
        let log = recorder.log();
        let mut draft = Draft::new(recorder, &log, start.t_s(), end.t_s());
        if let Some(period_s) = recorder.capabilities.counter_period_s() {
            let reach = |side: &Side<'_>| Reach::around(&log, side.t_s(), period_s);
            let (around_start, around_end) = (reach(&start), reach(&end));
            match (around_start.counter(&log, &start), around_end.counter(&log, &end)) {
                (Some((from, from_error)), Some((to, to_error))) => {
                    draft.counter(from, to);
                    // Should the counter tell the past by up to half a step, the difference in power between the two
                    // sides times that. Counters count whole millijoules.
                    let late = 0.5 * period_s * around_start.change_to(&around_end);
                    draft.window.edge_error_j = Some(from_error + to_error + late + 0.001);
                }
                _ => draft.no_counter(),
            }
        }
        draft.finish(&start, &end)
    }
}
