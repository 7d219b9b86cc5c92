//! What the program is told before it starts.

use std::path::Path;

use loa::channels::Surroundings;
use loa::config::Config;
use loa::domain::quiet::Quiet;
use ring::hmac;

use super::http::install_tls;

/// A configuration whose files stand in one folder.
pub fn config(folder: &Path, database_url: &str) -> Config {
    let mut config = Config {
        database_url: database_url.to_owned(),
        key_file: folder.join("loa.key"),
        listen: "127.0.0.1:0".to_owned(),
        // Tests run at night too.
        quiet: Quiet::NONE,
        ..Config::default()
    };
    config.complete();
    config
}

/// Reads a configuration as an office's is read: from a file.
pub fn read(toml: impl AsRef<str>) -> Result<Config, String> {
    // Else the command line has done it.
    install_tls();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("loa.toml");
    std::fs::write(&file, toml.as_ref()).unwrap();
    Config::read(Some(&file)).map_err(|error| error.to_string())
}

/// What a gateway's block is opened with where nobody will call back.
pub fn surroundings() -> Surroundings {
    Surroundings {
        public_url: "http://127.0.0.1:8099".to_owned(),
        hooks: hmac::Key::new(hmac::HMAC_SHA256, b"a test"),
    }
}
