//! `SMSGate`, an Android phone, by the very block of docs/gateways/smsgate.md.

use loa::channels::BadCall;
use loa::domain::delivery::{Outcome, ReceiptStatus};

use super::row::FORGED;
use super::{Case, Heard, Means, Request, Seal, gateway, manual};

/// The block of the manual with what an office puts in.
pub fn block() -> String {
    manual(
        include_str!("../../docs/gateways/smsgate.md"),
        "https://api.sms-gate.app",
        &[
            ("CHANGE-ME-TOO", "mật khẩu"),
            ("CHANGE-ME", "xa"),
            ("SIGNING-KEY", KEY),
        ],
    )
}

gateway!(Case {
    block,
    requests: &[
        Request {
            to: "0912 345 678",
            text: "Lũ về \"19h\"!\nĐi ngay",
            worth: 5400,
            line: "POST /3rdparty/v1/messages",
            holds: &[
                // xa:mật khẩu
                ("header authorization", "Basic eGE6beG6rXQga2jhuql1"),
                (
                    "json",
                    r#"{"id": "$ref", "phoneNumbers": ["+84912345678"],
                        "textMessage": {"text": "Lũ về \"19h\"!\nĐi ngay"}, "ttl": 5400,
                        "simNumber": 1, "withDeliveryReport": true}"#
                ),
            ],
        },
        Request {
            to: "84912345678",
            text: "Lu ve 19h",
            // Never nothing: that would be for ever.
            worth: 0,
            line: "POST /3rdparty/v1/messages",
            holds: &[(
                "json",
                r#"{"id": "$ref", "phoneNumbers": ["+84912345678"], "textMessage": {"text": "Lu ve 19h"},
                    "ttl": 1, "simNumber": 1, "withDeliveryReport": true}"#
            )],
        },
    ],
    replies: &[
        (
            202,
            r#"{"id":"0197","deviceId":"d1","state":"Pending","isHashed":false,"isEncrypted":false,"recipients":[{"phoneNumber":"+84912345678","state":"Pending"}],"states":{}}"#,
            Outcome::Accepted,
            ""
        ),
        // The phone itself.
        (
            201,
            r#"{"id":"0197","state":"Pending","recipients":[]}"#,
            Outcome::Accepted,
            ""
        ),
        (
            409,
            r#"{"message":"message with the same ID already exists"}"#,
            Outcome::Accepted,
            ""
        ),
        (
            503,
            r#"{"error":"QueueLimitExceeded","message":"queue limits exceeded: too many pending messages: 100 / 100"}"#,
            Outcome::Throttled,
            ""
        ),
        (
            503,
            r#"{"message":"failed to enqueue message: queue limits exceeded"}"#,
            Outcome::Throttled,
            ""
        ),
        // A server behind which there is none may have taken it.
        (503, "upstream connect error", Outcome::Ambiguous, ""),
        (401, "", Outcome::Auth, ""),
        (
            403,
            r#"{"message":"insufficient scope"}"#,
            Outcome::Auth,
            ""
        ),
        (
            400,
            r#"{"message":"invalid phone number +84912345678"}"#,
            Outcome::BadRecipient,
            ""
        ),
        (
            400,
            r#"{"message":"not mobile phone number"}"#,
            Outcome::BadRecipient,
            ""
        ),
        (
            400,
            r#"{"message":"failed to select device: record not found"}"#,
            Outcome::Auth,
            ""
        ),
        (
            400,
            r#"{"message":"failed to enqueue message: no text, data or multimedia content"}"#,
            Outcome::BadContent,
            ""
        ),
        // What a server in trouble has done with it nobody knows.
        (
            500,
            r#"{"message":"failed to handle request"}"#,
            Outcome::Ambiguous,
            ""
        ),
        (202, "", Outcome::Ambiguous, ""),
    ],
    calls: &[
        news(
            FRESH,
            r#"{"deviceId":"d1","event":"sms:sent","id":"e1","payload":{"messageId":"$ref","sender":null,"recipient":"+84912345678","simNumber":1,"partsCount":1,"sentAt":"2026-11-22T19:00:00.000+07:00"},"webhookId":"w1"}"#,
            "e1",
            ReceiptStatus::Accepted
        ),
        news(
            FRESH,
            r#"{"deviceId":"d1","event":"sms:delivered","id":"e2","payload":{"messageId":"$ref","recipient":"+84912345678","simNumber":1,"deliveredAt":"2026-11-22T19:00:09.000+07:00"},"webhookId":"w2"}"#,
            "e2",
            ReceiptStatus::Delivered
        ),
        news(
            FRESH,
            r#"{"deviceId":"d1","event":"sms:failed","id":"e3","payload":{"messageId":"$ref","recipient":"+84912345678","reason":"RESULT_ERROR_LIMIT_EXCEEDED"},"webhookId":"w3"}"#,
            "e3",
            ReceiptStatus::Undelivered
        ),
        // The phone's clock is somewhat behind or ahead.
        news(
            aged(290),
            r#"{"event":"sms:delivered","id":"e4","payload":{"messageId":"$ref"}}"#,
            "e4",
            ReceiptStatus::Delivered
        ),
        news(
            aged(-290),
            r#"{"event":"sms:delivered","id":"e5","payload":{"messageId":"$ref"}}"#,
            "e5",
            ReceiptStatus::Delivered
        ),
        // Played again later, or signed for later.
        Heard::sealed(
            aged(310),
            r#"{"event":"sms:delivered","id":"e6","payload":{"messageId":"$ref"}}"#,
            FORGED
        ),
        Heard::sealed(
            aged(-310),
            r#"{"event":"sms:delivered","id":"e7","payload":{"messageId":"$ref"}}"#,
            FORGED
        ),
        // Another key; another body; a body cut short; no signature at all.
        Heard::sealed(
            Seal {
                key: "khoa-khac",
                age: 0,
                over: None
            },
            r#"{"event":"sms:delivered","id":"e8","payload":{"messageId":"$ref"}}"#,
            FORGED
        ),
        Heard::sealed(
            over(r#"{"event":"sms:failed","id":"e9","payload":{"messageId":"$ref"}}"#),
            r#"{"event":"sms:delivered","id":"e9","payload":{"messageId":"$ref"}}"#,
            FORGED
        ),
        Heard::sealed(
            over(r#"{"event":"sms:delivered","id":"e10","payload":{"messageId":"$ref"}}"#),
            r#"{"event":"sms:delivered","id":"e10","payload":{"messageId""#,
            FORGED
        ),
        Heard::json(
            "",
            r#"{"event":"sms:delivered","id":"e11","payload":{"messageId":"$ref"}}"#,
            FORGED
        ),
        // The proof of an address is none where calls are signed.
        Heard::json(
            "d=$ref&h=$proof",
            r#"{"event":"sms:delivered","id":"e12","payload":{"messageId":"$ref"}}"#,
            FORGED
        ),
        Heard::sealed(
            FRESH,
            r#"{"deviceId":"d1","event":"sms:received","id":"e13","payload":{"messageId":"abc123","message":"DK TT01","sender":"0901234567","recipient":null,"simNumber":1,"receivedAt":"2026-06-22T15:46:11.000+07:00"},"webhookId":"w4"}"#,
            Means::Message("0901234567", "DK TT01")
        ),
        // An advertiser is answered and forgotten.
        Heard::sealed(
            FRESH,
            r#"{"event":"sms:received","id":"e14","payload":{"messageId":"x","message":"Khuyen mai","sender":"VIETTEL"}}"#,
            Means::Nothing
        ),
        Heard::sealed(
            FRESH,
            r#"{"event":"sms:received","payload":{"messageId":"x","message":"TC","sender":"0901234567"}}"#,
            Means::Refused(BadCall::Lacks("an id"))
        ),
        Heard::sealed(
            aged(310),
            r#"{"event":"sms:received","id":"e15","payload":{"messageId":"x","message":"TC","sender":"0901234567"}}"#,
            FORGED
        ),
        Heard::json(
            "",
            r#"{"event":"sms:received","id":"e16","payload":{"messageId":"x","message":"TC","sender":"0901234567"}}"#,
            FORGED
        ),
        // Signs of life, and what nobody asked for.
        Heard::sealed(
            FRESH,
            r#"{"event":"system:ping","id":"e17","payload":{"health":{}}}"#,
            Means::Nothing
        ),
        Heard::sealed(
            FRESH,
            "not json",
            Means::Refused(BadCall::Lacks("its kind"))
        ),
    ],
});

/// The key that its phone signs with.
pub const KEY: &str = "khóa ký";

const FRESH: Seal = aged(0);

const fn aged(age: i64) -> Seal {
    let over = None;
    Seal {
        key: KEY,
        age,
        over,
    }
}

const fn over(other: &'static str) -> Seal {
    Seal {
        key: KEY,
        age: 0,
        over: Some(other),
    }
}

const fn news(seal: Seal, json: &'static str, part: &'static str, status: ReceiptStatus) -> Heard {
    Heard::sealed(seal, json, Means::Receipt("$ref", part, status))
}
