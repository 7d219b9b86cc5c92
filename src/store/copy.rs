//! A whole copy of a SQLite database, taken while others write to it; and what
//! the tools of PostgreSQL must be told to take one.

use std::path::Path;
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use super::{Db, Result, Store};

/// A PostgreSQL server, as its tools are told of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    /// Host name, address, or the folder of its socket.
    pub host: String,
    /// Port.
    pub port: u16,
    /// The role.
    pub user: String,
    /// The database.
    pub name: String,
    /// How the line is protected, in the tools' own word.
    pub ssl: String,
    /// Never shown, never on a command line.
    pub password: Option<String>,
}

impl Server {
    /// Reads `postgres://…`.
    pub fn of(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)?;
        let host = match options.get_socket() {
            Some(socket) => socket.display().to_string(),
            None => options.get_host().trim_matches(['[', ']']).to_owned(),
        };
        let user = options.get_username().to_owned();
        let name = options.get_database().unwrap_or(&user).to_owned();
        let whole = options.to_url_lossy();
        let mut pairs = whole.query_pairs();
        Ok(Self {
            host,
            port: options.get_port(),
            name,
            user,
            ssl: pairs
                .find(|(key, _)| key == "sslmode")
                .map_or_else(|| "prefer".to_owned(), |(_, mode)| mode.into_owned()),
            password: whole.password().map(undone),
        })
    }
}

/// A part of an address with its percent signs undone.
fn undone(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match digits.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Store {
    /// Writes all that is committed into a file that is there and empty.
    /// Nobody who writes meanwhile waits for it, or is in it by half. `false`
    /// where the database is not a file.
    pub async fn copy_into(&self, file: &str) -> Result<bool> {
        let Db::Sqlite { read, .. } = &self.db else {
            return Ok(false);
        };
        sqlx::query("VACUUM INTO $1")
            .bind(file)
            .execute(read)
            .await?;
        Ok(true)
    }

    /// The server's version as a number, 150020 for 15.20.
    pub async fn server_version(&self) -> Result<Option<i32>> {
        let Db::Postgres(pool) = &self.db else {
            return Ok(None);
        };
        let version =
            sqlx::query_scalar("SELECT CAST(current_setting('server_version_num') AS INTEGER)");
        Ok(Some(version.fetch_one(pool).await?))
    }
}

/// Reads a copy through: whether it is sound, and sealed with this key. What is
/// wrong with it, in words.
pub async fn faults_of_copy(file: &Path, fingerprint: &str) -> Result<Option<String>> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .read_only(true)
        .immutable(true);
    let mut copy = SqliteConnection::connect_with(&options).await?;
    let integrity: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(&mut copy)
        .await?;
    let dangling: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM pragma_foreign_key_check")
        .fetch_one(&mut copy)
        .await?;
    let key: Option<String> = sqlx::query_scalar("SELECT value FROM meta WHERE key = 'key'")
        .fetch_optional(&mut copy)
        .await?;
    copy.close().await?;
    Ok(if integrity != ["ok"] {
        integrity.into_iter().next()
    } else if dangling > 0 {
        Some(format!("{dangling} rows refer to rows that are not there"))
    } else if key.as_deref() != Some(fingerprint) {
        Some(format!("sealed with {key:?}"))
    } else {
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_the_tools_want_it() {
        let server = Server::of("postgres://loa:p%40ss%2F%25@db.vn:5433/loa?sslmode=require");
        let server = server.unwrap();
        assert_eq!(server.password.as_deref(), Some("p@ss/%"));
        assert_eq!(
            (
                &*server.host,
                server.port,
                &*server.user,
                &*server.name,
                &*server.ssl
            ),
            ("db.vn", 5433, "loa", "loa", "require")
        );
        let plain = Server::of("postgres://postgres@127.0.0.1/x").unwrap();
        assert_eq!((plain.password, plain.port), (None, 5432));
    }
}
