//! Components of the page that stand beside the form and the panels. Each reads the [`State`](crate::state::State) from context.

mod caveats;
mod clip;
mod compared;
mod figure;
mod interval_bar;
mod markup;
mod problems;
mod ranking;
mod readout;
mod sentence;
mod share_button;
mod situations;
mod sources;
mod strip;
pub mod table;
mod voice;

pub use caveats::Caveats;
pub use clip::Clip;
pub use compared::Compared;
pub use figure::{Figure, Menu};
pub use markup::Written;
pub use problems::{Problems, refused};
pub use ranking::Ranking;
pub use readout::{Readout, spoken};
pub use sentence::{bold, plain, sentence, value};
pub use share_button::ShareButton;
pub use situations::Situations;
pub use sources::Sources;
pub use strip::Strip;
pub use table::{Table, scrollable};
pub use voice::Voice;
