//! The shape of `SpeedSMS` (speedsms.vn/sms-api): JSON both ways, HTTP 200 for
//! failures too, an id of the gateway's for the whole message, receipts and
//! answers on one address agreed beforehand, proven by a token.

use loa::channels::BadCall;
use loa::domain::delivery::{Outcome, ReceiptStatus};

use super::row::FORGED;
use super::{Case, Heard, Means, Request, gateway};

/// The block.
pub const BLOCK: &str = r#"
[[channel]]
kind = "http-sms"
name = "speed"
per_second = 1000
price_vnd = 250
simulated = true

[channel.request]
url = "$url/index.php/sms/send"
headers = { Authorization = "Basic dG9rZW46eA==" }
json = { to = ["{to_84}"], content = "{text}", sms_type = 3, sender = "UBNDXA", note = { of = "{ref}", "{x}" = true } }

[[channel.reply]]
status = 200
json = { "/status" = "success" }
outcome = "accepted"
id = "/data/tranId"
code = "/code"
[[channel.reply]]
json = { "/code" = "105" }
outcome = "bad_recipient"
code = "/code"
[[channel.reply]]
json = { "/code" = "113" }
outcome = "bad_content"
code = "/code"
[[channel.reply]]
json = { "/code" = "300" }
outcome = "auth"
code = "/code"
[[channel.reply]]
status = 401
outcome = "auth"
[[channel.reply]]
status = 429
outcome = "throttled"

[channel.receipt]
id = "/tranId"
status = "/status"
token = "SECRET"
[channel.receipt.states]
0 = "delivered"
2 = "undelivered"

[channel.inbound]
token = "SECRET"
from = "/phone"
text = "/content"
"#;

gateway!(Case {
    block: || BLOCK.to_owned(),
    requests: &[Request {
        to: "0901234567",
        text: "Mưa lớn \"từ 22h\"\nđến 3h sáng \\ 200 mm; sạt lở ở Tà Tổng 😀",
        worth: 3600,
        line: "POST /index.php/sms/send",
        holds: &[
            ("header authorization", "Basic dG9rZW46eA=="),
            ("header content-type", "application/json"),
            (
                "json",
                r#"{"to": ["84901234567"], "content": "Mưa lớn \"từ 22h\"\nđến 3h sáng \\ 200 mm; sạt lở ở Tà Tổng 😀",
                    "sms_type": 3, "sender": "UBNDXA", "note": {"of": "$ref", "{x}": true}}"#
            ),
        ],
    }],
    replies: &[
        (
            200,
            r#"{"status":"success","code":"00","data":{"tranId":123456,"totalSMS":1,"invalidPhone":[]}}"#,
            Outcome::Accepted,
            "123456"
        ),
        // Without an id it has been taken all the same.
        (
            200,
            r#"{"status":"success","code":"00"}"#,
            Outcome::Accepted,
            ""
        ),
        (
            200,
            r#"{"status":"error","code":"105","message":"Phone number invalid: 84912345678"}"#,
            Outcome::BadRecipient,
            ""
        ),
        (
            200,
            r#"{"status":"error","code":"113","message":"too long"}"#,
            Outcome::BadContent,
            ""
        ),
        (
            200,
            r#"{"status":"error","code":"300","message":"balance"}"#,
            Outcome::Auth,
            ""
        ),
        (
            200,
            r#"{"status":"error","code":"500"}"#,
            Outcome::Ambiguous,
            ""
        ),
        (200, r#"{"status":"success""#, Outcome::Ambiguous, ""),
        (401, "", Outcome::Auth, ""),
        (
            429,
            r#"{"name":"Too Many Requests","status":429}"#,
            Outcome::Throttled,
            ""
        ),
        (
            503,
            r#"{"status":"success","code":"00"}"#,
            Outcome::Ambiguous,
            ""
        ),
    ],
    calls: &[
        report(
            r#"{"type":"report","tranId":123456,"phone":"84901234567","status":0}"#,
            "123456",
            ReceiptStatus::Delivered
        ),
        report(
            r#"{"type":"report","tranId":"a-7","phone":"84901234567","status":"2"}"#,
            "a-7",
            ReceiptStatus::Undelivered
        ),
        report(
            r#"{"type":"report","tranId":123457,"phone":"84901234567","status":1}"#,
            "123457",
            ReceiptStatus::Underway
        ),
        Heard::json(
            "",
            r#"{"type":"report","tranId":123456,"status":0}"#,
            FORGED
        ),
        Heard::json(
            "k=SECRE",
            r#"{"type":"report","tranId":123456,"status":0}"#,
            FORGED
        ),
        Heard::json(
            "k=SECRET",
            r#"{"type":"report","tranId":123456}"#,
            Means::Refused(BadCall::Lacks("a status"))
        ),
        Heard::json(
            "k=SECRET",
            r#"{"type":"sms","phone":"0901234567","content":"Từ chối \"nhận\""}"#,
            Means::Message("0901234567", "Từ chối \"nhận\"")
        ),
        // Some number what people write, too: it is no receipt, for it brings no news.
        Heard::json(
            "k=SECRET",
            r#"{"type":"sms","tranId":9,"phone":"0901234567","content":"DK"}"#,
            Means::Message("0901234567", "DK")
        ),
        Heard::json(
            "",
            r#"{"type":"sms","phone":"0901234567","content":"TC"}"#,
            FORGED
        ),
        Heard::json(
            "k=SECRET",
            "not json",
            Means::Refused(BadCall::Lacks("a sender"))
        ),
        Heard::bare("k=SECRET", Means::Refused(BadCall::Lacks("a sender"))),
    ],
});

const fn report(body: &'static str, id: &'static str, status: ReceiptStatus) -> Heard {
    Heard::json("k=SECRET", body, Means::Receipt("", id, status))
}
