//! A gateway that forgets nothing. What it takes is on disk before it answers,
//! so that the ledger can be held against its book; it does wrong what its rule
//! says; it outlives the program that sends through it, and repeats a receipt
//! until somebody listens.

mod book;
mod oracle;
mod receipts;
pub mod rule;
mod wire;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Form;
use axum::Router;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use uuid::Uuid;

use self::book::{Book, InHand};
pub use self::book::{Handed, Message};
pub use self::oracle::Taken;
pub use self::receipts::Told;
use self::rule::{Dialect, Fault, Rule};
use self::wire::{Exchange, Orders};

/// How long a late answer takes.
const LATE: Duration = Duration::from_millis(700);
/// How long an answer waits for its receipt to overtake it.
const OVERTAKEN: Duration = Duration::from_secs(2);

/// The gateway; it ends when it is dropped.
pub struct Gateway {
    /// Where it stands: host and port.
    pub at: String,
    book: Arc<Book>,
    door: watch::Sender<Option<String>>,
    _tasks: JoinSet<()>,
}

impl Gateway {
    /// Opens it. What it takes is written to `log`.
    pub async fn start(rule: Rule, log: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap().to_string();
        let (receipts, to_tell) = mpsc::unbounded_channel();
        let book = Arc::new(Book::open(rule, log, receipts));
        let routes = Router::new()
            .route("/send", post(take_form))
            .route("/cgi-bin/sendsms", get(take_query))
            .with_state(Arc::clone(&book))
            .into_make_service_with_connect_info::<Orders>();
        let (door, opened) = watch::channel(None);
        let mut tasks = JoinSet::new();
        tasks.spawn(async move { axum::serve(Exchange(listener), routes).await.unwrap() });
        tasks.spawn(receipts::tell(Arc::clone(&book), to_tell, opened));
        Self {
            at,
            book,
            door,
            _tasks: tasks,
        }
    }

    /// Where receipts are told from now on, as host and port; nowhere while
    /// nobody is at home.
    pub fn tell_at(&self, door: Option<String>) {
        self.door.send_replace(door);
    }

    /// Whoever sends from now on is this one of several, one after the other.
    pub fn life(&self, life: usize) {
        self.book.begin(life);
    }

    /// From the message of this number on, nothing is taken and nothing
    /// answered: it stays in hand.
    pub fn hold_from(&self, message: usize) {
        self.book.hold_from(message);
    }

    /// Takes what it holds of these numbers and answers those who still wait
    /// for it; the rest of what it holds never arrived. Then it goes on.
    pub fn let_go(&self, taken: impl Fn(&str) -> bool) {
        self.book.let_go(taken);
    }

    /// How many messages it was handed.
    pub fn heard(&self) -> usize {
        self.book.count()
    }

    /// How many of them it has not answered yet. One whose sender is gone is
    /// in hand no more.
    pub fn in_hand(&self) -> usize {
        self.book.in_hand()
    }

    /// How many messages it holds, neither taken nor answered.
    pub fn held(&self) -> usize {
        self.book.holding()
    }

    /// How many receipts nobody has heard yet.
    pub fn untold(&self) -> usize {
        self.book.untold()
    }

    /// All it was handed, in order, as often as it was.
    pub fn handed(&self) -> Vec<Handed> {
        self.book.handed()
    }

    /// The receipts that somebody listened to.
    pub fn told(&self) -> Vec<Told> {
        self.book.told()
    }

    /// All it has taken, as its log on disk says.
    pub fn taken(&self) -> Vec<Taken> {
        self.book.oracle().read()
    }
}

/// The delivery that a reference of ours names.
pub fn delivery_of(reference: &str) -> Uuid {
    let id = reference.split('-').next().unwrap();
    id.parse().unwrap()
}

type Desk = State<Arc<Book>>;

async fn take_form(
    State(book): Desk,
    ConnectInfo(orders): ConnectInfo<Orders>,
    Form(message): Form<Message>,
) -> Response {
    take(book, orders, message).await
}

/// The fields of Kannel's `sendsms` that matter here.
#[derive(Deserialize)]
struct SendSms {
    to: String,
    #[serde(rename = "dlr-url")]
    hook: String,
}

async fn take_query(
    State(book): Desk,
    ConnectInfo(orders): ConnectInfo<Orders>,
    Query(asked): Query<SendSms>,
) -> Response {
    // It knows our reference only from the address of the receipt.
    let (_, from) = asked.hook.split_once("d=").unwrap();
    let reference = from.split('&').next().unwrap().to_owned();
    let message = Message {
        to: asked.to,
        reference,
        hook: asked.hook,
    };
    take(book, orders, message).await
}

async fn take(book: Arc<Book>, orders: Orders, message: Message) -> Response {
    let _in_hand = InHand::take(&book);
    let (place, fault) = book.hear(&message);
    if let Some(held) = book.held(place) {
        let taken = held.await.is_ok_and(|taken| taken);
        if !taken {
            return std::future::pending().await;
        }
        return answer(&book, place);
    }
    let heard = if fault.takes() {
        Some(book.take(place, &message).await)
    } else {
        None
    };
    match fault {
        Fault::Refused => return refused(book.rule.dialect),
        Fault::Throttled => return throttled(book.rule.dialect),
        Fault::Hang { .. } => return std::future::pending().await,
        Fault::Reset { .. } => {
            orders.cut();
            return StatusCode::OK.into_response();
        }
        Fault::Late => tokio::time::sleep(LATE).await,
        Fault::None | Fault::Twice => tokio::time::sleep(book.rule.thinks(&message.to)).await,
    }
    if book.rule.is_early(&message.to)
        && let Some(heard) = heard
    {
        tokio::time::timeout(OVERTAKEN, heard).await.ok();
    }
    let mut answer = answer(&book, place);
    if fault == Fault::Twice {
        orders.twice();
        // Else the echo would be taken for the answer to somebody's next call.
        let close = header::HeaderValue::from_static("close");
        answer.headers_mut().insert(header::CONNECTION, close);
    }
    answer
}

fn answer(book: &Book, place: usize) -> Response {
    book.answer(place);
    match book.rule.dialect {
        Dialect::Form => "taken".into_response(),
        Dialect::Kannel => (StatusCode::ACCEPTED, "0: Accepted for delivery").into_response(),
    }
}

fn refused(dialect: Dialect) -> Response {
    let words = match dialect {
        Dialect::Form => "not now",
        Dialect::Kannel => "Temporal failure, try again later.",
    };
    (StatusCode::SERVICE_UNAVAILABLE, words).into_response()
}

fn throttled(dialect: Dialect) -> Response {
    match dialect {
        Dialect::Form => (
            StatusCode::TOO_MANY_REQUESTS,
            [(header::RETRY_AFTER, "1")],
            "slow down",
        )
            .into_response(),
        // It has one word for both.
        Dialect::Kannel => refused(dialect),
    }
}
