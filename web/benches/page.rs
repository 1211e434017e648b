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
    use wattpix_web::query::Query;
    use wattpix_web::view::View;
    use wattpix_web::{charts, parts};

    /// Milliseconds from a changed control to every chart drawn again, layout and paint included.
    const BUDGET_MS: f64 = 16.0;
    /// How far above the budget a run fails: other work on the machine counts too.
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
        let view = View::of(Query::parse(query));
        let written = [
            parts::problems::problems,
            parts::readout::readout,
            parts::readout::keep,
            parts::caveats::caveats,
            parts::compared::compared,
            parts::breakdown::breakdown,
            parts::explanation::explanation,
            parts::sources::sources,
        ];
        let parts: usize = written.iter().map(|write| write(&view).into_string().len()).sum();
        let look = charts::Look::on_page(CHART_WIDTH);
        let drawn = charts::ALL.iter().map(|chart| parts::figure::contents(&view, chart, look));
        parts + drawn.map(|(drawing, table)| drawing.len() + table.len()).sum::<usize>()
    }

    fn recomputation(criterion: &mut Criterion) {
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
