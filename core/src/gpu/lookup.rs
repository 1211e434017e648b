//! Finding a GPU by its name.

use super::Gpu;
use super::available::catalogue;
use crate::error::Error;

/// The name of a run on a processor, which can be measured but not estimated.
pub const CPU: &str = "cpu";

/// The GPU with this id or alias in any case or, once the [whole catalogue](mod@crate::catalogue) is known, by any name as people write it, or
/// as the text describes it (see [`super::described`]).
///
/// # Errors
/// [`Error::CpuNotEstimated`] for the processor, [`Error::GpuDescription`] for a description that cannot be parsed, [`Error::Ambiguous`] for what several GPUs are called, and for anything else
/// [`Error::Near`] or, where nothing comes near it, [`Error::UnknownGpu`] with the ids there are.
pub fn find(id: &str) -> Result<&'static Gpu, Error> {
    let named = |name: &&str| name.eq_ignore_ascii_case(id);
    if named(&CPU) {
        return Err(Error::CpuNotEstimated);
    }
    let known = catalogue();
    if let Some(gpu) = known.gpus.iter().copied().find(|gpu| named(&gpu.id) || gpu.aliases.iter().any(named))
    {
        return Ok(gpu);
    }
    (known.find)(id)
}

#[cfg(test)]
mod tests {
    use super::super::catalogue::ALL;
    use super::super::inferred::{INFERRED, name_in_version};
    use super::*;

    #[test]
    fn identifiers_and_aliases_mean_one_card() {
        let mut names: Vec<_> = ALL.iter().flat_map(|gpu| gpu.aliases.iter().chain([&gpu.id])).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert_eq!(find("a100").unwrap().id, "a100-sxm4-80gb");
        assert_eq!(find("H100-SXM").unwrap().id, "h100-sxm");
    }

    #[test]
    fn the_papers_a6000_is_the_rtx_a6000_since_version_3() {
        for name in INFERRED {
            assert_eq!(find(name).unwrap().id, "rtx-a6000");
            assert_eq!(name_in_version(name, 3), name);
        }
        assert_eq!([1, 2].map(|version| name_in_version("paper-a6000", version)), ["rtx-6000-ada"; 2]);
        assert_eq!(name_in_version("rtx-a6000", 1), "rtx-a6000");
    }
}
