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

/// Returns the facts about several GPUs that are metered as one: limits and memory together, and for each the facts of [`gpu_facts`]; of one only
/// that.
#[must_use]
pub fn facts_of_all(identities: &[&Identity], name: &str) -> Map<String, Value> {
    let Some((first, others)) = identities.split_first() else { return Map::new() };
    let mut facts = gpu_facts(first);
    if others.is_empty() {
        return facts;
    }
    let mut uuids: Vec<&str> = identities.iter().filter_map(|one| one.uuid.as_deref()).collect();
    uuids.sort_unstable();
    let sum = |of: fn(&Identity) -> Option<f64>| identities.iter().map(|one| of(one)).sum::<Option<f64>>();
    let memory: Option<u64> = identities.iter().map(|one| one.memory_bytes).sum();
    facts.insert("name".to_owned(), name.into());
    facts.insert("uuid_sha256".to_owned(), hash(&uuids.join(" ")).into());
    facts.insert("memory_bytes".to_owned(), memory.into());
    facts.insert("power_limit_w".to_owned(), sum(|one| one.power_limit_w).into());
    facts.insert("power_limit_default_w".to_owned(), sum(|one| one.power_limit_default_w).into());
    facts.retain(|_, value| !value.is_null());
    facts.insert("gpus".to_owned(), identities.iter().map(|one| gpu_facts(one)).collect::<Vec<_>>().into());
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
