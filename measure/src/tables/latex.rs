//! A table of energies for a paper, with `booktabs`.

use std::fmt::Write as _;

use super::EnergyTable;

/// The table as LaTeX: predicted energies, in italics where they are extrapolated; measured ones in bold behind them.
#[must_use]
pub fn latex(table: &EnergyTable) -> String {
    let [measured, extrapolated] = table.marks();
    let mut caption = format!(
        "{}. {}, by {}.",
        escaped(&table.pair.about()),
        escaped(&table.quantity()),
        escaped(&table.by)
    );
    if measured {
        caption.push_str(" Bold: measured, the mean of its rows.");
    }
    if extrapolated {
        caption.push_str(" Italic: extrapolated.");
    }
    let mut text = format!(
        "% needs \\usepackage{{booktabs}}\n\\begin{{table}}\n\\centering\n\\caption{{{caption}}}\n\\begin{{tabular}}{{lr{}}}\n\\toprule\nResolution & Steps",
        "r".repeat(table.columns.len())
    );
    for (precision, guidance) in &table.columns {
        let _ = write!(text, " & {}", escaped(&EnergyTable::column(*precision, *guidance)));
    }
    text.push_str(" \\\\\n");
    let mut last = None;
    for row in &table.rows {
        let mut named = String::new();
        if last != Some(row.size) {
            text.push_str("\\midrule\n");
            named = format!("${} \\times {}$", row.size.width, row.size.height);
        }
        last = Some(row.size);
        let _ = write!(text, "{named} & {}", row.steps);
        for cell in &row.cells {
            let shown = cell.as_ref().map_or_else(
                || "--".to_owned(),
                |cell| {
                    let predicted = table.shown(cell.estimate.energy);
                    let predicted = if cell.estimate.is_extrapolated() {
                        format!("\\textit{{{predicted}}}")
                    } else {
                        predicted
                    };
                    match cell.measured {
                        Some(energy) => format!("{predicted} \\textbf{{{}}}", table.shown(energy)),
                        None => predicted,
                    }
                },
            );
            let _ = write!(text, " & {shown}");
        }
        text.push_str(" \\\\\n");
    }
    text.push_str("\\bottomrule\n\\end{tabular}\n\\end{table}\n");
    text
}

/// A text whose signs LaTeX would take for commands.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for sign in text.chars() {
        match sign {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => escaped.extend(['\\', sign]),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '×' => escaped.push_str("$\\times$"),
            _ => escaped.push(sign),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_of_a_name_is_a_command() {
        assert_eq!(escaped("a_b~c 5 % {x}\\"), "a\\_b\\textasciitilde{}c 5 \\% \\{x\\}\\textbackslash{}");
    }
}
