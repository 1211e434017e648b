//! The table at the end of `cargo xtask test`.

use std::fmt;
use std::time::Duration;

/// Numbers of tests that passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that failed.
    pub failed: usize,
}

impl Outcome {
    /// Adds what a line such as `test result: ok. 3 passed; 0 failed; 1 ignored` says; any other line says nothing. Rust's
    /// own test programs and the runner of WebAssembly tests write it alike.
    pub fn add_line(&mut self, line: &str) {
        let Some(counts) = line.trim().strip_prefix("test result: ").and_then(|rest| rest.split_once(". "))
        else {
            return;
        };
        for count in counts.1.split("; ") {
            match count.split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// Adds what the last lines of Node's test runner say, such as `# pass 8`; any other line says nothing.
    pub fn add_node_line(&mut self, line: &str) {
        match line.strip_prefix("# ").and_then(|rest| rest.split_once(' ')) {
            Some(("pass", number)) => self.passed += number.parse().unwrap_or(0),
            Some(("fail" | "cancelled", number)) => self.failed += number.parse().unwrap_or(0),
            _ => {}
        }
    }

    /// Adds what pytest's last line says, such as `==== 1 failed, 98 passed, 2 skipped in 5.18s ====`; any other line says nothing.
    pub fn add_pytest_line(&mut self, line: &str) {
        let Some((counts, _)) = line.trim_matches(['=', ' ']).rsplit_once(" in ") else { return };
        for count in counts.split(", ") {
            match count.split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse().unwrap_or(0),
                Some((number, "failed" | "error" | "errors")) => self.failed += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }
}

/// Results of the checks that ran.
#[derive(Debug, Default)]
pub struct Summary {
    checks: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    name: &'static str,
    passed: bool,
    tests: Outcome,
    took: Duration,
}

impl Summary {
    /// Adds a check that has ended.
    pub fn add(&mut self, name: &'static str, passed: bool, tests: Outcome, took: Duration) {
        self.checks.push(Line { name, passed, tests, took });
    }

    /// The names of the checks that failed.
    pub fn failed_checks(&self) -> Vec<&'static str> {
        self.checks.iter().filter(|check| !check.passed).map(|check| check.name).collect()
    }

    /// All tests of all checks. A check that failed without a failed test of its own counts as one failed test, so that the
    /// last line never says `0 failed` after a failure.
    fn total(&self) -> Outcome {
        let mut total = Outcome::default();
        for Line { passed, tests, .. } in &self.checks {
            total.passed += tests.passed;
            total.failed += if *passed { tests.failed } else { tests.failed.max(1) };
        }
        total
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:8} {:8} {:>8} {:>8} {:>8}", "check", "result", "passed", "failed", "minutes")?;
        for Line { name, passed, tests, took } in &self.checks {
            let result = if *passed { "ok" } else { "FAILED" };
            let minutes = took.as_secs_f64() / 60.0;
            writeln!(f, "{name:8} {result:8} {:>8} {:>8} {minutes:>8.1}", tests.passed, tests.failed)?;
        }
        let Outcome { passed, failed } = self.total();
        writeln!(f, "{passed} passed, {failed} failed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(passed: usize, failed: usize) -> Outcome {
        Outcome { passed, failed }
    }

    #[test]
    fn result_lines_add_up() {
        let mut tests = Outcome::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 filtered out; finished in 1.5s",
            "    test result: ok. 4 passed; 0 failed; 0 ignored",
        ] {
            tests.add_line(line);
        }
        assert_eq!(tests, outcome(8, 2));
    }

    #[test]
    fn pytests_last_line_is_read() {
        let mut tests = Outcome::default();
        for line in [
            "tests/test_tables.py ......                  [ 71%]",
            "============ 98 passed, 2 skipped in 5.18s =============",
            "1 failed, 3 passed, 2 errors in 0.22s",
            "FAILED tests/test_tables.py::test_polars in a long line",
        ] {
            tests.add_pytest_line(line);
        }
        assert_eq!(tests, outcome(101, 3));
    }

    #[test]
    fn the_last_lines_of_node_are_read() {
        let mut tests = Outcome::default();
        for line in
            ["# tests 9", "# pass 7", "# fail 2", "# cancelled 0", "ok 1 - # pass 3", "# duration_ms 12.5"]
        {
            tests.add_node_line(line);
        }
        assert_eq!(tests, outcome(7, 2));
    }

    #[test]
    fn a_failed_check_is_never_zero_failed() {
        let mut summary = Summary::default();
        summary.add("fmt", false, outcome(0, 0), Duration::ZERO);
        summary.add("test", false, outcome(5, 2), Duration::from_secs(90));
        summary.add("doc", true, outcome(0, 0), Duration::ZERO);
        assert_eq!(summary.failed_checks(), ["fmt", "test"]);
        let shown = summary.to_string();
        assert!(shown.ends_with("\n5 passed, 3 failed\n"), "{shown}");
        assert!(shown.contains("1.5"), "{shown}");
    }
}
