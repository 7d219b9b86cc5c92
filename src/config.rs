//! One TOML file and the environment. No file is needed to start.
//!
//! `loa.toml.example` is the manual. Anything can be set as
//! `LOA__SECTION__KEY`; five things have short names of their own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;

use crate::channels::ChannelConfig;
use crate::domain::area::AreaCode;
use crate::domain::budget::Budget;
use crate::domain::hours::Hours;
use crate::domain::language::{Lang, Surface};
use crate::domain::notice::Urgency;
use crate::domain::promotion::Rules;
use crate::domain::quiet::Quiet;
use crate::domain::talk::guard;

/// Everything that can be configured.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// `sqlite:FILE` or `postgres://…` (`LOA_DATABASE_URL`).
    pub database_url: String,
    /// Where the web face listens (`LOA_LISTEN`).
    pub listen: String,
    /// How phones and gateways reach us (`LOA_PUBLIC_URL`).
    pub public_url: String,
    /// The file with the keys to personal data (`LOA_KEY_FILE`).
    pub key_file: PathBuf,
    /// What officers are spoken to in (`LOA_LANGUAGE`).
    pub language: Lang,
    /// How deliveries are made.
    pub deliver: Deliver,
    /// When nobody is woken.
    pub quiet: Quiet,
    /// How advertising leaves.
    pub promotional: Rules,
    /// What the office may spend.
    pub budget: Budget,
    /// How much people are answered.
    pub conversation: guard::Limits,
    /// The languages of each province.
    pub languages: Languages,
    /// Texts without their marks.
    pub plain: Plain,
    /// `/metrics`, off by default.
    pub metrics: Metrics,
    /// Structured logs.
    pub log: Log,
    /// The gateways.
    pub channel: Vec<ChannelConfig>,
}

/// `[deliver]`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Deliver {
    /// How long a node may be silent before others take over what it held.
    pub lease_seconds: u64,
    /// Waits between tries, in percent of what they are by rule.
    pub retry_percent: u32,
    /// How long receipts are waited for.
    pub receipt_horizon_seconds: u64,
    /// After how long a flash message of uncertain fate is sent once more.
    pub flash_resend_seconds: u64,
    /// How long read receipts are kept.
    pub receipt_days: u64,
}

/// `[languages]`: of a province's code, the tags it has turned on. Where a
/// province is not named, whatever a key phone can show.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Languages(BTreeMap<String, Vec<Lang>>);

impl Languages {
    /// Those of a province; Vietnamese is one of them everywhere.
    pub fn of(&self, province: Option<&AreaCode>) -> Vec<Lang> {
        let turned_on = province.and_then(|code| self.0.get(code.as_str()));
        let mut languages = vec![Lang::vi()];
        match turned_on {
            Some(tags) => languages.extend(tags.iter().filter(|lang| **lang != Lang::vi())),
            None => languages
                .extend(Lang::all().filter(|lang| *lang > Lang::en() && lang.fits(Surface::Sms))),
        }
        languages
    }
}

/// `[plain]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Plain {
    /// Words that the office adds to those that are misread without marks: a
    /// file like `data/without-marks.csv`.
    pub words: Option<PathBuf>,
}

/// `[metrics]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Metrics {
    /// Where Prometheus may ask, such as `127.0.0.1:9090`.
    pub listen: Option<String>,
}

/// `[log]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// What is logged, in the syntax of `RUST_LOG`.
    pub filter: String,
    /// As JSON, for machines.
    pub json: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: "sqlite:loa.db".to_owned(),
            listen: "127.0.0.1:8080".to_owned(),
            public_url: String::new(),
            key_file: PathBuf::from("loa.key"),
            language: Lang::vi(),
            deliver: Deliver::default(),
            quiet: Quiet::default(),
            promotional: Rules::default(),
            budget: Budget::default(),
            conversation: guard::Limits::default(),
            languages: Languages::default(),
            plain: Plain::default(),
            metrics: Metrics::default(),
            log: Log::default(),
            channel: Vec::new(),
        }
    }
}

impl Default for Deliver {
    fn default() -> Self {
        Self {
            lease_seconds: 15,
            retry_percent: 100,
            receipt_horizon_seconds: 72 * 3600,
            flash_resend_seconds: 60,
            receipt_days: 90,
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self {
            filter: "warn,loa=info".to_owned(),
            json: false,
        }
    }
}

impl Deliver {
    /// [`Deliver::lease_seconds`] as a length of time.
    pub fn lease(&self) -> Duration {
        Duration::from_secs(self.lease_seconds)
    }

