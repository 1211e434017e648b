//! Plausibility of a measured duration where no energy is known beside it.

use super::{EXPLAINED, Mistake, NEAR, likely, three_digits};
use crate::estimate::{Question, estimate};
use crate::fit;
use crate::present::plain;
use crate::regress::timing::{Timed, Timing};
use crate::setting::Boundary;
use crate::words::{Word, Words};

/// A duration that cannot be what it says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImplausibleSeconds {
    timed: Timed,
    given: f64,
    expected: f64,
    mistake: Option<Mistake>,
}

impl ImplausibleSeconds {
    /// The message in a language.
    pub fn text(&self, words: Words) -> String {
        let word = match self.timed {
            Timed::Image => Word::IMPLAUSIBLE_SECONDS,
            Timed::Step => Word::IMPLAUSIBLE_SECONDS_A_STEP,
        };
        let [given, expected] = [self.given, self.expected].map(|seconds| plain(three_digits(seconds)));
        likely(words.say(word, &[("given", &given), ("expected", &expected)]), self.mistake, words)
    }
}

impl Timing {
    /// Refuses a duration that is far from what the default fit expects. `images` are those that the row tells.
    ///
    /// # Errors
    /// What was given, what is expected, and the likely mistake.
    pub fn check_plausible(&self, images: u64) -> Result<(), ImplausibleSeconds> {
        let [image, step] = self.expected();
        let (expected, other, of_other) = match self.timed {
            Timed::Image => (image, step, Mistake::OfOneStep),
            Timed::Step => (step, image, Mistake::OfWholeImage),
        };
        let Some(expected) = expected else { return Ok(()) };
        let within = |seconds: f64, expected: f64, factor: f64| {
            (expected / factor..=expected * factor).contains(&seconds)
        };
        if within(self.seconds, expected, NEAR) {
            return Ok(());
        }
        let of_all = images as f64;
        let mended = [
            (Mistake::Milliseconds, self.seconds * 1e-3),
            (Mistake::Minutes, self.seconds * 60.0),
            (Mistake::DurationOfOneImage, self.seconds * of_all),
        ];
        let of_other = other.map(|other| (of_other, self.seconds / other * expected));
        let explained =
            mended.into_iter().chain(of_other).filter(|(_, seconds)| within(*seconds, expected, EXPLAINED));
        let distance = |seconds: f64| (seconds / expected).ln().abs();
        let nearest = explained.min_by(|(_, a), (_, b)| distance(*a).total_cmp(&distance(*b)));
        let mistake = nearest.map(|(mistake, _)| mistake);
        Err(ImplausibleSeconds { timed: self.timed, given: self.seconds, expected, mistake })
    }

    /// Seconds of an image and of a step, where there is a law. Seconds are affine in steps.
    fn expected(&self) -> [Option<f64>; 2] {
        let seconds = |steps: u32| {
            let workload = self.workload.with_steps(steps).ok()?;
            let question = Question { workload, gpu: self.gpu, boundary: Boundary::Gross };
            estimate(fit::available(), &question).ok()?.seconds
        };
        let steps = self.workload.steps();
        let step = seconds(2).zip(seconds(1)).map(|(two, one)| two - one);
        [seconds(steps), step]
    }
}

#[cfg(test)]
mod tests {
    use crate::regress::table;

    const HEAD: &str = "model,gpu,width,height,steps,precision,guidance,images,duration_s,stage\n";

    fn read(row: &str) -> table::Table {
        let table = table::read("t.csv", [HEAD, row, "\n"].concat().as_bytes()).unwrap();
        assert_eq!(table.timings.len() + table.rejected.len(), 1);
        table
    }

    /// SDXL on an H100: 2.43 s an image of 25 steps, 0.09 s a step.
    fn row(images: u32, seconds: f64, stage: &str) -> String {
        format!("sdxl,h100-sxm,1024,1024,25,fp16,on,{images},{seconds},{stage}")
    }

    #[test]
    fn sound_durations_are_plausible() {
        for sound in
            [row(1, 2.43, "image"), row(10, 24.3, "image"), row(1, 0.09, "step"), row(1, 9.0, "image")]
        {
            assert_eq!(read(&sound).timings.len(), 1, "{sound}: {:?}", read(&sound).rejected);
        }
    }

    #[test]
    fn the_likely_mistake_is_named() {
        for (wrong, expected) in [
            (row(1, 2430.0, "image"), "in ms"),
            (row(1, 0.0405, "image"), "in minutes"),
            (row(1, 0.09, "image"), "of one step"),
            (row(1, 2.43, "step"), "of the whole image"),
            (row(1, 90.0, "step"), "in ms"),
            (row(100, 2.43, "image"), "of one image"),
            (row(1, 1e9, "image"), "check the units"),
        ] {
            let table = read(&wrong);
            let rejected = table.rejected.first().unwrap_or_else(|| panic!("{wrong} was taken"));
            assert!(rejected.reason.contains(expected), "{wrong}: {}", rejected.reason);
        }
    }

    /// The durations that fits were made of are plausible, all of them.
    #[test]
    fn published_durations_are_plausible() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../fitted/timings/published.csv");
        let table = table::read("t.csv", &*std::fs::read(path).unwrap()).unwrap();
        assert!(table.rejected.is_empty(), "{}", table.rejected[0]);
        assert_eq!(table.timings.len(), 70);
    }
}
