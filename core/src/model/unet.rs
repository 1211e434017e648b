//! Denoisers of the U-Net family: residual blocks with cross-attention at most resolutions.

use super::size::Pixels;
use crate::flops::atom::{conv_elementwise, elementwise, linear, vectors};
use crate::flops::block::{Projection, conv3x3, cross_attention, embedding_mlp, resnet};
use crate::flops::elementwise::{self as kernels, COPY, GATED, JOIN, affine_layer_norm, group_norm};
use crate::flops::{RunBytes, Work};

/// A resolution of a U-Net; the finest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// Channels at this resolution.
    pub channels: u64,
    /// Layers of the transformer with cross-attention that follows each residual block; none where 0.
    pub transformer_layers: u64,
}

/// The resolutions of a U-Net, as many as there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Levels {
    /// Those beyond `count` are zero.
    levels: [Level; MAX_LEVELS],
    count: usize,
}

impl Levels {
    /// These, from the finest to the coarsest; at most [`MAX_LEVELS`].
    pub const fn of<const N: usize>(given: [Level; N]) -> Self {
        let mut levels = [Level { channels: 0, transformer_layers: 0 }; MAX_LEVELS];
        let mut at = 0;
        while at < N {
            levels[at] = given[at];
            at += 1;
        }
        Self { levels, count: N }
    }

    /// Returns `count` levels, at least 1: the coarsest are left out, or repeated.
    #[must_use]
    pub fn resized(self, count: usize) -> Self {
        let coarsest = self.last().copied();
        let mut levels = [Level { channels: 0, transformer_layers: 0 }; MAX_LEVELS];
        for (at, level) in levels.iter_mut().enumerate().take(count) {
            *level = self.get(at).copied().or(coarsest).unwrap_or(*level);
        }
        Self { levels, count: count.min(MAX_LEVELS) }
    }

    /// Returns a level to be changed.
    pub fn get_mut(&mut self, at: usize) -> Option<&mut Level> {
        self.levels.get_mut(at).filter(|_| at < self.count)
    }
}

impl std::ops::Deref for Levels {
    type Target = [Level];

    fn deref(&self) -> &[Level] {
        self.levels.get(..self.count).unwrap_or_default()
    }
}

/// Division of a level's width into attention heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heads {
    /// Heads of this width, as many as fit.
    Width(u64),
    /// This many heads at every level, however wide.
    Count(u64),
}

/// The architecture of a conditional U-Net (`UNet2DConditionModel`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UNet {
    /// Resolutions from the finest to the coarsest; each halves the one before.
    pub levels: Levels,
    /// Residual blocks a level on the way down; on the way up there is one more.
    pub blocks_per_level: u64,
    /// Width or number of the attention heads.
    pub heads: Heads,
    /// Channels of the latent.
    pub latent_channels: u64,
    /// Width of the text states.
    pub text_width: u64,
    /// Projections by which the transformers enter and leave the feature map.
    pub projection: Projection,
    /// Layers of the transformer between the two residual blocks of the middle.
    pub middle_layers: u64,
    /// Features of pooled text and image size that join the time step, where they do (Stable Diffusion XL).
    pub added_features: Option<u64>,
    /// Features of the guidance scale that join those of the time step before its MLP, where the scale is an input (latent consistency
    /// models).
    pub guidance_features: Option<u64>,
}

/// A layer of a U-Net in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UNetPart {
    /// Stage of the U-Net.
    pub stage: UNetStage,
    /// Kind of layer.
    pub layer: UNetLayer,
    /// Height of the map that it writes.
    pub height: u64,
    /// Width of the map that it writes.
    pub width: u64,
    /// Work of the part.
    pub work: Work,
}

/// Stages of a U-Net; levels count from 1, on the way down from the finest, on the way up from the coarsest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UNetStage {
    /// Embeddings of the time step and of what else is added to it.
    Embeddings,
    /// The first convolution.
    ConvIn,
    /// A level on the way down.
    Down(usize),
    /// The middle.
    Mid,
    /// A level on the way up.
    Up(usize),
    /// The last convolution.
    ConvOut,
}

/// Kinds of layer of a U-Net.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UNetLayer {
    /// An MLP of one row.
    Embedding,
    /// A 3 × 3 convolution, alone or between levels.
    Convolution,
    /// A residual block.
    ResNet,
    /// A transformer over the map with attention to the text.
    Transformer,
}

/// Height and width of a feature map.
#[derive(Debug, Clone, Copy)]
struct Map {
    height: u64,
    width: u64,
}

impl Map {
    const fn positions(self) -> u64 {
        self.height * self.width
    }

    /// A 3 × 3 convolution of stride 2 with padding 1 rounds odd sides up.
    const fn halved(self) -> Self {
        Self { height: self.height.div_ceil(2), width: self.width.div_ceil(2) }
    }
}

impl UNet {
    /// Returns the work of a pass over one image and its prompt.
    pub fn pass(&self, size: Pixels, latent_scale: u64, text_tokens: u64) -> Work {
        let mut work = Work::ZERO;
        self.parts(size, latent_scale, text_tokens, &mut |part| work += part.work);
        work
    }

