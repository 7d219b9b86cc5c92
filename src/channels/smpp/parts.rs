//! A text as `submit_sm`: which letters, how many parts, and how a phone is
//! told which belong together.

use std::time::Duration;

use rusmpp::pdus::SubmitSm;
use rusmpp::tlvs::MessageSubmissionRequestTlvValue as Field;
use rusmpp::types::{AnyOctetString, COctetString, EmptyOrFullCOctetString, OctetString};
use rusmpp::values::{
    Ansi41Specific, DataCoding, EsmClass, GsmFeatures, IntermediateNotification, MCDeliveryReceipt,
    MessagePayload, MessageType, MessagingMode, Npi, RegisteredDelivery,
    SmeOriginatedAcknowledgement, Ton,
};

use super::config::{Long, SmppConfig};
use crate::domain::sms::{self, Encoding, codec};
use crate::domain::text::nfc;

/// `data_coding` of UTF-16.
const UCS2: u8 = 8;
/// The head that joins parts: 5 octets, of which the first three say so (GSM
/// 03.40 §9.2.3.24.1).
const HEAD: [u8; 3] = [0x05, 0x00, 0x03];
/// The longest a relative validity can say: 99 days, short of a month's doubt.
const LONGEST: u64 = 99 * 86_400;

/// A message that SMPP cannot carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// More parts than a head can count.
    #[error("a text of more than 255 parts")]
    TooLong,
    /// A letter that its encoding does not have. It is never sent as another.
    #[error("a letter outside its encoding")]
    Letter,
    /// The number does not fit its field.
    #[error("a number of more than 20 digits")]
    Number,
}

/// The `submit_sm` of each part, in order. `joint` is the same for all parts of
/// a message and for every try of it.
pub fn parts(
    config: &SmppConfig,
    to: &str,
    text: &str,
    joint: u16,
    valid_for: Duration,
) -> Result<Vec<SubmitSm>, Unfit> {
    let encoding = sms::measure(text).encoding;
    let texts = match config.long {
        Long::Payload => vec![nfc(text)],
        Long::Udh | Long::Sar => sms::split(text),
    };
    let total = u8::try_from(texts.len()).map_err(|_| Unfit::TooLong)?;
    let plain = envelope(config, to, encoding, valid_for)?;
    let parts = (1..=total).zip(&texts).map(|(number, text)| {
        let mut part = plain.clone();
        let octets = octets(text, encoding).ok_or(Unfit::Letter)?;
        match config.long {
            Long::Payload if octets.len() > 254 => {
                let payload = MessagePayload::new(AnyOctetString::from_vec(octets));
                part.push_tlv(Field::MessagePayload(payload));
                return Ok(part);
            }
            Long::Udh if total > 1 => {
                part.esm_class = esm_class(GsmFeatures::UdhiIndicator);
                let [_, joint] = joint.to_be_bytes();
                let head = HEAD.into_iter().chain([joint, total, number]);
                part.set_short_message(short(head.chain(octets).collect())?);
                return Ok(part);
            }
            Long::Sar if total > 1 => {
                part.push_tlv(Field::SarMsgRefNum(joint));
                part.push_tlv(Field::SarTotalSegments(total));
                part.push_tlv(Field::SarSegmentSeqnum(number));
            }
            _ => {}
        }
        part.set_short_message(short(octets)?);
        Ok(part)
    });
    parts.collect()
}

/// What all parts have in common.
fn envelope(
    config: &SmppConfig,
    to: &str,
    encoding: Encoding,
    valid_for: Duration,
) -> Result<SubmitSm, Unfit> {
    let coding = match encoding {
        Encoding::Gsm7 => config.gsm_coding,
        Encoding::Ucs2 => UCS2,
    };
    Ok(SubmitSm::builder()
        .source_addr_ton(Ton::from(config.source.ton))
        .source_addr_npi(Npi::from(config.source.npi))
        .source_addr(word(&config.source.address).ok_or(Unfit::Number)?)
        .dest_addr_ton(Ton::from(config.destination.ton))
        .dest_addr_npi(Npi::from(config.destination.npi))
        .destination_addr(word(to).ok_or(Unfit::Number)?)
        .esm_class(esm_class(GsmFeatures::NotSelected))
        .validity_period(validity(valid_for))
        .registered_delivery(confirmed())
        .data_coding(DataCoding::from(coding))
        .build())
}

/// A default message, which is not rusmpp's default: that one is an
/// acknowledgement.
fn esm_class(features: GsmFeatures) -> EsmClass {
    EsmClass::new(
        MessagingMode::Default,
        MessageType::Default,
        Ansi41Specific::Other(0),
        features,
    )
}

/// One receipt, of the end; rusmpp's own "all" asks phones for acknowledgements
/// as well.
fn confirmed() -> RegisteredDelivery {
    RegisteredDelivery::new(
        MCDeliveryReceipt::McDeliveryReceiptRequestedWhereFinalDeliveryOutcomeIsSuccessOrFailure,
        SmeOriginatedAcknowledgement::NoReceiptSmeAcknowledgementRequested,
        IntermediateNotification::NoIntermediaryNotificationRequested,
        0,
    )
}

fn octets(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Gsm7 => codec::gsm7(text),
        Encoding::Ucs2 => Some(codec::utf16(text)),
    }
}

/// How long it is worth delivering, from now: `YYMMDDhhmmss000R`. To the second,
/// for a notice that is late may be worse than none; never zero, which some
/// take for "as long as you like".
fn validity(valid_for: Duration) -> EmptyOrFullCOctetString<17> {
    let seconds = valid_for.as_secs().clamp(1, LONGEST);
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Months differ in length, so days are all that is said; they have two digits.
    let word = format!(
        "0000{days:02}{:02}{:02}{:02}000R",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    );
    EmptyOrFullCOctetString::from_string(word).unwrap_or_else(|_| EmptyOrFullCOctetString::empty())
}

/// A field that ends with a zero.
pub fn word<const MOST: usize>(value: &str) -> Option<COctetString<1, MOST>> {
    COctetString::from_string(value.to_owned()).ok()
}

/// A body of at most 255 octets: 160 letters, or a head and 134 octets, or 254
/// of a payload that needs no field of its own.
fn short(octets: Vec<u8>) -> Result<OctetString<0, 255>, Unfit> {
    OctetString::from_vec(octets).map_err(|_| Unfit::TooLong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_validity_is_what_is_left_to_the_second() {
        for (seconds, wanted) in [
            (0, "000000000001000R"),
            (20, "000000000020000R"),
            (59, "000000000059000R"),
            (90, "000000000130000R"),
            (6 * 3600 - 1, "000000055959000R"),
            (86_400, "000001000000000R"),
            (400 * 86_400, "000099000000000R"),
        ] {
            let validity = validity(Duration::from_secs(seconds));
            assert_eq!(validity.as_str(), wanted, "{seconds}");
        }
    }
}
