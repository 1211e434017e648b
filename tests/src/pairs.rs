//! Pairs of models and GPUs, fewer than all of them.

/// Models that are paired with every GPU: the first of the catalogue, which differ most.
const EVERYWHERE: usize = 4;

/// Returns pairs that hold each of both: all models on the first GPU of a kind, all GPUs with the first models.
pub fn pairs<M: Copy, G: Copy, K: PartialEq>(models: &[M], gpus: &[G], kind: impl Fn(G) -> K) -> Vec<(M, G)> {
    let mut kinds = Vec::new();
    let mut pairs = Vec::new();
    for &gpu in gpus {
        let is_first = !kinds.contains(&kind(gpu));
        if is_first {
            kinds.push(kind(gpu));
        }
        let some = if is_first { models.len() } else { EVERYWHERE };
        pairs.extend(models.iter().take(some).map(|&model| (model, gpu)));
    }
    pairs
}
