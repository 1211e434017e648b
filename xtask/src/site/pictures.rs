//! Common charts as SVG files, for places without scripts: the same drawings as on the page, by the same code.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use wattpix_core::charts::Theme;
use wattpix_web::query::Query;
use wattpix_web::share::{PICTURES, file};
use wattpix_web::view::View;

/// Writes `ID.svg` for each of the charts that the page offers as a picture.
pub fn write(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("{} could not be made", folder.display()))?;
    let view = View::of(Query::default());
    for id in PICTURES {
        let svg = file::svg(&view, id, Theme::Light, "")
            .ok_or_else(|| anyhow!("the chart {id} has nothing to draw"))?;
        let path = folder.join(format!("{id}.svg"));
        fs::write(&path, svg).with_context(|| format!("{} could not be written", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_whole_and_ask_for_nothing() {
        let folder = std::env::temp_dir().join(format!("wattpix-pictures-{}", std::process::id()));
        write(&folder).unwrap();
        for id in PICTURES {
            let svg = fs::read_to_string(folder.join(format!("{id}.svg"))).unwrap();
            assert!(svg.starts_with("<svg") && svg.ends_with("</svg>") && svg.contains("<desc"), "{id}");
            assert!(!svg.contains("var(--") && !svg.contains("href"), "{id}");
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
