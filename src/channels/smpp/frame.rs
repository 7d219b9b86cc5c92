//! Frames, as octets: out of what has come, into what goes.

use bytes::{Buf, BytesMut};
use rusmpp::decode::DecodeWithLength;
use rusmpp::tokio_codec::CommandCodec;
use rusmpp::{Command, CommandId, CommandStatus, Pdu};
use tokio_util::codec::Encoder;

/// Longer than this no message of the protocol is.
const LONGEST: usize = 128 * 1024;
/// Length, id, status, number.
const HEADER: usize = 16;
/// Where in it the number stands.
const NUMBER: usize = 12;

/// What stands at the front of what has come.
pub enum Framed {
    Whole(BytesMut),
    Partly,
    Broken,
}

/// Takes one whole frame off the front.
pub fn frame(octets: &mut BytesMut) -> Framed {
    let Some(length) = octets.first_chunk::<4>() else {
        return Framed::Partly;
    };
    let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
    if !(HEADER..=LONGEST).contains(&length) {
        return Framed::Broken;
    }
    if octets.len() < length {
        octets.reserve(length - octets.len());
        return Framed::Partly;
    }
    Framed::Whole(octets.split_to(length))
}

/// Reads a frame; where it makes no sense, the number to answer.
pub fn decoded(mut frame: BytesMut) -> Result<Command, u32> {
    let number = frame[..HEADER].last_chunk::<4>();
    let number = number.map_or(0, |number| u32::from_be_bytes(*number));
    frame.advance(4);
    let length = frame.len();
    Command::decode(&mut frame, length)
        .map(|(command, _)| command)
        .map_err(|_| number)
}

/// Answers have the highest bit set.
pub fn is_answer(id: CommandId) -> bool {
    u32::from(id) & 0x8000_0000 != 0
}

/// A question, to be numbered when it is asked.
#[derive(Debug, Clone)]
pub struct Question(BytesMut);

impl Question {
    /// Puts it together.
    pub fn new(pdu: impl Into<Pdu>) -> Self {
        let mut octets = BytesMut::with_capacity(256);
        put(&mut octets, CommandStatus::EsmeRok, 0, pdu);
        Self(octets)
    }

    /// Its octets under a number.
    pub fn numbered(&self, number: u32) -> BytesMut {
        let mut octets = self.0.clone();
        if let Some(place) = octets.get_mut(NUMBER..HEADER) {
            place.copy_from_slice(&number.to_be_bytes());
        }
        octets
    }
}

/// Appends a frame.
pub fn put(octets: &mut BytesMut, status: CommandStatus, number: u32, pdu: impl Into<Pdu>) {
    // Writing to memory does not fail.
    CommandCodec::new()
        .encode(&Command::new(status, number, pdu), octets)
        .ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_the_same_under_every_number() {
        let question = Question::new(Pdu::EnquireLink);
        for number in [1, 77, 0x7FFF_FFFF] {
            let mut octets = question.numbered(number);
            let Framed::Whole(whole) = frame(&mut octets) else {
                panic!("no frame");
            };
            let command = decoded(whole).unwrap();
            assert_eq!(command.sequence_number(), number);
            assert_eq!(command.id(), CommandId::EnquireLink);
            assert!(octets.is_empty());
        }
    }
}
