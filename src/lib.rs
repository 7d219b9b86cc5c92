//! `loa` carries a public notice to everyone it concerns, in the language they
//! speak, on the phone they own, and says honestly whom it missed.
//!
//! Read in this order:
//! [`domain`] what a notice, a person and a delivery are (no IO at all);
//! [`hub`] what can be done with them, one verb per file;
//! [`store`] the only SQL; [`channels`] the only gateways;
//! [`speech`] the words; [`intake`] lists of people as communes keep them;
//! [`web`], [`worker`] and [`cli`]: three faces on the same hub;
//! [`simulator`] the gateways and phones of the demo.
//!
//! What you will not find here: bot platforms (`bots/`) and pages (`pwa/`).

pub mod app;
pub mod channels;
pub mod cli;
pub mod clock;
pub mod config;
mod crash;
pub mod domain;
pub mod hub;
pub mod intake;
pub mod simulator;
pub mod speech;
pub mod store;
pub mod web;
pub mod worker;

#[cfg(test)]
mod transition_tests;
