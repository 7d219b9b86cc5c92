//! `loa bench smpp` and Kannel, one after the other, on the same machine and
//! against the same message centre; and how they compare.
//!
//! `cargo build --release && cargo build --release -p loa-centre`, then
//! `target/release/smpp-beside-kannel --messages 100000`

mod client;
mod kannel;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::Context;
use clap::Parser;
use serde_json::{Value, json};

use self::client::{Receipts, hand_over};
use self::kannel::Kannel;

/// Compares loa with Kannel.
#[derive(Debug, Parser)]
struct Compare {
    /// How many messages
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    messages: u64,
    /// Requests to Kannel at once
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u64).range(1..=512))]
    requests: u64,
}

fn main() -> anyhow::Result<()> {
    let compare = Compare::parse();
    let port = free_port()?;
    let mut centre = Command::new(beside("smpp-centre")?)
        .args([
            "--listen",
            &format!("127.0.0.1:{port}"),
            "--seconds",
            "1800",
        ])
        .stdout(Stdio::null())
        .spawn()
        .context("the message centre does not start")?;
    let compared = compare.both(port);
    centre.kill()?;
    centre.wait()?;
    println!("{}", serde_json::to_string_pretty(&compared?)?);
    Ok(())
}

impl Compare {
    fn both(&self, port: u16) -> anyhow::Result<Value> {
        let kannel = self.kannel(port)?;
        let loa = self.loa(port)?;
        let ratio = |key: &str| Some(loa[key].as_f64()? / kannel[key].as_f64()?);
        Ok(json!({
            "rate_against_kannel": ratio("per_second"),
            "cpu_against_kannel": ratio("cpu_seconds_per_1000"),
            "kannel": kannel,
            "loa": loa,
        }))
    }

    /// From the first request to the last receipt that Kannel has called.
    fn kannel(&self, port: u16) -> anyhow::Result<Value> {
        let receipts = Receipts::open()?;
        let kannel = Kannel::start(port)?;
        let (cpu, started) = (kannel.cpu_seconds()?, Instant::now());
        hand_over(kannel.sendsms, receipts.port, self.messages, self.requests)?;
        let handed = started.elapsed().as_secs_f64();
        receipts.wait_for(self.messages)?;
        let seconds = started.elapsed().as_secs_f64();
        let cpu = kannel.cpu_seconds()? - cpu;
        let messages = self.messages as f64;
        Ok(json!({
            "messages": self.messages,
            "handed_over_seconds": handed,
            "seconds": seconds,
            "per_second": messages / seconds,
            "cpu_seconds_per_1000": cpu * 1000.0 / messages,
        }))
    }

    fn loa(&self, port: u16) -> anyhow::Result<Value> {
        let output = Command::new(beside("loa")?)
            .args(["bench", "smpp", "--to", &format!("127.0.0.1:{port}")])
            .args(["--people", &self.messages.to_string()])
            .stderr(Stdio::inherit())
            .output()
            .context("no `loa` beside this program: build it first")?;
        anyhow::ensure!(output.status.success(), "`loa bench smpp` failed");
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

/// A program of the same build.
fn beside(name: &str) -> anyhow::Result<PathBuf> {
    let here = std::env::current_exe()?;
    Ok(here.parent().context("no folder")?.join(name))
}

/// A port nobody listens at now.
fn free_port() -> anyhow::Result<u16> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    Ok(listener.local_addr()?.port())
}
