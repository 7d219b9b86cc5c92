//! What a gateway answers, and the calls it makes.

use loa::channels::Call;
use loa::channels::calls::field;
use loa::channels::rules::{ReplyRule, read_reply};
use serde::Deserialize;

use super::fuzz;
use super::mutate::Samples;

const SAMPLES: Samples = Samples {
    whole: &[
        r#"{"CodeResult":"100","CountRegenerate":0,"SMSID":"a1-84912345678"}"#,
        r#"{"status":"error","code":"105","message":"Phone not valid: 84912345678","data":[{"id":7}]}"#,
        "0: Accepted for delivery",
        "<html><body>502 Bad Gateway</body></html>",
        "status=delivered&id=42&text=ch%C3%A0o+b%C3%A0+con",
        r#"[1,2,{"a":null,"b":1e400,"c":"\ud83c"}]"#,
        "",
    ],
    pieces: &[
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "\"SMSID\":",
        "\"CodeResult\":100",
        "true",
        "null",
        "1e999",
        "-0",
        "\\u0000",
        "\\ud800",
        "/data/0/id",
        "%",
        "%C3",
        "&",
        "=",
        "+",
        "throttled",
        "84912345678",
        "(0912) 345-678",
    ],
};

const RULES: &str = r#"
[[reply]]
status = 200
json = { "/CodeResult" = "100" }
outcome = "accepted"
id = "/SMSID"
id_base = "hex"
[[reply]]
contains = "throttled"
outcome = "throttled"
code = "/message"
[[reply]]
json = { "/status" = "error" }
outcome = "bad_recipient"
code = "/message"
id = "/data/0/id"
[[reply]]
status = 200
contains = "Accepted"
outcome = "accepted"
"#;

#[derive(Deserialize)]
struct Rules {
    reply: Vec<ReplyRule>,
}

#[test]
fn a_reply_is_read_and_what_is_kept_of_it_names_nobody() {
    let rules = toml::from_str::<Rules>(RULES).unwrap().reply;
    fuzz(&SAMPLES, |input| {
        let body = String::from_utf8_lossy(input);
        for status in [200, 500] {
            let read = read_reply(&rules, status, &body);
            assert_eq!(read, read_reply(&rules, status, &body));
            let code = read.code.unwrap();
            assert!(code.chars().count() <= 100, "{code}");
            let mut runs = code.split(|c: char| !c.is_ascii_digit());
            assert!(runs.all(|run| run.len() <= 6), "{code}");
            assert!(read.ids.len() <= 1);
        }
    });
}

#[test]
fn a_call_is_read_in_whatever_form_it_comes() {
    fuzz(&SAMPLES, |input| {
        for content_type in ["application/json", "application/x-www-form-urlencoded", ""] {
            let call = Call {
                content_type: content_type.into(),
                body: input.to_vec().into(),
                ..Call::default()
            };
            for name in ["id", "status", "", "/", "/data/0/id", "/CodeResult", "//"] {
                field(&call, name);
            }
        }
    });
}
