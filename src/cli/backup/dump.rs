//! The tools of PostgreSQL: whether they are here, whether they are new enough
//! and let in, and how they are called. A password is on no command line.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use crate::cli::session::Session;
use crate::store::copy::Server;

/// How long a tool may take to be let in.
const PATIENCE: Duration = Duration::from_secs(30);

/// What to run.
#[derive(Debug)]
pub struct Dump {
    /// To make the copy.
    pub backup: String,
    /// To put it back into a new database.
    pub restore: String,
    /// Whether it asks for the password.
    pub asks_password: bool,
}

/// Why no copy can be made.
#[derive(Debug)]
pub enum Trouble {
    /// The tool is not here.
    Missing,
    /// It is older than the server: tool, server.
    TooOld(i32, i32),
    /// The server does not let it in.
    ShutOut(String),
}

impl Trouble {
    /// What to do about it.
    pub fn sentence(&self, session: &Session) -> String {
        match self {
            Self::Missing => session.word("backup-no-tool"),
            Self::TooOld(tool, server) => session.text(
                "backup-old-tool",
                &[("tool", tool.to_string()), ("server", server.to_string())],
            ),
            Self::ShutOut(reason) => session.text("backup-shut-out", &[("reason", reason.clone())]),
        }
    }
}

impl Dump {
    /// Tries the tool on a server of this version.
    pub async fn prepare(server: &Server, file: &Path, version: i32) -> Result<Self, Trouble> {
        let said = Command::new("pg_dump").arg("--version").output().await;
        let said = said.map_err(|_| Trouble::Missing)?;
        let tool = major(&String::from_utf8_lossy(&said.stdout)).ok_or(Trouble::Missing)?;
        if tool < version / 10_000 {
            return Err(Trouble::TooOld(tool, version / 10_000));
        }
        // As the printed command will be let in: by what the machine knows.
        let by_itself = try_out(server, None).await;
        let asks_password = match (by_itself, &server.password) {
            (Ok(()), _) => false,
            (Err(_), Some(password)) => {
                try_out(server, Some(password)).await?;
                true
            }
            (Err(trouble), None) => return Err(trouble),
        };
        let renewed = Server {
            name: format!("{}_restored", server.name),
            ..server.clone()
        };
        let (file, ssl) = (quoted(&file.display().to_string()), protection(server));
        Ok(Self {
            backup: format!(
                "{ssl}pg_dump --format=custom {} --file={file}",
                place(server, "--dbname")
            ),
            restore: format!(
                "{ssl}createdb {} {} && {ssl}pg_restore --exit-on-error --no-owner {} {file}",
                line(server),
                quoted(&renewed.name),
                place(&renewed, "--dbname")
            ),
            asks_password,
        })
    }
}

/// Dumps one small table's shape to nowhere.
async fn try_out(server: &Server, password: Option<&str>) -> Result<(), Trouble> {
    let mut tool = Command::new("pg_dump");
    tool.args(["--schema-only", "--table=meta", "--no-password"])
        .arg(format!("--host={}", server.host))
        .arg(format!("--port={}", server.port))
        .arg(format!("--username={}", server.user))
        .arg(format!("--dbname={}", server.name))
        .env("PGSSLMODE", &server.ssl)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    if let Some(password) = password {
        tool.env("PGPASSWORD", password);
    }
    let ended = tokio::time::timeout(PATIENCE, tool.output()).await;
    match ended {
        Err(_) => Err(Trouble::ShutOut("no answer".to_owned())),
        Ok(Err(_)) => Err(Trouble::Missing),
        Ok(Ok(output)) if output.status.success() => Ok(()),
        Ok(Ok(output)) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let first = said.lines().next().unwrap_or_default();
            Err(Trouble::ShutOut(first.to_owned()))
        }
    }
}

/// `pg_dump (PostgreSQL) 15.20 (Debian …)`.
fn major(said: &str) -> Option<i32> {
    let version = said.split_whitespace().nth(2)?;
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn line(server: &Server) -> String {
    format!(
        "--host={} --port={} --username={}",
        quoted(&server.host),
        server.port,
        quoted(&server.user)
    )
}

fn place(server: &Server, option: &str) -> String {
    format!("{} {option}={}", line(server), quoted(&server.name))
}

/// The tools prefer an encrypted line by themselves.
fn protection(server: &Server) -> String {
    if server.ssl == "prefer" {
        String::new()
    } else {
        format!("PGSSLMODE={} ", quoted(&server.ssl))
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_any_package_are_read() {
        for (said, version) in [
            (
                "pg_dump (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)",
                Some(15),
            ),
            ("pg_dump (PostgreSQL) 18beta1", Some(18)),
            ("pg_dump (EnterpriseDB) 9.6.3", Some(9)),
            ("", None),
        ] {
            assert_eq!(major(said), version, "{said}");
        }
    }

    #[test]
    fn words_reach_the_tools_whole() {
        assert_eq!(quoted("/backup/loa.dump"), "/backup/loa.dump");
        assert_eq!(quoted("sao lưu.dump"), "'sao lưu.dump'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}
