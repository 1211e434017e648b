//! Invariants of the fits besides the default one: larger images and longer texts, wider precisions, net and gross.

use wattpix_core::estimate::{Question, estimate_with};
use wattpix_core::fit::BUNDLED;
use wattpix_core::gpu;
use wattpix_core::model::{self, Pixels};
use wattpix_core::setting::{Boundary, Precision};
use wattpix_core::workload::Workload;
use wattpix_tests::pairs::pairs;

/// Fits of one law each, and those of older versions, keep the order of sizes, precisions and boundaries.
#[test]
fn other_fits_keep_their_order_too() {
    use Precision::{Fp8, Fp16, Fp32, Tf32};
    for fit in BUNDLED {
        for (model, gpu) in pairs(&model::ALL, &gpu::ALL, |gpu| gpu.architecture) {
            let energy = |workload: Workload, boundary| {
                let question = Question { workload, gpu, boundary };
                estimate_with(fit, &question).unwrap().energy.joules()
            };
            let base = Workload::default_of(model);
            let named = format!("{}: {}", fit.id(), format_args!("{} on {}", model.id, gpu.id));
            assert!(energy(base, Boundary::Net) < energy(base, Boundary::Gross), "{named}");
            let sides: Vec<f64> = [512, 768, 1024, 1536]
                .into_iter()
                .filter_map(|side| base.with_size(Pixels::square(side)).ok())
                .map(|workload| energy(workload, Boundary::Net))
                .collect();
            assert!(sides.is_sorted(), "{named}: {sides:?}");
            let (least, most) = model.text_tokens;
            let text =
                [least, most].map(|tokens| energy(base.with_text_tokens(tokens).unwrap(), Boundary::Net));
            assert!(text.is_sorted(), "{named}: {text:?}");
            let precisions: Vec<f64> = [Fp8, Fp16, Tf32, Fp32]
                .into_iter()
                .filter(|precision| gpu.has(*precision))
                .map(|precision| energy(base.with_precision(precision), Boundary::Net))
                .collect();
            assert!(precisions.is_sorted(), "{named}: {precisions:?}");
        }
    }
}
