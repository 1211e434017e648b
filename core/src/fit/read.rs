//! Reading fit files at run time.

use super::check::check;
use super::schema::FitFile;
use super::{Fit, quantile};
use crate::error::Error;

/// Reads and checks a fit file. `name` is the file's name, for messages; without `.json` it has to be the fit's id.
///
/// # Errors
/// [`Error::FitFile`] naming the file, the field and what is wrong with it.
pub fn fit(name: &str, json: &str) -> Result<Fit, Error> {
    let refuse = |field: String, reason: String| Error::FitFile { file: name.to_owned(), field, reason };
    let mut reader = serde_json::Deserializer::from_str(json);
    let file: FitFile = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { "the file".to_owned() } else { path };
        let error = error.into_inner();
        let reason = if error.is_data() { error.to_string() } else { format!("not valid JSON: {error}") };
        refuse(field, reason)
    })?;
    reader.end().map_err(|error| refuse("the file".to_owned(), error.to_string()))?;
    check(&file, name).map_err(|(field, reason)| refuse(field, reason))?;
    let quantile = quantile::two_sided(file.law.degrees_of_freedom)
        .map_err(|reason| refuse("law.degrees_of_freedom".to_owned(), reason))?;
    Ok(Fit { file, quantile })
}
