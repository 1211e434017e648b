//! Small chunks within the script that fetches the parts: what three parts share is often one function or one text, and a request for each
//! would cost a slow line more than its bytes.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::part::Part;
use super::split::{LINK, MAIN};

/// Bytes up to which a chunk is written into the script.
const SMALL: usize = 2000;

/// Function that reads them there, as if they had been fetched.
const READER: &str = "const within = async (text) => new Response(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)), \
                      { headers: { \"content-type\": \"application/wasm\" } });\n";

/// Moves small chunks from the files and the parts into the script.
///
/// # Errors
/// Where the script does not fetch one of them as expected.
pub fn put_into_script(files: &mut BTreeMap<String, Vec<u8>>, parts: &mut [Part]) -> Result<()> {
    let is_small =
        |name: &str, content: &[u8]| name.ends_with(".wasm") && name != MAIN && content.len() <= SMALL;
    let small: Vec<String> = files
        .iter()
        .filter(|(name, content)| is_small(name, content))
        .map(|(name, _)| name.clone())
        .collect();
    let script = files.get(LINK).with_context(|| format!("there is no {LINK}"))?;
    let mut script = String::from_utf8_lossy(script).into_owned();
    for name in &small {
        let fetched = format!("fetch(new URL(\"./{name}\", import.meta.url))");
        ensure!(script.matches(&fetched).count() == 1, "{LINK} does not fetch {name} once by `{fetched}`");
        let content = files.remove(name).unwrap_or_default();
        script = script.replace(&fetched, &format!("within(\"{}\")", STANDARD.encode(content)));
    }
    if !small.is_empty() {
        script += READER;
        files.insert(LINK.to_owned(), script.into_bytes());
    }
    for part in parts {
        part.files.retain(|file| !small.contains(file));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_chunk_stands_in_the_script_and_a_large_one_does_not() {
        let fetch = |name: &str| format!("const a = fetch(new URL(\"./{name}\", import.meta.url));\n");
        let link = fetch("chunk_1.wasm") + &fetch("chunk_2.wasm");
        let mut files = BTreeMap::from([
            (LINK.to_owned(), link.into_bytes()),
            (MAIN.to_owned(), vec![0]),
            ("chunk_1.wasm".to_owned(), vec![1, 2]),
            ("chunk_2.wasm".to_owned(), vec![0; SMALL + 1]),
        ]);
        let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let part = Part { name: "a".to_owned(), files: named(&["chunk_1.wasm", "chunk_2.wasm"]) };
        let mut parts = [part];
        put_into_script(&mut files, &mut parts).unwrap();
        let script = String::from_utf8(files[LINK].clone()).unwrap();
        assert!(script.starts_with("const a = within(\"AQI=\");\nconst a = fetch("), "{script}");
        assert!(script.ends_with(READER));
        assert_eq!(files.keys().collect::<Vec<_>>(), ["chunk_2.wasm", LINK, MAIN]);
        assert_eq!(parts[0].files, named(&["chunk_2.wasm"]));
        files.insert("chunk_3.wasm".to_owned(), Vec::new());
        assert!(put_into_script(&mut files, &mut parts).unwrap_err().to_string().contains("chunk_3.wasm"));
    }
}
