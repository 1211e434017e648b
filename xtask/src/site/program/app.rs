//! The folder of the program. Its scripts import each other, so that none can carry its own hash in its name: the folder carries one hash
//! for all of them, and a page, a worker and their parts are always of one build.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::part::Part;
use super::small;
use super::split::{GLUE, LINK, MAIN};
use crate::site::comments;
use crate::site::fingerprint::{Fingerprinted, integrity};
use crate::site::folder;

/// The script that starts the program; the braces are filled in by [`App::new`].
const START_SCRIPT: &str = include_str!("start.js");
/// Name of the start script.
const START: &str = "start.js";

/// The program as it is served.
#[derive(Debug)]
pub struct App {
    /// The folder in `dist/`.
    folder: String,
    /// Files by their names in the folder.
    files: BTreeMap<String, Vec<u8>>,
    /// Parts that are loaded on demand.
    parts: Vec<Part>,
}

impl App {
    /// Takes the files that the tools wrote into a folder.
    ///
    /// # Errors
    /// When a file cannot be read or lacks what is filled in here.
    pub fn read(staging: &Path, mut parts: Vec<Part>) -> Result<Self> {
        let mut files = BTreeMap::new();
        for name in folder::files(staging)? {
            let path = staging.join(&name);
            let content = fs::read(&path).with_context(|| format!("{} could not be read", path.display()))?;
            files.insert(name, content);
        }
        small::put_into_script(&mut files, &mut parts)?;
        Self::new(files, parts)
    }

    /// Adds the script that starts the program, and the hashes against which a browser checks what is fetched.
    fn new(mut files: BTreeMap<String, Vec<u8>>, parts: Vec<Part>) -> Result<Self> {
        let main = files.get(MAIN).with_context(|| format!("there is no {MAIN}"))?;
        let start = comments::without(START_SCRIPT)
            .replace("{glue}", GLUE)
            .replace("{wasm}", MAIN)
            .replace("{integrity}", &integrity(main));
        for script in [GLUE, LINK] {
            let text = files.get(script).with_context(|| format!("there is no {script}"))?;
            let mut text = comments::without(&String::from_utf8_lossy(text));
            if script == LINK {
                text = checked(&text, &files)?;
            }
            files.insert(script.to_owned(), text.into_bytes());
        }
        files.insert(START.to_owned(), start.into_bytes());
        // The names too: two files may trade theirs.
        let content =
            files.iter().flat_map(|(name, content)| [name.as_bytes(), b"\0", content, b"\0"].concat());
        let folder = Fingerprinted::new("app", "", content.collect()).name().trim_end_matches('.').to_owned();
        let parts = parts.into_iter().map(|Part { name, files }| Part {
            name,
            files: files.iter().map(|file| format!("{folder}/{file}")).collect(),
        });
        Ok(Self { parts: parts.collect(), files, folder })
    }

    /// Returns the parts that are loaded on demand, each file with the folder before its name.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The tags that load everything that the program starts with at once, and start it. `data` are further attributes of the script's tag,
    /// which the program reads. No script is inline, so that a strict Content-Security-Policy (`script-src 'self' 'wasm-unsafe-eval'`) can hold.
    pub fn tags(&self, data: &str) -> String {
        let preloads: String = [GLUE, LINK]
            .iter()
            .map(|script| {
                format!("<link rel=\"modulepreload\" crossorigin {}>\n", self.named("href", script))
            })
            .collect();
        // Browsers ignore the hash on a preload of this kind and say so; the `fetch` of the script checks it.
        format!(
            "{preloads}<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin href=\"{}/{MAIN}\">\n\
             <script type=\"module\" id=\"start\" crossorigin {}{data}></script>",
            self.folder,
            self.named("src", START),
        )
    }

    /// The attributes that name a file and say its hash.
    fn named(&self, attribute: &str, file: &str) -> String {
        let hash = self.files.get(file).map(|content| integrity(content)).unwrap_or_default();
        format!("{attribute}=\"{}/{file}\" integrity=\"{hash}\"", self.folder)
    }

    /// Writes the folder into `dist`.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write_into(&self, dist: &Path) -> Result<()> {
        for (name, content) in &self.files {
            let path = dist.join(&self.folder).join(name);
            let unwritten = || format!("{} could not be written", path.display());
            fs::create_dir_all(path.parent().unwrap_or(dist)).with_context(unwritten)?;
            fs::write(&path, content).with_context(unwritten)?;
        }
        Ok(())
    }
}

