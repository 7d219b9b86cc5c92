//! What can go wrong while remembering, said so that a person can act on it.

use std::sync::Arc;

use super::{epoch_file, seal};

/// What went wrong while remembering.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database did not answer, or refused.
    #[error("the database: {0}")]
    Db(#[from] sqlx::Error),
    /// It did not commit what several had written together.
    #[error("the database: {0}")]
    Commit(Arc<sqlx::Error>),
    /// It could not be opened.
    #[error("cannot open the database {0}: {1}. {2}, or set LOA_DATABASE_URL to another")]
    Unopened(String, String, &'static str),
    /// Its tables could not be brought up to date.
    #[error("the database's tables cannot be brought up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A sealed value did not open.
    #[error(transparent)]
    Sealed(#[from] seal::Unopened),
    /// A stored value is not what this program writes.
    #[error("the database holds {0}, which this version does not understand")]
    Strange(String),
    /// The database belongs to another key.
    #[error(
        "this database is sealed with the key {theirs}, but the key file {file} is {ours}: set LOA_KEY_FILE to the right file or restore it from its backup"
    )]
    WrongKey {
        /// The fingerprint the database names.
        theirs: String,
        /// The fingerprint of our key file.
        ours: String,
        /// Our key file.
        file: String,
    },
    /// The file beside the key cannot be used.
    #[error(transparent)]
    Epoch(#[from] epoch_file::EpochError),
    /// A connection is not as safe as it must be.
    #[error("the database connection is not safe: {0}")]
    Unsafe(String),
    /// A part of this program that others rely on is gone.
    #[error("{0} has ended: see the lines before; if it stays so, start loa again")]
    Ended(&'static str),
    /// Calls were not stored; the line before says why.
    #[error("the database did not store it: whoever sent it has to repeat it")]
    NotStored,
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Strange(format!("a value that is not sound JSON ({error})"))
    }
}

/// Results of the store. The default leaves `Result<T, E>` usable elsewhere.
pub type Result<T, E = Error> = std::result::Result<T, E>;
