//! `loa demo`.

use clap::Args;

use super::session::Session;

/// Watch a flood warning reach a commune.
#[derive(Debug, Args)]
pub struct Demo {}

impl Demo {
    pub async fn run(self, _session: Session) -> anyhow::Result<()> {
        Ok(())
    }
}
