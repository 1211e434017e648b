//! An external program that makes the images: started once, told what to do line by line, answering when it is done.
//!
//! `prepare KEY=VALUE ...` is answered by `ready [engine=... weights=...]`, `generate images=N seed=S` by `done`; either by
//! `out-of-memory WHY` or `error WHY`. `quit` ends it. Lines of its output without the prefix `wattpix:` are passed on to
//! standard error. docs/sweeps.md has a Python program that speaks this.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use wattpix_core::error::Choice;

use super::{Failure, Pipeline, Prepared};
use crate::exec::config::Pair;
use crate::exec::mark::said_in;
use crate::output::tell;
use crate::sweep::job::Job;
use crate::tree;

/// Starts in a row that end without an answer, after which nothing is tried any more.
const MOST_CRASHES: u32 = 3;
/// Longest line of the program's output, bytes; longer ones are told in pieces, and no answer is looked for in them.
const LONGEST: u64 = 1 << 16;
/// Time for a program to end once it was told to.
const LEAVING: Duration = Duration::from_secs(10);
/// Pause between looks at a program that is to end.
const LOOK: Duration = Duration::from_millis(20);

/// A program as a pipeline.
pub struct CommandPipeline {
    command: Vec<String>,
    environment: Vec<(String, String)>,
    limit: Duration,
    running: Option<Running>,
    /// Model and precision that the running program was last told to load.
    loaded: Option<(&'static str, &'static str)>,
    crashes: u32,
    engine: String,
    weights: String,
    /// Settings that it reported when it was ready, and those of the last images.
    ready: Vec<Pair>,
    reported: Vec<Pair>,
}

struct Running {
    child: Child,
    orders: ChildStdin,
    answers: Receiver<String>,
}

/// Why there is no answer.
enum Silence {
    /// The program hung up.
    Ended(std::io::Error),
    /// It took too long.
    Late,
    /// It said something before it was asked.
    Unasked(String),
}

impl CommandPipeline {
    /// A pipeline that starts this command, with these variables in its environment, when it is first needed, and ends it with all
    /// that it started where an answer takes longer than `limit`.
    #[must_use]
    pub fn new(command: Vec<String>, environment: Vec<(String, String)>, limit: Duration) -> Self {
        let name = command.first().map_or("", |path| path.rsplit('/').next().unwrap_or(path)).to_owned();
        let weights = "unknown".to_owned();
        Self {
            command,
            environment,
            limit,
            running: None,
            loaded: None,
            crashes: 0,
            engine: name,
            weights,
            ready: Vec::new(),
            reported: Vec::new(),
        }
    }

    fn start(&self) -> Result<Running, Failure> {
        let (program, arguments) =
            self.command.split_first().ok_or_else(|| Failure::Broken("no command was given".to_owned()))?;
        tree::adopt();
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
            (Some(orders), Some(output)) => {
                let (answer, answers) = channel();
                std::thread::spawn(move || {
                    // Nobody listens any more once the program is given up.
                    listen(output, |said| answer.send(said).is_ok());
                });
                Ok(Running { child, orders, answers })
            }
            _ => Err(broken(&"it has no pipes")),
        }
    }

    /// Gives an order and waits for the answer; a program that ends instead, or does not answer, is an error of this configuration.
    fn ask(&mut self, order: &str, expected: &str) -> Result<String, Failure> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => self.start()?,
        };
        let silence = match running.ask(order, self.limit) {
            Ok(answer) => {
                self.running = Some(running);
                self.crashes = 0;
                let (word, rest) = answer.split_once(char::is_whitespace).unwrap_or((&answer, ""));
                return match word {
                    word if word == expected => Ok(rest.trim().to_owned()),
                    "out-of-memory" => Err(Failure::OutOfMemory(rest.trim().to_owned())),
                    "error" => Err(Failure::Unable(rest.trim().to_owned())),
                    _ => Err(Failure::Unable(format!(
                        "the command answered {answer:?} to {order:?}; allowed are {expected}, out-of-memory WHY, error WHY"
                    ))),
                };
            }
            Err(silence) => silence,
        };
        let ended = running.end();
        self.loaded = None;
        self.crashes += 1;
        let why = match silence {
            Silence::Ended(error) => {
                format!("the command ended ({ended}) instead of answering {order:?}: {error}")
            }
            Silence::Late => format!(
                "the command did not answer {order:?} within {} s and was ended with all that it started; \
                 --answer-within gives it longer",
                self.limit.as_secs_f64()
            ),
            Silence::Unasked(said) => format!(
                "the command said {said:?} without being asked, so its answers cannot be told apart, and was ended"
            ),
        };
        if self.crashes >= MOST_CRASHES { Err(Failure::Broken(why)) } else { Err(Failure::Unable(why)) }
    }
}

