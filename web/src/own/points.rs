//! Measured configurations, a line each: the fourth module reads them from a person's files, the second draws them.

use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::Key;
use wattpix_core::estimate::Question;
use wattpix_core::units::Energy;

/// What a line says of the configuration, in its order.
const KEYS: [Key; 10] = [
    Key::Model,
    Key::Gpu,
    Key::Width,
    Key::Height,
    Key::Steps,
    Key::Precision,
    Key::Guidance,
    Key::Batch,
    Key::TextTokens,
    Key::Boundary,
];

/// A measured configuration.
#[derive(Debug, Clone)]
pub struct Point {
    /// What was measured.
    pub question: Question,
    /// Energy of one image.
    pub energy: Energy,
    /// Half the length of its error bar; zero where nothing is known of it.
    pub error: Energy,
    /// Runs that it is the mean of.
    pub runs: u32,
    /// Whether a fake meter gave it.
    pub fake: bool,
}

/// Writes points.
#[cfg(feature = "refit")]
pub fn write(points: &[wattpix_core::observation::repeats::Point]) -> String {
    use wattpix_core::error::Choice;
    let line = |point: &wattpix_core::observation::repeats::Point| {
        let observed = &point.first.observed;
        let (workload, size) = (&observed.workload, observed.workload.size());
        [
            workload.model().id,
            observed.gpu.id,
            &size.width.to_string(),
            &size.height.to_string(),
            &workload.steps().to_string(),
            workload.precision().name(),
            workload.guidance().name(),
            &workload.batch().to_string(),
            &workload.text_tokens().to_string(),
            observed.boundary.name(),
            &format!("{:x}", point.joules.to_bits()),
            &format!("{:x}", point.error.to_bits()),
            &point.runs.to_string(),
            if point.first.fake { "fake" } else { "" },
        ]
        .join("\t")
    };
    points.iter().map(line).collect::<Vec<_>>().join("\n")
}

thread_local! {
    static OWN: std::cell::RefCell<(String, Vec<Point>)> = const { std::cell::RefCell::new((String::new(), Vec::new())) };
}

/// Takes the points that charts show, in place of those before.
pub fn offer(lines: &str) {
    OWN.with_borrow_mut(|own| {
        if own.0 != lines {
            *own = (lines.to_owned(), read(lines));
        }
    });
}

/// The points that charts show.
pub fn all() -> Vec<Point> {
    OWN.with_borrow(|own| own.1.clone())
}

/// Reads points; a line that is none is left out.
pub fn read(lines: &str) -> Vec<Point> {
    lines.split('\n').filter_map(point).collect()
}

fn point(line: &str) -> Option<Point> {
    let mut fields = line.split('\t');
    let mut typed = Typed::default();
    for key in KEYS {
        typed.set(key, fields.next()?);
    }
    let (configuration, problems) = Configuration::read(&typed);
    let mut joules = || {
        let bits = u64::from_str_radix(fields.next()?, 16).ok()?;
        Some(f64::from_bits(bits)).filter(|joules| joules.is_finite() && *joules >= 0.0)
    };
    let (energy, error) = (joules()?, joules()?);
    let (runs, fake) = (fields.next()?.parse().ok()?, fields.next()? == "fake");
    let sound = problems.is_empty() && energy > 0.0;
    sound.then(|| Point {
        question: configuration.question,
        energy: Energy::from_joules(energy),
        error: Energy::from_joules(error),
        runs,
        fake,
    })
}
