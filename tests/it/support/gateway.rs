//! A gateway that forgets nothing: it writes down what it is handed before it
//! answers, so that the ledger can be held against its book. It outlives the
//! program that sends through it, and repeats a receipt until somebody listens.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::routing::post;
use axum::{Form, Router};
use futures::StreamExt;
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::http::install_tls;

/// How long it takes to answer: long enough for a window to fill.
const THINKS: Duration = Duration::from_millis(15);
/// Receipts under way at once.
const LINES: usize = 250;
/// When a receipt is repeated that nobody heard.
const AGAIN: Duration = Duration::from_millis(100);

/// What becomes of a message it has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The phone gets it, and a receipt says so.
    Delivered,
    /// No phone gets it, and a receipt says so.
    Undelivered,
    /// Nothing is ever heard of it.
    Silent,
}

impl Fate {
    /// 70 of 100 numbers are delivered to, 5 are not, the rest stay silent.
    fn of(number: usize) -> Self {
        match number % 20 {
            0..=13 => Self::Delivered,
            14 => Self::Undelivered,
            _ => Self::Silent,
        }
    }
}

/// One message it was handed.
#[derive(Debug, Clone)]
pub struct Handed {
    /// The number.
    pub to: String,
    /// Our reference of it.
    pub reference: String,
    /// What becomes of it.
    pub fate: Option<Fate>,
    /// Where its receipt is told.
    pub hook: String,
}

impl Handed {
    /// The delivery that its reference names.
    pub fn delivery(&self) -> Uuid {
        self.reference.split('-').next().unwrap().parse().unwrap()
    }

    fn number(&self) -> usize {
        self.to[self.to.len().saturating_sub(6)..].parse().unwrap()
    }
}

/// The gateway; it ends when it is dropped.
pub struct Gateway {
    /// Where messages are handed over.
    pub url: String,
    book: Arc<Book>,
    _tasks: JoinSet<()>,
}

struct Book {
    handed: Mutex<Vec<Handed>>,
    receipts: mpsc::UnboundedSender<String>,
    untold: AtomicUsize,
}

impl Gateway {
    /// Opens it, answering everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/send", listener.local_addr().unwrap());
        let (receipts, to_tell) = mpsc::unbounded_channel();
        let book = Arc::new(Book {
            handed: Mutex::default(),
            receipts,
            untold: AtomicUsize::new(0),
        });
        let routes = Router::new()
            .route("/send", post(take))
            .with_state(Arc::clone(&book));
        let mut tasks = JoinSet::new();
        tasks.spawn(async move { axum::serve(listener, routes).await.unwrap() });
        tasks.spawn(tell(Arc::clone(&book), to_tell));
        Self {
            url,
            book,
            _tasks: tasks,
        }
    }

    /// How many messages it was handed.
    pub fn heard(&self) -> usize {
        self.book.handed.lock().unwrap().len()
    }

    /// How many receipts nobody has heard yet.
    pub fn untold(&self) -> usize {
        self.book.untold.load(Ordering::SeqCst)
    }

    /// All it was handed, in order, as often as it was.
    pub fn book(&self) -> Vec<Handed> {
        self.book.handed.lock().unwrap().clone()
    }
}

#[derive(Deserialize)]
struct Message {
    to: String,
    reference: String,
    hook: String,
}

async fn take(State(book): State<Arc<Book>>, Form(message): Form<Message>) -> &'static str {
    book.write_down(message);
    tokio::time::sleep(THINKS).await;
    "taken"
}

impl Book {
    fn write_down(&self, message: Message) {
        let mut handed = self.handed.lock().unwrap();
        let mut message = Handed {
            to: message.to,
            reference: message.reference,
            fate: None,
            hook: message.hook,
        };
        self.take(&mut message);
        handed.push(message);
    }

    /// Settles what becomes of a message. News of it may be faster than the
    /// answer.
    fn take(&self, message: &mut Handed) {
        let fate = Fate::of(message.number());
        message.fate = Some(fate);
        let status = match fate {
            Fate::Delivered => "DELIVRD",
            Fate::Undelivered => "UNDELIV",
            Fate::Silent => return,
        };
        self.untold.fetch_add(1, Ordering::SeqCst);
        let receipt = format!("{}&s={status}", message.hook);
        self.receipts.send(receipt).unwrap();
    }
}

async fn tell(book: Arc<Book>, receipts: mpsc::UnboundedReceiver<String>) {
    install_tls();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let (book, client) = (&book, &client);
    futures::stream::unfold(receipts, |mut receipts| async {
        receipts.recv().await.map(|receipt| (receipt, receipts))
    })
    .for_each_concurrent(LINES, |receipt| async move {
        while !heard(client, &receipt).await {
            tokio::time::sleep(AGAIN).await;
        }
        book.untold.fetch_sub(1, Ordering::SeqCst);
    })
    .await;
}

async fn heard(client: &reqwest::Client, receipt: &str) -> bool {
    let answer = client.get(receipt).send().await;
    answer.is_ok_and(|answer| answer.status().is_success())
}
