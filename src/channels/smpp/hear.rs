//! What a message centre tells us: receipts, and what people write. It is
//! answered once it is stored, and asked to repeat what could not be.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use rusmpp::pdus::{DeliverSm, DeliverSmResp};
use rusmpp::tlvs::TlvValue;
use rusmpp::values::{DataCoding, GsmFeatures, MessageType};
use rusmpp::{Command, CommandStatus, Pdu};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::config::SmppConfig;
use super::line::Line;
use super::receipt;
use crate::channels::{Inbound, Inbox};
use crate::domain::delivery::ReceiptStatus;
use crate::domain::message_id::canonical;
use crate::domain::person::{Address, Way};
use crate::domain::sms::codec;

/// Stored by one commit.
const GROUP: usize = 250;
/// How long the parts of a long message wait for each other. None of them is
/// answered before, so that none can be lost.
const PATIENCE: Duration = Duration::from_secs(5);

/// Hears until the line lets go.
pub async fn hear(
    config: &SmppConfig,
    line: &Arc<Line>,
    mut heard: mpsc::Receiver<Command>,
    inbox: &dyn Inbox,
) {
    let mut joiner = Joiner::default();
    let mut group = Vec::with_capacity(GROUP);
    loop {
        let next = heard.recv_many(&mut group, GROUP);
        let due = joiner.next_due();
        let came = tokio::select! {
            came = next => came,
            () = tokio::time::sleep_until(due) => usize::MAX,
        };
        if came == 0 {
            return;
        }
        let mut known = Vec::new();
        let mut numbers = Vec::new();
        for command in group.drain(..) {
            let number = command.sequence_number();
            match command.pdu() {
                Some(Pdu::DeliverSm(told)) => match understood(config, told) {
                    Understood::Told(inbound) => {
                        known.extend(inbound);
                        numbers.push(number);
                    }
                    Understood::Part(part) => {
                        if let Some((text, joined)) = joiner.add(part, number) {
                            known.extend(text);
                            numbers.extend(joined);
                        }
                    }
                },
                _ => numbers.push(number),
            }
        }
        for (text, joined) in joiner.overdue() {
            known.extend(text);
            numbers.extend(joined);
        }
        let stored = known.is_empty() || inbox.store(known).await;
        let status = if stored {
            CommandStatus::EsmeRok
        } else {
            CommandStatus::EsmeRxTAppn
        };
        for number in numbers {
            line.answer(number, status, DeliverSmResp::default()).await;
        }
    }
}

/// What a `deliver_sm` is.
enum Understood {
    /// News, or a text; nothing where it is of no use to us.
    Told(Option<Inbound>),
    /// A part of what somebody wrote.
    Part(Part),
}

struct Part {
    from: Address,
    joint: u16,
    total: u8,
    number: u8,
    text: String,
}

fn understood(config: &SmppConfig, told: &DeliverSm) -> Understood {
    let field = |wanted: fn(&TlvValue) -> bool| {
        told.tlvs()
            .iter()
            .filter_map(|tlv| tlv.value())
            .find(|value| wanted(value))
    };
    let payload = match field(|value| matches!(value, TlvValue::MessagePayload(_))) {
        Some(TlvValue::MessagePayload(payload)) => payload.value.as_ref(),
        _ => told.short_message().as_ref(),
    };
    let id = match field(|value| matches!(value, TlvValue::ReceiptedMessageId(_))) {
        Some(TlvValue::ReceiptedMessageId(id)) => Some(id.as_str().to_owned()),
        _ => None,
    };
    let state = match field(|value| matches!(value, TlvValue::MessageState(_))) {
        Some(TlvValue::MessageState(state)) => receipt::status_of_state(*state),
        _ => None,
    };
    if id.is_some() || told.esm_class.message_type != MessageType::Default {
        let written = receipt::read(&String::from_utf8_lossy(payload));
        let id = id.or(written.id);
        let status = state.or(written.status);
        return Understood::Told(news(config, id, status));
    }
    let Ok(from) = Address::parse(Way::Sms, told.source_addr.as_str()) else {
        // Carriers advertise from names and short codes.
        return Understood::Told(None);
    };
    let has_head = matches!(
        told.esm_class.gsm_features,
        GsmFeatures::UdhiIndicator | GsmFeatures::SetUdhiAndReplyPath
    );
    let (head, body) = if has_head {
        let length = payload.first().map_or(0, |length| usize::from(*length) + 1);
        payload.split_at(length.min(payload.len()))
    } else {
        (&[][..], payload)
    };
    let text = text(told.data_coding, body);
    match joint(head) {
        Some((joint, total, number)) if total > 1 && (1..=total).contains(&number) => {
            Understood::Part(Part {
                from,
                joint,
                total,
                number,
                text,
            })
        }
        _ => Understood::Told(Some(Inbound::Message { from, text })),
    }
}

