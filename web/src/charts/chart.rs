//! A chart of the site and its settings.

use wattpix_core::charts::{Drawing, Error, Frame};
use wattpix_core::words::Word;

use crate::view::View;

/// A chart of the site. `draw` gives `None` where there is nothing to draw.
#[derive(Clone, Copy)]
pub struct Chart {
    /// Stable name: links and tests use it.
    pub id: &'static str,
    /// Caption.
    pub title: Word,
    /// Draws it.
    pub draw: fn(&View, Look) -> Option<Result<Drawing, Error>>,
}

/// Settings of a chart's look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Width in CSS pixels.
    pub width: u32,
    /// True if the drawing stands alone: with its title and what it is about inside.
    pub alone: bool,
}

impl Look {
    /// Beside a caption on a page.
    pub const fn on_page(width: u32) -> Self {
        Self { width, alone: false }
    }

    /// Returns the look of a picture of its own.
    pub const fn alone(width: u32) -> Self {
        Self { width, alone: true }
    }

    /// The frame of a chart about a state.
    pub(super) fn frame(self, id: &str, title: Word, about: &View) -> Frame {
        let title = about.words.text(title);
        let title = if self.alone { [title, ". ", &about.what()].concat() } else { title.to_owned() };
        Frame { heading: self.alone, words: about.words, ..Frame::new(id, title, self.width) }
    }
}
