//! Campaign after campaign, until the process was ended as often as asked.

use super::campaign::{Campaign, Scale};
use super::summary::Summary;

/// The first campaign's seed where nobody gives one.
const SEED: u64 = 20_261_124;
/// Kills of the short form, in two campaigns.
const SHORT: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_kills_it_nothing_is_lost_and_nobody_is_told_too_often() {
    let asked = number("LOA_CRASH_KILLS");
    let kills = asked.unwrap_or(SHORT as u64);
    let scale = scale(asked.is_some());
    let mut seed = number("LOA_CRASH_SEED").unwrap_or(SEED);
    let mut summary = Summary {
        engine: engine(),
        ..Summary::default()
    };
    while (summary.kills() as u64) < kills {
        let report = Campaign::of(seed, scale).run().await;
        println!(
            "{}, campaign {seed}: {} kills in {:.0} s, {}",
            engine(),
            report.kills(),
            report.took.as_secs_f64(),
            report.verdict
        );
        assert!(
            !report.verdict.is_red(),
            "campaign {seed} is red on {}; again with: {}",
            engine(),
            again(seed, asked.map(|_| scale.kills))
        );
        summary.add(&report);
        seed += 1;
    }
    println!("\n{summary}");
    assert!(
        summary.uncertain > 0,
        "no kill was ever in the way of anything"
    );
    let unmet = summary.unmet();
    if kills >= 200 {
        assert!(unmet.is_empty(), "never in the way of anything: {unmet:?}");
    } else {
        println!("not met with work in flight this time: {unmet:?}");
    }
}

/// Whether the long form was asked for.
pub fn is_long() -> bool {
    number("LOA_CRASH_KILLS").is_some()
}

fn number(name: &str) -> Option<u64> {
    let word = std::env::var(name).ok()?;
    Some(
        word.parse()
            .unwrap_or_else(|_| panic!("{name} is no number: {word}")),
    )
}

fn scale(is_long: bool) -> Scale {
    if is_long {
        let people = (2_000, 20_000);
        Scale { kills: 20, people }
    } else {
        let people = (600, 900);
        Scale { kills: 4, people }
    }
}

fn engine() -> &'static str {
    match std::env::var("LOA_TEST_DATABASE_URL") {
        Ok(url) if url.starts_with("postgres") => "PostgreSQL",
        _ => "SQLite",
    }
}

/// The line that runs one campaign again.
fn again(seed: u64, kills: Option<usize>) -> String {
    let kills = kills.map_or(String::new(), |kills| format!("LOA_CRASH_KILLS={kills} "));
    let server = match engine() {
        "SQLite" => "",
        _ => "LOA_TEST_DATABASE_URL=… ",
    };
    format!(
        "{server}{kills}LOA_CRASH_SEED={seed} cargo test --test it crash::campaigns -- --nocapture"
    )
}
