//! The process that drives a browser.

use std::env;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Chromium by ChromeDriver, with everything that a [`Browser`](super::Browser) can do.
    Chromium,
    /// Firefox by geckodriver: what a visitor does, without logs, downloads and the clipboard.
    Firefox,
}

impl Kind {
    /// The variable that names the driver, and its name on the `PATH`.
    const fn driver(self) -> (&'static str, &'static str) {
        match self {
            Self::Chromium => ("CHROMEDRIVER", "chromedriver"),
            Self::Firefox => ("GECKODRIVER", "geckodriver"),
        }
    }
}

/// Attempts to start: ChromeDriver takes a free port for IPv4 and then wants the same one for IPv6, which another
/// may have got meanwhile.
const ATTEMPTS: usize = 5;
/// Time for the driver to clean up before it is ended.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(10);

/// A running driver, which ends with the value.
pub struct Driver {
    kind: Kind,
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts the driver named by the variable `CHROMEDRIVER` or `GECKODRIVER`, or else the one on the `PATH`, on a free port.
    pub fn start(kind: Kind) -> io::Result<Self> {
        let (variable, name) = kind.driver();
        let program = env::var_os(variable).unwrap_or_else(|| OsString::from(name));
        for _ in 0..ATTEMPTS {
            let mut command = Command::new(&program);
            command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
            let process = command.spawn().map_err(|error| {
                let program = program.display();
                io::Error::new(
                    error.kind(),
                    format!("{program}: {error}; `cargo xtask test e2e` installs it"),
                )
            })?;
            // From here on the process ends with the value.
            let mut driver = Self { kind, process, port: 0 };
            if driver.find_port()? {
                return Ok(driver);
            }
        }
        Err(io::Error::other(format!(
            "{name} ended {ATTEMPTS} times before it said on which port it listens"
        )))
    }

    /// Reads the port from what the process prints; `false` when it ended without one.
    fn find_port(&mut self) -> io::Result<bool> {
        let output = self.process.stdout.take().ok_or_else(|| io::Error::other("no output"))?;
        let mut lines = BufReader::new(output).lines();
        for line in lines.by_ref() {
            if let Some(port) = announced_port(&line?) {
                self.port = port;
                // Whatever it still says must be read, or it would block.
                thread::spawn(move || lines.for_each(drop));
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns the address that it listens on.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked to end, ChromeDriver ends its browser and removes the profile; killed, it would leave both. Nothing can be done about
        // an error here, and it may have ended by itself. Geckodriver does so with the session.
        if self.kind == Kind::Chromium
            && self.port != 0
            && ureq::get(format!("{}/shutdown", self.url())).call().is_ok()
        {
            let start = Instant::now();
            while matches!(self.process.try_wait(), Ok(None)) && start.elapsed() < SHUTDOWN_LIMIT {
                thread::sleep(Duration::from_millis(5));
            }
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The port in a line such as `ChromeDriver was started successfully on port 37683.` or `… Listening on 127.0.0.1:37683`.
fn announced_port(line: &str) -> Option<u16> {
    let started =
        line.split_once("started successfully on port ").map(|(_, port)| port.trim_end_matches('.'));
    let listens = || line.split_once("Listening on 127.0.0.1:").map(|(_, port)| port);
    started.or_else(listens)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::announced_port;

    #[test]
    fn port_is_read_from_the_announcement_only() {
        assert_eq!(announced_port("ChromeDriver was started successfully on port 37683."), Some(37683));
        assert_eq!(announced_port("1793\tgeckodriver\tINFO\tListening on 127.0.0.1:45229"), Some(45229));
        assert_eq!(announced_port("Starting ChromeDriver 156.0.8078.79 on port 0"), None);
    }
}
