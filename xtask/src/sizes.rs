//! Sizes of the site on the wire, and their budgets.

use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use wattpix_core::words::LANGUAGES;

use crate::site::{BROTLI, Part, folder, for_programs, language};

/// Bytes of WebAssembly, gzip -9, of all parts of the program together.
const WASM_BUDGET: usize = 650_000;
/// Bytes, gzip -9, of everything that a first visit loads.
const FIRST_VISIT_BUDGET: usize = 260_000;
/// Bytes, gzip -9, of all that a part of the program fetches when a visitor asks for what it does. Each is asked for by itself, so each is
/// held to it by itself.
const PART_BUDGET: usize = 125_000;
/// Files of one of them: each is a request that waits for a slow line.
const PART_REQUESTS: usize = 6;

/// Name of the files that are loaded on demand and belong to no part.
const REST: &str = "on demand: the rest";

/// Name of the service worker. It stays: browsers ask for it again by this name.
pub const SERVICE_WORKER: &str = "sw.js";

/// The weight of every file of a built site.
#[derive(Debug)]
pub struct Sizes {
    files: Vec<File>,
    /// The parts of the program that are loaded on demand. What two of them need counts for both.
    parts: Vec<Part>,
    /// Bytes of a first visit in each further language, by the name of its page.
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
    /// Files that a first visit in another language loads beside or in place of that.
    Language,
    /// Any other part of the program, script or data.
    OnDemand,
    /// Pages of their own, pictures for link previews, data for other programs and the like.
    Other,
}

impl Sizes {
    /// Weighs a built site, whose program has these parts. Files packed for hosts that send them are not weighed: they are others over again.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn of(dist: &Path, parts: &[Part]) -> Result<Self> {
        let mut contents = Vec::new();
        for name in folder::files(dist)?.into_iter().filter(|name| !name.ends_with(BROTLI)) {
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
        Ok(Self { files, parts: parts.to_vec(), visits })
    }

    /// Bytes after gzip -9 of the files for which `counts` holds.
    fn total(&self, counts: impl Fn(&File) -> bool) -> usize {
        self.files.iter().filter(|file| counts(file)).map(|file| file.gzip).sum()
    }

    /// Returns name, bytes after gzip -9 and budget of everything that is weighed.
    fn budgets(&self) -> Vec<(String, usize, usize)> {
        let first_visit = |file: &File| file.load == Load::FirstVisit;
        let wasm = self.total(|file| file.name.ends_with(".wasm"));
        let mut budgets = vec![
            ("WebAssembly, all together".to_owned(), wasm, WASM_BUDGET),
            ("first visit".to_owned(), self.total(first_visit), FIRST_VISIT_BUDGET),
        ];
        let visit =
            |(page, bytes): &(String, usize)| (format!("first visit, {page}"), *bytes, FIRST_VISIT_BUDGET);
        budgets.extend(self.visits.iter().map(visit));
        let spoken = self.files.iter().filter(|file| language::is_of_parts(&file.name));
        let spoken = spoken.map(|file| file.gzip).max().unwrap_or_default();
        for part in &self.parts {
            let bytes = self.total(|file| part.files.contains(&file.name));
            let spoken = if speaks(part) { spoken } else { 0 };
            budgets.push((part_named(part), bytes + spoken, PART_BUDGET));
        }
        let of_a_part = |file: &File| {
            language::is_of_parts(&file.name) || self.parts.iter().any(|part| part.files.contains(&file.name))
        };
        let rest = self.total(|file| file.load == Load::OnDemand && !of_a_part(file));
        budgets.push((REST.to_owned(), rest, PART_BUDGET));
        budgets
    }

