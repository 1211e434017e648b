//! Carbon intensities and equivalences, for the page of sources, and the data file that the calculator fetches.

use maud::{Markup, html};
use wattpix_core::carbon::zone::TABLE;
use wattpix_core::carbon::{Countries, Publisher, WORLD, Zone};
use wattpix_core::equivalence;
use wattpix_core::present::EnergyUnit;
use wattpix_core::source::Source;
use wattpix_core::words::{Word, Words};
use wattpix_web::say::said;

use super::table::scrollable;

/// The countries of the table, a line each, without their names: browsers know those in every language.
pub fn table() -> String {
    let lines = TABLE.lines().skip(1).filter(|line| !line.starts_with(WORLD.alpha_3));
    lines.filter_map(|line| Some(line.rsplit_once(',')?.0.to_owned() + "\n")).collect()
}

/// Names of the countries in every language but English, a column each; made by `scripts/carbon/names.mjs`.
const NAMES: &str = include_str!("country_names.csv");

/// Returns the name of a zone in a language; `None` where only the English one is known.
fn name(zone: &Zone, words: Words) -> Option<&'static str> {
    if zone.is_world() {
        return Some(words.text(Word::ELECTRICITY_WORLD_NAME));
    }
    let mut lines = NAMES.lines();
    let column = lines.next()?.split(',').position(|language| language == words.code())?;
    let line = lines.find(|line| line.split(',').next() == Some(zone.alpha_3))?;
    line.split(',').nth(column)
}

/// Every zone with its year, every equivalence with what it covers, and who says so.
pub fn sources(words: Words) -> Markup {
    html! {
        section.common {
            h2 id="electricity" { (words.text(Word::CATALOGUE_INTENSITIES)) }
            p {
                (said(words, Word::CATALOGUE_INTENSITIES_ABOUT, [
                    ("world", cited(&Publisher::Ember.source())),
                    ("countries", cited(&Publisher::OurWorldInData.source())),
                ]))
            }
            div.scroll.tall tabindex="0" role="region" aria-label=(scrollable(words, Word::CATALOGUE_INTENSITIES_TABLE)) {
                table {
                    thead {
                        tr {
                            th scope="col" { (words.text(Word::CATALOGUE_COUNTRY)) }
                            th scope="col" { (words.text(Word::CATALOGUE_CODE)) }
                            th.numeric scope="col" { "g/kWh" }
                            th.numeric scope="col" { (words.text(Word::CATALOGUE_YEAR)) }
                            th scope="col" { (words.text(Word::CATALOGUE_SOURCE)) }
                        }
                    }
                    tbody {
                        @for zone in Countries::Table(TABLE).zones() {
                            tr {
                                @match name(&zone, words) {
                                    Some(name) => th scope="row" { (name) }
                                    None => th scope="row" lang="en" { (zone.name) }
                                }
                                td { (zone.alpha_3) }
                                td.numeric { (words.plain(zone.grams_per_kwh)) }
                                td.numeric { (zone.year) }
                                td { (words.text(zone.publisher.name())) }
                            }
                        }
                    }
                }
            }
        }
        section.common {
            h2 id="likeness" { (words.text(Word::CATALOGUE_LIKENESS)) }
            ul {
                @for one in const { &equivalence::ALL } {
                    li {
                        (words.text(one.label)) (words.text(Word::LANGUAGE_COLON)) (words.energy(one.energy, EnergyUnit::WattHours)) ", "
                        (words.text(one.covers)) ". " (cited(&one.source))
                    }
                }
            }
        }
    }
}

fn cited(source: &Source) -> Markup {
    html! { span lang="en" { a href=(source.url) rel="noopener noreferrer" { (source.title) } ", " (source.locator) } }
}

#[cfg(test)]
mod tests {
    use wattpix_core::words::LANGUAGES;

    use super::*;

    #[test]
    fn the_data_file_holds_every_country_and_reads_back() {
        let table = table();
        assert_eq!(table.lines().count(), 211);
        assert!(table.lines().any(|line| line == "FRA,FR,44.18,2024,owid"), "{table}");
        let named: String = table.lines().map(|line| line.to_owned() + ",x\n").collect();
        let read = Countries::Table(named.leak());
        for zone in Countries::Table(TABLE).zones().skip(1) {
            assert_eq!(
                read.find(zone.alpha_3).map(|read| (read.grams_per_kwh, read.year)),
                Some((zone.grams_per_kwh, zone.year))
            );
        }
    }

    /// A country without a name: run `node scripts/carbon/names.mjs`.
    #[test]
    fn every_country_has_a_name_in_every_language() {
        for words in LANGUAGES.into_iter().skip(1) {
            for zone in Countries::Table(TABLE).zones() {
                assert!(name(&zone, words).is_some(), "{} in {}", zone.name, words.code());
            }
        }
        // As the French Commission of toponymy lists them (CNT, "Pays et villes du monde").
        let french = Words::of("fr").unwrap();
        let called = |alpha_3| name(&Countries::Table(TABLE).find(alpha_3).unwrap(), french).unwrap();
        assert_eq!(["DEU", "CIV", "USA"].map(called), ["Allemagne", "Côte d’Ivoire", "États-Unis"]);
    }

    #[test]
    fn the_page_of_sources_has_year_and_source() {
        let page = sources(Words::ENGLISH).into_string();
        assert!(
            page.contains("<td>FRA</td><td class=\"numeric\">44.18</td><td class=\"numeric\">2024</td>"),
            "{page}"
        );
        assert!(page.contains("carbontracker/2.4.7") && page.contains("the-gentle-singularity"));
    }
}
