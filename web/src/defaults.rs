//! Defaults of links: values that a link leaves out.

use wattpix_core::carbon::electricity::{PUE, ZONE};

/// Key of what is made, an image or a video, where no model is named.
pub const TASK: &str = "task";

/// The model of images where none is named.
pub const IMAGE: &str = "flux1-dev";

/// The model of video where none is named.
pub const VIDEO: &str = "wan2.2-ti2v-5b";

/// Key of the unit of energy.
pub const UNIT: &str = "unit";

/// Key of a budget's amount.
pub const AMOUNT: &str = "budget";

/// Key of what a budget's amount is of.
pub const IN: &str = "budget_in";

/// Key of what a budget is for.
pub const PER: &str = "per";

/// Key of the images of a budget's month.
pub const MONTHLY: &str = "monthly";

/// The electricity and how energy is shown.
const PAGE: [(&str, &str); 3] = [(ZONE, "WORLD"), (PUE, "1"), (UNIT, "wh")];

/// The budget.
pub(crate) const BUDGET: [(&str, &str); 4] = [(AMOUNT, "1"), (IN, "wh"), (PER, "image"), (MONTHLY, "10000")];

/// True if a value is what counts anyway.
pub fn is_default(key: &str, text: &str) -> bool {
    PAGE.contains(&(key, text)) || BUDGET.contains(&(key, text))
}
