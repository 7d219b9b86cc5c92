//! Receipts and replies: proven, stored, answered, and only then applied.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ring::hmac;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use uuid::Uuid;

use super::{answer, told_to_stop};
use crate::app::App;
use crate::channels::{Answer, BadCall, Call, Channel, Inbound, Inbox};
use crate::crash::crash_point;
use crate::domain::id::DeliveryId;
use crate::domain::person::Way;
use crate::store;
use crate::store::inbox::{Kind, NewEvent};

/// The bell that says that something was stored.
pub const BELL: &str = "inbox";

/// How much of an event's key grows with time, in bytes: of our own ids that
/// is the millisecond and a little more.
const GROWS: usize = 8;

/// Receipts applied by one commit.
const GROUP: usize = 250;

/// Groups applied before messages of people have their turn.
const GROUPS: usize = 20;

/// Messages of people read at once.
const MESSAGES: usize = 20;

/// How long receipts gather before they are applied.
const GATHERS: Duration = Duration::from_millis(60);

/// Why a call was not taken.
#[derive(Debug, thiserror::Error)]
pub enum Declined {
    /// No channel of this name.
    #[error("no channel is called {0}")]
    NoSuchChannel(String),
    /// The channel does not take it.
    #[error(transparent)]
    BadCall(#[from] BadCall),
    /// It could not be stored: the gateway should call again.
    #[error(transparent)]
    NotStored(#[from] store::Error),
}

/// A person's message as the inbox keeps it, sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Written {
    /// The way it came.
    pub way: Way,
    /// Who wrote.
    pub from: String,
    /// What.
    pub text: String,
}

/// Takes a call of a gateway: stored before it is answered.
pub async fn receive(app: &App, channel: &str, call: &Call) -> Result<Answer, Declined> {
    let channel = app
        .gateways
        .named(channel)
        .ok_or_else(|| Declined::NoSuchChannel(channel.to_owned()))?;
    let (inbound, answer) = channel.read(call)?;
    let raw = [call.raw_query.as_bytes(), b"\n", &call.body].concat();
    let events = inbound
        .iter()
        .enumerate()
        .map(|(place, one)| event(app, channel.as_ref(), one, &raw, place))
        .collect();
    app.mailbox.store(events).await?;
    crash_point!("receive.after_commit");
    app.bells.ring(BELL);
    Ok(answer)
}

/// Hears what a gateway says on the line that it holds, until told to stop.
pub async fn listen(app: App, channel: Arc<dyn Channel>, stop: watch::Receiver<bool>) {
    let ears = Ears {
        app,
        gateway: channel.clone(),
    };
    channel.listen(&ears, stop).await;
}

/// Where a gateway's line ends.
struct Ears {
    app: App,
    gateway: Arc<dyn Channel>,
}

#[async_trait]
impl Inbox for Ears {
    async fn store(&self, told: Vec<Inbound>) -> bool {
        let events = told
            .iter()
            .map(|one| event(&self.app, self.gateway.as_ref(), one, &heard(one), 0))
            .collect();
        let stored = self.app.mailbox.store(events).await.is_ok();
        if stored {
            self.app.bells.ring(BELL);
        }
        stored
    }

    fn line_is_back(&self) {
        self.app.wardens.line_is_back(self.gateway.name());
        let way = self.gateway.limits().carries;
        self.app.bells.ring(way.as_str());
    }
}

/// Applies what is stored, until told to stop.
pub async fn apply(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let longest = match apply_stored(&app, &stop).await {
            Ok(More::Now) => continue,
            Ok(More::Soon) => GATHERS,
            Ok(More::No) => Duration::from_secs(1),
            Err(error) => {
                tracing::error!(%error, "receipts could not be applied; they are kept");
                Duration::from_secs(1)
            }
        };
        let gathered = async {
            app.bells.wait(BELL, longest).await;
            tokio::time::sleep(GATHERS).await;
        };
        tokio::select! {
            () = gathered => {}
            () = told_to_stop(&mut stop) => {}
        }
    }
}

/// Whether anything is left to be applied.
enum More {
    Now,
    /// Of some receipts the message is not recorded yet.
    Soon,
    No,
}

