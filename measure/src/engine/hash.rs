//! A hash that is the same on every machine and in every version.

/// FNV-1a of the text's bytes, 64 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>).
pub fn stable_hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
