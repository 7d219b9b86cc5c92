//! A message centre for tests, on rusmpp's frames: it keeps every part it took,
//! and does wrong what its manners say.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rusmpp::CommandStatus;
use rusmpp::pdus::{DeliverSm, SubmitSm};
use tokio::net::TcpListener;
use tokio::sync::{Notify, broadcast};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use line::serve;

mod line;

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