/// Applies receipts, then reads messages: neither waits for the end of the other.
async fn apply_stored(app: &App, stop: &watch::Receiver<bool>) -> super::Result<More> {
    let mut more = More::No;
    let mut after = Uuid::nil();
    let mut applied_all = 0;
    for group in 1..=GROUPS {
        let now = app.clock.now();
        let reading = app.store.apply_receipts(after, GROUP, now).await?;
        let applied = reading.seen - reading.left;
        metrics::counter!("loa_receipts_applied_total").increment(applied as u64);
        applied_all += applied;
        if reading.left > 0 {
            more = More::Soon;
        }
        if reading.seen < GROUP || *stop.borrow() {
            break;
        }
        if group == GROUPS && applied_all > 0 {
            more = More::Now;
        }
        after = reading.last;
    }
    let messages = app.store.unread_messages(MESSAGES).await?;
    for message in &messages {
        answer::answer_stored(app, message).await?;
    }
    Ok(if messages.len() < MESSAGES {
        more
    } else {
        More::Now
    })
}

/// What the inbox keeps of an event. `raw` is the call as it came: the same
/// receipt twice is one event. A person may well say the same thing twice, and
/// not every gateway tells when: the same words a minute later are another,
/// unless each message has a name of its own.
/// The key is a keyed hash, for what it is made of holds a number. Before it
/// stands what grows with time: events that come together are then kept
/// together, and not each on another page of a large index.
fn event(
    app: &App,
    gateway: &dyn Channel,
    inbound: &Inbound,
    raw: &[u8],
    place: usize,
) -> NewEvent {
    let mut context = hmac::Context::with_key(app.store.keys().hooks());
    context.update(raw);
    context.update(&place.to_be_bytes());
    let minute = (app.clock.now().as_second() / 60).to_be_bytes();
    let named = gateway.names_messages();
    if !named && matches!(inbound, Inbound::Message { .. }) {
        context.update(&minute);
    }
    let mut key;
    let (kind, body) = match inbound {
        Inbound::Receipt {
            reference,
            message_id,
            status,
        } => {
            let delivery = reference.as_deref().and_then(delivery_of);
            let name = message_id.as_deref().unwrap_or_default().as_bytes();
            key = match delivery {
                Some(DeliveryId(id)) => id.as_bytes()[..GROWS].to_vec(),
                None => name[..name.len().min(GROWS)].to_vec(),
            };
            (
                Kind::Receipt {
                    delivery,
                    message_id: message_id.clone(),
                    status: *status,
                },
                raw.to_vec(),
            )
        }
        Inbound::Message { from, text } => {
            key = if named { Vec::new() } else { minute.to_vec() };
            let written = Written {
                way: from.way(),
                from: from.expose().to_owned(),
                text: text.clone(),
            };
            (
                Kind::Message,
                serde_json::to_vec(&written).unwrap_or_default(),
            )
        }
    };
    key.extend_from_slice(&context.sign().as_ref()[..16]);
    NewEvent {
        gateway: gateway.name().to_owned(),
        key,
        kind,
        body,
    }
}

/// What stands for a call where a gateway holds a line instead of calling.
fn heard(inbound: &Inbound) -> Vec<u8> {
    match inbound {
        Inbound::Receipt {
            reference,
            message_id,
            status,
        } => format!("{reference:?} {message_id:?} {status:?}").into_bytes(),
        Inbound::Message { from, text } => format!("{} {text}", from.expose()).into_bytes(),
    }
}

/// Our reference of one try of a delivery: comes back with its receipt.
pub fn reference(delivery: DeliveryId, attempt: i32) -> String {
    format!("{}-{attempt}", delivery.0.simple())
}

/// Our reference of a delivery for a gateway that takes the same one twice for
/// one message: another form of the text is another message.
pub fn lasting_reference(delivery: DeliveryId, refusals: i32) -> String {
    format!("{}-f{refusals}", delivery.0.simple())
}

/// The delivery a reference names.
fn delivery_of(reference: &str) -> Option<DeliveryId> {
    reference.split('-').next()?.parse().ok()
}
