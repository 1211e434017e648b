//! Several GPUs as one window: their energies summed, and what is wrong with each of them kept.

use super::Window;
use super::of_gpu::OfGpu;
use crate::flag::raise;
use crate::recorder::Recorder;

/// Returns the energy of a GPU in its window.
fn of_gpu(recorder: &Recorder, window: &Window) -> OfGpu {
    let identity = recorder.meter().identity();
    OfGpu {
        name: identity.name.clone(),
        index: identity.index,
        uuid: identity.uuid.clone(),
        counter_j: window.counter_j,
        integrated_j: window.integrated_j,
        gross_j: window.gross_j,
        edge_error_j: window.edge_error_j,
        flags: window.flags.clone(),
    }
}

/// The windows of every GPU of a recorder, in its order and of the same moments, as one. An energy that one of them lacks is lacking.
pub(super) fn joined(recorder: &Recorder, first: Window, others: Vec<Window>) -> Window {
    if others.is_empty() {
        return first;
    }
    let each = std::iter::once(&first).chain(&others);
    let gpus = recorder.all().zip(each).map(|(one, window)| of_gpu(one, window)).collect();
    let mut whole = first;
    for window in others {
        add(&mut whole, window);
    }
    whole.gpus = gpus;
    whole
}

/// Adds the window of another GPU.
fn add(whole: &mut Window, window: Window) {
    let sum = |a: Option<f64>, b: Option<f64>| Some(a? + b?);
    let pair = |a: Option<[u32; 2]>, b: Option<[u32; 2]>, of: fn(u32, u32) -> u32| match (a, b) {
        (Some(a), Some(b)) => Some([of(a[0], b[0]), of(a[1], b[1])]),
        _ => None,
    };
    whole.counter_j = sum(whole.counter_j, window.counter_j);
    whole.integrated_j = sum(whole.integrated_j, window.integrated_j);
    whole.integrated_average_j = sum(whole.integrated_average_j, window.integrated_average_j);
    whole.gross_j = sum(whole.gross_j, window.gross_j);
    // Errors of edges that the GPUs share add up.
    whole.edge_error_j = sum(whole.edge_error_j, window.edge_error_j);
    whole.power_field = whole.power_field.filter(|field| Some(*field) == window.power_field);
    whole.meter_period_s = match (whole.meter_period_s, window.meter_period_s) {
        (Some(a), Some(b)) => Some(a.max(b)),
        _ => None,
    };
    whole.readings = whole.readings.min(window.readings);
    // The hottest chip and the slowest clock.
    whole.temperature_c = pair(whole.temperature_c, window.temperature_c, u32::max);
    whole.sm_clock_mhz = pair(whole.sm_clock_mhz, window.sm_clock_mhz, u32::min);
    for reason in window.throttle {
        if !whole.throttle.contains(&reason) {
            whole.throttle.push(reason);
        }
    }
    whole.others = whole.others.max(window.others);
    for flag in window.flags {
        raise(&mut whole.flags, flag);
    }
}
