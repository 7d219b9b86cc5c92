//! Who hands messages to Kannel, and who is called with their receipts: plain
//! sockets, so that they cost next to nothing.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;

/// How long nothing may come before a run is given up.
const STUCK: Duration = Duration::from_secs(60);

/// Where Kannel calls with receipts.
pub struct Receipts {
    pub port: u16,
    called: Arc<AtomicU64>,
}

impl Receipts {
    pub fn open() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let called = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&called);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let counter = Arc::clone(&counter);
                std::thread::spawn(move || answer(stream, &counter));
            }
        });
        Ok(Self { port, called })
    }

    /// Waits until it was called so often.
    pub fn wait_for(&self, calls: u64) -> anyhow::Result<()> {
        let (mut last, mut moved) = (0, Instant::now());
        while last < calls {
            std::thread::sleep(Duration::from_millis(10));
            let now = self.called.load(Ordering::Relaxed);
            if now > last {
                (last, moved) = (now, Instant::now());
            }
            anyhow::ensure!(moved.elapsed() < STUCK, "{last} of {calls} receipts came");
        }
        Ok(())
    }
}

/// Answers every call of one connection.
fn answer(stream: TcpStream, called: &AtomicU64) {
    let Ok(mut writer) = stream.try_clone() else {
        return;
    };
    let mut lines = BufReader::new(stream).lines();
    while let Some(Ok(line)) = lines.next() {
        if !line.is_empty() {
            continue;
        }
        called.fetch_add(1, Ordering::Relaxed);
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        if writer.write_all(answer).is_err() {
            return;
        }
    }
}

/// Hands so many messages over, over so many connections; each text is another.
pub fn hand_over(sendsms: u16, hook: u16, messages: u64, connections: u64) -> anyhow::Result<()> {
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        let senders: Vec<_> = (0..connections)
            .map(|_| scope.spawn(|| send(sendsms, hook, &next, messages)))
            .collect();
        for sender in senders {
            sender.join().ok().context("a sender panicked")??;
        }
        Ok(())
    })
}

fn send(sendsms: u16, hook: u16, next: &AtomicU64, messages: u64) -> anyhow::Result<()> {
    let stream = TcpStream::connect(("127.0.0.1", sendsms))?;
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    loop {
        let n = next.fetch_add(1, Ordering::Relaxed);
        if n >= messages {
            return Ok(());
        }
        // What `loa bench smpp` sends, to the same numbers.
        let request = format!(
            "GET /cgi-bin/sendsms?username=loa&password=secret&from=UBNDXA&to=849{:08}\
             &text=Lo+Van+{n}:+Hop+dan+19h+toi+nay+tai+nha+van+hoa.+KT:AB2CD3&coding=0&charset=UTF-8\
             &dlr-mask=3&dlr-url=http://127.0.0.1:{hook}/?d={n}%26s=%25d HTTP/1.1\r\n\
             Host: 127.0.0.1\r\n\r\n",
            10_000_000 + n
        );
        writer.write_all(request.as_bytes())?;
        let reply = reply(&mut reader)?;
        anyhow::ensure!(reply.starts_with("0:"), "Kannel said {reply:?}");
    }
}

/// The body of the next reply.
fn reply(reader: &mut impl BufRead) -> anyhow::Result<String> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        anyhow::ensure!(reader.read_line(&mut line)? > 0, "Kannel hung up");
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = String::new();
    reader.take(length).read_to_string(&mut body)?;
    Ok(body)
}
