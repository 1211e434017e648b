//! Counts the multiply–adds that the layers execute, in the units in which [`wattpix_core::flops`] predicts them.
//!
//! The count is a thread's own: candle starts every operation from the calling thread. It costs three additions
//! a layer and is always on, so each run can say what it executed beside what was predicted.

use std::cell::Cell;

use wattpix_core::flops::Flops;

thread_local! {
    static EXECUTED: Cell<Flops> = const { Cell::new(Flops::ZERO) };
    static LARGEST: Cell<u64> = const { Cell::new(0) };
}

/// Adds what a layer is about to execute.
pub fn record(flops: Flops) {
    EXECUTED.with(|executed| executed.set(executed.get() + flops));
}

/// Notes the elements of a tensor that a layer takes or gives.
pub fn note_elements(elements: usize) {
    LARGEST.with(|largest| largest.set(largest.get().max(elements as u64)));
}

/// Elements of the largest tensor noted on this thread since this was last asked.
pub fn take_largest() -> u64 {
    LARGEST.replace(0)
}

/// Everything that this thread executed so far (operations, a count).
pub fn executed() -> Flops {
    EXECUTED.with(Cell::get)
}

/// Runs `work` and returns what it executed beside its result.
pub fn during<T>(work: impl FnOnce() -> T) -> (T, Flops) {
    let before = executed();
    let result = work();
    let after = executed();
    let spent = Flops {
        attention: after.attention - before.attention,
        linear: after.linear - before.linear,
        conv: after.conv - before.conv,
    };
    (result, spent)
}
