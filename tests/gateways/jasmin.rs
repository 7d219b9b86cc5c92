//! Jasmin, by the very block of docs/gateways/jasmin.md.

use loa::channels::BadCall;
use loa::domain::delivery::{Outcome, ReceiptStatus};

use super::row::FORGED;
use super::{Case, Heard, Means, Request, gateway, manual};

gateway!(Case {
    block: || manual(
        include_str!("../../docs/gateways/jasmin.md"),
        "http://127.0.0.1:1401",
        &[("CHANGE-ME", "m+t & 50%")]
    ),
    requests: &[
        Request {
            to: "0912 345 678",
            text: "Lũ về!",
            worth: 90 * 60,
            line: "POST /send",
            holds: &[
                ("form username", "loa"),
                ("form password", "m+t & 50%"),
                ("form from", "UBNDXA"),
                ("form to", "84912345678"),
                ("form coding", "8"),
                ("form hex-content", "004C0169002000761EC10021"),
                ("form validity-period", "90"),
                ("form dlr", "yes"),
                ("form dlr-url", "$hook"),
                ("form dlr-level", "3"),
                ("form dlr-method", "POST"),
            ],
        },
        Request {
            to: "0912345678",
            // @ is 0, à 7F, € an escape and 65 in the GSM alphabet.
            text: "Lu@à€",
            worth: 20,
            line: "POST /send",
            holds: &[
                ("form username", "loa"),
                ("form password", "m+t & 50%"),
                ("form from", "UBNDXA"),
                ("form to", "84912345678"),
                ("form coding", "0"),
                ("form hex-content", "4C75007F1B65"),
                ("form validity-period", "1"),
                ("form dlr", "yes"),
                ("form dlr-url", "$hook"),
                ("form dlr-level", "3"),
                ("form dlr-method", "POST"),
            ],
        },
    ],
    replies: &[
        (
            200,
            r#"Success "07033084-5cfd-4812-90a4-e4d24ffb6e3d""#,
            Outcome::Accepted,
            ""
        ),
        (
            403,
            r#"Error "Authentication failure for username:loa""#,
            Outcome::Auth,
            ""
        ),
        (
            403,
            r#"Error "Cannot charge submit_sm, check RouterPB log file for details""#,
            Outcome::Auth,
            ""
        ),
        (
            403,
            r#"Error "User throughput exceeded""#,
            Outcome::Throttled,
            ""
        ),
        (412, r#"Error "No route found""#, Outcome::BadRecipient, ""),
        (
            412,
            r#"Error "Failover route has no bound connectors""#,
            Outcome::TransientRejected,
            ""
        ),
        (
            400,
            r#"Error "Argument [to] has an invalid value: [84912345678].""#,
            Outcome::BadRecipient,
            ""
        ),
        (
            400,
            r#"Error "Argument [coding] has an invalid value: [x].""#,
            Outcome::BadContent,
            ""
        ),
        (
            500,
            r#"Error "Cannot send submit_sm, check SMPPClientManagerPB log file for details""#,
            Outcome::Ambiguous,
            ""
        ),
        (200, r#"Error "No route found""#, Outcome::Ambiguous, ""),
    ],
    calls: &[
        news(
            "id=16fd2706&message_status=ESME_ROK&level=1&connector=c1",
            ReceiptStatus::Accepted
        ),
        news(
            "id=16fd2706&message_status=DELIVRD&level=3&id_smsc=2567&subdate=2611221900&donedate=2611221901&sub=001&dlvrd=001&err=000&text=-",
            ReceiptStatus::Delivered
        ),
        news(
            "id=16fd2706&message_status=UNDELIV&level=3&err=010",
            ReceiptStatus::Undelivered
        ),
        news(
            "id=16fd2706&message_status=ESME_RINVDSTADR&level=1",
            ReceiptStatus::Undelivered
        ),
        // Jasmin tries again by itself.
        news(
            "id=16fd2706&message_status=ESME_RTHROTTLED&level=1",
            ReceiptStatus::Underway
        ),
        Heard::form(
            "d=$ref&h=$cut",
            "id=1&message_status=DELIVRD&level=3",
            FORGED
        ),
        Heard::form(
            "d=$ref&h=$other",
            "id=2&message_status=DELIVRD&level=3",
            FORGED
        ),
        Heard::form("d=$ref", "id=3&message_status=DELIVRD&level=3&h=0", FORGED),
        Heard::form(
            "d=$ref&k=SECRET",
            "id=4&message_status=DELIVRD&level=3",
            FORGED
        ),
        Heard::form(
            "d=$ref&h=$proof",
            "id=5&message_sta",
            Means::Refused(BadCall::Lacks("a status"))
        ),
        // UTF-16, as a phone with Vietnamese letters sends it.
        wrote(
            "id=m1&from=%2B84912345678&to=8049&origin-connector=c1&coding=8&content=%00T&binary=00541EEB0020006300681ED1006",
            Means::Refused(BadCall::Lacks("a text in hex"))
        ),
        wrote(
            "id=m2&from=%2B84912345678&to=8049&origin-connector=c1&coding=8&content=%00T&binary=00541eeb0020006300681ed10069",
            Means::Message("0912345678", "Từ chối")
        ),
        wrote(
            "id=m3&from=84912345678&to=8049&origin-connector=c1&coding=0&content=DK&binary=444b20005454",
            Means::Message("0912345678", "DK @TT")
        ),
        wrote(
            "id=m4&from=84912345678&to=8049&coding=3&binary=e0",
            Means::Message("0912345678", "à")
        ),
        wrote(
            "id=m5&from=84912345678&to=8049&binary=5443",
            Means::Message("0912345678", "TC")
        ),
        wrote(
            "from=84912345678&to=8049&coding=0&binary=5443",
            Means::Refused(BadCall::Lacks("an id"))
        ),
        wrote(
            "id=m6&from=84912345678&to=8049&coding=0",
            Means::Refused(BadCall::Lacks("a text"))
        ),
        wrote(
            "id=m7&from=VIETTEL&to=8049&coding=0&binary=5443",
            Means::Nothing
        ),
        Heard::form(
            "",
            "id=m8&from=84912345678&to=8049&coding=0&binary=5443",
            FORGED
        ),
        Heard::form(
            "k=SECRE",
            "id=m9&from=84912345678&to=8049&coding=0&binary=5443",
            FORGED
        ),
    ],
});

const fn news(form: &'static str, status: ReceiptStatus) -> Heard {
    Heard::form("d=$ref&h=$proof", form, Means::Receipt("$ref", "", status))
}

const fn wrote(form: &'static str, means: Means) -> Heard {
    Heard::form("k=SECRET", form, means)
}
