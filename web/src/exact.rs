//! Numbers for programs: in the fewest digits that read back to them, without separators.

/// A finite number, by the browser: the same digits as Rust's, whose printing of fractions would be a twentieth of a module.
#[cfg(target_arch = "wasm32")]
pub fn exact(value: f64) -> String {
    js_sys::Number::from(value).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

/// A finite number.
#[cfg(not(target_arch = "wasm32"))]
pub fn exact(value: f64) -> String {
    value.to_string()
}
