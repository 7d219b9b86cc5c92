//! Receipts are told until somebody listens, again where the rule says so.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use super::rule::{Dialect, News};
use super::{Book, delivery_of};
use crate::support::http::install_tls;

/// Receipts under way at once.
const LINES: usize = 100;
/// When a receipt is repeated that nobody heard.
const AGAIN: Duration = Duration::from_millis(100);
/// How long a caller waits for whoever picks up and says nothing.
const PATIENCE: Duration = Duration::from_secs(3);

/// One receipt on its way.
pub struct Receipt {
    /// The message's reference.
    pub reference: String,
    /// Where it is to be told, but for the door.
    pub hook: String,
    /// What it says.
    pub news: News,
    /// How often it is told.
    pub times: usize,
    /// Who wants to know when it was heard.
    pub heard: Option<oneshot::Sender<()>>,
}

/// A receipt that somebody listened to.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// The ledger row it is about.
    pub delivery: Uuid,
    /// What it said.
    pub news: News,
}

/// Tells receipts to whoever opens the door, for as long as there is a gateway.
pub async fn tell(
    book: Arc<Book>,
    receipts: mpsc::UnboundedReceiver<Receipt>,
    door: watch::Receiver<Option<String>>,
) {
    install_tls();
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(PATIENCE)
        .build()
        .unwrap();
    let (book, client, door) = (&book, &client, &door);
    futures::stream::unfold(receipts, |mut receipts| async {
        receipts.recv().await.map(|receipt| (receipt, receipts))
    })
    .for_each_concurrent(LINES, |receipt| async move {
        let address = address(book.rule.dialect, &receipt.hook, receipt.news);
        for _ in 0..receipt.times {
            while !is_heard(client, door.clone(), &address).await {
                tokio::time::sleep(AGAIN).await;
            }
        }
        book.heard(Told {
            delivery: delivery_of(&receipt.reference),
            news: receipt.news,
        });
        if let Some(heard) = receipt.heard {
            heard.send(()).ok();
        }
    })
    .await;
}

/// Path and query of a receipt. Kannel puts its words into places we left.
fn address(dialect: Dialect, hook: &str, news: News) -> String {
    match dialect {
        Dialect::Form => {
            let word = match news {
                News::Accepted => "ACCEPTD",
                News::Delivered => "DELIVRD",
                News::Undelivered => "UNDELIV",
            };
            format!("{hook}&s={word}")
        }
        Dialect::Kannel => {
            let number = match news {
                News::Accepted => "8",
                News::Delivered => "1",
                News::Undelivered => "2",
            };
            hook.replace("%d", number).replace("%A", "ACK%2F")
        }
    }
}

async fn is_heard(
    client: &reqwest::Client,
    mut door: watch::Receiver<Option<String>>,
    address: &str,
) -> bool {
    let Ok(open) = door
        .wait_for(Option::is_some)
        .await
        .map(|door| door.clone())
    else {
        return std::future::pending().await;
    };
    let url = format!("http://{}{address}", open.unwrap());
    let answer = client.get(url).send().await;
    answer.is_ok_and(|answer| answer.status().is_success())
}
