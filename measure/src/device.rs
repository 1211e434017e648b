//! Choosing what to meter: every device of the machine, and which one is meant.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use clap::Args;
use wattpix_core::gpu;

use crate::clock::{Clock, RealClock};
use crate::cuda::{CudaView, has_pci, has_uuid};
use crate::examination::Examination;
use crate::files::read_description;
use crate::flag::Flag;
use crate::lock;
use crate::meter::nvml::{Library, NvmlMeter};
use crate::meter::rapl::{POWERCAP, RaplMeter};
use crate::meter::scripted::ScriptedMeter;
use crate::meter::scripted::scenario::Card;
use crate::meter::scripted::waveform::Waveform;
use crate::meter::{Identity, Meter, MeterError};
use crate::observation::gpu_id;
use crate::probe::probe;
use crate::recorder::Recorder;

/// Device to meter.
#[derive(Debug, Clone, Args)]
pub struct DeviceOptions {
    /// GPU by NVML index, UUID (or its beginning), PCI address or `cuda:ORDINAL`, or by an id of `measure gpus` that one GPU here has; several,
    /// metered as one, as a list (`0,1`) or `all`. `cpu` for the processor packages; `fake` for a scripted GPU to try the tool with,
    /// `fake:CARD.json` for one of your own.
    #[arg(long, value_name = "GPU")]
    pub gpu: Option<String>,
    /// NVIDIA's management library, where it is not found by itself.
    #[arg(long, value_name = "FILE", env = "WATTPIX_NVML_LIB")]
    pub nvml_lib: Option<PathBuf>,
    /// Meter a card that is split into MIG instances as a whole; sound only if nothing else runs on it.
    #[arg(long)]
    pub whole_card: bool,
    /// Folder of the kernel's powercap files.
    #[arg(long, hide = true, default_value = POWERCAP)]
    pub powercap: PathBuf,
}

impl Default for DeviceOptions {
    fn default() -> Self {
        Self { gpu: None, nvml_lib: None, whole_card: false, powercap: POWERCAP.into() }
    }
}

/// A GPU that was opened, or the index of one that was not and why.
pub type Found = Result<Arc<NvmlMeter>, (u32, MeterError)>;

/// Devices of this machine that can be metered.
pub struct Inventory {
    /// NVIDIA's library, or why there is none.
    pub library: Result<Arc<Library>, MeterError>,
    /// GPUs that were found.
    pub gpus: Vec<Found>,
    /// The processor packages, or why not.
    pub cpu: Result<Arc<RaplMeter>, MeterError>,
    /// View of CUDA programs.
    pub cuda: CudaView,
}

impl Inventory {
    /// Looks for everything.
    #[must_use]
    pub fn take(options: &DeviceOptions) -> Self {
        let mut library = Library::load(options.nvml_lib.as_deref());
        let gpus: Vec<Found> = match library.as_ref().map(|library| library.devices()) {
            Ok(Ok(gpus)) => gpus.into_iter().map(|found| found.map(Arc::new)).collect(),
            Ok(Err(error)) => {
                library = Err(error);
                Vec::new()
            }
            Err(_) => Vec::new(),
        };
        let identities: Vec<Identity> = gpus.iter().flatten().map(|gpu| gpu.identity().clone()).collect();
        let cuda = CudaView::from_environment(&identities);
        Self { library, gpus, cpu: RaplMeter::open(&options.powercap).map(Arc::new), cuda }
    }

    fn opened(&self) -> impl Iterator<Item = &Arc<NvmlMeter>> {
        self.gpus.iter().flatten()
    }

    fn listed(&self) -> String {
        let one = |gpu: &Arc<NvmlMeter>| {
            let id = gpu.identity();
            let part = |text: &Option<String>| text.clone().unwrap_or_else(|| "?".to_owned());
            format!("\n  {} {} {} {}", id.index, part(&id.uuid), part(&id.pci), id.name)
        };
        self.opened().map(one).collect()
    }

