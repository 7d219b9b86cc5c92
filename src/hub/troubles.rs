//! A gateway's trouble, as one pump meets it: who must be told, what is held
//! back, when the gateway is left alone.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use super::submit::Answered;
use super::warden::Leave;
use crate::app::App;
use crate::domain::alert::Kind;
use crate::domain::breaker::Verdict;
use crate::domain::delivery::{Outcome, State};
use crate::domain::id::NoticeId;
use crate::domain::notice::Urgency;
use crate::domain::person::Way;
use crate::store::Result;

/// A notice whose text is refused so often in a row is held back on its way.
const IN_A_ROW: u32 = 3;

/// How long a gateway's trouble is not spoken of again.
const BETWEEN_WORDS: Duration = Duration::from_secs(60);

/// What one pump has met and not yet acted on.
pub struct Troubles {
    app: App,
    gateway: String,
    way: Way,
    /// Refusals in a row, by notice, with the last word.
    refused: HashMap<NoticeId, (u32, Option<String>)>,
    verdicts: Vec<(Verdict, Outcome, Option<String>)>,
    set_aside: Option<NoticeId>,
    words: HashMap<&'static str, Word>,
}

/// What an operator must hear of: said at once, then at most once a minute with
/// the sum since.
#[derive(Default)]
struct Word {
    said: Option<Instant>,
    unsaid: usize,
    code: Option<String>,
}

impl Troubles {
    pub fn new(app: App, gateway: &str, way: Way) -> Self {
        Self {
            app,
            gateway: gateway.to_owned(),
            way,
            refused: HashMap::new(),
            verdicts: Vec::new(),
            set_aside: None,
            words: HashMap::new(),
        }
    }

    /// Notes one answer, to whoever had the gateway's leave.
    pub fn note(&mut self, notice: NoticeId, urgency: Urgency, answered: &Answered, leave: Leave) {
        let recorded = &answered.recorded;
        let (outcome, code) = (recorded.outcome, &recorded.code);
        metrics::counter!("loa_submits_total", "gateway" => self.gateway.clone(), "outcome" => outcome.as_str())
            .increment(1);
        if answered.asked {
            let verdict = self.app.wardens.note(leave, outcome);
            if verdict != Verdict::Same {
                self.verdicts.push((verdict, outcome, code.clone()));
            }
        }
        match outcome {
            // A warning of danger to life is never held back: it goes on in
            // another form and through another gateway.
            Outcome::BadContent if answered.asked && urgency != Urgency::Flash => {
                let (times, word) = self.refused.entry(notice).or_default();
                *times += 1;
                word.clone_from(code);
            }
            Outcome::Accepted => {
                self.refused.remove(&notice);
            }
            _ => {}
        }
        if recorded.settled.state == State::Quarantined {
            self.set_aside = Some(notice);
        }
        if !matches!(outcome, Outcome::Accepted | Outcome::BadRecipient) {
            let word = self.words.entry(outcome.as_str()).or_default();
            word.unsaid += 1;
            word.code.clone_from(code);
        }
    }

    /// Does what must be done about what was noted. An alert that cannot be
    /// written down is in the log: sending goes on.
    pub async fn act(&mut self) {
        self.say();
        if let Err(error) = self.tell_the_house().await {
            tracing::error!(%error, gateway = self.gateway, "an alert could not be written down");
        }
    }

    async fn tell_the_house(&mut self) -> Result<()> {
        let now = self.app.clock.now();
        let (store, gateway) = (&self.app.store, self.gateway.as_str());
        for (verdict, outcome, code) in std::mem::take(&mut self.verdicts) {
            if let Verdict::Opened(rest) = verdict {
                tracing::warn!(
                    gateway,
                    ?rest,
                    code,
                    "the gateway is left alone for a while"
                );
                let kind = if outcome == Outcome::Auth {
                    Kind::Auth
                } else {
                    Kind::Down
                };
                store.open_breaker(gateway, rest).await?;
                store
                    .raise(kind, gateway, None, code.as_deref(), now)
                    .await?;
            } else {
                tracing::info!(gateway, "the gateway is well again");
                store.close_breaker(gateway).await?;
                store.gateway_is_well(gateway, now).await?;
            }
        }
        for (notice, (times, code)) in &mut self.refused {
            if *times < IN_A_ROW {
                continue;
            }
            *times = 0;
            if store.hold_back(*notice, self.way, now).await? {
                tracing::warn!(gateway, %notice, code, "the gateway refuses the text; the notice is held back on this way");
                let code = code.as_deref();
                store
                    .raise(Kind::Content, gateway, Some(*notice), code, now)
                    .await?;
            }
        }
        if let Some(notice) = self.set_aside.take() {
            store
                .raise(Kind::Poison, gateway, Some(notice), None, now)
                .await?;
        }
        Ok(())
    }

    fn say(&mut self) {
        let gateway = self.gateway.as_str();
        for (outcome, word) in &mut self.words {
            let quiet = word.said.is_some_and(|said| said.elapsed() < BETWEEN_WORDS);
            if word.unsaid == 0 || quiet {
                continue;
            }
            let (messages, code) = (word.unsaid, word.code.as_deref());
            tracing::warn!(
                gateway,
                outcome,
                messages,
                code,
                "the gateway did not take messages"
            );
            word.said = Some(Instant::now());
            word.unsaid = 0;
        }
    }
}
