//! A chart with everything that belongs to it: drawing, read-out, data, and what can be done with it.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use wattpix_core::charts::{Cell, Drawing, HoverPoint, Table};
use wattpix_core::present::plain;
use wattpix_core::words::Word;

use super::ShareButton;
use super::table::{Table as DataTable, cell, head, row};
use crate::browser;
use crate::charts::{Chart, Look};
use crate::reactive::{effect, memo};
use crate::state::State;
use crate::view::View;

/// Milliseconds of rest after which a value is said to those who hear the page: a pointer that passes over a chart is no question, keys that
/// repeat are one.
const POINTER_RESTS: u64 = 700;
const KEYS_REST: u64 = 150;

/// Weight of vertical distance against horizontal when the nearest point is sought.
const FLATTENED: f64 = 0.3;

/// Content of a chart in a state.
#[derive(Clone, PartialEq)]
enum Shown {
    /// There is nothing to draw.
    Nothing,
    /// The drawing could not be made.
    Refused,
    /// A drawing.
    Drawn(Arc<Drawing>),
}

impl Shown {
    fn of(view: &View, chart: &Chart, width: u32) -> Self {
        match (chart.draw)(view, Look::on_page(width)) {
            Some(Ok(drawing)) => Self::Drawn(Arc::new(drawing)),
            Some(Err(_)) => Self::Refused,
            None => Self::Nothing,
        }
    }

    fn drawing(&self) -> Option<&Drawing> {
        match self {
            Self::Drawn(drawing) => Some(drawing),
            Self::Nothing | Self::Refused => None,
        }
    }

    fn svg(&self) -> String {
        self.drawing().map(|drawing| drawing.svg.clone()).unwrap_or_default()
    }

    fn table(&self) -> Table {
        self.drawing().map(|drawing| drawing.table.clone()).unwrap_or_default()
    }
}

/// A chart of the state under a caption; its own title where none is given.
#[component]
pub fn Figure(chart: &'static Chart, #[prop(optional)] caption: Option<Memo<String>>) -> impl IntoView {
    let state = expect_context::<State>();
    let words = state.words;
    let title = words.text(chart.title);
    let shown = memo(move || state.get(|view| Shown::of(view, chart, state.chart_width.get())));
    let name = |word: Word| words.say(word, &[("title", title)]);
    let caption = move || caption.map_or_else(|| title.to_owned(), |caption| caption.get());
    view! {
        <figure data-chart=chart.id>
            <figcaption>{move || caption()}</figcaption>
            <Canvas shown label=words.say(Word::FIGURE_VALUES, &[("title", title)])/>
            <Data shown label=name(Word::FIGURE_DATA_OF)/>
            <Menu drawn=true/>
        </figure>
    }
}

/// The drawing, which says its values by pointer and keys.
#[component]
fn Canvas(shown: Memo<Shown>, label: String) -> impl IntoView {
    let state = expect_context::<State>();
    let element = NodeRef::<html::Div>::new();
    let at = RwSignal::new(None::<usize>);
    // What is pointed at is no more where it was.
    effect(move || {
        shown.track();
        at.set(None);
    });
    let point =
        move || shown.with(|shown| shown.drawing()?.points.get(at.get()?).map(|point| place(shown, point)));
    let say = move |to: Option<usize>, rest: u64| {
        let was = at.get_untracked();
        if to != was {
            at.set(to);
            state.spoken.say(untrack(point).map(|place| place.words).unwrap_or_default(), rest);
        }
    };
    let moved = move |event: PointerEvent| {
        if let Some(element) = element.get_untracked() {
            let bounds = element.get_bounding_client_rect();
            let x = (f64::from(event.client_x()) - bounds.left()) / bounds.width();
            let y = (f64::from(event.client_y()) - bounds.top()) / bounds.height();
            let ratio = bounds.height() / bounds.width();
            say(shown.with_untracked(|shown| nearest(shown.drawing()?, x, y, ratio)), POINTER_RESTS);
        }
    };
    let pressed = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let count = shown.with_untracked(|shown| shown.drawing().map_or(0, |drawing| drawing.points.len()));
        if let Some(to) = next(&event.key(), at.get_untracked(), count) {
            event.prevent_default();
            say(to, KEYS_REST);
        }
    };
    let refused = move || match shown.with(|shown| *shown == Shown::Refused) {
        true => view! { <p class="problem">{state.words.text(Word::FIGURE_REFUSED)}</p> }.into_any(),
        false => ().into_any(),
    };
    let mark = move || match point() {
        Some(Place { left, top, .. }) => {
            view! { <span class="mark" style:left=left style:top=top></span> }.into_any()
        }
        None => ().into_any(),
    };
    let reading = move || point().map(|place| place.words).unwrap_or_default();
    view! {
        <div
            class="drawing"
            tabindex="0"
            role="group"
            aria-label=label
            on:pointermove=moved
            on:pointerleave=move |_| say(None, POINTER_RESTS)
            on:keydown=pressed
        >
            <div node_ref=element inner_html=move || shown.with(Shown::svg)></div>
            {move || refused()}
            {move || mark()}
        </div>
        <p class="reading">{move || reading()}</p>
    }
}

