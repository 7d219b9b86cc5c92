//! Slips of the pen in a gateway's block are found at start, not when a flood
//! comes: each names the channel and says what to do.

use std::sync::Arc;

use loa::app::App;
use loa::channels::ChannelConfig;
use loa::clock::SystemClock;

use crate::support::config::{config, read, surroundings};
use crate::support::database::Database;

use table::{SLIPS, SOUND};

mod table;

#[test]
fn the_block_without_slips_is_taken() {
    assert_eq!(fault(SOUND), None);
}

#[test]
fn a_slip_is_found_at_start_and_says_how_to_mend_it() {
    let mut silent = Vec::new();
    for (right, wrong, words) in SLIPS {
        assert_eq!(SOUND.matches(right).count(), 1, "{right} stands there once");
        let said = fault(&SOUND.replace(right, wrong)).unwrap_or_default();
        println!("{wrong:?}\n    {said}");
        let missing: Vec<_> = words.iter().filter(|word| !said.contains(**word)).collect();
        if !missing.is_empty() {
            silent.push(format!(
                "{wrong:?} is told as {said:?}, without {missing:?}"
            ));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn a_receipt_needs_no_token_where_our_reference_is_signed() {
    let by_id = SOUND.replace("reference = \"d\"", "id = \"d\"\ntoken = \"a-long-word\"");
    assert_eq!(fault(&by_id), None);
}

#[test]
fn no_token_is_needed_where_every_call_is_signed() {
    let signed = SOUND
        .replace("reference = \"d\"", "id = \"d\"")
        .replace("token = \"a-long-word\"", "")
        .replace(
            "[channel.inbound]",
            "[channel.signature]\nkey = \"khoa\"\n[channel.inbound]",
        );
    assert_eq!(fault(&signed), None);
}

#[tokio::test]
async fn a_name_is_given_once_for_calls_are_told_apart_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::on_sqlite(&folder);
    let mut config = config(folder.path(), &database.url);
    config.channel = read(format!("{SOUND}{SOUND}")).unwrap().channel;
    let built = App::build_with(config, Vec::new(), Arc::new(SystemClock)).await;
    let said = built.err().unwrap().to_string();
    assert!(
        said.contains("tram-tin") && said.contains("two channels"),
        "{said}"
    );
}

/// What is said about a configuration, from the file to the opened gateway.
fn fault(toml: &str) -> Option<String> {
    let config = match read(toml) {
        Ok(config) => config,
        Err(error) => return Some(error),
    };
    let open = |block: &ChannelConfig| block.open(&surroundings()).err();
    config
        .channel
        .iter()
        .find_map(open)
        .map(|error| error.to_string())
}
