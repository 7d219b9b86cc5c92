//! A gateway that takes every message at once and confirms it, for
//! `loa bench`: by a call as soon as it has answered, or, where it holds its
//! receipts back, all of them at a rate, once it is told to.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::routing::post;
use axum::{Form, Router};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::line::Line;

/// Lines on which it calls at once.
const LINES: usize = 128;
/// How often a receipt is repeated that nobody heard, and after how long.
const TRIES: usize = 5;
const AGAIN: Duration = Duration::from_millis(200);
/// The longest it stays open, should nobody end it.
const LONGEST: Duration = Duration::from_secs(3600);

/// The gateway, open. It closes when it is dropped, and after an hour.
pub struct Echo {
    address: SocketAddr,
    book: Arc<Book>,
    _open: JoinSet<()>,
}

/// What the gateway has taken.
struct Book {
    taken: AtomicU64,
    /// Receipts not called yet, where they are held back.
    held: Option<Mutex<VecDeque<String>>>,
    to_call: mpsc::UnboundedSender<String>,
}

/// One call it made, once it was answered.
#[derive(Debug, Clone, Copy)]
pub struct Called {
    /// From when it was due to be made until its answer had come.
    pub took: Duration,
    /// Whether the answer was a 2xx.
    pub heard: bool,
}

impl Echo {
    /// Opens it on a free port of loopback. With `holds` it confirms nothing
    /// until [`Echo::call`].
    pub async fn open(holds: bool) -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (to_call, calls) = mpsc::unbounded_channel();
        let book = Arc::new(Book {
            taken: 0.into(),
            held: holds.then(Mutex::default),
            to_call,
        });
        let routes = Router::new()
            .route("/send", post(take))
            .with_state(Arc::clone(&book));
        let mut open = JoinSet::new();
        open.spawn(async move {
            let serving = axum::serve(listener, routes).into_future();
            tokio::time::timeout(LONGEST, serving).await.ok();
        });
        let calls = Arc::new(tokio::sync::Mutex::new(calls));
        for _ in 0..LINES {
            let calls = Arc::clone(&calls);
            open.spawn(async move {
                let mut line = Line::default();
                loop {
                    let call = calls.lock().await.recv().await;
                    let Some(hook) = call else { return };
                    insist(&mut line, &hook).await;
                }
            });
        }
        Ok(Self {
            address,
            book,
            _open: open,
        })
    }

    /// Where messages are handed to it.
    pub fn url(&self) -> String {
        format!("http://{}/send", self.address)
    }

    /// Makes the calls it has held back, so many a second and evenly. Each is
    /// made once; what is taken meanwhile is not confirmed.
    pub async fn call(&self, per_second: f64) -> Vec<Called> {
        let held =
            self.book.held.as_ref().map(|held| {
                std::mem::take(&mut *held.lock().unwrap_or_else(PoisonError::into_inner))
            });
        let start = Instant::now();
        let due = |n: usize| start + Duration::from_secs_f64(n as f64 / per_second);
        let calls: VecDeque<(Instant, String)> = held
            .unwrap_or_default()
            .into_iter()
            .enumerate()
            .map(|(n, hook)| (due(n), hook))
            .collect();
        let calls = Arc::new(Mutex::new(calls));
        let mut lines = JoinSet::new();
        for _ in 0..LINES {
            lines.spawn(call_in_turn(Arc::clone(&calls)));
        }
        lines.join_all().await.into_iter().flatten().collect()
    }
}

#[derive(Deserialize)]
struct Message {
    hook: String,
}

async fn take(State(book): State<Arc<Book>>, Form(message): Form<Message>) -> String {
    match &book.held {
        Some(held) => held
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back(message.hook),
        // Nobody listens only while the gateway closes.
        None => drop(book.to_call.send(message.hook)),
    }
    let id = book.taken.fetch_add(1, Ordering::Relaxed) + 1;
    format!("{{\"code\":\"0\",\"id\":\"E{id:09}\"}}")
}

/// Calls until somebody listens, or it is enough.
async fn insist(line: &mut Line, hook: &str) {
    for _ in 0..TRIES {
        if heard(line, hook).await {
            return;
        }
        tokio::time::sleep(AGAIN).await;
    }
}

/// Makes the next call that is due, one after another, until none is left. A
/// line that was kept waiting is late for its next call, and that counts.
async fn call_in_turn(calls: Arc<Mutex<VecDeque<(Instant, String)>>>) -> Vec<Called> {
    let mut line = Line::default();
    let mut made = Vec::new();
    loop {
        let next = calls
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front();
        let Some((due, hook)) = next else { return made };
        tokio::time::sleep_until(due.into()).await;
        let heard = heard(&mut line, &hook).await;
        let took = due.elapsed();
        made.push(Called { took, heard });
    }
}

async fn heard(line: &mut Line, hook: &str) -> bool {
    line.get(hook)
        .await
        .is_ok_and(|status| (200..300).contains(&status))
}
