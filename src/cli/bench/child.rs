//! The gateway as a process of its own: what it costs is not counted as ours.
//! It is told what to do, and tells what came of it, a line at a time.

use std::process::Stdio;
use std::time::Instant;

use anyhow::Context;
use clap::Args;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::TcpListener;
use tokio::process::{ChildStdin, ChildStdout, Command};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::super::session::Session;
use super::measure::Waits;
use crate::app::App;
use crate::channels::ChannelConfig;
use crate::simulator::echo::Echo;
use crate::web;

/// The gateway's process.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa bench gateway < /dev/null")]
pub struct Gateway {
    /// Hold receipts back until told to call
    #[arg(long)]
    holds: bool,
}

/// What the calls of a gateway came to.
#[derive(Debug, Serialize, Deserialize)]
pub struct Calls {
    pub made: usize,
    /// Those that were answered with a 2xx.
    pub accepted: usize,
    pub seconds: f64,
    pub accepted_per_second: f64,
    #[serde(flatten)]
    pub answered: Waits,
}

impl Gateway {
    /// Plays the gateway until nobody speaks to it any more.
    pub async fn run(self) -> anyhow::Result<()> {
        let echo = Echo::open(self.holds).await?;
        println!("{}", echo.url());
        let mut orders = BufReader::new(tokio::io::stdin()).lines();
        while let Some(rate) = orders.next_line().await? {
            let start = Instant::now();
            let called = echo.call(rate.parse()?).await;
            let seconds = start.elapsed().as_secs_f64();
            let accepted = called.iter().filter(|call| call.heard).count();
            let calls = Calls {
                made: called.len(),
                accepted,
                seconds,
                accepted_per_second: accepted as f64 / seconds,
                answered: Waits::of(called.iter().map(|call| call.took).collect()),
            };
            println!("{}", serde_json::to_string(&calls)?);
        }
        Ok(())
    }
}

/// A gateway's process, seen from here. It ends when this is dropped.
pub struct Child {
    url: String,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    _process: tokio::process::Child,
}

impl Child {
    /// Starts one.
    pub async fn start(holds: bool) -> anyhow::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["bench", "gateway"]);
        if holds {
            command.arg("--holds");
        }
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let orders = process.stdin.take().context("it hears nothing")?;
        let answers = process.stdout.take().context("it says nothing")?;
        let mut answers = BufReader::new(answers).lines();
        let url = answers.next_line().await?.context("it did not open")?;
        Ok(Self {
            url,
            orders,
            answers,
            _process: process,
        })
    }

    /// The block an office would write for it.
    pub fn block(&self) -> anyhow::Result<ChannelConfig> {
        #[derive(Deserialize)]
        struct Blocks {
            channel: Vec<ChannelConfig>,
        }
        let text = include_str!("gateway.toml").replace("$url", &self.url);
        let mut blocks: Blocks = toml::from_str(&text)?;
        blocks.channel.pop().context("no block")
    }

    /// Has it make the calls it holds back, so many a second; what came of them.
    pub async fn call(&mut self, per_second: f64) -> anyhow::Result<Calls> {
        let order = format!("{per_second}\n");
        self.orders.write_all(order.as_bytes()).await?;
        let answer = self.answers.next_line().await?.context("it is gone")?;
        Ok(serde_json::from_str(&answer)?)
    }
}

/// Where it calls us.
pub struct Door(TcpListener);

impl Door {
    /// A free one on loopback, named in a session's configuration.
    pub async fn open(session: &mut Session) -> anyhow::Result<Self> {
        let listener = session.door("127.0.0.1:0", "LOA_LISTEN").await?;
        session.config.public_url = format!("http://{}", listener.local_addr()?);
        Ok(Self(listener))
    }

    /// Answers at it.
    pub fn serve(self, app: &App) -> Serving {
        let (halt, stop) = watch::channel(false);
        let running = tokio::spawn(web::serve(app.clone(), self.0, stop));
        Serving { halt, running }
    }
}

/// The web face, answering.
pub struct Serving {
    halt: watch::Sender<bool>,
    running: JoinHandle<anyhow::Result<()>>,
}

impl Serving {
    /// Closes it in order.
    pub async fn close(self) -> anyhow::Result<()> {
        self.halt.send(true)?;
        self.running.await?
    }
}
