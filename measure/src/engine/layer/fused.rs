//! Arguments of a fused attention kernel: addresses and strides. Computed without CUDA, so that any machine can test them.

use candle_core::{DType, Layout};

/// Widths of a head that were compiled (`measure/cuda/attention.cu`): those of the four models' denoisers.
pub const WIDTHS: [usize; 2] = [64, 128];

/// Elements that one load takes (16 bytes of 16-bit numbers): strides and offsets are multiples of it.
const LOAD: usize = 8;

/// A launch, as `WattpixLaunch` of `measure/cuda/attention.cu` reads it. Strides are in elements, and the features of a head
/// lie side by side.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Launch {
    /// Addresses of the first query, key and value, and of the output and the rows' softmax sums; 0 until they are known.
    pub query: u64,
    /// As `query`.
    pub key: u64,
    /// As `query`.
    pub value: u64,
    /// (batch, queries, heads, width), contiguous.
    pub output: u64,
    /// The logarithm of each row's softmax denominator: (batch, heads, queries) in 32 bits. Written by the kernel, not used here.
    pub log_sums: u64,
    /// From one image to the next: of query, key, value, output.
    pub batch_strides: [u32; 4],
    /// From one row to the next.
    pub row_strides: [u32; 4],
    /// From one head to the next.
    pub head_strides: [u32; 4],
    /// Images.
    pub batch: u32,
    /// Heads.
    pub heads: u32,
    /// Rows of the query.
    pub queries: u32,
    /// Rows of key and value.
    pub keys: u32,
    /// Features of a head.
    pub width: u32,
    /// Factor of the scores.
    pub scale: f32,
    /// 1 for bf16, 0 for fp16.
    pub bf16: u32,
}

impl Launch {
    /// The launch for tensors of these layouts, (batch, rows, heads, width) each; nothing where the kernels do not take them: another
    /// width, another precision, features that do not lie side by side, or rows that no load of 16 bytes can begin at.
    pub fn of(query: &Layout, key: &Layout, value: &Layout, dtype: DType, scale: f64) -> Option<Self> {
        let bf16 = match dtype {
            DType::BF16 => 1,
            DType::F16 => 0,
            _ => return None,
        };
        let (batch, queries, heads, width) = query.shape().dims4().ok()?;
        let keys = key.shape().dims4().ok()?.1;
        let alike = [key, value].iter().all(|layout| layout.dims() == [batch, keys, heads, width].as_slice());
        if !alike || !WIDTHS.contains(&width) || batch * queries * keys * heads == 0 {
            return None;
        }
        let output = Layout::contiguous((batch, queries, heads, width));
        let layouts = [query, key, value, &output];
        let loadable = |layout: &&Layout| {
            let stride = layout.stride();
            let [all @ .., features] = stride else { return false };
            *features == 1
                && all.iter().all(|stride| stride.is_multiple_of(LOAD))
                && layout.start_offset().is_multiple_of(LOAD)
        };
        if !layouts.iter().all(loadable) {
            return None;
        }
        let strides = |axis: usize| -> Option<[u32; 4]> {
            let mut found = [0; 4];
            for (found, layout) in found.iter_mut().zip(layouts) {
                *found = u32::try_from(*layout.stride().get(axis)?).ok()?;
            }
            Some(found)
        };
        let number = |value: usize| u32::try_from(value).ok();
        Some(Self {
            query: 0,
            key: 0,
            value: 0,
            output: 0,
            log_sums: 0,
            batch_strides: strides(0)?,
            row_strides: strides(1)?,
            head_strides: strides(2)?,
            batch: number(batch)?,
            heads: number(heads)?,
            queries: number(queries)?,
            keys: number(keys)?,
            width: number(width)?,
            scale: scale as f32,
            bf16,
        })
    }

    /// Elements of `log_sums`.
    pub fn rows(&self) -> usize {
        self.batch as usize * self.heads as usize * self.queries as usize
    }
}

/// `static_assert` in `attention.cu` says the same.
const _: () = assert!(size_of::<Launch>() == 120);

#[cfg(test)]
mod tests {
    use candle_core::{CpuStorage, Device, Storage, Tensor};
    use half::{bf16, f16};

    use super::*;
    use crate::engine::layer::attention::unfused;

    /// The numbers of a tensor's storage, whatever its layout.
    fn stored(tensor: &Tensor) -> (Vec<f32>, Layout) {
        let (storage, layout) = tensor.storage_and_layout();
        let Storage::Cpu(storage) = &*storage else { panic!("not on the CPU") };
        let numbers = match storage {
            CpuStorage::BF16(numbers) => numbers.iter().map(|n: &bf16| n.to_f32()).collect(),
            CpuStorage::F16(numbers) => numbers.iter().map(|n: &f16| n.to_f32()).collect(),
            _ => panic!("another precision"),
        };
        (numbers, layout.clone())
    }

