//! One line of the message centre, as fast as one can be: it takes every part,
//! and says of each that the phone has it.

use std::collections::VecDeque;
use std::time::Instant;

use bytes::BytesMut;
use rusmpp::pdus::{
    BindReceiverResp, BindTransceiverResp, BindTransmitterResp, DeliverSm, SubmitSm, SubmitSmResp,
};
use rusmpp::tokio_codec::CommandCodec;
use rusmpp::types::{COctetString, OctetString};
use rusmpp::values::{Ansi41Specific, EsmClass, GsmFeatures, MessageType, MessagingMode};
use rusmpp::{Command, CommandStatus, Pdu};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_util::codec::{Decoder, Encoder};

/// Receipts that wait for their answer at once, on one line.
const UNANSWERED: usize = 500;

/// One bound line.
#[derive(Default)]
pub struct Line {
    began: Option<Instant>,
    taken: u32,
    /// Receipts that were answered.
    confirmed: u32,
    /// Receipts that wait for a place on the line.
    unsaid: VecDeque<DeliverSm>,
    said: u32,
    hears: bool,
}

impl Line {
    /// Serves until the other side lets go.
    pub async fn serve(&mut self, mut stream: TcpStream) -> anyhow::Result<()> {
        let mut codec = CommandCodec::new();
        let mut octets = BytesMut::with_capacity(64 * 1024);
        let mut out = BytesMut::new();
        while stream.read_buf(&mut octets).await? > 0 {
            while let Some(command) = codec.decode(&mut octets)? {
                if let Some((status, pdu)) = self.step(&command) {
                    let number = command.sequence_number();
                    codec.encode(&Command::new(status, number, pdu), &mut out)?;
                }
            }
            let most = UNANSWERED + self.confirmed as usize;
            while self.hears && (self.said as usize) < most {
                let Some(receipt) = self.unsaid.pop_front() else {
                    break;
                };
                self.said += 1;
                let command = Command::new(CommandStatus::EsmeRok, self.said, receipt);
                codec.encode(&command, &mut out)?;
            }
            stream.write_all(&out).await?;
            out.clear();
        }
        Ok(())
    }

    /// What a command is answered with.
    fn step(&mut self, command: &Command) -> Option<(CommandStatus, Pdu)> {
        let pdu = match command.pdu()? {
            Pdu::SubmitSm(part) => self.take(part).into(),
            Pdu::DeliverSmResp(_) => {
                self.confirmed += 1;
                return None;
            }
            Pdu::BindTransceiver(_) => {
                self.hears = true;
                BindTransceiverResp::default().into()
            }
            Pdu::BindReceiver(_) => {
                self.hears = true;
                BindReceiverResp::default().into()
            }
            Pdu::BindTransmitter(_) => BindTransmitterResp::default().into(),
            Pdu::EnquireLink => Pdu::EnquireLinkResp,
            Pdu::Unbind => Pdu::UnbindResp,
            _ => return None,
        };
        Some((CommandStatus::EsmeRok, pdu))
    }

    fn take(&mut self, part: &SubmitSm) -> SubmitSmResp {
        self.began.get_or_insert_with(Instant::now);
        self.taken += 1;
        let id = format!("{:010}", self.taken);
        let text = format!(
            "id:{id} sub:001 dlvrd:001 submit date:2611260900 done date:2611260901 stat:DELIVRD err:000 text:"
        );
        let mut receipt = DeliverSm::builder()
            .source_addr(part.destination_addr.clone())
            .esm_class(EsmClass::new(
                MessagingMode::Default,
                MessageType::ShortMessageContainsMCDeliveryReceipt,
                Ansi41Specific::Other(0),
                GsmFeatures::NotSelected,
            ))
            .build();
        receipt.set_short_message(
            OctetString::from_string(text).unwrap_or_else(|_| OctetString::empty()),
        );
        self.unsaid.push_back(receipt);
        SubmitSmResp::builder()
            .message_id(COctetString::from_string(id).unwrap_or_else(|_| COctetString::empty()))
            .build()
    }

    /// Prints what it did, as JSON.
    pub fn sum_up(&self) {
        let Some(began) = self.began else { return };
        let seconds = began.elapsed().as_secs_f64();
        let (taken, confirmed) = (self.taken, self.confirmed);
        println!(r#"{{"taken":{taken},"receipts_answered":{confirmed},"seconds":{seconds:.3}}}"#);
    }
}
