//! A PostgreSQL server of the test's own, which may be stopped in any way.

use std::path::{Path, PathBuf};
use std::process::{Command as Plain, Stdio};
use std::time::Duration;

use sqlx::Connection;
use sqlx::postgres::PgConnection;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use super::app::until;
use super::http::free_port;
use super::skip;

/// The server; it ends when it is dropped.
pub struct Server {
    programs: PathBuf,
    lowered: Vec<String>,
    folder: TempDir,
    port: u16,
    running: Option<Child>,
}

/// How a server is stopped.
#[derive(Debug, Clone, Copy)]
pub enum Stop {
    /// Its clients are sent away.
    Fast,
    /// As if the power had failed.
    Immediate,
}

impl Server {
    /// A new one, where its programs are installed.
    pub async fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            skip("postgres", "initdb is not here; install postgresql");
            return None;
        };
        let Some(lowered) = lowered() else {
            skip("postgres", "root cannot become the user postgres here");
            return None;
        };
        let mut server = Self {
            programs,
            lowered,
            folder: tempfile::tempdir().unwrap(),
            port: free_port(),
            running: None,
        };
        server.hand_over_folder();
        let mut init = server.program("initdb");
        init.args(["--auth=trust", "--username=postgres", "--encoding=UTF8"])
            .args(["--locale=C", "--no-sync", "--pgdata"])
            .arg(server.data());
        let made = init.output().await.unwrap();
        let said = String::from_utf8_lossy(&made.stderr);
        assert!(made.status.success(), "initdb: {said}");
        server.run().await;
        Some(server)
    }

    /// The address of its first database.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Starts it; returns when it lets clients in.
    pub async fn run(&mut self) {
        assert!(self.running.is_none());
        let mut program = self.program("postgres");
        program
            .arg("-D")
            .arg(self.data())
            .args(["-p", &self.port.to_string(), "-h", "127.0.0.1"])
            .args(["-c", "unix_socket_directories="])
            // It is the server that dies here, never the machine: what it has
            // written is in the system's hands.
            .args(["-c", "fsync=off", "-c", "max_connections=80"])
            .kill_on_drop(true);
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join("log"))
            .unwrap();
        self.running = Some(program.stderr(log).spawn().unwrap());
        until(async || PgConnection::connect(&self.url()).await.is_ok()).await;
    }

    /// Stops it; returns when it is gone.
    pub async fn stop(&mut self, how: Stop) {
        let mut program = self.running.take().unwrap();
        let mut stop = Command::from(stop(&self.programs, &self.lowered, &self.data(), how));
        assert!(stop.status().await.unwrap().success());
        let ended = tokio::time::timeout(Duration::from_secs(60), program.wait()).await;
        ended.expect("the server did not end").unwrap();
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn program(&self, name: &str) -> Command {
        Command::from(as_lowered(&self.programs, &self.lowered, name))
    }

    /// Its folder belongs to whom it runs as.
    fn hand_over_folder(&self) {
        if !self.lowered.is_empty() {
            let mut give = Plain::new("chown");
            let given = give.arg("postgres").arg(self.folder.path()).status();
            assert!(given.unwrap().success());
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.running.is_some() {
            stop(&self.programs, &self.lowered, &self.data(), Stop::Immediate)
                .status()
                .ok();
        }
    }
}

fn stop(programs: &Path, lowered: &[String], data: &Path, how: Stop) -> Plain {
    let mut stop = as_lowered(programs, lowered, "pg_ctl");
    let mode = match how {
        Stop::Fast => "fast",
        Stop::Immediate => "immediate",
    };
    stop.args(["stop", "--wait", "--silent", "--mode", mode, "--pgdata"])
        .arg(data);
    stop
}

fn as_lowered(programs: &Path, lowered: &[String], name: &str) -> Plain {
    let program = programs.join(name);
    let mut command = match lowered {
        [] => Plain::new(program),
        [first, rest @ ..] => {
            let mut command = Plain::new(first);
            command.args(rest).arg(program);
            command
        }
    };
    // Where root stands, others may not look.
    command
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    command
}

/// The newest version's programs.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|version| {
            let path = version.ok()?.path();
            let number = path.file_name()?.to_str()?.parse().ok()?;
            let programs = path.join("bin");
            programs
                .join("initdb")
                .is_file()
                .then_some((number, programs))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, programs)| programs)
}

/// How to run a program as somebody who is not root: PostgreSQL refuses root.
/// Nothing is needed where we are not; `None` where it cannot be done.
fn lowered() -> Option<Vec<String>> {
    let me = Plain::new("id").arg("-u").output().ok()?;
    if me.stdout != b"0\n" {
        return Some(Vec::new());
    }
    let ways: [&[&str]; 2] = [
        &[
            "setpriv",
            "--reuid=postgres",
            "--regid=postgres",
            "--clear-groups",
        ],
        &["runuser", "-u", "postgres", "--"],
    ];
    let works = |way: &&&[&str]| {
        let mut tried = Plain::new(way[0]);
        let tried = tried.args(&way[1..]).arg("true").current_dir("/");
        let tried = tried.stderr(Stdio::null()).status();
        tried.is_ok_and(|status| status.success())
    };
    let way = ways.iter().find(works)?;
    Some(way.iter().map(|&word| word.to_owned()).collect())
}
