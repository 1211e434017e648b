//! Looking at a page as axe-core does (<https://github.com/dequelabs/axe-core>): what keeps people out who do not see, hear or point.

use std::fs;
use std::sync::OnceLock;

use super::Browser;

/// Environment variable with the path of axe-core; `cargo xtask test e2e` installs it and sets this.
const VARIABLE: &str = "WATTPIX_AXE";

/// Runs every rule of axe-core, best practices too, and lists what was violated and where. The page's colours may be on their way
/// to a theme that has just been set: two frames are waited for.
const RUN: &str = "
    const settled = () => new Promise(next => requestAnimationFrame(() => requestAnimationFrame(next)));
    return settled().then(() => axe.run(document, { resultTypes: ['violations'] })).then(result => result.violations.flatMap(
        rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.split('\\n').slice(1, 3).join(';')}`)));";

impl Browser {
    /// Everything that axe-core finds wrong with the page as it stands: rule, element, reason.
    ///
    /// # Panics
    /// When axe-core is not there.
    #[track_caller]
    pub fn violations(&self) -> Vec<String> {
        if self.run("return typeof axe") == "undefined" {
            self.run(script());
        }
        let found = self.run(RUN);
        let found = found.as_array().unwrap_or_else(|| panic!("axe-core answered {found}"));
        found.iter().filter_map(|violation| violation.as_str().map(str::to_owned)).collect()
    }
}

fn script() -> &'static str {
    static SCRIPT: OnceLock<String> = OnceLock::new();
    SCRIPT.get_or_init(|| {
        let path = std::env::var(VARIABLE).unwrap_or_else(|_| {
            panic!("{VARIABLE} does not say where axe-core is: run `cargo xtask test e2e`")
        });
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
    })
}
