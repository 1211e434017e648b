//! Folders of the checkout.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The folders of one checkout.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// The checkout that holds the current folder.
    ///
    /// # Errors
    /// When neither the current folder nor any folder above it is the root of the checkout.
    pub fn find() -> Result<Self> {
        let here = env::current_dir().context("the current folder cannot be read")?;
        let Some(root) = here.ancestors().find(|folder| folder.join("xtask/Cargo.toml").is_file()) else {
            bail!("{} is not inside a checkout of Wattpix: change into one and try again", here.display());
        };
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |set| here.join(set));
        Ok(Self { root: root.to_path_buf(), target })
    }

    /// The folder of the workspace's `Cargo.toml`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's folder of build outputs, `target/` or what `CARGO_TARGET_DIR` says.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The finished site.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The site's pages, styles and pictures, before the build.
    pub fn public(&self) -> PathBuf {
        self.root.join("public")
    }
}
