//! `measure publish` and `measure check FOLDER` as a person runs them: whole, refusing to overwrite, and found out when changed.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A folder of the test's own, with a copy of the published rows of one laboratory.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let rows = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fitted/observations/mlenergy-v2.csv");
        fs::copy(rows, place.path("rows.csv")).unwrap();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn measure(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
        command.args(arguments).current_dir(self.0.path()).env("TMPDIR", self.0.path()).output().unwrap()
    }

    /// Publishes by the additive law, in folds and by model, which is quick.
    fn publish(&self, folder: &str, more: &[&str]) -> Output {
        let mut arguments = vec!["publish", folder, "rows.csv", "--author", "A \"quoted\": group"];
        arguments.extend(["--law", "additive", "--by", "fold", "--by", "model", "--date", "2026-11-30"]);
        arguments.extend(more);
        self.measure(&arguments)
    }

    fn names(&self) -> BTreeSet<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn a_package_holds_everything_with_checksums_and_names_nothing_of_the_machine() {
    let place = Place::new();
    let output = place.publish("energy-trial", &["--title", "A trial: <energy>", "--licence", "CC0-1.0"]);
    assert!(output.status.success(), "{}", text(&output));
    let folder = place.path("energy-trial");
    let descriptor: Value =
        serde_json::from_slice(&fs::read(folder.join("datapackage.json")).unwrap()).unwrap();
    assert_eq!(descriptor["name"], "energy-trial");
    assert_eq!(descriptor["licenses"][0]["name"], "CC0-1.0");
    let resources = descriptor["resources"].as_array().unwrap();
    let listed: BTreeSet<&str> = resources.iter().map(|one| one["path"].as_str().unwrap()).collect();
    for path in [
        "observations/rows.csv",
        "fits/energy-trial.json",
        "report.html",
        "tables/validations.csv",
        "machine.json",
        "plan.json",
        "versions.json",
        "README.md",
        "CITATION.cff",
        "LICENSE.txt",
    ] {
        assert!(listed.contains(path), "{path}");
    }
    let names: BTreeSet<&str> = resources.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), resources.len(), "each has a name of its own");
    // Columns of tables are described.
    let rows = resources.iter().find(|one| one["path"] == "observations/rows.csv").unwrap();
    let fields = rows["schema"]["fields"].as_array().unwrap();
    let energy = fields.iter().find(|field| field["name"] == "energy_j").unwrap();
    assert_eq!((rows["type"].as_str(), energy["type"].as_str()), (Some("table"), Some("number")));
    // sha256sum agrees, where there is one.
    let sums =
        Command::new("sha256sum").args(["--check", "--quiet", "SHA256SUMS"]).current_dir(&folder).output();
    if let Ok(sums) = sums {
        assert!(sums.status.success(), "{}", text(&sums));
    }
    // The fit names the observations as they lie in the package, and no file names where they were.
    let fit = fs::read_to_string(folder.join("fits/energy-trial.json")).unwrap();
    assert!(fit.contains("\"observations/rows.csv\""));
    for path in &listed {
        let bytes = fs::read(folder.join(path)).unwrap();
        let home = place.0.path().to_str().unwrap().as_bytes();
        assert!(!bytes.windows(home.len()).any(|part| part == home), "{path}");
    }
    let citation = fs::read_to_string(folder.join("CITATION.cff")).unwrap();
    assert!(
        citation.contains("title: \"A trial: <energy>\"\n")
            && citation.contains("date-released: 2026-11-30\n")
    );
    assert!(citation.contains("  - name: \"A \\\"quoted\\\": group\"\n"), "{citation}");
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    assert!(readme.contains("58 usable rows of 4 models on 2 GPUs"), "{readme}");
    let checked = place.measure(&["check", "energy-trial"]);
    assert!(checked.status.success() && text(&checked).contains("energy-trial: sound"), "{}", text(&checked));
    assert_eq!(
        place.names(),
        ["energy-trial", "rows.csv"].map(str::to_owned).into(),
        "nothing is left beside it"
    );
}

#[test]
fn nothing_is_overwritten_and_a_refusal_leaves_nothing() {
    let place = Place::new();
    fs::create_dir(place.path("full")).unwrap();
    fs::write(place.path("full/note.txt"), "mine").unwrap();
    fs::write(place.path("bad.csv"), "model,gpu,energy_j\nsdxl,h100,-5\n").unwrap();
    for (arguments, said) in [
        (&["publish", "full", "rows.csv", "--author", "A"][..], "full is not empty"),
        (&["publish", "rows.csv", "rows.csv", "--author", "A"], "cannot be the folder of a package"),
        (&["publish", "no/where", "rows.csv", "--author", "A"], "there is no folder no"),
        (&["publish", "new", "bad.csv", "--author", "A"], "bad.csv is not sound, line 2"),
        (&["publish", "new", "missing.csv", "--author", "A"], "cannot read missing.csv"),
        (&["publish", "New Name", "rows.csv", "--author", "A"], "or give --name"),
        (&["publish", "new", "rows.csv", "--author", "A", "--where", "steps=3"], "no row has steps=3"),
    ] {
        let output = place.measure(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", text(&output));
        assert!(text(&output).contains(said), "{arguments:?}: {}", text(&output));
        assert_eq!(place.names(), ["bad.csv", "full", "rows.csv"].map(str::to_owned).into(), "{arguments:?}");
    }
    assert_eq!(fs::read_to_string(place.path("full/note.txt")).unwrap(), "mine");
    for (arguments, said) in [
        (&["publish", "new", "rows.csv"][..], "--author"),
        (&["publish", "new", "rows.csv", "--author", "A <a@b.c>"], "is no ORCID"),
        (&["publish", "new", "rows.csv", "--author", "A", "--date", "30.11.2026"], "YYYY-MM-DD"),
        (&["publish", "new", "rows.csv", "--author", "A", "--licence", "mine"], "CC-BY-4.0"),
    ] {
        let output = place.measure(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output).contains(said), "{arguments:?}: {}", text(&output));
    }
}

