//! Comparing words by their letters and digits alone.

/// Returns true for words that differ in case and in the signs between their parts only: `FP-16` and `fp16`.
///
/// ```
/// use wattpix_core::bare::is_same;
///
/// assert!(is_same("torch.float16", "torchfloat16") && !is_same("fp16", "bf16"));
/// ```
pub fn is_same(a: &str, b: &str) -> bool {
    bare(a).eq(bare(b))
}

fn bare(word: &str) -> impl Iterator<Item = u8> {
    word.bytes()
        .filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
        .map(|byte| byte.to_ascii_lowercase())
}
