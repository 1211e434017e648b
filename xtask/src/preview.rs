//! `cargo xtask preview`: the picture that other places show beside a link to the site, `public/preview.png`.
//!
//! It is drawn from the page's own chart as SVG and turned into pixels by the Chromium of the browser checks, once, by whoever changes a
//! number that it shows; the PNG is committed. So no build needs a rasteriser with fonts of its own (resvg with a font would be 30
//! packages more to compile before a first `cargo xtask serve`), and a test holds the committed picture to the present numbers: the hash
//! of the SVG that it was made of stands in the PNG.

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Crc;
use maud::html;
use sha2::{Digest as _, Sha256};
use wattpix_core::charts::{Theme, standalone};
use wattpix_core::present::EnergyUnit;
use wattpix_core::words::Words;
use wattpix_web::charts::{self, Look};
use wattpix_web::query::Query;
use wattpix_web::view::{View, how};

use crate::tools;
use crate::workspace::Workspace;

/// File name in `public/` and in `dist/`.
pub const NAME: &str = "preview.png";

/// Width and height in pixels, as link previews have them.
const SIZE: (u32, u32) = (1200, 630);

/// The chart that it shows.
const CHART: &str = "energy-by-steps";

/// Width for which the chart is laid out, and how much larger it is drawn: a preview is mostly seen small.
const CHART_WIDTH: u32 = 440;
const CHART_SCALE: f64 = 1.5;

/// Keyword of the text in the PNG that holds the hash of the SVG.
const KEYWORD: &[u8] = b"Source-SHA256";

/// Signature of a PNG (PNG specification, section 5.2).
const PNG_START: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Script that paints the SVG into pixels and leaves them as text in the page, where `--dump-dom` finds them.
const PAINTER: &str = "const image = new Image();
image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(document.getElementById('source').textContent);
image.decode().then(() => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  canvas.getContext('2d').drawImage(image, 0, 0);
  document.body.textContent = canvas.toDataURL('image/png');
});";

/// Text before the pixels in a data address.
const DATA: &str = "data:image/png;base64,";

/// Draws the picture into `public/`.
///
/// # Errors
/// When there is no Chromium, or it makes no picture of the right size.
pub fn run(workspace: &Workspace) -> Result<()> {
    let svg = svg()?;
    let chromium = tools::browser()?.chromium;
    let folder = workspace.target().join("preview");
    fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
    let page = folder.join("preview.html");
    let html = format!(
        "<!doctype html><meta charset=\"utf-8\"><body><script type=\"text/plain\" id=\"source\">{svg}</script>\
         <script>{PAINTER}</script>"
    );
    fs::write(&page, html).with_context(|| format!("{} could not be written", page.display()))?;
    let mut paint = Command::new(&chromium);
    paint.args([
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=10000",
        "--dump-dom",
    ]);
    paint.arg(format!("--user-data-dir={}", folder.join("profile").display()));
    paint.arg(format!("file://{}", page.display())).stderr(Stdio::null());
    let painted = paint.output().with_context(|| format!("{} could not be started", chromium.display()))?;
    let painted = String::from_utf8_lossy(&painted.stdout);
    let pixels = painted.split_once(DATA).and_then(|(_, rest)| rest.split('<').next());
    let pixels = pixels.ok_or_else(|| anyhow!("Chromium painted nothing of {}", page.display()))?;
    let png = signed(&STANDARD.decode(pixels.trim())?, &svg)?;
    let path = workspace.public().join(NAME);
    fs::write(&path, &png).with_context(|| format!("{} could not be written", path.display()))?;
    println!("{} of {} bytes", path.display(), png.len());
    Ok(())
}

/// A PNG with the hash of the SVG that it was painted from, as a text chunk after the first one.
fn signed(png: &[u8], svg: &str) -> Result<Vec<u8>> {
    // Signature, and the first chunk: length, name, width, height, five more bytes, checksum.
    let (head, rest) = png.split_at_checked(PNG_START.len() + 25).ok_or_else(|| anyhow!("no picture"))?;
    let size = [SIZE.0.to_be_bytes(), SIZE.1.to_be_bytes()].concat();
    if !head.starts_with(PNG_START) || head.get(16..24) != Some(size.as_slice()) {
        bail!("the picture is no PNG of {} × {} pixels", SIZE.0, SIZE.1);
    }
    let text = [b"tEXt", KEYWORD, b"\0", hash(svg).as_bytes()].concat();
    let mut sum = Crc::new();
    sum.update(&text);
    let length = u32::try_from(text.len() - 4)?.to_be_bytes();
    Ok([head, &length, &text, &sum.sum().to_be_bytes(), rest].concat())
}

