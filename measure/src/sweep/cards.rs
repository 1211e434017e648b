//! Every card of the machine at once: one process a card, each pinned to its card, with its own part of the sweep and its
//! own file, so that no window is shared and one lost card does not end the others.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::bench::BenchOptions;
use super::shard::Shard;
use crate::device::{DeviceOptions, Inventory};
use crate::output::tell;

/// A card and the options that choose it.
struct Card {
    label: String,
    options: Vec<OsString>,
    environment: Vec<(String, String)>,
}

/// Runs this command once a card, each with its part of the shard, and waits for all of them.
///
/// # Errors
/// No card, or a process that cannot be started.
pub fn run_all(bench: &BenchOptions, device: &DeviceOptions, shard: Shard) -> anyhow::Result<ExitCode> {
    let cards = cards(bench, device)?;
    let of = u32::try_from(cards.len()).context("too many cards")?;
    ensure!(of > 0, "no GPU of this machine can be metered; run `measure doctor`");
    let program = std::env::current_exe().context("cannot find this program")?;
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let mut children: Vec<(String, Child)> = Vec::new();
    let ids = Arc::new(Mutex::new(Vec::new()));
    pass_signals(Arc::clone(&ids))?;
    for (index, card) in (0..of).zip(cards) {
        let part = shard.split(index, of);
        let mut command = Command::new(&program);
        command.args(with(&arguments, &card.options, part)).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.envs(card.environment.iter().map(|(name, value)| (name, value)));
        // In a group of its own, so that an interrupt reaches it once: from here.
        let child = command.process_group(0).spawn().context("cannot start a process for a card")?;
        tell(&format!("{}: part {part} in process {}", card.label, child.id()));
        ids.lock().unwrap_or_else(PoisonError::into_inner).push(child.id());
        children.push((card.label, child));
    }
    let mut codes = Vec::new();
    let listeners: Vec<_> = children.iter_mut().flat_map(|(label, child)| listen(label, child)).collect();
    for (label, mut child) in children {
        let status = child.wait().context("lost track of a card's process")?;
        let code = status.code().unwrap_or(1);
        if code != 0 {
            tell(&format!("{label}: ended with {status}"));
        }
        codes.push(code);
    }
    for listener in listeners {
        // A listener that panicked has said so itself.
        let _ = listener.join();
    }
    if codes.contains(&1) {
        bail!("not every card finished its part; run the same command again to go on");
    }
    // A signal says more than a configuration that was given up.
    let worst = codes.into_iter().max().unwrap_or(0);
    Ok(ExitCode::from(u8::try_from(worst).unwrap_or(1)))
}

fn cards(bench: &BenchOptions, device: &DeviceOptions) -> anyhow::Result<Vec<Card>> {
    if let Some(machine) = bench.machine()? {
        return Ok((0..machine.cards)
            .map(|index| Card {
                label: format!("card {index}"),
                options: vec!["--fake-card".into(), index.to_string().into()],
                environment: Vec::new(),
            })
            .collect());
    }
    let inventory = Inventory::take(device);
    if let Err(error) = &inventory.library {
        bail!("no GPU to meter: {error}; run `measure doctor`");
    }
    let visible = &inventory.cuda;
    let mut cards = Vec::new();
    for gpu in &inventory.gpus {
        let gpu = match gpu {
            Ok(gpu) => gpu,
            Err((index, error)) => {
                tell(&format!("GPU {index} is left out: {error}"));
                continue;
            }
        };
        let identity = crate::meter::Meter::identity(&**gpu);
        if visible.visible.is_some() && !visible.ordinals.contains(&identity.index) {
            tell(&format!("GPU {} is left out: CUDA_VISIBLE_DEVICES does not show it", identity.index));
            continue;
        }
        let uuid = identity.uuid.clone().with_context(|| format!("GPU {} has no UUID", identity.index))?;
        cards.push(Card {
            label: format!("GPU {} ({})", identity.index, identity.name),
            options: vec!["--gpu".into(), uuid.clone().into()],
            environment: vec![("CUDA_VISIBLE_DEVICES".to_owned(), uuid)],
        });
    }
    Ok(cards)
}

/// The arguments of this run, for one card.
fn with(arguments: &[OsString], options: &[OsString], part: Shard) -> Vec<OsString> {
    let mut made = Vec::new();
    let mut before_command = true;
    let mut skip = false;
    for argument in arguments {
        let text = argument.to_string_lossy();
        if std::mem::take(&mut skip) {
            continue;
        }
        if before_command && text == "--" {
            before_command = false;
            made.extend(options.iter().cloned());
            made.extend(["--shard".into(), part.to_string().into()]);
        }
        if before_command && (text == "--all-gpus" || text.starts_with("--shard=")) {
            continue;
        }
        if before_command && text == "--shard" {
            skip = true;
            continue;
        }
        made.push(argument.clone());
    }
    if before_command {
        made.extend(options.iter().cloned());
        made.extend(["--shard".into(), part.to_string().into()]);
    }
    made
}

/// Passes a process's lines on, whole line by whole line; those for people say which card they are of.
fn listen(label: &str, child: &mut Child) -> Vec<std::thread::JoinHandle<()>> {
    let mut threads = Vec::new();
    if let Some(output) = child.stdout.take() {
        threads.push(std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = writeln!(std::io::stdout(), "{line}");
            }
        }));
    }
    if let Some(errors) = child.stderr.take() {
        let label = label.to_owned();
        threads.push(std::thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                tell(&format!("{label}: {}", line.trim_start_matches("measure: ")));
            }
        }));
    }
    threads
}

/// Interrupts go to every card's process.
fn pass_signals(ids: Arc<Mutex<Vec<u32>>>) -> anyhow::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot catch signals")?;
    std::thread::spawn(move || {
        for number in signals.forever() {
            for id in ids.lock().unwrap_or_else(PoisonError::into_inner).iter() {
                let pid = i32::try_from(*id).ok().and_then(Pid::from_raw);
                if let (Some(pid), Some(signal)) = (pid, Signal::from_named_raw(number)) {
                    // Gone already: nothing to pass on to.
                    let _ = kill_process(pid, signal);
                }
            }
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_card_gets_the_same_command_with_its_own_part() {
        let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        let made = with(
            &words("run --plan s.toml --all-gpus --shard 1/2 --json -- sh x --shard 9/9"),
            &words("--gpu GPU-1"),
            Shard { index: 3, of: 4 },
        );
        assert_eq!(made, words("run --plan s.toml --json --gpu GPU-1 --shard 3/4 -- sh x --shard 9/9"));
        let fake = with(&words("run --fake --all-gpus"), &words("--fake-card 1"), Shard { index: 2, of: 2 });
        assert_eq!(fake, words("run --fake --fake-card 1 --shard 2/2"));
    }
}
