//! A U-Net by stage: what runs where, and how much of a pass it is.

use serde::Serialize;
use wattpix_core::flops::OPERATIONS_PER_GFLOP;
use wattpix_core::model::Denoiser;
use wattpix_core::model::unet::{UNetLayer, UNetPart, UNetStage};
use wattpix_core::model::{Model, Pixels};

/// A stage of a pass.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stage {
    /// Name in the paper.
    pub stage: String,
    /// Height and width of the map that it works on.
    pub map: [u64; 2],
    /// Layers, such as `2 × ResNet, 2 × transformer, convolution`.
    pub layers: String,
    /// Operations in GFLOP.
    pub gflops: f64,
    /// Operations of the residual blocks.
    pub resnet_gflops: f64,
    /// Operations of the transformers.
    pub transformer_gflops: f64,
    /// Operations of convolutions between blocks and of embeddings.
    pub other_gflops: f64,
}

/// The stages of one pass in the order in which they run; empty for a model that is no U-Net.
#[must_use]
pub fn of_model(model: &'static Model, size: Pixels, text_tokens: u32) -> Vec<Stage> {
    let Denoiser::UNet(unet) = &model.denoiser else { return Vec::new() };
    let mut parts: Vec<UNetPart> = Vec::new();
    unet.parts(size, model.latent_scale, u64::from(text_tokens), &mut |part| parts.push(part));
    parts.chunk_by(|one, next| one.stage == next.stage).filter_map(stage).collect()
}

fn stage(parts: &[UNetPart]) -> Option<Stage> {
    let first = parts.first()?;
    let gflops = |wanted: &dyn Fn(UNetLayer) -> bool| {
        let operations: u64 =
            parts.iter().filter(|part| wanted(part.layer)).map(|part| part.work.flops.total()).sum();
        operations as f64 / OPERATIONS_PER_GFLOP
    };
    let count = |layer| parts.iter().filter(|part| part.layer == layer).count();
    let layers = [
        (UNetLayer::Embedding, "embedding"),
        (UNetLayer::ResNet, "ResNet"),
        (UNetLayer::Transformer, "transformer"),
        (UNetLayer::Convolution, "convolution"),
    ]
    .into_iter()
    .filter_map(|(layer, name)| match count(layer) {
        0 => None,
        1 => Some(name.to_owned()),
        many => Some(format!("{many} × {name}")),
    });
    let is_block = |layer| matches!(layer, UNetLayer::ResNet | UNetLayer::Transformer);
    Some(Stage {
        stage: match first.stage {
            UNetStage::Embeddings => "Embeddings".to_owned(),
            UNetStage::ConvIn => "ConvIn".to_owned(),
            UNetStage::Down(level) => format!("Down {level}"),
            UNetStage::Mid => "Mid".to_owned(),
            UNetStage::Up(level) => format!("Up {level}"),
            UNetStage::ConvOut => "ConvOut".to_owned(),
        },
        map: [first.height, first.width],
        layers: layers.collect::<Vec<_>>().join(", "),
        gflops: gflops(&|_| true),
        resnet_gflops: gflops(&|layer| layer == UNetLayer::ResNet),
        transformer_gflops: gflops(&|layer| layer == UNetLayer::Transformer),
        other_gflops: gflops(&|layer| !is_block(layer)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// X-Val: tests/data/flops_ground_truth.csv, Stable Diffusion 2.1 at 512 px: the stages add up to the pass that diffusers' class runs.
    #[test]
    fn stages_add_up_to_the_pass() {
        let model = wattpix_core::model::find("sd2.1").unwrap();
        let stages = of_model(model, Pixels::square(512), 77);
        let names: Vec<&str> = stages.iter().map(|stage| stage.stage.as_str()).collect();
        let papers = [
            "ConvIn", "Down 1", "Down 2", "Down 3", "Down 4", "Mid", "Up 1", "Up 2", "Up 3", "Up 4",
            "ConvOut",
        ];
        assert_eq!(names[1..], papers);
        let sum: f64 = stages.iter().map(|stage| stage.gflops).sum();
        let pass = model.denoiser_work(Pixels::square(512), 77).flops.total() as f64 / OPERATIONS_PER_GFLOP;
        assert!((sum / pass - 1.0).abs() < 1e-12, "{sum} of {pass}");
        assert_eq!((stages[2].map, stages[6].map, stages[10].map), ([64, 64], [8, 8], [64, 64]));
        assert_eq!(stages[2].layers, "2 × ResNet, 2 × transformer, convolution");
        assert!(
            of_model(wattpix_core::model::find("flux1-dev").unwrap(), Pixels::square(512), 77).is_empty()
        );
    }
}
