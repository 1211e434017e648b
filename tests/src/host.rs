//! Another site: a page of somebody else's on another port of this machine, which embeds what the built site offers.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::thread;

/// A site of one page. It ends with the test program.
pub struct Host {
    url: String,
}

impl Host {
    /// Serves a page with a content security policy at every path.
    ///
    /// # Panics
    /// When no port is free.
    pub fn serve(policy: &str, page: &str) -> Self {
        let listener = match TcpListener::bind((Ipv4Addr::LOCALHOST, 0)) {
            Ok(listener) => listener,
            Err(error) => panic!("no port for the other site: {error}"),
        };
        let port = listener.local_addr().map_or(0, |address| address.port());
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Security-Policy: {policy}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{page}",
            page.len()
        );
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A visitor who breaks off is none of this test's business.
                let _ = respond(&stream, &answer);
            }
        });
        Self { url: format!("http://127.0.0.1:{port}/") }
    }

    /// The page's address.
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// Reads a request to its empty line and sends the page.
fn respond(mut stream: &std::net::TcpStream, answer: &str) -> std::io::Result<()> {
    let lines = BufReader::new(stream).lines();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    stream.write_all(answer.as_bytes())
}
