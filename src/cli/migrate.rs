//! `loa migrate`.

use clap::Args;

use super::session::Session;

/// Brings the database's tables up to date; every command does so when it
/// opens the database, so this is for whoever wants it done beforehand.
#[derive(Debug, Args)]
#[command(after_help = "Example: LOA_DATABASE_URL=postgres://localhost/loa loa migrate")]
pub struct Migrate {}

impl Migrate {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let app = session.open().await?;
        session.print("migrated", &[("engine", app.store.engine().to_owned())]);
        Ok(())
    }
}
