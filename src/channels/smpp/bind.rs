//! From a host's name to a bound line.

use std::sync::Arc;
use std::time::Duration;

use rusmpp::pdus::{BindReceiver, BindTransceiver, BindTransmitter};
use rusmpp::values::{InterfaceVersion, Npi, Ton};
use rusmpp::{Command, CommandStatus, Pdu};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use rustls_platform_verifier::ConfigVerifierExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_rustls::TlsConnector;

use super::config::SmppConfig;
use super::frame::Question;
use super::line::{Line, Reader, Reply, Writer};
use super::parts::word;
use super::status::{outcome, status_word};
use crate::domain::delivery::Outcome;

/// How long a connection may take to open.
const CONNECT: Duration = Duration::from_secs(5);

/// In which directions a line carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Transceiver,
    Transmitter,
    Receiver,
}

/// Why there is no line.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NoLine {
    /// No connection.
    #[error("{0}")]
    Unreachable(String),
    /// The centre does not let us in.
    #[error("the message centre refuses the bind: {0}")]
    Refused(String),
    /// It refuses for now.
    #[error("the message centre does not bind us now: {0}")]
    NotNow(String),
}

/// Opens and binds a line. The future carries it and must be run.
pub async fn bind(
    config: &SmppConfig,
    role: Role,
    heard: mpsc::Sender<Command>,
) -> Result<(Arc<Line>, impl Future<Output = &'static str> + use<>), NoLine> {
    let (reader, writer) = connect(config).await?;
    let (line, carry) = Line::over(reader, writer, heard, config.enquire(), config.answer());
    let mut carry = Box::pin(carry);
    let pdu = request(config, role).ok_or_else(|| {
        NoLine::Refused("name, password or kind do not fit their fields".to_owned())
    })?;
    let question = Question::new(pdu);
    let reply = tokio::select! {
        reply = line.ask(&question, config.answer()) => reply,
        ended = &mut carry => return Err(NoLine::NotNow(ended.to_owned())),
    };
    let Reply::Answer(answer) = reply else {
        return Err(NoLine::NotNow("no answer".to_owned()));
    };
    let status = u32::from(answer.status());
    if answer.status() == CommandStatus::EsmeRok {
        return Ok((line, carry));
    }
    let word = status_word(status);
    Err(match outcome(status, &std::collections::BTreeMap::new()) {
        Outcome::Auth => NoLine::Refused(word),
        _ => NoLine::NotNow(word),
    })
}

async fn connect(config: &SmppConfig) -> Result<(Reader, Writer), NoLine> {
    let at = format!("{}:{}", config.host, config.port);
    let unreachable = |why: String| NoLine::Unreachable(format!("{at}: {why}"));
    let connecting = TcpStream::connect((config.host.as_str(), config.port));
    let stream = tokio::time::timeout(CONNECT, connecting)
        .await
        .map_err(|_| unreachable("no connection in time".to_owned()))?
        .map_err(|error| unreachable(error.to_string()))?;
    // Else each small frame waits for the answer to the one before it.
    stream
        .set_nodelay(true)
        .map_err(|error| unreachable(error.to_string()))?;
    if !config.tls {
        let (reader, writer) = stream.into_split();
        return Ok((Box::new(reader), Box::new(writer)));
    }
    let name = ServerName::try_from(config.host.clone())
        .map_err(|error| unreachable(error.to_string()))?;
    let tls =
        ClientConfig::with_platform_verifier().map_err(|error| unreachable(error.to_string()))?;
    let greeting = TlsConnector::from(Arc::new(tls)).connect(name, stream);
    let stream = tokio::time::timeout(CONNECT, greeting)
        .await
        .map_err(|_| unreachable("no encrypted line in time".to_owned()))?
        .map_err(|error| unreachable(error.to_string()))?;
    let (reader, writer) = tokio::io::split(stream);
    Ok((Box::new(reader), Box::new(writer)))
}

fn request(config: &SmppConfig, role: Role) -> Option<Pdu> {
    macro_rules! request {
        ($bind:ident) => {
            $bind::builder()
                .system_id(word(&config.system_id)?)
                .password(word(&config.password)?)
                .system_type(word(&config.system_type)?)
                .interface_version(InterfaceVersion::Smpp3_4)
                .addr_ton(Ton::Unknown)
                .addr_npi(Npi::Unknown)
                .build()
                .into()
        };
    }
    Some(match role {
        Role::Transceiver => request!(BindTransceiver),
        Role::Transmitter => request!(BindTransmitter),
        Role::Receiver => request!(BindReceiver),
    })
}
