//! A state as a command line of `measure`.

use wattpix_core::carbon::electricity::{INTENSITY, PRICE, PUE, ZONE};
use wattpix_core::carbon::{DEFAULT_PUE, Electricity};
use wattpix_core::configuration::Configuration;
use wattpix_core::error::Key;
use wattpix_core::present::plain;

use crate::view::View;

/// The line of `measure estimate` that gives the figure shown. Where the link keeps a version of the coefficients, the fit is named.
pub fn command(view: &View) -> String {
    let configuration = &view.page.main;
    let mut line = String::from("measure estimate");
    let mut add = |key: &str, value: &str| {
        line.push_str(" --");
        line.extend(key.chars().map(|sign| if sign == '_' { '-' } else { sign }));
        line.push(' ');
        line.push_str(value);
    };
    for key in Key::ALL {
        if let Some(value) = said(configuration, key) {
            add(key.name(), &value);
        }
    }
    let pinned = view.query.get(crate::page::VERSION).is_some() && configuration.fit.is_none();
    if let Some(estimate) = view.estimate.as_ref().ok().filter(|_| pinned) {
        add(Key::Fit.name(), estimate.fit.id());
    }
    // What the link says of electricity. An own intensity counts instead of the zone, which is then left out.
    let Electricity { zone, own, pue, price, .. } = &view.page.electricity;
    if own.is_none() && !zone.is_world() {
        add(ZONE, zone.alpha_3);
    }
    let pue = Some(*pue).filter(|pue| *pue != DEFAULT_PUE);
    for (key, value) in [(INTENSITY, *own), (PUE, pue), (PRICE, *price)] {
        if let Some(value) = value {
            add(key, &plain(value));
        }
    }
    line
}

/// The value of a key on the command line; model and GPU are always named there.
fn said(configuration: &Configuration, key: Key) -> Option<String> {
    let question = &configuration.question;
    match key {
        Key::Model => Some(question.workload.model().id.to_owned()),
        Key::Gpu => Some(configuration.gpu_name().to_owned()),
        _ => configuration.written(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::countries::arrive;
    use crate::query::Query;

    #[test]
    fn the_line_says_what_differs_from_the_defaults() {
        let line = |query: &str| command(&View::of(Query::parse(query)));
        assert_eq!(line(""), "measure estimate --model flux1-dev --gpu a100");
        assert_eq!(
            line("?model=sd2.1&gpu=h100&steps=20&text_tokens=77&precision=bf16&boundary=gross&images=7"),
            "measure estimate --model sd2.1 --gpu h100 --steps 20 --precision bf16 --images 7 --boundary gross"
        );
        arrive("FRA,FR,44.18,2024,owid,France");
        assert_eq!(
            line("?zone=fr&pue=1.20&price=0.25"),
            "measure estimate --model flux1-dev --gpu a100 --zone FRA --pue 1.2 --price 0.25"
        );
        assert_eq!(
            line("?zone=FRA&intensity=30&pue=9"),
            "measure estimate --model flux1-dev --gpu a100 --intensity 30"
        );
        assert_eq!(line("?v=1"), "measure estimate --model flux1-dev --gpu a100 --fit paper-flux1-dev-a100");
    }
}