/// A point of a drawing as it is marked and said.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    left: String,
    top: String,
    words: String,
}

fn place(shown: &Shown, point: &HoverPoint) -> Place {
    let part = |at: f64, of: u32| plain(100.0 * at / f64::from(of)) + "%";
    let (width, height) = shown.drawing().map_or((1, 1), |drawing| (drawing.width, drawing.height));
    Place { left: part(point.x, width), top: part(point.y, height), words: point.label.clone() }
}

/// The point nearest to a place, given in parts of width and height; left and right count more than up and down.
fn nearest(drawing: &Drawing, x: f64, y: f64, ratio: f64) -> Option<usize> {
    let distance = |point: &HoverPoint| {
        let across = point.x / f64::from(drawing.width) - x;
        let up = (point.y / f64::from(drawing.height) - y) * ratio;
        across * across + FLATTENED * up * up
    };
    let points = drawing.points.iter().map(distance).enumerate();
    points.min_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(at, _)| at)
}

/// The point that a key leads to from another of `count`; `None` for keys that lead nowhere.
fn next(key: &str, at: Option<usize>, count: usize) -> Option<Option<usize>> {
    let last = count.checked_sub(1);
    Some(match key {
        "ArrowRight" => last.map(|last| at.map_or(0, |at| (at + 1).min(last))),
        "ArrowLeft" => last.map(|last| at.map_or(last, |at| at.saturating_sub(1))),
        "Home" => last.map(|_| 0),
        "End" => last,
        "Escape" => None,
        _ => return None,
    })
}

/// The data behind a chart. They are most of what a chart writes: those that are folded away follow once what is seen is painted.
#[component]
fn Data(shown: Memo<Shown>, label: String) -> impl IntoView {
    let state = expect_context::<State>();
    let element = NodeRef::<html::Details>::new();
    let table = RwSignal::new(shown.with_untracked(Shown::table));
    effect(move || {
        shown.track();
        let open = element.get().is_some_and(|element| element.open());
        let follow = move || {
            // It may be gone with its panel.
            let Some(now) = shown.try_with_untracked(Shown::table) else { return };
            if table.try_with_untracked(|table| *table != now) == Some(true) {
                table.set(now);
            }
        };
        if open { follow() } else { browser::after_paint(follow) }
    });
    let name = StoredValue::new(label);
    let data = move || {
        let (heads, rows) = table.with(|Table { headers, rows }| {
            let cells = |cells: &Vec<Cell>| row(cells.iter().map(|one| cell(one.shown())).collect());
            (headers.iter().map(head).collect(), rows.iter().map(cells).collect())
        });
        view! { <DataTable label=name.get_value() heads rows/> }.into_any()
    };
    view! {
        <details class="data" node_ref=element>
            <summary>{state.words.text(Word::FIGURE_DATA)}</summary>
            {move || data()}
        </details>
    }
}

/// Menu of a chart or table.
#[component]
pub fn Menu(
    /// Tells a drawing from a table.
    drawn: bool,
) -> impl IntoView {
    let words = expect_context::<State>().words;
    let pictures = [("svg", "SVG"), ("png", "PNG")];
    let data = [
        ("csv", "CSV"),
        ("json", "JSON"),
        ("metadata", words.text(Word::ACT_METADATA)),
        ("link", words.text(Word::ACT_LINK)),
        ("embed", words.text(Word::ACT_EMBED)),
    ];
    let acts = pictures.into_iter().filter(|_| drawn).chain(data);
    let buttons: Vec<AnyView> =
        acts.map(|(act, label)| view! { <ShareButton act label/> }.into_any()).collect();
    view! {
        <details class="menu">
            <summary>{words.text(Word::ACT_MENU)}</summary>
            <div>{buttons} <span class="done" role="status"></span></div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::FIRST;
    use crate::query::Query;

    fn drawn() -> Drawing {
        let view = View::of(Query::parse(""));
        Shown::of(&view, &FIRST[0], 620).drawing().unwrap().clone()
    }

    #[test]
    fn keys_go_from_point_to_point_and_stay_at_the_ends() {
        assert_eq!(next("ArrowRight", None, 3), Some(Some(0)));
        assert_eq!(next("ArrowRight", Some(2), 3), Some(Some(2)));
        assert_eq!(next("ArrowLeft", None, 3), Some(Some(2)));
        assert_eq!(next("ArrowLeft", Some(0), 3), Some(Some(0)));
        assert_eq!((next("Home", Some(1), 3), next("End", None, 3)), (Some(Some(0)), Some(Some(2))));
        assert_eq!((next("Escape", Some(1), 3), next("a", None, 3)), (Some(None), None));
        assert_eq!(next("End", None, 0), Some(None));
    }

    #[test]
    fn the_nearest_point_is_found_where_it_is() {
        let drawing = drawn();
        for at in [0, drawing.points.len() / 2, drawing.points.len() - 1] {
            let point = &drawing.points[at];
            let (x, y) = (point.x / f64::from(drawing.width), point.y / f64::from(drawing.height));
            // Several may stand at one place.
            let found = &drawing.points[nearest(&drawing, x, y, 0.6).unwrap()];
            assert_eq!((found.x, found.y), (point.x, point.y));
        }
    }
}
