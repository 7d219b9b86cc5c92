//! What the fake SMSC program prints, read as the phones' inboxes.
//!
//! It logs `… Got message 7: <1900 84901234567 ucs-2 %00L%01i…>` for each SMS.
//! The kind is `text` (GSM alphabet, plain UTF-8), `ucs-2` (url-encoded UTF-16BE),
//! or, for a part of a longer message, `udh HEADER data BODY`, both url-encoded;
//! that one does not say which alphabet its body is in.

/// A message as a phone shows it, its parts joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The sender, letter for letter.
    pub from: String,
    /// The number it went to, as the gateway was given it.
    pub to: String,
    /// The text, letter for letter.
    pub text: String,
    /// How many SMS it took.
    pub parts: usize,
    /// Whether it travelled as UCS-2 (true) or in the GSM alphabet (false).
    pub unicode: bool,
}

/// The messages in a log of the fake SMSC, each once all its parts are there.
pub fn read(log: &str) -> Vec<Heard> {
    let mut whole = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for sms in sms_in(log) {
        let (from, to) = (sms.from, sms.to);
        if sms.kind != "udh" {
            let unicode = sms.kind == "ucs-2";
            let text = if unicode {
                utf16(&decoded(&sms.body))
            } else {
                sms.body
            };
            whole.push(Heard {
                from,
                to,
                text,
                parts: 1,
                unicode,
            });
            continue;
        }
        let (header, body) = sms.body.split_once(" data ").expect("a part's body");
        // 05 00 03: a concatenated message; its number, how many parts, which of them.
        let [5, 0, 3, number, parts, part] = decoded(header)[..] else {
            panic!("a header that is not of a concatenated message: {header}");
        };
        let key = (from, to, number);
        let at = open.iter().position(|o| o.key == key).unwrap_or(open.len());
        if at == open.len() {
            open.push(Open {
                key,
                parts: vec![None; usize::from(parts)],
            });
        }
        let slot = &mut open[at].parts[usize::from(part) - 1];
        assert!(slot.is_none(), "part {part} of {number} came twice");
        *slot = Some(decoded(body));
        if open[at].parts.iter().all(Option::is_some) {
            whole.push(open.remove(at).joined());
        }
    }
    whole
}

/// A message some of whose parts are still to come.
struct Open {
    key: (String, String, u8),
    parts: Vec<Option<Vec<u8>>>,
}

impl Open {
    fn joined(self) -> Heard {
        let bytes: Vec<u8> = self.parts.iter().flatten().flatten().copied().collect();
        // Any space, stop or digit of UTF-16 has a zero byte, and no text in UTF-8 has one.
        let plain = String::from_utf8(bytes.clone())
            .ok()
            .filter(|text| !text.contains('\0'));
        Heard {
            from: self.key.0,
            to: self.key.1,
            unicode: plain.is_none(),
            text: plain.unwrap_or_else(|| utf16(&bytes)),
            parts: self.parts.len(),
        }
    }
}

/// One SMS as printed.
struct Sms {
    from: String,
    to: String,
    kind: &'static str,
    body: String,
}

fn sms_in(log: &str) -> Vec<Sms> {
    let mut found: Vec<Sms> = Vec::new();
    // A last line without its end is still being written.
    let ended = &log[..log.rfind('\n').map_or(0, |at| at + 1)];
    for line in ended.lines() {
        let Some((_, got)) = line.split_once(": Got message ") else {
            continue;
        };
        let (_, printed) = got.split_once(": <").expect("a message's brackets");
        let printed = printed.strip_suffix('>').expect("a message's end");
        if let Some(sms) = sms_from(printed) {
            found.push(sms);
        } else {
            // A newline in plain text ends the protocol's line: this is the rest of it.
            let before = found.last_mut().expect("a line that begins a message");
            before.body += "\n";
            before.body += printed;
        }
    }
    found
}

fn sms_from(printed: &str) -> Option<Sms> {
    // The sender may hold spaces ("UBND XA"), so look for a number before a kind.
    ["text", "ucs-2", "udh"]
        .into_iter()
        .filter_map(|kind| {
            let (head, body) = printed.split_once(&format!(" {kind} "))?;
            let (from, to) = head.rsplit_once(' ')?;
            let digits = to.strip_prefix('+').unwrap_or(to);
            let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            number.then(|| Sms {
                from: from.to_owned(),
                to: to.to_owned(),
                kind,
                body: body.to_owned(),
            })
        })
        // A text may itself read like a head; the first one is the head.
        .min_by_key(|sms| sms.from.len())
}

/// Url-decoded bytes.
fn decoded(encoded: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = encoded.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next().unwrap_or_default()).to_digit(16);
                let value = digit().and_then(|high| Some(high * 16 + digit()?));
                u8::try_from(value.expect("two hex digits")).expect("a byte")
            }
            other => other,
        });
    }
    bytes
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks(2)
        .map(|pair| u16::from_be_bytes(pair.try_into().expect("pairs of bytes")))
        .collect();
    String::from_utf16(&units).expect("text in UTF-16")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "\
2026-11-23 01:23:18 [1] [0] INFO: fakesmsc starting
2026-11-23 01:23:18 [1] [0] DEBUG: Got message 1: <1900 84901234567 ucs-2 %00L%01i%00+%00v%1E%C1%00!>
2026-11-23 01:23:18 [1] [0] DEBUG: Got message 2: <UBND XA 84901234567 text x <b> 2 text y>
2026-11-23 01:23:18 [1] [0] DEBUG: Got message 3: <dong hai>
2026-11-23 01:23:18 [1] [0] DEBUG: Got message 4: <1900 84901234567 udh %05%00%03%A3%02%02 data %DE%00%00b>
2026-11-23 01:23:18 [1] [0] DEBUG: Got message 5: <1900 84901234567 udh %05%00%03%A4%02%01 data a+b%2B>
2026-11-23 01:23:18 [1] [0] DEBUG: Got message 6: <1900 84901234567 udh %05%00%03%A3%02%01 data %00a%D8%3D>
2026-11-23 01:23:18 [1] [0] DEBUG: Got message 7: <1900 84901234567 udh %05%00%03%A4%02%02 data %E2%82%ACc>
2026-11-23 01:23:18 [1] [0] DEBUG: Got message 8: <1900 84901234567 text half a li";

    #[test]
    fn a_message_is_read_letter_for_letter_whatever_way_it_was_carried() {
        let heard: Vec<_> = read(LOG)
            .into_iter()
            .map(|h| (h.from, h.text, h.parts, h.unicode))
            .collect();
        let expected = [
            ("1900", "Lũ về!", 1, true),
            ("UBND XA", "x <b> 2 text y\ndong hai", 1, false),
            ("1900", "a😀b", 2, true),
            ("1900", "a b+€c", 2, false),
        ];
        assert_eq!(
            heard,
            expected.map(|(from, text, parts, unicode)| (from.into(), text.into(), parts, unicode))
        );
    }
}
