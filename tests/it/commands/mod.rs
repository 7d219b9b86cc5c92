//! The command line as a new user types it: the real program, as a process of
//! its own, in an empty folder.

mod gateways;
mod measuring;
mod notice_files;
mod refusals;
mod sending;
mod setting_up;
mod templates;
