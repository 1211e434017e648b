//! Sweeps: many configurations, each measured several times, in a run that survives anything.
//!
//! - [`design`] — what is to be measured, as a file or options; [`job`] — one configuration of it.
//! - [`predict`] — what it will take, and what cannot be run and why.
//! - [`pipeline`] — what makes the images: the fake, an external command, the models on candle.
//! - [`bench`](mod@bench) — the card, the clock and the pipeline of a run; [`fake`] — the same without a card.
//! - [`rules`] — how a repeat is measured and when there are enough; [`spread`] — the interval of their mean.
//! - [`done`] — what a file holds already.
//! - [`agenda`] — what is measured next: every configuration in turn.
//! - [`budget`] — what is measured next when GPU-minutes are limited.
//! - [`staged`] — text, denoising and decoding alone, before an agenda.
//! - [`repeat`] — one repeat; [`run`] — the story of a run; [`stop`] — its end on a signal.
//! - [`setup`] — everything a run needs, put together; [`shard`] — its part of the sweep.
//! - [`progress`] — what a run tells while it goes on.
//! - [`cards`] — every card of the machine at once.
//! - [`merge`](mod@merge) — files of shards into one.

pub mod agenda;
pub mod bench;
pub mod budget;
pub mod cards;
pub mod design;
pub mod done;
pub mod fake;
pub mod job;
pub mod merge;
pub mod pipeline;
pub mod predict;
pub mod progress;
pub mod repeat;
pub mod rules;
pub mod run;
pub mod setup;
pub mod shard;
pub mod spread;
pub mod staged;
pub mod stop;
