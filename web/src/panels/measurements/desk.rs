//! The task under way with a person's files, and its results. One task goes on at a time, in the worker.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wattpix_core::error::Choice;
use wattpix_core::fit::Fit;
use wattpix_core::setting::Boundary;
use wattpix_core::words::{Word, Words};
use web_sys::File;

use crate::browser::Visit;
use crate::own::points::SentPoint;
use crate::own::{fits, points};
use crate::reactive::{effect, memo};
use crate::state::State;
use crate::worker::client::{self, Client, Stopped};
use crate::worker::message::{Answer, Made, Request, Summary};

/// A task under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Tells it from others.
    number: u32,
    /// Name shown to people.
    pub about: String,
    /// Bytes that are done and all there are, where that is known.
    pub bytes: Option<(f64, f64)>,
}

#[cfg(test)]
impl Task {
    /// A task about something, of which nothing is done.
    pub fn new(about: &str) -> Self {
        Self { number: 0, about: about.to_owned(), bytes: None }
    }
}

/// A person's files and fits.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The page's state.
    pub state: State,
    /// The page's language.
    pub words: Words,
    client: StoredValue<Client, LocalStorage>,
    /// Files with rows that the worker holds.
    files: StoredValue<Vec<File>, LocalStorage>,
    /// Fit files that wait until the task under way has ended.
    waiting: StoredValue<Vec<File>, LocalStorage>,
    tasks: StoredValue<u32>,
    /// The task under way.
    pub task: RwSignal<Option<Task>>,
    /// Faults of the last task.
    pub problems: RwSignal<Vec<String>>,
    /// Summary of the rows.
    pub summary: RwSignal<Option<Summary>>,
    /// The fit that was made of them.
    pub made: RwSignal<Option<Made>>,
    /// A person's fits.
    pub fits: RwSignal<Vec<&'static Fit>>,
    /// Ids of those that this browser keeps.
    pub kept: RwSignal<Vec<String>>,
}

impl Desk {
    /// A desk without files, which follows the page's boundary. `unreadable` says why fits that the browser keeps cannot be read.
    pub fn new(unreadable: Option<String>) -> Self {
        let state: State = expect_context();
        let words = state.words;
        let problem = |reason: String| words.say(Word::MEASUREMENTS_UNREADABLE, &[("reason", &reason)]);
        let (summary, made) = (RwSignal::new(None), RwSignal::new(None));
        let files = StoredValue::new_local(Vec::new());
        let lost = move || {
            // The rows are gone: reading them again might end the worker again.
            files.set_value(Vec::new());
            points::show(Vec::new());
            summary.set(None);
            made.set(None);
        };
        let desk = Self {
            state,
            words,
            client: StoredValue::new_local(Client::new(words, lost)),
            files,
            waiting: StoredValue::new_local(Vec::new()),
            tasks: StoredValue::new(0),
            task: RwSignal::new(None),
            problems: RwSignal::new(unreadable.map(problem).into_iter().collect()),
            summary,
            made,
            fits: RwSignal::new(fits::all()),
            kept: RwSignal::new(fits::all().iter().map(|fit| fit.id().to_owned()).collect()),
        };
        let boundary = memo(move || desk.state.get(|view| view.page.main.question.boundary.name()));
        effect(move || {
            boundary.get();
            desk.follow_boundary();
        });
        desk
    }