    /// Computes a launch address by address, as the kernel must.
    fn interpreted(launch: &Launch, query: &[f32], key: &[f32], value: &[f32]) -> Vec<f32> {
        let place = |tensor: usize, image: u32, row: u32, head: u32| {
            (image * launch.batch_strides[tensor]
                + row * launch.row_strides[tensor]
                + head * launch.head_strides[tensor]) as usize
        };
        let width = launch.width as usize;
        let mut output = vec![0.0; launch.rows() * width];
        for image in 0..launch.batch {
            for head in 0..launch.heads {
                for row in 0..launch.queries {
                    let query = &query[place(0, image, row, head)..][..width];
                    let score = |other: u32| {
                        let key = &key[place(1, image, other, head)..][..width];
                        query.iter().zip(key).map(|(q, k)| q * k).sum::<f32>() * launch.scale
                    };
                    let scores: Vec<f32> = (0..launch.keys).map(score).collect();
                    let most = scores.iter().copied().fold(f32::MIN, f32::max);
                    let weights: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
                    let sum: f32 = weights.iter().sum();
                    for (other, weight) in (0..launch.keys).zip(weights) {
                        let value = &value[place(2, image, other, head)..][..width];
                        let output = &mut output[place(3, image, row, head)..][..width];
                        output.iter_mut().zip(value).for_each(|(out, v)| *out += weight / sum * v);
                    }
                }
            }
        }
        output
    }

    #[test]
    fn a_launch_addresses_what_unfused_attention_reads() {
        let device = Device::Cpu;
        let mut random = fastrand::Rng::with_seed(7);
        for round in 0..24 {
            let dtype = if round % 2 == 0 { DType::BF16 } else { DType::F16 };
            let (batch, heads) = (random.usize(1..3), random.usize(1..4));
            let width = WIDTHS[random.usize(0..2)];
            let (queries, keys) = (random.usize(1..20), random.usize(1..20));
            let tensor = |rows: usize, view: usize| {
                let whole = |shape: [usize; 4]| {
                    Tensor::randn(0f32, 1.0, &shape, &device).unwrap().to_dtype(dtype).unwrap()
                };
                match view {
                    0 => whole([batch, rows, heads, width]),
                    // Head by head, as after a rotation.
                    1 => whole([batch, heads, rows, width]).transpose(1, 2).unwrap(),
                    // Part of a longer sequence.
                    2 => whole([batch, rows + 5, heads, width]).narrow(1, 3, rows).unwrap(),
                    // One of several projections made together.
                    _ => whole([batch, rows, heads * 3, width]).narrow(2, heads, heads).unwrap(),
                }
            };
            let query = tensor(queries, random.usize(0..4));
            let (key, value) = (tensor(keys, random.usize(0..4)), tensor(keys, random.usize(0..4)));
            let scale = (width as f64).sqrt().recip();
            let (parts, layouts): (Vec<_>, Vec<_>) = [&query, &key, &value].map(stored).into_iter().unzip();
            let launch = Launch::of(&layouts[0], &layouts[1], &layouts[2], dtype, scale).unwrap();
            let from = |index: usize| &parts[index][layouts[index].start_offset()..];
            let found = interpreted(&launch, from(0), from(1), from(2));
            let wide = |tensor: &Tensor| tensor.to_dtype(DType::F32).unwrap();
            let expected =
                unfused(&wide(&query), &wide(&key), &wide(&value), None, scale, usize::MAX).unwrap();
            let expected: Vec<f32> = expected.flatten_all().unwrap().to_vec1().unwrap();
            let apart = found.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(found.len() == expected.len() && apart < 1e-5, "round {round}: {apart}");
            assert_eq!(launch.rows(), batch * heads * queries);
            assert_eq!(launch.bf16 == 1, dtype == DType::BF16);
        }
    }

    #[test]
    fn what_no_kernel_takes_is_left_to_the_unfused_path() {
        let layout = |shape: [usize; 4]| Layout::contiguous(&shape);
        let taken = |query: &Layout, key: &Layout, dtype| Launch::of(query, key, key, dtype, 1.0).is_some();
        let good = layout([2, 9, 3, 64]);
        assert!(taken(&good, &layout([2, 5, 3, 64]), DType::F16));
        assert!(!taken(&good, &good, DType::F32), "32 bits");
        assert!(!taken(&layout([2, 9, 3, 512]), &layout([2, 9, 3, 512]), DType::F16), "the decoder's head");
        assert!(!taken(&good, &layout([2, 5, 1, 64]), DType::F16), "shared heads");
        assert!(!taken(&good, &layout([1, 5, 3, 64]), DType::F16), "another batch");
        assert!(!taken(&layout([2, 0, 3, 64]), &good, DType::F16), "nothing to do");
        let transposed = layout([2, 9, 64, 64]).transpose(2, 3).unwrap();
        assert!(!taken(&transposed, &transposed, DType::F16), "features apart");
        let odd = Layout::contiguous_with_offset((2, 9, 3, 64), 4);
        assert!(!taken(&odd, &odd, DType::F16), "no 16-byte load begins there");
    }
}