    /// The device that is meant.
    ///
    /// # Errors
    /// None, several, or one that cannot be metered; the message says what there is.
    pub fn choose(&self, wanted: Option<&str>) -> anyhow::Result<Arc<dyn Meter>> {
        match wanted {
            Some("cpu") => Ok(self.cpu.clone().map_err(no_meter)?),
            Some(wanted) => {
                if let Err(error) = &self.library {
                    return Err(no_meter(error.clone()));
                }
                for (index, error) in self.gpus.iter().filter_map(|gpu| gpu.as_ref().err()) {
                    if wanted == index.to_string() {
                        bail!("GPU {index} cannot be opened: {error}");
                    }
                }
                ensure!(
                    !wanted.starts_with("MIG-"),
                    "{wanted} is a MIG instance: power and energy exist for the whole card only; give the card and \
                     --whole-card if nothing else runs on it"
                );
                let ordinal =
                    wanted.strip_prefix("cuda:").map(|ordinal| self.of_ordinal(ordinal)).transpose()?;
                let mut matches: Vec<_> = self
                    .opened()
                    .filter(|gpu| {
                        let id = gpu.identity();
                        wanted == id.index.to_string() || has_pci(id, wanted) || ordinal == Some(id.index)
                            // A bare number is an index, never the beginning of a UUID.
                            || (wanted.parse::<u32>().is_err() && has_uuid(id, wanted))
                    })
                    .collect();
                if matches.is_empty() && wanted.parse::<u32>().is_err() {
                    let known = gpu::find(wanted).ok();
                    let is_known =
                        |id: &Identity| known.is_some_and(|known| gpu_id(&id.name, id.scope) == known.id);
                    matches = self.opened().filter(|gpu| is_known(gpu.identity())).collect();
                }
                match matches[..] {
                    [one] => Ok(Arc::clone(one) as Arc<dyn Meter>),
                    [] => bail!(
                        "--gpu {wanted}: no such GPU; there are (index, UUID, PCI address, name):{}",
                        self.listed()
                    ),
                    _ => {
                        bail!(
                            "--gpu {wanted} matches several GPUs; give index or UUID, or several as one (0,1):{}",
                            self.listed()
                        )
                    }
                }
            }
            None => self.only_one(),
        }
    }

    /// NVML's index of CUDA's ordinal.
    fn of_ordinal(&self, ordinal: &str) -> anyhow::Result<u32> {
        let number: usize = ordinal
            .parse()
            .with_context(|| format!("--gpu cuda:{ordinal}: give a number, such as cuda:0"))?;
        if let Some(problem) = &self.cuda.problem {
            bail!("--gpu cuda:{ordinal}: {problem}");
        }
        let found = self.cuda.ordinals.get(number).copied();
        found.with_context(|| {
            format!("--gpu cuda:{ordinal}: CUDA sees {} GPUs here", self.cuda.ordinals.len())
        })
    }

    /// Every GPU that CUDA programs see, or every one where that is not restricted.
    ///
    /// # Errors
    /// One of them cannot be opened, or there is none.
    fn every(&self) -> anyhow::Result<Vec<Arc<dyn Meter>>> {
        if let Err(error) = &self.library {
            return Err(no_meter(error.clone()));
        }
        if self.cuda.visible.is_some() {
            if let Some(problem) = &self.cuda.problem {
                bail!("--gpu all: CUDA_VISIBLE_DEVICES: {problem}");
            }
            return self.cuda.ordinals.iter().map(|index| self.choose(Some(&index.to_string()))).collect();
        }
        if let Some((index, error)) = self.gpus.iter().find_map(|gpu| gpu.as_ref().err()) {
            bail!("--gpu all: GPU {index} cannot be opened: {error}");
        }
        ensure!(!self.gpus.is_empty(), "--gpu all: the NVIDIA driver shows no GPU; run `measure doctor`");
        Ok(self.opened().map(|gpu| Arc::clone(gpu) as Arc<dyn Meter>).collect())
    }

