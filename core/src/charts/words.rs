//! The few words a chart writes by itself, per language. Titles, units and labels come from the caller.

/// The words of one language and its decimal sign.
#[derive(Debug, PartialEq)]
pub struct Words {
    /// Between whole and fraction.
    pub decimal: char,
    /// Shown in place of a chart without data.
    pub nothing_to_draw: &'static str,
    /// A value that was measured.
    pub measured: &'static str,
    /// A value computed by a law.
    pub predicted: &'static str,
    /// A prediction for a configuration unlike those the law was fitted to.
    pub outside: &'static str,
    /// The chosen configuration.
    pub current: &'static str,
    /// Column: the series.
    pub series: &'static str,
    /// Column: the lower end of an interval.
    pub low: &'static str,
    /// Column: the upper end of an interval.
    pub high: &'static str,
    /// Column: measured or predicted.
    pub status: &'static str,
    /// Column: a part's share of the whole.
    pub share: &'static str,
    /// Column: the part.
    pub part: &'static str,
    /// Column: the value.
    pub value: &'static str,
    /// Column: value over that of the baseline.
    pub ratio: &'static str,
    /// Between the ends of an interval.
    pub to: &'static str,
    /// "y against x", in descriptions.
    pub against: &'static str,
    /// The line on which a prediction is what was measured.
    pub agreement: &'static str,
    /// Said of an interval: it has the measurement in it.
    pub holds: &'static str,
    /// Said of an interval: it has not.
    pub misses: &'static str,
    /// Said of an axis whose steps are factors.
    pub logarithmic: &'static str,
}

/// English.
pub static ENGLISH: Words = Words {
    decimal: '.',
    nothing_to_draw: "Nothing to draw",
    measured: "measured",
    predicted: "predicted",
    outside: "outside the fitted range",
    current: "chosen",
    series: "Series",
    low: "low",
    high: "high",
    status: "Status",
    share: "Share (%)",
    part: "Part",
    value: "Value",
    ratio: "Ratio",
    to: "to",
    against: "against",
    agreement: "as measured",
    holds: "holds it",
    misses: "misses it",
    logarithmic: "logarithmic scale",
};

/// French.
pub static FRENCH: Words = Words {
    decimal: ',',
    nothing_to_draw: "Rien à tracer",
    measured: "mesuré",
    predicted: "prédit",
    outside: "hors du domaine ajusté",
    current: "choisi",
    series: "Série",
    low: "bas",
    high: "haut",
    status: "Statut",
    share: "Part (%)",
    part: "Composante",
    value: "Valeur",
    ratio: "Rapport",
    to: "à",
    against: "selon",
    agreement: "comme mesuré",
    holds: "la contient",
    misses: "ne la contient pas",
    logarithmic: "échelle logarithmique",
};
