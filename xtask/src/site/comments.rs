//! Scripts and styles without their comments and indentation, which are a quarter of what a visitor would load of them.

/// Leaves out lines that are comments: from `//` at their start, or from `/*` at their start to `*/` at an end. Those of `public/` and of
/// `wasm-bindgen` have no other comments, and no text over several lines.
pub fn without(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut within = false;
    for line in text.lines() {
        let start = line.trim_start();
        within |= start.starts_with("/*");
        if within {
            within = !line.trim_end().ends_with("*/");
        } else if !start.is_empty() && !start.starts_with("//") {
            kept.push_str(start);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_code_stays() {
        let script = "// What it is.\n\n/**\n * @param {number} x\n */\nfunction f(x) {\n  /// Twice.\n  return x * 2; // stays\n}\n";
        assert_eq!(without(script), "function f(x) {\nreturn x * 2; // stays\n}\n");
        let style =
            "/* Colours */\n:root { --line: #ccc; }\n/* Two\n   lines */\na { color: red; } /* stays */\n";
        assert_eq!(without(style), ":root { --line: #ccc; }\na { color: red; } /* stays */\n");
        assert_eq!(
            without("const site = \"https://example.org/\";"),
            "const site = \"https://example.org/\";\n"
        );
    }
}
