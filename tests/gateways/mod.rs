//! Gateways as tables: what a block of loa.toml sends, what each reply means,
//! what each call brings. Whoever adds a gateway adds a file of lines:
//!
//! ```text
//! gateway!(Case { block: …, requests: &[…], replies: &[…], calls: &[…] });
//! ```
//!
//! Each block is read as an office's is, from a file, by the program's own
//! reader; requests go over a real connection, calls through the real web face.
//! In blocks and lines `$url` is the gateway's address, `$ref` our reference of
//! the message, `$hook` the address we give for its receipt, `$proof` the `h`
//! of that address, `$cut` the same less its last letter, and `$other` the `h`
//! of another message.

use loa::channels::BadCall;
use loa::domain::delivery::{Outcome, ReceiptStatus};

pub mod bench;
mod bridge;
mod docs;
mod json;
pub mod kannel;
mod line;
mod multipart;
mod repeated;
mod reseller;
mod row;
mod slips;

/// One gateway.
pub struct Case {
    /// Its `[[channel]]`, as an office writes it.
    pub block: fn() -> String,
    /// Messages and the requests they become.
    pub requests: &'static [Request],
    /// Replies and what they mean: status, body, outcome, the gateway's id or `""`.
    pub replies: &'static [(u16, &'static str, Outcome, &'static str)],
    /// Calls and what they bring.
    pub calls: &'static [Heard],
}

/// A message, and the request the gateway must get for it.
pub struct Request {
    /// The number, as a clerk writes it.
    pub to: &'static str,
    /// The text.
    pub text: &'static str,
    /// Seconds it is worth delivering.
    pub worth: u64,
    /// `GET` or `POST`, and the path.
    pub line: &'static str,
    /// `query NAME`, `form NAME`, `header NAME` or `json`, and what stands there.
    /// Of query and form nothing may be left out, and JSON is compared whole.
    pub holds: &'static [(&'static str, &'static str)],
}

/// A call, and what it brings.
pub struct Heard {
    /// The query.
    pub query: &'static str,
    /// Media type and body.
    pub body: (&'static str, &'static str),
    /// What is made of it.
    pub means: Means,
}

impl Heard {
    /// A call without a body.
    const fn bare(query: &'static str, means: Means) -> Self {
        let body = ("", "");
        Self { query, body, means }
    }

    /// A call with a form.
    const fn form(query: &'static str, form: &'static str, means: Means) -> Self {
        let body = (FORM, form);
        Self { query, body, means }
    }

    /// A call with JSON.
    const fn json(query: &'static str, json: &'static str, means: Means) -> Self {
        let body = (JSON, json);
        Self { query, body, means }
    }
}

/// The media type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// The media type of JSON, as it often comes.
pub const JSON: &str = "application/json; charset=utf-8";

/// What a call brings.
pub enum Means {
    /// News of a message: our reference, the gateway's id (`""` for none), the news.
    Receipt(&'static str, &'static str, ReceiptStatus),
    /// A person wrote: the number in full, the text.
    Message(&'static str, &'static str),
    /// It is answered like the others, so that it is not repeated, and forgotten.
    Nothing,
    /// It is turned away, and nothing of it is kept.
    Refused(BadCall),
}

/// The tests of one gateway.
macro_rules! gateway {
    ($case:expr) => {
        const CASE: $crate::gateways::Case = $case;

        #[tokio::test]
        async fn messages_arrive_letter_for_letter() {
            $crate::gateways::bench::requests(&CASE).await;
        }

        #[tokio::test]
        async fn each_reply_says_what_to_do_next() {
            $crate::gateways::bench::replies(&CASE).await;
        }

        #[tokio::test]
        async fn calls_are_believed_if_they_are_proven_and_kept_if_they_are_believed() {
            $crate::gateways::bench::calls(&CASE).await;
        }
    };
}
use gateway;
