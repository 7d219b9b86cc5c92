//! A connection that can be told to break, or to say everything twice.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// What a handler tells the connection it answers on.
#[derive(Debug, Clone, Default)]
pub struct Orders(Arc<Order>);

#[derive(Debug, Default)]
struct Order {
    cut: AtomicBool,
    twice: AtomicBool,
}

impl Orders {
    /// The answer does not leave: the connection is reset instead.
    pub fn cut(&self) {
        self.0.cut.store(true, Ordering::SeqCst);
    }

    /// The answer leaves twice.
    pub fn twice(&self) {
        self.0.twice.store(true, Ordering::SeqCst);
    }
}

/// Takes calls.
pub struct Exchange(pub TcpListener);

impl Listener for Exchange {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        stream.set_nodelay(true).ok();
        let wire = Wire {
            stream,
            orders: Orders::default(),
            echo: Vec::new(),
        };
        (wire, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Exchange>> for Orders {
    fn connect_info(stream: IncomingStream<'_, Exchange>) -> Self {
        stream.io().orders.clone()
    }
}

/// One connection.
pub struct Wire {
    stream: TcpStream,
    orders: Orders,
    echo: Vec<u8>,
}

impl Wire {
    fn poll_echo(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.echo.is_empty() {
            let written = ready!(Pin::new(&mut self.stream).poll_write(cx, &self.echo))?;
            self.echo.drain(..written);
            self.orders.0.twice.store(false, Ordering::SeqCst);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.orders.0.cut.load(Ordering::SeqCst) {
            // The other side sees a reset, not an end.
            self.stream.set_zero_linger().ok();
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let written = ready!(Pin::new(&mut self.stream).poll_write(cx, bytes))?;
        if self.orders.0.twice.load(Ordering::SeqCst) {
            self.echo.extend_from_slice(&bytes[..written]);
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_echo(cx))?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_echo(cx))?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
