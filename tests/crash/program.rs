//! The program as the process it is: started, watched, frozen, killed, stopped.

use std::collections::HashSet;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use loa::clock::{Clock, SystemClock};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use uuid::Uuid;

use super::gateway::Gateway;
use super::ledger::{Flight, flight};
use super::office::{Office, free_door};
use crate::support::app::until;
use crate::support::database::Database;
use crate::support::http::called;
use crate::support::office::{Ran, finished, signal, started};

/// Within it an orderly stop must be over: systemd kills after 30 s.
const STOP: Duration = Duration::from_secs(25);

/// How often a question is asked that costs the database something.
const SELDOM: Duration = Duration::from_millis(200);

impl Office {
    fn command(&self, args: &[&str], points: &str) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_loa"));
        program
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .stdin(Stdio::null())
            .kill_on_drop(true);
        if !points.is_empty() {
            program.env("FAILPOINTS", points);
        }
        program
    }

    /// Runs a command to its end, with these fail points.
    pub async fn loa(&self, args: &[&str], points: &str) -> Ran {
        finished(self.command(args, points)).await
    }

    /// Starts `loa serve` with these fail points.
    pub fn serve(&mut self, points: &str) {
        let program = started(self.command(&["serve"], points), &self.path("loa.log"));
        self.lives += 1;
        self.gateway.life(self.lives);
        self.gateway.tell_at(Some(self.door.clone()));
        self.program = Some(program);
    }

    /// Starts another `loa serve` beside the one that runs, and tells receipts
    /// there.
    pub async fn serve_beside(&mut self, points: &str) -> Child {
        self.start_beside(&["serve"], points).await
    }

    /// Starts another program beside, one that takes receipts where it has a
    /// door.
    pub async fn beside(&mut self, args: &[&str]) -> Child {
        self.start_beside(args, "").await
    }

    async fn start_beside(&mut self, args: &[&str], points: &str) -> Child {
        let door = free_door().await;
        let mut command = self.command(args, points);
        command.env("LOA_LISTEN", &door);
        let other = started(command, &self.path("loa.log"));
        if args[0] == "serve" {
            self.gateway.tell_at(Some(door));
        }
        other
    }

    /// Starts `loa worker` as the program that is watched.
    pub fn work(&mut self) {
        let program = started(self.command(&["worker"], ""), &self.path("loa.log"));
        self.lives += 1;
        self.gateway.life(self.lives);
        self.program = Some(program);
    }

    /// Waits for something of the gateway's while the program runs.
    pub async fn until(&mut self, holds: impl Fn(&Gateway) -> bool) {
        let program = self.program.as_mut().unwrap();
        tokio::select! {
            () = until(async || holds(&self.gateway)) => {}
            ended = program.wait() => panic!("the program ended: {ended:?}"),
        }
    }

    /// Waits for so long that something of the gateway's comes true, or the
    /// program ends. Its status, if it did.
    pub async fn watch(
        &mut self,
        patience: Duration,
        holds: impl Fn(&Gateway) -> bool,
    ) -> Option<ExitStatus> {
        let program = self.program.as_mut().unwrap();
        let ended = tokio::select! {
            () = until(async || holds(&self.gateway)) => None,
            () = tokio::time::sleep(patience) => None,
            ended = program.wait() => Some(ended.unwrap()),
        };
        if ended.is_some() {
            self.program = None;
            self.gateway.tell_at(None);
        }
        ended
    }

    /// Waits until all receipts are told and read, and nothing more is expected
    /// of the notice; `false` where that takes too long.
    pub async fn is_settled_within(&self, patience: Duration) -> bool {
        let settled = async {
            while self.gateway.untold() > 0 || !self.is_at_rest().await {
                tokio::time::sleep(SELDOM).await;
            }
        };
        tokio::time::timeout(patience, settled).await.is_ok()
    }

    /// Waits until nobody's lease can hold any more.
    pub async fn until_leases_end(&self) {
        let last = self.leased_until().await;
        until(async || SystemClock.now().as_microsecond() > last).await;
    }

    /// Waits until none of these rows is between mark and record.
    pub async fn until_none_is_submitting(&self, of: &HashSet<Uuid>) {
        until(async || {
            // The whole ledger is looked through, beside a program at work.
            tokio::time::sleep(SELDOM).await;
            flight(&self.database).await.submitting.is_disjoint(of)
        })
        .await;
    }

    /// Waits until the program answers calls: it hears signals by then.
    pub async fn until_open(&self) {
        let (_, port) = self.door.rsplit_once(':').unwrap();
        let port = port.parse().unwrap();
        until(async || called(port, "/healthz").await == 200).await;
    }

    /// Waits until the program takes no more calls: it has heard that it shall
    /// stop.
    pub async fn until_closed(&self) {
        until(async || TcpStream::connect(&self.door).await.is_err()).await;
    }

    /// `kill -9`. Returns where the work stood.
    pub async fn kill(&mut self) -> Flight {
        let mut program = self.program.take().unwrap();
        program.start_kill().unwrap();
        program.wait().await.unwrap();
        self.gateway.tell_at(None);
        self.look().await
    }

    /// `kill -9` while another program goes on, which is told receipts.
    pub async fn kill_beside(&mut self) {
        let mut program = self.program.take().unwrap();
        program.start_kill().unwrap();
        program.wait().await.unwrap();
    }

    /// Waits until a program at work has swept: it does so every two seconds here.
    pub async fn until_swept(&self) {
        let begun = SystemClock.now() + Duration::from_secs(5);
        until(async || SystemClock.now() > begun).await;
    }

    /// Where the work stands, with nobody at it.
    pub async fn look(&self) -> Flight {
        if self.database.on_a_server() {
            self.until_nobody_writes().await;
            return flight(&self.database).await;
        }
        // Whoever opens a file that was left in the lurch mends it. That must
        // be the program: what is looked at here is a copy.
        let copy = tempfile::tempdir().unwrap();
        for file in ["loa.db", "loa.db-wal"] {
            if self.path(file).exists() {
                std::fs::copy(self.path(file), copy.path().join(file)).unwrap();
            }
        }
        flight(&Database::on_sqlite(&copy)).await
    }

    /// A server may still be at the last words of a client that was killed.
    async fn until_nobody_writes(&self) {
        let others = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
             AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
        until(async || {
            let others: Vec<(i64,)> = self.database.rows(others).await;
            others[0].0 == 0
        })
        .await;
    }

    /// Sends the program a signal.
    pub async fn signal(&self, name: &str) {
        signal(self.program.as_ref().unwrap(), name).await;
    }

    /// Stops the program in order.
    pub async fn stop(&mut self) -> ExitStatus {
        self.signal("-TERM").await;
        self.ended().await
    }

    /// Waits for the end of a program that was asked to stop.
    pub async fn ended(&mut self) -> ExitStatus {
        let mut program = self.program.take().unwrap();
        let ended = tokio::time::timeout(STOP, program.wait()).await;
        self.gateway.tell_at(None);
        ended.expect("the stop took too long").unwrap()
    }
}
