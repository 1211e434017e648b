//! Reading and writing the description of a GPU.

use std::fmt;

use super::figures::{ALL, Figure, IS, LONGEST_NAME, MARK, NAME, REQUIRED, SIGNS_OF_A_NAME};
use crate::decimal::decimal;
use crate::error::GpuFault;
use crate::excerpt::shortened;

/// The figures of a GPU, legal. The same figures are written in one way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Description {
    /// Decimal numbers without needless zeros, in the order of [`ALL`]; the required ones are there.
    texts: [Option<String>; ALL.len()],
    /// Name, where one is given.
    pub(super) name: Option<String>,
}

impl Description {
    /// Reads a description.
    ///
    /// # Errors
    /// The first part that is no figure, a figure that is not possible, one that is given twice or is missing.
    pub(super) fn parse(text: &str) -> Result<Self, GpuFault> {
        let mut given: [Option<&str>; ALL.len()] = [None; ALL.len()];
        let mut name = None;
        for part in text.split(MARK).map(str::trim).filter(|part| !part.is_empty()) {
            let (key, value) =
                part.split_once(IS).ok_or_else(|| GpuFault::NoFigure { given: shortened(part) })?;
            let (key, value) = (key.trim(), value.trim());
            let before = match ALL.iter().position(|figure| figure.key().eq_ignore_ascii_case(key)) {
                Some(at) => given[at].replace(value),
                None if NAME.eq_ignore_ascii_case(key) => name.replace(value),
                None => return Err(GpuFault::Unknown { given: shortened(key), known: keys() }),
            };
            if before.is_some() {
                return Err(GpuFault::Twice { key: shortened(key) });
            }
        }
        let mut texts = [const { None }; ALL.len()];
        // Board power comes first: it limits idle power.
        let mut watts = 0.0;
        for (at, figure) in ALL.into_iter().enumerate() {
            let Some(text) = given[at] else {
                if at < REQUIRED {
                    return Err(GpuFault::Missing { key: figure.key() });
                }
                continue;
            };
            let value = read(figure, text, watts)?;
            if figure == Figure::Watts {
                watts = value;
            }
            texts[at] = Some(canonical(text));
        }
        Ok(Self { texts, name: name.map(read_name).transpose()? })
    }

    /// Returns a figure; `None` where it is not given.
    pub(super) fn get(&self, figure: Figure) -> Option<f64> {
        decimal(self.texts[figure as usize].as_deref()?)
    }
}

/// Returns every key.
fn keys() -> Vec<&'static str> {
    ALL.iter().map(|figure| figure.key()).chain([NAME]).collect()
}

/// Returns a decimal number as it is written again: numbers that are the same are one text.
fn canonical(text: &str) -> String {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    [whole, if fraction.is_empty() { "" } else { "." }, fraction].concat()
}

fn read(figure: Figure, text: &str, watts: f64) -> Result<f64, GpuFault> {
    let [least, most] = figure.limits(watts);
    decimal(text).filter(|value| (least..=most).contains(value)).ok_or_else(|| GpuFault::OutOfRange {
        key: figure.key(),
        given: shortened(text),
        limits: [least, most],
        unit: figure.unit(),
    })
}

fn read_name(text: &str) -> Result<String, GpuFault> {
    // Letters of every language, without a table of them.
    let allowed =
        |sign: char| sign.is_ascii_alphanumeric() || sign > '\u{a0}' || SIGNS_OF_A_NAME.contains(&sign);
    let sound = !text.is_empty() && text.chars().count() <= LONGEST_NAME && text.chars().all(allowed);
    if sound {
        Ok(text.to_owned())
    } else {
        Err(GpuFault::Name { given: shortened(text), most: LONGEST_NAME })
    }
}

/// Writes the description as it stands in the place of a GPU's id.
impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (figure, text)) in ALL.iter().zip(&self.texts).enumerate() {
            let Some(text) = text else { continue };
            if at > 0 {
                write!(f, "{MARK}")?;
            }
            write!(f, "{}{IS}{text}", figure.key())?;
        }
        self.name.as_ref().map_or(Ok(()), |name| write!(f, "{MARK}{NAME}{IS}{name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        Description::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}")).to_string()
    }

    #[test]
    fn a_description_is_written_in_one_way() {
        assert_eq!(written("watts:285;fp16:110;bandwidth:500"), "watts:285;fp16:110;bandwidth:500");
        assert_eq!(
            written(" name: My GPU ; idle:12.50;Bandwidth : 500;FP16:110.0;watts:0285;"),
            "watts:285;fp16:110;bandwidth:500;idle:12.5;name:My GPU"
        );
    }

    #[test]
    fn what_is_no_description_is_refused_by_name() {
        let fault = |text: &str| Description::parse(text).unwrap_err();
        assert!(matches!(fault("watts:285;fp16"), GpuFault::NoFigure { .. }));
        assert!(matches!(fault("watts:285;fp64:1"), GpuFault::Unknown { .. }));
        assert!(matches!(fault("watts:285;Watts:2"), GpuFault::Twice { .. }));
        assert!(matches!(fault("watts:285;fp16:110"), GpuFault::Missing { key: "bandwidth" }));
        for text in ["watts:0", "watts:-5", "watts:NaN", "watts:1e3", "watts:inf", "watts:", "watts:10001"] {
            let text = [text, ";fp16:110;bandwidth:500"].concat();
            assert!(matches!(fault(&text), GpuFault::OutOfRange { key: "watts", .. }), "{text}");
        }
        assert!(matches!(
            fault("watts:100;fp16:1;bandwidth:1;idle:51"),
            GpuFault::OutOfRange { key: "idle", limits: [_, 50.0], .. }
        ));
        for name in ["", "<b>", "a,b", &"x".repeat(41)] {
            let text = ["watts:100;fp16:1;bandwidth:1;name:", name].concat();
            assert!(matches!(fault(&text), GpuFault::Name { .. }), "{text}");
        }
    }
}
