//! One line to a message centre: frames out and in, answers to whoever asked.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::BytesMut;
use rusmpp::{Command, CommandId, CommandStatus, Pdu};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior};

use super::asked::Asked;
pub use super::asked::Reply;
use super::frame::{Framed, Question, decoded, frame, is_answer, put};

/// What a line may hold back before its writer gets to it.
const FRAMES: usize = 1024;
/// Frames written by one call.
const TOGETHER: usize = 256;

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
    pub async fn ask(&self, question: &Question, patience: Duration) -> Reply {
        let number = self.number();
        let answered = self.asked.ask(number);
        let frame = Frame {
            octets: question.numbered(number),
            number: Some(number),
        };
        if self.frames.send(frame).await.is_err() {
            self.asked.give_up(number);
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
        let mut octets = BytesMut::new();
        put(&mut octets, status, number, pdu);
        self.say(octets).await;
    }

    /// Writes whole frames that are no questions.
    pub async fn say(&self, octets: BytesMut) {
        let number = None;
        self.frames.send(Frame { octets, number }).await.ok();
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
            let question = Question::new(Pdu::EnquireLink);
            match self.ask(&question, answer).await {
                Reply::Answer(_) => {}
                _ => return "the message centre does not answer",
            }
        }
    }
}

async fn write(
    mut writer: Writer,
    mut waiting: mpsc::Receiver<Frame>,
    asked: &Asked,
) -> &'static str {
    let mut frames: Vec<Frame> = Vec::with_capacity(TOGETHER);
    let mut together = BytesMut::new();
    while waiting.recv_many(&mut frames, TOGETHER).await > 0 {
        let wanted = asked.writing(frames.iter().map(|frame| frame.number));
        for (frame, wanted) in frames.drain(..).zip(wanted) {
            if wanted {
                together.extend_from_slice(&frame.octets);
            }
        }
        let written = writer.write_all(&together).await;
        if written.is_err() || writer.flush().await.is_err() {
            return "the connection broke";
        }
        together.clear();
    }
    "the line was let go"
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
