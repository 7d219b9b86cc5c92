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
//! the message, `$hook` the address we give for its receipt (`$path` the one
//! without a query), `$proof` the `h` of that address, `$cut` the same less its
//! last letter, and `$other` the `h` of another message.

use loa::channels::BadCall;
use loa::domain::delivery::{Outcome, ReceiptStatus};

pub mod bench;
mod bridge;
mod docs;
mod esms;
mod folders;
mod fpt;
mod gammu;
mod jasmin;
mod json;
pub mod kannel;
mod line;
mod multipart;
mod registered;
mod repeated;
mod reseller;
mod row;
mod slips;
mod smsgate;
mod smstools;
mod speedsms;
mod twilio;
mod viettel;
mod vnpt;

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
    /// `query NAME`, `form NAME`, `header NAME`, `json` or `body`, and what stands
    /// there. Of query and form nothing may be left out; JSON and any other body
    /// are compared whole.
    pub holds: &'static [(&'static str, &'static str)],
}

/// A call, and what it brings.
pub struct Heard {
    /// The query, or what stands behind the hook's address, from a slash on.
    pub query: &'static str,
    /// Media type and body.
    pub body: (&'static str, &'static str),
    /// How it is signed, where the gateway signs.
    pub seal: Option<Seal>,
    /// What is made of it.
    pub means: Means,
}

impl Heard {
    /// A call without a body.
    const fn bare(query: &'static str, means: Means) -> Self {
        Self::of(query, ("", ""), means)
    }

    /// A call with a form.
    const fn form(query: &'static str, form: &'static str, means: Means) -> Self {
        Self::of(query, (FORM, form), means)
    }

    /// A call with JSON.
    const fn json(query: &'static str, json: &'static str, means: Means) -> Self {
        Self::of(query, (JSON, json), means)
    }

    /// A call with signed JSON.
    const fn sealed(seal: Seal, json: &'static str, means: Means) -> Self {
        Self {
            seal: Some(seal),
            ..Self::json("", json, means)
        }
    }

    const fn of(query: &'static str, body: (&'static str, &'static str), means: Means) -> Self {
        Self {
            query,
            body,
            seal: None,
            means,
        }
    }
}

/// A signature over body and time, in the headers X-Signature and X-Timestamp.
pub struct Seal {
    /// The key it is made with.
    pub key: &'static str,
    /// How many seconds ago it was made.
    pub age: i64,
    /// What was signed instead of the body, where it is not the body.
    pub over: Option<&'static str>,
}

/// The block of a page of docs/gateways as it stands there, with other values in
/// some places: its gateway is `$url`, and it reaches no real phone.
pub fn manual(page: &str, url: &str, places: &[(&str, &str)]) -> String {
    let (_, from) = page.split_once("```toml\n").unwrap();
    let (block, _) = from.split_once("```").unwrap();
    let put = |block: String, (place, value): (&str, &str)| {
        assert!(block.contains(place), "the manual has no {place}");
        block.replace(place, value)
    };
    let always = [(url, "$url"), ("kind =", "simulated = true\nkind =")];
    let places = always.iter().chain(places);
    places.fold(block.to_owned(), |block, place| put(block, *place))
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
