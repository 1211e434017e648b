//! GPUs that a program sees under CUDA ordinals: not NVML's indices, so they are mapped explicitly.
//!
//! Source: CUDA C++ Programming Guide, "CUDA Environment Variables" (`CUDA_VISIBLE_DEVICES`, `CUDA_DEVICE_ORDER`).

use serde::Serialize;

use crate::meter::Identity;

/// View of CUDA programs, as far as it can be known without CUDA.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CudaView {
    /// `CUDA_VISIBLE_DEVICES`, if set.
    pub visible: Option<String>,
    /// `CUDA_DEVICE_ORDER`, if set.
    pub order: Option<String>,
    /// NVML index of each CUDA ordinal, in order.
    pub ordinals: Vec<u32>,
    /// Why the mapping is not known, or what is odd about it.
    pub problem: Option<String>,
}

impl CudaView {
    /// The view under this process's environment.
    #[must_use]
    pub fn from_environment(gpus: &[Identity]) -> Self {
        let get = |name| std::env::var(name).ok();
        Self::new(gpus, get("CUDA_VISIBLE_DEVICES"), get("CUDA_DEVICE_ORDER"))
    }

    /// The view under these settings.
    #[must_use]
    pub fn new(gpus: &[Identity], visible: Option<String>, order: Option<String>) -> Self {
        let mut view =
            Self { visible: visible.clone(), order: order.clone(), ordinals: Vec::new(), problem: None };
        let mut by_pci: Vec<&Identity> = gpus.iter().collect();
        by_pci.sort_by_key(|gpu| gpu.pci.clone().map(|pci| pci.to_lowercase()));
        let all_alike = gpus.windows(2).all(|pair| pair[0].name == pair[1].name);
        // CUDA's own order puts the fastest first; it is that of the PCI addresses only where all cards are alike.
        let numbers_known = all_alike || order.as_deref() == Some("PCI_BUS_ID");
        let unknown = "the cards differ and CUDA_DEVICE_ORDER is not PCI_BUS_ID, so CUDA's numbers are not known; \
                       set CUDA_DEVICE_ORDER=PCI_BUS_ID, or name the card by UUID";
        let Some(visible) = visible else {
            if numbers_known {
                view.ordinals = by_pci.iter().map(|gpu| gpu.index).collect();
            } else {
                view.problem = Some(unknown.to_owned());
            }
            return view;
        };
        for entry in visible.split(',').map(str::trim) {
            if entry.is_empty() || entry == "-1" || entry == "NoDevFiles" {
                break;
            }
            if entry.starts_with("MIG-") {
                view.problem = Some(format!(
                    "{entry} is a MIG instance: power and energy exist for the whole card only, so it cannot be metered"
                ));
                break;
            }
            let found = if let Ok(number) = entry.parse::<usize>() {
                if !numbers_known {
                    view.problem = Some(unknown.to_owned());
                    break;
                }
                by_pci.get(number).copied()
            } else {
                let matches: Vec<_> = gpus.iter().filter(|gpu| has_uuid(gpu, entry)).collect();
                if let [one] = matches[..] { Some(one) } else { None }
            };
            match found {
                Some(gpu) => view.ordinals.push(gpu.index),
                None => {
                    view.problem =
                        Some(format!("{entry:?} names no GPU; CUDA ignores it and everything after it"));
                    break;
                }
            }
        }
        if view.ordinals.is_empty() && view.problem.is_none() {
            view.problem = Some("CUDA_VISIBLE_DEVICES hides every GPU from CUDA programs".to_owned());
        }
        view
    }
}

/// True if the GPU's UUID begins like that, with or without `GPU-`.
#[must_use]
pub fn has_uuid(gpu: &Identity, prefix: &str) -> bool {
    let strip = |text: &str| text.to_lowercase().trim_start_matches("gpu-").to_owned();
    let prefix = strip(prefix);
    !prefix.is_empty() && gpu.uuid.as_deref().is_some_and(|uuid| strip(uuid).starts_with(&prefix))
}

