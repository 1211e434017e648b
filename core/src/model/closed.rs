//! Models whose makers have published neither weights nor architecture: nothing can be counted of them, and their names say so.

use crate::error::Error;
use crate::excerpt::shortened;
use crate::names::plain;

/// A family of closed models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// Name of the family.
    pub label: &'static str,
    /// Company that runs it.
    pub maker: &'static str,
    /// Beginnings of its names, in small letters and figures alone.
    beginnings: &'static [&'static str],
    /// Beginnings of names that are of an open model all the same.
    but: &'static [&'static str],
}

const fn closed(label: &'static str, maker: &'static str, beginnings: &'static [&'static str]) -> Closed {
    Closed { label, maker, beginnings, but: &[] }
}

/// Every family of closed models that is known by name.
pub const CLOSED: [Closed; 7] = [
    closed(
        "GPT-Image",
        "OpenAI",
        &["gptimage", "gpt4oimage", "gpt4o", "4oimage", "chatgpt", "openaiimage", "gpt5image", "gpt1image"],
    ),
    closed("DALL-E", "OpenAI", &["dalle"]),
    closed("Nano Banana (Gemini image)", "Google", &["nanobanana", "gemini"]),
    Closed { but: &["imagenet"], ..closed("Imagen", "Google", &["imagen"]) },
    closed("Midjourney", "Midjourney", &["midjourney"]),
    closed("Firefly", "Adobe", &["firefly"]),
    // The fourth version has weights.
    Closed { but: &["ideogram4", "ideogramv4"], ..closed("Ideogram 1 to 3", "Ideogram", &["ideogram"]) },
];

/// Makers that people put before a name.
const MAKERS: [&str; 5] = ["openai", "googledeepmind", "google", "adobe", "ideogramai"];

/// Finds the family of closed models that a name means.
pub fn find(name: &str) -> Option<&'static Closed> {
    let plain = plain(name);
    let bare = MAKERS.iter().find_map(|maker| plain.strip_prefix(maker)).unwrap_or(&plain);
    let begins = |beginnings: &[&str]| {
        beginnings.iter().any(|beginning| plain.starts_with(beginning) || bare.starts_with(beginning))
    };
    CLOSED.iter().find(|closed| begins(closed.beginnings) && !begins(closed.but))
}

/// The error for a name that a closed model has.
pub(super) fn error(name: &str) -> Option<Error> {
    let Closed { label, maker, .. } = find(name)?;
    Some(Error::ClosedModel { given: shortened(name), label, maker })
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn closed_models_are_known_as_people_write_them() {
        for (name, label) in [
            ("gpt-image-1", "GPT-Image"),
            ("GPT Image 1.5", "GPT-Image"),
            ("openai/gpt-image-1-mini", "GPT-Image"),
            ("dall-e-3", "DALL-E"),
            ("DALL·E 2", "DALL-E"),
            ("dalle3", "DALL-E"),
            ("nano banana pro", "Nano Banana (Gemini image)"),
            ("gemini-2.5-flash-image", "Nano Banana (Gemini image)"),
            ("google/imagen-4", "Imagen"),
            ("Google Imagen 3", "Imagen"),
            ("Midjourney v7", "Midjourney"),
            ("Adobe Firefly", "Firefly"),
            ("ideogram-v3", "Ideogram 1 to 3"),
        ] {
            assert_eq!(find(name).map(|closed| closed.label), Some(label), "{name}");
        }
        for name in ["ideogram-4", "imagenet", "flux1-dev", "dream", "sdxl"] {
            assert_eq!(find(name), None, "{name}");
        }
    }
}
