//! VNPT, by the very block of docs/gateways/vnpt.md: a template and its words.

use loa::channels::BadCall;
use loa::domain::delivery::Outcome;

use super::{Case, Heard, Means, Request, gateway, manual};

gateway!(Case {
    block: || manual(
        include_str!("../../docs/gateways/vnpt.md"),
        "https://smsbrandname.vnpt.example",
        &[("CHANGE-ME", "7")]
    ),
    requests: &[
        Request {
            to: "0912 345 678",
            text: "Lũ về \"19h\"\nĐi ngay",
            worth: 3600,
            line: "POST /api",
            holds: &[(
                "json",
                r#"{"RQST": {"name": "send_sms_list", "REQID": "$ref", "LABELID": "7",
                    "CONTRACTTYPEID": "1", "CONTRACTID": "7", "TEMPLATEID": "7",
                    "PARAMS": [{"NUM": "1", "CONTENT": "Lũ về \"19h\"\nĐi ngay"}],
                    "SCHEDULETIME": "", "MOBILELIST": "84912345678", "ISTELCOSUB": "0",
                    "AGENTID": "7", "APIUSER": "7", "APIPASS": "7", "USERNAME": "7",
                    "DATACODING": "8"}}"#
            )],
        },
        Request {
            to: "0912345678",
            text: "Lu ve 19h",
            worth: 3600,
            line: "POST /api",
            holds: &[(
                "json",
                r#"{"RQST": {"name": "send_sms_list", "REQID": "$ref", "LABELID": "7",
                    "CONTRACTTYPEID": "1", "CONTRACTID": "7", "TEMPLATEID": "7",
                    "PARAMS": [{"NUM": "1", "CONTENT": "Lu ve 19h"}],
                    "SCHEDULETIME": "", "MOBILELIST": "84912345678", "ISTELCOSUB": "0",
                    "AGENTID": "7", "APIUSER": "7", "APIPASS": "7", "USERNAME": "7",
                    "DATACODING": "0"}}"#
            )],
        },
    ],
    replies: &[
        (
            200,
            r#"{"RPLY":{"ERROR_DESC":"success","name":"send_sms_list","ERROR":"0"}}"#,
            Outcome::Accepted,
            ""
        ),
        (200, r#"{"RPLY":{"ERROR":0}}"#, Outcome::Accepted, ""),
        // Seen, but nobody says what it means.
        (
            200,
            r#"{"RPLY":{"ERROR_DESC":"?","name":"send_sms_list","ERROR":"31"}}"#,
            Outcome::Ambiguous,
            ""
        ),
        (
            200,
            r#"{"RPLY":{"ERROR_DESC":"succ"#,
            Outcome::Ambiguous,
            ""
        ),
        (500, r#"{"RPLY":{"ERROR":"0"}}"#, Outcome::Ambiguous, ""),
    ],
    // It makes no calls that we know of.
    calls: &[
        Heard::json(
            "d=$ref&h=$proof",
            r#"{"RQST":{"name":"receive_dlr"}}"#,
            Means::Refused(BadCall::NotExpected)
        ),
        Heard::bare("", Means::Refused(BadCall::NotExpected)),
    ],
});
