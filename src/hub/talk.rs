//! A conversation: what somebody's message changes, and what is said to it.
//! The steps are `domain/talk.rs`; here they are done, in one transaction that
//! reads by itself: a second line to the database might have to wait for one
//! that waits for it.

use ring::digest::{SHA256, digest};

use super::people;
use super::{Result, answer};
use crate::app::App;
use crate::domain::area::AreaCode;
use crate::domain::language::Lang;
use crate::domain::notice::Topic;
use crate::domain::person::{Address, Way};
use crate::domain::promotion::PURPOSE;
use crate::domain::say::Saying;
use crate::domain::talk::{Choice, Known, Pending, Step, ask_village, step};
use crate::store::Tx;
use crate::store::members::Served;
use crate::store::talks::{Consent, Talk};

/// What somebody wrote, and how it came.
pub struct Letter<'a> {
    /// Who.
    pub from: &'a Address,
    /// What.
    pub text: &'a str,
    /// The gateway it came by.
    pub gateway: &'a str,
}

/// Does what a message asks for. What is said to it; `None` where nothing is.
pub async fn settle(app: &App, tx: &mut Tx, letter: &Letter<'_>) -> Result<Option<String>> {
    let (from, now) = (letter.from, app.clock.now());
    if is_ours(app, from) {
        return Ok(None);
    }
    let mut talk = tx.talk(from, now).await?;
    let writer = Writer::of(&tx.served_by(from).await?);
    let villages = match &talk.pending {
        Some(Pending::Village(commune, _)) => tx.villages_of(commune).await?,
        _ => Vec::new(),
    };
    let known = Known {
        areas: app.areas,
        villages: &villages,
        languages: &app.config.languages.of(writer.province(app).as_ref()),
    };
    let next = step(talk.pending.as_ref(), letter.text, known);
    let told = Doing {
        app,
        tx,
        letter,
        writer,
        villages,
    }
    .act(next, &mut talk)
    .await?;
    let busy = tx.busy(from, now).await?;
    let words = digest(&SHA256, letter.text.trim().as_bytes()).as_ref()[..16].to_vec();
    let day = now.as_second().div_euclid(86_400);
    let limits = &app.config.conversation;
    let answered = talk.heard.hears(words, day, busy, limits);
    tx.keep_talk(from, &talk, answered, now).await?;
    Ok(answered.then_some(told))
}

/// Numbers that are our own talk to nobody.
fn is_ours(app: &App, from: &Address) -> bool {
    let number = app.config.conversation.number.as_deref();
    number.is_some_and(|number| Address::parse(Way::Sms, number).is_ok_and(|own| own == *from))
}

/// Whoever writes, as far as they are known.
struct Writer {
    language: Lang,
    commune: Option<AreaCode>,
}

impl Writer {
    fn of(served: &[Served]) -> Self {
        let first = served.first();
        Self {
            language: first.map_or_else(Lang::vi, |person| person.language),
            commune: first.map(|person| person.area.clone()),
        }
    }

    fn province(&self, app: &App) -> Option<AreaCode> {
        let commune = app.areas.find(self.commune.as_ref()?.as_str()).ok()?;
        commune.parent.clone()
    }
}

/// One step being done.
struct Doing<'a> {
    app: &'a App,
    tx: &'a mut Tx,
    letter: &'a Letter<'a>,
    writer: Writer,
    villages: Vec<Choice>,
}

