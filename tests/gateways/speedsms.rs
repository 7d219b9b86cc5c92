//! `SpeedSMS`, by the very block of docs/gateways/speedsms.md.

use loa::channels::BadCall;
use loa::domain::delivery::{Outcome, ReceiptStatus};

use super::row::FORGED;
use super::{Case, Heard, Means, Request, gateway, manual};

gateway!(Case {
    block: || manual(
        include_str!("../../docs/gateways/speedsms.md"),
        "https://api.speedsms.vn",
        &[("CHANGE-ME", "token")]
    ),
    requests: &[Request {
        to: "0901234567",
        text: "Mưa lớn \"từ 22h\"\nđến 3h sáng \\ 200 mm",
        worth: 3600,
        line: "POST /index.php/sms/send",
        holds: &[
            // token:x
            ("header authorization", "Basic dG9rZW46eA=="),
            ("header content-type", "application/json"),
            (
                "json",
                r#"{"to": ["84901234567"], "content": "Mưa lớn \"từ 22h\"\nđến 3h sáng \\ 200 mm",
                    "sms_type": 3, "sender": "UBNDXA"}"#
            ),
        ],
    }],
    replies: &[
        (
            200,
            r#"{"status":"success","code":"00","data":{"tranId":123456,"name":"","totalSMS":1,"totalPrice":250,"invalidPhone":[]}}"#,
            Outcome::Accepted,
            "123456"
        ),
        (200, r#"{"status":"success"}"#, Outcome::Accepted, ""),
        (200, r#"{"status":"error","code":"007"}"#, Outcome::Auth, ""),
        (200, r#"{"status":"error","code":"008"}"#, Outcome::Auth, ""),
        (200, r#"{"status":"error","code":"009"}"#, Outcome::Auth, ""),
        (
            200,
            r#"{"status":"error","code":"300","message":"Not enough balance"}"#,
            Outcome::Auth,
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
            r#"{"status":"error","code":"101"}"#,
            Outcome::BadContent,
            ""
        ),
        (
            200,
            r#"{"status":"error","code":"110"}"#,
            Outcome::BadContent,
            ""
        ),
        (
            200,
            r#"{"status":"error","code":"113"}"#,
            Outcome::BadContent,
            ""
        ),
        (
            200,
            r#"{"status":"error","code":"500"}"#,
            Outcome::Ambiguous,
            ""
        ),
        (401, "", Outcome::Auth, ""),
        (
            429,
            r#"{"name":"Too Many Requests","status":429}"#,
            Outcome::Throttled,
            ""
        ),
        (200, r#"{"status":"success","#, Outcome::Ambiguous, ""),
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
            r#"{"type":"report","tranId":123457,"phone":"84901234567","status":1}"#,
            "123457",
            ReceiptStatus::Underway
        ),
        report(
            r#"{"type":"report","tranId":123458,"phone":"84901234567","status":63}"#,
            "123458",
            ReceiptStatus::Underway
        ),
        report(
            r#"{"type":"report","tranId":123459,"phone":"84901234567","status":64}"#,
            "123459",
            ReceiptStatus::Undelivered
        ),
        report(
            r#"{"type":"report","tranId":"123460","phone":"84901234567","status":"70"}"#,
            "123460",
            ReceiptStatus::Undelivered
        ),
        report(
            r#"{"type":"report","tranId":123461,"phone":"84901234567","status":-1}"#,
            "123461",
            ReceiptStatus::Underway
        ),
        Heard::json(
            "",
            r#"{"type":"report","tranId":123456,"phone":"84901234567","status":0}"#,
            FORGED
        ),
        Heard::json(
            "k=SECRE",
            r#"{"type":"report","tranId":123456,"phone":"84901234567","status":0}"#,
            FORGED
        ),
        // In the body it proves nothing.
        Heard::json(
            "",
            r#"{"type":"report","k":"SECRET","tranId":123456,"status":0}"#,
            FORGED
        ),
        Heard::json(
            "k=SECRET",
            r#"{"type":"report","tranId":123456}"#,
            Means::Refused(BadCall::Lacks("a status"))
        ),
        // Cut on the way: to be called again.
        Heard::json(
            "k=SECRET",
            r#"{"type":"report","tranId":123456,"stat"#,
            Means::Refused(BadCall::Lacks("its kind"))
        ),
        Heard::json(
            "k=SECRET",
            r#"{"type":"sms","phone":"0901234567","content":"Từ chối \"nhận\""}"#,
            Means::Message("0901234567", "Từ chối \"nhận\"")
        ),
        Heard::json(
            "k=SECRET",
            r#"{"type":"sms","tranId":9,"status":0,"phone":"0901234567","content":"DK"}"#,
            Means::Message("0901234567", "DK")
        ),
        Heard::json(
            "",
            r#"{"type":"sms","phone":"0901234567","content":"TC"}"#,
            FORGED
        ),
        Heard::json(
            "k=SECRET",
            r#"{"type":"sms","phone":"0901234567"}"#,
            Means::Refused(BadCall::Lacks("a text"))
        ),
        // A kind nobody asked for.
        Heard::json("k=SECRET", r#"{"type":"balance"}"#, Means::Nothing),
        Heard::json("k=no", r#"{"type":"balance"}"#, FORGED),
        Heard::bare("k=SECRET", Means::Refused(BadCall::Lacks("its kind"))),
    ],
});

const fn report(body: &'static str, id: &'static str, status: ReceiptStatus) -> Heard {
    Heard::json("k=SECRET", body, Means::Receipt("", id, status))
}
