//! Names without case, signs and noise.

/// Makers and their brands, which may stand before any name, and joined to it.
const BRANDS: [&str; 7] = ["nvidia", "geforce", "tesla", "amd", "radeon", "instinct", "intel"];

/// Words that say nothing in any name.
const NOISE: [&str; 16] = [
    "nvidia",
    "amd",
    "radeon",
    "instinct",
    "intel",
    "geforce",
    "tesla",
    "corporation",
    "gpu",
    "graphics",
    "card",
    "tensor",
    "core",
    "generation",
    "safetensors",
    "diffusers",
];

/// Returns a name in small letters without signs and noise: `NVIDIA A100-SXM4-80GB` is `a100sxm480gb`, `Qwen/Qwen-Image` is `qwenimage`.
pub fn plain(name: &str) -> String {
    words(name).iter().fold(String::new(), |all, word| all + word)
}

/// Returns the words of a name in small letters, without noise.
pub(super) fn words(name: &str) -> Vec<String> {
    // A hub puts the owner before a name.
    let name = name.rsplit('/').next().unwrap_or(name);
    let mut words: Vec<String> = Vec::new();
    for word in name.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let lower = word.to_lowercase();
        let word = without_brand(&lower);
        match words.last_mut() {
            // `80 GB` is one word.
            Some(number) if word == "gb" && number.bytes().all(|byte| byte.is_ascii_digit()) => {
                number.push_str("gb")
            }
            _ if NOISE.contains(&word) => {}
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// Returns a word without the brands joined to its beginning, and `generation` or `gpu` to its end.
fn without_brand(word: &str) -> &str {
    let rest = BRANDS.iter().find_map(|brand| word.strip_prefix(brand)).filter(|rest| !rest.is_empty());
    let ends = ["generation", "gpu"];
    let rest = rest.or_else(|| ends.iter().find_map(|end| without_end(word, end)));
    match rest.filter(|rest| !rest.is_empty()) {
        Some(rest) => without_brand(rest),
        None => word,
    }
}

/// Returns a word without its end. The library's way reads backwards by letters, which is code that nothing else of the page's part needs.
fn without_end<'a>(word: &'a str, end: &str) -> Option<&'a str> {
    word.ends_with(end).then(|| word.get(..word.len() - end.len()))?
}
