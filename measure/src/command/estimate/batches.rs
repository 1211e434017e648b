//! Rows of a table in batches: read in turn, estimated on every core, written in the order in which they were read.

use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, available_parallelism};

use anyhow::anyhow;
use csv::ByteRecord;

/// Rows of a batch.
const ROWS: usize = 512;

/// Batches that each worker has at hand: more than it does before this thread, which may wait for a core itself, comes to its turn again.
const AT_HAND: usize = 8;

/// Cores that are used at most: beyond, one thread cannot read as fast as they estimate.
const MOST_WORKERS: usize = 8;

/// Rows that are read together, and what is written for them.
#[derive(Debug, Default)]
pub(super) struct Batch {
    records: Vec<ByteRecord>,
    /// Count of the records that were read; the others are there to be filled again.
    filled: usize,
    /// The lines of the answers.
    pub written: Vec<u8>,
    /// Rows without a result.
    pub bad: u64,
}

impl Batch {
    /// Reads records until the batch is full or `read` says that there is none.
    ///
    /// # Errors
    /// That of `read`; what was read before it stays.
    pub fn fill(&mut self, mut read: impl FnMut(&mut ByteRecord) -> csv::Result<bool>) -> csv::Result<()> {
        self.filled = 0;
        self.written.clear();
        self.bad = 0;
        while self.filled < ROWS {
            if self.records.len() == self.filled {
                self.records.push(ByteRecord::new());
            }
            if !read(&mut self.records[self.filled])? {
                break;
            }
            self.filled += 1;
        }
        Ok(())
    }

    /// Takes the records out, so that the answers can be written meanwhile; give them back by [`Self::put_back`].
    pub fn take(&mut self) -> (Vec<ByteRecord>, usize) {
        (std::mem::take(&mut self.records), self.filled)
    }

    /// Keeps records to be filled again.
    pub fn put_back(&mut self, records: Vec<ByteRecord>) {
        self.records = records;
    }
}

/// Rows so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    /// All.
    pub rows: u64,
    /// Those without a result.
    pub bad: u64,
}

/// Work on a batch, on a thread of its own.
pub(super) trait Work {
    /// Writes the answers of a batch into it.
    fn work(&mut self, batch: &mut Batch);
}

/// The two ends of a worker that this thread holds.
struct Hands {
    jobs: SyncSender<Batch>,
    done: Receiver<Batch>,
}

/// Reads batches until one is not full, has workers do them, and writes them in order. A batch goes to the workers in turn and is fetched from them in the
/// same turn, so nothing has to be sorted.
///
/// # Errors
/// Those of `read`, after what was read before is written, and of `write`.
pub(super) fn in_order<W: Work>(
    mut read: impl FnMut(&mut Batch) -> csv::Result<()>,
    worker: impl Fn() -> W + Sync,
    mut write: impl FnMut(&Batch, Counts) -> anyhow::Result<()>,
) -> anyhow::Result<Counts> {
    let workers = available_parallelism().map_or(1, NonZero::get).min(MOST_WORKERS);
    thread::scope(|scope| {
        let hands: Vec<Hands> = (0..workers)
            .map(|_| {
                let (jobs, waiting) = sync_channel::<Batch>(AT_HAND);
                let (finished, done) = sync_channel(AT_HAND);
                let worker = &worker;
                scope.spawn(move || {
                    let mut worker = worker();
                    for mut batch in waiting {
                        worker.work(&mut batch);
                        // Nobody takes it where writing failed.
                        if finished.send(batch).is_err() {
                            break;
                        }
                    }
                });
                Hands { jobs, done }
            })
            .collect();
        let mut counts = Counts::default();
        let mut finish = |turn: usize| -> anyhow::Result<Batch> {
            let batch = hands[turn % workers].done.recv().map_err(|_| anyhow!("a worker stopped"))?;
            counts.rows += batch.filled as u64;
            counts.bad += batch.bad;
            write(&batch, counts)?;
            Ok(batch)
        };
        let (mut sent, mut fetched) = (0, 0);
        let failed = loop {
            let mut batch = if sent - fetched < AT_HAND * workers {
                Batch::default()
            } else {
                fetched += 1;
                finish(fetched - 1)?
            };
            let outcome = read(&mut batch);
            let last = batch.filled < ROWS;
            if batch.filled > 0 {
                hands[sent % workers].jobs.send(batch).map_err(|_| anyhow!("a worker stopped"))?;
                sent += 1;
            }
            if last {
                break outcome;
            }
        };
        for turn in fetched..sent {
            finish(turn)?;
        }
        failed?;
        Ok(counts)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes each record's first field, after a wait that makes early batches finish late.
    struct Slow;

    impl Work for Slow {
        fn work(&mut self, batch: &mut Batch) {
            let (records, filled) = batch.take();
            let first = &records[0][0];
            if first.ends_with(b"0") {
                thread::sleep(std::time::Duration::from_millis(5));
            }
            for record in &records[..filled] {
                batch.written.extend_from_slice(&record[0]);
                batch.written.push(b'\n');
            }
            batch.put_back(records);
        }
    }

    fn through(rows: usize, fails_at: Option<usize>) -> (anyhow::Result<Counts>, String) {
        let (mut next, mut written) = (0, Vec::new());
        let read = |record: &mut ByteRecord| {
            if Some(next) == fails_at {
                return Err(std::io::Error::other("no more").into());
            }
            record.clear();
            record.push_field(next.to_string().as_bytes());
            next += 1;
            Ok(next <= rows)
        };
        let mut read = read;
        let counts = in_order(
            |batch| batch.fill(&mut read),
            || Slow,
            |batch, _| {
                written.extend_from_slice(&batch.written);
                Ok(())
            },
        );
        (counts, String::from_utf8(written).unwrap())
    }

    #[test]
    fn rows_keep_their_order_whoever_is_done_first() {
        for rows in [0, 1, ROWS, 20 * ROWS + 7] {
            let (counts, written) = through(rows, None);
            assert_eq!(counts.unwrap().rows, rows as u64);
            let expected: String = (0..rows).map(|row| format!("{row}\n")).collect();
            assert!(written == expected, "{rows} rows");
        }
    }

    #[test]
    fn what_was_read_before_an_error_is_written() {
        let (counts, written) = through(usize::MAX, Some(3 * ROWS + 5));
        assert!(counts.is_err());
        assert_eq!(written.lines().count(), 3 * ROWS + 5);
    }
}
