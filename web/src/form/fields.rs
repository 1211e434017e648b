//! Every field of the form, as data. To add one, add its entry here and its meaning to [`crate::page`].

use maud::{Markup, html};
use wattpix_core::carbon::PUE_RANGE;
use wattpix_core::carbon::Zone;
use wattpix_core::carbon::electricity::{INTENSITY, INTENSITY_RANGE, PRICE, PRICE_RANGE, PUE, ZONE};
use wattpix_core::configuration::short_id;
use wattpix_core::error::{Choice, Key};
use wattpix_core::gpu;
use wattpix_core::model::{self, Pixels};
use wattpix_core::present::{EnergyUnit, plain};
use wattpix_core::words::Word;
use wattpix_core::workload::{Boundary, Guidance, MAX_BATCH, MAX_IMAGES, MAX_STEPS, Precision, Workload};

use crate::own;
use crate::page::UNIT;
use crate::view::View;

/// A part of the form.
pub struct Group {
    /// What it is about.
    pub legend: &'static str,
    /// Whether it is folded away at first.
    pub folded: bool,
    /// Its fields, row by row.
    pub rows: &'static [&'static [Field]],
}

/// A field: a labelled form element whose name is its key in the query.
pub struct Field {
    /// Key in the query.
    pub key: &'static str,
    /// Label.
    pub label: &'static str,
    /// A line on what it means; may be empty.
    pub hint: &'static str,
    /// What is set in it.
    pub kind: Kind,
}

/// What is set in a field.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A number.
    Number {
        /// What counts at present.
        value: fn(&View) -> String,
        /// What may be set.
        limits: fn(&View) -> Limits,
    },
    /// One of several words.
    Choice {
        /// What counts at present.
        value: fn(&View) -> String,
        /// The words.
        items: fn(&View) -> Vec<Item>,
    },
    /// Links to common values.
    Links(fn(&View) -> Markup),
}

/// The least, the most, and the step between two values, as a form element takes them.
pub struct Limits(pub String, pub String, pub String);

fn limits(least: impl ToString, most: impl ToString, step: impl ToString) -> Limits {
    Limits(least.to_string(), most.to_string(), step.to_string())
}

/// A word to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Value in the query.
    pub value: String,
    /// For people.
    pub label: String,
    /// Whether it can be chosen at present.
    pub possible: bool,
}

impl Item {
    fn new(value: &str, label: &str) -> Self {
        Self { value: value.to_owned(), label: label.to_owned(), possible: true }
    }
}

const fn number(
    key: &'static str,
    label: &'static str,
    hint: &'static str,
    value: fn(&View) -> String,
    limits: fn(&View) -> Limits,
) -> Field {
    Field { key, label, hint, kind: Kind::Number { value, limits } }
}

const fn choice(
    key: &'static str,
    label: &'static str,
    hint: &'static str,
    value: fn(&View) -> String,
    items: fn(&View) -> Vec<Item>,
) -> Field {
    Field { key, label, hint, kind: Kind::Choice { value, items } }
}

/// The form's parts, in their order.
pub const GROUPS: [Group; 4] = [
    Group {
        legend: "What is generated",
        folded: false,
        rows: &[
            &[choice("model", "Model", "", |view| workload(view).model().id.to_owned(), models)],
            &[Field { key: "sizes", label: "Common sizes", hint: "", kind: Kind::Links(sizes) }],
            &[
                number("width", "Width, px", "", |view| workload(view).size().width.to_string(), sides),
                number("height", "Height, px", "", |view| workload(view).size().height.to_string(), sides),
            ],
            &[
                number(
                    "steps",
                    "Denoising steps",
                    "",
                    |view| workload(view).steps().to_string(),
                    |_| limits(1, MAX_STEPS, 1),
                ),
                choice(
                    "guidance",
                    "Guidance",
                    "",
                    |view| workload(view).guidance().name().to_owned(),
                    |_| {
                        words::<Guidance>(&[("on", "on: two passes a step"), ("off", "off: one pass a step")])
                    },
                ),
            ],
        ],
    },
    Group {
        legend: "Where it runs",
        folded: false,
        rows: &[
            &[choice("gpu", "GPU", "", |view| short_id(view.page.main.question.gpu).to_owned(), gpus)],
            &[
                choice(
                    "precision",
                    "Precision",
                    "",
                    |view| workload(view).precision().name().to_owned(),
                    precisions,
                ),
                choice(
                    "boundary",
                    "Boundary",
                    "",
                    |view| view.page.main.question.boundary.name().to_owned(),
                    |_| words::<Boundary>(&[("net", "net of idle power"), ("gross", "gross: all it draws")]),
                ),
            ],
        ],
    },
    Group {
        legend: "Electricity: carbon and cost",
        folded: true,
        rows: &[
            &[choice(
                ZONE,
                "Country of the data centre",
                "Where the GPU stands, not where you are.",
                |view| view.page.electricity.zone.alpha_3.to_owned(),
                zones,
            )],
            &[
                number(
                    INTENSITY,
                    "Your own g/kWh",
                    "Of CO₂e; counts instead of the country’s.",
                    |view| optional(view.page.electricity.own),
                    |_| limits(0, plain(INTENSITY_RANGE.1), "0.01"),
                ),
                number(
                    PUE,
                    "PUE",
                    "Energy of the data centre over that of its computers; 1 is the GPU alone.",
                    |view| plain(view.page.electricity.pue),
                    |_| limits(plain(PUE_RANGE.0), plain(PUE_RANGE.1), "0.01"),
                ),
            ],
            &[number(
                PRICE,
                "Price per kWh",
                "In any currency; empty for none.",
                |view| optional(view.page.electricity.price),
                |_| limits(0, plain(PRICE_RANGE.1), "0.001"),
            )],
        ],
    },
    Group {
        legend: "Totals, unit and expert settings",
        folded: true,
        rows: &[
            &[
                number(
                    "images",
                    "Images",
                    "",
                    |view| view.page.main.images.to_string(),
                    |_| limits(1, MAX_IMAGES, 1),
                ),
                choice(
                    UNIT,
                    "Unit of energy",
                    "",
                    |view| view.page.unit.name().to_owned(),
                    |_| {
                        words::<EnergyUnit>(&[
                            ("wh", "watt-hours"),
                            ("j", "joules"),
                            ("kwh", "kilowatt-hours"),
                        ])
                    },
                ),
            ],
            &[
                number(
                    "text_tokens",
                    "Text tokens",
                    "That the denoiser sees.",
                    |view| workload(view).text_tokens().to_string(),
                    |view| {
                        let (least, most) = workload(view).model().text_tokens;
                        limits(least, most, 1)
                    },
                ),
                number(
                    "batch",
                    "Batch",
                    "Images generated together.",
                    |view| workload(view).batch().to_string(),
                    |_| limits(1, MAX_BATCH, 1),
                ),
            ],
            &[choice(
                "fit",
                "Fit",
                "The coefficients behind the figure.",
                |view| view.page.main.fit.clone().unwrap_or_default(),
                fits,
            )],
        ],
    },
];

