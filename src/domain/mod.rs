//! What a notice, a person and a delivery are, and the rules they obey.
//!
//! Pure: no input or output, no clock, no `await`. Time, chance and data come
//! in as arguments, so every rule here is tested without a database.

pub mod alert;
pub mod area;
pub mod breaker;
pub mod budget;
pub mod catalogue;
pub mod check;
pub mod code;
pub mod collision;
pub mod content;
pub mod coverage;
pub mod delivery;
pub mod doubt;
pub mod hours;
pub mod id;
pub mod invoice;
pub mod ladder;
pub mod language;
pub mod message_id;
pub mod month;
pub mod notice;
pub mod officer;
pub mod outcome;
pub mod person;
pub mod phone;
pub mod placeholder;
pub mod plain;
pub mod price;
pub mod promotion;
pub mod quiet;
pub mod restore;
pub mod retry;
pub mod say;
pub mod share;
pub mod sms;
pub mod standing;
pub mod statement;
pub mod subtopic;
pub mod talk;
pub mod template;
pub mod text;
pub mod turn;
pub mod village;
pub mod watch;
