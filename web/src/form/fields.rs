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
    pub legend: Word,
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
    pub label: Word,
    /// A line on what it means.
    pub hint: Option<Word>,
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
    label: Word,
    hint: Option<Word>,
    value: fn(&View) -> String,
    limits: fn(&View) -> Limits,
) -> Field {
    Field { key, label, hint, kind: Kind::Number { value, limits } }
}

const fn choice(
    key: &'static str,
    label: Word,
    hint: Option<Word>,
    value: fn(&View) -> String,
    items: fn(&View) -> Vec<Item>,
) -> Field {
    Field { key, label, hint, kind: Kind::Choice { value, items } }
}

/// The form's parts, in their order.
pub const GROUPS: [Group; 4] = [
    Group {
        legend: Word::FORM_GENERATED,
        folded: false,
        rows: &[
            &[choice("model", Word::FORM_MODEL, None, |view| workload(view).model().id.to_owned(), models)],
            &[Field { key: "sizes", label: Word::FORM_SIZES, hint: None, kind: Kind::Links(sizes) }],
            &[
                number(
                    "width",
                    Word::FORM_WIDTH,
                    None,
                    |view| workload(view).size().width.to_string(),
                    sides,
                ),
                number(
                    "height",
                    Word::FORM_HEIGHT,
                    None,
                    |view| workload(view).size().height.to_string(),
                    sides,
                ),
            ],
            &[
                number(
                    "steps",
                    Word::FORM_STEPS,
                    None,
                    |view| workload(view).steps().to_string(),
                    |_| limits(1, MAX_STEPS, 1),
                ),
                choice(
                    "guidance",
                    Word::FORM_GUIDANCE,
                    None,
                    |view| workload(view).guidance().name().to_owned(),
                    |view| {
                        words::<Guidance>(
                            view,
                            &[("on", Word::FORM_GUIDANCE_ON), ("off", Word::FORM_GUIDANCE_OFF)],
                        )
                    },
                ),
            ],
        ],
    },
    Group {
        legend: Word::FORM_PLACE,
        folded: false,
        rows: &[
            &[choice(
                "gpu",
                Word::FORM_GPU,
                None,
                |view| short_id(view.page.main.question.gpu).to_owned(),
                gpus,
            )],
            &[
                choice(
                    "precision",
                    Word::FORM_PRECISION,
                    None,
                    |view| workload(view).precision().name().to_owned(),
                    precisions,
                ),
                choice(
                    "boundary",
                    Word::FORM_BOUNDARY,
                    None,
                    |view| view.page.main.question.boundary.name().to_owned(),
                    |view| {
                        words::<Boundary>(
                            view,
                            &[("net", Word::BOUNDARY_NET_OF_IDLE), ("gross", Word::FORM_BOUNDARY_GROSS)],
                        )
                    },
                ),
            ],
        ],
    },
    Group {
        legend: Word::FORM_ELECTRICITY,
        folded: true,
        rows: &[
            &[choice(
                ZONE,
                Word::FORM_ZONE,
                Some(Word::FORM_ZONE_HINT),
                |view| view.page.electricity.zone.alpha_3.to_owned(),
                zones,
            )],
            &[
                number(
                    INTENSITY,
                    Word::FORM_INTENSITY,
                    Some(Word::FORM_INTENSITY_HINT),
                    |view| optional(view.page.electricity.own),
                    |_| limits(0, plain(INTENSITY_RANGE.1), "0.01"),
                ),
                number(
                    PUE,
                    Word::FORM_PUE,
                    Some(Word::FORM_PUE_HINT),
                    |view| plain(view.page.electricity.pue),
                    |_| limits(plain(PUE_RANGE.0), plain(PUE_RANGE.1), "0.01"),
                ),
            ],
            &[number(
                PRICE,
                Word::FORM_PRICE,
                Some(Word::FORM_PRICE_HINT),
                |view| optional(view.page.electricity.price),
                |_| limits(0, plain(PRICE_RANGE.1), "0.001"),
            )],
        ],
    },
    Group {
        legend: Word::FORM_MORE,
        folded: true,
        rows: &[
            &[
                number(
                    "images",
                    Word::FORM_IMAGES,
                    None,
                    |view| view.page.main.images.to_string(),
                    |_| limits(1, MAX_IMAGES, 1),
                ),
                choice(
                    UNIT,
                    Word::FORM_UNIT,
                    None,
                    |view| view.page.unit.name().to_owned(),
                    |view| {
                        words::<EnergyUnit>(
                            view,
                            &[
                                ("wh", Word::FORM_WATT_HOURS),
                                ("j", Word::FORM_JOULES),
                                ("kwh", Word::FORM_KILOWATT_HOURS),
                            ],
                        )
                    },
                ),
            ],
            &[
                number(
                    "text_tokens",
                    Word::FORM_TEXT_TOKENS,
                    Some(Word::FORM_TEXT_TOKENS_HINT),
                    |view| workload(view).text_tokens().to_string(),
                    |view| {
                        let (least, most) = workload(view).model().text_tokens;
                        limits(least, most, 1)
                    },
                ),
                number(
                    "batch",
                    Word::FORM_BATCH,
                    Some(Word::FORM_BATCH_HINT),
                    |view| workload(view).batch().to_string(),
                    |_| limits(1, MAX_BATCH, 1),
                ),
            ],
            &[choice(
                "fit",
                Word::FORM_FIT,
                Some(Word::FORM_FIT_HINT),
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

fn gpus(view: &View) -> Vec<Item> {
    let words = view.words;
    gpu::ALL
        .iter()
        .map(|gpu| {
            let memory = words.say(Word::NUMBER_GIGABYTES, &[("number", &words.plain(gpu.memory_gb))]);
            Item::new(short_id(gpu), &[gpu.label, ", ", &memory].concat())
        })
        .collect()
}

fn precisions(view: &View) -> Vec<Item> {
    let gpu = view.page.main.question.gpu;
    Precision::ALL
        .iter()
        .map(|(name, precision)| {
            let possible = gpu.has(*precision);
            let label = if possible {
                (*name).to_owned()
            } else {
                view.words.say(Word::FORM_PRECISION_LACKING, &[("precision", name)])
            };
            Item { value: (*name).to_owned(), label, possible }
        })
        .collect()
}

fn fits(view: &View) -> Vec<Item> {
    let best = Item::new("", view.words.text(Word::FORM_FIT_BEST));
    let fits = view.page.version.fits().iter();
    let own = own::fits::all();
    let own = own
        .iter()
        .map(|fit| Item::new(fit.id(), &view.words.say(Word::FORM_OWN_FIT, &[("title", &fit.file().title)])));
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
fn words<C: Choice>(view: &View, labels: &[(&str, Word)]) -> Vec<Item> {
    labels
        .iter()
        .filter(|(name, _)| C::ALL.iter().any(|(known, _)| known == name))
        .map(|(name, label)| Item::new(name, view.words.text(*label)))
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
