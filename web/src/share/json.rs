//! Cells of data in JSON files.

use serde::Serialize;

/// Whole numbers up to this are exact.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// A cell of a table.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum JsonCell {
    /// A number without a fraction.
    Whole(i64),
    /// Any other number, in the fewest digits that read back to it.
    Number(f64),
    /// A text.
    Text(String),
    /// Null.
    Empty,
}

impl From<f64> for JsonCell {
    fn from(value: f64) -> Self {
        let is_whole = value.fract() == 0.0 && value.abs() <= LARGEST_WHOLE;
        if is_whole { Self::Whole(value as i64) } else { Self::Number(value) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_and_whole_ones_have_no_fraction() {
        let written = |value: f64| serde_json::to_string(&JsonCell::from(value)).unwrap();
        for value in [0.1, -2.5e-9, 1e300, 5e-324, 50.0, -3.0, LARGEST_WHOLE, 1e17] {
            let text = written(value);
            assert_eq!(text.parse::<f64>().map(f64::to_bits), Ok(value.to_bits()), "{text}");
        }
        assert_eq!((written(50.0), written(f64::NAN)), ("50".to_owned(), "null".to_owned()));
        assert_eq!(serde_json::to_string(&JsonCell::Empty).unwrap(), "null");
    }
}
