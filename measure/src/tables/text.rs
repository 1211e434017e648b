//! A table of energies for a terminal.

use std::fmt::Write as _;

use super::{EnergyTable, size};

/// The table as lines: predicted energies, measured ones in brackets behind them, extrapolated ones with a star.
#[must_use]
pub fn text(table: &EnergyTable) -> String {
    let mut lines: Vec<Vec<String>> = vec![vec!["Resolution".to_owned(), "Steps".to_owned()]];
    lines[0]
        .extend(table.columns.iter().map(|(precision, guidance)| EnergyTable::column(*precision, *guidance)));
    let mut last = None;
    for row in &table.rows {
        let named = if last == Some(row.size) { String::new() } else { size(row.size) };
        last = Some(row.size);
        let mut line = vec![named, row.steps.to_string()];
        line.extend(row.cells.iter().map(|cell| {
            let Some(cell) = cell else { return "–".to_owned() };
            let star = if cell.estimate.is_extrapolated() { "*" } else { "" };
            let measured =
                cell.measured.map(|energy| format!(" ({})", table.shown(energy))).unwrap_or_default();
            format!("{}{star}{measured}", table.shown(cell.estimate.energy))
        }));
        lines.push(line);
    }
    let columns = lines[0].len();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = format!("{}\n{}, by {}\n\n", table.pair.about(), table.quantity(), table.by);
    for line in &lines {
        let cells = line.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        let _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    let [measured, extrapolated] = table.marks();
    if measured {
        text.push_str("(…) measured: the mean of its rows; before it what the fit predicts\n");
    }
    if extrapolated {
        text.push_str("* extrapolated: the fit did not see this model, GPU, precision or setting\n");
    }
    text
}
