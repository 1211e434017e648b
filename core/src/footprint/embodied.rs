//! Embodied emissions: greenhouse gas of making a GPU and its share of a server, spread over the seconds that they work.
//!
//! ```text
//! M = seconds ÷ (lifetime × utilisation) × (GPU + server ÷ 8)
//! ```
//!
//! That is EcoLogits' allocation (`I_request = ΔT / (B·ΔL) × I_server`, seconds of one image standing for ΔT/B) and the SCI's `M = TE × TS × RS`,
//! with the share of its life in which a machine works as a setting: hours without work have to be carried by those with it.

use super::problem::FootprintProblem;
use super::range::Range;
use crate::gpu::Gpu;
use crate::source::Source;

/// Lifetime of GPU and server in years: EcoLogits' "Modeling request embodied environmental impacts" ([`ECOLOGITS`]).
pub const DEFAULT_LIFETIME_YEARS: f64 = 3.0;

/// Share of its life in which a machine works; EcoLogits' formula has none, so all of it.
pub const DEFAULT_UTILISATION: f64 = 1.0;

/// Share by which the emissions of making a GPU may be off to either side: EcoDiag's "60 % for the LCA" ([`ECODIAG`]). BoaviztAPI and EcoLogits
/// publish no uncertainty of theirs.
pub const LCA_UNCERTAINTY: f64 = 0.6;

/// Seconds of a year of 365 days, as EcoLogits counts them (`HARDWARE_LIFESPAN`).
const YEAR_S: f64 = 365.0 * 24.0 * 3600.0;

/// GPUs in the servers that figures are of.
pub const GPUS_OF_SERVER: f64 = 8.0;

/// EcoLogits' published method.
pub const ECOLOGITS: Source = Source {
    title: "EcoLogits, Environmental impacts of LLM inference",
    locator: "Modeling server embodied impacts: server without GPU (p5.48xlarge), NVIDIA H100; lifetime of 3 years",
    url: "https://github.com/mlco2/ecologits/blob/5be90dadc86ed92f48dc55316469d888827aec55/docs/methodology/llm_inference.md",
};

/// EcoLogits' method before September 2025.
const ECOLOGITS_A100: Source = Source {
    title: "EcoLogits, Environmental impacts of LLM inference, version of June 2024",
    locator: "Server without GPU (p4de.24xlarge) and NVIDIA A100 80GB, as Boavizta computed it",
    url: "https://github.com/mlco2/ecologits/blob/9c18058/docs/methodology/llm_inference.md",
};

/// NVIDIA's product carbon footprint of eight H100.
const NVIDIA_H100: Source = Source {
    title: "NVIDIA, Product Carbon Footprint Summary of HGX H100 (ISO 14067)",
    locator: "1,312 kg CO2e from cradle to gate of a baseboard with eight GPUs, 164 kg each, as EcoLogits takes it",
    url: "https://images.nvidia.com/aem-dam/Solutions/documents/HGX-H100-PCF-Summary.pdf",
};

/// NVIDIA's product carbon footprint of eight B200.
const NVIDIA_B200: Source = Source {
    title: "NVIDIA, Product Carbon Footprint Summary of HGX B200 (ISO 14067)",
    locator: "2,274 kg CO2e from cradle to gate of a baseboard with eight GPUs, an eighth each",
    url: "https://images.nvidia.com/aem-dam/Solutions/documents/HGX-B200-PCF-Summary.pdf",
};

/// A life-cycle assessment of the A100 SXM 40 GB from its parts.
const FALK: Source = Source {
    title: "Falk et al., More than Carbon: Cradle-to-Grave environmental impacts of GenAI training on the Nvidia A100 GPU",
    locator: "climate change of one GPU, cradle to gate",
    url: "https://arxiv.org/abs/2509.00093",
};

/// EcoDiag's entry of a powerful graphics card.
pub const ECODIAG: Source = Source {
    title: "EcoDiag (CNRS EcoInfo), entry gpu, as quoted in BoaviztAPI issue 65",
    locator: "60 kg CO2e, 60 % for the LCA and 60 % for the variation across GPUs",
    url: "https://github.com/Boavizta/boaviztapi/issues/65",
};

