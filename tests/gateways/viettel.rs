//! Viettel's SOAP, by the very block of docs/gateways/viettel.md.

use loa::channels::BadCall;
use loa::domain::delivery::Outcome;

use super::{Case, Heard, Means, Request, gateway, manual};

/// A request with this text and this kind of it.
macro_rules! envelope {
    ($text:literal, $kind:literal) => {
        concat!(
            r#"<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:impl="http://impl.bulkSms.ws/">
<soapenv:Header/><soapenv:Body><impl:wsCpMt>
<User>xa</User>
<Password>m&amp;t</Password>
<CPCode>UBNDXA</CPCode>
<RequestID>1</RequestID>
<UserID>84912345678</UserID>
<ReceiverID>84912345678</ReceiverID>
<ServiceID>UBNDXA</ServiceID>
<CommandCode>bulksms</CommandCode>
<Content>"#,
            $text,
            "</Content>\n<ContentType>",
            $kind,
            "</ContentType>\n</impl:wsCpMt></soapenv:Body></soapenv:Envelope>\n"
        )
    };
}

/// A reply with this reason and this result.
macro_rules! reply {
    ($message:literal, $result:literal) => {
        concat!(
            r#"<?xml version="1.0" ?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><ns2:wsCpMtResponse xmlns:ns2="http://impl.bulkSms.ws/"><return><message>"#,
            $message,
            "</message><result>",
            $result,
            "</result></return></ns2:wsCpMtResponse></S:Body></S:Envelope>"
        )
    };
}

gateway!(Case {
    block: || manual(
        include_str!("../../docs/gateways/viettel.md"),
        "http://bulksms.viettel.example:8998",
        &[("CHANGE-ME-TOO", "m&amp;t"), ("CHANGE-ME", "xa")]
    ),
    requests: &[
        Request {
            to: "0912 345 678",
            // What would end the element is part of the text.
            text: "Mưa > 200 mm & gió </Content> \"giật\"\nĐi ngay\u{7}!",
            worth: 3600,
            line: "POST /bulkapi",
            holds: &[
                ("header content-type", "text/xml; charset=utf-8"),
                ("header soapaction", "\"\""),
                (
                    "body",
                    envelope!(
                        "Mưa &gt; 200 mm &amp; gió &lt;/Content&gt; &quot;giật&quot;\nĐi ngay!",
                        "1"
                    )
                ),
            ],
        },
        Request {
            to: "84912345678",
            text: "Hop dan luc 19 gio",
            worth: 3600,
            line: "POST /bulkapi",
            holds: &[("body", envelope!("Hop dan luc 19 gio", "0"))],
        },
    ],
    replies: &[
        (
            200,
            reply!("Insert MT_QUEUE: OK", "1"),
            Outcome::Accepted,
            ""
        ),
        (
            200,
            reply!("Authenticate: Cp_code: NULL_OR_BLANK", "0"),
            Outcome::Auth,
            ""
        ),
        (
            200,
            reply!("Authenticate: IP_INVALID (YOUR IP: 10.0.0.1)", "0"),
            Outcome::Auth,
            ""
        ),
        (200, reply!("CP_CODE_NOT_FOUND", "0"), Outcome::Auth, ""),
        (
            200,
            reply!("WRONG_INFORMATION_AUTHENTICATE", "0"),
            Outcome::Auth,
            ""
        ),
        (
            200,
            reply!("Check RequestID: REQUEST_ID_NOT_NUMBER", "0"),
            Outcome::Auth,
            ""
        ),
        (
            200,
            reply!("Check CommandCode: COMMAND_CODE_ERROR", "0"),
            Outcome::Auth,
            ""
        ),
        (
            200,
            reply!("Check ReceiverID: FORMAT_ERROR", "0"),
            Outcome::BadRecipient,
            ""
        ),
        (
            200,
            reply!("Check UserID: NULL_OR_BLANK", "0"),
            Outcome::BadRecipient,
            ""
        ),
        (
            200,
            reply!("UserID_NOT_EQUAL_ReceiverID", "0"),
            Outcome::BadRecipient,
            ""
        ),
        (
            200,
            reply!("Unable to check telco from input receiver", "0"),
            Outcome::BadRecipient,
            ""
        ),
        (
            200,
            reply!("Check ServiceID: ALIAS_INVALID:TELCO=MB", "0"),
            Outcome::BadRecipient,
            ""
        ),
        (
            200,
            reply!(
                "Check Content: MAXLENGTH_LIMIT_612_BYTE (YOUR_CONTENT: 700 BYTE)",
                "0"
            ),
            Outcome::BadContent,
            ""
        ),
        (
            200,
            reply!("Check Content: MSG_ERROR_CONTAIN_BLACKLIST", "0"),
            Outcome::BadContent,
            ""
        ),
        (
            200,
            reply!("Check template: CONTENT_NOT_MATCH_TEMPLATE", "0"),
            Outcome::BadContent,
            ""
        ),
        // Perhaps this very message.
        (
            200,
            reply!("Check ServiceID: DUPLICATE MESSAGE", "0"),
            Outcome::Ambiguous,
            ""
        ),
        (
            200,
            reply!("Check information error", "0"),
            Outcome::Ambiguous,
            ""
        ),
        (
            500,
            "<S:Fault><faultstring>Server</faultstring></S:Fault>",
            Outcome::Ambiguous,
            ""
        ),
        // Cut in the middle.
        (
            200,
            "<return><message>Insert MT_QUEUE: OK</message><resu",
            Outcome::Ambiguous,
            ""
        ),
    ],
    // It makes no calls that we know of.
    calls: &[
        Heard::form(
            "d=$ref&h=$proof",
            "status=1",
            Means::Refused(BadCall::NotExpected)
        ),
        Heard::bare("", Means::Refused(BadCall::NotExpected)),
    ],
});
