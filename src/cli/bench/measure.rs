//! What this process has used, and what many measurements come to.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Processor time of this process so far, in seconds, where the system tells
/// (Linux).
pub fn cpu_seconds() -> Option<f64> {
    cpu_seconds_of("self")
}

fn cpu_seconds_of(process: &str) -> Option<f64> {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / TICKS_A_SECOND)
}

/// Processor time used since `before`, for each thousand of `n`.
pub fn cpu_per_1000(before: Option<f64>, n: i64) -> Option<f64> {
    let used = cpu_seconds()? - before?;
    Some(used * 1000.0 / n as f64)
}

/// Processor time of the processes that PostgreSQL runs for one database so far,
/// in seconds, where the server is on this machine.
pub fn database_cpu_seconds(url: &str) -> Option<f64> {
    let (_, path) = url.strip_prefix("postgres")?.rsplit_once('/')?;
    let database = path.split('?').next()?;
    let used = std::fs::read_dir("/proc")
        .ok()?
        .filter_map(|entry| {
            let process = entry.ok()?.file_name().into_string().ok()?;
            let title = std::fs::read_to_string(format!("/proc/{process}/cmdline")).ok()?;
            serves(&title, database)
                .then(|| cpu_seconds_of(&process))
                .flatten()
        })
        .sum::<f64>();
    (used > 0.0).then_some(used)
}

/// Whether a process of this title serves a database: `postgres: user database
/// 127.0.0.1(12345) idle`, with a cluster's name before it or without.
fn serves(title: &str, database: &str) -> bool {
    let words = title.strip_prefix("postgres: ");
    words.is_some_and(|words| words.split(' ').take(3).any(|word| word == database))
}

/// The most memory this process ever held, in MB, where the system tells.
pub fn peak_rss_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

/// What many waits come to, in milliseconds.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Waits {
    #[serde(rename = "p50_ms")]
    pub p50: f64,
    #[serde(rename = "p90_ms")]
    pub p90: f64,
    #[serde(rename = "p99_ms")]
    pub p99: f64,
    #[serde(rename = "max_ms")]
    pub max: f64,
}

impl Waits {
    /// Of these waits, in any order; all zero where there are none.
    pub fn of(mut waits: Vec<Duration>) -> Self {
        waits.sort_unstable();
        let at = |share| share_of(&waits, share).as_secs_f64() * 1000.0;
        Self {
            p50: at(50),
            p90: at(90),
            p99: at(99),
            max: at(100),
        }
    }
}

/// The wait that so many in a hundred do not exceed; they come sorted.
pub fn share_of(sorted: &[Duration], percent: usize) -> Duration {
    let place = (sorted.len() * percent).div_ceil(100);
    sorted
        .get(place.saturating_sub(1))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_which_database_a_process_serves() {
        for title in [
            "postgres: postgres bench 127.0.0.1(45192) idle",
            "postgres: 15/main: postgres bench 127.0.0.1(45192) UPDATE",
        ] {
            assert!(serves(title, "bench") && !serves(title, "other"), "{title}");
        }
        assert!(!serves("postgres: 15/main: checkpointer", "bench"));
        assert!(!serves("psql postgres bench", "bench"));
    }

    #[test]
    fn a_share_is_the_wait_that_so_many_do_not_exceed() {
        let waits: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        for (percent, longest) in [(50, 100), (99, 198), (100, 200)] {
            let wait = share_of(&waits, percent);
            assert_eq!(wait, Duration::from_millis(longest));
            let within = waits.iter().filter(|one| **one <= wait).count();
            assert_eq!(within * 100, waits.len() * percent);
        }
        assert_eq!(share_of(&[], 99), Duration::ZERO);
    }
}
