//! One line to a message centre: frames out and in, answers to whoever asked,
//! and how far each question had got when the line broke.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::{Buf, BytesMut};
use rusmpp::decode::DecodeWithLength;
use rusmpp::tokio_codec::CommandCodec;
use rusmpp::{Command, CommandId, CommandStatus, Pdu};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::codec::Encoder;

/// What a line may hold back before its writer gets to it.
const FRAMES: usize = 1024;
/// Frames written by one call.
const TOGETHER: usize = 256;
/// Longer than this no message of the protocol is.
const LONGEST: usize = 128 * 1024;
/// Length, id, status, number.
const HEADER: usize = 16;

/// Either direction of a connection, encrypted or not.
pub type Reader = Box<dyn AsyncRead + Send + Unpin>;
pub type Writer = Box<dyn AsyncWrite + Send + Unpin>;

/// One line, to ask through.
pub struct Line {
    frames: mpsc::Sender<Frame>,
    asked: Asked,
    next: AtomicU32,
}

/// What is to be written, and whether somebody waits for an answer to it.
struct Frame {
    octets: BytesMut,
    number: Option<u32>,
}

/// What came of a question.
#[derive(Debug)]
pub enum Reply {
    /// The centre answered.
    Answer(Box<Command>),
    /// The line broke before a byte of it was written.
    NotWritten,
    /// It was written, or a part of it, and no answer came.
    Unanswered,
}

#[derive(Clone, Default)]
struct Asked(Arc<Mutex<HashMap<u32, Question>>>);

struct Question {
    answer: oneshot::Sender<Reply>,
    written: bool,
}

impl Line {
    /// A line over a connection. The future carries it and must be run; it
    /// returns why it ended. What the centre says of itself goes to `heard`.
    pub fn over(
        reader: Reader,
        writer: Writer,
        heard: mpsc::Sender<Command>,
        enquire: Duration,
        answer: Duration,
    ) -> (Arc<Self>, impl Future<Output = &'static str>) {
        let (frames, waiting) = mpsc::channel(FRAMES);
        let line = Arc::new(Self {
            frames,
            asked: Asked::default(),
            next: AtomicU32::new(1),
        });
        let carried = Arc::clone(&line);
        let carry = async move {
            let alive = Alive::default();
            let ended = tokio::select! {
                ended = carried.read(reader, heard, &alive) => ended,
                ended = write(writer, waiting, &carried.asked) => ended,
                ended = carried.enquire(enquire, answer, &alive) => ended,
            };
            carried.asked.line_broke();
            ended
        };
        (line, carry)
    }

    /// Asks, and waits so long for the answer.
    pub async fn ask(&self, pdu: impl Into<Pdu>, patience: Duration) -> Reply {
        let number = self.number();
        let command = Command::new(CommandStatus::EsmeRok, number, pdu);
        let (answer, answered) = oneshot::channel();
        let question = Question {
            answer,
            written: false,
        };
        self.asked.with(|asked| asked.insert(number, question));
        let frame = Frame {
            octets: octets(&command),
            number: Some(number),
        };
        if self.frames.send(frame).await.is_err() {
            self.asked.with(|asked| asked.remove(&number));
            return Reply::NotWritten;
        }
        match tokio::time::timeout(patience, answered).await {
            Ok(Ok(reply)) => reply,
            Ok(Err(_)) => Reply::Unanswered,
            Err(_) => self.asked.give_up(number),
        }
    }

    /// Answers what the centre has asked.
    pub async fn answer(&self, number: u32, status: CommandStatus, pdu: impl Into<Pdu>) {
        let command = Command::new(status, number, pdu);
        let frame = Frame {
            octets: octets(&command),
            number: None,
        };
        self.frames.send(frame).await.ok();
    }

    /// Whether it still carries anything.
    pub fn is_open(&self) -> bool {
        !self.frames.is_closed()
    }

    /// Numbers go from 1 to 0x7FFFFFFF and begin again.
    fn number(&self) -> u32 {
        self.next.fetch_add(1, Ordering::Relaxed) % 0x7FFF_FFFF + 1
    }

