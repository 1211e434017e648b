//! A full recomputation of the page without the browser: a query read, estimated, every part and chart written.
//!
//! What a browser adds (layout and paint) is timed in headless Chromium by `tests/tests/e2e/timings.rs`.
#![allow(missing_docs, reason = "a benchmark")]

/// Criterion runs on machines, not in browsers.
#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
criterion::criterion_main!(native::benches);

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::hint::black_box;
    use std::time::Instant;

    use criterion::{Criterion, criterion_group};
    use leptos::prelude::*;
    use wattpix_core::words::Words;
    use wattpix_web::app::App;
    use wattpix_web::charts;
    use wattpix_web::query::Query;
    use wattpix_web::state::State;
    use wattpix_web::view::View;

    /// Milliseconds from a changed control to every chart drawn again, layout and paint included.
    const BUDGET_MS: f64 = 16.0;
    /// Factor above the budget at which a run fails: other work on the machine counts too.
    const SLACK: f64 = 5.0;
    /// CSS pixels of a chart on a desk.
    const CHART_WIDTH: u32 = 620;
    /// Recomputations timed for the budget.
    const TIMED: u32 = 50;
    /// The first visit, and a link that says a good deal.
    const QUERIES: [(&str, &str); 2] = [
        ("first visit", ""),
        (
            "four compared",
            "?model=flux1-dev,sd2.1&gpu=rtx-6000-ada,h100&precision=fp32&boundary=gross&steps=1000",
        ),
    ];

    /// Bytes of everything that the page writes for a query.
    fn page(query: &str) -> usize {
        let written = Owner::new().with(|| {
            provide_context(State::new(Words::ENGLISH, Query::parse(query)));
            view! { <App/> }.to_html()
        });
        let view = View::of(Query::parse(query));
        let look = charts::Look::on_page(CHART_WIDTH);
        let drawn = charts::ALL.iter().filter_map(|chart| (chart.draw)(&view, look)?.ok());
        written.len() + drawn.map(|drawing| drawing.svg.len()).sum::<usize>()
    }

    fn recomputation(criterion: &mut Criterion) {
        // Effects want one and never run here. Refused where there is one already.
        let _ = any_spawner::Executor::init_futures_executor();
        for (name, query) in QUERIES {
            let mut times: Vec<f64> = (0..TIMED)
                .map(|_| {
                    let start = Instant::now();
                    black_box(page(black_box(query)));
                    1e3 * start.elapsed().as_secs_f64()
                })
                .collect();
            times.sort_by(f64::total_cmp);
            let median = times[times.len() / 2];
            println!("page, {name}: median {median:.2} ms (budget of all with paint {BUDGET_MS} ms)");
            assert!(median < SLACK * BUDGET_MS, "{SLACK} times over the budget");
            criterion
                .bench_function(&format!("page, {name}"), |bencher| bencher.iter(|| page(black_box(query))));
        }
    }

    criterion_group!(benches, recomputation);
}