/// SHA-256 in hexadecimal.
fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The picture: the question, its answer for the first visit's configuration, and the first chart.
fn svg() -> Result<String> {
    let view = View::of(Query::default());
    let estimate = view.estimate.as_ref().map_err(|error| anyhow!("{error}"))?;
    let chart = charts::find(CHART).ok_or_else(|| anyhow!("there is no chart {CHART}"))?;
    let drawing = (chart.draw)(&view, Look::on_page(CHART_WIDTH))
        .ok_or_else(|| anyhow!("the chart {CHART} has nothing to draw"))??;
    let text = |energy| EnergyUnit::WattHours.text(energy);
    let energy = text(estimate.energy);
    let (number, unit) = energy.rsplit_once(' ').unwrap_or((&energy, ""));
    let question = &estimate.question;
    // In two lines: size and steps, then the rest.
    let how = how(Words::ENGLISH, &question.workload);
    let middle = how.match_indices(", ").nth(1).map_or(how.len(), |(at, _)| at);
    let (size_and_steps, rest) = how.split_at(middle);
    let lines = [
        (62, 34, 650, "How much energy does a generated image take?".to_owned()),
        (232, 120, 700, number.to_owned()),
        (282, 34, 600, format!("{unit} per image")),
        (326, 24, 400, format!("likely {} to {}", text(estimate.low), text(estimate.high))),
        (400, 24, 600, question.workload.model().label.to_owned()),
        (434, 22, 400, question.gpu.label.to_owned()),
        (466, 22, 400, size_and_steps.to_owned()),
        (498, 22, 400, rest.trim_start_matches([',', ' ']).to_owned()),
        (584, 26, 700, "Wattpix".to_owned()),
    ];
    let (width, height) = SIZE;
    let mut inside = String::new();
    for (baseline, size, weight, line) in lines {
        let line = html! { text x="56" y=(baseline) font-size=(size) font-weight=(weight) { (line) } };
        inside.push_str(&line.into_string());
    }
    let scaled = |length: u32| f64::from(length) * CHART_SCALE;
    let (wide, high) = (scaled(drawing.width), scaled(drawing.height));
    let (left, top) = (f64::from(width) - wide - 40.0, (f64::from(height) - high) / 2.0 + 30.0);
    write!(inside, "<g transform=\"translate({left} {top}) scale({CHART_SCALE})\">{}</g>", drawing.svg)?;
    let root = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         fill=\"#14181f\" font-family=\"system-ui, sans-serif\">{inside}</svg>"
    );
    Ok(standalone(&root, Theme::Light))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_committed_picture_shows_the_present_numbers() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public").join(NAME);
        let png = fs::read(path).unwrap();
        let mark = [KEYWORD, b"\0"].concat();
        let at = png.windows(mark.len()).position(|bytes| bytes == mark).unwrap() + mark.len();
        let made_of = String::from_utf8_lossy(&png[at..at + 64]).into_owned();
        assert_eq!(made_of, hash(&svg().unwrap()), "run `cargo xtask preview`, look at it, and commit it");
    }

    #[test]
    fn another_text_or_size_is_another_picture() {
        let png = |width: u32| {
            [
                PNG_START,
                &13_u32.to_be_bytes(),
                b"IHDR",
                &width.to_be_bytes(),
                &630_u32.to_be_bytes(),
                &[0; 9],
                b"rest",
            ]
            .concat()
        };
        let one = signed(&png(1200), "a").unwrap();
        assert!(one.starts_with(&png(1200)[..33]) && one.ends_with(b"rest"));
        assert_ne!(one, signed(&png(1200), "b").unwrap());
        assert!(signed(&png(600), "a").is_err() && signed(b"", "a").is_err());
    }
}
