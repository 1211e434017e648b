//! The story of one run: idle, the program beside the readings, its marks, idle again, rows.

use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::ledger::{Ledger, Moment};
use super::link::SOCKET;
use super::mark::Mark;
use super::output::pass_through;
use super::signals::{Passing, ends, name};
use super::socket::{Asked, Socket};
use crate::flag::Flag;
use crate::idle::Idle;
use crate::output::tell;
use crate::recorder::{Edge, Recorder};
use crate::tree;
use crate::window::Window;

/// Time to wait for the rest of the output once the program has ended: something it started may keep it open.
const OUTPUT_PATIENCE: Duration = Duration::from_secs(1);

/// Streams of the program in which marks are found: standard output and standard error.
const STREAMS: usize = 2;

/// An edge at which a phase begins is taken anew where it could not be answered for so long, seconds.
const STALE_S: f64 = 0.15;

/// An event while the program runs.
enum Event {
    Marked(anyhow::Result<Mark>, Moment),
    Asked(Asked),
    Signal(i32),
    OutputEnded,
    Ended(std::io::Result<ExitStatus>),
}

/// End of the program.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ended {
    /// Exit status of `measure`: the program's status, or 128 and the signal that killed it, as shells do.
    pub code: u8,
    /// The signal that killed it.
    pub signal: Option<i32>,
    /// A signal that reached `measure` and was passed on.
    pub passed: Option<i32>,
    /// The time limit that it was ended at, seconds.
    pub late_s: Option<f64>,
}

/// Exit status where the time limit ended the program, as of `timeout`.
const LATE: u8 = 124;

impl Ended {
    /// `exit 3`, `signal SIGKILL`; nothing for success.
    #[must_use]
    pub fn describe(&self) -> Option<String> {
        if let Some(seconds) = self.late_s {
            return Some(format!("time limit of {seconds} s"));
        }
        match (self.signal, self.code) {
            (Some(signal), _) => Some(format!("signal {}", name(signal))),
            (None, 0) => None,
            (None, code) => Some(format!("exit {code}")),
        }
    }

    fn flag(&self) -> Option<Flag> {
        match (self.passed, self.describe()) {
            (_, None) => None,
            (Some(_), Some(_)) => Some(Flag::Interrupted),
            (None, Some(_)) => Some(Flag::CommandFailed),
        }
    }
}

/// The program did not start.
#[derive(Debug, thiserror::Error)]
#[error("cannot start {program:?}: {error}")]
pub struct NotStarted {
    /// Program that was to be started.
    pub program: String,
    /// Why it was not.
    pub error: std::io::Error,
}

/// A signal came before the program was started.
#[derive(Debug, thiserror::Error)]
#[error("stopped by {} before the command was started", name(*.signal))]
pub struct Stopped {
    /// Number of the signal.
    pub signal: i32,
}

/// Description of a run.
pub struct Plan {
    /// Program and arguments.
    pub command: Vec<String>,
    /// Environment variables to add.
    pub environment: Vec<(String, String)>,
    /// Seconds of idle power before and after; 0 for none.
    pub idle_s: f64,
    /// Time limit; then the program is ended with all that it started.
    pub limit: Option<Duration>,
}

/// Runs the program and files its rows. Returns how it ended and which share of a core the readings took.
///
/// # Errors
/// [`NotStarted`], or a row that cannot be written (the program is then still waited for).
pub fn run(
    recorder: &Arc<Recorder>,
    ledger: &mut Ledger,
    plan: &Plan,
) -> anyhow::Result<(Ended, Option<f64>)> {
    recorder.note_before();
    let (events, happened) = channel();
    let signals = Passing::start(events.clone(), Event::Signal)?;
    if plan.idle_s > 0.0 {
        tell(&format!("idle power for {:.0} s before the command ...", plan.idle_s));
        let (start, window, stopped) = watch_idle(recorder, plan.idle_s, &happened);
        if let Some(signal) = stopped {
            return Err(Stopped { signal }.into());
        }
        let config = ledger.config().clone();
        ledger.idle_row(window, &start, &config, false)?;
    }
    let socket = Socket::listen(recorder, &events, Event::Asked)?;
    let (result, share) =
        recorder.beside(|| attend(recorder, ledger, plan, &signals, &socket, events, &happened));
    drop(socket);
    // A row that could not be written must not cost those that can be.
    let Attended { edges, ended, mut trouble } = result?;
    let flags: Vec<Flag> = ended.flag().into_iter().collect();
    ledger.program_ended(&edges.1, &flags, ended.describe().as_deref());
    trouble = trouble.or(ledger.settle(true).err());
    let left = leftovers(&ended);
    let mut after = None;
    if plan.idle_s > 0.0 && ended.passed.is_none() && left.is_empty() {
        tell(&format!("idle power for {:.0} s after the command ...", plan.idle_s));
        let (start, window, stopped) = watch_idle(recorder, plan.idle_s, &happened);
        if stopped.is_none() {
            after = window.valid().then(|| Idle::of(recorder, window.clone())).flatten();
            let config = ledger.config().clone();
            trouble = trouble.or(ledger.idle_row(window, &start, &config, false).err());
        }
    }
    // Without a single phase, or when it failed outside every phase, the run itself is the row.
    let said = ledger.rows.iter().any(|row| row.ended.is_some());
    if !ledger.marked() || (ended.describe().is_some() && !said) {
        let filed = ledger.whole_run((&edges.0, &edges.1), after.as_ref(), &flags, ended.describe());
        trouble = trouble.or(filed.err());
    }
    match trouble {
        Some(error) => Err(error),
        None => Ok((ended, share)),
    }
}

