//! Lines that version 0.1 kept, read.

use wattpix_core::configuration::Configuration;
use wattpix_core::estimate::estimate_with;
use wattpix_core::fit::BUNDLED;

use super::*;

/// The fits that were shipped before the law of time and power, in their order.
const KEPT: &str = include_str!("../kept-0.1.txt");

/// A fit of the law of time and power, of a described model among others.
const TIME_AND_POWER: &str = include_str!("../kept-0.1-time-and-power.txt");

#[test]
fn fits_that_an_older_page_kept_estimate_the_same_to_the_last_bit() {
    let question = Configuration::first().question;
    for line in KEPT.lines() {
        let kept = read(line).unwrap();
        let title = &kept.file().title;
        let shipped = BUNDLED.iter().find(|fit| [&fit.file().title, &fit.file().id].contains(&title));
        let shipped = shipped.unwrap_or_else(|| panic!("{title} is not shipped"));
        let energies = [shipped, &kept].map(|fit| {
            let estimate = estimate_with(fit, &question).unwrap();
            [estimate.energy, estimate.low, estimate.high].map(|energy| energy.joules())
        });
        assert_eq!(energies[0], energies[1], "{title}");
    }
}

/// Not everything ran everywhere, so that the fit says what did; the id of a described model has colons.
#[test]
fn a_fit_of_the_law_of_time_and_power_is_read_whole() {
    let kept = read(TIME_AND_POWER.trim_end()).unwrap();
    let file = kept.file();
    let described = "flux1-dev~joint_blocks:10~width:2048";
    assert_eq!((file.schema, file.law.form, kept.quantile()), (3, Form::TimeAndPower, 1.7));
    assert_eq!(file.models[0], described);
    let pairs = file.pairs.as_ref().unwrap();
    assert_eq!((&*pairs[0].model, &*pairs[0].precisions), (described, &[owned("fp16"), owned("fp32")][..]));
    let triangle = file.law.covariance.as_ref().unwrap();
    let rows: Vec<usize> = triangle.iter().map(|row| row.len()).collect();
    assert_eq!(rows, (1..=file.law.terms.len()).collect::<Vec<_>>());
    assert!(file.law.effects.is_some() && file.law.saturation.is_some());
}

#[test]
fn a_triangle_that_lacks_a_number_is_no_covariance() {
    let kept = read(TIME_AND_POWER.trim_end()).unwrap();
    let last = *kept.file().law.covariance.as_ref().unwrap().last().unwrap().last().unwrap();
    let last = format!(",{:x}", last.to_bits());
    assert!(TIME_AND_POWER.contains(&last));
    assert!(read(&TIME_AND_POWER.trim_end().replace(&last, "")).is_none());
}

#[test]
fn lines_that_no_page_wrote_are_refused() {
    let line = KEPT.lines().next().unwrap();
    for (from, to) in [
        ("flux1-dev", "nobody"),
        ("sha256-", "md5-"),
        ("0000000000000000\t", "0123\t"),
        ("intercept", "moon_phase"),
        ("\tl;", "\tl"),
    ] {
        assert!(read(&line.replacen(from, to, 1)).is_none(), "{from}");
    }
    for cut in 0..line.len() {
        // Whatever is left of it: no panic, and at most the count of rows is lost.
        let _ = line.get(..cut).and_then(read);
    }
}
