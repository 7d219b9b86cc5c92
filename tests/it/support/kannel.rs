//! A real Kannel for a test: `bearerbox`, `smsbox` and the fake SMSC program,
//! as Debian packages them (`kannel`, `kannel-extras`), on loopback ports and
//! in a folder of their own.
//!
//! The fake SMSC is the phones: what it prints, a phone has received, and
//! Kannel reports that as accepted (8) and delivered (1), in either order. Its
//! protocol knows no failure, so numbers that fail are served by a second
//! carrier, a few lines below behind Kannel's generic HTTP SMSC: see
//! [`UNDELIVERED`], [`REFUSED`] and [`UNROUTABLE`].

mod carrier;
mod conf;
mod over_smpp;
mod phones;

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    process::{Child, ChildStdin, Command},
    sync::Mutex,
    task::JoinHandle,
    time::{Instant, sleep, timeout},
};

use conf::Ports;
pub use over_smpp::OverSmpp;
pub use phones::Heard;

/// Numbers beginning so are accepted by the carrier (8), then reported undelivered (2).
pub const UNDELIVERED: &str = "84999902";
/// Numbers beginning so are taken by Kannel (202), then refused by the carrier (16).
pub const REFUSED: &str = "84999916";
/// Numbers beginning so have no carrier: sendsms answers 403, and a receipt (16) comes too.
pub const UNROUTABLE: &str = "84999940";

/// SMS a message may have here. Kannel cuts what is longer, and says nothing.
pub const MAX_PARTS: usize = 10;

const USER: &str = "loa";
const PASSWORD: &str = "m+t & 50%"; // wrong unless it is encoded with care
const STATUS: &str = "/status.txt?password=status";
/// How long Kannel may take to start, or to do what was asked of it.
const PATIENCE: Duration = Duration::from_secs(20);
const GLANCE: Duration = Duration::from_millis(30);

/// Where the programs are.
pub struct Programs {
    bearerbox: PathBuf,
    smsbox: PathBuf,
    fakesmsc: PathBuf,
    stdbuf: PathBuf,
}

/// The programs, or `None` where one of them is not installed.
pub fn installed() -> Option<Programs> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let find = |name: &str| {
        std::env::split_paths(&path)
            .chain(["/usr/sbin", "/usr/bin", "/usr/lib/kannel/test"].map(PathBuf::from))
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
    };
    Some(Programs {
        bearerbox: find("bearerbox")?,
        smsbox: find("smsbox")?,
        fakesmsc: find("fakesmsc")?,
        stdbuf: find("stdbuf")?,
    })
}

/// A running Kannel; its processes end with it.
pub struct Kannel {
    /// Where to send: `http://127.0.0.1:PORT/cgi-bin/sendsms`.
    pub sendsms: String,
    /// The account to send with.
    pub user: &'static str,
    /// Its password.
    pub password: &'static str,
    admin: u16,
    // Dropped, and so killed, in this order. An smsbox that sees its bearerbox go
    // starts a copy of itself under an id nobody knows: it must be gone first.
    _smsbox: Child,
    _fakesmsc: Child,
    _bearerbox: Child,
    phones: Mutex<ChildStdin>,
    carrier: JoinHandle<()>,
    folder: TempDir,
}

impl Kannel {
    /// Starts one that takes what phones say to `hook_url` (`from`, `to`, `text` and
    /// `id` are appended to its query), and waits until it can send.
    ///
    /// Panics where a program is missing (ask [`installed`] first) or does not start.
    pub async fn start(hook_url: &str) -> Self {
        let programs = installed().expect("install the packages kannel and kannel-extras");
        let mut why = String::new();
        // A port that was free may be taken by the time Kannel opens it: try others.
        for _ in 0..3 {
            match Self::try_start(&programs, hook_url).await {
                Ok(kannel) => return kannel,
                Err(reason) => why = reason,
            }
        }
        panic!("Kannel did not start: {why}");
    }

    async fn try_start(programs: &Programs, hook_url: &str) -> Result<Self, String> {
        let folder = tempfile::tempdir().expect("a folder for Kannel");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a carrier");
        let ports = Ports::free(listener.local_addr().expect("an address").port());
        conf::write(&ports, folder.path(), hook_url, &conf::fakes(&ports));
        let (bearerbox, smsbox) = boxes(programs, &ports, folder.path(), "fake[fake]").await?;

        // Level 0 has it print what it gets. It waits for its standard input with select()
        // and reads it through stdio: buffered, a second line at once would lie unseen.
        let port = ports.phones.to_string();
        let fakesmsc = programs.fakesmsc.to_string_lossy();
        let options = ["-H", "127.0.0.1", "-r", &port, "-i", "0", "-v", "0"];
        let unbuffered = [&["-i0", &*fakesmsc], &options[..]].concat();
        let mut fakesmsc = start(&programs.stdbuf, folder.path(), "phones.log", &unbuffered)?;
        let phones = Mutex::new(fakesmsc.stdin.take().expect("a pipe to the phones"));
        let connected = until(ports.admin, STATUS, |page| {
            page.contains("on-line") && page.matches("(online").count() == 2
        });
        unless_it_ends(&mut fakesmsc, folder.path(), connected).await?;

        Ok(Self {
            sendsms: format!("http://127.0.0.1:{}/cgi-bin/sendsms", ports.sendsms),
            user: USER,
            password: PASSWORD,
            admin: ports.admin,
            _smsbox: smsbox,
            _fakesmsc: fakesmsc,
            _bearerbox: bearerbox,
            phones,
            carrier: tokio::spawn(carrier::carry(listener, ports.generic)),
            folder,
        })
    }

