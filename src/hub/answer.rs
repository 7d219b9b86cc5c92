//! What a person's message is answered with. One desk for every surface: SMS
//! today, bots by the same words.

use async_trait::async_trait;
use loa_bots::{Desk, Incoming, Reply};

use super::receive::Written;
use super::{Result, people, reply};
use crate::app::App;
use crate::domain::language::Lang;
use crate::domain::notice::Notice;
use crate::domain::person::{Address, Way};
use crate::domain::sms;
use crate::domain::standing::{Standing, standing};
use crate::domain::talk::{Asked, read};
use crate::speech;
use crate::store::inbox::StoredMessage;
use crate::store::{Tx, replies};

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
        let mut tx = self.0.store.begin().await?;
        let text = settle(&self.0, &mut tx, &from, &incoming.text).await?;
        tx.commit().await?;
        Ok(vec![Reply::text(text)])
    }
}

/// Does what somebody asks for. What is said to it.
async fn settle(app: &App, tx: &mut Tx, from: &Address, text: &str) -> Result<String> {
    let lang = language_of(app, from).await?;
    let say = |key: &str| app.speech.text(lang, key, &[]);
    Ok(match read(text) {
        Asked::Silence => {
            people::silence(app, tx, from, true).await?;
            say("sms-opted-out")
        }
        Asked::Return => {
            people::silence(app, tx, from, false).await?;
            say("sms-opted-in")
        }
        Asked::Verify(code) => match app.store.notice_by_code(&code).await? {
            Some(notice) => verdict(app, lang, notice),
            None => say("sms-not-ours"),
        },
        Asked::Other => say("sms-help"),
    })
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
        let text = settle(app, &mut tx, &from, &written.text).await?;
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
    tx.commit().await?;
    app.bells.ring(reply::BELL);
    Ok(())
}

async fn language_of(app: &App, from: &Address) -> Result<Lang> {
    let people = app.store.people_of(from).await?;
    Ok(people
        .first()
        .and_then(|person| person.language.parse().ok())
        .unwrap_or_else(Lang::vi))
}
