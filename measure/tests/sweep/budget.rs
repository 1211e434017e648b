//! Budget mode: minutes go where they tell most.

use crate::fixture::Folder;

#[test]
fn a_budget_is_kept_learns_from_what_is_there_and_shows_that_few_steps_suffice() {
    let folder = Folder::new();
    let sweep = "--model flux1-dev --paper --images auto --no-traces --out b.jsonl";
    let said = folder.ok(&format!("run --fake {sweep} --budget-minutes 20"));
    let rows = folder.rows("b.jsonl");
    let begin = humantime::parse_rfc3339(&rows[0].started).unwrap();
    let last = rows.last().unwrap();
    let end = humantime::parse_rfc3339(&last.started).unwrap();
    let seconds = end.duration_since(begin).unwrap().as_secs_f64() + last.duration_s;
    assert!((900.0..1260.0).contains(&seconds), "{seconds} s of 1200: {}", said.err);
    let images = folder.images("b.jsonl");
    assert!(images.iter().all(|row| row.valid));
    // The proof compares two steps with ten; after it, two are enough.
    let steps: Vec<_> = images.iter().take(6).map(|row| row.steps.unwrap()).collect();
    assert_eq!(steps, [2, 2, 2, 10, 10, 10]);
    assert!(images.iter().filter(|row| row.steps == Some(2)).count() > 20);
    let distinct = |get: fn(&wattpix_measure::observation::Observation) -> String| {
        let mut all: Vec<String> = images.iter().map(get).collect();
        all.sort();
        all.dedup();
        all.len()
    };
    assert!(
        distinct(|row| row.width.unwrap().to_string()) >= 2
            && distinct(|row| row.precision.clone().unwrap()) == 2
    );
    let before = images.len();
    folder.ok(&format!("run --fake {sweep} --budget-minutes 20"));
    let after = folder.images("b.jsonl").len();
    assert!(after <= before + 30, "what was spent is spent: {before}, then {after}");
}