/// The settings of an answer.
fn settings(answer: &str) -> Result<Vec<Pair>, Failure> {
    let pairs: anyhow::Result<Vec<Pair>> = answer.split_whitespace().map(str::parse).collect();
    pairs.map_err(|error| Failure::Unable(format!("the command answered {answer:?}: {error:#}")))
}

/// Reads the program's output line by line: what it says to us is handed on, everything else is told.
fn listen(output: impl Read, mut hand_on: impl FnMut(String) -> bool) {
    let mut output = BufReader::new(output);
    let (mut line, mut inside) = (Vec::new(), false);
    loop {
        line.clear();
        match output.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let text = String::from_utf8_lossy(&line);
        let whole = line.ends_with(b"\n");
        match said_in(&text).filter(|_| whole && !inside) {
            Some(said) => {
                if !hand_on(said.trim().to_owned()) {
                    return;
                }
            }
            None => tell(text.trim_end()),
        }
        inside = !whole;
    }
}

impl Running {
    fn ask(&mut self, order: &str, limit: Duration) -> Result<String, Silence> {
        if let Ok(said) = self.answers.try_recv() {
            return Err(Silence::Unasked(said));
        }
        writeln!(self.orders, "{order}").and_then(|()| self.orders.flush()).map_err(Silence::Ended)?;
        self.answers.recv_timeout(limit).map_err(|error| match error {
            RecvTimeoutError::Timeout => Silence::Late,
            RecvTimeoutError::Disconnected => {
                Silence::Ended(std::io::Error::from(std::io::ErrorKind::UnexpectedEof))
            }
        })
    }

    /// Ends the program and everything that it started, and says how it ended.
    fn end(mut self) -> String {
        drop(self.orders);
        // It hung up on us, and ends by itself, or it is made to.
        let left = if self.child.try_wait().is_ok_and(|status| status.is_some()) && tree::below().is_empty() {
            Vec::new()
        } else {
            tree::end()
        };
        if left.contains(&self.child.id()) {
            return format!("process {} cannot be ended", self.child.id());
        }
        self.child.wait().map_or_else(|error| error.to_string(), |status| status.to_string())
    }
}

impl Drop for CommandPipeline {
    fn drop(&mut self) {
        let Some(mut running) = self.running.take() else { return };
        let _ = writeln!(running.orders, "quit");
        drop(running.orders);
        let begun = std::time::Instant::now();
        while running.child.try_wait().is_ok_and(|status| status.is_none()) && begun.elapsed() < LEAVING {
            std::thread::sleep(LOOK);
        }
        if !tree::below().is_empty() {
            tree::end();
        }
        let _ = running.child.try_wait();
    }
}

impl Pipeline for CommandPipeline {
    fn engine(&self) -> String {
        self.engine.clone()
    }

    fn weights(&self) -> String {
        self.weights.clone()
    }

    fn prepare(&mut self, job: &Job) -> Result<Prepared, Failure> {
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
        self.ready = settings(&answer)?;
        for Pair { key, value } in &self.ready {
            let text = value.as_str().unwrap_or_default();
            match key.as_str() {
                "engine" => text.clone_into(&mut self.engine),
                "weights" => text.clone_into(&mut self.weights),
                _ => {}
            }
        }
        let kept = self.loaded.replace(job.loaded()) == Some(job.loaded());
        Ok(if kept { Prepared::Kept } else { Prepared::Loaded })
    }

