//! A cluster of one node in a folder of its own, ended when dropped.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// munged, slurmctld and slurmd.
pub struct Cluster {
    folder: TempDir,
    daemons: Vec<Child>,
    ports: [u16; 2],
}

/// Output and status of a command.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Cluster {
    /// Starts it; two CPUs and two made-up GPUs.
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("wattpix-slurm").tempdir_in("/tmp").unwrap();
        // munged refuses sockets that others cannot reach.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let ports = [free_port(), free_port()];
        let mut cluster = Self { folder, daemons: Vec::new(), ports };
        for name in ["state", "spool"] {
            std::fs::create_dir(cluster.path(name)).unwrap();
        }
        let mut key = [0_u8; 1024];
        let mut random = fastrand::Rng::new();
        key.fill_with(|| random.u8(..));
        std::fs::write(cluster.path("munge.key"), key).unwrap();
        std::fs::set_permissions(cluster.path("munge.key"), std::fs::Permissions::from_mode(0o400)).unwrap();
        cluster.write("slurm.conf", &cluster.configuration());
        // Slurm wants a device file a GPU; nobody opens them.
        cluster.write("gres.conf", "Name=gpu File=/dev/null\nName=gpu File=/dev/zero\n");
        // Tasks share one machine here, so each takes a fake card of its own.
        let measure = env!("CARGO_BIN_EXE_measure");
        let wrapper = format!("#!/bin/sh\nexec {measure} \"$@\" --fake-card $((SLURM_ARRAY_TASK_ID - 1))\n");
        cluster.write("measure.sh", &wrapper);
        std::fs::set_permissions(cluster.path("measure.sh"), std::fs::Permissions::from_mode(0o755)).unwrap();
        let option = |name: &str, file: &str| format!("--{name}={}", cluster.path(file).display());
        let munge = [
            "--foreground".to_owned(),
            option("key-file", "munge.key"),
            option("socket", "munge.socket"),
            option("pid-file", "munged.pid"),
            option("log-file", "munged.log"),
            option("seed-file", "munge.seed"),
        ];
        cluster.daemon("munged", &munge);
        cluster.until("munged listens", |cluster| cluster.path("munge.socket").exists());
        let configuration = cluster.path("slurm.conf").display().to_string();
        cluster.daemon("slurmctld", &["-D".to_owned(), "-f".to_owned(), configuration.clone()]);
        cluster.daemon("slurmd", &["-D".to_owned(), "-f".to_owned(), configuration]);
        cluster.until("the node is idle", |cluster| {
            cluster.slurm("sinfo", &["--noheader", "--format=%t"]).out.trim() == "idle"
        });
        cluster
    }

    fn configuration(&self) -> String {
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
        let host = host.trim().split('.').next().unwrap().to_owned();
        let at = |name: &str| self.path(name).display().to_string();
        let [controller, node] = self.ports;
        format!(
            "ClusterName=wattpix\nSlurmctldHost={host}(127.0.0.1)\nSlurmctldPort={controller}\nSlurmdPort={node}\n\
             SlurmUser=root\nSlurmdUser=root\nAuthType=auth/munge\nAuthInfo=socket={}\nCredType=cred/munge\n\
             CommunicationParameters=NoInAddrAny,NoCtldInAddrAny\nProctrackType=proctrack/linuxproc\n\
             TaskPlugin=task/none\nJobAcctGatherType=jobacct_gather/none\n\
             AccountingStorageType=accounting_storage/none\nSelectType=select/cons_tres\n\
             SelectTypeParameters=CR_CPU\nMpiDefault=none\nReturnToService=2\nKillWait=2\nGresTypes=gpu\n\
             SlurmctldPidFile={}\nSlurmdPidFile={}\nSlurmctldLogFile={}\nSlurmdLogFile={}\n\
             StateSaveLocation={}\nSlurmdSpoolDir={}\n\
             NodeName={host} NodeAddr=127.0.0.1 CPUs=2 Gres=gpu:2 State=UNKNOWN\n\
             PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n",
            at("munge.socket"),
            at("slurmctld.pid"),
            at("slurmd.pid"),
            at("slurmctld.log"),
            at("slurmd.log"),
            at("state"),
            at("spool")
        )
    }

    fn daemon(&mut self, program: &str, arguments: &[String]) {
        let output = std::fs::File::create(self.path(&format!("{program}.out"))).unwrap();
        let mut command = Command::new(program);
        command.args(arguments).env("SLURM_CONF", self.path("slurm.conf")).stdin(Stdio::null());
        command.stdout(output.try_clone().unwrap()).stderr(output);
        self.daemons.push(command.spawn().unwrap_or_else(|error| panic!("{program}: {error}")));
    }

    fn until(&self, what: &str, mut holds: impl FnMut(&Self) -> bool) {
        let begun = Instant::now();
        while !holds(self) {
            assert!(begun.elapsed() < Duration::from_secs(60), "not in a minute: {what}\n{}", self.logs());
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub fn text(&self, name: &str) -> String {
        let text =
            |path: &Path| String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned();
        text(&self.path(name))
    }

    /// Returns the last lines of the daemons' logs.
    pub fn logs(&self) -> String {
        let names =
            ["munged.out", "munged.log", "slurmctld.out", "slurmctld.log", "slurmd.out", "slurmd.log"];
        let last = |name: &&str| {
            let text = self.text(name);
            let lines: Vec<&str> = text.lines().rev().take(15).collect();
            format!("--- {name}\n{}\n", lines.into_iter().rev().collect::<Vec<_>>().join("\n"))
        };
        let node = self.slurm("scontrol", &["show", "node"]).out;
        names.iter().map(last).chain([node]).collect()
    }

    fn slurm(&self, program: &str, arguments: &[&str]) -> Said {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        command.env("SLURM_CONF", self.path("slurm.conf")).env("MEASURE", self.path("measure.sh"));
        command.env("TMPDIR", self.folder.path());
        said(command.output().unwrap())
    }

    /// Submits a script with arguments separated by spaces.
    pub fn submit(&self, options: &[&str], arguments: &str) -> Said {
        let all: Vec<&str> = options.iter().copied().chain(arguments.split(' ')).collect();
        self.slurm("sbatch", &all)
    }

    /// Sends a signal to the batch process of a job.
    pub fn cancel(&self, id: &str, signal: &str) {
        let said = self.slurm("scancel", &["--batch", "--signal", signal, id]);
        assert_eq!(said.code, Some(0), "{}", said.err);
    }

    pub fn wait_until_gone(&self, id: &str) {
        self.until("the job has ended", |cluster| {
            cluster.slurm("squeue", &["--noheader", "--jobs", id]).out.trim().is_empty()
        });
    }

    /// Runs `measure` outside the cluster.
    pub fn measure(&self, line: &str) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
        command.args(line.split(' ')).current_dir(self.folder.path()).env("TMPDIR", self.folder.path());
        let said = said(command.stdin(Stdio::null()).output().unwrap());
        assert_eq!(said.code, Some(0), "{line}: {}{}", said.out, said.err);
    }

    /// Addresses other than loopback on which the daemons' ports listen (from /proc/net/tcp: state 0A is LISTEN).
    pub fn listening_elsewhere(&self) -> Vec<String> {
        let mut found = Vec::new();
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
            for line in std::fs::read_to_string(table).unwrap_or_default().lines().skip(1) {
                let words: Vec<&str> = line.split_whitespace().collect();
                let Some((address, port)) = words.get(1).and_then(|local| local.split_once(':')) else {
                    continue;
                };
                let ours = u16::from_str_radix(port, 16).is_ok_and(|port| self.ports.contains(&port));
                if ours && words.get(3) == Some(&"0A") && address != "0100007F" {
                    found.push(line.to_owned());
                }
            }
        }
        found
    }
}

fn said(output: std::process::Output) -> Said {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Whatever still runs belongs to the cluster and goes first.
        let _ = self.slurm("scancel", &["--user", "root"]);
        for daemon in self.daemons.iter_mut().rev() {
            if let Some(pid) = rustix::process::Pid::from_raw(daemon.id() as i32) {
                let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
            }
            let begun = Instant::now();
            while daemon.try_wait().is_ok_and(|ended| ended.is_none()) {
                if begun.elapsed() > Duration::from_secs(10) {
                    let _ = daemon.kill();
                }
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}
