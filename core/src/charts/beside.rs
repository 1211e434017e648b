//! Values written beside their points, kept from running into each other.

use super::sheet::Align;

/// Between the baselines of two values.
const APART_PX: f64 = 14.0;

/// A value beside its point.
pub(crate) struct Beside {
    /// The value.
    pub text: String,
    /// Series the text names, counting from 0.
    pub series: usize,
    /// Left end of text at the right of the point, right end of text at its left.
    pub x: f64,
    /// Baseline of the text.
    pub y: f64,
    /// Side of the point.
    pub align: Align,
}

/// Moves values, ordered from the top, apart: downwards first, and back up from the bottom where they would leave the plot.
pub(crate) fn separate(labels: &mut [Beside], top: f64, bottom: f64) {
    let mut free = top;
    for label in labels.iter_mut() {
        label.y = label.y.max(free);
        free = label.y + APART_PX;
    }
    let mut free = bottom;
    for label in labels.iter_mut().rev() {
        label.y = label.y.min(free);
        free = label.y - APART_PX;
    }
}

/// Adds a value below those that stand higher, so that [`separate`] finds them in order.
pub(crate) fn insert(labels: &mut Vec<Beside>, label: Beside) {
    let place = labels.partition_point(|other| other.y <= label.y);
    labels.insert(place, label);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_up_apart_and_inside() {
        for ys in [[50.0, 52.0, 51.0, 200.0], [199.0, 198.0, 5.0, 4.0], [100.0; 4]] {
            let label = |y: f64| Beside { text: String::new(), series: 0, x: 0.0, y, align: Align::End };
            let mut labels = Vec::new();
            ys.map(label).into_iter().for_each(|label| insert(&mut labels, label));
            separate(&mut labels, 10.0, 190.0);
            assert!(labels.windows(2).all(|pair| pair[1].y - pair[0].y >= APART_PX));
            assert!(labels[0].y >= 10.0 && labels[3].y <= 190.0);
        }
    }
}
