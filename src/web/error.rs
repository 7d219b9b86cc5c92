//! What a page request can come to besides a page.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use loa_pwa::{ErrorPage, Fault, Template};

use super::pages::PageWords;
use crate::store;

/// Said to the person in their language; the cause goes to the log only.
pub struct Failed {
    pub words: PageWords,
    pub fault: Fault,
}

impl Failed {
    /// Ours to repair.
    pub fn broken(words: PageWords, error: &store::Error) -> Self {
        tracing::error!(%error, "a page could not be made");
        Self {
            words,
            fault: Fault::Broken,
        }
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let page = ErrorPage {
            words: &self.words,
            fault: self.fault,
        };
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(_) => status.into_response(),
        }
    }
}
