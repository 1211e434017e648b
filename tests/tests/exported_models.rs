//! The file that an architecture is exported as is Rust that compiles where the catalogue's files stand, and is the same model.
//!
//! `exported/` holds one of each family, as it is exported; `WATTPIX_EXPORTED=write` writes them anew.

use std::path::Path;

// What an exported file refers to from its place in `core`.
use wattpix_core::{flops, setting, source};

use wattpix_core::model::custom::source_file::source_file;
use wattpix_core::model::{Model, find};

/// Stands for `wattpix_core::model`, where the exported files belong.
#[rustfmt::skip]
mod exported {
    pub use wattpix_core::model::*;

    pub mod my_dit;
    pub mod my_linear_dit;
    pub mod my_mmdit;
    pub mod my_single_stream_dit;
    pub mod my_unet;
}

#[test]
fn exported_files_are_the_models_that_were_described() {
    let all: [(&str, &str, &str, &Model); 5] = [
        (
            "flux2-dev~joint_blocks:4~width:3072~decoder:qwen-image",
            "my_mmdit",
            include_str!("exported/my_mmdit.rs"),
            &exported::my_mmdit::MY_MODEL,
        ),
        (
            "hunyuandit-1.2~tokens:205~blocks:12",
            "my_dit",
            include_str!("exported/my_dit.rs"),
            &exported::my_dit::MY_MODEL,
        ),
        (
            "sana-1.6b~blocks:9~patch:2",
            "my_linear_dit",
            include_str!("exported/my_linear_dit.rs"),
            &exported::my_linear_dit::MY_MODEL,
        ),
        (
            "single-stream-dit~encoders:qwen-image~width:1536",
            "my_single_stream_dit",
            include_str!("exported/my_single_stream_dit.rs"),
            &exported::my_single_stream_dit::MY_MODEL,
        ),
        (
            "sdxl~levels:4~channels_4:1536~encoders:sd2.1",
            "my_unet",
            include_str!("exported/my_unet.rs"),
            &exported::my_unet::MY_MODEL,
        ),
    ];
    for (description, name, file, compiled) in all {
        let model = find(description).unwrap_or_else(|error| panic!("{error}"));
        let exported = source_file(model);
        if std::env::var_os("WATTPIX_EXPORTED").is_some() {
            let path =
                Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exported").join([name, ".rs"].concat());
            std::fs::write(path, &exported).unwrap();
            continue;
        }
        assert_eq!(exported, file, "{name}");
        let (size, tokens) = (model.sides.max, model.text_tokens.1);
        let size = wattpix_core::model::Pixels::square(size);
        assert_eq!(compiled.denoiser, model.denoiser, "{name}");
        assert_eq!(compiled.denoiser_work(size, tokens), model.denoiser_work(size, tokens), "{name}");
        assert_eq!(compiled.decoder_work(size), model.decoder_work(size), "{name}");
        assert_eq!(compiled.text_encoders, model.text_encoders, "{name}");
        assert_eq!((compiled.defaults, compiled.sides), (model.defaults, model.sides), "{name}");
        assert_eq!(
            (compiled.text_tokens, compiled.latent_scale),
            (model.text_tokens, model.latent_scale),
            "{name}"
        );
        assert_eq!(compiled.parameters(), model.parameters(), "{name}");
        // What an import is there for; unused ones would not compile cleanly.
        let _: (fn(_) -> _, _, _) = (flops::atom::vectors, setting::Guidance::On, None::<source::Source>);
    }
}
