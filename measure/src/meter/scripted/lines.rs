//! Straight lines between points `[seconds, watts]`: their height and the area under them.

/// Time of the last point, seconds: the period of a shape that repeats.
pub(super) fn span(points: &[[f64; 2]]) -> f64 {
    points.last().map_or(1.0, |last| last[0]).max(1e-6)
}

/// Watts at a moment.
pub(super) fn on_lines(points: &[[f64; 2]], t: f64) -> f64 {
    let Some(first) = points.first() else { return 0.0 };
    if t <= first[0] {
        return first[1];
    }
    for pair in points.windows(2) {
        let ([t0, w0], [t1, w1]) = (pair[0], pair[1]);
        if t < t1 {
            return w0 + (w1 - w0) * (t - t0) / (t1 - t0);
        }
    }
    points.last().map_or(0.0, |last| last[1])
}

/// Joules from time zero to a moment.
pub(super) fn under_lines(points: &[[f64; 2]], t: f64) -> f64 {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return 0.0 };
    let mut joules = first[1] * t.min(first[0]);
    for pair in points.windows(2) {
        let ([t0, w0], [t1, w1]) = (pair[0], pair[1]);
        if t > t0 && t1 > t0 {
            let end = t.min(t1);
            let w_end = w0 + (w1 - w0) * (end - t0) / (t1 - t0);
            joules += (end - t0) * (w0 + w_end) / 2.0;
        }
    }
    joules + last[1] * (t - last[0]).max(0.0)
}
