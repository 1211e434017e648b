//! The HTTP side of `cargo xtask serve`, on hyper.

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, anyhow};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue, VARY,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;

use super::files::{Files, slashed};
use crate::site::headers;

/// A server that runs in a thread of its own until the program ends.
pub struct Server {
    address: SocketAddr,
    under: String,
    thread: JoinHandle<Result<()>>,
}

impl Server {
    /// Starts serving.
    ///
    /// # Errors
    /// When the listener or the thread cannot be used.
    pub fn start(listener: TcpListener, files: Files, under: &str) -> Result<Self> {
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let thread = thread::Builder::new()
            .name("server".to_owned())
            .spawn(move || runtime.block_on(serve(listener, Arc::new(files))))
            .context("the server's thread could not be started")?;
        Ok(Self { address, under: slashed(under), thread })
    }

    /// The address of the site's first page.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.under)
    }

    /// Waits for the server to end.
    ///
    /// # Errors
    /// When it could not go on.
    pub fn wait(self) -> Result<()> {
        self.thread.join().map_err(|_| anyhow!("the server's thread panicked"))?
    }
}

async fn serve(listener: TcpListener, files: Arc<Files>) -> Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        // A visitor who went away before being served is no reason to stop.
        let Ok((stream, _)) = listener.accept().await else { continue };
        let files = Arc::clone(&files);
        tokio::spawn(async move {
            let service = service_fn(|request: Request<Incoming>| {
                let response = answer(&files, request.method(), request.uri().path(), request.headers());
                async { Ok::<_, Infallible>(response) }
            });
            // An error here is one connection that broke off.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// The response to one request. Nothing is kept by the browser without asking again: what is served here changes with
/// every build.
fn answer(files: &Files, method: &Method, path: &str, headers: &HeaderMap) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    if !matches!(*method, Method::GET | Method::HEAD) {
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let Some(file) = files.get(path) else {
        *response.status_mut() = StatusCode::NOT_FOUND;
        *response.body_mut() = Full::from("There is no such file in dist/.\n");
        return response;
    };
    if let Ok(content_type) = HeaderValue::from_str(&file.content_type) {
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
    for (name, value) in headers::of(path.rsplit('/').next().unwrap_or_default()) {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    // The shorter one first.
    let packed = [("br", &file.brotli), ("gzip", &file.gzip)];
    let packed = packed
        .into_iter()
        .find_map(|(coding, body)| Some((coding, body.as_ref()?)).filter(|_| accepts(headers, coding)));
    let body = match packed {
        Some((coding, body)) => {
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
            body
        }
        None => &file.plain,
    };
    // hyper sends the length but not the body in answer to HEAD.
    *response.body_mut() = Full::from(body.clone());
    response
}

/// True if `Accept-Encoding` lists a coding with a weight other than 0 (RFC 9110, section 12.5.3).
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let listed = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    listed.flat_map(|value| value.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused = parts.any(|weight| weight.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0)));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    fn accepting(value: &str, coding: &str) -> bool {
        accepts(&HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_str(value).unwrap())]), coding)
    }

    #[test]
    fn packed_only_for_those_who_take_it() {
        let gzip = |value| accepting(value, "gzip");
        assert!(gzip("gzip, deflate, br") && gzip("br;q=1.0, GZIP;q=0.5"));
        assert!(!gzip("br") && !gzip("gzip;q=0") && !gzip("gzip;q=0.000") && !gzip(""));
        assert!(accepting("gzip, br", "br") && !accepting("gzip, br;q=0", "br"));
    }

    /// Sends one request as written, which no HTTP client would: paths are not cleaned up.
    fn ask(server: &Server, head: &str) -> String {
        let mut stream = TcpStream::connect(server.address).unwrap();
        write!(stream, "{head}\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[test]
    fn serves_the_folder_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("wattpix-server-{}", std::process::id()));
        fs::create_dir_all(folder.join("dist")).unwrap();
        fs::write(folder.join("secret.txt"), "secret").unwrap();
        fs::write(folder.join("dist/index.html"), "<p>".repeat(100)).unwrap();
        fs::write(folder.join("dist/index.html.br"), "packed").unwrap();
        let files = Files::read(&folder.join("dist"), "/under/it").unwrap();
        fs::remove_dir_all(&folder).unwrap();
        let server = Server::start(TcpListener::bind("127.0.0.1:0").unwrap(), files, "under/it").unwrap();

        assert!(server.url().ends_with("/under/it/"), "{}", server.url());
        let page = ask(&server, "GET /under/it/?model=x HTTP/1.1");
        assert!(page.starts_with("HTTP/1.1 200") && page.contains("cache-control: no-cache"), "{page}");
        assert!(page.contains("content-length: 300") && page.ends_with("<p>"), "{page}");
        let packed = ask(&server, "GET /under/it/ HTTP/1.1\r\nAccept-Encoding: gzip");
        assert!(packed.contains("content-encoding: gzip"), "{packed}");
        let packed = ask(&server, "GET /under/it/ HTTP/1.1\r\nAccept-Encoding: gzip, br");
        assert!(packed.contains("content-encoding: br") && packed.ends_with("packed"), "{packed}");
        assert!(ask(&server, "GET /under/it/index.html.br HTTP/1.1").starts_with("HTTP/1.1 404"));
        let head = ask(&server, "HEAD /under/it/ HTTP/1.1");
        assert!(head.contains("content-length: 300") && !head.contains("<p>"), "{head}");
        assert!(ask(&server, "POST /under/it/ HTTP/1.1").starts_with("HTTP/1.1 405"));
        for path in
            ["/", "/under/it/../secret.txt", "/under/it/%2e%2e/secret.txt", "/under/it/..%2fsecret.txt"]
        {
            let answer = ask(&server, &format!("GET {path} HTTP/1.1"));
            assert!(answer.starts_with("HTTP/1.1 404") && !answer.ends_with("secret"), "{path}: {answer}");
        }
    }
}
