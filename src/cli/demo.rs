//! `loa demo`: the main job, from a list to a coverage report, with nothing
//! configured and nobody real at the other end.

mod folder;
mod stage;

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use tokio::sync::watch;

use self::folder::Folder;
use self::stage::Stage;
use super::serve::stop_on_signal;
use super::session::Session;
use crate::channels::ChannelConfig;
use crate::config::{Config, Deliver};
use crate::simulator::Simulator;
use crate::web;

/// The officers of the demo.
const AUTHOR: &str = "Lò Văn An";
const APPROVER: &str = "Vàng Thị Bình";

/// How long receipts are waited for: phones that are on confirm within four
/// seconds, and nobody at a demo waits for those that are off.
const HORIZON_SECONDS: u64 = 12;

/// Watch a flood warning reach a commune, on simulated phones.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: loa demo --serve\nExample: loa --lang en demo --people 20000 --keep demo"
)]
pub struct Demo {
    /// How many people are on the commune's lists
    #[arg(long, value_name = "N", default_value_t = 3000)]
    #[arg(value_parser = clap::value_parser!(u64).range(100..=500_000))]
    people: u64,
    /// Keep the database and its key in this folder
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Serve the pages meanwhile and until Ctrl-C, where `loa serve` would
    #[arg(long)]
    serve: bool,
    /// Print the coverage as JSON, and nothing else
    #[arg(long)]
    json: bool,
}

impl Demo {
    pub async fn run(self, mut session: Session) -> anyhow::Result<()> {
        let folder = Folder::open(self.keep.as_deref(), &session)?;
        let configured = session.config.listen.clone();
        let wanted = if self.serve {
            configured.as_str()
        } else {
            "127.0.0.1:0"
        };
        let listener = session.door(wanted, "LOA_LISTEN").await?;
        let address = reachable(listener.local_addr()?);
        let simulator = Simulator::open(&format!("http://{address}")).await?;
        session.config = config(&session, &folder, address, simulator.channels(self.people)?);
        let app = session.open().await?;
        let (close, closed) = watch::channel(false);
        let pages = tokio::spawn(web::serve(app.clone(), listener, closed));
        let mut stop = stop_on_signal();
        let stage = Stage {
            session: &session,
            app: &app,
            people: self.people,
            json: self.json,
        };
        let notice = tokio::select! {
            played = stage.play() => played?,
            _ = stop.wait_for(|stop| *stop) => anyhow::bail!(session.word("demo-interrupted")),
        };
        drop(simulator);
        stage.say_where_it_is_kept(&folder, &notice);
        if self.serve {
            stage.say_pages("demo-serving", &address.to_string(), &notice);
            stop.wait_for(|stop| *stop).await.ok();
        } else {
            stage.say_pages("demo-not-serving", &configured, &notice);
        }
        close.send(true)?;
        pages.await??;
        app.store.close().await;
        Ok(())
    }
}

/// The configuration of the demo. Of the environment's it takes the language
/// alone: no database but its own must ever meet these people.
fn config(
    session: &Session,
    folder: &Folder,
    address: SocketAddr,
    channel: Vec<ChannelConfig>,
) -> Config {
    Config {
        database_url: folder.database_url(),
        key_file: folder.key_file(),
        listen: address.to_string(),
        public_url: format!("http://{address}"),
        language: session.config.language,
        deliver: Deliver {
            receipt_horizon_seconds: HORIZON_SECONDS,
            ..Deliver::default()
        },
        channel,
        ..Config::default()
    }
}

/// Where a listener is reached from this machine: "all addresses" is none.
fn reachable(listener: SocketAddr) -> SocketAddr {
    let mut address = listener;
    match address {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => {
            address.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => {
            address.set_ip(Ipv6Addr::LOCALHOST.into());
        }
        _ => {}
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_on_all_addresses_is_called_on_loopback() {
        for (listens, called) in [
            ("0.0.0.0:8080", "127.0.0.1:8080"),
            ("[::]:81", "[::1]:81"),
            ("10.1.2.3:80", "10.1.2.3:80"),
        ] {
            assert_eq!(reachable(listens.parse().unwrap()).to_string(), called);
        }
    }
}
