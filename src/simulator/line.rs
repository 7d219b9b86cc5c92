//! A kept line to our own hooks that speaks just enough HTTP: whoever measures
//! a program must not take its processors away from it.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;

/// The longest answer that is read; ours are a few words.
const LONGEST: usize = 64 * 1024;

/// A line that is opened by its first call and kept for the next.
#[derive(Default)]
pub struct Line(Option<BufStream<TcpStream>>);

impl Line {
    /// Calls an `http://host:port/…` address; the status of the answer. All
    /// calls of one line go to one host. After an error the next opens it anew.
    pub async fn get(&mut self, url: &str) -> io::Result<u16> {
        let (host, path) = parts(url).ok_or_else(strange)?;
        let mut stream = if let Some(stream) = self.0.take() {
            stream
        } else {
            let stream = TcpStream::connect(host).await?;
            stream.set_nodelay(true)?;
            BufStream::new(stream)
        };
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        stream.flush().await?;
        let (status, length) = head(&mut stream).await?;
        let mut body = vec![0; length.min(LONGEST)];
        stream.read_exact(&mut body).await?;
        self.0 = Some(stream);
        Ok(status)
    }
}

fn parts(url: &str) -> Option<(&str, &str)> {
    let rest = url.strip_prefix("http://")?;
    Some(rest.split_at(rest.find('/')?))
}

/// The status of an answer, and how long its body is.
async fn head(stream: &mut BufStream<TcpStream>) -> io::Result<(u16, usize)> {
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    let status = line.split(' ').nth(1).and_then(|word| word.parse().ok());
    let status = status.ok_or_else(strange)?;
    let mut length = 0;
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Err(strange());
        }
        if line.trim().is_empty() {
            return Ok((status, length));
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(|_| strange())?;
        }
    }
}

fn strange() -> io::Error {
    io::Error::other("not a conversation of ours")
}
