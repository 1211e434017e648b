//! JSON of other programs by the names of its fields: unlike observation files, it may hold more than is read.

use crate::json::{Json, decimal, parse};
use crate::words::Words;

/// The objects of a file, each with its line or its number from 1: one object, a list of objects, or an object a line.
///
/// # Errors
/// Line, column and reason of what is no JSON.
pub(super) fn objects(text: &str) -> Result<Vec<(usize, Json<'_>)>, String> {
    let whole = match parse(text.trim().as_bytes()) {
        Ok(Json::List(items)) => return Ok((1..).zip(items).collect()),
        Ok(object) => return Ok(vec![(1, object)]),
        Err(fault) => fault,
    };
    let lines = || (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let by_line: Result<Vec<_>, _> = lines()
        .map(|(number, line)| {
            parse(line.trim().as_bytes()).map(|json| (number, json)).map_err(|fault| (number, fault))
        })
        .collect();
    let several = lines().nth(1).is_some() && lines().all(|(_, line)| line.trim_start().starts_with('{'));
    match by_line {
        Ok(objects) => Ok(objects),
        Err((number, fault)) if several => {
            Err(format!("line {number}, column {}: {}", fault.at + 1, fault.tell(Words::ENGLISH)))
        }
        Err(_) => {
            let before = text.trim().as_bytes().get(..whole.at).unwrap_or_default();
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            let column = 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count();
            Err(format!("line {line}, column {column}: {}", whole.tell(Words::ENGLISH)))
        }
    }
}

/// A field of an object.
pub(super) fn get<'j, 't>(json: &'j Json<'t>, name: &str) -> Option<&'j Json<'t>> {
    let Json::Object(fields) = json else { return None };
    fields
        .iter()
        .find(|(field, _)| field == name)
        .map(|(_, value)| value)
        .filter(|value| **value != Json::Null)
}

/// The first of several fields that is there.
pub(super) fn any<'j, 't>(json: &'j Json<'t>, names: &[&str]) -> Option<&'j Json<'t>> {
    names.iter().find_map(|name| get(json, name))
}

/// A finite number, also where it stands in quotes.
pub(super) fn number(json: &Json) -> Option<f64> {
    let text = match json {
        Json::Number(text) => text,
        Json::Text(text) => text.trim(),
        _ => return None,
    };
    decimal(text).filter(|number| number.is_finite())
}

/// A whole number of at least 1.
pub(super) fn count(json: &Json) -> Option<u32> {
    let number = number(json)?;
    (number.fract() == 0.0 && (1.0..=f64::from(u32::MAX)).contains(&number)).then_some(number as u32)
}

/// A text that says something.
pub(super) fn text<'j>(json: &'j Json) -> Option<&'j str> {
    match json {
        Json::Text(text) if !text.trim().is_empty() => Some(text.trim()),
        _ => None,
    }
}

/// The items of a list.
pub(super) fn items<'j, 't>(json: &'j Json<'t>) -> &'j [Json<'t>] {
    match json {
        Json::List(items) => items,
        _ => &[],
    }
}
