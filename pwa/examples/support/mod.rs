//! What the gallery shows; the crate's tests look at the same pages.

pub mod samples;
mod texts;
pub mod words;
