//! Runs the tables: a gateway that records, and an office that is the real
//! program behind its real web face.

use std::sync::Arc;
use std::time::Duration;

use loa::app::App;
use loa::channels::{Channel, Outgoing, Surroundings};
use loa::domain::delivery::Outcome;
use loa::store::Keys;
use uuid::Uuid;
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::row::{REFERENCE, call, compare, expected, filled, message, pairs, sealed, status};
use super::{Case, Means};
use crate::support::config::read;
use crate::support::front::{Door, Front};

/// The reference of another message.
const ANOTHER: &str = "0197a3c0000070008000000000000002-1";

/// Where gateways that want a login have it.
const LOGIN: &str = "/oauth2/token";

/// What a gateway says that no office described.
const UNHEARD_OF: [(u16, &str); 4] = [
    (500, "Internal Server Error"),
    (502, "<html>Bad Gateway</html>"),
    (200, ""),
    (200, r#"{"surprise": true}"#),
];

/// Every request of the table becomes what the gateway must get.
pub async fn requests(case: &Case) {
    let bench = Bench::open(case).await;
    for row in case.requests {
        bench.gateway_says(200, "").await;
        bench.send(row.to, row.text, row.worth).await;
        let requests = bench.requests().await;
        assert_eq!(requests.len(), 1, "one request for {}", row.text);
        compare(&bench.hooks(), row, &requests[0]);
    }
}

/// Every reply of the table means what it says there; any other is ambiguous.
pub async fn replies(case: &Case) {
    let bench = Bench::open(case).await;
    for (status, body, outcome, id) in case.replies {
        bench.gateway_says(*status, body).await;
        let submitted = bench.send("0912345678", "Lũ về", 3600).await;
        assert_eq!(submitted.outcome, *outcome, "{status} {body}");
        let ids: Vec<&str> = submitted.ids.iter().map(String::as_str).collect();
        assert_eq!(ids.concat(), *id, "{status} {body}");
        let code = submitted.code.unwrap();
        assert!(code.starts_with(&format!("HTTP {status}")), "{code}");
        assert!(!code.contains("912345678"), "a number in the log: {code}");
    }
    for (status, body) in UNHEARD_OF {
        bench.gateway_says(status, body).await;
        let submitted = bench.send("0912345678", "Lũ về", 3600).await;
        assert_eq!(submitted.outcome, Outcome::Ambiguous, "{status} {body}");
    }
    // Another address may be another house: nobody agreed to send there.
    let elsewhere = ResponseTemplate::new(307).insert_header("location", "/elsewhere");
    bench.gateway.reset().await;
    Mock::given(any())
        .respond_with(elsewhere)
        .mount(&bench.gateway)
        .await;
    let submitted = bench.send("0912345678", "Lũ về", 3600).await;
    assert_eq!(submitted.outcome, Outcome::Ambiguous, "a redirect");
    assert_eq!(bench.requests().await.len(), 1);
}

/// Every call of the table is read, answered and kept as it says there.
pub async fn calls(case: &Case) {
    let bench = Bench::open(case).await;
    let hooks = [bench.hook(REFERENCE).await, bench.hook(ANOTHER).await];
    let client = reqwest::Client::new();
    for heard in case.calls {
        let query = filled(heard.query, &hooks);
        let (content_type, body) = (heard.body.0, filled(heard.body.1, &hooks));
        let what = format!("?{query} {body}");
        let now = bench.front.test.app.clock.now();
        let seal = sealed(heard.seal.as_ref(), &body, now.as_second());
        let mut made = call(&query, content_type, &body);
        made.at = now;
        for (name, value) in &seal {
            made.headers.insert(*name, value.parse().unwrap());
        }
        let read = bench.channel().read(&made);
        let answer = read.as_ref().ok().map(|(_, answer)| answer.clone());
        match (read.map(|(inbound, _)| inbound), &heard.means) {
            (Ok(inbound), Means::Nothing) => assert_eq!(inbound, [], "{what}"),
            (Ok(inbound), Means::Refused(why)) => panic!("{what}: {inbound:?}, not {why:?}"),
            (Ok(inbound), _) => assert_eq!(inbound, expected(&heard.means), "{what}"),
            (Err(error), Means::Refused(why)) => assert_eq!(error, *why, "{what}"),
            (Err(error), _) => panic!("{what}: {error:?}"),
        }

        let between = if query.starts_with('/') { "" } else { "?" };
        let address = format!("{}{between}{query}", bench.hooks());
        let mut request = match heard.body {
            ("", _) => client.get(&address),
            _ => client
                .post(&address)
                .header("content-type", content_type)
                .body(body),
        };
        for (name, value) in seal {
            request = request.header(name, value);
        }
        let reply = request.send().await.unwrap();
        assert_eq!(
            reply.status().as_u16(),
            status(heard, answer.as_ref()),
            "{what}"
        );
        if let Some(answer) = &answer {
            assert_eq!(reply.text().await.unwrap(), answer.body, "{what}");
        }
        let wanted = usize::from(matches!(
            heard.means,
            Means::Receipt(..) | Means::Message(..)
        ));
        assert_eq!(kept(&bench.front.test.app).await, wanted, "kept of {what}");
    }
    bench.front.close().await;
}

/// A gateway and an office that has its block.
struct Bench {
    gateway: MockServer,
    front: Front,
    name: String,
}

impl Bench {
    async fn open(case: &Case) -> Self {
        let gateway = MockServer::start().await;
        let config = read((case.block)().replace("$url", &gateway.uri())).unwrap();
        let name = config.channel[0].name().to_owned();
        Self {
            gateway,
            front: Front::with_gateways(Door::open().await, config.channel).await,
            name,
        }
    }

    fn channel(&self) -> &Arc<dyn Channel> {
        self.front.test.app.gateways.named(&self.name).unwrap()
    }

    /// Where the gateway must call.
    fn hooks(&self) -> String {
        format!("{}/hooks/{}", self.front.url, self.name)
    }

    /// What it got, but for logins.
    async fn requests(&self) -> Vec<wiremock::Request> {
        let mut requests = self.gateway.received_requests().await.unwrap();
        requests.retain(|request| request.url.path() != LOGIN);
        requests
    }

    /// Its answer to messages. A login it always takes.
    async fn gateway_says(&self, status: u16, body: &str) {
        self.gateway.reset().await;
        let token = r#"{"access_token":"ve-vao-cua","expires_in":3600,"token_type":"Bearer"}"#;
        Mock::given(path(LOGIN))
            .respond_with(ResponseTemplate::new(200).set_body_string(token))
            .with_priority(1)
            .mount(&self.gateway)
            .await;
        let reply = ResponseTemplate::new(status).set_body_string(body);
        Mock::given(any())
            .respond_with(reply)
            .mount(&self.gateway)
            .await;
    }

    async fn send(&self, to: &str, text: &str, worth: u64) -> loa::channels::Submitted {
        self.channel().send(&message(to, text, worth)).await
    }

    /// The address for a message's receipt, as a gateway of this name is told it.
    async fn hook(&self, reference: &str) -> String {
        let probe = format!(
            r#"
            [[channel]]
            kind = "http-sms"
            name = "{}"
            per_second = 1
            request = {{ method = "GET", url = "{}", query = {{ hook = "{{hook}}" }} }}
            reply = [{{ outcome = "accepted" }}]
            "#,
            self.name,
            self.gateway.uri(),
        );
        let config = &self.front.test.app.config;
        let surroundings = Surroundings {
            public_url: config.public_url.clone(),
            hooks: Keys::open_or_make(&config.key_file)
                .unwrap()
                .hooks()
                .clone(),
        };
        let probe = read(probe).unwrap().channel.remove(0);
        self.gateway_says(200, "").await;
        let message = Outgoing {
            reference: reference.to_owned(),
            ..message("0912345678", "", 60)
        };
        probe.open(&surroundings).unwrap().send(&message).await;
        let requests = self.gateway.received_requests().await.unwrap();
        pairs(requests[0].url.query().unwrap())
            .remove("hook")
            .unwrap()
    }
}

/// How many calls are kept that nobody has read. They are read by this.
pub async fn kept(app: &App) -> usize {
    // A minute later nobody waits for the record of their messages any more.
    let now = app.clock.now() + Duration::from_secs(60);
    let reading = app.store.apply_receipts(Uuid::nil(), 100, now).await;
    let mut kept = reading.unwrap().seen;
    for message in app.store.unread_messages(100).await.unwrap() {
        let mut tx = app.store.begin().await.unwrap();
        kept += usize::from(tx.take_message(message.id, now).await.unwrap());
        tx.commit().await.unwrap();
    }
    kept
}
