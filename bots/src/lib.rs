//! The vocabulary of a conversation, whatever surface it is held on.
//!
//! A leaf: it depends on nothing of ours. What answers is somebody else's
//! [`Desk`]; platforms translate their updates into [`Incoming`] and a
//! [`Reply`] into their calls.

use async_trait::async_trait;

/// Something a person said or did.
#[derive(Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Where: `sms`, `zalo`, `telegram`.
    pub surface: String,
    /// Who, as the surface names them. Personal data: not shown by `Debug`.
    pub from: String,
    /// What they wrote.
    pub text: String,
}

impl Incoming {
    /// A written message.
    pub fn text(surface: &str, from: &str, text: &str) -> Self {
        Self {
            surface: surface.to_owned(),
            from: from.to_owned(),
            text: text.to_owned(),
        }
    }
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming")
            .field("surface", &self.surface)
            .finish_non_exhaustive()
    }
}

/// What is said back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The words.
    pub text: String,
}

impl Reply {
    /// Plain words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}

/// Whoever answers.
#[async_trait]
pub trait Desk: Send + Sync {
    /// Why no answer could be given.
    type Error;

    /// Answers one message with any number of replies.
    async fn answer(&self, incoming: &Incoming) -> Result<Vec<Reply>, Self::Error>;
}
