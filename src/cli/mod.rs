//! Face three: one file for each command. Results go to standard output, as
//! JSON where asked; everything else goes to standard error. What officers
//! read comes through Fluent, Vietnamese first.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod areas;
mod backup;
mod bench;
mod coverage;
mod deeds;
mod demo;
mod doctor;
mod gateway;
mod inbox;
mod letters;
mod listing;
mod migrate;
mod notice;
mod officer;
mod people;
mod person;
mod preview;
mod resume;
mod run;
mod send;
mod serve;
mod session;
mod statement;
mod villages;

use session::Session;

/// Carries a public notice to everyone it concerns, in their language, on the
/// phone they own, and says whom it missed.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100)]
pub struct Cli {
    /// Configuration file; `loa.toml` where there is one
    #[arg(long, global = true, env = "LOA_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Language of what is printed: `vi` (default) or `en`
    #[arg(long, global = true, value_name = "TAG")]
    lang: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Watch a flood warning reach a commune, on simulated phones
    Demo(demo::Demo),
    /// Run everything: pages, hooks and the delivery engine
    Serve(serve::Serve),
    /// Run the delivery engine alone, beside others
    Worker(serve::Worker),
    /// Check everything the office depends on, and say what to do
    Doctor(doctor::Doctor),
    /// Gateways: what is configured, and a trial of one
    Gateway(gateway::GatewayCommand),
    /// Find provinces and communes, marks aside
    Areas(areas::AreasCommand),
    /// Officers of the office
    Officer(officer::OfficerCommand),
    /// Lists of people
    People(people::PeopleCommand),
    /// Lists of villages with their households
    Villages(villages::VillagesCommand),
    /// One person: show, silence, forget
    Person(person::PersonCommand),
    /// Notices: write, preview, approve, send, stop
    Notice(notice::NoticeCommand),
    /// What people wrote: read, assign, answer
    Inbox(inbox::InboxCommand),
    /// Who was reached, village by village
    Coverage(coverage::CoverageCommand),
    /// What each gateway was handed in a month, and what it costs
    Statement(statement::StatementCommand),
    /// Make a copy of the database, while it is in use
    Backup(backup::Backup),
    /// Let a restored office send again: two officers
    Resume(resume::Resume),
    /// Bring the database's tables up to date
    Migrate(migrate::Migrate),
    /// Measure this machine
    Bench(bench::Bench),
}

/// Runs a command, and says in one place what went wrong.
pub fn run(cli: Cli) -> ExitCode {
    run::run(cli)
}

async fn dispatch(command: Command, session: Session) -> anyhow::Result<()> {
    match command {
        Command::Demo(command) => command.run(session).await,
        Command::Serve(command) => command.run(session).await,
        Command::Worker(command) => command.run(session).await,
        Command::Doctor(command) => command.run(session).await,
        Command::Gateway(command) => command.run(session).await,
        Command::Areas(command) => command.run(&session),
        Command::Officer(command) => command.run(session).await,
        Command::People(command) => command.run(session).await,
        Command::Villages(command) => command.run(session).await,
        Command::Person(command) => command.run(session).await,
        Command::Notice(command) => command.run(session).await,
        Command::Inbox(command) => command.run(session).await,
        Command::Coverage(command) => command.run(session).await,
        Command::Statement(command) => command.run(session).await,
        Command::Backup(command) => command.run(session).await,
        Command::Resume(command) => command.run(session).await,
        Command::Migrate(command) => command.run(session).await,
        Command::Bench(command) => command.run(session).await,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        let mut waiting: Vec<(String, clap::Command)> = super::Cli::command()
            .get_subcommands()
            .map(|command| (command.get_name().to_owned(), command.clone()))
            .collect();
        while let Some((name, command)) = waiting.pop() {
            let help = command.get_after_help().map(ToString::to_string);
            assert!(
                help.is_some_and(|help| help.contains("loa ")),
                "`loa {name}` has no example"
            );
            waiting.extend(
                command
                    .get_subcommands()
                    .map(|inner| (format!("{name} {}", inner.get_name()), inner.clone())),
            );
        }
    }
}
