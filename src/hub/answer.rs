//! What a person's message is answered with. One desk for every surface: SMS
//! today, bots by the same words.

use async_trait::async_trait;
use loa_bots::{Desk, Incoming, Reply};

use super::receive::Written;
use super::talk::{Letter, settle};
use super::{Result, reply};
use crate::app::App;
use crate::domain::language::Lang;
use crate::domain::notice::Notice;
use crate::domain::person::{Address, Way};
use crate::domain::sms;
use crate::domain::standing::{Standing, standing};
use crate::speech;
use crate::store::Tx;
use crate::store::inbox::StoredMessage;
use crate::store::replies;

/// How long an answer is worth delivering.
const WORTH: std::time::Duration = std::time::Duration::from_secs(3600);

/// The office's desk: whoever writes by whatever way is answered here.
#[derive(Clone)]
pub struct Office(pub App);

#[async_trait]
impl Desk for Office {
    type Error = super::Refusal;

    async fn answer(&self, incoming: &Incoming) -> Result<Vec<Reply>> {
        let way = Way::parse(&incoming.surface).unwrap_or(Way::Sms);
        let from = Address::parse(way, &incoming.from)?;
        let letter = Letter {
            from: &from,
            text: &incoming.text,
            gateway: &incoming.surface,
        };
        let mut tx = self.0.store.begin().await?;
        let told = settle(&self.0, &mut tx, &letter).await?;
        tx.commit().await?;
        Ok(told.map(Reply::text).into_iter().collect())
    }
}

/// What is said of the notice of a code to somebody who asks.
pub(super) async fn verdict(app: &App, tx: &mut Tx, lang: Lang, code: &str) -> Result<String> {
    Ok(match tx.notice_by_code(code).await? {
        Some(notice) => worth(app, lang, notice),
        None => app.speech.text(lang, "sms-not-ours", &[]),
    })
}

/// What is said of a notice to somebody who holds its code. That it is a
/// specimen comes first: whatever its state, nobody is to act on it.
fn worth(app: &App, lang: Lang, notice: Notice) -> String {
    let key = match standing(&notice, app.clock.now()) {
        None => "sms-not-ours",
        Some(_) if notice.content.sample => "sms-specimen",
        Some(Standing::InForce) => "sms-verified",
        Some(Standing::Over) => "sms-over",
        Some(Standing::Withdrawn) => "sms-withdrawn",
    };
    let until = speech::moment(lang, notice.content.valid_to);
    let day = speech::day(lang, notice.content.valid_from);
    let values = [
        ("day", day),
        ("issuer", notice.content.issuer),
        ("document", notice.content.document),
        ("title", notice.content.title),
        ("until", until),
    ];
    app.speech.text(lang, key, &values)
}

/// Reads a stored message: what it changes and what is said to it are written
/// together with its being read. The answer goes by the gateway it came
/// through.
pub async fn answer_stored(app: &App, message: &StoredMessage) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.store.begin().await?;
    if !tx.take_message(message.id, now).await? {
        return Ok(());
    }
    let written = serde_json::from_slice::<Written>(&message.body).ok();
    let known = written.and_then(|written| {
        let from = Address::parse(written.way, &written.from).ok()?;
        Some((written, from))
    });
    if let Some((written, from)) = known {
        let letter = Letter {
            from: &from,
            text: &written.text,
            gateway: &message.gateway,
        };
        if let Some(text) = settle(app, &mut tx, &letter).await? {
            let reply = replies::Reply {
                way: written.way,
                to: written.from,
                text: match written.way {
                    Way::Sms => sms::plain(&text),
                    _ => text,
                },
            };
            let send_by = now.saturating_add(WORTH).unwrap_or(now);
            tx.add_reply(&message.gateway, &reply, send_by, now).await?;
        }
    }
    tx.commit().await?;
    app.bells.ring(reply::BELL);
    Ok(())
}
