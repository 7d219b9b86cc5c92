//! What becomes of a message when the line fails: provably nothing written is
//! `not_sent`, anything else is ambiguous, and nothing is written twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use loa::channels::Channel;
use loa::domain::delivery::Outcome;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use super::kannel;
use super::row::message;
use crate::support::config::{read, surroundings};
use crate::support::http::free_port;

/// What a gateway does once it has read a request; the last is for all further ones.
type Script = &'static [Then];

#[derive(Clone, Copy)]
enum Then {
    Says(&'static str),
    HangsUp,
    SaysAndHangsUp(&'static str),
    SaysWithoutEnd(&'static str),
    IsSilent,
}

const TAKEN: &str = "HTTP/1.1 202 Accepted\r\nContent-Length: 25\r\n\r\n0: Accepted for delivery\n";
const HALF: &str = "HTTP/1.1 202 Accepted\r\nContent-Length: 25\r\n\r\n0: Acc";
const ENDLESS: &str = "HTTP/1.1 202 Accepted\r\n\r\n0: Accepted for delivery\n";

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let address = format!("127.0.0.1:{}", free_port());
    let submitted = channel(&address)
        .send(&message("0912345678", "Lũ về", 3600))
        .await;
    assert_eq!(submitted.outcome, Outcome::NotSent, "{submitted:?}");
}

#[tokio::test]
async fn a_gateway_that_hangs_up_may_have_the_message() {
    for script in [&[Then::HangsUp][..], &[Then::SaysAndHangsUp(HALF)]] {
        let line = Line::open(script).await;
        let submitted = line.send().await;
        assert_eq!(submitted.outcome, Outcome::Ambiguous, "{submitted:?}");
        assert_eq!(line.requests(), 1);
    }
}

#[tokio::test]
async fn what_is_lost_on_a_kept_connection_is_not_written_again_unasked() {
    let line = Line::open(&[Then::Says(TAKEN), Then::HangsUp]).await;
    assert_eq!(line.send().await.outcome, Outcome::Accepted);
    let submitted = line.send().await;
    assert_eq!(submitted.outcome, Outcome::Ambiguous, "{submitted:?}");
    assert_eq!(line.requests(), 2, "each message was written once");
}

#[tokio::test]
async fn a_connection_closed_between_two_messages_costs_neither() {
    let line = Line::open(&[Then::SaysAndHangsUp(TAKEN)]).await;
    for n in 1..=20 {
        assert_eq!(line.send().await.outcome, Outcome::Accepted);
        assert_eq!(line.requests(), n);
    }
}

#[tokio::test]
async fn a_gateway_that_says_nothing_may_have_the_message() {
    let line = Line::open(&[Then::IsSilent]).await;
    let sending = tokio::spawn({
        let channel = Arc::clone(&line.channel);
        async move { channel.send(&message("0912345678", "Lũ về", 3600)).await }
    });
    line.heard.notified().await;
    // It has the request. Fifteen seconds pass, and not by waiting for them.
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(14)).await;
    assert!(!sending.is_finished(), "given up too soon");
    tokio::time::advance(Duration::from_secs(2)).await;
    let submitted = sending.await.unwrap();
    assert_eq!(submitted.outcome, Outcome::Ambiguous);
    assert_eq!(submitted.code.as_deref(), Some("no answer"));
}

#[tokio::test]
async fn a_gateway_that_talks_without_end_is_not_heard_out() {
    let line = Line::open(&[Then::SaysWithoutEnd(ENDLESS)]).await;
    let sending = tokio::time::timeout(Duration::from_secs(10), line.send());
    let submitted = sending.await.unwrap();
    assert_eq!(submitted.outcome, Outcome::Accepted, "{submitted:?}");
    assert_eq!(line.requests(), 1);
}

#[tokio::test]
async fn the_doctor_sees_whether_somebody_listens_and_sends_nothing() {
    let line = Line::open(&[Then::HangsUp]).await;
    assert_eq!(line.channel.check().await, Ok(()));
    assert_eq!(line.requests(), 0);
    let address = format!("127.0.0.1:{}", free_port());
    let error = channel(&address).check().await.unwrap_err();
    assert!(error.contains(&address), "{error}");
}

/// A gateway that follows a script.
struct Line {
    channel: Arc<dyn Channel>,
    requests: Arc<AtomicUsize>,
    heard: Arc<Notify>,
}

impl Line {
    async fn open(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(AtomicUsize::new(0));
        let heard = Arc::new(Notify::new());
        tokio::spawn({
            let (requests, heard) = (Arc::clone(&requests), Arc::clone(&heard));
            async move {
                while let Ok((caller, _)) = listener.accept().await {
                    tokio::spawn(follow(
                        script,
                        caller,
                        Arc::clone(&requests),
                        Arc::clone(&heard),
                    ));
                }
            }
        });
        Self {
            channel: channel(&address),
            requests,
            heard,
        }
    }

    async fn send(&self) -> loa::channels::Submitted {
        self.channel
            .send(&message("0912345678", "Lũ về", 3600))
            .await
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

async fn follow(
    script: Script,
    mut caller: TcpStream,
    requests: Arc<AtomicUsize>,
    heard: Arc<Notify>,
) {
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            if caller.read_buf(&mut head).await.unwrap_or(0) == 0 {
                return;
            }
        }
        let place = requests.fetch_add(1, Ordering::SeqCst);
        heard.notify_one();
        match script[place.min(script.len() - 1)] {
            Then::Says(words) => caller.write_all(words.as_bytes()).await.unwrap(),
            Then::SaysAndHangsUp(words) => {
                caller.write_all(words.as_bytes()).await.unwrap();
                return;
            }
            Then::SaysWithoutEnd(words) => {
                caller.write_all(words.as_bytes()).await.unwrap();
                while caller.write_all(&[b'.'; 4096]).await.is_ok() {}
                return;
            }
            Then::HangsUp => return,
            Then::IsSilent => std::future::pending().await,
        }
    }
}

fn channel(address: &str) -> Arc<dyn Channel> {
    let sendsms = format!("http://{address}/cgi-bin/sendsms");
    let block = read(kannel::block(&sendsms, "loa", "secret", "token"))
        .unwrap()
        .channel
        .remove(0);
    block.open(&surroundings()).unwrap()
}
