//! Repeats of one configuration as one point with its spread.

use crate::regress::observed::Observed;
use crate::workload::Boundary;

/// A measured run with what the meter states of its error.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The run.
    pub observed: Observed,
    /// Standard error of the energy of one image, joules; `None` where nothing is stated, as in tables.
    pub stated_error: Option<f64>,
    /// Whether a fake meter gave it: such rows may be looked at, and no fit is made of them.
    pub fake: bool,
}

/// The runs of one configuration on one GPU by one source.
#[derive(Debug, Clone)]
pub struct Point {
    /// The first of its runs.
    pub first: Measured,
    /// How many runs.
    pub runs: usize,
    /// Mean energy of one image, joules.
    pub joules: f64,
    /// Half the length of the error bar, joules: the standard deviation between runs and the mean stated error, added in squares; zero where neither
    /// is known.
    pub error: f64,
}

/// What runs have to share to be one point.
fn alike(one: &Measured, other: &Measured) -> bool {
    let (a, b) = (&one.observed, &other.observed);
    a.is_like(b) && a.boundary == b.boundary && a.source == b.source && one.fake == other.fake
}

/// The points of the runs within a boundary, in the order in which their first runs come; at most `most`, and how many there are in all.
pub fn points(runs: &[Measured], boundary: Boundary, most: usize) -> (Vec<Point>, usize) {
    let mut groups: Vec<Vec<&Measured>> = Vec::new();
    // Runs of one configuration mostly stand together.
    let mut last = 0;
    for run in runs.iter().filter(|run| run.observed.boundary == boundary) {
        let known = groups.get(last).is_some_and(|group| alike(group[0], run));
        let at = if known { Some(last) } else { groups.iter().position(|group| alike(group[0], run)) };
        last = at.unwrap_or(groups.len());
        match groups.get_mut(last) {
            Some(group) => group.push(run),
            None => groups.push(vec![run]),
        }
    }
    let all = groups.len();
    (groups.into_iter().take(most).map(|group| point(&group)).collect(), all)
}

fn point(runs: &[&Measured]) -> Point {
    let count = runs.len() as f64;
    let joules = runs.iter().map(|run| run.observed.energy.joules()).sum::<f64>() / count;
    let squares: f64 = runs.iter().map(|run| (run.observed.energy.joules() - joules).powi(2)).sum();
    let variance = if runs.len() > 1 { squares / (count - 1.0) } else { 0.0 };
    let stated = runs.iter().filter_map(|run| run.stated_error).sum::<f64>() / count;
    Point { first: runs[0].clone(), runs: runs.len(), joules, error: (variance + stated * stated).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regress::table;

    /// Two repeats of one configuration: mean 110 J, standard deviation √200 J; a stated error of 10 J beside it makes √300 J.
    #[test]
    fn repeats_are_one_point_with_their_spread() {
        let text = "model,gpu,energy_j,steps\nsdxl,h100,100,20\nsdxl,h100,50,10\nsdxl,h100,120,20\n";
        let rows = table::read("t.csv", text.as_bytes()).unwrap().rows;
        let runs: Vec<Measured> =
            rows.into_iter().map(|observed| Measured { observed, stated_error: None, fake: false }).collect();
        let (found, all) = points(&runs, Boundary::Net, 10);
        assert_eq!((found.len(), all, found[0].runs, found[0].joules), (2, 2, 2, 110.0));
        assert!((found[0].error - 200_f64.sqrt()).abs() < 1e-9 && found[1].error == 0.0);
        let stated: Vec<Measured> =
            runs.iter().map(|run| Measured { stated_error: Some(10.0), ..run.clone() }).collect();
        let (found, all) = points(&stated, Boundary::Net, 1);
        assert_eq!((found.len(), all), (1, 2));
        assert!((found[0].error - 300_f64.sqrt()).abs() < 1e-9);
        assert_eq!(points(&runs, Boundary::Gross, 10).1, 0);
    }
}
