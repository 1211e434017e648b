//! Options of the fields that are no numbers.

use wattpix_core::carbon::Zone;
use wattpix_core::configuration::short_id;
use wattpix_core::error::{Choice, Key};
use wattpix_core::gpu;
use wattpix_core::model::{self, Pixels};
use wattpix_core::setting::Precision;
use wattpix_core::words::Word;

use super::field::{Item, Preset};
use crate::defaults::{IMAGE, VIDEO};
use crate::own;
use crate::view::View;

/// Kinds of what is made: a model of the kind stays, another gives way to one that is used much, at its own settings.
pub(super) fn tasks(view: &View) -> Vec<Preset> {
    let main = &view.page.main.question.workload;
    let preset = |label: Word, chosen: bool, model: &str| {
        let link = if chosen { view.query.link() } else { view.starting(model) };
        Preset { link, label: view.words.text(label).to_owned(), chosen }
    };
    vec![
        preset(Word::FORM_TASK_IMAGE, !main.makes_video(), IMAGE),
        preset(Word::FORM_TASK_VIDEO, main.makes_video(), VIDEO),
    ]
}

/// Models of images or of video, whichever is shown.
pub(super) fn models(view: &View) -> Vec<Item> {
    let shown = view.page.main.question.workload.model();
    let own = Some(shown).filter(|model| model.is_custom());
    let video = shown.frames().is_some();
    let models = model::every().filter(|model| model.frames().is_some() == video).chain(own);
    models.map(|model| Item::new(model.id, model.label)).collect()
}

pub(super) fn gpus(view: &View) -> Vec<Item> {
    let words = view.words;
    let described = Some(view.page.main.question.gpu).filter(|gpu| gpu.is_described());
    gpu::available()
        .iter()
        .copied()
        .chain(described)
        .map(|gpu| match gpu.memory_gb {
            Some(memory_gb) => {
                let memory = words.say(Word::NUMBER_GIGABYTES, &[("number", &words.plain(memory_gb))]);
                Item::new(short_id(gpu), &[gpu.label, ", ", &memory].concat())
            }
            None => Item::new(short_id(gpu), gpu.label),
        })
        .collect()
}

pub(super) fn precisions(view: &View) -> Vec<Item> {
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

pub(super) fn fits(view: &View) -> Vec<Item> {
    let best = Item::new("", view.words.text(Word::FORM_FIT_BEST));
    let fits = view.page.version.fits().iter();
    let own = own::fits::all();
    let own = own
        .iter()
        .map(|fit| Item::new(fit.id(), &view.words.say(Word::FORM_OWN_FIT, &[("title", &fit.file().title)])));
    std::iter::once(best).chain(fits.map(|fit| Item::new(fit.id(), fit.id()))).chain(own).collect()
}

/// The world and, once their figures have come, the countries.
pub(super) fn zones(view: &View) -> Vec<Item> {
    let world = view.words.text(Word::ELECTRICITY_WORLD_NAME);
    let name = |zone: &Zone| if zone.is_world() { world } else { zone.name };
    view.page.countries.zones().map(|zone| Item::new(zone.alpha_3, name(&zone))).collect()
}

/// The words of a closed choice with what they mean.
pub(super) fn words<C: Choice>(view: &View, labels: &[(&str, Word)]) -> Vec<Item> {
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

pub(super) fn sizes(view: &View) -> Vec<Preset> {
    let workload = &view.page.main.question.workload;
    let offered = SIZES.iter().filter(|size| workload.with_size(**size).is_ok());
    let preset = |size: &Pixels| {
        let (width, height) = (size.width.to_string(), size.height.to_string());
        Preset {
            link: view.link(&[(Key::Width.name(), &width), (Key::Height.name(), &height)]),
            chosen: workload.size() == *size,
            label: if size.width == size.height { width + "²" } else { [&*width, "×", &height].concat() },
        }
    };
    offered.map(preset).collect()
}
