//! `loa bench`: how fast this machine plans, delivers and receives, by the
//! production path — sealed addresses, villages and names, chunks, leases,
//! marks, records, and receipts through the inbox.

mod child;
mod deliver;
mod flash;
mod measure;
mod plan;
mod receive;
mod smpp;
mod stage;
mod timed;
mod watched;

use clap::{Args, Subcommand};

use super::session::Session;

/// Measures this machine.
#[derive(Debug, Args)]
#[command(after_help = "Example: loa bench deliver --people 10000")]
pub struct Bench {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Plan and deliver one notice, by the production path
    Deliver(deliver::Deliver),
    /// Plan one notice, and send nothing
    Plan(plan::Plan),
    /// Take receipts from a gateway that calls at a rate, while sending goes on
    Receive(receive::Receive),
    /// Send a flood warning while a large notice is going out
    Flash(flash::Flash),
    /// Send one notice through a message centre on this machine, by SMPP
    Smpp(smpp::Smpp),
    /// The gateway the others call; they start it themselves
    #[command(hide = true)]
    Gateway(child::Gateway),
}

impl Bench {
    pub async fn run(self, session: Session) -> anyhow::Result<()> {
        match self.what {
            What::Deliver(command) => command.run(session).await,
            What::Plan(command) => command.run(session).await,
            What::Receive(command) => command.run(session).await,
            What::Flash(command) => command.run(session).await,
            What::Smpp(command) => command.run(session).await,
            What::Gateway(command) => command.run().await,
        }
    }
}
