//! The table of words: reads `words/*.toml`, holds every language against the English one, and writes them as Rust.
//!
//! A module of the build script; `tests/words.rs` tests it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use toml::{Table, Value};

/// The language that every other one is held against.
pub const ENGLISH: &str = "en";

/// Tables of what only the parts of the page's program say that come on demand, and its worker: what a first visit does not need. A table
/// that is in neither list is for every visitor.
const IN_PARTS: [&str; 32] = [
    "architecture",
    "breakdown",
    "brought",
    "budget",
    "clip",
    "comparison_chart",
    "components_chart",
    "dimension",
    "drivers_chart",
    "embed",
    "explanation",
    "fit_file",
    "fleet",
    "flops_chart",
    "heat",
    "implausible",
    "interval_chart",
    "law",
    "layers_chart",
    "like",
    "meaning",
    "measured_chart",
    "measurements",
    "names",
    "no_fit",
    "own_chart",
    "pareto_chart",
    "physics",
    "ranking",
    "reading",
    "row",
    "table",
];

/// Tables of what no program in a browser says: the build of the site in its pages without scripts, and the command line.
const OUTSIDE_BROWSERS: [&str; 9] =
    ["afnor", "catalogue", "common", "dataset", "footprint", "interval", "manifest", "page", "run"];

/// The entry that holds a language's own code, which is also its file's name.
const CODE: &str = "language.code";

/// The texts of one language.
#[derive(Debug)]
pub struct Language {
    /// The language's tag (BCP 47): the file's name without `.toml`.
    pub code: String,
    /// Texts by key, tables and key joined by dots.
    pub texts: BTreeMap<String, String>,
}

impl Language {
    /// Reads a file. The second value lists what is wrong with it.
    pub fn read(code: &str, file: &str) -> (Self, Vec<String>) {
        let (mut texts, mut faults) = (BTreeMap::new(), Vec::new());
        match file.parse::<Table>() {
            Ok(table) => collect(&table, "", &mut texts, &mut faults),
            Err(error) => faults.push(error.to_string()),
        }
        for (key, text) in &texts {
            if let Err(fault) = pieces(text) {
                faults.push(format!("{key}: {fault}"));
            }
        }
        match texts.get(CODE) {
            Some(said) if said != code => {
                faults.push(format!("{CODE} is \"{said}\", its file is {code}.toml"))
            }
            _ => {}
        }
        let faults = faults.into_iter().map(|fault| format!("words/{code}.toml: {fault}")).collect();
        (Self { code: code.to_owned(), texts }, faults)
    }

    /// Returns what this language lacks, has too much or says with other values than the English one.
    pub fn faults(&self, english: &Self) -> Vec<String> {
        let mut faults = Vec::new();
        for (key, text) in &english.texts {
            match self.texts.get(key) {
                None => faults.push(format!("{key} is missing; in English it is \"{text}\"")),
                Some(said) => {
                    let [wanted, given] =
                        [text, said].map(|text| placeholders(text).into_iter().collect::<BTreeSet<_>>());
                    if wanted != given {
                        faults.push(format!("{key} has the values {given:?}, in English {wanted:?}"));
                    }
                }
            }
        }
        let unknown = self.texts.keys().filter(|key| !english.texts.contains_key(*key));
        faults.extend(unknown.map(|key| format!("{key} is not in words/{ENGLISH}.toml")));
        faults.iter().map(|fault| format!("words/{}.toml: {fault}", self.code)).collect()
    }
}

/// Takes the texts of a table and of the tables in it.
fn collect(table: &Table, above: &str, texts: &mut BTreeMap<String, String>, faults: &mut Vec<String>) {
    for (name, value) in table {
        let key = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        if !name.starts_with(|sign: char| sign.is_ascii_lowercase())
            || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        {
            faults.push(format!("{key}: a key is small letters, digits and _, a letter first"));
        }
        match value {
            Value::Table(table) => collect(table, &key, texts, faults),
            Value::String(text) if text.is_empty() => faults.push(format!("{key} says nothing")),
            Value::String(text) if text.chars().any(char::is_control) => {
                faults.push(format!("{key}: a text is one line without control signs"));
            }
            Value::String(text) => {
                texts.insert(key, text.clone());
            }
            other => faults.push(format!("{key} is a {}; give a text", other.type_str())),
        }
    }
}

/// Values of a text at most: their places are one digit.
const MOST_VALUES: usize = 10;

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    /// Said as it stands.
    Text(&'a str),
    /// A value's name: `{steps}`.
    Value(&'a str),
    /// Two forms of which a value chooses one, as ICU writes it: `{steps, plural, one {step} other {steps}}`.
    Plural { count: &'a str, one: &'a str, other: &'a str },
}

/// A text with the places of its values among `names` in place of their names. A plural becomes `{0?step|steps}`.
fn placed(text: &str, names: &[&str]) -> String {
    let place = |name: &str| names.iter().position(|known| *known == name).unwrap_or_default();
    let pieces = pieces(text).unwrap_or_default();
    let written = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Value(name) => format!("{{{}}}", place(name)),
        Piece::Plural { count, one, other } => format!("{{{}?{one}|{other}}}", place(count)),
    });
    written.collect()
}

/// The names of a text's values, each once, in their order.
fn placeholders(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for piece in pieces(text).unwrap_or_default() {
        if let Piece::Value(name) | Piece::Plural { count: name, .. } = piece
            && !found.contains(&name)
        {
            found.push(name);
        }
    }
    found
}

