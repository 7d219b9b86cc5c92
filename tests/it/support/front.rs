//! The real program behind its real web face.

use std::sync::Arc;

use loa::channels::ChannelConfig;
use loa::channels::tape::Tape;
use loa::clock::{Clock, SystemClock};
use loa::config::Config;
use loa::domain::person::Way;
use loa::web;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::app::{TestApp, limits};

/// The place where it will listen: its address is known before it does.
pub struct Door(TcpListener);

impl Door {
    /// One that is free.
    pub async fn open() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    /// What browsers and gateways must call.
    pub fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }
}

/// A program that answers at a door.
pub struct Front {
    pub test: TestApp,
    pub url: String,
    halt: watch::Sender<bool>,
    web: JoinHandle<anyhow::Result<()>>,
}

impl Front {
    /// Opens it before a program.
    pub fn of(test: TestApp, door: Door) -> Self {
        let url = door.url();
        let (halt, stop) = watch::channel(false);
        let web = tokio::spawn(web::serve(test.app.clone(), door.0, stop));
        Self {
            test,
            url,
            halt,
            web,
        }
    }

    /// Opens it before a program that has these gateways for its SMS.
    pub async fn with_gateways(door: Door, channels: Vec<ChannelConfig>) -> Self {
        Self::with_gateways_by(Arc::new(SystemClock), door, channels).await
    }

    /// The same by a clock of the test's.
    pub async fn with_gateways_by(
        clock: Arc<dyn Clock>,
        door: Door,
        channels: Vec<ChannelConfig>,
    ) -> Self {
        // Made before the configured ones, it must not be the one that SMS takes.
        let aside = Tape::new("aside", limits(Way::Telegram));
        let configure = |config: &mut Config| {
            config.public_url = door.url();
            config.channel = channels;
        };
        let test = TestApp::boot_by(clock, aside, configure).await;
        Self::of(test, door)
    }

    /// Closes it in order.
    pub async fn close(self) {
        self.halt.send(true).unwrap();
        self.web.await.unwrap().unwrap();
    }
}
