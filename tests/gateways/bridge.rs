//! A bridge to SMPP: JSON in front, and behind it a centre that names a
//! message in hex when it takes it and in decimal when it tells its fate.

use loa::domain::delivery::{Outcome, ReceiptStatus};

use super::row::FORGED;
use super::{Case, Heard, Means, Request, gateway};

/// The block.
const BLOCK: &str = r#"
[[channel]]
kind = "http-sms"
name = "cau-smpp"
per_second = 50

[channel.request]
url = "$url/submit"
json = { to = "{to_84}", text = "{text}" }

[[channel.reply]]
status = 200
json = { "/status" = "0" }
outcome = "accepted"
id = "/message_id"
id_base = "hex"

[channel.receipt]
token = "mot-tu-dai"
id = "id"
id_base = "decimal"
status = "stat"
[channel.receipt.states]
DELIVRD = "delivered"
UNDELIV = "undelivered"
"#;

gateway!(Case {
    block: || BLOCK.to_owned(),
    requests: &[Request {
        to: "0912 345 678",
        text: "Hop dan luc 19 gio.",
        worth: 3600,
        line: "POST /submit",
        holds: &[(
            "json",
            r#"{ "to": "84912345678", "text": "Hop dan luc 19 gio." }"#
        )],
    }],
    replies: &[
        (
            200,
            r#"{ "status": 0, "message_id": "00C0FFEE" }"#,
            Outcome::Accepted,
            "12648430"
        ),
        (
            200,
            r#"{ "status": 0, "message_id": "c0ffee" }"#,
            Outcome::Accepted,
            "12648430"
        ),
        // No number after all: it may still be found letter for letter.
        (
            200,
            r#"{ "status": 0, "message_id": "x-1" }"#,
            Outcome::Accepted,
            "x-1"
        ),
    ],
    calls: &[
        Heard::bare(
            "k=mot-tu-dai&id=12648430&stat=DELIVRD",
            Means::Receipt("", "12648430", ReceiptStatus::Delivered)
        ),
        Heard::bare(
            "k=mot-tu-dai&id=0012648430&stat=UNDELIV",
            Means::Receipt("", "12648430", ReceiptStatus::Undelivered)
        ),
        Heard::bare("id=12648430&stat=DELIVRD", FORGED),
    ],
});
