//! `loa migrate`.

use clap::Args;

use serde_json::json;

use super::session::{self, Session};

/// Brings the database's tables up to date; every command does so when it
/// opens the database, so this is for whoever wants it done beforehand.
#[derive(Debug, Args)]
#[command(after_help = "Example: LOA_DATABASE_URL=postgres://localhost/loa loa migrate")]
pub struct Migrate {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Migrate {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let app = session.open().await?;
        if self.json {
            return session::json(&json!({ "engine": app.store.engine(), "up_to_date": true }));
        }
        session.print("migrated", &[("engine", app.store.engine().to_owned())]);
        Ok(())
    }
}
