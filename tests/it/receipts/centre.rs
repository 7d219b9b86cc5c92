//! A centre that knows what becomes of each message, and tells it as often and
//! in whatever order the test wants.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::routing::post;
use axum::{Form, Json, Router};
use futures::StreamExt;
use reqwest::Client;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::support::http::client;

/// By whose name of a message its receipts speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// Our reference, signed; the parts of a long message one by one.
    Ours,
    /// The centre's number: in hex when it takes a message, then in decimal.
    Theirs,
}

/// In what order receipts come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Each once, after the answer, as it happened.
    AsItHappens,
    /// Each ten times, some before the answer, all mixed, with strays among
    /// them. The number decides how.
    Shuffled(u64),
}

/// The centre; it ends when it is dropped.
pub struct Centre {
    url: String,
    desk: Arc<Desk>,
    task: JoinHandle<()>,
}

struct Desk {
    names: Names,
    order: Order,
    hooks: String,
    client: Client,
    /// Whether answers may leave.
    open: watch::Sender<bool>,
    taken: Mutex<Vec<Taken>>,
    late: Mutex<Vec<String>>,
    answered: Mutex<usize>,
}

struct Taken {
    delivery: Uuid,
    to: String,
    parts: i64,
}

#[derive(Deserialize)]
struct Message {
    to: String,
    reference: String,
    hook: String,
    parts: i64,
}

const TOKEN: &str = "mot-tu-rat-dai";
/// The first of its numbers: it has letters in hex.
const FIRST: usize = 0xAB_C000;

impl Centre {
    /// Opens it; it calls the office at `office`.
    pub async fn open(names: Names, order: Order, office: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/send", listener.local_addr().unwrap());
        let desk = Arc::new(Desk {
            names,
            order,
            hooks: format!("{office}/hooks/centre"),
            client: client(),
            open: watch::Sender::new(true),
            taken: Mutex::default(),
            late: Mutex::default(),
            answered: Mutex::default(),
        });
        let routes = Router::new()
            .route("/send", post(take))
            .with_state(Arc::clone(&desk));
        let task = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { url, desk, task }
    }

    /// Its block of loa.toml.
    pub fn block(&self) -> String {
        let receipt = match self.desk.names {
            Names::Ours => "reference = \"d\"\npart = \"p\"".to_owned(),
            Names::Theirs => format!("id = \"id\"\nid_base = \"decimal\"\ntoken = \"{TOKEN}\""),
        };
        format!(
            r#"
            public_url = "http://127.0.0.1:1"
            [[channel]]
            name = "centre"
            kind = "http-sms"
            per_second = 10000
            window = 30
            simulated = true
            [channel.request]
            url = "{}"
            form = {{ to = "{{to_0}}", reference = "{{ref}}", hook = "{{hook}}", parts = "{{parts}}" }}
            [[channel.reply]]
            status = 200
            outcome = "accepted"
            id = "/id"
            id_base = "hex"
            [channel.receipt]
            {receipt}
            status = "s"
            states = {{ DELIVRD = "delivered", UNDELIV = "undelivered", ACCEPTD = "accepted", ENROUTE = "underway" }}
            "#,
            self.url
        )
    }

    /// Keeps its answers back, or lets them go.
    pub fn answers(&self, open: bool) {
        self.desk.open.send_replace(open);
    }

    /// How many messages it has been handed.
    pub fn taken(&self) -> usize {
        self.desk.taken.lock().unwrap().len()
    }

    /// How many it has answered.
    pub fn answered(&self) -> usize {
        *self.desk.answered.lock().unwrap()
    }

    /// Each delivery's number and parts.
    pub fn messages(&self) -> BTreeMap<Uuid, (String, i64)> {
        let taken = self.desk.taken.lock().unwrap();
        let named = |one: &Taken| (one.delivery, (one.to.clone(), one.parts));
        taken.iter().map(named).collect()
    }

    /// Tells what it has not told yet, mixed where it mixes; returns when all
    /// is heard.
    pub async fn tell_the_rest(&self) {
        let mut late = std::mem::take(&mut *self.desk.late.lock().unwrap());
        if let Order::Shuffled(seed) = self.desk.order {
            late.extend((0..50).map(|stray| self.desk.stray(stray)));
            shuffle(&mut late, seed);
        }
        let lines = if self.desk.order == Order::AsItHappens {
            1
        } else {
            20
        };
        futures::stream::iter(late)
            .for_each_concurrent(lines, |call| self.desk.tell(call))
            .await;
    }

