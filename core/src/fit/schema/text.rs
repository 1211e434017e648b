//! Texts and lists of a fit file.

use std::borrow::Cow;

/// Text of a fit file: borrowed when built in, owned when read.
pub type Text = Cow<'static, str>;

/// A list of a fit file.
pub type List<T> = Cow<'static, [T]>;
