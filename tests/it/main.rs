//! One binary for everything that needs the whole program: it links once.

#![expect(
    clippy::unwrap_used,
    reason = "what fails in a test should fail loudly, in helpers too"
)]

mod advertising;
mod carrier;
mod clerk;
mod commands;
mod conversation;
#[path = "../crash/mod.rs"]
mod crash;
mod engine;
#[path = "../fuzz/mod.rs"]
mod fuzz;
#[path = "../gateways/mod.rs"]
mod gateways;
mod house;
mod intake;
mod lists;
mod money;
mod notices;
mod officers;
mod outage;
mod pages;
mod privacy;
mod queue;
mod receipts;
mod restore;
#[path = "../smpp/mod.rs"]
mod smpp;
mod support;
mod templates;
#[path = "../text/mod.rs"]
mod text;
mod time;
mod words;
