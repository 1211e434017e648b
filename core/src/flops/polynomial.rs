//! A count as a formula: the polynomial that a function of sizes is, found from the function itself.
//!
//! Operations of layers and models are polynomials of at most the second degree in each size. Three values of each size determine them exactly,
//! in fractions of whole numbers; further values prove that the function is that polynomial and nothing else.

use std::fmt;

/// A fraction in lowest terms, its denominator above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fraction {
    over: i128,
    under: i128,
}

impl Fraction {
    fn new(over: i128, under: i128) -> Self {
        let (mut a, mut b) = (over.abs(), under.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let divisor = if under < 0 { -a.max(1) } else { a.max(1) };
        Self { over: over / divisor, under: under / divisor }
    }

    fn plus(self, other: Self) -> Self {
        Self::new(self.over * other.under + other.over * self.under, self.under * other.under)
    }

    fn times(self, over: i128, under: i128) -> Self {
        Self::new(self.over * over, self.under * under)
    }
}

/// A polynomial of at most the second degree in each of its variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polynomial {
    names: Vec<&'static str>,
    /// Coefficients that are not zero, with the exponent of each variable.
    terms: Vec<(Fraction, Vec<u32>)>,
}

/// A variable: its name, and the step between the values at which a function is asked.
pub type Variable = (&'static str, u64);

/// Values at which a polynomial of the second degree is determined.
const NODES: usize = 3;

impl Polynomial {
    /// The polynomial that a function is; `None` where it is none of the second degree, judged at values beyond those that determine it.
    pub fn of(variables: &[Variable], function: &dyn Fn(&[u64]) -> u64) -> Option<Self> {
        let count = NODES.pow(u32::try_from(variables.len()).ok()?);
        let digit = |index: usize, at: usize| index / NODES.pow(at as u32) % NODES;
        let values = |multiples: &dyn Fn(usize) -> u64| -> Vec<u64> {
            variables.iter().enumerate().map(|(at, (_, step))| step * multiples(at)).collect()
        };
        let mut table: Vec<Fraction> = (0..count)
            .map(|index| Fraction::new(function(&values(&|at| digit(index, at) as u64 + 1)).into(), 1))
            .collect();
        // Along each variable, values at one, two and three steps become coefficients.
        for (at, (_, step)) in variables.iter().enumerate() {
            let (stride, step) = (NODES.pow(at as u32), i128::from(*step));
            for index in (0..count).filter(|index| digit(*index, at) == 0) {
                let [one, two, three] = [0, 1, 2].map(|node| table[index + node * stride]);
                table[index] = one.times(3, 1).plus(two.times(-3, 1)).plus(three);
                table[index + stride] =
                    one.times(-5, 2 * step).plus(two.times(4, step)).plus(three.times(-3, 2 * step));
                table[index + 2 * stride] = one
                    .times(1, 2 * step * step)
                    .plus(two.times(-1, step * step))
                    .plus(three.times(1, 2 * step * step));
            }
        }
        let exponents = |index: usize| (0..variables.len()).map(|at| digit(index, at) as u32).collect();
        let mut terms: Vec<(Fraction, Vec<u32>)> =
            table.into_iter().enumerate().map(|(index, value)| (value, exponents(index))).collect();
        terms.retain(|(coefficient, _)| coefficient.over != 0);
        let degree = |exponents: &[u32]| exponents.iter().sum::<u32>();
        terms.sort_by(|(_, one), (_, other)| degree(other).cmp(&degree(one)).then_with(|| other.cmp(one)));
        let found = Self { names: variables.iter().map(|(name, _)| *name).collect(), terms };
        let proves = |shift: u64| {
            let at = values(&|at| 4 + (at as u64 + shift) % 5);
            found.value(&at) == Some(function(&at))
        };
        (0..5).all(proves).then_some(found)
    }

    /// Evaluates the polynomial; `None` where the value is not a whole number.
    pub fn value(&self, at: &[u64]) -> Option<u64> {
        let mut sum = Fraction::new(0, 1);
        for (coefficient, exponents) in &self.terms {
            let powers = at.iter().zip(exponents).map(|(value, power)| i128::from(*value).pow(*power));
            sum = sum.plus(coefficient.times(powers.product(), 1));
        }
        if sum.under == 1 { u64::try_from(sum.over).ok() } else { None }
    }
}

impl fmt::Display for Polynomial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.terms.is_empty() {
            return f.write_str("0");
        }
        for (number, (coefficient, exponents)) in self.terms.iter().enumerate() {
            match (number, coefficient.over < 0) {
                (0, true) => f.write_str("−")?,
                (0, false) => {}
                (_, true) => f.write_str(" − ")?,
                (_, false) => f.write_str(" + ")?,
            }
            let mut factors = Vec::new();
            let size = coefficient.over.unsigned_abs();
            let is_constant = exponents.iter().all(|exponent| *exponent == 0);
            if size != 1 || is_constant {
                factors.push(grouped(size));
            }
            for (name, exponent) in self.names.iter().zip(exponents) {
                match exponent {
                    0 => {}
                    1 => factors.push((*name).to_owned()),
                    _ => factors.push(format!("{name}²")),
                }
            }
            f.write_str(&factors.join("·"))?;
            if coefficient.under != 1 {
                write!(f, "/{}", grouped(coefficient.under.unsigned_abs()))?;
            }
        }
        Ok(())
    }
}

/// A whole number with its thousands apart.
fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() > 4 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polynomial_is_found_and_anything_else_is_refused() {
        let of = |function: &dyn Fn(&[u64]) -> u64| Polynomial::of(&[("n", 1), ("d", 64)], function);
        let found = of(&|at| 24 * at[0] * at[1] * at[1] + 4 * at[0] * at[0] * at[1] + 7).unwrap();
        assert_eq!(found.to_string(), "4·n²·d + 24·n·d² + 7");
        assert_eq!(found.value(&[5, 3]), Some(24 * 5 * 9 + 4 * 25 * 3 + 7));
        assert_eq!(of(&|at| 3 * at[1] / 2).unwrap().to_string(), "3·d/2");
        assert_eq!(of(&|_| 0).unwrap().to_string(), "0");
        assert_eq!(of(&|at| at[0].pow(3)), None);
        assert_eq!(of(&|at| at[0].max(3)), None);
        let large = Polynomial::of(&[("n", 1)], &|at| 123_456_789 * at[0]).unwrap();
        assert_eq!(large.to_string(), "123,456,789·n");
    }
}
