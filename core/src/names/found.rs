//! Things with names, and what a name was found to mean.

/// An item with its names.
#[derive(Debug, Clone)]
pub struct Named<T> {
    /// The thing.
    pub thing: T,
    /// Names of the item, its id first. The first word of one tells it from others; a maker before it and a hub's owner are noise.
    pub names: Vec<&'static str>,
    /// Words that may stand beside a name without changing its meaning, such as the size of its memory.
    pub also: Vec<String>,
}

/// Meaning of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<T> {
    /// A single item.
    One(T),
    /// Any of these, in the order in which they were given.
    Several(Vec<T>),
    /// None; these come near it, the nearest first.
    Near(Vec<T>),
}
