//! The built site, served on this machine for the browser tests.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// The address of the served site's folder, ending in `/`.
///
/// `cargo xtask test e2e` serves the site and says where in the variable `WATTPIX_SITE`. Without it, as under a plain
/// `cargo test`, the site is built and served here, once for all tests of the program.
///
/// # Panics
/// When the site cannot be built and served.
pub fn url() -> &'static str {
    static SITE: OnceLock<Served> = OnceLock::new();
    &SITE
        .get_or_init(|| match env::var("WATTPIX_SITE") {
            Ok(url) => Served { url, _server: None },
            Err(_) => serve(),
        })
        .url
}

struct Served {
    url: String,
    /// Ends when the pipe to it closes: with this program.
    _server: Option<Child>,
}

/// `target/e2e/`, where the tests may leave pictures and logs.
pub fn output_folder() -> PathBuf {
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |set| root().join(set));
    target.join("e2e")
}

/// `dist/`, the built site.
pub fn folder() -> PathBuf {
    root().join("dist")
}

fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

fn serve() -> Served {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(root()).args([
        "xtask",
        "serve",
        "--port",
        "0",
        "--under",
        "/any/path/",
        "--until-closed",
    ]);
    let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut server =
        started.unwrap_or_else(|error| panic!("`cargo xtask serve` could not be started: {error}"));
    let lines = server.stdout.take().map(|output| BufReader::new(output).lines());
    let url =
        lines.into_iter().flatten().map_while(Result::ok).find_map(|line| {
            line.split_whitespace().find(|word| word.starts_with("http://")).map(str::to_owned)
        });
    let url = url.unwrap_or_else(|| panic!("`cargo xtask serve` ended without serving"));
    Served { url, _server: Some(server) }
}
