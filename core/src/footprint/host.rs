//! Power of the server around a GPU: processors, memory, fans and power supplies.

use super::embodied::GPUS_OF_SERVER;
use super::problem::FootprintProblem;
use crate::gpu::Gpu;
use crate::source::Source;

/// Power of a server of eight GPUs without them, while it works, in watts ([`ECOLOGITS_SERVER`]).
const SERVER_W: f64 = 1200.0;

/// Source of the power of a server.
pub const ECOLOGITS_SERVER: Source = Source {
    title: "EcoLogits, Environmental impacts of LLM inference",
    locator: "Server energy consumption without GPUs: 1.2 kW with eight GPUs installed, from BoaviztAPI's average power of a p5.48xlarge",
    url: "https://github.com/mlco2/ecologits/blob/5be90dadc86ed92f48dc55316469d888827aec55/docs/methodology/llm_inference.md",
};

/// GPUs that servers hold eight of on one baseboard (HGX).
const EIGHT_IN_A_SERVER: [&str; 7] =
    ["a100-sxm4-80gb", "a100-sxm4-40gb", "h100-sxm", "h800", "h20", "h200-sxm", "b200"];

/// Host that is counted beside a GPU.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Host {
    /// None: the GPU alone.
    Off,
    /// The published share of a server of eight.
    Published,
    /// A person's own figure in watts for one GPU.
    Own(f64),
}

impl Host {
    /// Returns watts of the host for one GPU; `None` where none is counted.
    ///
    /// # Errors
    /// [`FootprintProblem::NoHost`] for a GPU whose servers no source describes.
    pub fn watts(self, gpu: Option<&Gpu>) -> Result<Option<f64>, FootprintProblem> {
        match self {
            Self::Off => Ok(None),
            Self::Own(watts) => Ok(Some(watts)),
            Self::Published => match gpu {
                Some(gpu) if EIGHT_IN_A_SERVER.contains(&gpu.id) => Ok(Some(SERVER_W / GPUS_OF_SERVER)),
                Some(gpu) => Err(FootprintProblem::NoHost { gpu: gpu.label.to_owned() }),
                None => Err(FootprintProblem::unknown_host()),
            },
        }
    }
}