/// Returns the processes that the program left behind: ended where the program was, else left alone and reported.
fn leftovers(ended: &Ended) -> Vec<u32> {
    let left = tree::below();
    if left.is_empty() {
        return left;
    }
    if ended.passed.is_some() || ended.late_s.is_some() {
        return tree::end();
    }
    tell(&format!(
        "the command has ended and {} that it started still run (process {}): no idle power is measured after it",
        left.len(),
        left.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
    ));
    left
}

/// The program from its start to its end.
struct Attended {
    edges: (Edge, Edge),
    ended: Ended,
    /// The first row that could not be written.
    trouble: Option<anyhow::Error>,
}

/// Idle power for that long, or until a signal says that nobody wants it.
fn watch_idle(
    recorder: &Recorder,
    seconds: f64,
    happened: &Receiver<Event>,
) -> (Moment, Window, Option<i32>) {
    let start = recorder.edge();
    let end = recorder.clock().now_s() + seconds;
    let (stopped, _) = recorder.beside(|| {
        loop {
            let rest = end - recorder.clock().now_s();
            if rest <= 0.0 {
                return None;
            }
            match happened.recv_timeout(Duration::from_secs_f64(rest)) {
                Ok(Event::Signal(number)) if ends(number) => return Some(number),
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => recorder.clock().sleep(rest),
            }
        }
    });
    let end = recorder.edge();
    (start.clone().into(), Window::between(recorder, &start, &end), stopped)
}

/// Starts the program and lives with it until it ends.
fn attend(
    recorder: &Arc<Recorder>,
    ledger: &mut Ledger,
    plan: &Plan,
    signals: &Passing,
    socket: &Socket,
    events: Sender<Event>,
    happened: &Receiver<Event>,
) -> anyhow::Result<Attended> {
    let start = recorder.edge();
    tree::adopt();
    let child = spawn(plan, socket)?;
    signals.to(child.id());
    listen(child, recorder, events);
    let begun = Instant::now();
    let mut trouble = None;
    let mut passed = None;
    let mut late_s = None;
    let mut status = None;
    let mut end = None;
    let mut open_streams = STREAMS;
    let status = loop {
        if status.is_some() && open_streams == 0 {
            break status;
        }
        let patience = if status.is_some() { OUTPUT_PATIENCE } else { Duration::from_millis(100) };
        match happened.recv_timeout(patience) {
            Ok(Event::Marked(Ok(mark), at)) => {
                if let Err(error) = ledger.take(mark, at) {
                    tell(&format!("mark ignored: {error:#}"));
                }
            }
            Ok(Event::Marked(Err(error), _)) => tell(&format!("mark ignored: {error:#}")),
            Ok(Event::Asked(Asked { mark, edge, answer })) => {
                let at = edge.map_or_else(
                    || Moment::now(recorder),
                    |edge| Moment::from(fresh(recorder, edge, matches!(mark, Mark::Begin(..)))),
                );
                // A program that hung up does not want the answer.
                let _ = answer.send(ledger.take(mark, at).map_err(|error| format!("{error:#}")));
            }
            Ok(Event::Signal(number)) => {
                if ends(number) && passed.is_some_and(ends) {
                    tell("a second signal: the command is ended with all that it started");
                    std::thread::spawn(tree::end);
                }
                passed = Some(number);
            }
            Ok(Event::OutputEnded) => open_streams -= 1,
            Ok(Event::Ended(ended)) => {
                signals.to_nobody();
                // Now: the rest of its output may be long in coming.
                end = Some(recorder.edge());
                status = Some(ended);
            }
            Err(RecvTimeoutError::Timeout) if status.is_some() => break status,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break status,
        }
        if let Some(limit) = plan.limit
            && late_s.is_none()
            && status.is_none()
            && begun.elapsed() > limit
        {
            late_s = Some(limit.as_secs_f64());
            tell(&format!(
                "the command has run for {} s and is ended with all that it started",
                limit.as_secs_f64()
            ));
            std::thread::spawn(tree::end);
        }
        // The program goes on even when a row cannot be written; the trouble is told in the end.
        if let Err(error) = ledger.settle(false)
            && trouble.is_none()
        {
            tell(&format!("{error:#}"));
            trouble = Some(error);
        }
    };
    signals.to_nobody();
    let end = end.unwrap_or_else(|| recorder.edge());
    let status = status.ok_or_else(|| anyhow::anyhow!("lost track of the command"))??;
    let signal = status.signal();
    let code = signal.map_or_else(|| status.code().unwrap_or(1), |signal| 128 + signal);
    let code = if late_s.is_some() { LATE } else { u8::try_from(code).unwrap_or(1) };
    let ended = Ended { code, signal, passed, late_s };
    Ok(Attended { edges: (start, end), ended, trouble })
}