/// All fields.
pub fn all() -> impl Iterator<Item = &'static Field> {
    const { &GROUPS }.iter().flat_map(|group| group.rows).copied().flatten()
}

fn workload(view: &View) -> &Workload {
    &view.page.main.question.workload
}

fn sides(view: &View) -> Limits {
    let sides = workload(view).model().sides;
    limits(sides.min, sides.max, sides.multiple_of)
}

fn models(view: &View) -> Vec<Item> {
    let own = Some(workload(view).model()).filter(|model| model.is_custom());
    model::ALL.into_iter().chain(own).map(|model| Item::new(model.id, model.label)).collect()
}

fn gpus(_: &View) -> Vec<Item> {
    gpu::ALL
        .iter()
        .map(|gpu| Item::new(short_id(gpu), &format!("{}, {} GB", gpu.label, plain(gpu.memory_gb))))
        .collect()
}

fn precisions(view: &View) -> Vec<Item> {
    let gpu = view.page.main.question.gpu;
    Precision::ALL
        .iter()
        .map(|(name, precision)| {
            let possible = gpu.has(*precision);
            let label = if possible { (*name).to_owned() } else { format!("{name}: not on this GPU") };
            Item { value: (*name).to_owned(), label, possible }
        })
        .collect()
}

fn fits(view: &View) -> Vec<Item> {
    let best = Item::new("", "the best for the question");
    let fits = view.page.version.fits().iter();
    let own = own::fits::all();
    let own = own.iter().map(|fit| Item::new(fit.id(), &["yours: ", &fit.file().title].concat()));
    std::iter::once(best).chain(fits.map(|fit| Item::new(fit.id(), fit.id()))).chain(own).collect()
}

/// The world and, once their figures have come, the countries.
fn zones(view: &View) -> Vec<Item> {
    let world = view.words.text(Word::ELECTRICITY_WORLD_NAME);
    let name = |zone: &Zone| if zone.is_world() { world } else { zone.name };
    view.page.countries.zones().map(|zone| Item::new(zone.alpha_3, name(&zone))).collect()
}

fn optional(number: Option<f64>) -> String {
    number.map(plain).unwrap_or_default()
}

/// The words of a closed choice with what they mean.
fn words<C: Choice>(labels: &[(&str, &str)]) -> Vec<Item> {
    labels
        .iter()
        .filter(|(name, _)| C::ALL.iter().any(|(known, _)| known == name))
        .map(|(name, label)| Item::new(name, label))
        .collect()
}

/// Sizes offered in one click, where the model takes them.
const SIZES: [Pixels; 7] = [
    Pixels::square(256),
    Pixels::square(512),
    Pixels::square(768),
    Pixels::square(1024),
    Pixels { width: 1344, height: 768 },
    Pixels { width: 768, height: 1344 },
    Pixels::square(2048),
];

fn sizes(view: &View) -> Markup {
    let workload = workload(view);
    html! {
        @for size in SIZES {
            @if workload.with_size(size).is_ok() {
                @let (width, height) = (size.width.to_string(), size.height.to_string());
                @let link = view.link(&[(Key::Width.name(), &width), (Key::Height.name(), &height)]);
                @let chosen = workload.size() == size;
                a.chip href=(link) aria-current=[chosen.then_some("true")] {
                    @if size.width == size.height { (width) "²" } @else { (width) "×" (height) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    #[test]
    fn every_choice_offers_what_counts_and_every_key_stands_once() {
        let view = View::of(Query::parse("?model=qwen-image&gpu=t4&precision=fp32&boundary=gross&unit=j"));
        let mut keys = Vec::new();
        for field in all() {
            assert!(!keys.contains(&field.key), "{}", field.key);
            keys.push(field.key);
            if let Kind::Choice { value, items } = field.kind {
                let value = value(&view);
                assert!(items(&view).iter().any(|item| item.value == value && item.possible), "{value}");
            }
        }
        for key in Key::ALL {
            assert!(keys.contains(&key.name()), "no field for {key}");
        }
    }
}
