//! Kannel, by the very block of docs/gateways/kannel.md. tests/it/carrier.rs
//! does it with a real Kannel.

use loa::channels::BadCall;
use loa::domain::delivery::{Outcome, ReceiptStatus};

use super::row::FORGED;
use super::{Case, Heard, Means, Request, gateway};

/// The block of the manual with what an office puts in. It reaches no real
/// phone here, and is not slowed down to a carrier's rate.
pub fn block(sendsms: &str, user: &str, password: &str, token: &str) -> String {
    let manual = include_str!("../../docs/gateways/kannel.md");
    let (_, from) = manual.split_once("```toml\n").unwrap();
    let (block, _) = from.split_once("```").unwrap();
    let put = |block: &str, place: &str, value: &str| {
        assert!(block.contains(place), "the manual has no {place}");
        block.replace(place, value)
    };
    let block = put(block, "http://127.0.0.1:13013/cgi-bin/sendsms", sendsms);
    let block = put(
        &block,
        r#"username = "loa""#,
        &format!("username = {user:?}"),
    );
    let block = put(&block, "CHANGE-ME-3", password);
    let block = put(&block, "SECRET", token);
    put(
        &block,
        "per_second = 20 ",
        "simulated = true\nper_second = 10000 ",
    )
}

gateway!(Case {
    block: || block("$url/cgi-bin/sendsms", "loa", "m+t & 50%", "bí mật"),
    requests: &[
        Request {
            to: "0912 345 678",
            text: "Lũ về bản Nậm Pồ! Đi ngay & đừng đợi: 19h + 30' = muộn, 100% nguy hiểm?",
            worth: 90 * 60,
            line: "GET /cgi-bin/sendsms",
            holds: &[
                ("query username", "loa"),
                ("query password", "m+t & 50%"),
                ("query from", "UBNDXA"),
                ("query to", "84912345678"),
                (
                    "query text",
                    "Lũ về bản Nậm Pồ! Đi ngay & đừng đợi: 19h + 30' = muộn, 100% nguy hiểm?"
                ),
                ("query coding", "2"),
                ("query charset", "UTF-8"),
                ("query dlr-mask", "31"),
                ("query dlr-url", "$hook&s=%d&a=%A"),
                ("query validity", "90"),
            ],
        },
        Request {
            to: "+84912345678",
            // All of it is in the GSM alphabet, à and € too.
            text: "Gia lua: 7€ [loai 1]\nTheo bao ca`, à é ù",
            // Less than a minute left: never zero, which Kannel takes for "for ever".
            worth: 20,
            line: "GET /cgi-bin/sendsms",
            holds: &[
                ("query username", "loa"),
                ("query password", "m+t & 50%"),
                ("query from", "UBNDXA"),
                ("query to", "84912345678"),
                // A grave accent alone is not in it.
                ("query text", "Gia lua: 7€ [loai 1]\nTheo bao ca`, à é ù"),
                ("query coding", "2"),
                ("query charset", "UTF-8"),
                ("query dlr-mask", "31"),
                ("query dlr-url", "$hook&s=%d&a=%A"),
                ("query validity", "1"),
            ],
        },
        Request {
            to: "84912345678",
            text: "Gia lua: 7€ [loai 1]\nTheo bao, à é ù",
            worth: 3600,
            line: "GET /cgi-bin/sendsms",
            holds: &[
                ("query username", "loa"),
                ("query password", "m+t & 50%"),
                ("query from", "UBNDXA"),
                ("query to", "84912345678"),
                ("query text", "Gia lua: 7€ [loai 1]\nTheo bao, à é ù"),
                ("query coding", "0"),
                ("query charset", "UTF-8"),
                ("query dlr-mask", "31"),
                ("query dlr-url", "$hook&s=%d&a=%A"),
                ("query validity", "60"),
            ],
        },
    ],
    replies: &[
        (202, "0: Accepted for delivery", Outcome::Accepted, ""),
        (202, "3: Queued for later delivery", Outcome::Accepted, ""),
        (
            403,
            "Not routable. Do not try again.",
            Outcome::BadRecipient,
            ""
        ),
        (403, "Authorization failed for sendsms", Outcome::Auth, ""),
        (
            503,
            "Temporal failure, try again later.",
            Outcome::Throttled,
            ""
        ),
        (
            400,
            "Number(s) has/have been denied by white- and/or black-lists.",
            Outcome::BadRecipient,
            ""
        ),
        (
            400,
            "Empty receiver number not allowed, rejected",
            Outcome::BadRecipient,
            ""
        ),
        (
            400,
            "Coding field misformed, rejected",
            Outcome::BadContent,
            ""
        ),
        (404, "Unknown request.", Outcome::Ambiguous, ""),
    ],
    calls: &[
        news("d=$ref&h=$proof&s=8&a=ACK/", ReceiptStatus::Accepted),
        news("d=$ref&h=$proof&s=1&a=", ReceiptStatus::Delivered),
        news(
            "d=$ref&h=$proof&s=2&a=stat%3AUNDELIV",
            ReceiptStatus::Undelivered
        ),
        news(
            "d=$ref&h=$proof&s=16&a=NACK/no+SMSC",
            ReceiptStatus::Undelivered
        ),
        news("d=$ref&h=$proof&s=4", ReceiptStatus::Underway),
        // A word nobody described changes nothing.
        news("d=$ref&h=$proof&s=32", ReceiptStatus::Underway),
        Heard::bare("d=$ref&s=1", FORGED),
        Heard::bare("d=$ref&h=&s=1", FORGED),
        Heard::bare("d=$ref&h=$cut&s=1", FORGED),
        Heard::bare("d=$ref&h=$proof0&s=1", FORGED),
        Heard::bare("d=$ref&h=00000000000000000000000000000000&s=1", FORGED),
        Heard::bare("d=$ref&h=$other&s=1", FORGED),
        // The token is for what people write; it proves no receipt.
        Heard::bare("d=$ref&k=b%C3%AD+m%E1%BA%ADt&s=1", FORGED),
        Heard::bare(
            "d=$ref&h=$proof",
            Means::Refused(BadCall::Lacks("a status"))
        ),
        Heard::bare(
            "k=b%C3%AD+m%E1%BA%ADt&from=%2B84912345678&to=8049&text=T%E1%BB%AB+ch%E1%BB%91i%0A+%2B+1&id=a1",
            Means::Message("0912345678", "Từ chối\n + 1")
        ),
        Heard::bare(
            "k=b%C3%AD+m%E1%BA%ADt&from=84912345678&to=8049&text=&id=a2",
            Means::Message("0912345678", "")
        ),
        Heard::bare("from=84912345678&text=TC&id=a3", FORGED),
        Heard::bare("k=&from=84912345678&text=TC&id=a4", FORGED),
        Heard::bare("k=bi+mat&from=84912345678&text=TC&id=a5", FORGED),
        // In a body it would stand in nobody's log, but Kannel has no body.
        Heard::form(
            "from=84912345678&text=TC&id=a6",
            "k=b%C3%AD+m%E1%BA%ADt",
            FORGED
        ),
        Heard::bare(
            "k=b%C3%AD+m%E1%BA%ADt&from=84912345678&id=a7",
            Means::Refused(BadCall::Lacks("a text"))
        ),
        // Carriers advertise. Kannel repeats whatever is not answered with 200
        // for a week, so what nobody could answer is answered and forgotten.
        forgotten("k=b%C3%AD+m%E1%BA%ADt&from=VIETTEL&text=Khuyen+mai&id=a8"),
        forgotten("k=b%C3%AD+m%E1%BA%ADt&from=1414&text=Thong+bao&id=a9"),
        forgotten("k=b%C3%AD+m%E1%BA%ADt&from=&text=Thong+bao&id=a10"),
    ],
});

const fn news(query: &'static str, status: ReceiptStatus) -> Heard {
    Heard::bare(query, Means::Receipt("$ref", "", status))
}

const fn forgotten(query: &'static str) -> Heard {
    Heard::bare(query, Means::Nothing)
}
