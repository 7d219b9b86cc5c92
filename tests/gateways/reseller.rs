//! The older shape of Vietnamese resellers: a form with account, brand name and
//! a serial number of ours; a line of text as reply; receipts and answers come
//! as forms. Its numbers begin with 0, its alphabet is a flag of 0 or 1.

use loa::channels::BadCall;
use loa::domain::delivery::{Outcome, ReceiptStatus};

use super::row::FORGED;
use super::{Case, Heard, Means, Request, gateway};

/// The block.
pub const BLOCK: &str = r#"
[[channel]]
kind = "http-sms"
name = "dai-ly"
per_second = 50
window = 10
price_vnd = 420

[channel.request]
url = "$url/bulk/send"
headers = { "X-Api-Key" = "khoa", "X-Request" = "{ref}" }
query = { v = "2" }

[channel.request.form]
USERNAME = "xa"
PASSWORD = "p&=%+"
BRANDNAME = "UBNDXA"
TYPE = "1"
PHONE = "{to_0}"
MESSAGE = "{text}"
UNICODE = "{unicode}"
PARTS = "{parts}"
TTL = "{minutes}"
IDREQ = "{ref}"
DLRURL = "{hook}"

[[channel.reply]]
status = 200
contains = "RESULT=0;"
outcome = "accepted"
[[channel.reply]]        # the number asked the carrier to be left alone
contains = "RESULT=108;"
outcome = "bad_recipient"
[[channel.reply]]        # the same text to the same number
contains = "RESULT=304;"
outcome = "bad_content"
[[channel.reply]]
contains = "RESULT=904;"
outcome = "auth"
[[channel.reply]]
contains = "RESULT=99;"
outcome = "transient_rejected"
[[channel.reply]]
status = 429
outcome = "throttled"

[channel.receipt]
reference = "d"
status = "STATUS"
part = "PART"
[channel.receipt.states]
DELIVRD = "delivered"
UNDELIV = "undelivered"
ACCEPTD = "accepted"

[channel.inbound]
token = "một-từ-dài"
from = "SENDER"
text = "CONTENT"

[channel.answer]
status = 202
body = "OK|1"
"#;

const TOKEN: &str = "k=m%E1%BB%99t-t%E1%BB%AB-d%C3%A0i";

gateway!(Case {
    block: || BLOCK.to_owned(),
    requests: &[
        Request {
            to: "0162 345 6789",
            text: "Họp dân lúc 19 giờ tại nhà văn hóa bản Huổi Púng. Mời mỗi hộ một người.",
            worth: 7_265,
            line: "POST /bulk/send",
            holds: &[
                ("header x-request", "$ref"),
                ("query v", "2"),
                ("form USERNAME", "xa"),
                ("form PASSWORD", "p&=%+"),
                ("form BRANDNAME", "UBNDXA"),
                ("form TYPE", "1"),
                ("form PHONE", "0323456789"),
                (
                    "form MESSAGE",
                    "Họp dân lúc 19 giờ tại nhà văn hóa bản Huổi Púng. Mời mỗi hộ một người."
                ),
                ("form UNICODE", "1"),
                ("form PARTS", "2"),
                ("form TTL", "121"),
                ("form IDREQ", "$ref"),
                ("form DLRURL", "$hook"),
            ],
        },
        Request {
            to: "0323456789",
            text: "Hop dan luc 19 gio toi nay.",
            worth: 3600,
            line: "POST /bulk/send",
            holds: &[
                ("query v", "2"),
                ("form USERNAME", "xa"),
                ("form PASSWORD", "p&=%+"),
                ("form BRANDNAME", "UBNDXA"),
                ("form TYPE", "1"),
                ("form PHONE", "0323456789"),
                ("form MESSAGE", "Hop dan luc 19 gio toi nay."),
                ("form UNICODE", "0"),
                ("form PARTS", "1"),
                ("form TTL", "60"),
                ("form IDREQ", "$ref"),
                ("form DLRURL", "$hook"),
            ],
        },
    ],
    replies: &[
        (200, "RESULT=0;SUCCESS", Outcome::Accepted, ""),
        (200, "RESULT=108;BLACKLIST", Outcome::BadRecipient, ""),
        (200, "RESULT=304;DUPLICATE", Outcome::BadContent, ""),
        (200, "RESULT=904;BRANDNAME INACTIVE", Outcome::Auth, ""),
        (500, "RESULT=99;SYSTEM BUSY", Outcome::TransientRejected, ""),
        (429, "", Outcome::Throttled, ""),
        // Accepted is described with status 200 only.
        (500, "RESULT=0;SUCCESS", Outcome::Ambiguous, ""),
    ],
    calls: &[
        Heard::form(
            "d=$ref&h=$proof",
            "STATUS=DELIVRD&TIME=20261122190000",
            Means::Receipt("$ref", "", ReceiptStatus::Delivered)
        ),
        Heard::form(
            "d=$ref&h=$proof",
            "STATUS=UNDELIV&PART=2",
            Means::Receipt("$ref", "2", ReceiptStatus::Undelivered)
        ),
        Heard::form(
            "d=$ref&h=$proof",
            "STATUS=+ACCEPTD+",
            Means::Receipt("$ref", "", ReceiptStatus::Accepted)
        ),
        Heard::form(
            "d=$ref&h=$proof",
            "STATUS=ENROUTE",
            Means::Receipt("$ref", "", ReceiptStatus::Underway)
        ),
        // All of it in the body.
        Heard::form(
            "",
            "d=$ref&h=$proof&STATUS=DELIVRD",
            Means::Receipt("$ref", "", ReceiptStatus::Delivered)
        ),
        Heard::form("d=$ref", "STATUS=DELIVRD", FORGED),
        Heard::form("d=$ref&h=$other", "STATUS=DELIVRD", FORGED),
        // A body that says it is JSON is not read as a form.
        Heard::json(
            "d=$ref&h=$proof",
            "STATUS=DELIVRD",
            Means::Refused(BadCall::Lacks("a status"))
        ),
        Heard::form(
            TOKEN,
            "SENDER=0323456789&CONTENT=KT+ab2-cd3",
            Means::Message("0323456789", "KT ab2-cd3")
        ),
        Heard::form("", "SENDER=0323456789&CONTENT=KT+ab2-cd3", FORGED),
        Heard::bare(TOKEN, Means::Refused(BadCall::Lacks("a sender"))),
    ],
});
