//! The token of a gateway that wants a login first: fetched once for all, and
//! anew before it runs out.

use std::time::Duration;

use reqwest::Client;
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::read_text;
use crate::channels::Submitted;
use crate::channels::http_config::LoginConfig;
use crate::channels::rules::at;
use crate::domain::delivery::Outcome;

/// How long it may take: messages that are marked already wait for it.
const LONGEST: Duration = Duration::from_secs(5);
/// How long those who wait take one failure for theirs.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a token is good whose gateway does not say so, in seconds.
const UNSAID: u64 = 300;

/// A gateway's login.
pub(super) struct Login {
    config: LoginConfig,
    last: Mutex<Option<Got>>,
}

/// What came of the last login, and until when it counts.
struct Got {
    token: Result<String, Submitted>,
    until: Instant,
}

impl Login {
    /// A login that nobody has needed yet.
    pub fn new(config: &LoginConfig) -> Self {
        Self {
            config: config.clone(),
            last: Mutex::new(None),
        }
    }

    /// The token, or what to say of a message that cannot leave without it.
    pub async fn token(&self, client: &Client) -> Result<String, Submitted> {
        let mut last = self.last.lock().await;
        if let Some(got) = last.as_ref().filter(|got| Instant::now() < got.until) {
            return got.token.clone();
        }
        let got = match self.fetch(client).await {
            // Eight tenths of its life: the clocks of two houses differ.
            Ok((token, life)) => Got {
                token: Ok(token),
                until: Instant::now() + life * 4 / 5,
            },
            Err(submitted) => Got {
                token: Err(submitted),
                until: Instant::now() + PATIENCE,
            },
        };
        last.insert(got).token.clone()
    }

    /// The gateway no longer takes this token.
    pub async fn forget(&self, token: &str) {
        let mut last = self.last.lock().await;
        if last
            .as_ref()
            .is_some_and(|got| got.token.as_deref() == Ok(token))
        {
            *last = None;
        }
    }

    async fn fetch(&self, client: &Client) -> Result<(String, Duration), Submitted> {
        let request = client.post(&self.config.url).timeout(LONGEST);
        let request = match (&self.config.json, &self.config.form) {
            (Some(json), _) => request.json(json),
            (None, form) => request.form(form),
        };
        let unheard = |_| Submitted::new(Outcome::NotSent, "login: no answer");
        let reply = request.send().await.map_err(unheard)?;
        let status = reply.status().as_u16();
        let body = read_text(reply).await.map_err(unheard)?;
        let json: Value = serde_json::from_str(&body).unwrap_or_default();
        let token = at(&json, &self.config.token).filter(|token| !token.is_empty());
        match (status, token) {
            (200 | 201, Some(token)) => {
                let life = at(&json, &self.config.seconds).and_then(|life| life.parse().ok());
                // No day is too long, but a number may be.
                let life = life.unwrap_or(UNSAID).min(86_400);
                Ok((token, Duration::from_secs(life)))
            }
            // Some refuse a login with HTTP 200 and a code.
            (200 | 201 | 400 | 401 | 403, _) => Err(Submitted::new(
                Outcome::Auth,
                format!("login: HTTP {status}"),
            )),
            _ => Err(Submitted::new(
                Outcome::NotSent,
                format!("login: HTTP {status}"),
            )),
        }
    }
}
