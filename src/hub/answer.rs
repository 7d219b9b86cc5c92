//! What a person's message is answered with. One desk for every surface: SMS
//! today, bots by the same words.

use async_trait::async_trait;
use loa_bots::{Desk, Incoming, Reply};

use super::receive::{Written, reference};
use super::{Result, people};
use crate::app::App;
use crate::channels::Outgoing;
use crate::domain::id::DeliveryId;
use crate::domain::language::Lang;
use crate::domain::notice::Notice;
use crate::domain::person::{Address, Way};
use crate::domain::sms;
use crate::domain::standing::{Standing, standing};
use crate::domain::talk::{Asked, read};
use crate::speech;
use crate::store::inbox::StoredMessage;

/// How long an answer is worth delivering.
const WORTH: std::time::Duration = std::time::Duration::from_secs(3600);

/// The office's desk: whoever writes by whatever way is answered here.
#[derive(Clone)]
pub struct Office(pub App);

#[async_trait]
impl Desk for Office {
    type Error = super::Refusal;

    async fn answer(&self, incoming: &Incoming) -> Result<Vec<Reply>> {
        let app = &self.0;
        let way = Way::parse(&incoming.surface).unwrap_or(Way::Sms);
        let from = Address::parse(way, &incoming.from)?;
        let lang = language_of(app, &from).await?;
        let say = |key: &str, args: &[(&str, String)]| app.speech.text(lang, key, args);
        let text = match read(&incoming.text) {
            Asked::Silence => {
                people::set_silent(app, &from, true).await?;
                say("sms-opted-out", &[])
            }
            Asked::Return => {
                people::set_silent(app, &from, false).await?;
                say("sms-opted-in", &[])
            }
            Asked::Verify(code) => match app.store.notice_by_code(&code).await? {
                Some(notice) => verdict(app, lang, notice),
                None => say("sms-not-ours", &[]),
            },
            Asked::Other => say("sms-help", &[]),
        };
        Ok(vec![Reply::text(text)])
    }
}

/// What is said of a notice to somebody who holds its code. That it is a
/// specimen comes first: whatever its state, nobody is to act on it.
fn verdict(app: &App, lang: Lang, notice: Notice) -> String {
    let key = match standing(&notice, app.clock.now()) {
        None => "sms-not-ours",
        Some(_) if notice.content.sample => "sms-specimen",
        Some(Standing::InForce) => "sms-verified",
        Some(Standing::Over) => "sms-over",
        Some(Standing::Withdrawn) => "sms-withdrawn",
    };
    let until = speech::moment(lang, notice.content.valid_to);
    let values = [
        ("issuer", notice.content.issuer),
        ("document", notice.content.document),
        ("title", notice.content.title),
        ("until", until),
    ];
    app.speech.text(lang, key, &values)
}

/// Answers a stored message by the gateway it came through. An answer is a
/// courtesy: it is tried once.
pub async fn answer_stored(app: &App, message: &StoredMessage) -> Result<()> {
    let Ok(written) = serde_json::from_slice::<Written>(&message.body) else {
        return Ok(());
    };
    let to = Address::parse(written.way, &written.from)?;
    let incoming = Incoming::text(written.way.as_str(), &written.from, &written.text);
    let Some(channel) = app.gateways.named(&message.gateway) else {
        return Ok(());
    };
    for reply in Office(app.clone()).answer(&incoming).await? {
        let text = if written.way == Way::Sms {
            sms::plain(&reply.text)
        } else {
            reply.text
        };
        let outgoing = Outgoing {
            reference: reference(DeliveryId(message.id), 0),
            to: to.clone(),
            text,
            valid_for: WORTH,
        };
        let submitted = channel.send(&outgoing).await;
        tracing::info!(
            gateway = message.gateway,
            outcome = submitted.outcome.as_str(),
            "answered a message"
        );
    }
    Ok(())
}

async fn language_of(app: &App, from: &Address) -> Result<Lang> {
    let people = app.store.people_of(from).await?;
    Ok(people
        .first()
        .and_then(|person| person.language.parse().ok())
        .unwrap_or_else(Lang::vi))
}
