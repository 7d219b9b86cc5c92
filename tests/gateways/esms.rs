//! eSMS.vn, by the very block of docs/gateways/esms.md.

use loa::channels::BadCall;
use loa::domain::delivery::{Outcome, ReceiptStatus};

use super::row::FORGED;
use super::{Case, Heard, Means, Request, gateway, manual};

const HOST: &str = "https://rest.esms.vn";

gateway!(Case {
    block: || manual(
        include_str!("../../docs/gateways/esms.md"),
        HOST,
        &[("CHANGE-ME-TOO", "bí mật"), ("CHANGE-ME", "khoa")]
    ),
    requests: &[
        Request {
            to: "+84 912 345 678",
            text: "Lũ về \"19h\" tối nay.\nĐi ngay!",
            worth: 3600,
            line: "POST /MainService.svc/json/SendMultipleMessage_V4_post_json/",
            holds: &[(
                "json",
                r#"{"ApiKey": "khoa", "SecretKey": "bí mật", "Brandname": "UBNDXA", "SmsType": "2",
                    "Phone": "0912345678", "Content": "Lũ về \"19h\" tối nay.\nĐi ngay!",
                    "IsUnicode": "1", "Sandbox": "0", "RequestId": "$ref", "CallbackUrl": "$path"}"#
            )],
        },
        Request {
            to: "0912345678",
            text: "Lu ve 19h toi nay.",
            worth: 3600,
            line: "POST /MainService.svc/json/SendMultipleMessage_V4_post_json/",
            holds: &[(
                "json",
                r#"{"ApiKey": "khoa", "SecretKey": "bí mật", "Brandname": "UBNDXA", "SmsType": "2",
                    "Phone": "0912345678", "Content": "Lu ve 19h toi nay.",
                    "IsUnicode": "0", "Sandbox": "0", "RequestId": "$ref", "CallbackUrl": "$path"}"#
            )],
        },
    ],
    replies: &[
        (
            200,
            r#"{"CodeResult":"100","CountRegenerate":0,"SMSID":"d533459e"}"#,
            Outcome::Accepted,
            "d533459e"
        ),
        (
            200,
            r#"{"CodeResult":"124","CountRegenerate":0,"ErrorMessage":"Request exist 1","SendStatus":"5"}"#,
            Outcome::Accepted,
            ""
        ),
        (200, r#"{"CodeResult":"199"}"#, Outcome::Accepted, ""),
        (
            200,
            r#"{"CodeResult":"101","CountRegenerate":0,"ErrorMessage":"Authorize Failed"}"#,
            Outcome::Auth,
            ""
        ),
        (200, r#"{"CodeResult":"102"}"#, Outcome::Auth, ""),
        (200, r#"{"CodeResult":"103"}"#, Outcome::Auth, ""),
        (
            200,
            r#"{"CodeResult":"104","CountRegenerate":0,"ErrorMessage":"Brand name code is not exist"}"#,
            Outcome::Auth,
            ""
        ),
        (200, r#"{"CodeResult":"140"}"#, Outcome::Auth, ""),
        (200, r#"{"CodeResult":"108"}"#, Outcome::BadRecipient, ""),
        (200, r#"{"CodeResult":"115"}"#, Outcome::BadRecipient, ""),
        (200, r#"{"CodeResult":"177"}"#, Outcome::BadRecipient, ""),
        (200, r#"{"CodeResult":"110"}"#, Outcome::BadContent, ""),
        (200, r#"{"CodeResult":"118"}"#, Outcome::BadContent, ""),
        // An id comes with it, and does not mean that it was taken.
        (
            200,
            r#"{"CodeResult":"146","CountRegenerate":0,"ErrorMessage":"Sai template Brandname CSKH","SMSID":"3f5ec8c7"}"#,
            Outcome::BadContent,
            ""
        ),
        // The manuals disagree about 99.
        (200, r#"{"CodeResult":"99"}"#, Outcome::Ambiguous, ""),
        (
            200,
            r#"{"error":"Invalid request"}"#,
            Outcome::Ambiguous,
            ""
        ),
        (200, r#"{"CodeResult":"100""#, Outcome::Ambiguous, ""),
        // Accepted is described with status 200 only.
        (500, r#"{"CodeResult":"100"}"#, Outcome::Ambiguous, ""),
    ],
    calls: &[
        news(
            "/$ref/$proof?SMSID=dc71&SendFailed=0&SendStatus=5&SendSuccess=1&TotalPrice=350.0000&TotalReceiver=1&TotalSent=1&RequestId=$ref&TypeId=2&telcoid=1&phonenumber=0912345678&switchsmsid=",
            ReceiptStatus::Delivered
        ),
        news(
            "/$ref/$proof?SMSID=dc72&SendFailed=1&SendStatus=5&SendSuccess=0&RequestId=",
            ReceiptStatus::Undelivered
        ),
        news(
            "/$ref/$proof?SMSID=dc73&SendFailed=1&SendStatus=4&SendSuccess=0",
            ReceiptStatus::Undelivered
        ),
        news(
            "/$ref/$proof?SMSID=dc74&SendFailed=0&SendStatus=7&SendSuccess=0",
            ReceiptStatus::Accepted
        ),
        news(
            "/$ref/$proof?SMSID=dc75&SendFailed=0&SendStatus=2&SendSuccess=0",
            ReceiptStatus::Underway
        ),
        // What it adds cannot outvote what stands in the path.
        Heard::bare(
            "/$ref/$cut?SMSID=dc76&SendStatus=5&SendSuccess=1&h=$proof",
            FORGED
        ),
        Heard::bare("/$ref/$other?SMSID=dc77&SendStatus=5&SendSuccess=1", FORGED),
        Heard::bare("/$ref/0?SMSID=dc78&SendStatus=5&SendSuccess=1", FORGED),
        // Behind an address with a query, a second question mark spoils the proof.
        Heard::bare(
            "d=$ref&h=$proof?SMSID=dc79&SendStatus=5&SendSuccess=1",
            FORGED
        ),
        Heard::bare(
            "/$ref/$proof?SMSID=dc80&SendStatus=5",
            Means::Refused(BadCall::Lacks("a status"))
        ),
        Heard::bare(
            "k=SECRET&sender=84912345678&content=TC&serviceNumber=8041&keyword=TC&sign=x&cpid=1&smsid=m1&receiverTime=20261122190000",
            Means::Message("0912345678", "TC")
        ),
        Heard::bare(
            "k=SECRET&sender=84912345678&content=TC&serviceNumber=8041",
            Means::Refused(BadCall::Lacks("an id"))
        ),
        Heard::bare("sender=84912345678&content=TC&smsid=m2", FORGED),
        Heard::bare("k=SECRE&sender=84912345678&content=TC&smsid=m3", FORGED),
    ],
});

const fn news(query: &'static str, status: ReceiptStatus) -> Heard {
    Heard::bare(query, Means::Receipt("$ref", "", status))
}
