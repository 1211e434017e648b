//! A person's own measurements and fits: read, shown beside what the page's fits say, and fitted. Nothing leaves the browser.

mod frame;

pub use frame::frame;