/// Spread of EcoDiag's entry from GPU to GPU, as a share; it adds to [`LCA_UNCERTAINTY`] in quadrature, as EcoDiag does (`hypot`).
const ECODIAG_VARIATION: f64 = 0.6;

/// Emissions of making EcoDiag's powerful graphics card, in kilograms of CO₂ equivalent.
const ECODIAG_KG: f64 = 60.0;

/// Names of cards that EcoDiag's entry is for (its `regex`).
const ECODIAG_CARDS: [&str; 5] = ["gtx", "rtx", "quadro", "titan", "geforce"];

/// Published embodied emissions of a GPU and of the server that holds eight of it.
struct Published {
    gpu: &'static str,
    gpu_kg: f64,
    gpu_source: Source,
    /// Emissions of making the whole server without its GPUs; `None` where none is published.
    server: Option<(f64, Source)>,
}

const PUBLISHED: [Published; 4] = [
    Published { gpu: "h100-sxm", gpu_kg: 164.0, gpu_source: NVIDIA_H100, server: Some((5700.0, ECOLOGITS)) },
    Published {
        gpu: "a100-sxm4-80gb",
        gpu_kg: 143.0,
        gpu_source: ECOLOGITS_A100,
        server: Some((3000.0, ECOLOGITS_A100)),
    },
    Published {
        gpu: "a100-sxm4-40gb",
        gpu_kg: 127.6,
        gpu_source: FALK,
        server: Some((3000.0, ECOLOGITS_A100)),
    },
    Published { gpu: "b200", gpu_kg: 2274.0 / GPUS_OF_SERVER, gpu_source: NVIDIA_B200, server: None },
];

/// Embodied emissions for one GPU.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Embodied {
    /// Kilograms of CO₂ equivalent of the GPU.
    pub gpu_kg: Range,
    /// Source of it; `None` for a person's own figure.
    pub gpu_source: Option<Source>,
    /// Kilograms of the server without its GPUs, for one GPU; `None` where no source has a figure.
    pub server_kg: Option<Range>,
    /// Source of it.
    pub server_source: Option<Source>,
}

impl Embodied {
    /// Returns the published figures of a GPU, or a person's own one, which is of the GPU with its share of the server and taken as given.
    ///
    /// # Errors
    /// [`FootprintProblem::NoEmbodied`] where neither is known.
    pub fn find(gpu: Option<&Gpu>, own_kg: Option<f64>) -> Result<Self, FootprintProblem> {
        if let Some(kg) = own_kg {
            let gpu_kg = Range::exact(kg);
            return Ok(Self { gpu_kg, gpu_source: None, server_kg: None, server_source: None });
        }
        let gpu = gpu.ok_or_else(FootprintProblem::unknown_embodied)?;
        if let Some(published) = PUBLISHED.iter().find(|published| published.gpu == gpu.id) {
            let server = published.server;
            return Ok(Self {
                gpu_kg: Range::within(published.gpu_kg, LCA_UNCERTAINTY),
                gpu_source: Some(published.gpu_source),
                server_kg: server.map(|(kg, _)| Range::within(kg / GPUS_OF_SERVER, LCA_UNCERTAINTY)),
                server_source: server.map(|(_, source)| source),
            });
        }
        let label = gpu.label.to_lowercase();
        if !ECODIAG_CARDS.iter().any(|card| label.contains(card)) {
            return Err(FootprintProblem::NoEmbodied { gpu: gpu.label.to_owned() });
        }
        let share = LCA_UNCERTAINTY.hypot(ECODIAG_VARIATION);
        Ok(Self {
            gpu_kg: Range::within(ECODIAG_KG, share),
            gpu_source: Some(ECODIAG),
            server_kg: None,
            server_source: None,
        })
    }
}

/// Returns the share of a machine's life that so many seconds of work use up.
pub fn share_of_life(seconds: f64, lifetime_years: f64, utilisation: f64) -> f64 {
    seconds / (lifetime_years * YEAR_S * utilisation)
}
