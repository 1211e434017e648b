//! Claims that hold and claims that do not, as a section in Markdown.

use std::fmt::Write;

use super::pairs::Factor;
use super::{Claims, Coefficient, Parts};
use crate::output::counted;

/// The paper's text of denoising's share of compute: more than this (arXiv:2511.17031, section 3.1).
const DENOISING: f64 = 0.9;
/// Distance from 1 within which an exponent is called proportional: the fits of the paper's coefficients in `fitted/` have 0.969 to 0.997.
const NEAR_ONE: f64 = 0.05;
/// Distance from 2 within which the factor of guidance is called double: what is not denoising, and repeats, leave that much of 10 % undecided.
const NEAR_TWO: f64 = 0.1;

/// The section. `fake` says that rows of the fake meter are in it.
pub fn section(claims: &[Claims], fake: bool) -> String {
    let mut text = String::from("## What of the paper holds\n\n");
    if fake {
        text.push_str(
            "**A rehearsal: rows of the fake meter are in here. No figure below was measured.**\n\n",
        );
    }
    text.push_str(
        "Claims of arXiv:2511.17031 beside measured rows. A pair is two configurations that differ in one setting alone.\n\n\
         | model | GPU | rows | exponent of compute (the paper's, A100) | of resolution (the paper's, A100) | of steps (operations) | guidance (operations) \
         | batch |\n|---|---|---|---|---|---|---|---|\n",
    );
    for of in claims {
        let steps = of.steps.map_or_else(absent, |steps| {
            format!(
                "{:.3} ({:.3}), {}",
                steps.mean,
                steps.operations,
                counted(steps.configurations, "configuration")
            )
        });
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {steps} | {} | {} |",
            of.model,
            of.gpu,
            of.rows,
            coefficient(of.compute),
            coefficient(of.resolution),
            factor(of.guidance),
            factor(of.batch),
        );
    }
    text.push_str("\n| model | GPU | energy of a precision over fp16 |\n|---|---|---|\n");
    for of in claims {
        let each: Vec<String> =
            of.precisions.iter().map(|(name, found)| format!("{name} {}", factor(Some(*found)))).collect();
        let each = if each.is_empty() { absent() } else { each.join("; ") };
        let _ = writeln!(text, "| {} | {} | {each} |", of.model, of.gpu);
    }
    if claims.iter().any(|of| !of.shares.is_empty()) {
        text.push_str(
            "\nThe stages' shares in %: text, denoising, decoding. Operations are those of `measure flops`, which counts the prompt once; \
             guidance has a second, empty one encoded.\n\n\
             | model | GPU | px | steps | precision | engine | of energy | of operations |\n|---|---|---|---|---|---|---|---|\n",
        );
        for of in claims {
            for share in &of.shares {
                let _ = writeln!(
                    text,
                    "| {} | {} | {}x{} | {} | {} | {} | {} | {} |",
                    of.model,
                    of.gpu,
                    share.width,
                    share.height,
                    share.steps,
                    share.precision,
                    share.engine,
                    parts(share.of_energy),
                    parts(share.of_operations),
                );
            }
        }
    }
    text.push('\n');
    for of in claims {
        let _ = writeln!(text, "- **{} on {}**: {}", of.model, of.gpu, verdicts(of).join("; "));
        if let Some(why) = &of.refused {
            let _ = writeln!(text, "  The paper's law could not be fitted: {why}");
        }
    }
    text
}

fn parts(Parts { text, denoise, decode }: Parts) -> String {
    // Text and decoding are small: two digits more tell them apart.
    format!("{:.2}, {:.1}, {:.2}", 100.0 * text, 100.0 * denoise, 100.0 * decode)
}

fn absent() -> String {
    "-".to_owned()
}

fn coefficient(found: Option<Coefficient>) -> String {
    let Some(Coefficient { found, std_error, published }) = found else { return absent() };
    let error = std_error.map(|error| format!(" ± {error:.3}")).unwrap_or_default();
    let published = published.map(|published| format!(" ({published})")).unwrap_or_default();
    format!("{found:.3}{error}{published}")
}

fn factor(found: Option<Factor>) -> String {
    found.map_or_else(absent, |found| {
        format!(
            "{:.3} ({:.3}), {:.3} to {:.3} over {}",
            found.mean,
            found.operations,
            found.range[0],
            found.range[1],
            counted(found.pairs, "pair")
        )
    })
}

fn verdicts(of: &Claims) -> Vec<String> {
    let mut said = Vec::new();
    let holds = |holds: bool| if holds { "holds" } else { "does not hold" };
    match of.compute {
        Some(found) => said.push(format!(
            "energy in proportion to compute {} (exponent {:.3})",
            holds((found.found - 1.0).abs() <= NEAR_ONE),
            found.found
        )),
        None => said.push("proportion to compute: not tested".to_owned()),
    }
    match of.guidance {
        Some(found) => said.push(format!(
            "guidance twice the energy {} ({:.2} times)",
            holds((found.mean - 2.0).abs() <= NEAR_TWO),
            found.mean
        )),
        None => said.push("guidance: not tested".to_owned()),
    }
    let least = of.shares.iter().map(|share| share.of_energy.denoise).fold(f64::INFINITY, f64::min);
    if least.is_finite() {
        said.push(format!(
            "denoising above 90 % {} (least {:.1} % of the energy)",
            holds(least > DENOISING),
            100.0 * least
        ));
    } else {
        said.push("denoising's share: not tested".to_owned());
    }
    match of.precisions.iter().find(|(name, _)| *name == "fp32") {
        Some((_, found)) => said.push(format!("fp32 takes {:.2} times fp16", found.mean)),
        None => said.push("fp32: not tested".to_owned()),
    }
    said
}
