//! Finding a thing by a name as people write it: in any case, with spaces or hyphens, with its maker, as a driver, a shop or a hub has it.
//!
//! A name that is spelt as one of a thing's own, signs and noise aside, means that thing. One that has only some of the words of a
//! name (`4090`, `H100 PCIe`) means the single thing that has them all; where several have, all of them are the answer. Anything
//! else is unknown, and what comes near it is named.

mod found;
mod near;
mod plain;

pub use found::{Found, Named};
pub use plain::plain;

/// Bytes of a name at most; what is longer is no name.
const LONGEST: usize = 100;

/// Finds the thing that a name means among all.
pub fn find<T: Copy>(given: &str, all: &[Named<T>]) -> Found<T> {
    if given.len() > LONGEST {
        return Found::Near(Vec::new());
    }
    let plain = plain(given);
    let is_spelt = |named: &&Named<T>| named.names.iter().any(|name| self::plain(name) == plain);
    let mut spelt = all.iter().filter(is_spelt);
    if let (Some(one), None) = (spelt.next(), spelt.next()) {
        return Found::One(one.thing);
    }
    near::find(given, &plain, all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cards() -> Vec<Named<&'static str>> {
        let card = |id, label, memory: &str| Named {
            thing: id,
            names: vec![id, label],
            also: vec![memory.to_owned()],
        };
        vec![
            card("a100-sxm4-80gb", "NVIDIA A100-SXM4-80GB", "80gb"),
            card("a100-pcie-40gb", "NVIDIA A100-PCIE-40GB", "40gb"),
            card("rtx-6000-ada", "NVIDIA RTX 6000 Ada Generation", "48gb"),
            card("rtx-a6000", "NVIDIA RTX A6000", "48gb"),
            card("rtx-4090", "NVIDIA GeForce RTX 4090", "24gb"),
            card("l4", "NVIDIA L4", "24gb"),
        ]
    }

    #[test]
    fn a_name_means_one_thing_however_it_is_spelt() {
        for (given, meant) in [
            ("NVIDIA A100-SXM4-80GB", "a100-sxm4-80gb"),
            ("a100 sxm 80 GB", "a100-sxm4-80gb"),
            ("A100 PCIe", "a100-pcie-40gb"),
            ("GeForce RTX 4090", "rtx-4090"),
            ("4090", "rtx-4090"),
            ("RTX 4090 24GB GDDR6X", "rtx-4090"),
            ("rtx6000ada", "rtx-6000-ada"),
            ("RTX A6000", "rtx-a6000"),
            ("Tesla L4", "l4"),
        ] {
            assert_eq!(find(given, &cards()), Found::One(meant), "{given}");
        }
    }

    #[test]
    fn what_could_be_several_is_all_of_them_and_no_other_card_is_taken_for_one() {
        assert_eq!(find("NVIDIA A100", &cards()), Found::Several(vec!["a100-sxm4-80gb", "a100-pcie-40gb"]));
        assert_eq!(find("RTX 6000", &cards()), Found::Several(vec!["rtx-6000-ada", "rtx-a6000"]));
        for given in [
            "RTX 4090 Laptop GPU",
            "Quadro RTX 6000",
            "A6000 Ada",
            "A100 24GB",
            "L40",
            "80GB",
            "rtx",
            "",
            "é",
        ] {
            assert!(matches!(find(given, &cards()), Found::Near(_)), "{given}: {:?}", find(given, &cards()));
        }
        assert_eq!(find(&"4090 ".repeat(1000), &cards()), Found::Near(Vec::new()));
    }

    #[test]
    fn an_unknown_name_is_told_with_what_comes_near() {
        assert_eq!(find("rtx 4080", &cards()), Found::Near(vec!["rtx-4090"]));
        assert_eq!(find("MI300X", &cards()), Found::Near(Vec::new()));
    }
}
