//! What the site weighs on the wire, and how much it may weigh.

use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use wattpix_core::words::LANGUAGES;

use crate::site::{folder, language, offline};

/// Bytes of WebAssembly, gzip -9, that a first visit may load.
const WASM_BUDGET: usize = 110_000;
/// Bytes, gzip -9, of everything that a first visit loads.
const FIRST_VISIT_BUDGET: usize = 140_000;
/// Bytes, gzip -9, of a program that is loaded later, when a visitor asks for what it does, with its own scripts and data. Each is
/// asked for by itself, so each is held to it by itself.
const ON_DEMAND_BUDGET: usize = 120_000;

/// What is loaded on demand, and how the names of its files begin, the hash left out. What two of them need counts for both.
const ON_DEMAND: [(&str, &[&str]); 3] = [
    ("on demand: figures", &["wattpix-figures", "figures", "embed", "embedded"]),
    (
        "on demand: workbench",
        &["wattpix-workbench", "workbench", "workbench-worker", "architecture", "planner"],
    ),
    ("on demand: refit", &["wattpix-refit", "workbench", "refit-worker", "measurements"]),
];

/// What is loaded on demand and belongs to none of them.
const ON_DEMAND_REST: &str = "on demand: the rest";

/// The weight of every file of a built site.
#[derive(Debug)]
pub struct Sizes {
    files: Vec<File>,
    /// What a first visit in each further language loads, by the name of its page.
    visits: Vec<(String, usize)>,
}

#[derive(Debug)]
struct File {
    name: String,
    bytes: usize,
    gzip: usize,
    load: Load,
}

/// When a browser loads a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Load {
    /// `index.html` and what it loads at once, the service worker too.
    FirstVisit,
    /// What a first visit in another language loads beside or in place of that.
    Language,
    /// Any other program, style or data.
    OnDemand,
    /// Pages of their own, pictures for link previews and the like.
    Other,
}

impl Sizes {
    /// Weighs a built site.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn of(dist: &Path) -> Result<Self> {
        let mut contents = Vec::new();
        for name in folder::files(dist)? {
            let path = dist.join(&name);
            let content = fs::read(&path).with_context(|| format!("{} could not be read", path.display()))?;
            contents.push((name, content));
        }
        let pages = first_pages(&contents);
        let files = contents
            .iter()
            .map(|(name, content)| {
                let load = load(name, &pages);
                Ok(File { name: name.clone(), bytes: content.len(), gzip: gzip(content)?.len(), load })
            })
            .collect::<Result<Vec<_>>>()?;
        let visit = |page: &Page| {
            let loaded = files.iter().filter(|file| page.loads(&file.name)).map(|file| file.gzip).sum();
            (page.name.clone(), loaded)
        };
        let visits = pages.iter().skip(1).map(visit).collect();
        Ok(Self { files, visits })
    }

    /// Bytes after gzip -9 of the files for which `counts` holds.
    fn total(&self, counts: impl Fn(&File) -> bool) -> usize {
        self.files.iter().filter(|file| counts(file)).map(|file| file.gzip).sum()
    }

    /// What is weighed: its name, its bytes after gzip -9, its budget.
    fn budgets(&self) -> Vec<(String, usize, usize)> {
        let first_visit = |file: &File| file.load == Load::FirstVisit;
        let wasm = self.total(|f| first_visit(f) && f.name.ends_with(".wasm"));
        let mut budgets = vec![
            ("WebAssembly".to_owned(), wasm, WASM_BUDGET),
            ("first visit".to_owned(), self.total(first_visit), FIRST_VISIT_BUDGET),
        ];
        let visit =
            |(page, bytes): &(String, usize)| (format!("first visit, {page}"), *bytes, FIRST_VISIT_BUDGET);
        budgets.extend(self.visits.iter().map(visit));
        let of = |counts: &dyn Fn(&str) -> bool| {
            self.total(|file| file.load == Load::OnDemand && counts(stem(&file.name)))
        };
        for (name, stems) in ON_DEMAND {
            budgets.push((name.to_owned(), of(&|stem| stems.contains(&stem)), ON_DEMAND_BUDGET));
        }
        let rest = of(&|stem| !ON_DEMAND.iter().any(|(_, stems)| stems.contains(&stem)));
        budgets.push((ON_DEMAND_REST.to_owned(), rest, ON_DEMAND_BUDGET));
        budgets
    }

    /// One sentence for each budget that is exceeded.
    pub fn over_budget(&self) -> Vec<String> {
        let over = self.budgets().into_iter().filter(|(_, bytes, budget)| bytes > budget);
        over.map(|(what, bytes, budget)| {
            format!("{what}: {bytes} bytes after gzip -9, {} more than the {budget} allowed", bytes - budget)
        })
        .collect()
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.files.iter().map(|file| file.name.len()).max().unwrap_or(0);
        writeln!(f, "{:width$} {:>9} {:>9}  loaded", "file in dist/", "bytes", "gzip -9")?;
        for File { name, bytes, gzip, load } in &self.files {
            let load = match load {
                Load::FirstVisit => "first visit",
                Load::Language => "in its language",
                Load::OnDemand => "on demand",
                Load::Other => "-",
            };
            writeln!(f, "{name:width$} {bytes:>9} {gzip:>9}  {load}")?;
        }
        for (what, bytes, budget) in self.budgets() {
            writeln!(f, "{what:width$} {:>9} {bytes:>9}  of {budget} allowed", "")?;
        }
        let sum = self.total(|file| file.load == Load::OnDemand);
        writeln!(f, "{:width$} {:>9} {sum:>9}", "on demand, all together", "")?;
        Ok(())
    }
}