    /// What the phones got: every message Kannel has handed over by now, in that order.
    /// Those still queued inside Kannel are not among them: ask again until the count fits.
    pub async fn messages(&self) -> Vec<Heard> {
        let deadline = Instant::now() + PATIENCE;
        let mut read_before = 0;
        loop {
            let status = self.status().await;
            let sent = sent_to_phones(&status).expect("a count in Kannel's status");
            // An empty line wakes the fake SMSC, which else looks up once a second.
            self.tell("\n").await;
            let log = fs::read(self.folder.path().join("phones.log")).expect("phones.log");
            let heard = phones::read(&String::from_utf8_lossy(&log));
            // The last may have further lines yet, which only a second look tells.
            if heard.len() > sent || (heard.len() == sent && log.len() == read_before) {
                return heard;
            }
            read_before = log.len();
            assert!(Instant::now() < deadline, "{} heard\n{status}", heard.len());
            sleep(GLANCE).await;
        }
    }

    /// A phone sends an SMS; a long one reaches the hook as one message, like joined parts do.
    pub async fn say(&self, from: &str, to: &str, text: &str) {
        // Phones use the GSM alphabet where it does, and a newline would end the line.
        if text.chars().all(|c| matches!(c, ' '..='~') && c != '`') {
            self.tell(&format!("{from} {to} text {text}\n")).await;
        } else {
            let utf16 = text.encode_utf16().flat_map(u16::to_be_bytes);
            let encoded: Vec<_> = utf16.map(|byte| format!("%{byte:02X}")).collect();
            self.tell(&format!("{from} {to} ucs2 {}\n", encoded.concat()))
                .await;
        }
    }

    /// Kannel's own account of its queues and lines, in words.
    pub async fn status(&self) -> String {
        get(self.admin, STATUS).await.expect("Kannel's status page")
    }

    async fn tell(&self, line: &str) {
        let mut phones = self.phones.lock().await;
        let told = phones.write_all(line.as_bytes()).await;
        told.expect("the fake SMSC listens");
    }
}

impl Drop for Kannel {
    fn drop(&mut self) {
        self.carrier.abort();
        if std::thread::panicking() {
            eprintln!("{}", logs(self.folder.path()));
        }
    }
}

/// Starts both boxes, and waits until they work: the first has a line of this name.
async fn boxes(
    programs: &Programs,
    ports: &Ports,
    folder: &Path,
    line: &str,
) -> Result<(Child, Child), String> {
    let boxed = ["-v", "2", "kannel.conf"];
    let mut bearerbox = start(&programs.bearerbox, folder, "bearerbox.log", &boxed)?;
    let listening = until(ports.admin, STATUS, |page| page.contains(line));
    unless_it_ends(&mut bearerbox, folder, listening).await?;
    let mut smsbox = start(&programs.smsbox, folder, "smsbox.log", &boxed)?;
    let answering = until(ports.sendsms, "/", |page| page.contains("Unknown request"));
    unless_it_ends(&mut smsbox, folder, answering).await?;
    Ok((bearerbox, smsbox))
}

fn start(program: &Path, folder: &Path, log: &str, args: &[&str]) -> Result<Child, String> {
    Command::new(program)
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(File::create(folder.join(log)).expect("a log"))
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("{}: {error}", program.display()))
}

/// How many messages (not parts) the status page says went to the fake SMSC.
fn sent_to_phones(status: &str) -> Option<usize> {
    let (_, line) = status.split_once("fake[fake]")?;
    let (_, sent) = line.split_once("sent: sms ")?;
    sent.split(' ').next()?.parse().ok()
}

/// The last lines Kannel wrote, for whoever reads why a test failed.
fn logs(folder: &Path) -> String {
    ["bearerbox.log", "smsbox.log"]
        .into_iter()
        .flat_map(|log| {
            let said = fs::read_to_string(folder.join(log)).unwrap_or_default();
            let last: Vec<_> = said.lines().rev().take(8).map(str::to_owned).collect();
            last.into_iter()
                .rev()
                .map(move |line| format!("\n{log}: {line}"))
        })
        .collect()
}

/// Asks for a page until it reads as wanted; past [`PATIENCE`], says what it read last.
async fn until(port: u16, target: &str, wanted: impl Fn(&str) -> bool) -> Result<(), String> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let last = match get(port, target).await {
            Ok(page) if wanted(&page) => return Ok(()),
            Ok(page) => page,
            Err(error) => error.to_string(),
        };
        if Instant::now() > deadline {
            return Err(format!("port {port}: {last}"));
        }
        sleep(GLANCE).await;
    }
}

/// Waits for something of a child's, but not for a dead child; if in vain, says what Kannel wrote.
async fn unless_it_ends(
    child: &mut Child,
    folder: &Path,
    awaited: impl Future<Output = Result<(), String>>,
) -> Result<(), String> {
    tokio::select! {
        ended = child.wait() => Err(format!("it ended: {ended:?}")),
        come = awaited => come,
    }
    .map_err(|why| why + &logs(folder))
}

async fn get(port: u16, target: &str) -> io::Result<String> {
    let asked = async {
        let mut kannel = TcpStream::connect(("127.0.0.1", port)).await?;
        let request =
            format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        kannel.write_all(request.as_bytes()).await?;
        let mut page = String::new();
        kannel.read_to_string(&mut page).await?;
        Ok(page)
    };
    timeout(Duration::from_secs(5), asked).await?
}
