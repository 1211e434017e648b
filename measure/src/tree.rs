//! The processes that a command started, found and ended together.
//!
//! This process is made the one to which orphans of its descendants fall, so that nothing a command starts gets out of sight, however
//! it was put into the background.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, set_child_subreaper};

/// Time for processes to end themselves before they are killed.
pub const GRACE: Duration = Duration::from_secs(2);
/// Time for killed processes to be gone: one that waits for a device cannot die before that answers.
const GONE: Duration = Duration::from_secs(3);
/// Pause between looks.
const LOOK: Duration = Duration::from_millis(20);

/// From now on every process below this one stays below it. Where the system refuses, what puts itself into the background is not found.
pub fn adopt() {
    // A kernel without it knows no orphans of ours; nothing else changes.
    let _ = set_child_subreaper(Some(rustix::process::getpid()));
}

/// A line of the process table.
struct Entry {
    parent: u32,
    dead: bool,
}

/// Reads `PID (NAME) STATE PPID ...`; the name may hold anything, and the last `)` ends it.
fn entry(stat: &str) -> Option<Entry> {
    let mut rest = stat.rsplit_once(')')?.1.split_whitespace();
    let state = rest.next()?;
    Some(Entry { parent: rest.next()?.parse().ok()?, dead: matches!(state, "Z" | "X") })
}

fn table() -> HashMap<u32, Entry> {
    let Ok(entries) = std::fs::read_dir("/proc") else { return HashMap::new() };
    let read = |name: std::ffi::OsString| {
        let pid: u32 = name.to_str()?.parse().ok()?;
        Some((pid, entry(&std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)?))
    };
    entries.flatten().filter_map(|found| read(found.file_name())).collect()
}

/// Every living process below this one.
#[must_use]
pub fn below() -> Vec<u32> {
    let table = table();
    let mut found = vec![std::process::id()];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        found.extend(table.iter().filter(|(_, entry)| entry.parent == parent).map(|(pid, _)| *pid));
        next += 1;
    }
    found.remove(0);
    found.retain(|pid| table.get(pid).is_some_and(|entry| !entry.dead));
    found
}

/// True if a process below this one was stopped (by a signal or a debugger). Costs a look at each of them, and nothing where there is none.
#[must_use]
pub fn stopped() -> bool {
    let mut found = children(std::process::id());
    let mut next = 0;
    while let Some(pid) = found.get(next).copied() {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        if stat
            .rsplit_once(')')
            .is_some_and(|(_, rest)| matches!(rest.trim_start().as_bytes().first(), Some(b'T' | b't')))
        {
            return true;
        }
        found.extend(children(pid));
        next += 1;
    }
    false
}

/// The children of a process, by all of its threads.
fn children(pid: u32) -> Vec<u32> {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    let listed = |thread: std::fs::DirEntry| std::fs::read_to_string(thread.path().join("children")).ok();
    let lists: Vec<String> = threads.flatten().filter_map(listed).collect();
    lists.iter().flat_map(|list| list.split_whitespace()).filter_map(|pid| pid.parse().ok()).collect()
}

/// Ends every process below this one: asked first, killed after [`GRACE`]. Gives those that could not be ended.
pub fn end() -> Vec<u32> {
    send(&below(), Signal::TERM);
    if wait(GRACE, |_| {}).is_empty() {
        return Vec::new();
    }
    // What is killed may have started something meanwhile.
    wait(GONE, |alive| send(alive, Signal::KILL))
}

fn wait(most: Duration, mut each: impl FnMut(&[u32])) -> Vec<u32> {
    let begun = Instant::now();
    loop {
        let alive = below();
        if alive.is_empty() || begun.elapsed() > most {
            return alive;
        }
        each(&alive);
        std::thread::sleep(LOOK);
    }
}

fn send(pids: &[u32], signal: Signal) {
    for pid in pids.iter().filter_map(|pid| i32::try_from(*pid).ok().and_then(Pid::from_raw)) {
        // Gone already: nothing to end.
        let _ = kill_process(pid, signal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_processes_may_hold_anything() {
        let found = entry("42 (a) R 1 (b) S 7 42 42 0 -1").unwrap();
        assert_eq!((found.parent, found.dead), (7, false));
        assert!(entry("42 (x) Z 7 42").unwrap().dead && entry("42 x Z").is_none());
    }
}
