//! What a page request can come to besides a page.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use loa_pwa::{ErrorPage, Fault, Template};

use super::pages::PageWords;
use crate::store;

/// Instead of a page.
pub enum Instead {
    /// Said to the person in their language; the cause goes to the log only.
    Failed(PageWords, Fault),
    /// It has another address.
    Elsewhere(String),
}

impl Instead {
    /// Ours to repair.
    pub fn broken(words: &PageWords, error: &store::Error) -> Self {
        tracing::error!(%error, "a page could not be made");
        Self::Failed(words.clone(), Fault::Broken)
    }
}

impl IntoResponse for Instead {
    fn into_response(self) -> Response {
        let (words, fault) = match self {
            Self::Failed(words, fault) => (words, fault),
            Self::Elsewhere(address) => return Redirect::to(&address).into_response(),
        };
        let status =
            StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let page = ErrorPage {
            words: &words,
            fault,
        };
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(_) => status.into_response(),
        }
    }
}
