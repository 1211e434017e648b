//! Open phases, finished ones, and the rows they become.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::bail;

use super::book::Book;
use super::config::{Config, Pair};
use super::mark::Mark;
use crate::flag::{Flag, raise, valid};
use crate::idle::{Idle, IdleAround};
use crate::meter::Scope;
use crate::observation::{Observation, Stage};
use crate::output::tell;
use crate::recorder::{Edge, Recorder};
use crate::window::{Side, Window};

/// A moment: a tick that was waited for, or simply when a line came.
#[derive(Debug, Clone)]
pub struct Moment {
    /// Seconds of the clock.
    pub t_s: f64,
    /// Wall time.
    pub wall: SystemTime,
    /// The tick, if one was waited for.
    pub edge: Option<Edge>,
}

impl Moment {
    /// Now, with no tick waited for.
    #[must_use]
    pub fn now(recorder: &Recorder) -> Self {
        Self { t_s: recorder.clock().now_s(), wall: recorder.clock().wall(), edge: None }
    }

    fn side(&self) -> Side<'_> {
        self.edge.as_ref().map_or(Side::Moment(self.t_s), Side::Tick)
    }
}

impl From<Edge> for Moment {
    fn from(edge: Edge) -> Self {
        Self { t_s: edge.t_s, wall: edge.wall, edge: Some(edge) }
    }
}

struct Open {
    stage: Stage,
    start: Moment,
    config: Vec<Pair>,
}

/// A finished phase that is not yet a row.
struct Closed {
    stage: Stage,
    start: Moment,
    end: Moment,
    config: Config,
    flags: Vec<Flag>,
    ended: Option<String>,
}

/// Turns marks into rows.
pub struct Ledger {
    recorder: Arc<Recorder>,
    book: Book,
    program: String,
    config: Config,
    open: Vec<Open>,
    closed: Vec<Closed>,
    before: Option<Idle>,
    inside: Option<Idle>,
    /// Notes on settings, each told once.
    told: BTreeSet<String>,
    /// Rows of this run.
    pub rows: Vec<Observation>,
}

impl Ledger {
    /// A ledger that files its rows in a book.
    #[must_use]
    pub fn new(recorder: Arc<Recorder>, book: Book, program: String, config: Config) -> Self {
        Self {
            recorder,
            book,
            program,
            config,
            open: Vec::new(),
            closed: Vec::new(),
            before: None,
            inside: None,
            told: BTreeSet::new(),
            rows: Vec::new(),
        }
    }

    /// True if any phase was marked.
    #[must_use]
    pub fn marked(&self) -> bool {
        !(self.rows.iter().all(|row| row.stage == Stage::Idle)
            && self.open.is_empty()
            && self.closed.is_empty())
    }

    /// Takes a mark.
    ///
    /// # Errors
    /// A mark that does not fit the open phases; nothing changes then.
    pub fn take(&mut self, mark: Mark, at: Moment) -> anyhow::Result<()> {
        match mark {
            Mark::Config(pairs) => self.config.report(&pairs),
            Mark::Begin(stage, config) => {
                if let Some(same) = self.open.iter().find(|open| open.stage == stage) {
                    bail!("begin {0}, but {0} is open already; end it first", same.stage.word());
                }
                self.open.push(Open { stage, start: at, config });
            }
            Mark::End(stage, pairs) => {
                let innermost = self.open.last().map(|open| open.stage);
                match (innermost, stage) {
                    (None, _) => bail!("end, but no phase is open"),
                    (Some(open), Some(stage)) if open != stage => {
                        bail!("end {}, but the innermost open phase is {}", stage.word(), open.word())
                    }
                    _ => {
                        if let Some(open) = self.open.last_mut() {
                            open.config.extend(pairs);
                        }
                        self.close(at, &[], None);
                    }
                }
            }
        }
        Ok(())
    }

    fn close(&mut self, end: Moment, flags: &[Flag], ended: Option<String>) {
        let mut config = self.config.clone();
        for open in &self.open {
            config.report(&open.config);
        }
        if let Some(Open { stage, start, .. }) = self.open.pop() {
            self.closed.push(Closed { stage, start, end, config, flags: flags.to_vec(), ended });
        }
    }

    /// Ends every phase that the program left open, spoilt if it failed.
    pub fn program_ended(&mut self, end: &Edge, flags: &[Flag], ended: Option<&str>) {
        let now = Moment::from(end.clone());
        while let Some(open) = self.open.last() {
            if ended.is_none() {
                tell(&format!(
                    "{} was still open when the command ended: its row goes on until then",
                    open.stage.word()
                ));
            }
            let left_open = [flags, &[Flag::LeftOpen]].concat();
            self.close(now.clone(), &left_open, ended.map(str::to_owned));
        }
    }

