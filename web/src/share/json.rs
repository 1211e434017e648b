//! Writing JSON. `serde_json` would be a tenth of the module; tests read with it what is written here.

use crate::joined::joined;

/// A text as JSON.
pub fn text(text: &str) -> String {
    let mut written = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            // Every other control sign is a space: the site's own words have none.
            sign if sign.is_control() => written.push(' '),
            sign => written.push(sign),
        }
    }
    written.push('"');
    written
}

/// An object, field by field.
#[derive(Debug, Default)]
pub struct Object(String);

impl Object {
    /// Adds a value that is JSON already.
    #[inline(never)]
    pub fn value(&mut self, name: &str, value: &str) {
        self.0.push_str(if self.0.is_empty() { "{" } else { ",\n" });
        self.0.push_str(&text(name));
        self.0.push_str(": ");
        self.0.push_str(value);
    }

    /// Adds a text.
    #[inline(never)]
    pub fn text(&mut self, name: &str, value: &str) {
        self.value(name, &text(value));
    }

    /// The whole object.
    pub fn finish(mut self) -> String {
        self.0.push_str(if self.0.is_empty() { "{}" } else { "}" });
        self.0
    }
}

/// A list of values that are JSON already, each on a line of its own.
pub fn list(values: &[String]) -> String {
    ["[", &joined(values, ",\n"), "]"].concat()
}

/// A list of texts.
pub fn texts(texts: &[String]) -> String {
    list(&texts.iter().map(|item| text(item)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::exact::exact;

    #[test]
    fn what_is_written_reads_back() {
        for original in ["", "plain", "a \"b\" \\ c\nd", "CO₂e × ½ 💥"] {
            assert_eq!(serde_json::from_str::<Value>(&text(original)).unwrap(), original);
        }
        for original in [0.1, 1.0, -2.5e-9, 1e300, 50.0] {
            assert_eq!(exact(original).parse(), Ok(original));
        }
        let mut object = Object::default();
        object.value("a", &list(&[exact(1.0), text("x")]));
        object.value("b", &Object::default().finish());
        object.text("c", "d");
        let read: Value = serde_json::from_str(&object.finish()).unwrap();
        assert_eq!(read, serde_json::json!({ "a": [1, "x"], "b": {}, "c": "d" }));
    }
}