    /// Adds the work of a pass part by part, in running order but for the embeddings, which come first. On the way up every map is resized to
    /// the side of the one it is joined with, so odd latents need no other rule than rounding up on the way down.
    pub fn parts(&self, size: Pixels, latent_scale: u64, text_tokens: u64, add: &mut impl FnMut(UNetPart)) {
        let mut map =
            Map { height: size.height as u64 / latent_scale, width: size.width as u64 / latent_scale };
        let (Some(finest), Some(coarsest)) = (self.levels.first(), self.levels.last()) else {
            return;
        };
        let mut add = |stage, layer, map: Map, work| {
            add(UNetPart { stage, layer, height: map.height, width: map.width, work });
        };
        let time_width = 4 * finest.channels;
        let attend = |map: Map, width, layers| {
            let head_width = match self.heads {
                Heads::Width(head_width) => head_width,
                Heads::Count(heads) => width / heads,
            };
            // A norm and the projections in and out; in each layer three norms, two projections of attention, the MLP.
            let biases = if layers == 0 { 0 } else { (4 + (6 + 2 + 8 + 1) * layers) * width };
            cross_attention(
                map.positions(),
                width,
                head_width,
                text_tokens,
                self.text_width,
                self.projection,
                layers,
            ) + vectors(biases)
                + elementwise(self.attend_elementwise(map.positions(), width, layers))
        };
        let residual = |map: Map, inputs: u64, outputs: u64| {
            // Two norms, two convolutions, the time's layer, the shortcut.
            let shortcut = if inputs == outputs { 0 } else { outputs };
            let biases = 2 * inputs + 2 * outputs + 3 * outputs + shortcut;
            resnet(map.positions(), inputs, outputs, Some(time_width))
                + vectors(biases)
                + conv_elementwise(kernels::resnet(map.positions(), inputs, outputs, Some(time_width)))
        };
        let convolution =
            |map: Map, inputs, outputs| conv3x3(map.positions(), inputs, outputs) + vectors(outputs);
        let embedding = |inputs| embedding_mlp(inputs, time_width) + vectors(2 * time_width);

        let one = Map { height: 1, width: 1 };
        let embeddings = embedding(finest.channels)
            + self.added_features.map_or(Work::ZERO, embedding)
            + self.guidance_features.map_or(Work::ZERO, |features| linear(1, features, finest.channels));
        add(UNetStage::Embeddings, UNetLayer::Embedding, one, embeddings);
        let first = convolution(map, self.latent_channels, finest.channels);
        add(UNetStage::ConvIn, UNetLayer::Convolution, map, first);

        // Down; `maps` remembers each level's map. Joined on the way up are, level by level, the inputs of each
        // level (one: the first convolution or the downsampling) and the outputs of its blocks.
        let mut channels = finest.channels;
        let mut maps = [map; MAX_LEVELS];
        let mut entry_channels = [channels; MAX_LEVELS];
        for (depth, level) in self.levels.iter().enumerate() {
            let stage = UNetStage::Down(depth + 1);
            maps[depth] = map;
            entry_channels[depth] = channels;
            for _ in 0..self.blocks_per_level {
                add(stage, UNetLayer::ResNet, map, residual(map, channels, level.channels));
                channels = level.channels;
                if level.transformer_layers > 0 {
                    let work = attend(map, level.channels, level.transformer_layers);
                    add(stage, UNetLayer::Transformer, map, work);
                }
            }
            if depth + 1 < self.levels.len() {
                map = map.halved();
                add(stage, UNetLayer::Convolution, map, convolution(map, channels, channels));
            }
        }

        let width = coarsest.channels;
        add(UNetStage::Mid, UNetLayer::ResNet, map, residual(map, width, width));
        if self.middle_layers > 0 {
            add(UNetStage::Mid, UNetLayer::Transformer, map, attend(map, width, self.middle_layers));
        }
        add(UNetStage::Mid, UNetLayer::ResNet, map, residual(map, width, width));

        for (depth, level) in self.levels.iter().enumerate().rev() {
            let stage = UNetStage::Up(self.levels.len() - depth);
            let map = maps[depth];
            for block in 0..=self.blocks_per_level {
                let joined =
                    if block < self.blocks_per_level { level.channels } else { entry_channels[depth] };
                let work = residual(map, channels + joined, level.channels)
                    + conv_elementwise(COPY * (map.positions() * (channels + joined)));
                add(stage, UNetLayer::ResNet, map, work);
                channels = level.channels;
                if level.transformer_layers > 0 {
                    let work = attend(map, level.channels, level.transformer_layers);
                    add(stage, UNetLayer::Transformer, map, work);
                }
            }
            if depth > 0 {
                let finer = maps[depth - 1];
                let resized = RunBytes::own((map.positions() + finer.positions()) * channels);
                let work = convolution(finer, channels, channels) + conv_elementwise(resized);
                add(stage, UNetLayer::Convolution, finer, work);
            }
        }
        let map = maps[0];
        let last = convolution(map, finest.channels, self.latent_channels)
            // The norm before the last convolution.
            + vectors(2 * finest.channels)
            + conv_elementwise(kernels::norm_and_activate(map.positions(), finest.channels));
        add(UNetStage::ConvOut, UNetLayer::Convolution, map, last);
    }

    /// Returns the bytes that element-wise kernels of a transformer over a feature map read and write.
    const fn attend_elementwise(&self, positions: u64, width: u64, layers: u64) -> RunBytes {
        if layers == 0 {
            return RunBytes::ZERO;
        }
        let numbers = positions * width;
        let bias = match self.projection {
            // What a linear layer takes from the map is not laid out for its bias.
            Projection::Linear => COPY,
            Projection::Conv => RunBytes::ZERO,
        };
        // A norm, a copy to the layout of the map, the sum with what came in.
        let around = group_norm(positions, width).plus(bias.plus(COPY).plus(JOIN).times(numbers));
        // Three norms and sums, two results of attention divided by a scale, the gated MLP.
        let layer = affine_layer_norm(positions, width)
            .plus(JOIN.times(numbers))
            .times(3)
            .plus(COPY.times(2 * numbers))
            .plus(GATED.times(4 * numbers));
        around.plus(layer.times(layers))
    }
}

/// The deepest U-Net that [`UNet::pass`] can count; the published ones have three or four levels.
pub const MAX_LEVELS: usize = 6;
