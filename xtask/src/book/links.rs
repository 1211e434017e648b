//! Links between documents: rewritten where documents move, and checked in the finished book.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};

use super::files::{Files, read};
use crate::workspace::Workspace;

/// Rewrites the links of a document from its place in the repository to its place in the book. A link to a file that the book does not
/// have becomes its text.
pub fn relinked(text: &str, place: &Path, chapter: &Path, files: &Files) -> String {
    let mut written = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        fenced ^= line.trim_start().starts_with("```");
        if fenced { written.push_str(line) } else { relink_line(&mut written, line, place, chapter, files) }
    }
    written
}

fn relink_line(written: &mut String, line: &str, place: &Path, chapter: &Path, files: &Files) {
    let mut rest = line;
    while let Some(at) = rest.find("](") {
        let (before, after) = rest.split_at(at);
        let Some(end) = after.find(')') else { break };
        let (target, behind) = (&after[2..end], &after[end + 1..]);
        let (path, fragment) =
            target.split_once('#').map_or((target, None), |(path, fragment)| (path, Some(fragment)));
        if path.is_empty() || path.contains(':') || is_of_the_site(path, place) {
            written.push_str(before);
            written.push_str(&after[..=end]);
        } else if let Some(to) = files.lead_to(&joined(place, path), &joined(chapter, path)) {
            written.push_str(before);
            written.push_str("](");
            written.push_str(&relative(chapter, to));
            if let Some(fragment) = fragment {
                written.push('#');
                written.push_str(fragment);
            }
            written.push(')');
        } else {
            // Text that closes here was opened in the same line.
            match before.rfind('[') {
                Some(open) => {
                    written.push_str(&before[..open]);
                    written.push_str(&before[open + 1..]);
                }
                None => written.push_str(before),
            }
        }
        rest = behind;
    }
    written.push_str(rest);
}

/// Returns true for a page of the site around the book: what leads out of `docs/` to a page.
fn is_of_the_site(path: &str, place: &Path) -> bool {
    place.starts_with("docs") && path.starts_with("../") && path.ends_with(".html")
}

/// Returns the place that a path in a document leads to.
fn joined(document: &Path, path: &str) -> PathBuf {
    let mut place = document.parent().unwrap_or(Path::new("")).to_path_buf();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir => {
                place.pop();
            }
            Component::Normal(name) => place.push(name),
            _ => {}
        }
    }
    place
}

/// Returns the path from a chapter to a file of the book.
fn relative(chapter: &Path, to: &Path) -> String {
    let up = "../".repeat(chapter.components().count().saturating_sub(1));
    [&up, &*to.to_string_lossy()].concat()
}

/// Lists the links of the finished book that lead to no file of it, nor of the site around it where that is built.
///
/// # Errors
/// A page that cannot be read.
pub fn broken(book: &Path, workspace: &Workspace) -> Result<Vec<String>> {
    let mut pages = Vec::new();
    collect(book, &mut pages)?;
    let site = workspace.dist().join("index.html").is_file();
    let mut broken = Vec::new();
    for page in pages {
        let html = read(&page)?;
        for target in targets(&html) {
            let path = target.split(['#', '?']).next().unwrap_or_default();
            if path.is_empty() || path.contains(':') || path.starts_with("//") {
                continue;
            }
            let to = joined(&page, path);
            if (site || to.starts_with(book)) && !to.exists() {
                let shown = page.strip_prefix(book).unwrap_or(&page);
                broken.push(format!("{}: {target}", shown.display()));
            }
        }
    }
    Ok(broken)
}

/// Returns what the attributes of a page lead to.
fn targets(html: &str) -> impl Iterator<Item = &str> {
    let of = |attribute: &'static str| {
        html.split(attribute).skip(1).filter_map(|rest| rest.split_once('"').map(|(target, _)| target))
    };
    of(" href=\"").chain(of(" src=\""))
}

fn collect(folder: &Path, pages: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} could not be read", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, pages)?;
        } else if path.extension().is_some_and(|extension| extension == "html") {
            pages.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_follow_documents_into_the_book() {
        let files = Files::of_pairs(&[
            ("docs/law.md", "law.md"),
            ("packages/python/README.md", "python.md"),
            ("docs/learn/a.md", "learn/a.md"),
        ]);
        let moved = |text: &str, place: &str, chapter: &str| {
            relinked(text, Path::new(place), Path::new(chapter), &files)
        };
        let python =
            "[the law](../../docs/law.md#x), [file](../../NOTICE) and [web](https://example.org/a)\n";
        assert_eq!(
            moved(python, "packages/python/README.md", "python.md"),
            "[the law](law.md#x), file and [web](https://example.org/a)\n"
        );
        let learn =
            "[law](../law.md) [page](../../index.html) [here](#there)\n```\n[kept](../nowhere)\n```\n";
        assert_eq!(moved(learn, "docs/learn/a.md", "learn/a.md"), learn);
    }

    #[test]
    fn attributes_lead_somewhere() {
        let html =
            r#"<a href="a.html#x">a</a><img alt="" src="../b.svg"><a class="c" href="https://example.org">"#;
        assert_eq!(targets(html).collect::<Vec<_>>(), ["a.html#x", "https://example.org", "../b.svg"]);
    }
}
