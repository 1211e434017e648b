//! Checks of `words/*.toml`, as the build script runs them.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

#[path = "../build/words.rs"]
mod words;

const ENGLISH: &str = "[language]\ncode = \"en\"\n[page]\ntitle = \"Title\"\ngiven = \"{given} of {all}\"\n";
const FRENCH: &str = "[language]\ncode = \"fr\"\n[page]\ntitle = \"Titre\"\ngiven = \"{given} sur {all}\"\n";

/// Returns the build's message about two files; empty where it goes on.
fn faults(english: &str, french: &str) -> String {
    let files = [("fr", french), ("en", english)].map(|(code, text)| (code.to_owned(), text.to_owned()));
    words::rust(&files).err().unwrap_or_default()
}

#[test]
fn languages_that_say_the_same_are_written_english_first() {
    assert_eq!(faults(ENGLISH, FRENCH), "");
    let files = [("fr", FRENCH), ("en", ENGLISH)].map(|(code, text)| (code.to_owned(), text.to_owned()));
    let source = words::rust(&files).unwrap();
    assert!(source.contains("pub const CODES: [&str; 2] = [\"en\", \"fr\"];"), "{source}");
    assert!(source.contains("pub const PAGE_TITLE: Self = Self(2);"), "{source}");
    assert!(source.contains("[\"fr\", \"{0} sur {1}\", \"Titre\"],"), "in the order of keys: {source}");
}

#[test]
fn a_plural_follows_its_count_and_languages_place_it_as_they_like() {
    let english = ENGLISH.replace("{given} of", "{given, plural, one {one} other {some}} of {given} in");
    let french =
        FRENCH.replace("{given} sur {all}", "{all} sur {given} {given, plural, one {seul} other {seuls}}");
    let files = [("fr", &*french), ("en", &*english)].map(|(code, text)| (code.to_owned(), text.to_owned()));
    let source = words::rust(&files).unwrap();
    assert!(source.contains("\"{0?one|some} of {0} in {1}\""), "{source}");
    assert!(source.contains("\"{1} sur {0} {0?seul|seuls}\""), "{source}");
}

#[test]
fn words_of_parts_follow_those_of_the_page_and_what_no_browser_says_comes_last() {
    let more = "[common]\na = \"a\"\n[physics]\nb = \"b\"\n[script]\nc = \"c\"\n";
    let file = |text: &str| [&text.replace("[page]", "[chart]"), more].concat();
    let files = [("en", file(ENGLISH)), ("fr", file(FRENCH))].map(|(code, text)| (code.to_owned(), text));
    let source = words::rust(&files).unwrap();
    let keys =
        "[\"chart.given\", \"chart.title\", \"language.code\", \"script.c\", \"physics.b\", \"common.a\"]";
    for part in [keys, "const PAGE: usize = 4;", "const PARTS: usize = 1;", "PHYSICS_B: Self = Self(4);"] {
        assert!(source.contains(part), "{part}: {source}");
    }
}

#[test]
fn a_missing_text_stops_the_build() {
    let said = faults(ENGLISH, &FRENCH.replace("title = \"Titre\"\n", ""));
    assert_eq!(said, "words/fr.toml: page.title is missing; in English it is \"Title\"");
}

#[test]
fn a_text_that_english_lacks_stops_the_build() {
    let said = faults(ENGLISH, &format!("{FRENCH}more = \"Encore\"\n"));
    assert_eq!(said, "words/fr.toml: page.more is not in words/en.toml");
}

#[test]
fn other_values_stop_the_build() {
    for (text, values) in [("{given}", "{\"given\"}"), ("{given} {al}", "{\"al\", \"given\"}")] {
        let said = faults(ENGLISH, &FRENCH.replace("{given} sur {all}", text));
        assert_eq!(
            said,
            format!("words/fr.toml: page.given has the values {values}, in English {{\"all\", \"given\"}}")
        );
    }
    assert_eq!(
        faults(ENGLISH, &FRENCH.replace("{given} sur {all}", "{all}, dont {given}")),
        "",
        "order is free"
    );
}

#[test]
fn what_is_no_text_stops_the_build() {
    let english = |line: &str| faults(&format!("{ENGLISH}{line}\n"), &format!("{FRENCH}{line}\n"));
    for (line, said) in [
        ("more = 1", "page.more is a integer; give a text"),
        ("more = \"\"", "page.more says nothing"),
        ("more = \"one\\ntwo\"", "page.more: a text is one line without control signs"),
        ("More = \"more\"", "page.More: a key is small letters, digits and _, a letter first"),
        ("more = \"{Given}\"", "page.more: \"{Given}\" is neither a value such as {given} nor a plural"),
        ("more = \"a } b\"", "page.more: \"} b\" is neither a value such as {given} nor a plural"),
        ("more = \"{given\"", "page.more: \"{given\" is neither a value such as {given} nor a plural"),
        (
            "more = \"{rows, plural, one {row}}\"",
            "nor a plural such as {rows, plural, one {row} other {rows}}",
        ),
        ("more = \"{rows, plural, one {a|b} other {rows}}\"", "nor a plural such as"),
        ("title = \"twice\"", "duplicate key"),
    ] {
        let faults = english(line);
        assert!(faults.contains(said), "{line}: {faults}");
        assert!(faults.contains("words/en.toml: ") && faults.contains("words/fr.toml: "), "{faults}");
    }
}

#[test]
fn a_file_is_named_by_its_language_and_english_is_there() {
    let said = faults(ENGLISH, &FRENCH.replace("code = \"fr\"", "code = \"de\""));
    assert_eq!(said, "words/fr.toml: language.code is \"de\", its file is fr.toml");
    assert_eq!(
        words::rust(&[("fr".to_owned(), FRENCH.to_owned())]),
        Err("words/en.toml is missing".to_owned())
    );
}

/// The text of every file of a folder that may say something.
fn texts_of(folder: &std::path::Path, texts: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts_of(&path, texts);
        } else if ["rs", "js", "html", "webmanifest"]
            .iter()
            .any(|end| path.extension().is_some_and(|e| e == *end))
        {
            texts.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_text_is_said_somewhere() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut texts = String::new();
    for folder in ["core/src", "web/src", "measure/src", "xtask/src", "public"] {
        texts_of(&root.join(folder), &mut texts);
    }
    let follows = |text: &str| {
        !texts.split(text).skip(1).all(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    let unused: Vec<&str> = wattpix_core::words::KEYS
        .into_iter()
        .filter(|key| {
            let constant = key.replace('.', "_").to_uppercase();
            let of_script =
                key.strip_prefix("script.").is_some_and(|name| texts.contains(&format!("say(\"{name}\"")));
            !of_script
                && !follows(&format!("Word::{constant}"))
                && !follows(&format!("{{{{{key}"))
                && !follows(&format!("every {key}"))
        })
        .collect();
    assert_eq!(unused, Vec::<&str>::new(), "nothing says these; take them out of core/words/*.toml");
}

/// Typography of the Imprimerie nationale: a narrow no-break space before ; : ! ? % and within quotation marks. A
/// plain space would let the sign begin a line.
#[test]
fn french_signs_keep_to_their_words() {
    let (french, faults) = words::Language::read("fr", include_str!("../words/fr.toml"));
    assert_eq!(faults, Vec::<String>::new());
    for (key, text) in &french.texts {
        for sign in [" ;", " :", " !", " ?", " %", " »", "« "] {
            assert!(!text.contains(sign), "{key}: {text}");
        }
    }
}
