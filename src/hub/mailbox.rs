//! Where calls of gateways are stored before they are answered. Calls that
//! arrive together are stored together: one commit for hundreds, and nobody
//! is answered before it.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use crate::clock::Clock;
use crate::store::inbox::NewEvent;
use crate::store::{Error, Result, Store};

/// Events stored by one commit at most.
const GROUP: usize = 250;

type Letter = (Vec<NewEvent>, oneshot::Sender<Result<()>>);

/// The opening of the mailbox.
#[derive(Clone)]
pub struct Mailbox(mpsc::Sender<Letter>);

impl Mailbox {
    /// Opens it. What serves it ends when the last opening is gone.
    pub fn open(store: Store, clock: Arc<dyn Clock>) -> Self {
        let (sender, receiver) = mpsc::channel(1024);
        tokio::spawn(serve(store, clock, receiver));
        Self(sender)
    }

    /// Stores events; returns when they are safe. A full mailbox makes its
    /// callers wait, and so the gateways.
    pub async fn store(&self, events: Vec<NewEvent>) -> Result<()> {
        let gone = || Error::Ended("the mailbox");
        let (done, told) = oneshot::channel();
        self.0.send((events, done)).await.map_err(|_| gone())?;
        told.await.map_err(|_| gone())?
    }
}

async fn serve(store: Store, clock: Arc<dyn Clock>, mut letters: mpsc::Receiver<Letter>) {
    let mut waiting: Vec<Letter> = Vec::new();
    while letters.recv_many(&mut waiting, GROUP).await > 0 {
        let mut events = Vec::new();
        let mut senders = Vec::new();
        for (group, done) in waiting.drain(..) {
            events.extend(group);
            senders.push(done);
        }
        let stored = store_in_groups(&store, &events, clock.as_ref()).await;
        match &stored {
            // Once for the whole group: other nodes are told, not besieged.
            Ok(()) => {
                store.announce(super::receive::BELL).await.ok();
            }
            // And nobody waits any longer: a database that is away costs each
            // group its patience, and those who call wait behind it.
            Err(error) => {
                tracing::error!(%error, "receipts could not be stored; the gateways will repeat them");
            }
        }
        for done in senders {
            let answer = if stored.is_ok() {
                Ok(())
            } else {
                Err(Error::NotStored)
            };
            // A caller who has hung up does not need the answer.
            done.send(answer).ok();
        }
    }
}

async fn store_in_groups(store: &Store, events: &[NewEvent], clock: &dyn Clock) -> Result<()> {
    for group in events.chunks(GROUP) {
        store.store_events(group, clock.now()).await?;
    }
    Ok(())
}
