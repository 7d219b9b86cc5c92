//! The pages villagers open: templates, one style, and the structs that fill them.
//!
//! [`HomePage`] finds a commune, [`BoardPage`] lists what is in force there,
//! [`NoticePage`] tells one notice, [`ErrorPage`] says what went wrong. Each is
//! a plain struct of strings, already in the reader's words where they are
//! data, and is turned into HTML by [`Template::render`]. The fixed words come
//! through [`Words`], which the house implements with Fluent; their keys stand
//! in `locales/<tag>/web.ftl`.
//!
//! The pages need no script, load nothing but themselves, carry no `style`
//! attribute, and share one [`style()`], so a single hash admits it in a
//! Content-Security-Policy.
//!
//! `cargo run --example gallery` writes every page with sample data.

mod board;
mod drawing;
mod error;
mod home;
mod notice;
mod style;
mod topic;
mod urgency;
mod words;

pub use askama::{Error as RenderError, Template};
pub use board::{BoardPage, Card};
pub use error::{ErrorPage, Fault};
pub use home::{HomePage, Place};
pub use notice::{Audio, NoticePage, OtherLanguage, Standing};
pub use style::style;
pub use topic::Topic;
pub use urgency::{Level, Urgency};
pub use words::Words;

// The gallery's samples serve the tests too; they name the crate from outside.
#[cfg(test)]
extern crate self as loa_pwa;
#[cfg(test)]
#[path = "../examples/support/mod.rs"]
mod support;

#[cfg(test)]
mod tests;
