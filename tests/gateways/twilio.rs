//! Twilio, by the very block of docs/gateways/twilio.md.

use loa::channels::BadCall;
use loa::domain::delivery::{Outcome, ReceiptStatus};

use super::row::FORGED;
use super::{Case, Heard, Means, Request, gateway, manual};

gateway!(Case {
    block: || manual(
        include_str!("../../docs/gateways/twilio.md"),
        "https://api.twilio.com",
        &[("ACCOUNT-SID", "AC1"), ("CHANGE-ME", "bi-mat")]
    ),
    requests: &[Request {
        to: "0912 345 678",
        text: "Lũ về & đi ngay: 100% + 1",
        worth: 3600,
        line: "POST /2010-04-01/Accounts/AC1/Messages.json",
        holds: &[
            // AC1:bi-mat
            ("header authorization", "Basic QUMxOmJpLW1hdA=="),
            ("form To", "+84912345678"),
            ("form From", "UBNDXA"),
            ("form Body", "Lũ về & đi ngay: 100% + 1"),
            ("form StatusCallback", "$hook"),
        ],
    }],
    replies: &[
        (
            201,
            r#"{"sid":"SM1","status":"queued","num_segments":"1","error_code":null}"#,
            Outcome::Accepted,
            ""
        ),
        (
            201,
            r#"{"sid":"SM1","status":"sent"}"#,
            Outcome::Accepted,
            ""
        ),
        (
            201,
            r#"{"sid":"SM1","status":"failed"}"#,
            Outcome::Ambiguous,
            ""
        ),
        (
            429,
            r#"{"code":20429,"message":"Too Many Requests","status":429}"#,
            Outcome::Throttled,
            ""
        ),
        (
            401,
            r#"{"code":20003,"message":"Authenticate","status":401}"#,
            Outcome::Auth,
            ""
        ),
        (400, r#"{"code":21408,"status":400}"#, Outcome::Auth, ""),
        (400, r#"{"code":21606,"status":400}"#, Outcome::Auth, ""),
        (400, r#"{"code":21612,"status":400}"#, Outcome::Auth, ""),
        (
            400,
            r#"{"code":21211,"message":"Invalid 'To' Phone Number: +84912345678","status":400}"#,
            Outcome::BadRecipient,
            ""
        ),
        (
            400,
            r#"{"code":21610,"status":400}"#,
            Outcome::BadRecipient,
            ""
        ),
        (
            400,
            r#"{"code":21614,"status":400}"#,
            Outcome::BadRecipient,
            ""
        ),
        (
            400,
            r#"{"code":21602,"status":400}"#,
            Outcome::BadContent,
            ""
        ),
        (
            400,
            r#"{"code":21617,"status":400}"#,
            Outcome::BadContent,
            ""
        ),
        (
            400,
            r#"{"code":29999,"status":400}"#,
            Outcome::Ambiguous,
            ""
        ),
        (503, r#"{"code":20503}"#, Outcome::Ambiguous, ""),
    ],
    calls: &[
        news(
            "MessageSid=SM1&MessageStatus=delivered&To=%2B84912345678&From=UBNDXA&AccountSid=AC1",
            ReceiptStatus::Delivered
        ),
        news(
            "MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30005",
            ReceiptStatus::Undelivered
        ),
        news(
            "MessageSid=SM1&MessageStatus=failed&ErrorCode=30008",
            ReceiptStatus::Undelivered
        ),
        news("MessageSid=SM1&MessageStatus=sent", ReceiptStatus::Accepted),
        news(
            "MessageSid=SM1&MessageStatus=queued",
            ReceiptStatus::Underway
        ),
        Heard::form(
            "d=$ref&h=$other",
            "MessageSid=SM2&MessageStatus=delivered",
            FORGED
        ),
        Heard::form(
            "d=$ref&h=$cut",
            "MessageSid=SM3&MessageStatus=delivered",
            FORGED
        ),
        Heard::form(
            "d=$ref",
            "MessageSid=SM4&MessageStatus=delivered&k=SECRET",
            FORGED
        ),
        Heard::form(
            "d=$ref&h=$proof",
            "MessageSid=SM5&MessageSta",
            Means::Refused(BadCall::Lacks("a status"))
        ),
        Heard::form(
            "k=SECRET",
            "MessageSid=SM6&SmsStatus=received&From=%2B84912345678&To=%2B15005550006&Body=T%E1%BB%AB+ch%E1%BB%91i&NumMedia=0",
            Means::Message("0912345678", "Từ chối")
        ),
        Heard::form(
            "k=SECRET",
            "From=%2B84912345678&Body=TC",
            Means::Refused(BadCall::Lacks("an id"))
        ),
        Heard::form(
            "k=SECRET",
            "MessageSid=SM7&From=%2B84912345678",
            Means::Refused(BadCall::Lacks("a text"))
        ),
        Heard::form("", "MessageSid=SM8&From=%2B84912345678&Body=TC", FORGED),
        Heard::form(
            "k=SECRE",
            "MessageSid=SM9&From=%2B84912345678&Body=TC",
            FORGED
        ),
    ],
});

const fn news(form: &'static str, status: ReceiptStatus) -> Heard {
    Heard::form("d=$ref&h=$proof", form, Means::Receipt("$ref", "", status))
}
