//! A part of the program.

/// A part of the program that is fetched when a visitor asks for what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Name in `#[wasm_split(name, ..)]`.
    pub name: String,
    /// Every file that it fetches. Chunks that several parts need are in each of them.
    pub files: Vec<String>,
}
