//! The program is killed, frozen and lied to, and the ledger is held against
//! what the gateway has on disk. The program runs as the process it is. See
//! docs/reliability.md.
#![cfg(unix)]

mod bugs;
mod campaign;
mod campaigns;
mod expiry;
mod faults;
mod frozen;
mod gateway;
mod invariants;
mod killed;
mod ledger;
mod office;
mod points;
mod program;
mod run;
mod summary;
mod three;
mod verdict;
mod village;

use crate::support::dice;
