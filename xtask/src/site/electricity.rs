//! Carbon intensities and equivalences, for the page of sources, and the data file that the calculator fetches.

use maud::{Markup, html};
use wattpix_core::carbon::zone::TABLE;
use wattpix_core::carbon::{Countries, Publisher, WORLD};
use wattpix_core::equivalence;
use wattpix_core::present::{EnergyUnit, plain};
use wattpix_core::source::Source;
use wattpix_core::words::Words;

/// The countries of the table, a line each, without their names: browsers know those in every language.
pub fn table() -> String {
    let lines = TABLE.lines().skip(1).filter(|line| !line.starts_with(WORLD.alpha_3));
    lines.filter_map(|line| Some(line.rsplit_once(',')?.0.to_owned() + "\n")).collect()
}

/// Every zone with its year, every equivalence with what it covers, and who says so.
pub fn sources() -> Markup {
    html! {
        section.common {
            h2 id="electricity" { "Carbon intensity of electricity" }
            p {
                "Grams of CO₂ equivalent a kilowatt-hour, mean of the year over the life cycle of power plants. The world’s: "
                (cited(&Publisher::Ember.source())) ". The countries’: " (cited(&Publisher::OurWorldInData.source()))
                ". Means of a year say nothing of an hour or of one more kilowatt-hour."
            }
            div.scroll.tall tabindex="0" role="region" aria-label="Carbon intensities, scrollable" {
                table {
                    thead {
                        tr {
                            th scope="col" { "Country" }
                            th scope="col" { "Code" }
                            th.numeric scope="col" { "g/kWh" }
                            th.numeric scope="col" { "Year" }
                        }
                    }
                    tbody {
                        @for zone in Countries::Table(TABLE).zones() {
                            tr {
                                th scope="row" { (zone.name) }
                                td { (zone.alpha_3) }
                                td.numeric { (plain(zone.grams_per_kwh)) }
                                td.numeric { (zone.year) }
                            }
                        }
                    }
                }
            }
        }
        section.common {
            h2 id="likeness" { "What energy is as much as" }
            ul {
                @for one in const { &equivalence::ALL } {
                    li { (Words::ENGLISH.text(one.label)) ": " (EnergyUnit::WattHours.text(one.energy)) ", " (Words::ENGLISH.text(one.covers)) ". " (cited(&one.source)) }
                }
            }
        }
    }
}

fn cited(source: &Source) -> Markup {
    html! { a href=(source.url) rel="noopener noreferrer" { (source.title) } ", " (source.locator) }
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn the_page_of_sources_has_year_and_source() {
        let page = sources().into_string();
        assert!(
            page.contains("<td>FRA</td><td class=\"numeric\">44.18</td><td class=\"numeric\">2024</td>"),
            "{page}"
        );
        assert!(page.contains("carbontracker/2.4.7") && page.contains("the-gentle-singularity"));
    }
}
