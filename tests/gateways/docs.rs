//! The blocks of docs/gateways and of loa.toml.example are taken as they stand
//! there.

use loa::channels::ChannelConfig;

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

#[test]
fn every_example_of_the_configuration_may_be_taken_over_as_it_stands() {
    let manual = include_str!("../../loa.toml.example");
    let taken_over = |line: &str| match line.strip_prefix('#') {
        Some(example) if !example.starts_with(' ') => format!("{example}\n"),
        _ => format!("{line}\n"),
    };
    let config = read(manual.lines().map(taken_over).collect::<String>()).unwrap();
    for channel in &config.channel {
        channel.open(&surroundings()).unwrap();
    }
    let names: Vec<&str> = config.channel.iter().map(ChannelConfig::name).collect();
    assert_eq!(names, ["aggregator", "kannel", "carrier", "modem", "tape"]);
}
