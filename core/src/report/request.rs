//! A question as a JSON object: settings under their names, as text, numbers or truth values, read by the one parser.

use serde_json::{Map, Value};

use super::closed::refuse_closed;
use super::refusal::RequestError;
use super::{Asked, EstimateReport};
use crate::carbon::electricity::{INTENSITY, PRICE, PUE, ZONE};
use crate::carbon::zone::TABLE;
use crate::carbon::{Countries, Electricity};
use crate::configuration::{Configuration, Typed};
use crate::equivalence;
use crate::error::{Error, Key};
use crate::estimate::{Estimate, estimate, estimate_with};
use crate::excerpt::shortened;
use crate::fit::{self, VERSIONS, Version};
use crate::gpu::name_in_version;

/// Name of the version of the coefficients.
const COEFFICIENTS: &str = "coefficients";

/// Name of the everyday comparison.
const LIKE: &str = "like";

/// Names that ask for more than energy.
const BEYOND: [&str; 6] = [COEFFICIENTS, ZONE, INTENSITY, PUE, PRICE, LIKE];

/// Settings of an operation count.
pub const COUNTED: [Key; 14] = [
    Key::Model,
    Key::Width,
    Key::Height,
    Key::Steps,
    Key::Guidance,
    Key::TextTokens,
    Key::Batch,
    Key::Frames,
    Key::References,
    Key::ReferenceSize,
    Key::Strength,
    Key::Sampler,
    Key::Skipped,
    Key::VaeTiling,
];

/// Settings as texts, by name.
#[derive(Debug, Clone)]
pub struct Request(Vec<(String, String)>);

/// An answer with its settings.
#[derive(Debug, Clone)]
pub struct Answered {
    /// Version of the coefficients.
    pub version: &'static Version,
    /// Settings, with defaults.
    pub configuration: Configuration,
    /// The estimate.
    pub estimate: Estimate<'static>,
    /// Answers wanted beside the energy.
    pub asked: Asked,
}

impl Answered {
    /// Returns the answer as a JSON object.
    #[must_use]
    pub fn report(&self) -> EstimateReport<'_> {
        EstimateReport::new(self.version, &self.configuration, &self.estimate, &self.asked)
    }
}

impl Request {
    /// Returns the names of an estimate's settings.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        Key::ALL.map(Key::name).into_iter().chain(BEYOND).collect()
    }

    /// Takes the values of an object; `null` counts as not given.
    ///
    /// # Errors
    /// A name that is none of `names`, or a value that is a list or an object.
    pub fn new(given: &Map<String, Value>, names: &[&str]) -> Result<Self, RequestError> {
        let mut texts = Vec::new();
        for (name, value) in given {
            if !names.contains(&name.as_str()) {
                return Err(RequestError::Unknown { given: shortened(name), known: names.join(", ") });
            }
            let text = match value {
                Value::Null => continue,
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Bool(truth) => if *truth { "on" } else { "off" }.to_owned(),
                Value::Array(_) | Value::Object(_) => {
                    return Err(RequestError::Kind { name: shortened(name) });
                }
            };
            texts.push((name.clone(), text));
        }
        Ok(Self(texts))
    }

    /// Returns the text of a setting.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, text)| text.as_str())
    }

    /// Returns the version of the coefficients.
    ///
    /// # Errors
    /// A version that there is not.
    pub fn version(&self) -> Result<&'static Version, RequestError> {
        let Some(text) = self.get(COEFFICIENTS) else { return Ok(Version::current()) };
        Version::find(text).ok_or_else(|| {
            let known: Vec<String> = VERSIONS.iter().map(|version| version.number.to_string()).collect();
            RequestError::Coefficients { given: shortened(text), known: known.join(", ") }
        })
    }

    /// Returns the settings that were given.
    fn typed(&self, version: &Version) -> Typed<'_> {
        let mut typed = Typed::default();
        for key in Key::ALL {
            match self.get(key.name()) {
                Some(text) if key == Key::Gpu => typed.set(key, name_in_version(text.trim(), version.number)),
                Some(text) => typed.set(key, text),
                None => {}
            }
        }
        typed
    }

    /// Returns the configuration, in which nothing is guessed.
    ///
    /// # Errors
    /// The first required setting that is missing, else the first value that cannot be used.
    pub fn configuration(&self, version: &Version, required: &[Key]) -> Result<Configuration, RequestError> {
        let typed = self.typed(version);
        if let Some(&key) = required.iter().find(|key| typed.get(**key).is_none()) {
            return Err(Error::Missing { key }.into());
        }
        let (configuration, problems) = Configuration::read(&typed);
        problems.into_iter().next().map_or(Ok(configuration), |problem| Err(problem.error.into()))
    }

    /// Returns the answer of the shipped fits.
    ///
    /// # Errors
    /// The first setting that is missing or cannot be used.
    pub fn answer(&self) -> Result<Answered, RequestError> {
        let (version, asked) = (self.version()?, self.asked()?);
        refuse_closed(&self.typed(version), version)?;
        let configuration = self.configuration(version, &[Key::Model, Key::Gpu])?;
        let question = &configuration.question;
        let mut estimate = match &configuration.fit {
            None => estimate(version.fits(), question),
            Some(id) => estimate_with(fit::find(version.fits(), id)?, question),
        }?;
        configuration.add_caveats(&mut estimate);
        Ok(Answered { version, configuration, estimate, asked })
    }

    fn asked(&self) -> Result<Asked, RequestError> {
        let (electricity, problems) = Electricity::read(|name| self.get(name), Countries::Table(TABLE));
        if let Some(problem) = problems.into_iter().next() {
            return Err(problem.into());
        }
        let carbon = [ZONE, INTENSITY, PUE].into_iter().any(|name| self.get(name).is_some());
        let like = self.get(LIKE).map(equivalence::find).transpose()?;
        Ok(Asked { electricity, carbon, like })
    }
}
