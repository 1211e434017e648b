//! Several GPUs that share the sequence of one image.

use crate::error::Choice;

/// The most GPUs of a run: those of one server, within which the links of data sheets join them.
pub const MAX_GPUS: u32 = 8;

/// Exchange between GPUs that each hold a part of the sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Parallel {
    /// Each attention is divided by heads: queries, keys, values and results change places (DeepSpeed-Ulysses, arXiv:2309.14509, section 3.2).
    Ulysses,
    /// Each GPU keeps its queries; keys and values of all others come by (Ring Attention, arXiv:2310.01889, section 3).
    Ring,
}

impl Parallel {
    /// Numbers that each of `gpus` GPUs sends in one attention over `tokens` tokens of so many channels.
    pub fn sent(self, gpus: u32, tokens: u64, width: u64) -> f64 {
        let gpus = f64::from(gpus);
        let own = (tokens * width) as f64 / gpus;
        match self {
            // Of queries, keys, values and results, all but the part that stays.
            Self::Ulysses => 4.0 * own * (gpus - 1.0) / gpus,
            // Keys and values, to each of the others.
            Self::Ring => 2.0 * own * (gpus - 1.0),
        }
    }
}

impl Choice for Parallel {
    const ALL: &'static [(&'static str, Self)] = &[("ulysses", Self::Ulysses), ("ring", Self::Ring)];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_gpus_send_as_much_either_way_and_more_gpus_send_less_by_heads() {
        let sent = |parallel: Parallel, gpus| parallel.sent(gpus, 4096, 3072);
        assert_eq!(sent(Parallel::Ulysses, 1), 0.0);
        assert_eq!(sent(Parallel::Ring, 1), 0.0);
        assert_eq!(sent(Parallel::Ulysses, 2), sent(Parallel::Ring, 2));
        assert!(sent(Parallel::Ulysses, 8) < sent(Parallel::Ring, 8));
        // arXiv:2309.14509, section 3.2: 4·N·h / P of each GPU, in all-to-alls of which it keeps 1 / P itself.
        assert_eq!(sent(Parallel::Ulysses, 4), 4.0 * 4096.0 * 3072.0 / 4.0 * 0.75);
    }
}
