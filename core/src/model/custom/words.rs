//! What each dimension is called and means. Apart from the table, because the page's first module needs none of it.

use super::dimension::Dimension;

/// Key, name for people, meaning. A key that ends in `_` stands for those that number a resolution.
const WORDS: [(&str, &str, &str); 23] = [
    ("encoders", "Text encoders", "those of this model of the catalogue, with their tokens"),
    ("decoder", "Decoder", "that of this model of the catalogue, with its latent"),
    ("tokens", "Text tokens", "that the denoiser sees unless a run says otherwise"),
    ("text_width", "Width of text states", "as the text encoder hands them over"),
    ("joint_blocks", "Joint blocks", "in which image and text keep weights of their own"),
    ("single_blocks", "Single blocks", "in which they share them"),
    (
        "dual_attention_blocks",
        "Blocks with dual attention",
        "joint blocks that attend once more within the image",
    ),
    ("blocks", "Blocks", "over all tokens"),
    ("refiners", "Refiners", "blocks over the image alone before, and as many over the text alone"),
    ("width", "Width", "of the residual stream; what is a multiple of it follows"),
    ("heads", "Attention heads", "whose width follows"),
    ("head_width", "Width of a head", "which divides the width of what attends"),
    ("linear_head_width", "Width of a head of linear attention", "which divides the width"),
    ("mlp_ratio", "Ratio of the perceptron", "its inner width over the width"),
    ("inner", "Inner width of the perceptron", ""),
    ("levels", "Resolutions", "each half of the one before; a further one is like the last"),
    ("channels_", "Channels", "at this resolution, from the finest"),
    ("layers_", "Transformer layers", "after each residual block at this resolution, from the finest"),
    ("middle_layers", "Transformer layers in the middle", ""),
    ("blocks_per_level", "Residual blocks a resolution", "on the way down; one more on the way up"),
    ("latent_channels", "Channels of the latent", "the decoder’s first convolution follows"),
    ("patch", "Side of a patch", "in positions of the latent"),
    ("padded_to", "Tokens padded to", "multiples of this many; 1 pads nothing"),
];

impl Dimension {
    /// Its name for people, and what it means; the latter may be empty.
    pub fn words(&self) -> (String, &'static str) {
        let (stem, number) = match self.key.rsplit_once('_') {
            Some((stem, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => (stem, number),
            _ => (self.key, ""),
        };
        let same =
            |key: &str| if number.is_empty() { key == stem } else { key.strip_suffix('_') == Some(stem) };
        let (_, label, meaning) =
            WORDS.into_iter().find(|(key, ..)| same(key)).unwrap_or((self.key, self.key, ""));
        let label = if number.is_empty() { label.to_owned() } else { [label, " ", number].concat() };
        (label, meaning)
    }
}

#[cfg(test)]
mod tests {
    use super::super::dimension::ALL;

    #[test]
    fn every_dimension_has_a_name() {
        for dimension in &ALL {
            assert_ne!(dimension.words().0, dimension.key);
        }
        assert_eq!(ALL.iter().find(|one| one.key == "channels_3").unwrap().words().0, "Channels 3");
    }
}