/// The script that fetches the parts, with the hash of each against which the browser checks it.
fn checked(script: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<String> {
    let mut checked = script.to_owned();
    let parts = files.iter().filter(|(name, _)| name.ends_with(".wasm") && *name != MAIN);
    for (name, content) in parts {
        let address = format!("fetch(new URL(\"./{name}\", import.meta.url)");
        let unchecked = format!("{address})");
        ensure!(checked.contains(&unchecked), "{LINK} does not fetch {name} by `{unchecked}`");
        let with_hash = format!("{address}, {{ integrity: \"{}\" }})", integrity(content));
        checked = checked.replace(&unchecked, &with_hash);
    }
    let fetches = checked.matches("fetch(").count();
    ensure!(
        fetches == checked.matches("{ integrity: \"").count(),
        "{LINK} fetches something whose hash is not known:\n{checked}"
    );
    Ok(checked)
}

#[cfg(test)]
impl App {
    /// A program that holds nothing, for tests of pages.
    pub fn sample() -> Self {
        let files = [GLUE, LINK, MAIN].map(|name| (name.to_owned(), Vec::new()));
        Self::new(files.into(), Vec::new()).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK_SCRIPT: &str = "import { initSync } from \"./wattpix.js\";\nconst __chunk_1 = makeLoad(() => {\n    const src = \
        fetch(new URL(\"./chunk_1.wasm\", import.meta.url));\n}, []);\nconst b = () => {\n    const src = \
        fetch(new URL(\"./split_a.wasm\", import.meta.url));\n};\n";

    fn files(link: &str) -> BTreeMap<String, Vec<u8>> {
        let file = |name: &str, content: &str| (name.to_owned(), content.as_bytes().to_vec());
        BTreeMap::from([
            file(GLUE, "/**\n * Comment.\n */\nimport * as a from \"./split.js\";\n"),
            file(LINK, link),
            file(MAIN, "main"),
            file("split_a.wasm", "a"),
            file("chunk_1.wasm", "chunk"),
        ])
    }

    fn app(files: BTreeMap<String, Vec<u8>>) -> App {
        let part =
            Part { name: "a".to_owned(), files: vec!["chunk_1.wasm".to_owned(), "split_a.wasm".to_owned()] };
        App::new(files, vec![part]).unwrap()
    }

    fn text(app: &App, name: &str) -> String {
        String::from_utf8(app.files[name].clone()).unwrap()
    }

    #[test]
    fn every_fetch_is_checked_against_its_hash() {
        let app = app(files(LINK_SCRIPT));
        let link = text(&app, LINK);
        for (name, content) in [("split_a.wasm", "a"), ("chunk_1.wasm", "chunk")] {
            let fetch = format!(
                "fetch(new URL(\"./{name}\", import.meta.url), {{ integrity: \"{}\" }})",
                integrity(content.as_bytes())
            );
            assert!(link.contains(&fetch), "{link}");
        }
        let start = text(&app, START);
        assert!(start.contains("new URL(\"./wattpix_bg.wasm\", import.meta.url)"), "{start}");
        assert!(start.contains(&integrity(b"main")) && start.contains("import(\"./wattpix.js\")"), "{start}");
        assert!(!start.contains("{glue}") && !start.contains("{wasm}") && !start.contains("{integrity}"));
        assert!(!text(&app, GLUE).contains("Comment"));
    }

    #[test]
    fn a_fetch_that_the_build_does_not_know_is_refused() {
        let renamed = LINK_SCRIPT.replace("import.meta.url))", "import.meta.url).href)");
        let error = App::new(files(&renamed), Vec::new()).unwrap_err().to_string();
        assert!(error.contains("split.js does not fetch chunk_1.wasm"), "{error}");
        let more = format!("{LINK_SCRIPT}fetch(\"other\");\n");
        let error = App::new(files(&more), Vec::new()).unwrap_err().to_string();
        assert!(error.contains("whose hash is not known"), "{error}");
    }

    #[test]
    fn the_folder_is_named_by_all_of_its_files() {
        let folder = |files| app(files).folder;
        let one = folder(files(LINK_SCRIPT));
        assert!(one.len() == "app-".len() + 16 && one.starts_with("app-"), "{one}");
        assert_eq!(one, folder(files(LINK_SCRIPT)));
        for name in [GLUE, MAIN, "split_a.wasm"] {
            let mut other = files(LINK_SCRIPT);
            other.get_mut(name).unwrap().push(b'x');
            assert_ne!(one, folder(other), "{name}");
        }
        let part = format!("{one}/split_a.wasm");
        assert_eq!(app(files(LINK_SCRIPT)).parts()[0].files[1], part);
    }

    #[test]
    fn tags_are_relative_and_checked() {
        let tags = app(files(LINK_SCRIPT)).tags(" data-zones=\"z.csv\"");
        assert_eq!(tags.matches("integrity=\"sha384-").count(), 3, "{tags}");
        assert!(tags.contains("rel=\"modulepreload\" crossorigin href=\"app-"), "{tags}");
        assert!(tags.contains("<script type=\"module\" id=\"start\" crossorigin src=\"app-"), "{tags}");
        assert!(tags.ends_with(" data-zones=\"z.csv\"></script>") && !tags.contains("=\"/"), "{tags}");
    }
}