    /// Returns a text of the page's language.
    pub fn text(self, word: Word) -> &'static str {
        self.words.text(word)
    }

    fn boundary(self) -> Boundary {
        self.state.now(|view| view.page.main.question.boundary)
    }

    /// Reads the files again where their energies were taken within another boundary than the page's. The task under way goes first.
    fn follow_boundary(self) {
        let shown = self.summary.with_untracked(|summary| summary.as_ref().map(|summary| summary.boundary));
        let idle = self.task.with_untracked(Option::is_none);
        if idle && shown.is_some_and(|shown| shown != self.boundary()) {
            self.bring(self.files.get_value());
        }
    }

    /// Begins a task in the place of another.
    fn begin(self, about: String) -> u32 {
        self.tasks.update_value(|tasks| *tasks += 1);
        let number = self.tasks.get_value();
        self.problems.set(Vec::new());
        self.task.set(Some(Task { number, about, bytes: None }));
        number
    }

    fn goes_on(self, number: u32) -> bool {
        self.task.with_untracked(|task| task.as_ref().is_some_and(|task| task.number == number))
    }

    fn end(self, number: u32, problems: Vec<String>) {
        if !self.goes_on(number) {
            return;
        }
        self.problems.set(problems);
        self.task.set(None);
        let waiting = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        if waiting.is_empty() {
            self.follow_boundary();
        } else {
            self.bring(waiting);
        }
    }

    /// Asks the worker; progress is shown while a task goes on.
    async fn ask(self, number: u32, request: Request, file: Option<&File>) -> Result<Answer, String> {
        let progress = move |bytes: f64| {
            if self.goes_on(number) {
                self.task.update(|task| {
                    if let Some((done, _)) = task.as_mut().and_then(|task| task.bytes.as_mut()) {
                        *done = bytes;
                    }
                });
            }
        };
        match client::ask(self.client.get_value(), request, file.cloned(), Box::new(progress)).await {
            Ok(Answer::Refused(reason)) => Err(reason),
            Ok(answer) => Ok(answer),
            Err(Stopped) => Err(self.text(Word::SCRIPT_STOPPED).to_owned()),
        }
    }

    /// Reads files: rows in place of those before, fits beside those that are there. A file that cannot be used is told of, and the others
    /// are read; where no file has a row, those before stay.
    pub fn bring(self, chosen: Vec<File>) {
        let has_rows = !chosen.iter().all(is_fit);
        if self.task.with_untracked(Option::is_some) {
            if !has_rows {
                self.waiting.update_value(|waiting| waiting.extend(chosen));
                return;
            }
            // New rows take the place of the task with the old ones.
            self.client.get_value().stop();
        }
        let number = self.begin(String::new());
        spawn_local(async move {
            let problems = self.read(number, chosen, has_rows).await;
            self.end(number, problems);
        });
    }

    /// Reads files and returns why some cannot be used.
    async fn read(self, number: u32, chosen: Vec<File>, has_rows: bool) -> Vec<String> {
        let boundary = self.boundary();
        let (mut with_rows, mut problems) = (Vec::new(), Vec::new());
        if has_rows && let Err(reason) = self.ask(number, Request::Begin(boundary), None).await {
            return vec![reason];
        }
        for file in chosen {
            if !self.goes_on(number) {
                return problems;
            }
            self.task.set(Some(Task { number, about: file.name(), bytes: Some((0.0, file.size())) }));
            let request = Request::Take(file.name());
            match self.ask(number, request, Some(&file)).await {
                Ok(Answer::Fit(fit)) => self.add(fit.into_fit()),
                Ok(_) => with_rows.push(file),
                Err(reason) => problems.push(reason),
            }
        }
        if with_rows.is_empty() || !self.goes_on(number) {
            return problems;
        }
        match self.ask(number, Request::Finish, None).await {
            Ok(Answer::Rows(summary)) if self.goes_on(number) => {
                self.files.set_value(with_rows);
                points::show(summary.points.iter().filter_map(SentPoint::point).collect());
                self.made.set(None);
                self.summary.set(Some(summary));
            }
            Ok(_) => {}
            Err(reason) => problems.push(reason),
        }
        problems
    }

    /// Fits the rows.
    pub fn fit(self) {
        if self.task.with_untracked(Option::is_some) {
            return;
        }
        let number = self.begin(self.text(Word::MEASUREMENTS_FIT).to_owned());
        spawn_local(async move {
            let answer = self.ask(number, Request::Fit(today()), None).await;
            let problems = match answer {
                Ok(Answer::Made(made)) => {
                    if self.goes_on(number) {
                        self.made.set(Some(*made));
                    }
                    None
                }
                Ok(_) => None,
                Err(reason) => Some(reason),
            };
            self.end(number, problems.into_iter().collect());
        });
    }

    /// Ends the task. The rows went with the worker: those that it held are read again.
    pub fn cancel(self) {
        self.client.get_value().stop();
        self.task.set(None);
        let files = self.files.get_value();
        if !files.is_empty() {
            self.bring(files);
        }
    }

    /// Shows the rows within a boundary.
    pub fn show_boundary(self, boundary: Boundary) {
        let value = if boundary == Boundary::Net { "" } else { boundary.name() };
        self.state.put("boundary", value, Visit::New);
    }
}

fn is_fit(file: &File) -> bool {
    file.name().to_ascii_lowercase().ends_with(".json")
}

/// Today, YYYY-MM-DD.
fn today() -> String {
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    now.get(..10).unwrap_or_default().to_owned()
}