#[test]
fn a_package_that_was_changed_is_found_out() {
    let place = Place::new();
    assert!(place.publish("trial", &[]).status.success());
    let change = |name: &str, said: &str, change: &dyn Fn(&Path)| {
        let copy = place.path(name);
        let copied =
            Command::new("cp").args(["-r", "trial", name]).current_dir(place.0.path()).status().unwrap();
        assert!(copied.success());
        change(&copy);
        let checked = place.measure(&["check", name]);
        assert_eq!(checked.status.code(), Some(1), "{name}: {}", text(&checked));
        assert!(
            text(&checked).contains(said) && text(&checked).contains("NOT SOUND"),
            "{name}: {}",
            text(&checked)
        );
    };
    let edit = |path: &Path, file: &str, from: &str, to: &str| {
        let whole = fs::read_to_string(path.join(file)).unwrap();
        assert!(whole.contains(from), "{file} has no {from}");
        fs::write(path.join(file), whole.replacen(from, to, 1)).unwrap();
    };
    change("digit", "observations/rows.csv has SHA-256", &|path| {
        edit(path, "observations/rows.csv", "gross", "grosS")
    });
    change("longer", "it was changed", &|path| edit(path, "report.html", "</html>", "</html> "));
    change("gone", "fits/trial.json cannot be read", &|path| {
        fs::remove_file(path.join("fits/trial.json")).unwrap()
    });
    change("more", "extra.txt is not listed", &|path| fs::write(path.join("extra.txt"), "x").unwrap());
    change("sums", "SHA256SUMS does not say", &|path| edit(path, "SHA256SUMS", "  README.md", "  READ.md"));
    change("out", "is a path out of the package", &|path| {
        edit(path, "datapackage.json", "\"path\": \"README.md\"", "\"path\": \"../rows.csv\"");
    });
    change("link", "not links", &|path| {
        fs::remove_file(path.join("README.md")).unwrap();
        std::os::unix::fs::symlink("../rows.csv", path.join("README.md")).unwrap();
    });
    for (name, content) in [("none", None), ("other", Some("[]"))] {
        fs::create_dir(place.path(name)).unwrap();
        if let Some(content) = content {
            fs::write(place.path(name).join("datapackage.json"), content).unwrap();
        }
        let checked = place.measure(&["check", name]);
        assert_eq!(checked.status.code(), Some(1));
        let said = text(&checked);
        assert!(said.contains("no data package") || said.contains("no descriptor"), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    let json = place.measure(&["check", "trial", "--json"]);
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&json["sound"], &json["packages"][0]["package"]["rows"]), (&true.into(), &58.into()));
}

/// Programs of others find a package valid, where they are installed: cffconvert (2.0.0 was used) its citation, frictionless (5.21.0) its descriptor and every
/// table, and pdflatex (TeX Live 2022, with booktabs) typesets its tables.
#[test]
fn other_programs_read_a_package() {
    let place = Place::new();
    let odd = ["--title", "A trial: <energy> # 1 & more", "--licence", "ODC-By-1.0"];
    assert!(place.publish("trial", &odd).status.success());
    let folder = place.path("trial");
    let tables: Vec<PathBuf> = fs::read_dir(folder.join("tables"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "tex"))
        .collect();
    assert_eq!(tables.len(), 8, "one of each model on each GPU");
    let mut paper = String::from("\\documentclass{article}\\usepackage{booktabs}\\begin{document}\n");
    tables.iter().for_each(|table| paper.push_str(&fs::read_to_string(table).unwrap()));
    fs::write(place.path("paper.tex"), paper + "\\end{document}\n").unwrap();
    for (program, arguments, home) in [
        ("cffconvert", &["--validate", "-i", "CITATION.cff"][..], folder.clone()),
        ("frictionless", &["validate", "datapackage.json"], folder),
        ("pdflatex", &["-interaction=nonstopmode", "-halt-on-error", "paper.tex"], place.path("")),
    ] {
        match Command::new(program).args(arguments).current_dir(home).output() {
            Ok(output) => assert!(output.status.success(), "{program}: {}", text(&output)),
            Err(missing) => eprintln!("{program} is not here: {missing}"),
        }
    }
}