/// A file's name without its hash and its ending.
fn stem(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.rsplit_once('-').filter(|(_, hash)| is_hash(hash)).map_or(stem, |(stem, _)| stem)
}

fn is_hash(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A page that a visitor may come to first.
pub struct Page {
    /// Its file.
    pub name: String,
    /// The file's text.
    pub text: String,
}

/// The calculator's page in every language, English first.
pub fn first_pages(contents: &[(String, Vec<u8>)]) -> Vec<Page> {
    let named = LANGUAGES.iter().map(|words| language::name("index.html", *words));
    let page = |name: String| {
        let (_, content) = contents.iter().find(|(other, _)| *other == name)?;
        Some(Page { name, text: String::from_utf8_lossy(content).into_owned() })
    };
    named.filter_map(page).collect()
}

impl Page {
    /// Whether a browser that opens the page loads a file at once.
    pub fn loads(&self, file: &str) -> bool {
        let tags = self.text.split('<').filter_map(|rest| rest.split('>').next());
        let mut loading = tags.filter(|tag| {
            ["link", "script", "img", "source", "iframe"]
                .iter()
                .any(|kind| tag.split_whitespace().next() == Some(*kind))
                && !tag.contains("rel=\"alternate\"")
        });
        let named =
            |tag: &str| tag.contains(&format!("href=\"{file}\"")) || tag.contains(&format!("src=\"{file}\""));
        file == self.name || file == offline::WORKER || file.starts_with("snippets/") || loading.any(named)
    }
}

/// When a browser loads the file called `name`. `pages` are those that a visitor may come to first, English first.
pub fn load(name: &str, pages: &[Page]) -> Load {
    if pages.first().is_some_and(|page| page.loads(name)) {
        Load::FirstVisit
    } else if pages.iter().any(|page| page.loads(name)) {
        Load::Language
    } else if [".wasm", ".js", ".json", ".css", ".csv", ".txt"].iter().any(|ending| name.ends_with(ending)) {
        Load::OnDemand
    } else {
        Load::Other
    }
}

/// Compresses as `gzip -9` does.
///
/// # Errors
/// Never in practice: writing to memory does not fail.
pub fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(wasm_gzip: usize) -> Sizes {
        let file = |name: &str, gzip, load| File { name: name.to_owned(), bytes: gzip, gzip, load };
        Sizes {
            files: vec![
                file("index.html", 10_000, Load::FirstVisit),
                file("a.wasm", wasm_gzip, Load::FirstVisit),
                file("wattpix-figures-0123456789abcdef.wasm", 119_000, Load::OnDemand),
                file("figures-0123456789abcdef.js", 1_000, Load::OnDemand),
                file("wattpix-workbench-0123456789abcdef.wasm", 119_999, Load::OnDemand),
                file("zones.csv", 120_000, Load::OnDemand),
                file("social.png", 1_000_000, Load::Other),
            ],
            visits: vec![("fr.html".to_owned(), 10_000 + wasm_gzip)],
        }
    }

    #[test]
    fn budgets_hold_to_the_byte() {
        assert_eq!(site(WASM_BUDGET).over_budget(), Vec::<String>::new());
        let over = site(WASM_BUDGET + 1).over_budget();
        assert_eq!(over, ["WebAssembly: 110001 bytes after gzip -9, 1 more than the 110000 allowed"]);
        let over = site(FIRST_VISIT_BUDGET).over_budget();
        assert_eq!(over.len(), 3);
        assert!(over[2].starts_with("first visit, fr.html: 150000 bytes"), "{over:?}");
    }

    #[test]
    fn what_is_loaded_on_demand_is_weighed_program_by_program() {
        let mut site = site(0);
        let heavier = |site: &mut Sizes, name: &str, bytes| {
            let name = format!("{name}-fedcba9876543210.js");
            site.files.push(File { name, bytes, gzip: bytes, load: Load::OnDemand });
        };
        heavier(&mut site, "workbench-worker", 1);
        assert_eq!(site.over_budget(), Vec::<String>::new());
        heavier(&mut site, "architecture", 7);
        let over = ["on demand: workbench: 120007 bytes after gzip -9, 7 more than the 120000 allowed"];
        assert_eq!(site.over_budget(), over);
        heavier(&mut site, "unheard-of", 1);
        assert_eq!(site.over_budget().len(), 2, "what belongs to none is weighed too");
        assert!(site.to_string().contains("on demand, all together"), "{site}");
    }

    #[test]
    fn first_visit_is_what_the_page_loads_and_not_what_it_links() {
        let index = r#"<link rel="icon" href="icon.svg"><script src="a.js"></script><a href="data.csv">"#;
        let french = r#"<link rel="icon" href="icon.svg"><link rel="preload" href="words.fr-0.txt">"#;
        let page = |name: &str, text: &str| Page { name: name.to_owned(), text: text.to_owned() };
        let pages = [page("index.html", index), page("fr.html", french)];
        for (name, loaded) in [
            ("icon.svg", Load::FirstVisit),
            ("a.js", Load::FirstVisit),
            ("sw.js", Load::FirstVisit),
            ("fr.html", Load::Language),
            ("words.fr-0.txt", Load::Language),
            ("data.csv", Load::OnDemand),
            ("b.js", Load::OnDemand),
            ("embed.html", Load::Other),
        ] {
            assert_eq!(load(name, &pages), loaded, "{name}");
        }
    }

    #[test]
    fn gzip_compresses() {
        let packed = gzip(&[7; 10_000]).unwrap();
        assert!(packed.starts_with(&[0x1f, 0x8b]) && packed.len() < 100, "{} bytes", packed.len());
    }
}