    /// The devices that are meant: one, a list of GPUs, or all of them.
    ///
    /// # Errors
    /// As [`Inventory::choose`] for each, and one that is named twice.
    pub fn choose_all(&self, wanted: Option<&str>) -> anyhow::Result<Vec<Arc<dyn Meter>>> {
        match wanted {
            Some("all") => self.every(),
            Some(list) if list.contains(',') => {
                let names = list.split(',').map(str::trim);
                let chosen: Vec<_> = names
                    .map(|name| {
                        ensure!(!name.is_empty(), "--gpu {list}: a name is missing; write it as 0,1");
                        ensure!(name != "cpu", "--gpu {list}: processors are not metered together with GPUs");
                        self.choose(Some(name))
                    })
                    .collect::<anyhow::Result<_>>()?;
                no_gpu_twice(&chosen, list)?;
                Ok(chosen)
            }
            wanted => Ok(vec![self.choose(wanted)?]),
        }
    }

    /// The device when none was named.
    fn only_one(&self) -> anyhow::Result<Arc<dyn Meter>> {
        let Err(library) = &self.library else {
            if self.opened().next().is_none() {
                let broken: String = self
                    .gpus
                    .iter()
                    .filter_map(|g| g.as_ref().err())
                    .map(|(i, e)| format!("; GPU {i}: {e}"))
                    .collect();
                bail!("the NVIDIA driver shows no usable GPU{broken}; run `measure doctor`");
            }
            if self.cuda.visible.is_some() {
                match (&self.cuda.ordinals[..], &self.cuda.problem) {
                    ([one], None) => {
                        let found = self.opened().find(|gpu| gpu.identity().index == *one);
                        return found
                            .map(|gpu| Arc::clone(gpu) as Arc<dyn Meter>)
                            .context("the GPU that CUDA_VISIBLE_DEVICES names cannot be opened");
                    }
                    (_, Some(problem)) => bail!("CUDA_VISIBLE_DEVICES: {problem}; or choose with --gpu"),
                    _ => {}
                }
            }
            let mut gpus = self.opened();
            return match (gpus.next(), gpus.next()) {
                (Some(one), None) => Ok(Arc::clone(one) as Arc<dyn Meter>),
                _ => bail!(
                    "several GPUs; choose one with --gpu, or several as one with --gpu 0,1 or all (index, UUID, PCI address, name):{}",
                    self.listed()
                ),
            };
        };
        match &self.cpu {
            Ok(cpu) => Ok(Arc::clone(cpu) as Arc<dyn Meter>),
            Err(cpu) => bail!("nothing to meter here. {library}. {cpu}. Run `measure doctor` for more"),
        }
    }
}

/// Refuses a GPU that a list names twice: its energy would count twice.
fn no_gpu_twice(chosen: &[Arc<dyn Meter>], list: &str) -> anyhow::Result<()> {
    for (place, one) in chosen.iter().enumerate() {
        let (id, before) = (one.identity(), chosen.get(..place).unwrap_or_default());
        let same = |other: &Arc<dyn Meter>| match (&other.identity().uuid, &id.uuid) {
            (Some(other), Some(uuid)) => other == uuid,
            _ => other.identity().index == id.index,
        };
        ensure!(!before.iter().any(same), "--gpu {list}: {} (index {}) is named twice", id.name, id.index);
    }
    Ok(())
}

fn no_meter(error: MeterError) -> anyhow::Error {
    anyhow::anyhow!("nothing to meter: {error}; run `measure doctor` for more")
}

