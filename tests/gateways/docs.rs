//! The blocks of docs/gateways are taken as they stand there.

use std::path::Path;

use loa::channels::Surroundings;
use ring::hmac;

use super::bench::read;

#[test]
fn every_block_of_the_manuals_opens() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gateways");
    let mut opened = 0;
    for manual in std::fs::read_dir(folder).unwrap() {
        let path = manual.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for block in text.split("```toml\n").skip(1) {
            let (block, _) = block.split_once("```").unwrap();
            let config = read(block.to_owned()).unwrap();
            assert!(!config.channel.is_empty(), "{}", path.display());
            for channel in &config.channel {
                let surroundings = Surroundings {
                    public_url: "http://127.0.0.1:8099".to_owned(),
                    hooks: hmac::Key::new(hmac::HMAC_SHA256, b"a test"),
                };
                channel.open(&surroundings).unwrap();
                opened += 1;
            }
        }
    }
    assert!(opened >= 2, "{opened}");
}
