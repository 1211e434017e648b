//! `measure exec`: meters any external program and files what it declares of itself.
//!
//! - [`mark`] — the marker lines, by which a program says what it does.
//! - [`config`] — the configuration that a program or a person declares.
//! - [`ledger`] — open phases, finished ones, and the rows they become.
//! - [`book`] — the observation file and the traces beside it.
//! - [`disclosed`] — facts of a run for reports in other formats.
//! - [`output`] — passes the program's output through and finds marker lines in it.
//! - [`link`] — the program's side of the socket.
//! - [`socket`] — takes marker lines over a socket and answers when the counter has ticked.
//! - [`signals`] — passes signals on to the program.
//! - [`run`] — the story of one run.

pub mod book;
pub mod config;
pub mod disclosed;
pub mod ledger;
pub mod link;
pub mod mark;
pub mod output;
pub mod run;
pub mod signals;
pub mod socket;
