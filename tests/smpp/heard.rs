//! What people write, over the line: whole or in parts, stored before it is
//! answered.

use bytes::BytesMut;
use loa::domain::person::{Address, Way};
use loa::hub;
use rusmpp::pdus::{DataSm, DeliverSm};
use rusmpp::tlvs::MessageSubmissionRequestTlvValue as Field;
use rusmpp::tokio_codec::CommandCodec;
use rusmpp::types::{AnyOctetString, COctetString, OctetString};
use rusmpp::values::{
    Ansi41Specific, DataCoding, EsmClass, GsmFeatures, MessagePayload, MessageType, MessagingMode,
};
use rusmpp::{Command, CommandStatus};
use tokio_util::codec::Encoder;

use super::centre::{Centre, Fate};
use super::office;
use crate::support::app::{Node, TestApp, until};

/// What a phone has written, as a centre hands it on.
fn written(from: &str, coding: DataCoding, features: GsmFeatures, octets: Vec<u8>) -> DeliverSm {
    let mut told = DeliverSm::builder()
        .source_addr(COctetString::from_string(from.to_owned()).unwrap())
        .esm_class(EsmClass::new(
            MessagingMode::Default,
            MessageType::Default,
            Ansi41Specific::Other(0),
            features,
        ))
        .data_coding(coding)
        .build();
    told.set_short_message(OctetString::from_vec(octets).unwrap());
    told
}

async fn is_silent(office: &TestApp, phone: &str) -> bool {
    let address = Address::parse(Way::Sms, phone).unwrap();
    let people = hub::people::show(&office.app, &address).await.unwrap();
    people[0].ways == [(Way::Sms, true)]
}

#[tokio::test]
async fn a_phone_that_asks_for_silence_gets_it() {
    let centre = Centre::open(|_, _| Fate::Deliver, false).await;
    let office = office(centre.port, "").await;
    office.villagers(3).await;
    let node = Node::start(&office.app);
    until(async || centre.binds() == 1).await;
    let plain = GsmFeatures::NotSelected;
    centre.say(written(
        "84912000001",
        DataCoding::McSpecific,
        plain,
        b"TC".to_vec(),
    ));
    // The same in UTF-16, in two parts that come in the wrong order.
    let part = |number: u8, text: &str| {
        let head = [5, 0, 3, 0x2A, 2, number];
        let octets = text.encode_utf16().flat_map(u16::to_be_bytes);
        written(
            "84912000002",
            DataCoding::Ucs2,
            GsmFeatures::UdhiIndicator,
            head.into_iter().chain(octets).collect(),
        )
    };
    centre.say(part(2, " chối"));
    centre.say(part(1, "Từ"));
    until(async || is_silent(&office, "0912000001").await).await;
    until(async || is_silent(&office, "0912000002").await).await;
    assert!(!is_silent(&office, "0912000003").await);
    until(async || centre.heard().len() >= 3).await;
    assert!(
        centre
            .heard()
            .iter()
            .all(|status| *status == CommandStatus::EsmeRok)
    );
    // An advertisement has no number to answer to.
    let said = centre.heard().len();
    centre.say(written(
        "VinaPhone",
        DataCoding::McSpecific,
        plain,
        b"KM 50%".to_vec(),
    ));
    until(async || centre.heard().len() > said).await;
    node.stop().await;
}

#[tokio::test]
async fn what_comes_as_data_sm_is_heard_and_answered_as_such() {
    let centre = Centre::open(|_, _| Fate::Deliver, false).await;
    let office = office(centre.port, "").await;
    office.villagers(1).await;
    let node = Node::start(&office.app);
    until(async || centre.binds() == 1).await;
    let mut told = DataSm::builder()
        .source_addr(COctetString::from_string("84912000001".to_owned()).unwrap())
        .esm_class(EsmClass::new(
            MessagingMode::Default,
            MessageType::Default,
            Ansi41Specific::Other(0),
            GsmFeatures::NotSelected,
        ))
        .data_coding(DataCoding::McSpecific)
        .build();
    let payload = MessagePayload::new(AnyOctetString::from_vec(b"TC".to_vec()));
    told.push_tlv(Field::MessagePayload(payload));
    let mut octets = BytesMut::new();
    let command = Command::new(CommandStatus::EsmeRok, 7, told);
    CommandCodec::new().encode(command, &mut octets).unwrap();
    centre.babble(&octets);
    until(async || is_silent(&office, "0912000001").await).await;
    until(async || centre.data_answers() == 1).await;
    assert_eq!(centre.nacks(), 0);
    node.stop().await;
}