/// A text in pieces.
fn pieces(text: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut found = Vec::new();
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        found.push(Piece::Text(before));
        let Some((piece, after)) = value(from).or_else(|| plural(from)) else {
            return Err(format!(
                "\"{from}\" is neither a value such as {{given}} nor a plural such as {{rows, plural, one {{row}} other {{rows}}}}"
            ));
        };
        if let Piece::Value(name) | Piece::Plural { count: name, .. } = piece {
            names.insert(name);
        }
        found.push(piece);
        rest = after;
    }
    found.push(Piece::Text(rest));
    if names.len() > MOST_VALUES { Err(format!("more than {MOST_VALUES} values")) } else { Ok(found) }
}

/// A value at the beginning of a text, and what follows it.
fn value(from: &str) -> Option<(Piece<'_>, &str)> {
    let (name, after) = from.strip_prefix('{')?.split_once('}')?;
    is_name(name).then_some((Piece::Value(name), after))
}

/// A plural at the beginning of a text, and what follows it.
fn plural(from: &str) -> Option<(Piece<'_>, &str)> {
    let (count, rest) = from.strip_prefix('{')?.split_once(", plural, one {")?;
    let (one, rest) = rest.split_once("} other {")?;
    let (other, after) = rest.split_once("}}")?;
    let sound = |form: &str| !form.contains(['{', '}', '|']);
    (is_name(count) && sound(one) && sound(other)).then_some((Piece::Plural { count, one, other }, after))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// All languages, English first, as Rust; the faults of every file where there are any.
///
/// # Errors
/// What is wrong, one line a fault.
pub fn rust(files: &[(String, String)]) -> Result<String, String> {
    let (mut languages, mut faults) = (Vec::new(), Vec::new());
    for (code, file) in files {
        let (language, found) = Language::read(code, file);
        languages.push(language);
        faults.extend(found);
    }
    languages.sort_by_key(|language| (language.code != ENGLISH, language.code.clone()));
    let Some((english, others)) = languages.split_first().filter(|(first, _)| first.code == ENGLISH) else {
        return Err(format!("words/{ENGLISH}.toml is missing"));
    };
    faults.extend(others.iter().flat_map(|language| language.faults(english)));
    if faults.is_empty() { Ok(written(english, others)) } else { Err(faults.join("\n")) }
}

/// Returns who says a word: 0 the page at a first visit, 1 its parts, 2 nobody in a browser.
fn place(key: &str) -> usize {
    let table = key.split('.').next().unwrap_or_default();
    if IN_PARTS.contains(&table) {
        1
    } else if OUTSIDE_BROWSERS.contains(&table) {
        2
    } else {
        0
    }
}

/// The name of a word in Rust.
fn constant(key: &str) -> String {
    key.replace('.', "_").to_uppercase()
}

/// Writing to a string does not fail.
fn written(english: &Language, others: &[Language]) -> String {
    let mut words: Vec<(&String, &String)> = english.texts.iter().collect();
    words.sort_by_key(|(key, _)| place(key));
    let keys: Vec<&String> = words.iter().map(|(key, _)| *key).collect();
    let names: Vec<Vec<&str>> = words.iter().map(|(_, text)| placeholders(text)).collect();
    let count = words.len();
    let [page, parts] = [0, 1].map(|asked| keys.iter().filter(|key| place(key) == asked).count());

    let mut source = String::from("impl Word {\n");
    for (at, (key, text)) in words.iter().enumerate() {
        let shown = format!("`{}`", text.replace('`', "'"));
        let _ = writeln!(source, "#[doc = {shown:?}]\npub const {}: Self = Self({at});", constant(key));
    }
    source.push_str("}\n");
    let codes = std::iter::once(english).chain(others).map(|language| language.code.as_str());
    let _ = writeln!(source, "/// Tags of the languages there are (BCP 47), English first.");
    let _ =
        writeln!(source, "pub const CODES: [&str; {}] = {:?};", others.len() + 1, codes.collect::<Vec<_>>());
    let _ = writeln!(source, "/// Keys of all words, in the order of a language's texts.");
    let _ = writeln!(source, "pub static KEYS: [&str; {count}] = {keys:?};");
    let _ = writeln!(source, "/// The number of all words.\nconst COUNT: usize = {count};");
    let _ = writeln!(source, "/// The number of words that a page says at a first visit; the first of all.");
    let _ = writeln!(source, "const PAGE: usize = {page};");
    let _ = writeln!(source, "/// The number of words that its parts say; they follow.");
    let _ = writeln!(source, "const PARTS: usize = {parts};");
    let _ = writeln!(
        source,
        "/// Names of the values of all words, likewise.\nstatic NAMES: [&[&str]; {count}] = ["
    );
    for names in &names {
        let _ = writeln!(source, "&{names:?},");
    }
    source.push_str("];\n");
    let _ = writeln!(
        source,
        "/// Texts of every language.\nstatic WHOLE: [[&str; COUNT]; {}] = [",
        others.len() + 1
    );
    for language in std::iter::once(english).chain(others) {
        let texts = keys.iter().zip(&names).map(|(key, names)| placed(&language.texts[*key], names));
        let _ = writeln!(source, "{:?},", texts.collect::<Vec<_>>());
    }
    source.push_str("];\n");
    let whole = (0..=others.len()).map(|at| format!("Words(&Texts::Whole(&WHOLE[{at}]))"));
    let _ = writeln!(
        source,
        "/// Every language whole, in the order of [`CODES`]. A program that never asks for it does not carry it.\n\
         pub static LANGUAGES: [Words; {}] = [{}];",
        others.len() + 1,
        whole.collect::<Vec<_>>().join(", ")
    );
    source
}
