//! One line to the centre.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use rusmpp::pdus::{BindReceiverResp, BindTransceiverResp, BindTransmitterResp};
use rusmpp::pdus::{DeliverSm, SubmitSm, SubmitSmResp};
use rusmpp::tokio_codec::CommandCodec;
use rusmpp::types::{COctetString, OctetString};
use rusmpp::values::{Ansi41Specific, EsmClass, GsmFeatures, MessageType, MessagingMode};
use rusmpp::{Command, CommandId, CommandStatus, Pdu};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio_util::codec::Framed;

use super::{Book, Fate, PASSWORD, Part};

/// What one line has said and nobody has answered: said again by another.
struct Unanswered {
    book: Arc<Book>,
    said: BTreeMap<u32, DeliverSm>,
}

impl Drop for Unanswered {
    fn drop(&mut self) {
        for told in std::mem::take(&mut self.said).into_values() {
            self.book.say(told);
        }
    }
}

/// One line: what comes in, what is said, in one loop.
pub(super) async fn serve(book: Arc<Book>, stream: impl AsyncRead + AsyncWrite + Unpin) {
    let (mut hang_up, mut raw) = (book.hang_up.subscribe(), book.raw.subscribe());
    let mut unanswered = Unanswered {
        book: Arc::clone(&book),
        said: BTreeMap::new(),
    };
    let mut line = Framed::new(stream, CommandCodec::new());
    let (later, mut late) = mpsc::unbounded_channel::<Command>();
    let (mut hears, mut bound) = (false, false);
    let mut told = 0u32;
    loop {
        tokio::select! {
            command = line.next() => {
                let Some(Ok(command)) = command else { return };
                if command.id() == CommandId::DeliverSmResp {
                    let told = unanswered.said.remove(&command.sequence_number());
                    if command.status() != CommandStatus::EsmeRok {
                        book.say(told.unwrap());
                    }
                }
                match step(&book, &command, &later, &mut bound, &mut hears) {
                    Step::Answer(answer) => {
                        if line.send(*answer).await.is_err() {
                            return;
                        }
                    }
                    Step::Wait => {}
                    Step::End => return,
                }
            }
            Some(command) = late.recv() => {
                if line.send(command).await.is_err() {
                    return;
                }
            }
            said = book.next(), if hears => {
                told += 1;
                let command = Command::new(CommandStatus::EsmeRok, told, said.clone());
                unanswered.said.insert(told, said);
                if line.send(command).await.is_err() {
                    return;
                }
            }
            Ok(octets) = raw.recv() => {
                if line.get_mut().write_all(&octets).await.is_err() {
                    return;
                }
            }
            _ = hang_up.recv() => return,
        }
    }
}

enum Step {
    Answer(Box<Command>),
    Wait,
    End,
}

fn step(
    book: &Arc<Book>,
    command: &Command,
    later: &mpsc::UnboundedSender<Command>,
    bound: &mut bool,
    hears: &mut bool,
) -> Step {
    let number = command.sequence_number();
    let answer = |status, pdu: Pdu| Step::Answer(Box::new(Command::new(status, number, pdu)));
    let let_in = |password: &COctetString<1, 9>| {
        if password.as_str() == PASSWORD {
            book.binds.fetch_add(1, Ordering::SeqCst);
            CommandStatus::EsmeRok
        } else {
            CommandStatus::EsmeRinvpaswd
        }
    };
    let status = command.status();
    match command.pdu() {
        Some(Pdu::BindTransceiver(bind)) => {
            let status = let_in(&bind.password);
            (*bound, *hears) = (true, status == CommandStatus::EsmeRok);
            answer(status, BindTransceiverResp::default().into())
        }
        Some(Pdu::BindTransmitter(bind)) => {
            *bound = true;
            answer(
                let_in(&bind.password),
                BindTransmitterResp::default().into(),
            )
        }
        Some(Pdu::BindReceiver(bind)) => {
            *hears = true;
            answer(let_in(&bind.password), BindReceiverResp::default().into())
        }
        Some(Pdu::SubmitSm(part)) if *bound => submitted(book, number, part, later),
        Some(Pdu::EnquireLink) => answer(CommandStatus::EsmeRok, Pdu::EnquireLinkResp),
        Some(Pdu::Unbind) => answer(CommandStatus::EsmeRok, Pdu::UnbindResp),
        Some(Pdu::DeliverSmResp(_)) => {
            book.heard.lock().unwrap().push(status);
            Step::Wait
        }
        Some(Pdu::DataSmResp(_)) => {
            book.data.fetch_add(1, Ordering::SeqCst);
            Step::Wait
        }
        _ if command.id() == CommandId::GenericNack => {
            book.nacks.fetch_add(1, Ordering::SeqCst);
            Step::Wait
        }
        _ => Step::Wait,
    }
}

fn submitted(
    book: &Arc<Book>,
    number: u32,
    part: &SubmitSm,
    later: &mpsc::UnboundedSender<Command>,
) -> Step {
    let place = book.handed.fetch_add(1, Ordering::SeqCst);
    let to = part.destination_addr.as_str().to_owned();
    let fate = (book.manners)(place, &to);
    if let Fate::Refuse(status) = fate {
        let answer = Command::new(status, number, SubmitSmResp::default());
        return Step::Answer(Box::new(answer));
    }
    let id = book.next.fetch_add(1, Ordering::SeqCst) + 0xA000;
    let (hex, decimal) = (format!("{id:X}"), format!("{id:010}"));
    book.taken.lock().unwrap().push(Part {
        to: to.clone(),
        sent: part.clone(),
    });
    let named = if book.decimal { decimal } else { hex.clone() };
    let word = if fate == Fate::Lose {
        "UNDELIV"
    } else {
        "DELIVRD"
    };
    let receipt = receipt(&to, &named, word);
    let taken = SubmitSmResp::builder()
        .message_id(COctetString::from_string(hex.clone()).unwrap())
        .build();
    let answer = Command::new(CommandStatus::EsmeRok, number, taken);
    match fate {
        Fate::HangUp => {
            // A phone has it all the same.
            let book = Arc::clone(book);
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(1500)).await;
                book.say(receipt);
            });
            Step::End
        }
        Fate::Late => {
            let (book, later) = (Arc::clone(book), later.clone());
            tokio::spawn(async move {
                // The receipt overtakes the answer.
                book.say(receipt);
                tokio::time::sleep(Duration::from_millis(300)).await;
                later.send(answer).ok();
            });
            Step::Wait
        }
        _ => {
            book.say(receipt);
            Step::Answer(Box::new(answer))
        }
    }
}

/// A receipt as the standard's appendix has it.
fn receipt(from: &str, id: &str, word: &str) -> DeliverSm {
    let text = format!(
        "id:{id} sub:001 dlvrd:001 submit date:2611260900 done date:2611260901 stat:{word} err:000 text:KHAN"
    );
    let mut told = DeliverSm::builder()
        .source_addr(COctetString::from_string(from.to_owned()).unwrap())
        .esm_class(EsmClass::new(
            MessagingMode::Default,
            MessageType::ShortMessageContainsMCDeliveryReceipt,
            Ansi41Specific::Other(0),
            GsmFeatures::NotSelected,
        ))
        .build();
    told.set_short_message(OctetString::from_string(text).unwrap());
    told
}
