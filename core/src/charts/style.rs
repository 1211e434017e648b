//! Colours and rules of charts: for the page as CSS custom properties, for files resolved to plain colours.

/// Rules that give the classes of a chart their look; colours are custom properties.
pub(super) const RULES: &str = include_str!("rules.css");

/// Colour theme of a stand-alone chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// On white; also for print.
    Light,
    /// On near-black.
    Dark,
}

/// Name, light and dark value of every custom property. Series colours have a contrast of at least 4.5 to
/// their background (WCAG 2.2, 1.4.3), which a test checks; shapes and dashes tell series apart as well.
pub const COLOURS: [(&str, &str, &str); 13] = [
    ("--chart-1", "#0a64b4", "#6cb4f5"),
    ("--chart-2", "#b8410b", "#ff9b66"),
    ("--chart-3", "#0d7a5c", "#4ecb9f"),
    ("--chart-4", "#7a3fc4", "#c3a3ff"),
    ("--chart-5", "#8a6100", "#e2b53f"),
    ("--chart-6", "#b8186c", "#ff8cc4"),
    ("--chart-text", "#2b2f36", "#e3e6ea"),
    ("--chart-muted", "#5b626c", "#a3abb6"),
    ("--chart-axis", "#7d8590", "#8a929d"),
    ("--chart-grid", "#e3e6ea", "#30363d"),
    ("--chart-background", "#ffffff", "#14171b"),
    ("--chart-on-fill", "#ffffff", "#14171b"),
    ("--chart-track", "#f0f2f4", "#22272e"),
];

fn properties(css: &mut String, theme: Theme) {
    for (name, light, dark) in COLOURS {
        css.push_str(name);
        css.push(':');
        css.push_str(if theme == Theme::Light { light } else { dark });
        css.push(';');
    }
}

/// The style sheet for pages: properties for light, dark (by the system's setting, or by `data-theme="light"`
/// or `"dark"` on the root element) and print, then the rules.
pub fn stylesheet() -> String {
    let mut css = String::from(":root{");
    properties(&mut css, Theme::Light);
    css.push_str("}\n@media screen and (prefers-color-scheme:dark){:root:not([data-theme=\"light\"]){");
    properties(&mut css, Theme::Dark);
    css.push_str("}}\n:root[data-theme=\"dark\"]{");
    properties(&mut css, Theme::Dark);
    css.push_str("}\n@media print{:root,:root[data-theme]{");
    properties(&mut css, Theme::Light);
    css.push_str("}}\n");
    css.push_str(RULES);
    css
}

/// The value of a custom property.
pub(super) fn colour(property: &str, theme: Theme) -> Option<&'static str> {
    let (_, light, dark) = COLOURS.into_iter().find(|(name, ..)| *name == property)?;
    Some(if theme == Theme::Light { light } else { dark })
}
