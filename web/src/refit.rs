//! The fourth module: measurements and fits that a person brings, read and fitted in a worker of its own. Every function gives text; a
//! script of the panel puts it into the page. What was read stays here until [`clear`].

use std::cell::RefCell;
use std::io::Read;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wattpix_core::json::Reading;
use wattpix_core::observation::repeats::points;
use wattpix_core::workload::Boundary;
use wattpix_web::measurements::bench::{Bench, Taken, sha256};
use wattpix_web::measurements::limits::MOST_POINTS;
use wattpix_web::measurements::written::written;
use wattpix_web::own::{flat, points as lines};
use wattpix_web::{language, measurements};

fn main() {}

thread_local! {
    static BENCH: RefCell<Bench> = RefCell::default();
}

#[wasm_bindgen]
extern "C" {
    /// A file that a person chose, slice by slice; see `public/workbench-worker.js`.
    pub type Slices;
    /// Its bytes.
    #[wasm_bindgen(method, getter)]
    fn size(this: &Slices) -> f64;
    /// The next of them; none at the end.
    #[wasm_bindgen(method)]
    fn next(this: &Slices) -> Vec<u8>;
}

/// Slices as a stream.
struct Stream {
    slices: Slices,
    slice: Vec<u8>,
    at: usize,
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.slice.len() {
            (self.slice, self.at) = (self.slices.next(), 0);
        }
        let rest = self.slice.get(self.at..).unwrap_or_default();
        let read = rest.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(rest) {
            *to = *from;
        }
        self.at += read;
        Ok(read)
    }
}

/// Decimal numbers, read by the browser.
fn decimal(text: &str) -> Option<f64> {
    Some(js_sys::parse_float(text))
}

fn boundary(word: &str) -> Boundary {
    if word == "gross" { Boundary::Gross } else { Boundary::Net }
}

/// Takes the words of the page's language, one a line; see [`language::speak`].
#[wasm_bindgen]
pub fn speak(lines: String) {
    language::speak(lines);
}

/// What the panel of a person's own measurements holds before there is any.
#[wasm_bindgen]
pub fn frame() -> String {
    measurements::frame(language::words()).into_string()
}

/// Forgets what was read.
#[wasm_bindgen]
pub fn clear() {
    BENCH.take();
}

/// Reads a file. Gives a fit in one line, or nothing where the file holds rows; energy of those is taken `within` net or gross.
///
/// # Errors
/// Why the file cannot be used.
#[wasm_bindgen]
pub fn take(file: Slices, name: &str, within: &str) -> Result<String, JsValue> {
    let size = file.size();
    let stream = Stream { slices: file, slice: Vec::new(), at: 0 };
    let reading = Reading { decimal, words: language::words() };
    BENCH.with_borrow_mut(|bench| match bench.take(stream, name, size, boundary(within), reading) {
        Ok(Taken::Fit(line)) => Ok(line),
        Ok(Taken::Rows) => Ok(String::new()),
        Err(reason) => Err(JsValue::from_str(&reason)),
    })
}

/// What was read.
#[wasm_bindgen]
pub fn read(within: &str) -> String {
    let within = boundary(within);
    BENCH.with_borrow(|bench| {
        let (shown, all) = points(&bench.runs, within, MOST_POINTS);
        measurements::read(language::words(), bench, within, shown.len(), all).into_string()
    })
}

/// The measured configurations, a line each.
#[wasm_bindgen]
pub fn measured(within: &str) -> String {
    BENCH.with_borrow(|bench| lines::write(&points(&bench.runs, boundary(within), MOST_POINTS).0))
}

/// Fits the rows on a day and tells of the fit.
///
/// # Errors
/// Why they give none.
#[wasm_bindgen]
pub fn fit(date: &str) -> Result<String, JsValue> {
    BENCH.with_borrow_mut(|bench| {
        let made = bench.fit_on(date, language::words()).map_err(|reason| JsValue::from_str(&reason))?;
        Ok(measurements::quality(language::words(), made).into_string())
    })
}

/// The file of the fit that was made; its name stands in it as `id`.
#[wasm_bindgen]
pub fn file() -> String {
    BENCH.with_borrow(|bench| bench.made.as_ref().map(|made| written(made.file())).unwrap_or_default())
}

/// What that file is called.
#[wasm_bindgen]
pub fn name() -> String {
    BENCH.with_borrow(|bench| {
        bench.made.as_ref().map(|made| [made.id(), ".json"].concat()).unwrap_or_default()
    })
}

/// The fit that was made in one line, by the hash of its file.
#[wasm_bindgen]
pub fn line() -> String {
    BENCH.with_borrow(|bench| {
        let made = bench.made.as_ref();
        made.map(|made| flat::write(made, &sha256(written(made.file()).as_bytes()))).unwrap_or_default()
    })
}
