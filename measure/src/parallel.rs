//! Work that is divided between the cores of the machine.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does every job, as many at a time as there are cores, and returns the results in the order of the jobs.
pub fn on_every_core<J: Sync, R: Send>(jobs: &[J], work: &(dyn Fn(&J) -> R + Sync)) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get).min(jobs.len());
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(jobs.len()));
    let worker = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(at) else { return };
            let result = work(job);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((at, result));
        }
    };
    thread::scope(|scope| {
        for _ in 1..cores {
            scope.spawn(worker);
        }
        worker();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        let jobs: Vec<u64> = (0..100).rev().collect();
        let slow = |job: &u64| {
            thread::sleep(std::time::Duration::from_micros(*job));
            job * 2
        };
        let expected: Vec<u64> = jobs.iter().map(|job| job * 2).collect();
        assert_eq!(on_every_core(&jobs, &slow), expected);
        assert_eq!(on_every_core(&[], &slow), [0_u64; 0]);
    }
}
