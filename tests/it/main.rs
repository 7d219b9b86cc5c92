//! One binary for everything that needs the whole program: it links once.

mod house;
mod intake;
mod notices;
mod queue;
mod support;
