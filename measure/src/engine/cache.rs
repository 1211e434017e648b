//! Remembers what depends on sizes only, such as position tables: made on the host in every pass, they would leave the
//! device waiting.

use std::cell::RefCell;

use candle_core::Result;

/// Sizes that are remembered: those of a prompt and of the one that guidance steers away from.
const REMEMBERED: usize = 2;

/// The last values and what they were made for.
#[derive(Debug)]
pub struct Recent<K, V>(RefCell<Vec<(K, V)>>);

impl<K, V> Default for Recent<K, V> {
    fn default() -> Self {
        Self(RefCell::new(Vec::new()))
    }
}

impl<K: PartialEq, V: Clone> Recent<K, V> {
    /// The value for `key`, made anew if none of the last ones was for it.
    ///
    /// # Errors
    /// Whatever `make` fails with.
    pub fn get(&self, key: K, make: impl FnOnce() -> Result<V>) -> Result<V> {
        if let Some((_, value)) = self.0.borrow().iter().find(|(made_for, _)| *made_for == key) {
            return Ok(value.clone());
        }
        let value = make()?;
        let mut values = self.0.borrow_mut();
        values.truncate(REMEMBERED - 1);
        values.insert(0, (key, value.clone()));
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_values_are_remembered() {
        let recent = Recent::default();
        let made = RefCell::new(Vec::new());
        let get = |key: usize| {
            let make = || {
                made.borrow_mut().push(key);
                Ok(key * 10)
            };
            recent.get(key, make).unwrap()
        };
        assert_eq!([get(1), get(2), get(1), get(2), get(3), get(2), get(1)], [10, 20, 10, 20, 30, 20, 10]);
        assert_eq!(*made.borrow(), [1, 2, 3, 1]);
    }
}
