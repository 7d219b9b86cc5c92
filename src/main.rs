//! Parse, build, run a role; nothing else.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    // Fail points of `FAILPOINTS`, in a build that has them: see src/crash.rs.
    let _points = fail::FailScenario::setup();
    loa::cli::run(loa::cli::Cli::parse())
}