    /// Makes rows of the phases that ended long enough ago for the counter to have ticked since.
    ///
    /// # Errors
    /// When a row cannot be written.
    pub fn settle(&mut self, everything: bool) -> anyhow::Result<()> {
        let periods = self.recorder.all().filter_map(|one| one.capabilities.counter_period_s());
        let patience_s = 3.0 * periods.fold(0.0, f64::max) + self.recorder.sample_s();
        let now = self.recorder.clock().now_s();
        let due =
            |closed: &Closed| everything || closed.end.edge.is_some() || now > closed.end.t_s + patience_s;
        let (ready, waiting) = std::mem::take(&mut self.closed).into_iter().partition(due);
        self.closed = waiting;
        // Behind a row that cannot be written, the others are tried all the same.
        let mut outcome = Ok(());
        for closed in ready {
            let filed = self.phase(closed);
            outcome = outcome.and(filed);
        }
        outcome
    }

    fn phase(&mut self, closed: Closed) -> anyhow::Result<()> {
        let mut window = Window::spanning(&self.recorder, closed.start.side(), closed.end.side());
        for flag in &closed.flags {
            raise(&mut window.flags, *flag);
        }
        if closed.stage == Stage::Idle {
            return self.idle_row(window, &closed.start, &closed.config, true);
        }
        let idle = self.idle_so_far(&mut window);
        self.row(closed.stage, window, idle, &closed.start, &closed.config, closed.ended)
    }

    /// Idle power for a phase: what the program marked once the model was loaded, else what was measured before.
    fn idle_so_far(&self, window: &mut Window) -> Option<IdleAround> {
        if let Some(inside) = &self.inside {
            return IdleAround::join(Some(inside), None);
        }
        if self.before.is_some() && self.recorder.meter().identity().scope == Scope::Gpu {
            raise(&mut window.flags, Flag::IdleWithoutContext);
        }
        IdleAround::join(self.before.as_ref(), None)
    }

    /// Files idle power measured outside the program or by a phase of it.
    ///
    /// # Errors
    /// When the row cannot be written.
    pub fn idle_row(
        &mut self,
        mut window: Window,
        start: &Moment,
        config: &Config,
        inside: bool,
    ) -> anyhow::Result<()> {
        let earlier = if inside { self.inside.clone() } else { self.before.clone() };
        let idle = valid(&window.flags).then(|| Idle::of(&self.recorder, window.clone())).flatten();
        if let Some(around) = IdleAround::join(earlier.as_ref(), idle.as_ref())
            && around.drifted
        {
            raise(&mut window.flags, Flag::IdleDrift);
        }
        let around = IdleAround::join(idle.as_ref(), None);
        if inside {
            self.inside = idle.or(earlier);
        } else {
            self.before = earlier.or(idle);
        }
        self.row(Stage::Idle, window, around, start, config, None)
    }

    /// Files the run as a whole, with idle power from before and after.
    ///
    /// # Errors
    /// When the row cannot be written.
    pub fn whole_run(
        &mut self,
        edges: (&Edge, &Edge),
        after: Option<&Idle>,
        flags: &[Flag],
        ended: Option<String>,
    ) -> anyhow::Result<()> {
        let mut window = Window::between(&self.recorder, edges.0, edges.1);
        raise(&mut window.flags, Flag::WholeRun);
        for flag in flags {
            raise(&mut window.flags, *flag);
        }
        if self.recorder.meter().identity().scope == Scope::Gpu && self.before.is_some() {
            raise(&mut window.flags, Flag::IdleWithoutContext);
        }
        let idle = IdleAround::join(self.before.as_ref(), after);
        let config = self.config.clone();
        self.row(Stage::Image, window, idle, &edges.0.clone().into(), &config, ended)
    }

    /// Tells once what is to be known of the settings declared so far.
    pub fn tell_notes(&mut self) {
        self.tell_once(self.config.notes());
    }

    fn tell_once(&mut self, notes: Vec<String>) {
        for note in notes {
            if !self.told.contains(&note) {
                tell(&note);
                self.told.insert(note);
            }
        }
    }

    /// The configuration declared so far.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    fn row(
        &mut self,
        stage: Stage,
        window: Window,
        idle: Option<IdleAround>,
        start: &Moment,
        config: &Config,
        ended: Option<String>,
    ) -> anyhow::Result<()> {
        let span = (window.start_s, window.end_s);
        let mut row =
            Observation::measured(self.recorder.meter().identity(), window, idle, stage, start.wall);
        config.fill(&mut row);
        row.key = config.row_key(&self.program);
        if stage != Stage::Idle && !config.complete() {
            row.add_reason(Flag::ConfigMissing);
        }
        if stage != Stage::Idle {
            let told = config.doubts().into_iter().chain(config.changed_in_silence());
            told.for_each(|flag| row.add_reason(flag));
            self.tell_once(config.notes());
        }
        if ended.is_some() && row.valid {
            row.add_reason(Flag::CommandFailed);
        }
        row.ended = ended;
        let row = self.book.file(&self.recorder, row, span)?;
        self.rows.push(row);
        Ok(())
    }
}
