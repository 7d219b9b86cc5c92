//! Where the crash harness may end the process or plant a fault. A program that
//! is not built by `cargo test` has nothing of it.
//!
//! Points are switched on by the environment, in the syntax of the crate `fail`:
//! `FAILPOINTS="mark.after=17*off->return"` dies at the eighteenth mark.

/// Ends the process on the spot, as `kill -9` would.
macro_rules! crash_point {
    ($name:literal) => {
        fail::fail_point!($name, |_| std::process::abort())
    };
}

/// Whether a fault of this name is planted: the harness must find it.
macro_rules! planted {
    ($name:literal) => {
        (|| {
            fail::fail_point!($name, |_| true);
            false
        })()
    };
}

pub(crate) use {crash_point, planted};