/// True if the GPU has that PCI address; the domain may be left out, and so may the function.
#[must_use]
pub fn has_pci(gpu: &Identity, address: &str) -> bool {
    let parts = |text: &str| -> Option<(u32, u32, u32)> {
        let text = text.split('.').next()?;
        let mut fields = text.rsplit(':');
        let device = u32::from_str_radix(fields.next()?, 16).ok()?;
        let bus = u32::from_str_radix(fields.next()?, 16).ok()?;
        let domain = fields.next().map_or(Some(0), |domain| u32::from_str_radix(domain, 16).ok())?;
        Some((domain, bus, device))
    };
    address.contains(':') && parts(address).is_some() && gpu.pci.as_deref().and_then(parts) == parts(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meter::Meter;
    use crate::meter::scripted::ScriptedMeter;
    use crate::meter::scripted::scenario::Card;
    use crate::meter::scripted::waveform::Waveform;

    fn gpu(index: u32, name: &str, uuid: &str, pci: &str) -> Identity {
        let clock = std::sync::Arc::new(crate::clock::RealClock::new());
        let mut identity =
            ScriptedMeter::new(Card::ideal(Waveform::Constant { watts: 1.0 }), clock, 0.0).identity().clone();
        identity.index = index;
        identity.name = name.to_owned();
        identity.uuid = Some(uuid.to_owned());
        identity.pci = Some(pci.to_owned());
        identity
    }

    fn three() -> Vec<Identity> {
        vec![
            gpu(0, "A", "GPU-aaaa1111", "00000000:81:00.0"),
            gpu(1, "A", "GPU-aaaa2222", "00000000:01:00.0"),
            gpu(2, "A", "GPU-bbbb3333", "00000000:C1:00.0"),
        ]
    }

    fn view(gpus: &[Identity], visible: &str, order: Option<&str>) -> CudaView {
        CudaView::new(gpus, Some(visible.to_owned()), order.map(str::to_owned))
    }

    #[test]
    fn ordinals_follow_pci_addresses_and_not_the_nvml_index() {
        assert_eq!(CudaView::new(&three(), None, None).ordinals, [1, 0, 2]);
        assert_eq!(view(&three(), "2,0", None).ordinals, [2, 1]);
        assert_eq!(view(&three(), "GPU-bbbb", None).ordinals, [2]);
    }

    #[test]
    fn unlike_cards_have_unknown_numbers_unless_the_order_is_set() {
        let mut gpus = three();
        gpus[2].name = "B".to_owned();
        assert!(view(&gpus, "0", None).problem.unwrap().contains("PCI_BUS_ID"));
        assert_eq!(view(&gpus, "0", Some("PCI_BUS_ID")).ordinals, [1]);
        assert_eq!(view(&gpus, "GPU-bbbb3333", None).ordinals, [2]);
    }

    #[test]
    fn mig_ambiguous_and_hidden_are_named() {
        assert!(view(&three(), "MIG-0123", None).problem.unwrap().contains("whole card"));
        assert!(view(&three(), "GPU-aaaa", None).problem.unwrap().contains("names no GPU"));
        assert!(view(&three(), "", None).problem.unwrap().contains("hides every GPU"));
        let partly = view(&three(), "0,9,1", None);
        assert_eq!(partly.ordinals, [1]);
        assert!(partly.problem.unwrap().contains("\"9\""));
    }

    #[test]
    fn pci_addresses_match_with_and_without_domain() {
        let gpus = three();
        for address in ["81:00.0", "0000:81:00.0", "00000000:81:00.0", "81:00"] {
            assert!(has_pci(&gpus[0], address), "{address}");
            assert!(!has_pci(&gpus[1], address), "{address}");
        }
        assert!(!has_pci(&gpus[0], "81"));
    }
}