    /// Tells one thing of the message of a place.
    pub async fn tell(&self, place: usize, status: &str) {
        let call = self.desk.by_number(place, status);
        self.desk.tell(call).await;
    }
}

impl Drop for Centre {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn take(State(desk): State<Arc<Desk>>, Form(message): Form<Message>) -> Json<Value> {
    let delivery = message.reference.split('-').next().unwrap();
    let place = {
        let mut taken = desk.taken.lock().unwrap();
        taken.push(Taken {
            delivery: delivery.parse().unwrap(),
            to: message.to.clone(),
            parts: message.parts,
        });
        taken.len() - 1
    };
    let story = desk.story(&message, place);
    if let Order::Shuffled(seed) = desk.order {
        let mut calls: Vec<String> = (0..10)
            .flat_map(|time| {
                story
                    .iter()
                    .map(move |call| format!("{call}&n={}", time / 2))
            })
            .collect();
        shuffle(&mut calls, seed + place as u64);
        // All of it before the answer, some of it, or none.
        let early = calls.len() * (place % 3) / 2;
        let late = calls.split_off(early);
        for call in calls {
            desk.tell(call).await;
        }
        desk.late.lock().unwrap().extend(late);
    } else {
        desk.late.lock().unwrap().extend(story);
    }
    // The sender is never dropped while a request is served.
    desk.open.subscribe().wait_for(|open| *open).await.ok();
    *desk.answered.lock().unwrap() += 1;
    Json(json!({ "id": format!("{:X}", FIRST + place) }))
}

impl Desk {
    /// All that is ever told of a message, as it happens.
    fn story(&self, message: &Message, place: usize) -> Vec<String> {
        let number: usize = message.to[message.to.len() - 6..].parse().unwrap();
        if self.names == Names::Theirs {
            let told = fate(number).iter();
            return told.map(|word| self.by_number(place, word)).collect();
        }
        let hook = &message.hook;
        if message.parts == 1 {
            let told = fate(number).iter();
            return told.map(|word| format!("{hook}&s={word}")).collect();
        }
        let parts = 1..=usize::try_from(message.parts).unwrap();
        let of_part = |part: usize| {
            let told = fate(number / 2 * part).iter();
            told.map(move |word| format!("{hook}&p={part}&s={word}"))
        };
        parts.flat_map(of_part).collect()
    }

    fn by_number(&self, place: usize, word: &str) -> String {
        format!("{}?k={TOKEN}&id={:010}&s={word}", self.hooks, FIRST + place)
    }

    /// News of a message that is not ours.
    fn stray(&self, stray: usize) -> String {
        match self.names {
            Names::Theirs => self.by_number(1_000_000 + stray, "DELIVRD"),
            Names::Ours => format!("{}?d={}-1&h=00&s=DELIVRD", self.hooks, Uuid::new_v4()),
        }
    }

    /// Calls until it is heard. Who is not believed does not call again.
    async fn tell(&self, call: String) {
        loop {
            let answer = self.client.get(&call).send().await;
            match answer.map(|answer| answer.status().as_u16()) {
                Ok(200 | 401) => return,
                _ => tokio::task::yield_now().await,
            }
        }
    }
}

/// What is told of a number's message: most arrive, some do not, of some
/// nothing more is heard, and some arrive after all.
fn fate(number: usize) -> &'static [&'static str] {
    match number % 5 {
        0 => &["ACCEPTD", "UNDELIV"],
        1 => &["ACCEPTD"],
        2 => &["ACCEPTD", "UNDELIV", "DELIVRD"],
        _ => &["ENROUTE", "ACCEPTD", "DELIVRD"],
    }
}

/// Mixes by a seed, the same each time.
fn shuffle<T>(things: &mut [T], seed: u64) {
    let mut dice = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    for last in (1..things.len()).rev() {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        let other = usize::try_from(dice % (last as u64 + 1)).unwrap();
        things.swap(last, other);
    }
}