fn news(config: &SmppConfig, id: Option<String>, status: Option<ReceiptStatus>) -> Option<Inbound> {
    let Some(id) = id else {
        tracing::warn!(
            gateway = config.name,
            "a receipt names no message and is dropped"
        );
        return None;
    };
    Some(Inbound::Receipt {
        reference: None,
        message_id: Some(canonical(&id, config.receipt_id_base)),
        status: status.unwrap_or(ReceiptStatus::Underway),
    })
}

/// A text as its coding has it. What is in no coding we know is read as Latin
/// letters: nothing of it is dropped.
fn text(coding: DataCoding, octets: &[u8]) -> String {
    match coding {
        DataCoding::McSpecific => codec::from_gsm7(octets),
        DataCoding::Ucs2 => codec::from_utf16(octets),
        _ => octets.iter().map(|octet| char::from(*octet)).collect(),
    }
}

/// The element of a head that joins parts: what joins them, how many there are,
/// which this is.
fn joint(head: &[u8]) -> Option<(u16, u8, u8)> {
    let mut rest = head.get(1..)?;
    while let [kind, length, tail @ ..] = rest {
        let element = tail.get(..usize::from(*length))?;
        match (kind, element) {
            (0x00, [joint, total, number]) => return Some((u16::from(*joint), *total, *number)),
            (0x08, [high, low, total, number]) => {
                return Some((u16::from_be_bytes([*high, *low]), *total, *number));
            }
            _ => rest = &tail[usize::from(*length)..],
        }
    }
    None
}

/// Parts that wait for the others.
#[derive(Default)]
struct Joiner(BTreeMap<(String, u16, u8), Waiting>);

struct Waiting {
    since: Instant,
    parts: BTreeMap<u8, String>,
    numbers: Vec<u32>,
}

/// What was joined, and what is to be answered for it.
type Joined = (Option<Inbound>, Vec<u32>);

impl Joiner {
    fn add(&mut self, part: Part, number: u32) -> Option<Joined> {
        let key = (part.from.expose().to_owned(), part.joint, part.total);
        let waiting = self.0.entry(key.clone()).or_insert_with(|| Waiting {
            since: Instant::now(),
            parts: BTreeMap::new(),
            numbers: Vec::new(),
        });
        waiting.parts.insert(part.number, part.text);
        waiting.numbers.push(number);
        if waiting.parts.len() < usize::from(part.total) {
            return None;
        }
        self.0.remove(&key).map(|whole| joined(&key.0, whole))
    }

    fn next_due(&self) -> Instant {
        let first = self.0.values().map(|waiting| waiting.since).min();
        first.unwrap_or_else(|| Instant::now() + PATIENCE * 720) + PATIENCE
    }

    /// What has waited long enough: what is there is told.
    fn overdue(&mut self) -> Vec<Joined> {
        let late: Vec<_> = self
            .0
            .iter()
            .filter(|(_, waiting)| waiting.since.elapsed() >= PATIENCE)
            .map(|(key, _)| key.clone())
            .collect();
        late.into_iter()
            .filter_map(|key| self.0.remove(&key).map(|part| joined(&key.0, part)))
            .collect()
    }
}

fn joined(from: &str, waiting: Waiting) -> Joined {
    let text: String = waiting.parts.into_values().collect();
    let from = Address::parse(Way::Sms, from).ok();
    let message = from.map(|from| Inbound::Message { from, text });
    (message, waiting.numbers)
}
