//! Repeats of one configuration as one point with its spread.

use std::collections::HashMap;

use super::observed::Observed;
use crate::setting::Boundary;

/// A measured run with what the meter states of its error.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The run.
    pub observed: Observed,
    /// Standard error of the energy of one image, joules; `None` where nothing is stated, as in tables.
    pub stated_error: Option<f64>,
    /// True if a fake meter gave it: such rows may be looked at, and no fit is made of them.
    pub fake: bool,
}

/// The runs of one configuration on one GPU by one source.
#[derive(Debug, Clone)]
pub struct Point {
    /// The first of its runs.
    pub first: Measured,
    /// Number of runs.
    pub runs: usize,
    /// Mean energy of one image, joules.
    pub joules: f64,
    /// Half the length of the error bar, joules: the standard deviation between runs and the mean stated error, added in squares; zero where neither
    /// is known.
    pub error: f64,
}

/// The points of the runs within a boundary, in the order in which their first runs come, and how many there are in all; where those are
/// more than `most`, so many of them at even distances.
pub fn points(runs: &[Measured], boundary: Boundary, most: usize) -> (Vec<Point>, usize) {
    let mut groups: Vec<Vec<&Measured>> = Vec::new();
    let mut known = HashMap::new();
    for run in runs.iter().filter(|run| run.observed.boundary == boundary) {
        let alike = (run.observed.configuration(), &run.observed.source, run.fake);
        let at = *known.entry(alike).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(run),
            None => groups.push(vec![run]),
        }
    }
    let (all, taken) = (groups.len(), most.min(groups.len()));
    let sample = (0..taken).filter_map(|at| groups.get(at * all / taken));
    (sample.map(|group| point(group)).collect(), all)
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

    #[test]
    fn of_many_configurations_a_sample_at_even_distances_is_taken() {
        // Some 45 J a step, as an H100 takes.
        let row = |steps: usize| format!("sdxl,h100,{steps},{}\n", 100 + 45 * steps);
        let text = "model,gpu,steps,energy_j\n".to_owned() + &(1..=100).map(row).collect::<String>();
        let rows = table::read("t.csv", text.as_bytes()).unwrap().rows;
        let runs: Vec<Measured> =
            rows.into_iter().map(|observed| Measured { observed, stated_error: None, fake: false }).collect();
        let (found, all) = points(&runs, Boundary::Net, 4);
        let steps: Vec<u32> = found.iter().map(|point| point.first.observed.workload.steps()).collect();
        assert_eq!((steps, all), (vec![1, 26, 51, 76], 100));
    }
}
