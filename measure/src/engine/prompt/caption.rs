//! Captions to generate from: made up, or drawn from a file of COCO 2017.

use std::path::Path;

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};

use crate::engine::error::EngineError;

const SUBJECTS: [&str; 10] = [
    "a red fox",
    "two old fishermen",
    "a wooden sailing boat",
    "a child with a kite",
    "a bowl of ripe oranges",
    "a grey horse",
    "a small robot",
    "a woman reading a letter",
    "a flock of cranes",
    "an abandoned lighthouse",
];
const PLACES: [&str; 8] = [
    "beside a frozen lake",
    "on a crowded market square",
    "under a flowering tree",
    "in a narrow street after rain",
    "at the edge of a wheat field",
    "in front of a tall window",
    "on a beach at low tide",
    "high above a city",
];
const LIGHTS: [&str; 5] =
    ["at dawn", "in bright midday sun", "by candlelight", "under a full moon", "in thick fog"];
const STYLES: [&str; 5] = ["photograph", "oil painting", "pencil drawing", "watercolour", "film still"];

/// Made-up captions, the same for the same seed.
pub fn synthetic(count: usize, seed: u64) -> Vec<String> {
    let mut generator = StdRng::seed_from_u64(seed);
    let mut pick = |choices: &[&'static str]| choices.choose(&mut generator).copied().unwrap_or_default();
    (0..count)
        .map(|_| format!("{} {} {}, {}", pick(&SUBJECTS), pick(&PLACES), pick(&LIGHTS), pick(&STYLES)))
        .collect()
}

/// Captions drawn without repetition from a file of COCO 2017 (`captions_val2017.json`), the same for the same seed.
///
/// # Errors
/// A file that cannot be read, is no such file, or holds fewer captions than asked for.
pub fn coco(path: &Path, count: usize, seed: u64) -> Result<Vec<String>, EngineError> {
    #[derive(serde::Deserialize)]
    struct File {
        annotations: Vec<Annotation>,
    }
    #[derive(serde::Deserialize)]
    struct Annotation {
        caption: String,
    }
    let text = std::fs::read_to_string(path)
        .map_err(|source| EngineError::Read { path: path.to_owned(), source })?;
    let unusable = |reason: String| EngineError::Unusable { path: path.to_owned(), reason };
    let file: File = serde_json::from_str(&text)
        .map_err(|error| unusable(format!("expected a captions file of COCO 2017: {error}")))?;
    let mut captions: Vec<String> = file
        .annotations
        .into_iter()
        .map(|annotation| annotation.caption.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|caption| !caption.is_empty())
        .collect();
    if captions.len() < count {
        return Err(unusable(format!("it holds {} captions, {count} were asked for", captions.len())));
    }
    let (chosen, _) = captions.partial_shuffle(&mut StdRng::seed_from_u64(seed), count);
    Ok(chosen.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_decides_made_up_captions() {
        assert_eq!(synthetic(4, 7), synthetic(4, 7));
        assert_ne!(synthetic(4, 7), synthetic(4, 8));
        assert_eq!(synthetic(2, 7), synthetic(4, 7)[..2]);
    }

    #[test]
    fn coco_captions_are_a_seeded_subset() {
        let annotations: Vec<_> = (0..20)
            .map(|id| serde_json::json!({ "image_id": 1, "id": id, "caption": format!("Caption {id}.\n") }))
            .collect();
        let path = std::env::temp_dir().join(format!("wattpix-coco-{}.json", std::process::id()));
        let file = serde_json::json!({ "info": {}, "images": [], "annotations": annotations });
        std::fs::write(&path, file.to_string()).unwrap();
        let some = coco(&path, 5, 3).unwrap();
        assert_eq!(some, coco(&path, 5, 3).unwrap());
        assert_ne!(some, coco(&path, 5, 4).unwrap());
        assert_eq!(some.iter().collect::<std::collections::BTreeSet<_>>().len(), 5);
        assert!(some.iter().all(|caption| caption.starts_with("Caption ") && caption.ends_with('.')));
        assert!(coco(&path, 21, 3).unwrap_err().to_string().contains("20 captions, 21"));
        std::fs::write(&path, "{}").unwrap();
        assert!(coco(&path, 1, 3).unwrap_err().to_string().contains("COCO 2017"));
        std::fs::remove_file(path).unwrap();
    }
}
