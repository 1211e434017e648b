//! Finding a GPU by a name as people write it.

use super::Gpu;
use super::catalogue::{ALL, COMMON};
use super::described;
use super::unknown::unknown;
use crate::error::{Error, Key};
use crate::excerpt::shortened;
use crate::names::{self, Found, Named};

/// Finds the GPU that a name means, or that a text describes.
///
/// # Errors
/// Those of [`super::find`].
pub(super) fn find(id: &str) -> Result<&'static Gpu, Error> {
    if let Some(described) = described::find(id) {
        return described;
    }
    let ids = |gpus: &[&'static Gpu]| gpus.iter().map(|gpu| gpu.id).collect();
    let (key, given) = (Key::Gpu, || shortened(id));
    match names::find(id, &ALL.map(named)) {
        Found::One(gpu) => Ok(gpu),
        Found::Several(choices) => Err(Error::Ambiguous { key, given: given(), choices: ids(&choices) }),
        Found::Near(near) if near.is_empty() => Err(unknown(id, &COMMON)),
        Found::Near(near) => Err(Error::Near { key, given: given(), near: ids(&near) }),
    }
}

/// Gives a GPU its names. Its memory and its architecture may stand beside any name.
fn named(gpu: &'static Gpu) -> Named<&'static Gpu> {
    let mut names = vec![gpu.id, gpu.label];
    names.extend(gpu.aliases);
    #[cfg(feature = "names")]
    names.extend(gpu.nvml_names);
    let mut also: Vec<String> = gpu.architecture.to_lowercase().split(' ').map(str::to_owned).collect();
    if gpu.architecture == "Ada" {
        // Its maker calls it Ada Lovelace, too.
        also.push("lovelace".to_owned());
    }
    also.extend(gpu.memory_gb.map(|memory_gb| [&(memory_gb as u64).to_string(), "gb"].concat()));
    Named { thing: gpu, names, also }
}
