//! The grid of a design, configuration by configuration, in its shuffled order.

use wattpix_core::error::{Choice, Error, Key};
use wattpix_core::model;
use wattpix_core::setting::{Guidance, Precision};
use wattpix_core::workload::Workload;

use super::{Design, Order, Pattern, Size};
use crate::sweep::job::{Images, Job};

/// A configuration that cannot be run, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Skipped {
    /// The configuration, as its key would be.
    pub key: String,
    /// Images of a window.
    pub images: Images,
    /// Why.
    pub reason: String,
}

/// Every combination of a design.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// Configurations that can be run, in the order of the sweep.
    pub jobs: Vec<Job>,
    /// Configurations that no model takes.
    pub skipped: Vec<Skipped>,
}

/// Expands the grid. A size or number of tokens that one of several models does not take is skipped for it.
///
/// # Errors
/// A word or number that is wrong for every model.
pub fn expand(design: &Design) -> anyhow::Result<Grid> {
    design.check()?;
    let mut grid = Grid::default();
    let precisions = words::<Precision>(Key::Precision, &design.precisions)?;
    let guidances = words::<Guidance>(Key::Guidance, &design.guidance)?;
    let mut last_error = None;
    for id in &design.models {
        let base = Workload::default_of(model::find(id)?);
        for &size in &design.sizes {
            for &steps in &design.steps {
                for &precision in &precisions {
                    for &guidance in &guidances {
                        for &batch in &design.batches {
                            let others = [
                                precisions.first() != Some(&precision),
                                guidances.first() != Some(&guidance),
                                design.batches.first() != Some(&batch),
                            ];
                            if design.pattern == Pattern::Star
                                && others.iter().filter(|other| **other).count() > 1
                            {
                                continue;
                            }
                            let made = workload(base, design, size, steps, batch);
                            let made = made
                                .map(|workload| workload.with_precision(precision).with_guidance(guidance));
                            for &images in &design.images {
                                match &made {
                                    Ok(workload) => grid.take(*workload, images),
                                    Err(error) => {
                                        last_error = Some(error.clone());
                                        grid.skipped.push(Skipped {
                                            key: format!(
                                                "{}/{}x{}/{steps}/{}/{}/b{batch}",
                                                base.model().id,
                                                size.0.width,
                                                size.0.height,
                                                precision.name(),
                                                guidance.name()
                                            ),
                                            images,
                                            reason: error.to_string(),
                                        });
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    match last_error {
        Some(error) if grid.jobs.is_empty() => Err(error.into()),
        _ => {
            shuffle(&mut grid.jobs, design);
            Ok(grid)
        }
    }
}

impl Design {
    /// The configurations whose stages are metered alone; a size that a model does not take is left out for it.
    ///
    /// # Errors
    /// A word that is wrong, or sizes that no model takes.
    pub fn staged(&self) -> anyhow::Result<Vec<Job>> {
        let first = |values: &[String]| values.first().cloned().into_iter().collect::<Vec<_>>();
        let alone = Self {
            sizes: self.stages.clone(),
            steps: self.steps.first().copied().into_iter().collect(),
            precisions: first(&self.precisions),
            guidance: first(&self.guidance),
            batches: self.batches.first().copied().into_iter().collect(),
            images: vec![Images::Auto],
            stages: Vec::new(),
            ..self.clone()
        };
        if self.stages.is_empty() { Ok(Vec::new()) } else { Ok(expand(&alone)?.jobs) }
    }
}

impl Grid {
    fn take(&mut self, workload: Workload, images: Images) {
        let job = Job { workload, images };
        match images {
            Images::Fixed(count) if !count.is_multiple_of(workload.batch()) => self.skipped.push(Skipped {
                key: job.key(),
                images,
                reason: format!("{count} images are not a multiple of the batch of {}", workload.batch()),
            }),
            _ => self.jobs.push(job),
        }
    }
}

fn words<C: Choice>(key: Key, given: &[String]) -> Result<Vec<C>, Error> {
    given.iter().map(|word| C::parse(key, word)).collect()
}

fn workload(base: Workload, design: &Design, size: Size, steps: u32, batch: u32) -> Result<Workload, Error> {
    let sized = base.with_size(size.0)?.with_steps(steps)?.with_batch(batch)?;
    match design.text_tokens {
        Some(tokens) => sized.with_text_tokens(tokens),
        None => Ok(sized),
    }
}

fn shuffle(jobs: &mut Vec<Job>, design: &Design) {
    let mut random = fastrand::Rng::with_seed(design.seed);
    random.shuffle(jobs);
    if design.order == Order::Grouped {
        let mut blocks: Vec<Vec<Job>> = Vec::new();
        for job in jobs.drain(..) {
            match blocks
                .iter_mut()
                .find(|block| block.first().is_some_and(|first| first.loaded() == job.loaded()))
            {
                Some(block) => block.push(job),
                None => blocks.push(vec![job]),
            }
        }
        jobs.extend(blocks.into_iter().flatten());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Design {
        Design::paper(vec!["flux1-dev".to_owned()])
    }

    fn ids(design: &Design) -> Vec<String> {
        expand(design).unwrap().jobs.iter().map(Job::id).collect()
    }

    #[test]
    fn the_papers_design_has_240_configurations_each_once() {
        let mut all = ids(&paper());
        assert_eq!(all.len(), 240, "arXiv:2511.17031, section 4");
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 240);
    }

    #[test]
    fn the_seed_decides_the_order_and_nothing_else() {
        let other = Design { seed: 1, ..paper() };
        assert_eq!(ids(&paper()), ids(&paper()));
        assert_ne!(ids(&paper()), ids(&other));
        let sorted = |design| {
            let mut all = ids(design);
            all.sort();
            all
        };
        assert_eq!(sorted(&paper()), sorted(&other));
    }

    #[test]
    fn grouped_loads_each_model_and_precision_once() {
        let design = Design {
            models: vec!["flux1-dev".to_owned(), "sd2.1".to_owned()],
            sizes: vec!["512".parse().unwrap()],
            order: Order::Grouped,
            ..paper()
        };
        let jobs = expand(&design).unwrap().jobs;
        let changes = jobs.windows(2).filter(|pair| pair[0].loaded() != pair[1].loaded()).count();
        assert_eq!(changes, 3, "two models in two precisions");
    }

    #[test]
    fn a_star_changes_one_setting_at_a_time() {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let design = Design {
            sizes: vec!["512".parse().unwrap()],
            steps: vec![4],
            precisions: words(&["bf16", "fp16", "fp32"]),
            batches: vec![1, 4],
            images: vec![Images::Auto],
            pattern: Pattern::Star,
            ..paper()
        };
        let mut all: Vec<String> = expand(&design).unwrap().jobs.iter().map(Job::key).collect();
        all.sort();
        let wanted = ["bf16/off/b1", "bf16/off/b4", "bf16/on/b1", "fp16/off/b1", "fp32/off/b1"];
        assert_eq!(all, wanted.map(|rest| format!("flux1-dev/512x512/4/{rest}")));
        let written = design.written().unwrap();
        assert!(written.contains("pattern = \"star\""), "{written}");
        assert!(!paper().written().unwrap().contains("pattern"), "files of older plans keep their digest");
    }

    #[test]
    fn what_one_model_does_not_take_is_skipped_and_what_none_takes_is_an_error() {
        let models = vec!["flux1-dev".to_owned(), "sd2.1".to_owned()];
        // 520 is a multiple of 8 and not of 16.
        let design = Design { models, sizes: vec!["520".parse().unwrap()], ..paper() };
        let grid = expand(&design).unwrap();
        assert_eq!((grid.jobs.len(), grid.skipped.len()), (60, 60));
        assert!(grid.skipped[0].reason.contains("multiples of 16"), "{}", grid.skipped[0].reason);
        let only = Design { models: vec!["flux1-dev".to_owned()], ..design };
        assert!(expand(&only).unwrap_err().to_string().contains("multiples of 16"));
        let batch = Design { batches: vec![3], images: vec![Images::Fixed(10)], ..paper() };
        assert!(expand(&batch).unwrap().skipped[0].reason.contains("batch of 3"));
    }
}
