//! The table of slips.

/// A block without slips.
pub const SOUND: &str = r#"
[[channel]]
name = "tram-tin"
kind = "http-sms"
carries = "sms"
per_second = 20
window = 10
price_vnd = 350

[channel.request]
method = "POST"
url = "http://127.0.0.1:9000/send"
headers = { X-Key = "1" }
form = { to = "{to_84}", text = "{text}", dlr = "{hook}" }

[[channel.reply]]
status = 200
outcome = "accepted"

[channel.receipt]
reference = "d"
status = "s"
[channel.receipt.states]
1 = "delivered"

[channel.inbound]
token = "a-long-word"
from = "from"
text = "text"
"#;

/// What is written instead of what, and what must be said about it.
pub const SLIPS: &[(&str, &str, &[&str])] = &[
    // Names
    (
        r#""tram-tin""#,
        r#""Trạm tin""#,
        &["Trạm tin", "small letters, digits and hyphens"],
    ),
    (
        r#""tram-tin""#,
        r#""""#,
        &["small letters, digits and hyphens"],
    ),
    (r#"name = "tram-tin""#, "", &["name"]),
    (
        r#""http-sms""#,
        r#""http-smss""#,
        &["tram-tin", "http-smss", "http-sms"],
    ),
    (
        r#"carries = "sms""#,
        r#"carries = "fax""#,
        &["tram-tin", "fax", "zalo"],
    ),
    (
        "price_vnd",
        "price_vdn",
        &["tram-tin", "price_vdn", "price_vnd"],
    ),
    ("method =", "methods =", &["tram-tin", "methods", "method"]),
    // Numbers
    (
        "window = 10",
        "window = 0",
        &["tram-tin", "`window`", "above zero"],
    ),
    (
        "per_second = 20",
        "per_second = 0",
        &["tram-tin", "`per_second`", "above zero"],
    ),
    (
        "per_second = 20",
        "per_second = -1.5",
        &["tram-tin", "`per_second`", "above zero"],
    ),
    (
        "per_second = 20",
        "per_second = nan",
        &["tram-tin", "`per_second`", "above zero"],
    ),
    (
        "per_second = 20",
        "per_second = \"fast\"",
        &["tram-tin", "fast"],
    ),
    ("per_second = 20", "", &["tram-tin", "per_second"]),
    (
        "price_vnd = 350",
        "price_vnd = -350",
        &["tram-tin", "`price_vnd`", "0 or more", "by carrier"],
    ),
    (
        "price_vnd = 350",
        "price_vnd = { viettel = 330, other = -1 }",
        &["tram-tin", "`price_vnd`", "0 or more", "by carrier"],
    ),
    (
        "price_vnd = 350",
        "price_vnd = \"350\"",
        &["tram-tin", "`price_vnd`", "đồng for a part"],
    ),
    // The request
    (
        r#""POST""#,
        r#""PUT""#,
        &["tram-tin", "`request.method` is GET or POST, not PUT"],
    ),
    (
        r#""POST""#,
        r#""GET""#,
        &["tram-tin", "`request.form`", "POST"],
    ),
    ("{to_84}", "{to_48}", &["tram-tin", "`{to_48}`", "{to_84}"]),
    ("{to_84}", "{to_84", &["tram-tin", "to_84", "{to_84}"]),
    (
        "form = {",
        r#"json = { a = ["{too}"] }
#"#,
        &["tram-tin", "`{too}`", "{to}"],
    ),
    (
        "headers = {",
        r#"json = { a = "{text}" }
headers = {"#,
        &["tram-tin", "`request.form`", "`request.json`"],
    ),
    (
        "http://127.0.0.1:9000/send",
        "127.0.0.1:9000/send",
        &["tram-tin", "`request.url`", "http"],
    ),
    (
        "http://127.0.0.1:9000/send",
        "localhost:9000/send",
        &["tram-tin", "`request.url`", "http://"],
    ),
    (
        "http://127.0.0.1:9000/send",
        "ftp://127.0.0.1/send",
        &["tram-tin", "`request.url`", "http://"],
    ),
    (
        "X-Key =",
        "\"X Key\" =",
        &["tram-tin", "`request.headers`", "X Key"],
    ),
    (
        r#"X-Key = "1""#,
        r#"X-Key = "1\n2""#,
        &["tram-tin", "`request.headers`", "X-Key"],
    ),
    (
        r#"X-Key = "1""#,
        r#"Authorization = "x" }
basic = { user = "u", password = "p""#,
        &["tram-tin", "`request.basic`", "Authorization"],
    ),
    (
        "form = {",
        r#"xml = "<to>{to}</to>"
form = {"#,
        &["tram-tin", "`request.form`", "`request.xml`"],
    ),
    (
        "{to_84}",
        "{#seconds}",
        &["tram-tin", "`{#seconds}`", "{seconds}"],
    ),
    (
        "{to_84}",
        "{token}",
        &["tram-tin", "`{token}`", "`login`", "need each other"],
    ),
    (
        "[channel.request]",
        r#"[channel.login]
url = "http://127.0.0.1:9000/token"
json = {}
[channel.request]"#,
        &["tram-tin", "`{token}`", "`login`", "need each other"],
    ),
    // Replies
    (
        "status = 200",
        "status = [200, \"OK\"]",
        &["tram-tin", "OK"],
    ),
    (
        "outcome = \"accepted\"",
        "outcome = \"acepted\"",
        &["tram-tin", "acepted", "accepted"],
    ),
    (
        "outcome = \"accepted\"",
        "outcome = \"auth\"",
        &["tram-tin", "`reply`", "accepted"],
    ),
    ("status = 200", "status = \"OK\"", &["tram-tin", "OK"]),
    (
        "status = 200",
        "satus = 200",
        &["tram-tin", "satus", "status"],
    ),
    // Calls
    (
        "reference = \"d\"",
        "id = \"d\"",
        &["tram-tin", "`receipt.token`", "`receipt.reference`"],
    ),
    (
        "reference = \"d\"",
        "token = \"a-long-word\"",
        &["tram-tin", "`receipt.reference`", "`receipt.id`"],
    ),
    (
        "reference = \"d\"",
        "id = \"d\"\ntoken = \"\"",
        &["tram-tin", "`receipt.token`"],
    ),
    (
        "\"delivered\"",
        "\"deliverd\"",
        &["tram-tin", "deliverd", "delivered"],
    ),
    (
        "[channel.receipt]\nreference = \"d\"",
        "id = \"/id\"\nid_base = \"hex\"\n[channel.receipt]\nid = \"d\"\ntoken = \"a-long-word\"",
        &["tram-tin", "`reply.id_base`", "`receipt.id_base`"],
    ),
    (
        "status = \"s\"",
        "status = []",
        &["tram-tin", "`receipt.status`"],
    ),
    (
        "[channel.inbound]",
        "[channel.signature]\nkey = \"\"\n[channel.inbound]",
        &["tram-tin", "`signature.key`"],
    ),
    (
        "[channel.inbound]",
        "[channel.signature]\nkey = \"khoa\"\nheader = \"X Sig\"\n[channel.inbound]",
        &["tram-tin", "`signature`", "X Sig"],
    ),
    ("token = \"a-long-word\"", "", &["tram-tin", "token"]),
    (
        "token = \"a-long-word\"",
        "token = \"\"",
        &["tram-tin", "`inbound.token`"],
    ),
    (
        "from = \"from\"",
        "form = \"from\"",
        &["tram-tin", "form", "from"],
    ),
];
