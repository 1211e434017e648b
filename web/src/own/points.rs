//! Measured configurations of a person's own, as charts draw them and as the worker sends them.

use std::cell::RefCell;

use serde::{Deserialize, Serialize};
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Choice, Key};
use wattpix_core::estimate::Question;
use wattpix_core::observation::repeats;
use wattpix_core::units::Energy;

/// A measured configuration.
#[derive(Debug, Clone)]
pub struct Point {
    /// Configuration that was measured.
    pub question: Question,
    /// Energy of one image.
    pub energy: Energy,
    /// Half the length of its error bar; zero where nothing is known of it.
    pub error: Energy,
    /// Runs that it is the mean of.
    pub runs: usize,
    /// True where a fake meter gave it.
    pub fake: bool,
}

/// A measured configuration as the worker sends it: settings by their names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SentPoint {
    settings: Vec<(String, String)>,
    joules: f64,
    error_joules: f64,
    runs: usize,
    fake: bool,
}

impl SentPoint {
    /// Describes the mean of repeated runs.
    pub fn new(point: &repeats::Point) -> Self {
        let observed = &point.first.observed;
        let (workload, size) = (&observed.workload, observed.workload.size());
        let settings = [
            (Key::Model, workload.model().id.to_owned()),
            (Key::Gpu, observed.gpu.id.to_owned()),
            (Key::Width, size.width.to_string()),
            (Key::Height, size.height.to_string()),
            (Key::Steps, workload.steps().to_string()),
            (Key::Precision, workload.precision().name().to_owned()),
            (Key::Guidance, workload.guidance().name().to_owned()),
            (Key::Batch, workload.batch().to_string()),
            (Key::TextTokens, workload.text_tokens().to_string()),
            (Key::Boundary, observed.boundary.name().to_owned()),
        ];
        Self {
            settings: settings.map(|(key, value)| (key.name().to_owned(), value)).into(),
            joules: point.joules,
            error_joules: point.error,
            runs: point.runs,
            fake: point.first.fake,
        }
    }

    /// Returns the point; `None` where the settings make no configuration.
    pub fn point(&self) -> Option<Point> {
        let mut typed = Typed::default();
        for (name, value) in &self.settings {
            typed.set(Key::ALL.into_iter().find(|key| key.name() == name)?, value);
        }
        let (configuration, problems) = Configuration::read(&typed);
        problems.is_empty().then(|| Point {
            question: configuration.question,
            energy: Energy::from_joules(self.joules),
            error: Energy::from_joules(self.error_joules),
            runs: self.runs,
            fake: self.fake,
        })
    }
}

thread_local! {
    static SHOWN: RefCell<Vec<Point>> = const { RefCell::new(Vec::new()) };
}

/// Takes the points that charts show, in place of those before.
pub fn show(points: Vec<Point>) {
    SHOWN.set(points);
}

/// Returns the points that charts show.
pub fn all() -> Vec<Point> {
    SHOWN.with_borrow(Vec::clone)
}

#[cfg(test)]
mod tests {
    use wattpix_core::observation::repeats::{Measured, points};
    use wattpix_core::regress::table;
    use wattpix_core::setting::Boundary;
    use wattpix_core::workload::Workload;

    use super::*;

    #[test]
    fn a_point_arrives_as_it_was_sent() {
        let text = "model,gpu,width,height,steps,batch,text_tokens,energy_j,boundary\n\
                    sdxl,h100,768,1024,21,2,77,1000.1,gross\n";
        let rows = table::read("t.csv", text.as_bytes()).unwrap().rows;
        let runs: Vec<Measured> = rows
            .into_iter()
            .map(|observed| Measured { observed, stated_error: Some(0.1), fake: true })
            .collect();
        let (measured, _) = points(&runs, Boundary::Gross, 1);
        let sent = serde_json::to_string(&SentPoint::new(&measured[0])).unwrap();
        let point = serde_json::from_str::<SentPoint>(&sent).unwrap().point().unwrap();
        let observed = &measured[0].first.observed;
        let settings =
            |workload: &Workload| (workload.model().id, workload.size(), workload.steps(), workload.batch());
        assert_eq!(settings(&point.question.workload), settings(&observed.workload));
        assert_eq!((point.question.gpu.id, point.question.boundary), (observed.gpu.id, Boundary::Gross));
        assert_eq!((point.energy.joules(), point.error.joules()), (measured[0].joules, measured[0].error));
        assert_eq!((point.runs, point.fake), (1, true));
    }
}
