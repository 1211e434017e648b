//! The fields of dimensions: what their texts mean.

use wattpix_core::error::Key;
use wattpix_core::model::custom::{Description, dimensions};

use crate::form::draft::DIMENSION;
use crate::form::field::Limits;
use crate::form::panel_fields::PanelFields;

/// Fields of the dimensions that are numbers.
pub static FIELDS: PanelFields = PanelFields {
    owns: |key| key.starts_with(DIMENSION),
    number: |view, key| {
        let (name, model) = (key.strip_prefix(DIMENSION)?, view.model());
        let dimension = dimensions::of(model).find(|it| it.key == name && !it.is_word())?;
        let value = dimension.value(model)?;
        let limits = [dimension.least, dimension.most, 1].map(|number| number.to_string());
        Some((value.to_string(), Limits::of(limits.each_ref().map(String::as_str))))
    },
    state: |view, key, value| {
        let dimension = key.strip_prefix(DIMENSION).unwrap_or_default();
        let changed =
            Description::of(view.model()).and_then(|description| description.with(dimension, value));
        let id = changed.map_err(|error| error.tell(view.words))?.to_string();
        Ok(view.with(Key::Model.name(), &id))
    },
    is_refused: |view, key| view.page.has_problem(key),
};
