//! An external program that makes the images: started once, told what to do line by line, answering when it is done.
//!
//! `prepare KEY=VALUE ...` is answered by `ready [engine=... weights=...]`, `generate images=N seed=S` by `done`; either by
//! `out-of-memory WHY` or `error WHY`. `quit` ends it. Lines of its output without the prefix `wattpix:` are passed on to
//! standard error. docs/sweeps.md has a Python program that speaks this.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use wattpix_core::error::Choice;

use super::{Failure, Pipeline};
use crate::exec::mark::PREFIX;
use crate::output::tell;
use crate::sweep::job::Job;

/// Starts in a row that end without an answer, after which nothing is tried any more.
const MOST_CRASHES: u32 = 3;

/// A program as a pipeline.
pub struct CommandPipeline {
    command: Vec<String>,
    environment: Vec<(String, String)>,
    running: Option<Running>,
    crashes: u32,
    engine: String,
    weights: String,
}

struct Running {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl CommandPipeline {
    /// A pipeline that starts this command, with these variables in its environment, when it is first needed.
    #[must_use]
    pub fn new(command: Vec<String>, environment: Vec<(String, String)>) -> Self {
        let name = command.first().map_or("", |path| path.rsplit('/').next().unwrap_or(path)).to_owned();
        Self { command, environment, running: None, crashes: 0, engine: name, weights: "unknown".to_owned() }
    }

    fn start(&self) -> Result<Running, Failure> {
        let (program, arguments) =
            self.command.split_first().ok_or_else(|| Failure::Broken("no command was given".to_owned()))?;
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        // In a process group of its own: an interrupt from the terminal must not end the repeat that is to be finished.
        command.process_group(0);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        if std::env::var_os("PYTHONUNBUFFERED").is_none() {
            command.env("PYTHONUNBUFFERED", "1");
        }
        let broken =
            |error: &dyn std::fmt::Display| Failure::Broken(format!("cannot start {program:?}: {error}"));
        let mut child = command.spawn().map_err(|error| broken(&error))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(orders), Some(answers)) => Ok(Running { child, orders, answers: BufReader::new(answers) }),
            _ => Err(broken(&"it has no pipes")),
        }
    }

    /// Gives an order and waits for the answer; a program that ends instead is an error of this configuration.
    fn ask(&mut self, order: &str, expected: &str) -> Result<String, Failure> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => self.start()?,
        };
        match running.ask(order) {
            Ok(answer) => {
                self.running = Some(running);
                self.crashes = 0;
                let (word, rest) = answer.split_once(char::is_whitespace).unwrap_or((&answer, ""));
                match word {
                    word if word == expected => Ok(rest.trim().to_owned()),
                    "out-of-memory" => Err(Failure::OutOfMemory(rest.trim().to_owned())),
                    "error" => Err(Failure::Unable(rest.trim().to_owned())),
                    _ => Err(Failure::Unable(format!(
                        "the command answered {answer:?} to {order:?}; allowed are {expected}, out-of-memory WHY, error WHY"
                    ))),
                }
            }
            Err(error) => {
                let ended = running.end();
                self.crashes += 1;
                let why = format!("the command ended ({ended}) instead of answering {order:?}: {error}");
                if self.crashes >= MOST_CRASHES {
                    Err(Failure::Broken(why))
                } else {
                    Err(Failure::Unable(why))
                }
            }
        }
    }
}

impl Running {
    fn ask(&mut self, order: &str) -> std::io::Result<String> {
        writeln!(self.orders, "{order}").and_then(|()| self.orders.flush())?;
        let mut line = Vec::new();
        loop {
            line.clear();
            if self.answers.read_until(b'\n', &mut line)? == 0 {
                return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof));
            }
            let text = String::from_utf8_lossy(&line);
            match text.trim_end().strip_prefix(PREFIX) {
                Some(answer) => return Ok(answer.trim().to_owned()),
                None => tell(text.trim_end()),
            }
        }
    }

    fn end(mut self) -> String {
        drop(self.orders);
        // It hung up on us; it must not be left behind.
        let _ = self.child.kill();
        self.child.wait().map_or_else(|error| error.to_string(), |status| status.to_string())
    }
}

impl Drop for CommandPipeline {
    fn drop(&mut self) {
        if let Some(mut running) = self.running.take() {
            let _ = writeln!(running.orders, "quit");
            drop(running.orders);
            let _ = running.child.wait();
        }
    }
}

impl Pipeline for CommandPipeline {
    fn engine(&self) -> String {
        self.engine.clone()
    }

    fn weights(&self) -> String {
        self.weights.clone()
    }

    fn prepare(&mut self, job: &Job) -> Result<(), Failure> {
        let workload = &job.workload;
        let size = workload.size();
        let order = format!(
            "prepare model={} width={} height={} steps={} precision={} guidance={} batch={} text_tokens={}",
            workload.model().id,
            size.width,
            size.height,
            workload.steps(),
            workload.precision().name(),
            workload.guidance().name(),
            workload.batch(),
            workload.text_tokens()
        );
        let answer = self.ask(&order, "ready")?;
        for pair in answer.split_whitespace().filter_map(|word| word.split_once('=')) {
            match pair {
                ("engine", engine) => engine.clone_into(&mut self.engine),
                ("weights", weights) => weights.clone_into(&mut self.weights),
                _ => {}
            }
        }
        Ok(())
    }

    fn generate(&mut self, _: &Job, images: u32, seed: u64) -> Result<(), Failure> {
        self.ask(&format!("generate images={images} seed={seed}"), "done").map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::job::Images;
    use wattpix_core::workload::Workload;

    fn job() -> Job {
        let model = wattpix_core::model::find("sd2.1").unwrap();
        Job { workload: Workload::default_of(model), images: Images::Auto }
    }

    fn shell(script: &str) -> CommandPipeline {
        CommandPipeline::new(vec!["sh".to_owned(), "-c".to_owned(), script.to_owned()], Vec::new())
    }

    #[test]
    fn orders_are_answered_and_what_is_no_answer_is_passed_on() {
        let mut pipeline = shell(
            "while read order rest; do case $order in prepare) echo loading; echo wattpix: ready engine=sh-1 \
             weights=none;; generate) echo \"wattpix: done\";; quit) exit;; esac; done",
        );
        pipeline.prepare(&job()).unwrap();
        assert_eq!((pipeline.engine(), pipeline.weights()), ("sh-1".to_owned(), "none".to_owned()));
        pipeline.generate(&job(), 4, 7).unwrap();
    }

    #[test]
    fn failures_are_told_apart_and_a_program_that_keeps_dying_is_given_up() {
        let mut oom = shell("read order; echo wattpix: out-of-memory 3 GB missing; read quit");
        assert_eq!(oom.prepare(&job()), Err(Failure::OutOfMemory("3 GB missing".to_owned())));
        let mut odd = shell("read order; echo wattpix: maybe; read quit");
        assert!(
            matches!(odd.prepare(&job()), Err(Failure::Unable(why)) if why.contains("allowed are ready"))
        );
        let mut dying = shell("read order; exit 3");
        for _ in 1..MOST_CRASHES {
            assert!(matches!(dying.prepare(&job()), Err(Failure::Unable(why)) if why.contains("ended")));
        }
        assert!(matches!(dying.prepare(&job()), Err(Failure::Broken(_))));
        let mut missing = CommandPipeline::new(vec!["/no/such/program".to_owned()], Vec::new());
        assert!(matches!(missing.prepare(&job()), Err(Failure::Broken(why)) if why.contains("cannot start")));
    }
}
