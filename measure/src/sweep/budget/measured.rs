//! Measurements of a budget so far, configuration by configuration.

use crate::sweep::spread::Spread;

/// Standard deviation of ln energy from window to window before anything is measured, and the least that is believed.
const NOISE_SD: [f64; 2] = [0.03, 0.005];
/// Windows beyond the first of their configuration before the noise is taken from them.
const FREEDOM: usize = 8;

/// A configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Met {
    /// Key.
    pub key: String,
    /// Energy of one image in each window, joules.
    pub joules: Vec<f64>,
    /// Seconds of one image, observed.
    pub image_s: f64,
}

/// All of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measured(Vec<Met>);

impl Measured {
    /// Takes a window of so many images and joules.
    pub fn take(&mut self, key: &str, images: u32, joules: f64, image_s: f64) {
        let joules = joules / f64::from(images);
        match self.0.iter_mut().find(|met| met.key == key) {
            Some(met) => met.joules.push(joules),
            None => self.0.push(Met { key: key.to_owned(), joules: vec![joules], image_s }),
        }
    }

    /// Every configuration.
    #[must_use]
    pub fn all(&self) -> &[Met] {
        &self.0
    }

    /// The one with that key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Met> {
        self.0.iter().find(|met| met.key == key)
    }

    /// Standard deviation of ln energy from window to window of one configuration.
    #[must_use]
    pub fn noise_sd(&self) -> f64 {
        let [assumed, least] = NOISE_SD;
        let (mut squares, mut freedom) = (0.0, 0);
        for met in &self.0 {
            let ln: Vec<f64> = met.joules.iter().map(|joules| joules.ln()).collect();
            if let Some(spread) = Spread::of(&ln) {
                squares += spread.sd.powi(2) * (spread.count - 1) as f64;
                freedom += spread.count - 1;
            }
        }
        if freedom < FREEDOM { assumed } else { (squares / freedom as f64).sqrt().max(least) }
    }
}

/// True if two keys differ in nothing but their steps.
#[must_use]
pub fn same_but_steps(a: &str, b: &str) -> bool {
    let others = |key: &str| -> Vec<String> {
        let parts = key.split('/').enumerate().filter(|(place, _)| *place != 2);
        parts.map(|(_, part)| part.to_owned()).collect()
    };
    others(a) == others(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_tell_the_noise_whatever_their_images() {
        let mut measured = Measured::default();
        let key = "m/256x256/2/fp16/off/b1";
        for (index, images) in [20, 21, 20, 24, 20, 22, 20, 20, 20].into_iter().enumerate() {
            let factor = if index % 2 == 0 { 1.05 } else { 0.95 };
            measured.take(key, images, factor * f64::from(images), 0.25);
        }
        measured.take("other", 40, 40.0, 0.25);
        assert_eq!((measured.all().len(), measured.get(key).unwrap().joules.len()), (2, 9));
        assert!((measured.noise_sd() - 0.0527).abs() < 1e-3, "{}", measured.noise_sd());
        assert!(same_but_steps(key, "m/256x256/50/fp16/off/b1"));
        assert!(!same_but_steps(key, "m/256x256/2/fp16/on/b1"));
    }
}
