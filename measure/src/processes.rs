//! Ownership of a process on the GPU: ours, or somebody else's.

use std::sync::Mutex;

/// Parent of a process id, as far as known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parent {
    /// The process exists; this is its parent.
    Is(u32),
    /// No such process can be seen from here (gone, or of another process namespace).
    Hidden,
}

/// Function that looks a process id up.
pub type Lookup = fn(u32) -> Parent;

/// Looks a process up in /proc.
#[must_use]
pub fn in_proc(pid: u32) -> Parent {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else { return Parent::Hidden };
    // "pid (name, which may hold anything) state ppid ...": the last ')' ends the name.
    stat.rsplit_once(')')
        .and_then(|(_, rest)| rest.split_whitespace().nth(1))
        .and_then(|ppid| ppid.parse().ok())
        .map_or(Parent::Hidden, Parent::Is)
}

/// Tells our own processes from others'.
#[derive(Debug)]
pub struct Ownership {
    lookup: Lookup,
    ours: Mutex<Vec<u32>>,
    before: Mutex<Vec<u32>>,
}

/// The users of a GPU, sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Users {
    /// Processes that are not ours.
    pub others: u32,
    /// Processes that came after we began and cannot be seen from here: taken as ours, with a warning.
    pub hidden: u32,
    /// The device did not say who uses it: no count is known, which is not the same as nobody.
    pub untold: bool,
}

impl Users {
    /// Users of a device that did not say.
    pub const UNTOLD: Self = Self { others: 0, hidden: 0, untold: true };
}

impl Ownership {
    /// Ours are this process and its descendants.
    #[must_use]
    pub fn of_this_process(lookup: Lookup) -> Self {
        Self { lookup, ours: Mutex::new(vec![std::process::id()]), before: Mutex::new(Vec::new()) }
    }

    /// Remembers who was on the GPU before our work began.
    pub fn note_before(&self, pids: &[u32]) {
        *self.before.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = pids.to_vec();
    }

    /// Counts others among these.
    #[must_use]
    pub fn sort(&self, pids: &[u32]) -> Users {
        let ours = self.ours.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let before = self.before.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let mut users = Users::default();
        for pid in pids {
            match self.is_ours(*pid, &ours) {
                Some(true) => {}
                Some(false) => users.others += 1,
                None if before.contains(pid) => users.others += 1,
                None => users.hidden += 1,
            }
        }
        users
    }

    /// `None` where the process cannot be seen.
    fn is_ours(&self, pid: u32, ours: &[u32]) -> Option<bool> {
        let mut pid = pid;
        // A chain of parents longer than this is a loop of reused ids.
        for step in 0..1000 {
            if ours.contains(&pid) {
                return Some(true);
            }
            match (self.lookup)(pid) {
                Parent::Hidden if step == 0 => return None,
                Parent::Hidden | Parent::Is(0 | 1) => return Some(false),
                Parent::Is(parent) => pid = parent,
            }
        }
        Some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descendants_are_ours_and_strangers_are_not() {
        fn lookup(pid: u32) -> Parent {
            match pid {
                10 => Parent::Is(11),
                11 => Parent::Is(std::process::id()),
                20 => Parent::Is(1),
                _ => Parent::Hidden,
            }
        }
        let ownership = Ownership::of_this_process(lookup);
        let counted = |others, hidden| Users { others, hidden, untold: false };
        assert_eq!(ownership.sort(&[10, 11]), counted(0, 0));
        assert_eq!(ownership.sort(&[10, 20]), counted(1, 0));
        assert_eq!(ownership.sort(&[99]), counted(0, 1));
        ownership.note_before(&[99]);
        assert_eq!(ownership.sort(&[99]), counted(1, 0));
    }

    #[test]
    fn proc_knows_our_parent() {
        assert!(matches!(in_proc(std::process::id()), Parent::Is(_)));
        assert_eq!(in_proc(u32::MAX), Parent::Hidden);
    }
}