/// The edge as it is answered: the program goes on then and not before, so that what begins is taken anew where rows took long to write.
fn fresh(recorder: &Recorder, edge: Edge, begins: bool) -> Edge {
    let waited_s = |edge: &Edge| recorder.clock().now_s() - edge.t_s;
    let edge = if begins && waited_s(&edge) > STALE_S { recorder.edge() } else { edge };
    Edge { given_s: edge.t_s + waited_s(&edge), ..edge }
}

fn spawn(plan: &Plan, socket: &Socket) -> anyhow::Result<Child> {
    let (program, arguments) = plan.command.split_first().ok_or_else(|| anyhow::anyhow!("no command"))?;
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.env(SOCKET, socket.path());
    // A pipe makes Python hold back its output, marker lines too, until there is much of it.
    if std::env::var_os("PYTHONUNBUFFERED").is_none() {
        command.env("PYTHONUNBUFFERED", "1");
    }
    for (name, value) in &plan.environment {
        command.env(name, value);
    }
    command.spawn().map_err(|error| NotStarted { program: program.clone(), error }.into())
}

/// Starts the threads that read the program's output and wait for its end.
fn listen(mut child: Child, recorder: &Arc<Recorder>, events: Sender<Event>) {
    watch(child.stdout.take(), std::io::stdout(), recorder, &events);
    watch(child.stderr.take(), std::io::stderr(), recorder, &events);
    std::thread::spawn(move || {
        let _ = events.send(Event::Ended(child.wait()));
    });
}

/// Starts a thread that passes a stream of the program through and hands on the marks in it.
fn watch(
    from: Option<impl Read + Send + 'static>,
    to: impl Write + Send + 'static,
    recorder: &Arc<Recorder>,
    events: &Sender<Event>,
) {
    let (marks, recorder) = (events.clone(), Arc::clone(recorder));
    std::thread::spawn(move || {
        if let Some(from) = from {
            pass_through(from, to, |mark| {
                // Nobody listens any more once the run is over.
                let _ = marks.send(Event::Marked(mark, Moment::now(&recorder)));
            });
        }
        let _ = marks.send(Event::OutputEnded);
    });
}

/// The environment that makes the program use the metered GPUs and no other, where nothing was said of it.
#[must_use]
pub fn pin_to_gpu(recorder: &Recorder) -> Vec<(String, String)> {
    // A scripted GPU has no library and hides no real one.
    let real = |one: &Recorder| one.meter().identity().library.is_some();
    let uuids: Option<Vec<String>> =
        recorder.all().map(|one| one.meter().identity().uuid.clone().filter(|_| real(one))).collect();
    match uuids {
        Some(uuids) if std::env::var_os("CUDA_VISIBLE_DEVICES").is_none() => {
            vec![("CUDA_VISIBLE_DEVICES".to_owned(), uuids.join(","))]
        }
        _ => Vec::new(),
    }
}
