//! Pieces of that file: numbers, fields, transformer blocks.

use std::fmt::Write as _;

use crate::flops::block::Transformer;

/// A number as Rust writes long ones: groups of three digits from five digits on.
pub(super) fn number(value: u64) -> String {
    let digits = value.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// Fields one a line, as deep as the denoiser's stand.
pub(super) fn fields(fields: &[(&str, String)]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "        {name}: {value},");
    }
    text
}

pub(super) fn transformer(block: &Transformer) -> String {
    let Transformer { width, query_width, key_width, head_width, inner, gated } = *block;
    let [width, query_width, key_width, head_width, inner] =
        [width, query_width, key_width, head_width, inner].map(number);
    format!(
        "Transformer {{ width: {width}, query_width: {query_width}, key_width: {key_width}, head_width: {head_width}, \
         inner: {inner}, gated: {gated} }}"
    )
}
