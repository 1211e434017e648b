//! The residual block of U-Nets and decoders (`ResnetBlock2D` of diffusers), and the samplings between resolutions.

use candle_core::{Result, Tensor};

use super::{Conv2d, GroupNorm, Linear};
use crate::engine::weights::Weights;

/// A residual block of two 3 × 3 convolutions.
#[derive(Debug)]
pub struct Resnet {
    norm: GroupNorm,
    first: Conv2d,
    time: Option<Linear>,
    second_norm: GroupNorm,
    second: Conv2d,
    shortcut: Option<Conv2d>,
}

/// Group norms of a residual block.
#[derive(Debug, Clone, Copy)]
pub struct Groups {
    /// Groups of channels.
    pub count: usize,
    /// Epsilon.
    pub epsilon: f64,
}

impl Resnet {
    /// Reads a block, with a time embedding of `time_width` where there is one.
    ///
    /// # Errors
    /// A tensor that the source does not have in this shape.
    pub fn load(
        weights: &Weights,
        inputs: usize,
        outputs: usize,
        time_width: Option<usize>,
        groups: Groups,
    ) -> Result<Self> {
        let norm =
            |name, channels| GroupNorm::load(&weights.at(name), channels, groups.count, groups.epsilon);
        let time = time_width.map(|width| Linear::load(&weights.at("time_emb_proj"), width, outputs));
        let shortcut =
            (inputs != outputs).then(|| Conv2d::load(&weights.at("conv_shortcut"), inputs, outputs, 1));
        Ok(Self {
            norm: norm("norm1", inputs)?,
            first: Conv2d::load(&weights.at("conv1"), inputs, outputs, 3)?,
            time: time.transpose()?,
            second_norm: norm("norm2", outputs)?,
            second: Conv2d::load(&weights.at("conv2"), outputs, outputs, 3)?,
            shortcut: shortcut.transpose()?,
        })
    }

    /// The map after the block; `time` is the activated time embedding (batch, width).
    ///
    /// # Errors
    /// A map with other channels, or no memory.
    pub fn forward(&self, map: &Tensor, time: Option<&Tensor>) -> Result<Tensor> {
        let mut inner = self.first.forward(&self.norm.forward(map)?.silu()?)?;
        if let (Some(linear), Some(time)) = (&self.time, time) {
            inner = inner.broadcast_add(&linear.forward(time)?.unsqueeze(2)?.unsqueeze(3)?)?;
        }
        let inner = self.second.forward(&self.second_norm.forward(&inner)?.silu()?)?;
        match &self.shortcut {
            Some(shortcut) => shortcut.forward(map)? + inner,
            None => map + inner,
        }
    }
}

/// Nearest-neighbour enlargement to `height` × `width`, then a 3 × 3 convolution.
///
/// # Errors
/// No memory.
pub fn upsample(map: &Tensor, height: usize, width: usize, conv: &Conv2d) -> Result<Tensor> {
    conv.forward(&map.contiguous()?.upsample_nearest2d(height, width)?)
}