    async fn read(
        &self,
        mut reader: Reader,
        heard: mpsc::Sender<Command>,
        alive: &Alive,
    ) -> &'static str {
        let mut octets = BytesMut::with_capacity(64 * 1024);
        loop {
            match reader.read_buf(&mut octets).await {
                Ok(0) => return "the message centre hung up",
                Ok(_) => alive.heard(),
                Err(_) => return "the connection broke",
            }
            loop {
                match frame(&mut octets) {
                    Framed::Whole(frame) => match decoded(frame) {
                        Ok(command) => {
                            if let Some(ended) = self.sort(command, &heard).await {
                                return ended;
                            }
                        }
                        Err(number) => {
                            tracing::warn!("a message centre sent what is no SMPP");
                            let (status, pdu) = (CommandStatus::EsmeRunknownerr, Pdu::GenericNack);
                            self.answer(number, status, pdu).await;
                        }
                    },
                    Framed::Partly => break,
                    Framed::Broken => return "the message centre does not speak SMPP",
                }
            }
        }
    }

    /// Gives an answer to whoever asked, and hands on what is none. Some why
    /// the line has to end.
    async fn sort(&self, command: Command, heard: &mpsc::Sender<Command>) -> Option<&'static str> {
        let number = command.sequence_number();
        match command.id() {
            CommandId::EnquireLink => {
                let pdu = Pdu::EnquireLinkResp;
                self.answer(number, CommandStatus::EsmeRok, pdu).await;
            }
            CommandId::Unbind => {
                let pdu = Pdu::UnbindResp;
                self.answer(number, CommandStatus::EsmeRok, pdu).await;
                return Some("the message centre unbound us");
            }
            CommandId::DeliverSm | CommandId::DataSm => {
                if heard.send(command).await.is_err() {
                    return Some("nobody listens");
                }
            }
            id if is_answer(id) => self.asked.answered(number, command),
            _ => {
                let (status, pdu) = (CommandStatus::EsmeRinvcmdid, Pdu::GenericNack);
                self.answer(number, status, pdu).await;
            }
        }
        None
    }

    /// Asks whether the centre is there when it has been silent, and ends when
    /// it is not.
    async fn enquire(&self, silence: Duration, answer: Duration, alive: &Alive) -> &'static str {
        let mut tick = tokio::time::interval(silence);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tick.tick().await;
        loop {
            tick.tick().await;
            if alive.silent_for() < silence {
                continue;
            }
            match self.ask(Pdu::EnquireLink, answer).await {
                Reply::Answer(_) => {}
                _ => return "the message centre does not answer",
            }
        }
    }
}

/// When something was last heard.
struct Alive(Mutex<Instant>);

impl Default for Alive {
    fn default() -> Self {
        Self(Mutex::new(Instant::now()))
    }
}

impl Alive {
    fn heard(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn silent_for(&self) -> Duration {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.elapsed()
    }
}

impl Asked {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<u32, Question>) -> T) -> T {
        act(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u32, Question>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answered(&self, number: u32, command: Command) {
        if let Some(question) = self.with(|asked| asked.remove(&number)) {
            question.answer.send(Reply::Answer(Box::new(command))).ok();
        }
    }

    /// Nobody waits any longer.
    fn give_up(&self, number: u32) -> Reply {
        match self.with(|asked| asked.remove(&number)) {
            Some(Question { written: false, .. }) => Reply::NotWritten,
            _ => Reply::Unanswered,
        }
    }

    /// Notes that these are about to be written; those that nobody waits for
    /// any more are left out.
    fn writing(&self, frames: &mut Vec<Frame>) {
        self.with(|asked| {
            frames.retain(|frame| match frame.number {
                None => true,
                Some(number) => asked
                    .get_mut(&number)
                    .map(|question| question.written = true)
                    .is_some(),
            });
        });
    }

    fn line_broke(&self) {
        for (_, question) in self.with(std::mem::take) {
            let reply = if question.written {
                Reply::Unanswered
            } else {
                Reply::NotWritten
            };
            question.answer.send(reply).ok();
        }
    }
}

async fn write(
    mut writer: Writer,
    mut waiting: mpsc::Receiver<Frame>,
    asked: &Asked,
) -> &'static str {
    let mut frames = Vec::with_capacity(TOGETHER);
    let mut together = BytesMut::new();
    while waiting.recv_many(&mut frames, TOGETHER).await > 0 {
        asked.writing(&mut frames);
        together.clear();
        for frame in frames.drain(..) {
            together.extend_from_slice(&frame.octets);
        }
        let written = writer.write_all(&together).await;
        if written.is_err() || writer.flush().await.is_err() {
            return "the connection broke";
        }
    }
    "the line was let go"
}

fn octets(command: &Command) -> BytesMut {
    let mut octets = BytesMut::new();
    // Writing to memory does not fail.
    CommandCodec::new().encode(command, &mut octets).ok();
    octets
}

enum Framed {
    Whole(BytesMut),
    Partly,
    Broken,
}

/// Takes one whole frame off the front.
fn frame(octets: &mut BytesMut) -> Framed {
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
fn decoded(mut frame: BytesMut) -> Result<Command, u32> {
    let number = frame[..HEADER].last_chunk::<4>();
    let number = number.map_or(0, |number| u32::from_be_bytes(*number));
    frame.advance(4);
    let length = frame.len();
    Command::decode(&mut frame, length)
        .map(|(command, _)| command)
        .map_err(|_| number)
}

/// Answers have the highest bit set.
fn is_answer(id: CommandId) -> bool {
    u32::from(id) & 0x8000_0000 != 0
}
