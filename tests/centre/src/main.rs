//! A message centre that is as fast as one can be, to measure against: it takes
//! every part, and says of each that the phone has it.
//!
//! `cargo run --release -p loa-centre -- --listen 127.0.0.1:2775`

mod line;

use std::net::SocketAddr;
use std::time::Duration;

use clap::Parser;
use tokio::net::TcpListener;

use self::line::Line;

/// A message centre on loopback.
#[derive(Debug, Parser)]
struct Centre {
    /// Where it listens
    #[arg(long, default_value = "127.0.0.1:2775")]
    listen: SocketAddr,
    /// Seconds after which it ends, whoever is bound
    #[arg(long, default_value_t = 600)]
    seconds: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let centre = Centre::parse();
    anyhow::ensure!(
        centre.listen.ip().is_loopback(),
        "it listens on loopback only"
    );
    let listener = TcpListener::bind(centre.listen).await?;
    eprintln!("a message centre listens at {}", listener.local_addr()?);
    let serving = async {
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tokio::spawn(async move {
                let mut line = Line::default();
                let ended = line.serve(stream).await;
                line.sum_up();
                ended
            });
        }
    };
    let length = Duration::from_secs(centre.seconds);
    tokio::time::timeout(length, serving)
        .await
        .unwrap_or_else(|_| Ok(()))
}
