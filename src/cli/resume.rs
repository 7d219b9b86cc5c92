//! `loa resume`.

use clap::Args;
use serde_json::json;

use super::session::{self, Session};
use crate::hub::people::officer;
use crate::hub::restore::resume;

/// Lets an office go on whose database was restored: two officers who may
/// approve answer for it. Flash messages of uncertain fate are then sent once
/// more; others wait for their receipts.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa resume --as \"Vàng Thị Bình\" --as \"Lò Văn Chung\"")]
pub struct Resume {
    /// An officer who answers for it; two are needed
    #[arg(long = "as", value_name = "NAME", required = true)]
    names: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Resume {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        let app = session.open().await?;
        let mut officers = Vec::new();
        for name in &self.names {
            officers.push(officer(&app, name).await?);
        }
        let ended = resume(&app, &officers).await?;
        if self.json {
            return session::json(&json!({ "resumed": true, "quarantine": ended }));
        }
        session.print("resumed", &[]);
        Ok(())
    }
}
