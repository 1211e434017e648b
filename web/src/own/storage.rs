//! The place where this browser keeps a person's fits. It may be full or forbidden: then nothing is given.

use web_sys::Storage;

/// Key in the browser's storage.
const NAME: &str = "wattpix-fits";

/// Texts that are set aside at most.
const MOST_ASIDE: u32 = 100;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// Returns the stored text.
pub fn read() -> Option<String> {
    storage()?.get_item(NAME).ok()?
}

/// Stores a text in the place of the one before.
pub fn write(text: &str) -> Option<()> {
    storage()?.set_item(NAME, text).ok()
}

/// Puts a stored text that cannot be read under another name, so that nothing takes its place.
pub fn set_aside(text: &str) -> Option<()> {
    let storage = storage()?;
    let mut names = (1..=MOST_ASIDE).map(|number| [NAME, "-set-aside-", &number.to_string()].concat());
    let free = names.find(|name| matches!(storage.get_item(name), Ok(None)))?;
    storage.set_item(&free, text).ok()
}

/// Removes the stored text.
pub fn remove() -> Option<()> {
    storage()?.remove_item(NAME).ok()
}
