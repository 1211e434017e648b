//! Loading weights takes no second copy in host memory.
//!
//! A test binary of its own, because it reads the peak resident memory of its process.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)] // Tests may; clippy.toml reaches `#[test]` functions only.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use candle_core::{DType, Device};
use wattpix_measure::engine::weights::folder::Folder;
use wattpix_measure::engine::weights::shapes::Needed;
use wattpix_measure::engine::weights::{Role, Source};

const FILES: usize = 4;
const TENSORS_PER_FILE: usize = 4;
/// 128 MiB in bfloat16.
const SHAPE: [usize; 2] = [8192, 8192];
const TENSOR_BYTES: usize = 2 * SHAPE[0] * SHAPE[1];
/// 2 GiB.
const ALL_BYTES: usize = FILES * TENSORS_PER_FILE * TENSOR_BYTES;
/// The program itself, the test harness, and rounding.
const PROGRAM_BYTES: usize = 64 << 20;

fn name(file: usize, tensor: usize) -> String {
    format!("blocks.{}.weight", file * TENSORS_PER_FILE + tensor)
}

/// A sharded checkpoint of zeros; its data are holes in the files, so it takes no room on the disk.
fn write_checkpoint(folder: &Path) {
    let mut weight_map = serde_json::Map::new();
    for file in 0..FILES {
        let shard = format!("model-{file}.safetensors");
        let mut header = serde_json::Map::new();
        for tensor in 0..TENSORS_PER_FILE {
            let offsets = [tensor * TENSOR_BYTES, (tensor + 1) * TENSOR_BYTES];
            let entry = serde_json::json!({ "dtype": "BF16", "shape": SHAPE, "data_offsets": offsets });
            header.insert(name(file, tensor), entry);
            weight_map.insert(name(file, tensor), shard.clone().into());
        }
        let mut header = serde_json::to_string(&header).unwrap();
        // The format's writers align the data so.
        header.extend(std::iter::repeat_n(' ', header.len().next_multiple_of(8) - header.len()));
        let mut output = File::create(folder.join(shard)).unwrap();
        output.write_all(&(header.len() as u64).to_le_bytes()).unwrap();
        output.write_all(header.as_bytes()).unwrap();
        output.set_len((8 + header.len() + TENSORS_PER_FILE * TENSOR_BYTES) as u64).unwrap();
    }
    let index = serde_json::json!({ "metadata": {}, "weight_map": weight_map });
    std::fs::write(folder.join("model.safetensors.index.json"), index.to_string()).unwrap();
}

fn peak_resident_bytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix("kB").unwrap().trim().parse::<usize>().unwrap() * 1024
}

#[test]
fn peak_memory_is_the_weights_and_the_largest_tensor() {
    let folder = std::env::temp_dir().join(format!("wattpix-mapped-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    write_checkpoint(&folder);
    let source = Folder::open(&folder, &Device::Cpu).unwrap();
    assert_eq!(source.bytes(), ALL_BYTES as u64);

    let mut needed: Vec<_> = (0..FILES * TENSORS_PER_FILE)
        .map(|tensor| Needed {
            name: name(0, tensor),
            shape: SHAPE.to_vec(),
            role: Role::Matrix,
            dtype: DType::BF16,
        })
        .collect();
    source.check(&needed).unwrap();
    let tensors: Vec<_> = needed
        .iter()
        .map(|tensor| source.tensor(&tensor.name, &tensor.shape, tensor.role, tensor.dtype).unwrap())
        .collect();
    let peak = peak_resident_bytes();
    drop(tensors);

    // Missing and misshapen tensors are all named.
    needed[1].shape = vec![8192, 4096];
    needed[2].name = "blocks.no.weight".to_owned();
    let message = source.check(&needed).unwrap_err().to_string();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(message.contains("2 of 16"), "{message}");
    assert!(
        message.contains("misshapen: blocks.1.weight is [8192, 8192], should be [8192, 4096]"),
        "{message}"
    );
    assert!(message.contains("missing: blocks.no.weight"), "{message}");

    eprintln!("weights {ALL_BYTES}, peak {peak} bytes");
    assert!(peak >= ALL_BYTES, "the tensors themselves are resident");
    assert!(peak <= ALL_BYTES + TENSOR_BYTES + PROGRAM_BYTES, "peak {peak} bytes");
}
