//! The fits of a report: coefficients with their errors.

use maud::{Markup, html};
use wattpix_core::error::Choice;
use wattpix_core::fit::Fit;
use wattpix_core::fit::schema::Law;
use wattpix_core::present::{correlation, fixed, significant};
use wattpix_core::regress::fitting::Method;

use super::{Report, choice};
use crate::command::fit::adjusted;
use crate::influential::Influential;

/// Every fit; the one whose estimates fill the tables is open.
pub(super) fn section(report: &Report) -> Markup {
    html! {
        section id="fits" {
            h2 { "The fits" }
            @if let Some(reason) = choice::reason(report) { p { (reason) } }
            @for (index, (law, fit)) in report.fits.iter().enumerate() {
                details open[index == 0] {
                    summary { "The " (law.method(report.response).name()) " law" @if index == 0 { ", which fills the tables below" } }
                    (body(fit))
                    (influential(report, law.method(report.response), fit))
                }
            }
            @for (law, refusal) in &report.refused {
                p.warning { "The " (law.method(report.response).name()) " law could not be fitted: " (refusal.to_string()) "." }
            }
        }
    }
}

/// Leverage and outliers, where the fit rests on these rows alone.
fn influential(report: &Report, method: Method, fit: &Fit) -> Markup {
    let Ok(Some(influential)) = Influential::new(&report.rows, fit, method) else { return html! {} };
    html! {
        ul.note { @for line in influential.lines(&report.rows) { li { (line.trim_start()) } } }
    }
}

fn body(fit: &Fit) -> Markup {
    let file = fit.file();
    let quality = &file.quality;
    let figure =
        |value: Option<f64>| value.map_or_else(|| "undefined".to_owned(), |value| correlation(value, 4));
    html! {
        (coefficients("Energy", &file.law))
        @if let Some(duration) = &file.duration { (coefficients("Duration", duration)) }
        p.note {
            "On its own rows: R² " (figure(quality.r2)) ", adjusted R² " (figure(adjusted(fit))) ", mean absolute error " (figure(quality.mae_ln)) " in ln, MAPE " (figure(quality.mape))
            ", Spearman " (figure(quality.spearman)) ", Pearson " (figure(quality.pearson)) ". A GPU's coefficient is against "
            (file.baseline_gpu) "."
        }
    }
}

fn coefficients(what: &str, law: &Law) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label={ (what) ": coefficients" } {
            table {
                caption { (what) ": unexplained spread " (fixed(law.residual_sd, 3)) " in ln" }
                thead { tr { @for head in ["Term", "Coefficient", "Standard error", "Unit"] { th scope="col" { (head) } } } }
                tbody {
                    @for term in law.terms.iter() {
                        tr {
                            th scope="row" { (term.feature.name()) @if let Some(level) = &term.level { " " (level) } }
                            td.number { (significant(term.coefficient, 4)) }
                            td.number { @if let Some(error) = term.std_error { (significant(error, 2)) } @else { "not fitted" } }
                            td { (term.feature.unit()) }
                        }
                    }
                }
            }
        }
    }
}
