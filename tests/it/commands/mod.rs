//! The command line as a new user types it: the real program, as a process of
//! its own, in an empty folder.

mod refusals;
mod sending;
mod setting_up;
