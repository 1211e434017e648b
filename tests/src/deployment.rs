//! A copy of the built site on a host of its own, which can be stopped, started and given another version while a browser looks.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::site;

/// Files by name.
type Files = BTreeMap<String, Vec<u8>>;

/// A deployed copy. It ends with the test program.
pub struct Deployment {
    url: String,
    /// `None` while stopped.
    files: Arc<Mutex<Option<Files>>>,
    /// Names asked for, in order.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Deployment {
    /// Deploys the built site as it is.
    ///
    /// # Panics
    /// When there is no built site or no free port.
    pub fn of_site() -> Self {
        // Whoever builds it has done so when it has an address.
        site::url();
        let mut files = Files::new();
        if let Err(error) = read(&site::folder(), "", &mut files) {
            panic!("no built site: {error}");
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .unwrap_or_else(|error| panic!("no port for the deployment: {error}"));
        let port = listener.local_addr().map_or(0, |address| address.port());
        let files = Arc::new(Mutex::new(Some(files)));
        let served = Arc::clone(&files);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A visitor who breaks off is none of the test's business.
                let _ = respond(&stream, &served, &heard);
            }
        });
        Self { url: format!("http://127.0.0.1:{port}/some/site/"), files, asked }
    }

    /// The address of the site's folder.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the number of requests for a file.
    pub fn times_asked(&self, name: &str) -> usize {
        lock(&self.asked).iter().filter(|asked| *asked == name).count()
    }

    /// Stops answering and gives back what was deployed.
    pub fn stop(&self) -> BTreeMap<String, Vec<u8>> {
        lock(&self.files).take().unwrap_or_default()
    }

    /// Answers with these files.
    pub fn deploy(&self, files: BTreeMap<String, Vec<u8>>) {
        *lock(&self.files) = Some(files);
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read(folder: &Path, prefix: &str, files: &mut Files) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Answers one request; a stopped deployment breaks off without a word. What is sent may be kept for ten minutes, as on hosts of
/// static sites.
fn respond(
    mut stream: &TcpStream,
    files: &Mutex<Option<Files>>,
    asked: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let Some(files) = lock(files).clone() else { return Ok(()) };
    let path = request.split(' ').nth(1).unwrap_or_default().split('?').next().unwrap_or_default();
    let name = path.strip_prefix("/some/site/").map(|name| if name.is_empty() { "index.html" } else { name });
    lock(asked).extend(name.map(str::to_owned));
    let (status, body) = match name.and_then(|name| files.get(name)) {
        Some(body) => ("200 OK", body.as_slice()),
        None => ("404 Not Found", b"not here".as_slice()),
    };
    let kind = match name.and_then(|name| name.rsplit('.').next()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nCache-Control: max-age=600\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)
}
