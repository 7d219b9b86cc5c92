//! The program is killed, frozen and lied to, and the ledger is held against
//! what the gateway has on disk. The program runs as the process it is. See
//! docs/reliability.md.
#![cfg(unix)]

mod campaign;
mod campaigns;
mod dice;
mod gateway;
mod invariants;
mod ledger;
mod office;
mod points;
mod summary;
mod verdict;
mod village;
