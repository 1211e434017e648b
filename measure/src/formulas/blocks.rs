//! Layers and blocks that models are composed of.

use wattpix_core::flops::atom::{attention, conv, linear};
use wattpix_core::flops::block::{
    Projection, TextStream, Transformer, cross_attention, joint, resnet, single,
};
use wattpix_core::flops::polynomial::{Polynomial, Variable};

use super::Formula;

/// Widths are multiples of a head's.
const HEAD: u64 = 64;

/// A name, its variables with what they are, and the count.
type Entry = (&'static str, &'static [Variable], &'static str, fn(&[u64]) -> u64);

/// Every layer and block, as the code counts it.
const ENTRIES: [Entry; 10] = [
    ("Linear", &[("n", 1), ("i", 1), ("o", 1)], "n rows, i features in, o out", |at| {
        linear(at[0], at[1], at[2]).flops.total()
    }),
    (
        "Convolution",
        &[("p", 1), ("k", 1), ("i", 1), ("o", 1)],
        "p positions written, k kernel positions (9 for 3 × 3), i channels in, o out",
        |at| conv(at[0], at[1], at[2], at[3]).flops.total(),
    ),
    (
        "Attention, both products",
        &[("q", 1), ("k", 1), ("d", HEAD)],
        "q queries, k keys, d width of all heads",
        |at| attention(at[0], at[1], at[2], HEAD).flops.total(),
    ),
    ("Transformer", &[("n", 1), ("d", HEAD)], "n tokens, d width, MLP 4·d", |at| {
        let (tokens, width) = (at[0], at[1]);
        let block = Transformer {
            width,
            query_width: width,
            key_width: width,
            head_width: HEAD,
            inner: 4 * width,
            gated: false,
        };
        block.work(tokens).flops.total()
    }),
    (
        "MMDiT, joint block",
        &[("n", 1), ("t", 1), ("d", HEAD)],
        "n image tokens, t text tokens, d width, MLP 4·d; without modulation",
        |at| joint(at[0], at[1], at[2], HEAD, 4 * at[2], false, TextStream::Continues).flops.total(),
    ),
    (
        "MMDiT, single block",
        &[("n", 1), ("d", HEAD)],
        "n tokens of image and text, d width, MLP 4·d; without modulation",
        |at| single(at[0], at[1], HEAD, 4 * at[1], false).flops.total(),
    ),
    (
        "Cross-Attn Tr.",
        &[("p", 1), ("d", HEAD), ("t", 1), ("c", 1)],
        "p positions, d width, t text tokens of width c; one layer, gated MLP 4·d, projections in and out",
        |at| cross_attention(at[0], at[1], HEAD, at[2], at[3], Projection::Linear, 1).flops.total(),
    ),
    (
        "ResNetBlock, same width",
        &[("p", 1), ("c", 1), ("e", 1)],
        "p positions, c channels, e width of the time embedding",
        |at| resnet(at[0], at[1], at[1], Some(at[2])).flops.total(),
    ),
    (
        "ResNetBlock, i to o channels",
        &[("p", 1), ("i", 4), ("o", 5), ("e", 1)],
        "p positions, i channels in, o out, e width of the time embedding",
        // Equal widths have no shortcut; the values asked never are.
        |at| resnet(at[0], at[1], at[2], Some(at[3])).flops.total(),
    ),
    ("ResNetBlock of decoders", &[("p", 1), ("c", 1)], "p positions, c channels, no time embedding", |at| {
        resnet(at[0], at[1], at[1], None).flops.total()
    }),
];

/// The formulas.
#[must_use]
pub fn blocks() -> Vec<Formula> {
    let formula = |(name, variables, meaning, count): &Entry| {
        let found = Polynomial::of(variables, &|at| count(at));
        Formula {
            name: (*name).to_owned(),
            formula: found.map_or_else(|| "not a polynomial".to_owned(), |found| found.to_string()),
            variables: (*meaning).to_owned(),
        }
    };
    ENTRIES.iter().map(formula).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The formulas by hand: Kaplan et al. 2020 (arXiv:2001.08361, table 1) count 24·d² + 4·n·d a token of a layer, twice a multiply–add.
    #[test]
    fn known_formulas_come_out() {
        let blocks = blocks();
        let of = |name: &str| blocks.iter().find(|one| one.name == name).unwrap().formula.clone();
        assert_eq!(of("Linear"), "2·n·i·o");
        assert_eq!(of("Convolution"), "2·p·k·i·o");
        assert_eq!(of("Attention, both products"), "4·q·k·d");
        assert_eq!(of("Transformer"), "4·n²·d + 24·n·d²");
        assert_eq!(of("ResNetBlock, same width"), "36·p·c² + 2·c·e");
        assert_eq!(of("ResNetBlock, i to o channels"), "20·p·i·o + 18·p·o² + 2·o·e");
        assert!(blocks.iter().all(|one| one.formula != "not a polynomial"), "{blocks:?}");
    }
}
