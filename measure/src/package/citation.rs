//! CITATION.cff of a package (Citation File Format 1.2.0).

use std::fmt::Write as _;

use super::descriptor::Descriptor;

/// The citation of a described package.
#[must_use]
pub fn citation(of: &Descriptor) -> String {
    // JSON's strings are YAML's.
    let text = |text: &str| serde_json::Value::from(text).to_string();
    let mut file = format!(
        "cff-version: 1.2.0\nmessage: {}\ntype: dataset\ntitle: {}\nversion: {}\ndate-released: {}\nlicense: {}\nauthors:\n",
        text("If you use these data, please cite them."),
        text(&of.title),
        text(&of.version),
        of.day(),
        of.licenses.first().map_or("", |license| &license.name),
    );
    for author in &of.contributors {
        let _ = writeln!(file, "  - name: {}", text(&author.title));
        if let Some(orcid) = &author.path {
            let _ = writeln!(file, "    orcid: {}", text(orcid));
        }
    }
    file.push_str("keywords:\n");
    for word in &of.keywords {
        let _ = writeln!(file, "  - {}", text(word));
    }
    file
}
