//! A reply as it comes over the line, before the rules read it.

use std::time::Duration;

use reqwest::Response;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// How much of a reply is read, in bytes. What comes after is left alone.
const REPLY: usize = 64 * 1024;

/// The text of a reply, or the first [`REPLY`] bytes of it.
pub(super) async fn read_text(mut reply: Response) -> reqwest::Result<String> {
    let mut text = Vec::new();
    while text.len() < REPLY
        && let Some(chunk) = reply.chunk().await?
    {
        let room = REPLY - text.len();
        text.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// How many seconds a gateway asks us to wait. It may name a date instead; that
/// is left to our own patience.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(Duration::from_secs(seconds))
}
