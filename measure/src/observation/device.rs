//! Facts about the device in observation files, and the id they use.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use wattpix_core::gpu;

use crate::meter::{Identity, Scope};

/// Returns the facts about a device for the header: everything that matters for its energy, and of its id only a hash.
#[must_use]
pub fn gpu_facts(identity: &Identity) -> Map<String, Value> {
    let mut facts = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() {
            facts.insert(name.to_owned(), value);
        }
    };
    put("name", identity.name.clone().into());
    put("uuid_sha256", identity.uuid.as_deref().map(hash).into());
    put("scope", identity.scope.word().into());
    put("driver", identity.driver.clone().into());
    put("library", identity.library.clone().into());
    put("vbios", identity.vbios.clone().into());
    put("memory_bytes", identity.memory_bytes.into());
    put("power_limit_w", identity.power_limit_w.into());
    put("power_limit_default_w", identity.power_limit_default_w.into());
    put("persistence", identity.persistence.into());
    put("ecc", identity.ecc.into());
    put("mig", identity.mig.into());
    put("vgpu", identity.vgpu.into());
    facts
}

/// SHA-256 in hexadecimal: the same card gives the same hash, which tells nothing else about it.
#[must_use]
pub fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The catalogue's id of the card with that name; of a card that the catalogue does not know, its name in small letters,
/// digits and hyphens, without the maker. `cpu` for processors.
#[must_use]
pub fn gpu_id(name: &str, scope: Scope) -> String {
    if scope == Scope::CpuPackage {
        return gpu::CPU.to_owned();
    }
    if let Some(known) = gpu::ALL.iter().find(|gpu| gpu.nvml_names.contains(&name)) {
        return known.id.to_owned();
    }
    let words: Vec<String> = name
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && *word != "nvidia" && *word != "geforce")
        .map(str::to_owned)
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_cards_get_the_catalogues_id_and_others_their_name() {
        assert_eq!(gpu_id("NVIDIA H100 80GB HBM3", Scope::Gpu), "h100-sxm");
        assert_eq!(gpu_id("NVIDIA GeForce GTX 1080 Ti", Scope::Gpu), "gtx-1080-ti");
        assert_eq!(gpu_id("processor (package-0)", Scope::CpuPackage), "cpu");
    }
}
