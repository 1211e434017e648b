//! Division of a bar into shares of a whole, none too thin to see.

use super::lettering::{TEXT_PX, bold_width};

/// The least width of a share that is not zero.
const LEAST_PX: f64 = 4.0;
/// Between two parts.
const SLIT_PX: f64 = 1.0;
/// A part of a bar, laid out.
pub(crate) struct Piece {
    /// Index of the part, counting from 0.
    pub part: usize,
    /// Value of the part.
    pub value: f64,
    /// Drawn share of the whole, above 0.
    pub share: f64,
    /// Left edge in CSS pixels.
    pub left: f64,
    /// Right edge.
    pub right: f64,
}

impl Piece {
    /// True if a label fits inside.
    pub fn fits(&self, label: &str) -> bool {
        bold_width(label, TEXT_PX) + 8.0 <= self.right - self.left
    }
}

/// A value as part of the largest, so that sums of huge values stay finite.
pub(crate) fn scaled(value: f64, values: &[f64]) -> f64 {
    let largest = values.iter().copied().fold(0.0, f64::max);
    if largest > 0.0 { value / largest } else { 0.0 }
}

/// Sum of the scaled values.
pub(crate) fn total(values: &[f64]) -> f64 {
    values.iter().map(|&value| scaled(value, values)).sum()
}

/// The parts that are not zero, side by side over `room` pixels: by share, but never too thin to see.
pub(crate) fn pieces(values: &[f64], room: f64) -> Vec<Piece> {
    let total = total(values);
    let mut pieces: Vec<Piece> = Vec::new();
    for (part, &value) in values.iter().enumerate().filter(|(_, value)| **value > 0.0) {
        pieces.push(Piece { part, value, share: scaled(value, values) / total, left: 0.0, right: 0.0 });
    }
    let room = room - SLIT_PX * (pieces.len() as f64 - 1.0).max(0.0);
    // What the thin ones get beyond their share, the others give in proportion to theirs.
    let thin = |piece: &&Piece| piece.share * room < LEAST_PX;
    let held = LEAST_PX * pieces.iter().filter(thin).count() as f64;
    let thick: f64 = pieces.iter().filter(|piece| !thin(piece)).map(|piece| piece.share).sum();
    let mut left = 0.0;
    for piece in &mut pieces {
        let thin = piece.share * room < LEAST_PX;
        let width = if thin { LEAST_PX } else { (room - held) * piece.share / thick };
        (piece.left, piece.right) = (left, left + width);
        left += width + SLIT_PX;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_fill_the_bar_and_all_are_visible(
            values in prop::collection::vec(prop_oneof![Just(0.0), 1e-9..1e9_f64, Just(1e300)], 1..7),
            room in 320.0..1200.0_f64,
        ) {
            let pieces = pieces(&values, room);
            prop_assert_eq!(pieces.len(), values.iter().filter(|&&value| value > 0.0).count());
            for piece in &pieces {
                prop_assert!(piece.right - piece.left >= LEAST_PX * 0.7, "{}", piece.right - piece.left);
            }
            for pair in pieces.windows(2) {
                prop_assert!((pair[1].left - pair[0].right - SLIT_PX).abs() < 1e-9);
            }
            if let Some(last) = pieces.last() {
                prop_assert!((last.right - room).abs() < 1e-6);
            }
        }
    }
}
