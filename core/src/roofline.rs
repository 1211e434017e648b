//! Time promised by a data sheet: how long a run's operations and its memory traffic would take at the published rates.
//!
//! An additive law weighs these seconds: a coefficient of 1 means that the promise is kept, and the seconds of different kinds
//! add up because one layer mostly follows another.

use crate::fit::schema::Feature;
use crate::flops::Work;
use crate::gpu::Gpu;
use crate::setting::Precision;
use crate::workload::Workload;

/// Operations a second in a TFLOP/s.
const PER_TFLOP: f64 = 1e12;

/// Bytes in a GB.
const PER_GB: f64 = 1e9;

/// Time of one image on one GPU by its data sheet. All in seconds, but for the launches.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct DataSheetTime {
    /// Operations on tensor cores at the dense rate of the precision.
    pub matmul_s: f64,
    /// Operations on the 32-bit units at theirs.
    pub vector_s: f64,
    /// Memory traffic of linear layers and attention, at the memory's bandwidth.
    pub linear_traffic_s: f64,
    /// Memory traffic of convolutions.
    pub conv_traffic_s: f64,
    /// Attention scores, as if each were written once.
    pub scores_s: f64,
    /// Weights, read once a forward call and shared by its images.
    pub weights_s: f64,
    /// Layers launched; a launch serves all images of a batch, and both passes of a guided step.
    pub launches: f64,
}

/// The work of a workload, counted once for every card and precision that it is timed on.
#[derive(Debug, Clone, Copy)]
pub struct CountedWork {
    text: Work,
    pass: Work,
    decoder: Work,
}

impl CountedWork {
    /// The work of each part.
    pub fn of(workload: &Workload) -> Self {
        let decoder = workload.decoder_work();
        #[cfg(feature = "how-it-runs")]
        let decoder = decoder + workload.encoder_work();
        Self { text: workload.text_work(), pass: workload.pass_work(), decoder }
    }
}

impl DataSheetTime {
    /// The promise for one image; `None` where the silicon lacks the precision.
    pub fn of(workload: &Workload, gpu: &Gpu) -> Option<Self> {
        Self::of_counted(&CountedWork::of(workload), workload, workload.precision(), gpu)
    }

    /// Returns the time where the work of the workload has been counted, at any precision.
    pub fn of_counted(
        counted: &CountedWork,
        workload: &Workload,
        precision: Precision,
        gpu: &Gpu,
    ) -> Option<Self> {
        let rate = gpu.tflop_per_s(precision)? * PER_TFLOP;
        let model = workload.model();
        let CountedWork { text, pass, decoder } = *counted;
        // Added as numbers: the largest model at its largest size and most steps leaves 64 bits.
        let passes = workload.passes_run();
        let whole =
            |part: fn(&Work) -> u64| part(&text) as f64 + part(&pass) as f64 * passes + part(&decoder) as f64;
        let dense = whole(|work| work.flops.linear) + whole(|work| work.flops.attention);
        let conv = whole(|work| work.flops.conv);
        let (matmul_s, vector_s) = match (precision, gpu.tf32_tflop_per_s) {
            // Frameworks let convolutions of 32-bit numbers run in TF32 and nothing else (PyTorch 2.x: `torch.backends.cudnn.allow_tf32`
            // is true, `torch.backends.cuda.matmul.allow_tf32` false; https://docs.pytorch.org/docs/2.8/notes/cuda.html#tf32-on-ampere).
            (Precision::Fp32, Some(tf32)) => (conv / (tf32 * PER_TFLOP), dense / rate),
            (Precision::Fp32, None) => (0.0, (conv + dense) / rate),
            _ => ((conv + dense) / rate, 0.0),
        };
        let bandwidth = gpu.bandwidth_gb_per_s * PER_GB;
        let moved = |elements: f64| elements * precision.bytes_per_activation() as f64 / bandwidth;
        let images = f64::from(workload.batch());
        let calls = u64::from(workload.calls());
        let denoising = model.denoiser_parameters * calls;
        let weights = model.other_parameters() + denoising;
        Some(Self {
            matmul_s,
            vector_s,
            linear_traffic_s: moved(whole(|work| work.linear_elements)),
            conv_traffic_s: moved(whole(|work| work.conv_elements)),
            scores_s: moved(whole(|work| work.scores)),
            weights_s: weights as f64 * precision.bytes_per_weight() as f64 / bandwidth / images,
            launches: (text.layers + pass.layers * calls + decoder.layers) as f64 / images,
        })
    }

    /// The value of a feature of the additive law; `None` for a feature of another law.
    pub const fn get(&self, feature: Feature) -> Option<f64> {
        match feature {
            Feature::Matmul => Some(self.matmul_s),
            Feature::Vector => Some(self.vector_s),
            Feature::LinearTraffic => Some(self.linear_traffic_s),
            Feature::ConvTraffic => Some(self.conv_traffic_s),
            Feature::Scores => Some(self.scores_s),
            Feature::Weights => Some(self.weights_s),
            Feature::Launches => Some(self.launches),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{gpu, model};

    fn sheet(change: impl Fn(Workload) -> Workload) -> DataSheetTime {
        let workload = change(Workload::default_of(model::find("sdxl").unwrap()));
        DataSheetTime::of(&workload, gpu::find("a100").unwrap()).unwrap()
    }

    #[test]
    fn a_batch_shares_weights_and_launches_and_nothing_else() {
        let one = sheet(|workload| workload);
        let eight = sheet(|workload| workload.with_batch(8).unwrap());
        assert_eq!((one.weights_s, one.launches), (8.0 * eight.weights_s, 8.0 * eight.launches));
        let kept = DataSheetTime { weights_s: one.weights_s, launches: one.launches, ..eight };
        assert_eq!(kept, one);
    }

    #[test]
    fn convolutions_of_32_bit_numbers_run_on_tensor_cores_where_there_are_any_for_them() {
        let half = sheet(|workload| workload);
        let full = sheet(|workload| workload.with_precision(Precision::Fp32));
        assert!(full.matmul_s > 0.0 && full.vector_s > half.matmul_s);
        let v100 = gpu::find("v100-sxm2").unwrap();
        let workload = Workload::default_of(model::find("sdxl").unwrap()).with_precision(Precision::Fp32);
        assert_eq!(DataSheetTime::of(&workload, v100).unwrap().matmul_s, 0.0);
        assert_eq!(full.linear_traffic_s, 2.0 * half.linear_traffic_s);
    }
}
