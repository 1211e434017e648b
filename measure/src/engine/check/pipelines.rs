//! Whole pipelines over tiny checkpoints beside the processor's, which tests hold to diffusers'.

use std::path::Path;

use candle_core::Device;
use wattpix_core::model::Pixels;
use wattpix_core::setting::Precision;
use wattpix_core::workload::Workload;

use super::{Finding, Tell, largest};
use crate::engine::detail;
use crate::engine::device::allow_tf32;
use crate::engine::error::EngineError;
use crate::engine::pipeline::load::Checkpoint;
use crate::engine::pipeline::report::Unwatched;
use crate::engine::pipeline::{Engine, Run};

/// Colours are from 0 to 1; three steps in 32 bits.
const ALLOWED: f64 = 1e-3;

/// Compares the image of every tiny checkpoint that the folder holds, one folder a model.
///
/// # Errors
/// A checkpoint that cannot be loaded, or whatever the device fails with.
pub fn check(folder: &Path, device: &Device, tell: &mut Tell) -> Result<(), EngineError> {
    allow_tf32(Precision::Fp32);
    for full in detail::ALL {
        let id = full.model.id;
        let (checkpoint, Some(tiny)) = (folder.join(id), detail::find_tiny(id)) else { continue };
        if !checkpoint.is_dir() {
            continue;
        }
        let workload = Workload::default_of(tiny.model)
            .with_precision(Precision::Fp32)
            .with_steps(3)?
            .with_size(Pixels { width: 64, height: 48 })?;
        let image = |device: &Device| {
            let source = Checkpoint::Folder(checkpoint.clone());
            let engine = Engine::load(tiny, &source, &workload, device, &mut |_, _| {})?;
            let run = Run::new(tiny, workload, vec!["a lighthouse at dusk".to_owned()], 3);
            Ok::<_, EngineError>(engine.generate(&run, &mut Unwatched)?.images)
        };
        let apart = largest(&image(device)?, &image(&Device::Cpu)?)?;
        tell(Finding::new(format!("whole pipeline, tiny {id}, fp32"), apart, [0.0, ALLOWED]));
    }
    Ok(())
}
