//! Reading decimal numbers: those that a person types and those of tables that ship as text.

/// Digits that one division turns into the nearest number.
const MOST_DIGITS: usize = 15;

/// A decimal number such as `1.2`: digits and at most one point, up to 15 digits, so that one division gives the nearest number.
/// The library's reader, which takes more, would be a tenth of the page's size.
pub fn decimal(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = [whole, fraction].concat();
    let sound = digits.len() <= MOST_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = digits.parse().ok().filter(|_| sound)?;
    Some(number as f64 / 10_u64.pow(fraction.len() as u32) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_the_nearest_numbers() {
        let cases = [
            ("1.2", Some(1.2)),
            ("0.001", Some(0.001)),
            ("472.94", Some(472.94)),
            ("5", Some(5.0)),
            (".5", Some(0.5)),
            ("2.", Some(2.0)),
        ];
        for (text, value) in cases
            .into_iter()
            .chain(["", ".", "1e3", "-1", "NaN", "1.2.3", "1,2", "1234567890123456"].map(|bad| (bad, None)))
        {
            assert_eq!(decimal(text), value, "{text}");
        }
    }
}
