//! Parse, build, run a role; nothing else.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // Fail points of `FAILPOINTS`, in a build that has them: see src/crash.rs.
    let _points = fail::FailScenario::setup();
    loa::cli::run(loa::cli::Cli::parse())
}
