//! The blocks of docs/gateways are taken as they stand there.

use crate::support::config::{read, surroundings};
use crate::support::files::root;

#[test]
fn every_block_of_the_manuals_opens() {
    let folder = root().join("docs/gateways");
    let mut opened = 0;
    for manual in std::fs::read_dir(folder).unwrap() {
        let path = manual.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for block in text.split("```toml\n").skip(1) {
            let (block, _) = block.split_once("```").unwrap();
            let config = read(block).unwrap();
            assert!(!config.channel.is_empty(), "{}", path.display());
            for channel in &config.channel {
                channel.open(&surroundings()).unwrap();
                opened += 1;
            }
        }
    }
    assert!(opened >= 2, "{opened}");
}