/// Opens and probes the device that is meant, or several GPUs that are metered as one, and makes it ready to record.
///
/// ```no_run
/// use wattpix_measure::idle::{Idle, IdleAround};
/// use wattpix_measure::observation::{Observation, Stage};
/// use wattpix_measure::{device, window::Window};
///
/// # fn main() -> anyhow::Result<()> {
/// let recorder = device::open(&device::DeviceOptions::default(), None)?;
/// let (before, _) = Idle::measure(&recorder, 5.0);
/// let start = recorder.edge();
/// recorder.beside(|| { /* make images and wait for the GPU to finish them */ });
/// let end = recorder.edge();
/// let window = Window::between(&recorder, &start, &end);
/// let (after, _) = Idle::measure(&recorder, 5.0);
/// let idle = IdleAround::join(before.as_ref(), after.as_ref());
/// let row = Observation::measured(recorder.meter().identity(), window, idle, Stage::Image, start.wall);
/// # let _ = row;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// No such device, one that another run meters for these observations, or one that `doctor` calls unusable.
pub fn open(options: &DeviceOptions, observations: Option<&Path>) -> anyhow::Result<Recorder> {
    let clock: Arc<dyn Clock> = Arc::new(RealClock::new());
    let meters = choose(options, &clock)?;
    let held: Vec<_> = meters
        .iter()
        .map(|meter| lock::gpu(meter.identity(), observations))
        .collect::<anyhow::Result<_>>()?;
    let examined: Vec<anyhow::Result<Recorder>> = std::thread::scope(|scope| {
        let each: Vec<_> = meters
            .into_iter()
            .map(|meter| scope.spawn(|| examined(meter, Arc::clone(&clock), options)))
            .collect();
        let stopped = || Err(anyhow::anyhow!("the examination of a GPU stopped; run `measure doctor`"));
        each.into_iter().map(|thread| thread.join().unwrap_or_else(|_| stopped())).collect()
    });
    let mut recorders = examined.into_iter().zip(held).map(|(recorder, held)| {
        let mut recorder = recorder?;
        recorder.hold(held);
        anyhow::Ok(recorder)
    });
    let first = recorders.next().context("no GPU was chosen")??;
    Ok(first.with_others(recorders.collect::<anyhow::Result<_>>()?))
}

/// A device that is ready to record, after `doctor` found nothing against it.
fn examined(
    meter: Arc<dyn Meter>,
    clock: Arc<dyn Clock>,
    options: &DeviceOptions,
) -> anyhow::Result<Recorder> {
    let recorder = probed(meter, clock, options)?;
    Examination::of(&recorder).refuse_unusable(&recorder)?;
    Ok(recorder)
}

/// The devices that are meant, scripted ones among them.
///
/// # Errors
/// No such device.
pub fn choose(options: &DeviceOptions, clock: &Arc<dyn Clock>) -> anyhow::Result<Vec<Arc<dyn Meter>>> {
    let scripted = |card, index| {
        Arc::new(ScriptedMeter::new(card, Arc::clone(clock), 0.0).at_index(index)) as Arc<dyn Meter>
    };
    let Some(wanted) = options.gpu.as_deref().filter(|wanted| is_fake(wanted)) else {
        return Inventory::take(options).choose_all(options.gpu.as_deref());
    };
    let mut chosen = Vec::new();
    // A file's name may hold a comma.
    for (index, part) in (0..).zip(wanted.split(",fake")) {
        let name = if index == 0 { part.strip_prefix("fake").unwrap_or(part) } else { part };
        let card = match name.strip_prefix(':') {
            Some(path) => read_card(Path::new(path))?,
            None => sample_card(),
        };
        chosen.push(scripted(card, index));
    }
    no_gpu_twice(&chosen, wanted)?;
    Ok(chosen)
}

/// True if scripted GPUs are meant.
fn is_fake(wanted: &str) -> bool {
    wanted == "fake" || wanted.starts_with("fake:") || wanted.starts_with("fake,fake")
}

/// Probes a device and makes it ready to record, without judging it.
///
/// # Errors
/// A device that is gone.
pub fn probed(
    meter: Arc<dyn Meter>,
    clock: Arc<dyn Clock>,
    options: &DeviceOptions,
) -> anyhow::Result<Recorder> {
    let identity = meter.identity();
    let mut capabilities =
        probe(&*meter, &*clock).with_context(|| format!("{} (index {})", identity.name, identity.index))?;
    if options.whole_card {
        capabilities.flags.retain(|flag| *flag != Flag::Mig);
    }
    Ok(Recorder::new(meter, clock, capabilities))
}

/// The scripted GPU to try the tool with: an H100 PCIe that rises, holds and falls every half minute.
fn sample_card() -> Card {
    let points = vec![[0.0, 68.0], [12.0, 68.0], [12.5, 310.0], [24.0, 330.0], [24.5, 90.0], [30.0, 68.0]];
    Card::like_h100_pcie(Waveform::Points { points, repeat: true })
}

fn read_card(path: &Path) -> anyhow::Result<Card> {
    Card::parse(&read_description(path)?).with_context(|| format!("{} is not a fake card", path.display()))
}
