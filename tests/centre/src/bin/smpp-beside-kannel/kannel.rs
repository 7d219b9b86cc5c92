//! A real Kannel over SMPP, kept as fast as it gets: its queue and its receipts
//! in memory, logs off.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use loa_centre::kannel::{self as conf, Conf};

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// Both of its programs, running; they end when it is dropped.
pub struct Kannel {
    /// The port that takes messages.
    pub sendsms: u16,
    smsbox: Child,
    bearerbox: Child,
    folder: PathBuf,
}

impl Kannel {
    /// Starts one that is bound to the message centre at this port.
    pub fn start(centre: u16) -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("loa-kannel-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let [admin, boxes, sendsms] = [(); 3].map(|()| super::free_port());
        let (admin, boxes, sendsms) = (admin?, boxes?, sendsms?);
        let conf = Conf {
            admin,
            boxes,
            sendsms,
            user: "loa",
            password: "secret",
            max_parts: 10,
            calls: 512,
            lines: &conf::centre(centre, 100),
            spools: None,
            hook_url: None,
        };
        fs::write(folder.join("kannel.conf"), conf.text())?;
        let bearerbox = start("bearerbox", &folder)?;
        answers(boxes)?;
        let smsbox = start("smsbox", &folder)?;
        answers(sendsms)?;
        Ok(Self {
            sendsms,
            smsbox,
            bearerbox,
            folder,
        })
    }

    /// Processor time that both have used so far, in seconds.
    pub fn cpu_seconds(&self) -> anyhow::Result<f64> {
        let ticks = |child: &Child| -> anyhow::Result<f64> {
            let stat = fs::read_to_string(format!("/proc/{}/stat", child.id()))?;
            let (_, rest) = stat.rsplit_once(')').context("no process")?;
            let fields: Vec<&str> = rest.split_whitespace().collect();
            Ok(fields[11].parse::<f64>()? + fields[12].parse::<f64>()?)
        };
        Ok((ticks(&self.bearerbox)? + ticks(&self.smsbox)?) / 100.0)
    }
}

impl Drop for Kannel {
    fn drop(&mut self) {
        // An smsbox that sees its bearerbox go starts another: it goes first.
        for child in [&mut self.smsbox, &mut self.bearerbox] {
            child.kill().ok();
            child.wait().ok();
        }
        fs::remove_dir_all(&self.folder).ok();
    }
}

fn start(program: &str, folder: &Path) -> anyhow::Result<Child> {
    ["/usr/sbin", "/usr/bin"]
        .map(|place| Path::new(place).join(program))
        .into_iter()
        .find(|path| path.is_file())
        .map(|path| {
            Command::new(path)
                .args(["-v", "4", "kannel.conf"])
                .current_dir(folder)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
        })
        .with_context(|| format!("no {program}: install the package kannel"))?
        .with_context(|| format!("{program} does not start"))
}

/// Waits until somebody listens at a port.
fn answers(port: u16) -> anyhow::Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        anyhow::ensure!(Instant::now() < deadline, "Kannel does not start");
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