impl Doing<'_> {
    /// Does a step; what is said to it.
    async fn act(&mut self, step: Step, talk: &mut Talk) -> Result<String> {
        let stays = matches!(step, Step::Verify(_) | Step::Help | Step::Free);
        if !stays {
            talk.pending = None;
        }
        match step {
            Step::Silence => self.be_silent(true).await,
            Step::Return => self.be_silent(false).await,
            Step::Topic(on, topic) => self.want(topic, on).await,
            Step::Advertising(on) => self.hear_advertising(on).await,
            Step::Join(commune) => self.join(commune, talk).await,
            Step::Live(commune, village) => {
                if let Some(village) = village {
                    self.tx.live(self.letter.from, &commune, village).await?;
                }
                let of = |one: &&Choice| Some(one.id) == village;
                let name = self.villages.iter().find(of).map(|one| one.name.clone());
                Ok(match name {
                    Some(name) => self.say(&Saying::new("sms-village-kept").with("village", name)),
                    None => self.say(&Saying::new("sms-village-open")),
                })
            }
            Step::Speak(language) => self.speak(language).await,
            Step::Verify(code) => {
                answer::verdict(self.app, self.tx, self.writer.language, &code).await
            }
            Step::Help => Ok(self.say(&Saying::new("sms-help"))),
            Step::Say(saying, pending) => {
                talk.pending = pending;
                Ok(self.say(&saying))
            }
            Step::Free => self.keep_for_officers().await,
        }
    }

    async fn be_silent(&mut self, silent: bool) -> Result<String> {
        let from = self.letter.from;
        people::silence(self.app, self.tx, from, silent).await?;
        if !silent && self.writer.commune.is_none() {
            // Nobody is known by this number: a commune must be named.
            return Ok(self.say(&Saying::new("sms-say-commune")));
        }
        let key = if silent {
            "sms-opted-out"
        } else {
            "sms-opted-in"
        };
        self.agree("notices", !silent, &Saying::new(key)).await
    }

    async fn want(&mut self, topic: Topic, on: bool) -> Result<String> {
        let (from, now) = (self.letter.from, self.app.clock.now());
        if !self.tx.want_topic(from, topic, on, now).await? {
            return Ok(self.say(&Saying::new("sms-say-commune")));
        }
        let name = format!("topic-{}", topic.as_str());
        let name = self.app.speech.text(self.writer.language, &name, &[]);
        let key = if on { "sms-topic-on" } else { "sms-topic-off" };
        self.agree(topic.as_str(), on, &Saying::new(key).with("topic", name))
            .await
    }

    /// Who agrees must be known; who refuses is believed unseen.
    async fn hear_advertising(&mut self, on: bool) -> Result<String> {
        let (from, now) = (self.letter.from, self.app.clock.now());
        if on && self.tx.contact_of(from).await?.is_none() {
            return Ok(self.say(&Saying::new("sms-say-commune")));
        }
        self.tx.agree_to_advertising(from, on, now).await?;
        let saying = if on {
            let a_day = self.app.config.promotional.a_day;
            Saying::new("sms-advertising-on").with("count", a_day)
        } else {
            Saying::new("sms-advertising-off")
        };
        self.agree(PURPOSE, on, &saying).await
    }

    async fn join(&mut self, commune: AreaCode, talk: &mut Talk) -> Result<String> {
        let (app, from, now) = (self.app, self.letter.from, self.app.clock.now());
        self.tx.join(from, &commune, now).await?;
        people::silence(app, self.tx, from, false).await?;
        let name = app.areas.name_of(&commune);
        let mut told = self
            .agree(
                "notices",
                true,
                &Saying::new("sms-registered").with("commune", name),
            )
            .await?;
        let villages = self.tx.villages_of(&commune).await?;
        if let Some((question, pending)) = ask_village(commune, &villages) {
            talk.pending = Some(pending);
            told = format!("{told} {}", self.say(&question));
        }
        Ok(told)
    }

    async fn speak(&mut self, language: Lang) -> Result<String> {
        if !self.tx.speak(self.letter.from, language).await? {
            return Ok(self.say(&Saying::new("sms-say-commune")));
        }
        self.writer.language = language;
        Ok(self.say(&Saying::new("sms-language-kept").with("language", language.name_vi())))
    }

    /// What nobody here understands is for officers, where it comes from one of
    /// ours.
    async fn keep_for_officers(&mut self) -> Result<String> {
        let Some(commune) = self.writer.commune.clone() else {
            return Ok(self.say(&Saying::new("sms-help")));
        };
        let (letter, now) = (self.letter, self.app.clock.now());
        self.tx
            .add_question(
                letter.gateway,
                letter.from,
                letter.text,
                Some(&commune),
                now,
            )
            .await?;
        Ok(self.say(&Saying::new("sms-received")))
    }

    /// Says something, and writes down that somebody agreed to it, or no longer.
    async fn agree(&mut self, purpose: &str, given: bool, saying: &Saying) -> Result<String> {
        let told = self.say(saying);
        let mark = digest(&SHA256, told.as_bytes());
        let mark = data_encoding::HEXLOWER.encode(&mark.as_ref()[..4]);
        let wording = format!("{} {} {mark}", saying.key, self.writer.language);
        let consent = Consent {
            purpose,
            given,
            wording: &wording,
        };
        let now = self.app.clock.now();
        self.tx.note_consent(self.letter.from, consent, now).await?;
        Ok(told)
    }

    fn say(&self, saying: &Saying) -> String {
        self.app.speech.say(self.writer.language, saying)
    }
}