    /// [`Deliver::receipt_horizon_seconds`] as a length of time.
    pub fn horizon(&self) -> Duration {
        Duration::from_secs(self.receipt_horizon_seconds)
    }
}

/// The configuration cannot be used; says where and why.
#[derive(Debug, thiserror::Error)]
#[error("the configuration: {0}. See loa.toml.example")]
pub struct BadConfig(String);

/// Short names, kept because scripts rely on them.
const SHORT: [(&str, &str); 5] = [
    ("LOA_DATABASE_URL", "database_url"),
    ("LOA_LISTEN", "listen"),
    ("LOA_PUBLIC_URL", "public_url"),
    ("LOA_KEY_FILE", "key_file"),
    ("LOA_LANGUAGE", "language"),
];

impl Config {
    /// Reads a file (`LOA_CONFIG`, else `loa.toml` where there is one) and the
    /// environment, which wins.
    pub fn read(file: Option<&Path>) -> Result<Self, BadConfig> {
        let bad = |error: config::ConfigError| BadConfig(error.to_string());
        let mut builder = config::Config::builder();
        let (path, required) = file.map_or((Path::new("loa.toml"), false), |path| (path, true));
        builder = builder.add_source(
            config::File::from(path)
                .format(config::FileFormat::Toml)
                .required(required),
        );
        let environment = config::Environment::with_prefix("LOA")
            .prefix_separator("__")
            .separator("__");
        builder = builder.add_source(environment.try_parsing(true));
        for (name, key) in SHORT {
            builder = builder
                .set_override_option(key, std::env::var(name).ok())
                .map_err(bad)?;
        }
        let mut config: Self = builder
            .build()
            .and_then(config::Config::try_deserialize)
            .map_err(bad)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for block in &mut config.channel {
            block.lies_in(folder);
        }
        config.complete();
        config.check()?;
        Ok(config)
    }

    /// Refuses what would only show itself once notices are on their way.
    fn check(&self) -> Result<(), BadConfig> {
        let begins = |text: &str, with: &[&str]| with.iter().any(|start| text.starts_with(start));
        let refuse = |key: &str, value: &str, wanted: &str| {
            Err(BadConfig(format!(
                "{key} is \"{value}\" and must be {wanted}"
            )))
        };
        if !begins(
            &self.database_url,
            &["sqlite:", "postgres://", "postgresql://"],
        ) {
            let scheme = self.database_url.split(':').next().unwrap_or_default();
            return refuse(
                "LOA_DATABASE_URL",
                scheme,
                "sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME",
            );
        }
        if self.database_url.contains(":memory:") {
            return refuse(
                "LOA_DATABASE_URL",
                &self.database_url,
                "a file: what was accepted must outlive the program",
            );
        }
        if !begins(&self.public_url, &["http://", "https://"]) {
            let wanted =
                "the address gateways and phones call us by, such as https://loa.example.vn";
            return refuse("LOA_PUBLIC_URL", &self.public_url, wanted);
        }
        if self.deliver.lease_seconds == 0 {
            return refuse("deliver.lease_seconds", "0", "1 or more");
        }
        let number = self.conversation.number.as_deref();
        if let Some(number) = number.filter(|number| !guard::can_be_asked(number)) {
            let wanted = "a mobile number or a short code, for people to write to";
            return refuse("conversation.number", number, wanted);
        }
        if let Some(vnd) = self.budget.month_vnd.filter(|vnd| *vnd < 0) {
            return refuse("budget.month_vnd", &vnd.to_string(), "0 or more");
        }
        if self.budget.flash_reserve_percent > 100 {
            let percent = self.budget.flash_reserve_percent.to_string();
            return refuse("budget.flash_reserve_percent", &percent, "0 to 100");
        }
        if let Some(weak) = self.promotional.weak() {
            return refuse(weak.key, &weak.value, weak.wanted);
        }
        let night = Some(self.promotional.night());
        let hours = Hours::of(Urgency::Routine, self.quiet, night);
        if hours.opens(Timestamp::UNIX_EPOCH).is_none() {
            let written = self.promotional.from.to_string();
            let wanted = "such that an hour of the day is left outside [quiet]";
            return refuse("promotional.from", &written, wanted);
        }
        Ok(())
    }

    /// Fills in what follows from the rest.
    pub fn complete(&mut self) {
        if self.public_url.is_empty() {
            self.public_url = format!("http://{}", self.listen);
        }
        while self.public_url.ends_with('/') {
            self.public_url.pop();
        }
    }
}
