//! From the command line to a command, and from an error to a sentence.

use std::io::IsTerminal;
use std::process::ExitCode;

use super::session::{Session, sentence};
use super::{Cli, Command, dispatch};
use crate::config::Config;
use crate::domain::language::Lang;
use crate::hub::Refusal;
use crate::speech::Speech;

/// Runs a command; what went wrong is told in the person's language, and the
/// exit code is not zero.
pub fn run(cli: Cli) -> ExitCode {
    quiet_when_nobody_reads();
    // The one TLS provider of the house. It is only refused where one is
    // installed already, which is as good.
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let mut session = match session(&cli) {
        Ok(session) => session,
        Err(error) => return fail(&sentence(&error)),
    };
    log(
        &session.config,
        matches!(cli.command, Command::Serve(_) | Command::Worker(_)),
    );
    let (speech, lang) = (Speech::load(), session.lang);
    session.config.complete();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    let opened = session.opened.clone();
    let ended = runtime.block_on(async {
        let ended = Box::pin(dispatch(cli.command, session)).await;
        // A copy of the database's file is whole only once its journal is in it.
        if let Some(app) = opened.get() {
            app.store.close().await;
        }
        ended
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => match error.downcast_ref::<Refusal>() {
            Some(refusal) => {
                let lines: Vec<String> = refusal
                    .sayings()
                    .iter()
                    .map(|saying| speech.say(lang, saying))
                    .collect();
                fail(&lines.join("\n"))
            }
            None => fail(&sentence(&error)),
        },
    }
}

/// `loa … | head` hangs up on us: that is an end, not a fault.
fn quiet_when_nobody_reads() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload_as_str().unwrap_or_default();
        if said.starts_with("failed printing to stdout") && said.contains("roken pipe") {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

fn session(cli: &Cli) -> anyhow::Result<Session> {
    let config = match (Config::read(cli.config.as_deref()), &cli.command) {
        // The demo needs no configuration, and does not suffer from a bad one.
        (Err(_), Command::Demo(_)) => Config::default(),
        (read, _) => read?,
    };
    let lang = match &cli.lang {
        Some(tag) => Lang::parse(tag)
            .map_err(|_| anyhow::anyhow!("there are no words in `{tag}`: try vi or en"))?,
        None => config.language,
    };
    Ok(Session {
        config,
        lang,
        speech: Speech::load(),
        opened: std::sync::Arc::default(),
    })
}

fn log(config: &Config, is_service: bool) {
    let wanted = std::env::var("RUST_LOG").unwrap_or_else(|_| config.log.filter.clone());
    let filter = if is_service {
        wanted
    } else {
        std::env::var("RUST_LOG").unwrap_or_else(|_| "error".to_owned())
    };
    let builder = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(filter))
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // A second subscriber (in tests) is refused; the first one serves.
    if config.log.json {
        builder.json().try_init().ok()
    } else {
        builder.try_init().ok()
    };
}

fn fail(sentence: &str) -> ExitCode {
    eprintln!("loa: {sentence}");
    ExitCode::FAILURE
}
