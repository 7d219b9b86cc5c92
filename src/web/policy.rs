//! What keeps a page to itself.

use std::sync::OnceLock;

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use data_encoding::BASE64;
use ring::digest;

/// What every answer carries: no script, no frame, nothing from elsewhere.
pub async fn guard(request: Request, next: Next) -> Response {
    static POLICY: OnceLock<String> = OnceLock::new();
    let policy = POLICY.get_or_init(|| {
        let hash = BASE64.encode(digest::digest(&digest::SHA256, loa_pwa::style().as_bytes()).as_ref());
        format!(
            "default-src 'none'; style-src 'sha256-{hash}'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
    });
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // By this a `loa notice send --wait` beside a `loa serve` knows it.
    headers.insert(header::SERVER, HeaderValue::from_static("loa"));
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
