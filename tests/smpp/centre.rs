//! A message centre for tests, on rusmpp's frames: it keeps every part it took,
//! and does wrong what its manners say.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use rusmpp::pdus::{BindReceiverResp, BindTransceiverResp, BindTransmitterResp};
use rusmpp::pdus::{DeliverSm, SubmitSm, SubmitSmResp};
use rusmpp::tokio_codec::CommandCodec;
use rusmpp::types::{COctetString, OctetString};
use rusmpp::values::{Ansi41Specific, EsmClass, GsmFeatures, MessageType, MessagingMode};
use rusmpp::{Command, CommandId, CommandStatus, Pdu};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::{Notify, broadcast, mpsc};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_util::codec::Framed;

/// The password that lets one in.
pub const PASSWORD: &str = "m@t kh4u";

/// What a centre does with one part it was handed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Takes it, and a receipt says that the phone has it.
    Deliver,
    /// Takes it, and a receipt says that no phone got it.
    Lose,
    /// Answers with this status.
    Refuse(CommandStatus),
    /// Takes it, and answers late.
    Late,
    /// Takes it, and hangs up before it answers.
    HangUp,
}

/// How a centre behaves: what it does with the part of this number, to this
/// phone.
pub type Manners = dyn Fn(usize, &str) -> Fate + Send + Sync;

/// A part that was taken.
#[derive(Debug, Clone)]
pub struct Part {
    pub to: String,
    pub sent: SubmitSm,
}

/// The centre; it ends when it is dropped.
pub struct Centre {
    pub port: u16,
    book: Arc<Book>,
    _tasks: JoinSet<()>,
}

struct Book {
    manners: Box<Manners>,
    /// How a receipt writes an id that the answer wrote in hex.
    decimal: bool,
    taken: Mutex<Vec<Part>>,
    handed: AtomicUsize,
    binds: AtomicUsize,
    next: AtomicU32,
    /// What is to be said by a line that hears, until one has answered.
    unsaid: Mutex<VecDeque<DeliverSm>>,
    more: Notify,
    /// Answers to what it said: the status of each.
    heard: Mutex<Vec<CommandStatus>>,
    hang_up: broadcast::Sender<()>,
    /// Octets that are put on a line as they are.
    raw: broadcast::Sender<Vec<u8>>,
    /// What came back that answers nothing: nacks.
    nacks: AtomicUsize,
    /// Answers to a `data_sm`.
    data: AtomicUsize,
}

impl Centre {
    /// Opens a centre with these manners.
    pub async fn open(
        manners: impl Fn(usize, &str) -> Fate + Send + Sync + 'static,
        decimal: bool,
    ) -> Self {
        Self::open_with(manners, decimal, None).await
    }

    /// The same behind encryption, where there is some.
    pub async fn open_with(
        manners: impl Fn(usize, &str) -> Fate + Send + Sync + 'static,
        decimal: bool,
        encrypted: Option<TlsAcceptor>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let book = Arc::new(Book {
            manners: Box::new(manners),
            decimal,
            taken: Mutex::default(),
            handed: AtomicUsize::new(0),
            binds: AtomicUsize::new(0),
            next: AtomicU32::new(1),
            unsaid: Mutex::default(),
            more: Notify::new(),
            heard: Mutex::default(),
            hang_up: broadcast::channel(4).0,
            raw: broadcast::channel(16).0,
            nacks: AtomicUsize::new(0),
            data: AtomicUsize::new(0),
        });
        let mut tasks = JoinSet::new();
        let desk = Arc::clone(&book);
        tasks.spawn(async move {
            let mut lines = JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                stream.set_nodelay(true).unwrap();
                let book = Arc::clone(&desk);
                match encrypted.clone() {
                    None => lines.spawn(serve(book, stream)),
                    // Who does not believe us hangs up.
                    Some(encrypted) => lines.spawn(async move {
                        if let Ok(stream) = encrypted.accept(stream).await {
                            serve(book, stream).await;
                        }
                    }),
                };
            }
        });
        Self {
            port,
            book,
            _tasks: tasks,
        }
    }

    /// All it took, in order.
    pub fn taken(&self) -> Vec<Part> {
        self.book.taken.lock().unwrap().clone()
    }

    /// How often somebody was let in.
    pub fn binds(&self) -> usize {
        self.book.binds.load(Ordering::SeqCst)
    }

    /// How many parts it was handed, be it in vain.
    pub fn handed(&self) -> usize {
        self.book.handed.load(Ordering::SeqCst)
    }

    /// The statuses with which what it said was answered.
    pub fn heard(&self) -> Vec<CommandStatus> {
        self.book.heard.lock().unwrap().clone()
    }

    /// How many frames were sent back as senseless.
    pub fn nacks(&self) -> usize {
        self.book.nacks.load(Ordering::SeqCst)
    }

    /// How often a `data_sm` was answered as one.
    pub fn data_answers(&self) -> usize {
        self.book.data.load(Ordering::SeqCst)
    }

    /// Breaks every line.
    pub fn hang_up(&self) {
        self.book.hang_up.send(()).ok();
    }

    /// Says something by a line that hears.
    pub fn say(&self, told: DeliverSm) {
        self.book.say(told);
    }

    /// Puts octets on every line.
    pub fn babble(&self, octets: &[u8]) {
        self.book.raw.send(octets.to_vec()).unwrap();
    }
}

impl Book {
    fn say(&self, told: DeliverSm) {
        self.unsaid.lock().unwrap().push_back(told);
        self.more.notify_waiters();
    }

    /// The next thing to say.
    async fn next(&self) -> DeliverSm {
        loop {
            let more = self.more.notified();
            if let Some(told) = self.unsaid.lock().unwrap().pop_front() {
                return told;
            }
            more.await;
        }
    }
}

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
async fn serve(book: Arc<Book>, stream: impl AsyncRead + AsyncWrite + Unpin) {
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
