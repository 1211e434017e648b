//! A person's fits: used, kept and forgotten.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wattpix_core::fit::Fit;
use wattpix_core::words::Word;

use super::desk::Desk;
use crate::browser::Visit;
use crate::own::kept::OwnFit;
use crate::own::reading::{self, Unread};
use crate::own::{fits, storage};

impl Desk {
    /// Makes a fit known to the page for this visit.
    pub fn add(self, fit: &'static Fit) {
        fits::add(fit);
        self.fits_changed();
    }

    fn fits_changed(self) {
        self.fits.set(fits::all());
        self.state.look();
    }

    /// Lets the fit that was made of the rows answer.
    pub fn use_made(self) {
        if let Some(made) = self.made.get_untracked() {
            let fit = made.fit.into_fit();
            self.add(fit);
            self.use_fit(fit.id());
        }
    }

    /// Lets a fit answer; none where the id is empty.
    pub fn use_fit(self, id: &str) {
        self.state.put("fit", id, Visit::New);
    }

    fn reason(self, unread: Unread) -> String {
        match unread {
            Unread::Lost => self.text(Word::SCRIPT_STOPPED).to_owned(),
            Unread::Refused(reason) => reason,
        }
    }

    /// Keeps a fit in this browser.
    pub fn keep(self, fit: &'static Fit) {
        self.change_kept(|kept| {
            kept.retain(|other| other.file.id != fit.id());
            kept.push(OwnFit::new(fit));
        });
    }

    /// Forgets a fit, here and in this browser.
    pub fn forget(self, id: &'static str) {
        fits::remove(id);
        if self.state.now(|view| view.query.get("fit") == Some(id)) {
            self.use_fit("");
        }
        self.fits_changed();
        if self.kept.with_untracked(|kept| kept.iter().any(|other| other == id)) {
            self.change_kept(move |kept| kept.retain(|other| other.file.id != id));
        }
    }

    /// Changes the fits that the browser keeps, those that other tabs kept among them.
    fn change_kept(self, change: impl FnOnce(&mut Vec<OwnFit>) + 'static) {
        spawn_local(async move {
            if let Err(unread) = self.keep_changed(change).await {
                self.problems.set(vec![self.reason(unread)]);
            }
        });
    }

    async fn keep_changed(self, change: impl FnOnce(&mut Vec<OwnFit>)) -> Result<(), Unread> {
        let stored = storage::read().unwrap_or_default();
        let not_allowed = || Unread::Refused(self.text(Word::SCRIPT_NOT_ALLOWED).to_owned());
        let mut kept = match reading::read_kept(stored.clone(), self.words).await {
            // That was told when the panel was opened.
            Err(Unread::Refused(_)) => {
                storage::set_aside(&stored).ok_or_else(not_allowed)?;
                Vec::new()
            }
            read => read?,
        };
        change(&mut kept);
        let ids = kept.iter().map(|fit| fit.file.id.to_string()).collect();
        let written = if kept.is_empty() {
            storage::remove()
        } else {
            storage::write(&reading::write_kept(kept).await?)
        };
        // Storage may be full or forbidden.
        written.ok_or_else(not_allowed)?;
        self.kept.set(ids);
        Ok(())
    }
}
