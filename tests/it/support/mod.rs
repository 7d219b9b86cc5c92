//! What the tests stand on.

pub mod app;
pub mod browser;
pub mod config;
pub mod database;
pub mod dice;
pub mod files;
pub mod front;
pub mod gateway;
pub mod http;
pub mod kannel;
pub mod notice;
pub mod office;
pub mod server;

use std::io::Write;

/// Says that something could not be tried here. Loud: not through the test
/// harness, which would keep it to itself. Where it is required, it is a
/// failure.
pub fn skip(what: &str, why: &str) {
    let required = std::env::var("LOA_TEST_REQUIRE").unwrap_or_default();
    assert!(
        !required.split(',').any(|one| one.trim() == what),
        "{what} is required here: {why}"
    );
    let mut stderr = std::io::stderr();
    writeln!(stderr, "\n*** SKIPPED, {what} is not here: {why}\n").unwrap();
}
