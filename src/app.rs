//! What every role borrows: built once, cheap to clone.

use std::collections::{BTreeSet, HashMap};
use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::Context;
use tokio::sync::Notify;

use crate::channels::{BadChannel, Channel, Gateways, Surroundings};
use crate::clock::{Clock, WatchedClock};
use crate::config::Config;
use crate::domain::area::Areas;
use crate::domain::collision::Collisions;
use crate::hub::do_not_call::ListFile;
use crate::hub::mailbox::Mailbox;
use crate::hub::warden::Wardens;
use crate::speech::Speech;
use crate::store::epoch_file::EpochFile;
use crate::store::{self, Keys, Store};

/// The program, ready to play any role.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What an [`App`] is made of.
pub struct Parts {
    /// How it is configured.
    pub config: Config,
    /// Its memory.
    pub store: Store,
    /// Its gateways.
    pub gateways: Gateways,
    /// Its clock.
    pub clock: Arc<dyn Clock>,
    /// Its words.
    pub speech: Speech,
    /// The country.
    pub areas: &'static Areas,
    /// The words that are misread without their marks.
    pub collisions: Collisions,
    /// Who waits for what, in this process.
    pub bells: Bells,
    /// How its gateways are.
    pub wardens: Wardens,
    /// Whom nobody may advertise to.
    pub do_not_call: ListFile,
    /// Where gateways' calls are stored before they are answered.
    pub mailbox: Mailbox,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Opens key file, database and the configured gateways.
    pub async fn build(config: Config) -> anyhow::Result<Self> {
        let clock = WatchedClock::of_this_machine();
        Self::build_with(config, Vec::new(), Arc::new(clock)).await
    }

    /// As [`App::build`], with gateways made elsewhere before the configured
    /// ones and a clock of the caller's.
    pub async fn build_with(
        config: Config,
        mut channels: Vec<Arc<dyn Channel>>,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        distinct(&channels, &config)?;
        let collisions = collisions(config.plain.words.as_deref())?;
        let do_not_call = ListFile::open(config.promotional.do_not_call.as_deref())?;
        let key_file = config.key_file.display().to_string();
        if !config.key_file.exists()
            && let Some(theirs) = Store::sealed_with(&config.database_url).await?
        {
            // A new key would open nothing here, and look like the lost one.
            let ours = "missing".to_owned();
            return Err(store::Error::WrongKey {
                theirs,
                ours,
                file: key_file,
            }
            .into());
        }
        let keys = Arc::new(Keys::open_or_make(&config.key_file)?);
        let surroundings = Surroundings {
            public_url: config.public_url.clone(),
            hooks: keys.hooks().clone(),
        };
        let mut catalogues = Vec::new();
        for block in &config.channel {
            let catalogue = block.catalogue()?;
            channels.push(block.open_with(catalogue.clone(), &surroundings)?);
            catalogues.extend(catalogue.map(|read| (block.name().to_owned(), read)));
        }
        let store = Store::open(&config.database_url, keys).await?;
        let epoch = EpochFile::beside(&config.key_file)
            .read()
            .map_err(store::Error::from)?;
        store.migrate(&key_file, epoch.unwrap_or(0)).await?;
        if let Some(reached) = store.reached().await? {
            clock.remember(reached.at);
        }
        let mailbox = Mailbox::open(store.clone(), Arc::clone(&clock));
        Ok(Self(Arc::new(Parts {
            gateways: Gateways::new(channels).registering(catalogues),
            speech: Speech::load(),
            areas: Areas::shipped(),
            collisions,
            do_not_call,
            bells: Bells::default(),
            wardens: Wardens::default(),
            config,
            store,
            clock,
            mailbox,
        })))
    }
}

/// The words that are misread without marks, with those of the office's file.
fn collisions(file: Option<&Path>) -> anyhow::Result<Collisions> {
    let Some(file) = file else {
        return Ok(Collisions::shipped_and("")?);
    };
    let told = || format!("[plain] words = \"{}\"", file.display());
    let more = std::fs::read_to_string(file).with_context(told)?;
    Collisions::shipped_and(&more).with_context(told)
}

/// Calls of gateways are told apart by the channel's name.
fn distinct(channels: &[Arc<dyn Channel>], config: &Config) -> Result<(), BadChannel> {
    let mut names: BTreeSet<&str> = channels.iter().map(|channel| channel.name()).collect();
    match config
        .channel
        .iter()
        .find(|block| !names.insert(block.name()))
    {
        Some(twin) => Err(BadChannel {
            name: twin.name().to_owned(),
            fault: "two channels have this name".to_owned(),
        }),
        None => Ok(()),
    }
}

/// Who waits for what, in this process. A bell that rings while nobody waits
/// is heard by the next who does.
#[derive(Default)]
pub struct Bells(Mutex<HashMap<String, Arc<Notify>>>);

impl Bells {
    /// Wakes whoever waits for `name`.
    pub fn ring(&self, name: &str) {
        self.bell(name).notify_one();
    }

    /// Waits until `name` rings, or for so long.
    pub async fn wait(&self, name: &str, longest: Duration) {
        let bell = self.bell(name);
        tokio::time::timeout(longest, bell.notified()).await.ok();
    }

    fn bell(&self, name: &str) -> Arc<Notify> {
        let mut bells = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(bells.entry(name.to_owned()).or_default())
    }
}
