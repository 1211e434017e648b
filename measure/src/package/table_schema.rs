//! Columns of a CSV file and their types, as data packages describe them.

use serde::{Deserialize, Serialize};

/// The columns of a table, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// Fields, one per column.
    pub fields: Vec<Field>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Column head.
    pub name: String,
    /// `integer`, `number`, `boolean` or `string`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// Type that all values of a column can be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unknown,
    Integer,
    Number,
    Boolean,
    Text,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Unknown | Self::Text => "string",
        }
    }

    fn of(value: &str) -> Self {
        let number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
        if value.is_empty() {
            Self::Unknown
        } else if value.parse::<i64>().is_ok() {
            Self::Integer
        } else if value.chars().all(number) && value.parse::<f64>().is_ok_and(f64::is_finite) {
            Self::Number
        } else if matches!(value, "true" | "false") {
            Self::Boolean
        } else {
            Self::Text
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown, kind) | (kind, Self::Unknown) => kind,
            (one, other) if one == other => one,
            (Self::Integer, Self::Number) | (Self::Number, Self::Integer) => Self::Number,
            _ => Self::Text,
        }
    }
}

/// The schema of a CSV file, from its head and values; `None` for a file that is no table.
#[must_use]
pub fn of_csv(bytes: &[u8]) -> Option<Schema> {
    let mut reader = csv::Reader::from_reader(bytes);
    let heads = reader.headers().ok()?.clone();
    // With other separators than commas, as spreadsheets write them, readers of data packages would need to be told more.
    if heads.iter().any(|head| head.contains([';', '\t'])) {
        return None;
    }
    let mut kinds = vec![Kind::Unknown; heads.len()];
    for record in reader.records() {
        for (kind, value) in kinds.iter_mut().zip(&record.ok()?) {
            *kind = kind.and(Kind::of(value.trim()));
        }
    }
    let fields = heads.iter().zip(kinds);
    Some(Schema {
        fields: fields
            .map(|(name, kind)| Field { name: name.to_owned(), kind: kind.name().to_owned() })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_get_the_narrowest_type_that_holds_all_their_values() {
        let schema = of_csv(b"a,b,c,d,e,f\n1,1,x,true,,inf\n-2,2.5e-3,,false,,1\n").unwrap();
        let kinds: Vec<&str> = schema.fields.iter().map(|field| field.kind.as_str()).collect();
        assert_eq!(kinds, ["integer", "number", "string", "boolean", "string", "string"]);
        assert_eq!(schema.fields[1].name, "b");
        assert_eq!(of_csv(b"a,b\n1\n"), None);
        assert_eq!(of_csv(b"a;b\n1;2\n"), None);
    }
}
