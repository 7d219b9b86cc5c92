//! Parse, build, run a role; nothing else.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    loa::cli::run(loa::cli::Cli::parse())
}
