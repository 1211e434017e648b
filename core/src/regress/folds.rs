//! Dividing observations into what is fitted and what is held out.

use super::refusal::Refusal;

/// The fold of each of `n` rows: `k` folds as equal as can be, dealt in an order shuffled by `seed`. The same on every
/// machine.
///
/// # Errors
/// [`Refusal::Folds`] for fewer than two folds or more folds than rows.
pub fn k_fold(n: usize, k: usize, seed: u64) -> Result<Vec<usize>, Refusal> {
    if k < 2 || k > n {
        return Err(Refusal::Folds { folds: k, rows: n });
    }
    let mut order: Vec<usize> = (0..n).collect();
    // Numbers of 64 bits: those of the machine's own width deal otherwise in a browser, which has 32.
    let mut random = fastrand::Rng::with_seed(seed);
    for last in 1..n {
        order.swap(last, random.u64(..=last as u64) as usize);
    }
    let mut folds = vec![0; n];
    for (dealt, row) in order.into_iter().enumerate() {
        folds[row] = dealt % k;
    }
    Ok(folds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_are_equal_and_the_seed_decides() {
        let folds = k_fold(23, 5, 7).unwrap();
        let sizes: Vec<usize> = (0..5).map(|fold| folds.iter().filter(|f| **f == fold).count()).collect();
        assert_eq!(sizes, [5, 5, 5, 4, 4]);
        assert_eq!(folds, k_fold(23, 5, 7).unwrap());
        assert_ne!(folds, k_fold(23, 5, 8).unwrap());
        assert!(k_fold(3, 4, 0).is_err() && k_fold(3, 1, 0).is_err());
    }
}