    /// Returns a sentence for each budget that is exceeded.
    pub fn over_budget(&self) -> Vec<String> {
        let over = self.budgets().into_iter().filter(|(_, bytes, budget)| bytes > budget);
        let over = over.map(|(what, bytes, budget)| {
            format!("{what}: {bytes} bytes after gzip -9, {} more than the {budget} allowed", bytes - budget)
        });
        let files = |part: &Part| part.files.len() + usize::from(speaks(part));
        let requests = self.parts.iter().filter(|part| files(part) > PART_REQUESTS).map(|part| {
            format!("{}: {} files, more than the {PART_REQUESTS} allowed", part_named(part), files(part))
        });
        over.chain(requests).collect()
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

/// True if a part fetches the words of all parts too, in one language. The worker is told them, and what leaves the page needs them for none
/// but fits that a browser keeps.
fn speaks(part: &Part) -> bool {
    part.name == "panels"
}

fn part_named(part: &Part) -> String {
    format!("on demand: {}", part.name)
}

/// A page that a visitor may come to first.
pub struct Page {
    /// Name of the file.
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
    /// True if a browser that opens the page loads a file at once.
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
        // Snippets are scripts that a library brought along; the program's script imports them.
        file == self.name || file == SERVICE_WORKER || file.contains("/snippets/") || loading.any(named)
    }
}

/// When a browser loads the file called `name`. `pages` are those that a visitor may come to first, English first.
pub fn load(name: &str, pages: &[Page]) -> Load {
    if for_programs::is_for_programs(name) {
        Load::Other
    } else if pages.first().is_some_and(|page| page.loads(name)) {
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

    fn part(name: &str, files: &[&str]) -> Part {
        Part { name: name.to_owned(), files: files.iter().map(|file| (*file).to_owned()).collect() }
    }

    fn site(wasm_gzip: usize) -> Sizes {
        let file = |name: &str, gzip, load| File { name: name.to_owned(), bytes: gzip, gzip, load };
        Sizes {
            files: vec![
                file("index.html", 10_000, Load::FirstVisit),
                file("app-0/wattpix_bg.wasm", wasm_gzip, Load::FirstVisit),
                file("app-0/split_panels.wasm", 100_000, Load::OnDemand),
                file("app-0/split_refit.wasm", 60_000, Load::OnDemand),
                file("app-0/chunk_2.wasm", 25_000, Load::OnDemand),
                file("zones.csv", 125_000, Load::OnDemand),
                file("words.en.parts-0.txt", 0, Load::OnDemand),
                file("social.png", 1_000_000, Load::Other),
            ],
            parts: vec![
                part("panels", &["app-0/chunk_2.wasm", "app-0/split_panels.wasm"]),
                part("refit", &["app-0/chunk_2.wasm", "app-0/split_refit.wasm"]),
            ],
            visits: vec![("fr.html".to_owned(), 10_000 + wasm_gzip)],
        }
    }

    #[test]
    fn budgets_hold_to_the_byte() {
        let first = FIRST_VISIT_BUDGET - 10_000;
        assert_eq!(site(first).over_budget(), Vec::<String>::new());
        let over = site(first + 1).over_budget();
        assert_eq!(over.len(), 2);
        assert_eq!(over[0], "first visit: 260001 bytes after gzip -9, 1 more than the 260000 allowed");
        assert!(over[1].starts_with("first visit, fr.html: 260001 bytes"), "{over:?}");
        let over = site(WASM_BUDGET - 185_000 + 1).over_budget();
        assert!(over[0].starts_with("WebAssembly, all together: 650001 bytes"), "{over:?}");
    }

    #[test]
    fn a_part_is_weighed_with_all_that_it_fetches() {
        let heavier = |name: &str, bytes: usize| {
            let mut site = site(0);
            site.files.iter_mut().find(|file| file.name == name).unwrap().gzip += bytes;
            site.over_budget()
        };
        let over = "on demand: panels: 125007 bytes after gzip -9, 7 more than the 125000 allowed";
        assert_eq!(heavier("app-0/split_panels.wasm", 7), [over]);
        assert_eq!(heavier("app-0/chunk_2.wasm", 7), [over]);
        assert_eq!(heavier("app-0/chunk_2.wasm", 40_001).len(), 2, "it counts for both");
        assert_eq!(
            heavier("words.en.parts-0.txt", 7),
            [over],
            "it comes with the panels, and the worker is told"
        );
        assert_eq!(heavier("zones.csv", 1).len(), 1, "what belongs to no part is weighed too");
        let mut site = site(0);
        site.parts.push(part("crumbs", &["1", "2", "3", "4", "5", "6", "7"]));
        assert_eq!(site.over_budget(), ["on demand: crumbs: 7 files, more than the 6 allowed"]);
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
            ("app-0/snippets/lib-0/a.js", Load::FirstVisit),
            ("app-0/split_a.wasm", Load::OnDemand),
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
