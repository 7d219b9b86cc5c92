//! What strangers send is read without a crash, and nothing is read into it.
//!
//! Each target is fed with samples that were changed at random, the same ones
//! every time: `LOA_FUZZ_RUNS` says how many.

mod letters;
mod mutate;
mod phones;
mod receipts;
mod replies;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::support::dice::Dice;
use mutate::Samples;

/// Runs of each target, where nobody says how many.
const RUNS: u64 = 10_000;

/// Feeds a target. Whatever makes it panic is shown.
fn fuzz(samples: &Samples, target: impl Fn(&[u8])) {
    let runs = std::env::var("LOA_FUZZ_RUNS").map_or(RUNS, |runs| runs.parse().unwrap());
    for run in 0..runs {
        let input = samples.changed(&mut Dice::of(run));
        let read = catch_unwind(AssertUnwindSafe(|| target(&input)));
        let shown = || String::from_utf8_lossy(&input).into_owned();
        assert!(read.is_ok(), "run {run}: {:?} {input:02x?}", shown());
    }
}
