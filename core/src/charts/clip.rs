//! Cutting lines and areas at the edge of the unit square. plotters moves outside points onto the edge
//! instead, which draws data where there is none.

/// A point in unit coordinates.
pub(crate) type Point = (f64, f64);

/// True if a point lies in the unit square, edges included.
pub(crate) fn inside((x, y): Point) -> bool {
    (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y)
}

/// The part of a segment in the unit square (Liang and Barsky 1984), if any.
pub(crate) fn segment(a: Point, b: Point) -> Option<(Point, Point)> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (step, room) in [(-dx, a.0), (dx, 1.0 - a.0), (-dy, a.1), (dy, 1.0 - a.1)] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            enter = enter.max(room / step);
        } else {
            leave = leave.min(room / step);
        }
    }
    if enter > leave {
        return None;
    }
    let on = |t: f64| ((a.0 + t * dx).clamp(0.0, 1.0), (a.1 + t * dy).clamp(0.0, 1.0));
    let start = if enter > 0.0 { on(enter) } else { a };
    let end = if leave < 1.0 { on(leave) } else { b };
    Some((start, end))
}

/// The pieces of an open line in the unit square, each a line of at least two points.
pub(crate) fn line(points: &[Point]) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    for pair in points.windows(2) {
        let Some((start, end)) = segment(pair[0], pair[1]) else { continue };
        match pieces.last_mut() {
            Some(piece) if piece.last() == Some(&start) => piece.push(end),
            _ => pieces.push(vec![start, end]),
        }
    }
    pieces
}

/// The part of an area in the unit square (Sutherland and Hodgman 1974); fewer than three points is nothing.
pub(crate) fn area(outline: &[Point]) -> Vec<Point> {
    // One edge at a time: how far a point is inside it, negative outside.
    let edges: [fn(Point) -> f64; 4] = [|p| p.0, |p| 1.0 - p.0, |p| p.1, |p| 1.0 - p.1];
    let mut kept = outline.to_vec();
    for depth in edges {
        let before = std::mem::take(&mut kept);
        let Some(mut last) = before.last().copied() else { return kept };
        for &next in &before {
            let (from, to) = (depth(last), depth(next));
            if (from < 0.0) != (to < 0.0) {
                let t = from / (from - to);
                kept.push((last.0 + t * (next.0 - last.0), last.1 + t * (next.1 - last.1)));
            }
            if to >= 0.0 {
                kept.push(next);
            }
            last = next;
        }
    }
    for point in &mut kept {
        // Only the rounding of the crossings is left to remove.
        *point = (point.0.clamp(0.0, 1.0), point.1.clamp(0.0, 1.0));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_through_the_square_is_cut_on_both_sides() {
        assert_eq!(line(&[(-1.0, 0.5), (2.0, 0.5)]), [[(0.0, 0.5), (1.0, 0.5)]]);
        assert!(line(&[(-1.0, 0.5), (-0.1, 0.9)]).is_empty());
    }

    #[test]
    fn a_line_that_leaves_and_returns_is_two_pieces() {
        let pieces = line(&[(0.1, 0.5), (0.4, 1.5), (0.6, 1.5), (0.9, 0.5)]);
        assert_eq!(pieces.len(), 2);
        assert!((pieces[0][1].0 - 0.25).abs() < 1e-12 && pieces[0][1].1 == 1.0);
    }

    #[test]
    fn an_area_around_the_square_becomes_the_square() {
        let clipped = area(&[(-1.0, -1.0), (2.0, -1.0), (2.0, 2.0), (-1.0, 2.0)]);
        for corner in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)] {
            assert!(clipped.contains(&corner), "{clipped:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_left_outside(points in prop::collection::vec((-3.0..4.0_f64, -3.0..4.0_f64), 2..12)) {
            for piece in line(&points) {
                prop_assert!(piece.len() >= 2 && piece.iter().all(|&p| inside(p)));
            }
            prop_assert!(area(&points).iter().all(|&p| inside(p)));
        }

        #[test]
        fn what_is_inside_stays(points in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 2..12)) {
            prop_assert_eq!(line(&points), vec![points.clone()]);
            prop_assert_eq!(area(&points), points);
        }
    }
}