    fn generate(&mut self, _: &Job, images: u32, seed: u64) -> Result<(), Failure> {
        self.reported.clear();
        let answer = self.ask(&format!("generate images={images} seed={seed}"), "done")?;
        self.reported.clone_from(&self.ready);
        self.reported.extend(settings(&answer)?);
        Ok(())
    }

    fn reported(&self) -> Option<&[Pair]> {
        Some(&self.reported)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, PoisonError};

    use super::*;
    use crate::sweep::job::Images;
    use wattpix_core::workload::Workload;

    /// Ending a program ends everything below this process, so one test runs at a time.
    static ALONE: Mutex<()> = Mutex::new(());

    fn job() -> Job {
        let model = wattpix_core::model::find("sd2.1").unwrap();
        Job { workload: Workload::default_of(model), images: Images::Auto }
    }

    fn shell(script: &str) -> CommandPipeline {
        let command = ["sh", "-c", script].map(str::to_owned).to_vec();
        CommandPipeline::new(command, Vec::new(), Duration::from_secs(60))
    }

    #[test]
    fn orders_are_answered_and_what_is_no_answer_is_passed_on() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut pipeline = shell(
            "while read order rest; do case $order in prepare) echo loading; echo wattpix: ready engine=sh-1 \
             weights=none;; generate) echo \"wattpix: done\";; quit) exit;; esac; done",
        );
        assert_eq!(pipeline.prepare(&job()), Ok(Prepared::Loaded));
        assert_eq!(pipeline.prepare(&job()), Ok(Prepared::Kept));
        assert_eq!((pipeline.engine(), pipeline.weights()), ("sh-1".to_owned(), "none".to_owned()));
        pipeline.generate(&job(), 4, 7).unwrap();
    }

    #[test]
    fn failures_are_told_apart_and_a_program_that_keeps_dying_is_given_up() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
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
        let mut missing = CommandPipeline::new(vec!["/no/such/program".to_owned()], Vec::new(), LEAVING);
        assert!(matches!(missing.prepare(&job()), Err(Failure::Broken(why)) if why.contains("cannot start")));
    }

    #[test]
    fn a_program_that_does_not_answer_is_ended_with_all_that_it_started() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        // One child in the background, one in a session of its own that ignores being asked.
        let script =
            "sleep 600 & setsid sh -c 'trap \"\" TERM; sleep 601; sleep 602' & read order; sleep 603";
        let command = ["sh", "-c", script].map(str::to_owned).to_vec();
        let mut hung = CommandPipeline::new(command, Vec::new(), Duration::from_millis(500));
        let told = hung.prepare(&job()).unwrap_err();
        assert!(
            matches!(&told, Failure::Unable(why) if why.contains("within 0.5 s") && why.contains("--answer-within")),
            "{told}"
        );
        assert_eq!(tree::below(), Vec::<u32>::new());
    }

    #[test]
    fn an_answer_that_nobody_asked_for_is_not_taken_for_the_next() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut hasty = shell("read order; echo wattpix: ready; echo wattpix: done; read order; sleep 600");
        hasty.prepare(&job()).unwrap();
        std::thread::sleep(Duration::from_millis(300));
        let told = hasty.generate(&job(), 1, 1).unwrap_err();
        assert!(matches!(&told, Failure::Unable(why) if why.contains("without being asked")), "{told}");
        assert_eq!(tree::below(), Vec::<u32>::new());
    }

    #[test]
    fn a_line_without_end_is_told_in_pieces_and_hides_no_answer() {
        let mut said = Vec::new();
        let mut text = vec![b'x'; 3 * LONGEST as usize];
        text.extend(b"wattpix: done\n\rbar 100%wattpix: ready\n");
        listen(text.as_slice(), |answer| {
            said.push(answer);
            true
        });
        assert_eq!(said, ["ready"]);
    }
}
