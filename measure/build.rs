//! Says where the compiled attention kernels are (feature `fused-attention`).

use std::path::Path;

/// The folder with `libwattpix_attention.a`; `scripts/cuda/build.sh` makes it and sets this.
const FOLDER: &str = "WATTPIX_ATTENTION";

fn main() -> Result<(), String> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={FOLDER}");
    if std::env::var_os("CARGO_FEATURE_FUSED_ATTENTION").is_none() {
        return Ok(());
    }
    let folder = std::env::var(FOLDER).map_err(|_| {
        format!(
            "the feature fused-attention needs kernels that are compiled first: build with scripts/cuda/build.sh, or set {FOLDER} \
             to the folder that scripts/cuda/attention.sh made"
        )
    })?;
    let library = Path::new(&folder).join("libwattpix_attention.a");
    if !library.is_file() {
        return Err(format!(
            "{FOLDER}={folder}: there is no libwattpix_attention.a in it; scripts/cuda/attention.sh makes it"
        ));
    }
    println!("cargo::rerun-if-changed={}", library.display());
    println!("cargo::rustc-link-search=native={folder}");
    println!("cargo::rustc-link-lib=static=wattpix_attention");
    println!("cargo::rustc-link-lib=dylib=cudart");
    println!("cargo::rustc-link-lib=dylib=stdc++");
    Ok(())
}
