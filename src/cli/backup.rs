//! `loa backup`.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use self::dump::Dump;
use super::session::{self, Session};
use crate::app::App;
use crate::hub::backup::{copy, refuse_existing};
use crate::hub::restore::count_on_after_copy;
use crate::store::copy::Server;

mod dump;

/// Makes a copy of the database, while `loa serve` runs. For PostgreSQL it
/// checks the server's own tools and prints what to run.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa backup /backup/loa-2026-11-25.db")]
pub struct Backup {
    /// The file to make; one that is there is never overwritten
    file: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Backup {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let app = session.open().await?;
        let key = std::path::absolute(&app.config.key_file)?
            .display()
            .to_string();
        let kept_apart = [
            ("key", key.clone()),
            ("fingerprint", app.store.keys().fingerprint().to_owned()),
        ];
        if let Some(version) = app.store.server_version().await? {
            refuse_existing(&self.file)?;
            let dump = dump(&session, &app, &self.file, version).await?;
            if self.json {
                return session::json(&json!({
                    "engine": app.store.engine(), "backup": dump.backup, "restore": dump.restore,
                    "asks_password": dump.asks_password, "key_file": key,
                }));
            }
            let commands = [("backup", dump.backup), ("restore", dump.restore)];
            session.print("backup-commands", &commands);
            if dump.asks_password {
                session.print("backup-password", &[]);
            }
            session.print("backup-key", &kept_apart);
            return Ok(());
        }
        let copied = copy(&app, &self.file).await?;
        if self.json {
            return session::json(&json!({
                "engine": app.store.engine(), "file": copied.file, "bytes": copied.bytes,
                "key": app.store.keys().fingerprint(), "key_file": key,
            }));
        }
        let kilobytes = i64::try_from(copied.bytes.div_ceil(1024)).unwrap_or(i64::MAX);
        let made = [
            ("file", copied.file.display().to_string()),
            ("size", session.number(kilobytes)),
        ];
        session.print("backup-made", &made);
        session.print("backup-key", &kept_apart);
        Ok(())
    }
}

/// What to run, once it is sure that it would work.
async fn dump(
    session: &Session,
    app: &App,
    file: &Path,
    server_version: i32,
) -> anyhow::Result<Dump> {
    let server = Server::of(&app.config.database_url)?;
    let dump = match Dump::prepare(&server, &std::path::absolute(file)?, server_version).await {
        Ok(dump) => dump,
        Err(trouble) => anyhow::bail!(trouble.sentence(session)),
    };
    // What is dumped from here on is known as older as soon as more is sent.
    count_on_after_copy(app).await?;
    Ok(dump)
}
