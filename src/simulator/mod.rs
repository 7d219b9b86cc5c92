//! Gateways and phones that are not there, for `loa demo`: a commune made up
//! from published shares ([`people`]), a specimen of a flood warning
//! ([`notice`]), and an HTTP server on loopback ([`Simulator`]) that behaves as
//! gateways do. The program reaches it as it reaches any gateway, by
//! `[[channel]]` blocks, and it calls back as any gateway does; nothing here is
//! known to the rest of the program. [`echo`] is the gateway of `loa bench`.

mod commune;
mod dice;
pub mod echo;
mod fate;
mod gateways;
mod line;
mod mix;
pub mod notice;
pub mod people;
mod receipts;
pub mod villages;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use uuid::Uuid;

use self::gateways::House;
use self::receipts::Receipts;
use crate::channels::ChannelConfig;

pub use commune::settle;

/// The demo's commune: Mường Toong, Điện Biên.
pub const COMMUNE: &str = "03163";

/// The longest it runs, should nobody end it.
const LONGEST: Duration = Duration::from_secs(3600);

/// The gateways, open. They close when it is dropped, and after an hour.
pub struct Simulator {
    address: SocketAddr,
    token: String,
    _open: JoinSet<()>,
}

impl Simulator {
    /// Opens the gateways on a free port of loopback. Receipts go to the hooks
    /// below `public_url`.
    pub async fn open(public_url: &str) -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        // Nobody else on this machine may report deliveries.
        let token = Uuid::new_v4().simple().to_string();
        let house = Arc::new(House {
            receipts: Receipts::new()?,
            zalo_hook: format!("{public_url}/hooks/demo-zalo?k={token}"),
            taken: 0.into(),
        });
        let mut open = JoinSet::new();
        open.spawn(async move {
            let serving = axum::serve(listener, gateways::routes(house));
            let ended = tokio::time::timeout(LONGEST, serving.into_future()).await;
            tracing::info!(?ended, "the simulated gateways closed");
        });
        Ok(Self {
            address,
            token,
            _open: open,
        })
    }

    /// The gateways as an office would configure them, fast enough for so many
    /// people.
    pub fn channels(&self, people: u64) -> Result<Vec<ChannelConfig>, toml::de::Error> {
        #[derive(Deserialize)]
        struct Blocks {
            channel: Vec<ChannelConfig>,
        }
        let rate = rate(people);
        let text = include_str!("gateways.toml")
            .replace("$base", &format!("http://{}", self.address))
            .replace("$token", &self.token)
            .replace("$rate", &rate.to_string())
            // As a bot's 25 stand to a brandname's 150.
            .replace("$telegram_rate", &(rate / 6).to_string())
            .replace("$window", &(rate / 3).to_string());
        Ok(toml::from_str::<Blocks>(&text)?.channel)
    }
}

/// Parts a second of the large gateways: 150, and more where the demo would
/// take longer than anybody watches, up to what one machine can simulate.
fn rate(people: u64) -> u64 {
    (people / 40).clamp(150, 1000)
}

#[cfg(test)]
mod tests;
