//! Grouped bars in words: values, description and the data table.

use super::grouped::{Bar, BarKind, GroupedBars};
use super::number::{add_interval, brief, shown};
use super::prose::{add, heading, joined, with_unit};
use super::table::{Table, Value};
use crate::words::Word;

impl GroupedBars {
    /// Value with unit, and the ratio where there is a baseline.
    #[inline(never)]
    pub(crate) fn value_label(&self, bar: &Bar) -> String {
        let decimal = self.frame.words.decimal();
        let mut text = with_unit(&brief(bar.value, decimal), &self.axis.unit);
        if let Some(ratio) = self.ratio(bar) {
            add(&mut text, &[" · ", &shown(ratio, 2, decimal), "×"]);
        }
        text
    }

    /// Measured or predicted, in words.
    fn status(&self, kind: BarKind) -> &'static str {
        let words = self.frame.words;
        match kind {
            BarKind::Predicted => words.text(Word::CHART_PREDICTED),
            BarKind::Outside => words.text(Word::CHART_OUTSIDE),
            BarKind::Measured => words.text(Word::CHART_MEASURED),
        }
    }

    /// Group, and series where there are several.
    fn name(&self, group: &str, series: usize) -> String {
        if self.series.len() > 1 { joined(&[group, ", ", &self.series[series]]) } else { joined(&[group]) }
    }

    /// Returns a bar as a sentence: "A100: 4.19 Wh, 3.5 to 5 Wh (predicted)".
    #[inline(never)]
    pub(crate) fn sentence(&self, group: &str, series: usize, bar: &Bar) -> String {
        let mut text = joined(&[
            &self.name(group, series),
            self.frame.words.text(Word::LANGUAGE_COLON),
            &self.value_label(bar),
        ]);
        add_interval(&mut text, bar.interval, &self.axis.unit, self.frame.words);
        add(&mut text, &[" (", self.status(bar.kind), ")"]);
        text
    }

    /// The chart in a few sentences.
    pub(crate) fn description(&self) -> String {
        let mut text = heading(&self.axis.title, &self.axis.unit);
        add(&mut text, &["."]);
        let before = text.len();
        for group in &self.groups {
            for (series, bar) in group.bars.iter().enumerate() {
                if let Some(bar) = bar {
                    add(&mut text, &[" ", &self.sentence(&group.label, series, bar), "."]);
                }
            }
        }
        if text.len() == before {
            add(&mut text, &[" ", self.frame.words.text(Word::CHART_NOTHING), "."]);
        }
        text
    }

    /// Returns a table of one row a bar.
    pub(crate) fn table(&self) -> Table {
        let words = self.frame.words;
        let value = heading(&self.axis.title, &self.axis.unit);
        let [low, high] = [words.text(Word::CHART_LOW), words.text(Word::CHART_HIGH)]
            .map(|end| joined(&[&value, ", ", end]));
        let mut table = Table::new(&[
            words.text(Word::CHART_SERIES),
            &value,
            &low,
            &high,
            words.text(Word::CHART_RATIO),
            words.text(Word::CHART_STATUS),
        ]);
        for group in &self.groups {
            for (series, bar) in group.bars.iter().enumerate() {
                let Some(bar) = bar else { continue };
                let (low, high) = (bar.interval.map(|ends| ends.0), bar.interval.map(|ends| ends.1));
                let [value, low, high, ratio] =
                    [Some(bar.value), low, high, self.ratio(bar)].map(Value::Number);
                let name = self.name(&group.label, series);
                let status = Value::Text(self.status(bar.kind));
                table.add(&[Value::Text(&name), value, low, high, ratio, status], words.decimal());
            }
        }
        table
    }
}
