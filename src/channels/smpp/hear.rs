//! What a message centre tells us: receipts, and what people write. It is
//! answered once it is stored, and asked to repeat what could not be.

use std::sync::Arc;

use bytes::BytesMut;
use rusmpp::pdus::{DataSm, DataSmResp, DeliverSm, DeliverSmResp};
use rusmpp::tlvs::{Tlv, TlvValue};
use rusmpp::values::{DataCoding, EsmClass, GsmFeatures, MessageType};
use rusmpp::{Command, CommandId, CommandStatus, Pdu};
use tokio::sync::mpsc;

use super::config::SmppConfig;
use super::frame::put;
use super::joiner::{Joiner, Part, joint};
use super::line::Line;
use super::receipt;
use crate::channels::{Inbound, Inbox};
use crate::domain::delivery::ReceiptStatus;
use crate::domain::message_id::canonical;
use crate::domain::person::{Address, Way};
use crate::domain::sms::codec;

/// Stored by one commit.
const GROUP: usize = 250;

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
        let mut answers = Vec::new();
        for command in group.drain(..) {
            let to = To {
                number: command.sequence_number(),
                data: command.id() == CommandId::DataSm,
            };
            let understood = match command.pdu() {
                Some(Pdu::DeliverSm(told)) => understood(config, &Told::from(told)),
                Some(Pdu::DataSm(told)) => understood(config, &Told::from(told)),
                _ => Understood::Told(None),
            };
            match understood {
                Understood::Told(inbound) => {
                    known.extend(inbound);
                    answers.push(to);
                }
                Understood::Part(part) => {
                    if let Some((text, joined)) = joiner.add(part, to) {
                        known.extend(text);
                        answers.extend(joined);
                    }
                }
            }
        }
        for (text, joined) in joiner.overdue() {
            known.extend(text);
            answers.extend(joined);
        }
        let stored = known.is_empty() || inbox.store(known).await;
        let status = if stored {
            CommandStatus::EsmeRok
        } else {
            CommandStatus::EsmeRxTAppn
        };
        if !answers.is_empty() {
            line.say(answered(&answers, status)).await;
        }
    }
}

/// Whom an answer is for.
pub struct To {
    /// The number of what was told.
    number: u32,
    /// It was a `data_sm`, which has an answer of its own.
    data: bool,
}

/// The answers to a group, as they are written.
fn answered(answers: &[To], status: CommandStatus) -> BytesMut {
    let mut octets = BytesMut::with_capacity(answers.len() * 17);
    for to in answers {
        if to.data {
            put(&mut octets, status, to.number, DataSmResp::default());
        } else {
            put(&mut octets, status, to.number, DeliverSmResp::default());
        }
    }
    octets
}

/// What both ways of telling us have in common.
struct Told<'a> {
    from: &'a str,
    class: EsmClass,
    coding: DataCoding,
    /// The body, where it is not in a field.
    short: &'a [u8],
    fields: &'a [Tlv],
}

impl<'a> From<&'a DeliverSm> for Told<'a> {
    fn from(told: &'a DeliverSm) -> Self {
        Self {
            from: told.source_addr.as_str(),
            class: told.esm_class,
            coding: told.data_coding,
            short: told.short_message().as_ref(),
            fields: told.tlvs(),
        }
    }
}

impl<'a> From<&'a DataSm> for Told<'a> {
    fn from(told: &'a DataSm) -> Self {
        Self {
            from: told.source_addr.as_str(),
            class: told.esm_class,
            coding: told.data_coding,
            short: &[],
            fields: told.tlvs(),
        }
    }
}

/// What was told.
enum Understood {
    /// News, or a text; nothing where it is of no use to us.
    Told(Option<Inbound>),
    /// A part of what somebody wrote.
    Part(Part),
}

fn understood(config: &SmppConfig, told: &Told<'_>) -> Understood {
    let field = |wanted: fn(&TlvValue) -> bool| {
        told.fields
            .iter()
            .filter_map(|tlv| tlv.value())
            .find(|value| wanted(value))
    };
    let payload = match field(|value| matches!(value, TlvValue::MessagePayload(_))) {
        Some(TlvValue::MessagePayload(payload)) => payload.value.as_ref(),
        _ => told.short,
    };
    let id = match field(|value| matches!(value, TlvValue::ReceiptedMessageId(_))) {
        Some(TlvValue::ReceiptedMessageId(id)) => Some(id.as_str().to_owned()),
        _ => None,
    };
    let state = match field(|value| matches!(value, TlvValue::MessageState(_))) {
        Some(TlvValue::MessageState(state)) => receipt::status_of_state(*state),
        _ => None,
    };
    if id.is_some() || told.class.message_type != MessageType::Default {
        let written = receipt::read(&String::from_utf8_lossy(payload));
        let id = id.or(written.id);
        let status = state.or(written.status);
        return Understood::Told(news(config, id, status));
    }
    let Ok(from) = Address::parse(Way::Sms, told.from) else {
        // Carriers advertise from names and short codes.
        return Understood::Told(None);
    };
    let has_head = matches!(
        told.class.gsm_features,
        GsmFeatures::UdhiIndicator | GsmFeatures::SetUdhiAndReplyPath
    );
    let (head, body) = if has_head {
        let length = payload.first().map_or(0, |length| usize::from(*length) + 1);
        payload.split_at(length.min(payload.len()))
    } else {
        (&[][..], payload)
    };
    let text = text(told.coding, body);
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
