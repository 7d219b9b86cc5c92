//! The tool's files: headers, an empty line, the text.

use std::time::Duration;

use encoding_rs::ISO_8859_15;

use crate::domain::delivery::ReceiptStatus;
use crate::domain::phone::Phone;
use crate::domain::sms::codec::from_utf16;
use crate::domain::text::nfc;

/// What a status report begins with.
const REPORT: &str = "SMS STATUS REPORT";

/// The file of a message. With this alphabet the tool takes the GSM alphabet
/// where it suffices, and else UCS-2 for the whole.
pub fn outgoing(to: Phone, text: &str, valid_for: Duration) -> String {
    format!(
        "To: {}\nAlphabet: UTF-8\nAutosplit: 3\nReport: yes\nValidity: {}\n\n{}",
        to.international_digits(),
        validity(valid_for),
        nfc(text)
    )
}

/// How long it is worth delivering, in the tool's words: at least the five
/// minutes that are the least an SMS can say.
fn validity(valid_for: Duration) -> String {
    let minutes = (valid_for.as_secs() / 60).max(5);
    match minutes {
        ..=720 => format!("{minutes} min"),
        721..=1440 => format!("{} hour", minutes / 60),
        _ => format!("{} day", (minutes / 1440).min(30)),
    }
}

/// A file, taken apart.
pub struct Headed<'a> {
    headers: Vec<(&'a str, &'a str)>,
    body: &'a [u8],
}

impl<'a> Headed<'a> {
    /// Takes a file apart; `None` where it has no headers and an empty line.
    pub fn read(content: &'a [u8]) -> Option<Self> {
        let end = content.windows(2).position(|pair| pair == b"\n\n")?;
        let head = std::str::from_utf8(&content[..end]).ok()?;
        let headers = head.lines().filter_map(|line| line.split_once(':'));
        let headers = headers.map(|(name, value)| (name, value.trim())).collect();
        Some(Self {
            headers,
            body: &content[end + 2..],
        })
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        let found = self.headers.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| *value)
    }

    /// The modem's numbers of the parts, as far as the tool was told to write
    /// them: the first, the last, or all with a dot behind them.
    pub fn ids(&self) -> Vec<String> {
        let ids = self.header("Message_id").unwrap_or_default();
        let ids = ids.split_whitespace().filter(|id| *id != ".");
        ids.map(str::to_owned).collect()
    }

    /// The text; `None` where its alphabet is none of text.
    pub fn text(&self) -> Option<String> {
        let alphabet = self.header("Alphabet").unwrap_or("ISO");
        match alphabet.get(..3)?.to_ascii_lowercase().as_str() {
            "utf" => std::str::from_utf8(self.body).ok().map(str::to_owned),
            "iso" | "lat" | "ans" => Some(ISO_8859_15.decode(self.body).0.into_owned()),
            "ucs" | "chi" | "uni" => Some(from_utf16(self.body)),
            _ => None,
        }
    }
}

/// What the network says of one part.
pub struct Report {
    /// The modem's number of it.
    pub id: String,
    /// The news.
    pub status: ReceiptStatus,
}

impl Report {
    /// Reads the text of a status report; `None` where it is none.
    pub fn read(text: &str) -> Option<Self> {
        let lines = text.trim_start().strip_prefix(REPORT)?.lines();
        let fields: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(':')).collect();
        let field = |name| {
            let found = fields.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.trim())
        };
        let status = field("Status")?.split(',').next()?.trim().parse().ok()?;
        Some(Self {
            id: field("Message_id")?.to_owned(),
            status: of_status(status),
        })
    }

    /// Whether no further report of this part will come.
    pub fn is_last(&self) -> bool {
        matches!(
            self.status,
            ReceiptStatus::Delivered | ReceiptStatus::Undelivered
        )
    }
}

/// TP-Status of GSM 03.40: 0 the phone has it; up to 31 the network is done and
/// cannot say that; 32 to 63 it still tries; above, it gave up.
fn of_status(status: u8) -> ReceiptStatus {
    match status {
        0 => ReceiptStatus::Delivered,
        1..=31 => ReceiptStatus::Accepted,
        32..=63 => ReceiptStatus::Underway,
        64.. => ReceiptStatus::Undelivered,
    }
}
