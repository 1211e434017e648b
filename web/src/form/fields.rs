//! Every field of the form, as data. To add one, add its entry here and its meaning to [`crate::page`].

use wattpix_core::carbon::PUE_RANGE;
use wattpix_core::carbon::electricity::{INTENSITY, INTENSITY_RANGE, PRICE, PRICE_RANGE, PUE, ZONE};
use wattpix_core::configuration::short_id;
use wattpix_core::error::Choice;
use wattpix_core::present::{EnergyUnit, plain};
use wattpix_core::setting::{Boundary, Execution, Guidance};
use wattpix_core::words::Word;
use wattpix_core::workload::{MAX_BATCH, MAX_FPS, MAX_IMAGES, MAX_STEPS, Workload};

use super::field::{Field, Group, Limits, choice, limits, links, number};
use super::offers::{fits, gpus, models, precisions, sizes, tasks, words, zones};
use crate::page::UNIT;
use crate::view::View;

/// The form's parts, in their order.
pub const GROUPS: [Group; 4] = [
    Group {
        legend: Word::FORM_GENERATED,
        folded: false,
        rows: &[
            &[links("task", Word::FORM_TASK, tasks)],
            &[choice("model", Word::FORM_MODEL, None, |view| workload(view).model().id.to_owned(), models)],
            &[links("sizes", Word::FORM_SIZES, sizes)],
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
                    "frames",
                    Word::CLIP_FRAMES,
                    None,
                    |view| workload(view).frames().to_string(),
                    |view| {
                        let takes = workload(view).model().frames();
                        takes.map_or_else(Limits::default, |takes| limits(1, takes.most, takes.multiple_of))
                    },
                )
                .when(makes_video),
                number(
                    "fps",
                    Word::CLIP_FPS,
                    None,
                    |view| workload(view).fps().map(|fps| fps.to_string()).unwrap_or_default(),
                    |_| limits(1, MAX_FPS, 1),
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
                            &[("net", Word::FORM_BOUNDARY_NET), ("gross", Word::FORM_BOUNDARY_GROSS)],
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
                "execution",
                Word::FORM_EXECUTION,
                None,
                |view| workload(view).execution().name().to_owned(),
                |view| {
                    words::<Execution>(
                        view,
                        &[("eager", Word::FORM_EXECUTION_EAGER), ("compiled", Word::FORM_EXECUTION_COMPILED)],
                    )
                },
            )],
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

/// True where the model makes video.
fn makes_video(view: &View) -> bool {
    workload(view).makes_video()
}

fn workload(view: &View) -> &Workload {
    &view.page.main.question.workload
}

fn sides(view: &View) -> Limits {
    let sides = workload(view).model().sides;
    limits(sides.min, sides.max, sides.multiple_of)
}

fn optional(number: Option<f64>) -> String {
    number.map(plain).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use wattpix_core::error::Key;

    use super::super::field::Kind;
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
        // The page offers neither references nor other set-ups, which core has where other packages ask for them.
        let not_offered = [
            "references",
            "reference_size",
            "strength",
            "weights",
            "sampler",
            "offload",
            "vae_tiling",
            "skipped",
            "gpu_count",
            "parallel",
        ];
        for key in Key::ALL.into_iter().filter(|key| !not_offered.contains(&key.name())) {
            assert!(keys.contains(&key.name()), "no field for {key}");
        }
    }
}
