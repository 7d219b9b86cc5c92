//! How it is known that a database was put back from an older copy, and what
//! follows: it has forgotten what left since, and would send it again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Why a database is taken for a restored one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It counts less than the file beside the key.
    Older,
    /// It has counted before, and no file beside the key says so.
    Moved,
    /// It stands in another place of its server, or on another server.
    Elsewhere,
}

impl Why {
    /// Its word in the ledger and the Fluent keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Older => "older",
            Self::Moved => "moved",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// What a restored office is held by until two officers let it go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantine {
    /// Since when.
    pub since: Timestamp,
    /// Why.
    pub why: Why,
}

/// What is known of a database when it is opened for work.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Its own epoch: a number that only grows while it is in use.
    pub epoch: i64,
    /// The epoch in the file beside the key; `None` where there is no file.
    pub beside: Option<i64>,
    /// Whether nodes elsewhere may have moved it on, so that a node without a
    /// file is merely new.
    pub shared: bool,
    /// The place it noted as its own, where the engine can tell.
    pub noted: Option<&'a str>,
    /// The place it stands in.
    pub place: Option<&'a str>,
}

/// Whether a database was restored. The file is written after the database has
/// moved on and was committed, so no crash leaves the database behind it.
pub fn restored(seen: &Seen<'_>) -> Option<Why> {
    if seen
        .noted
        .zip(seen.place)
        .is_some_and(|(noted, place)| !same_place(noted, place))
    {
        return Some(Why::Elsewhere);
    }
    match seen.beside {
        Some(beside) if seen.epoch < beside => Some(Why::Older),
        None if seen.epoch > 0 && !seen.shared => Some(Why::Moved),
        _ => None,
    }
}

/// How far the epoch leaps when a restored database is found. Further than any
/// file beside another node's key can be ahead: else that node would find the
/// same restore again, after officers have let the office go on.
pub const LEAP: i64 = 1_000_000_000;

/// What a place is called: the database's number, and the server's where it
/// may be read.
pub fn place(database: i64, server: Option<i64>) -> String {
    let server = server.map_or_else(|| UNREAD.to_owned(), |server| server.to_string());
    format!("{database}@{server}")
}

const UNREAD: &str = "?";

/// What could not be read says nothing.
fn same_place(noted: &str, place: &str) -> bool {
    let parts = |place: &str| -> (String, String) {
        let (database, server) = place.split_once('@').unwrap_or((place, UNREAD));
        (database.to_owned(), server.to_owned())
    };
    let ((database, server), (other, elsewhere)) = (parts(noted), parts(place));
    database == other && (server == elsewhere || server == UNREAD || elsewhere == UNREAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(epoch: i64, beside: Option<i64>, shared: bool) -> Option<Why> {
        restored(&Seen {
            epoch,
            beside,
            shared,
            noted: None,
            place: None,
        })
    }

    #[test]
    fn a_database_that_counts_less_than_the_file_is_an_older_one() {
        for shared in [false, true] {
            assert_eq!(seen(6, Some(7), shared), Some(Why::Older));
            assert_eq!(seen(7, Some(7), shared), None);
            // The process died between the database and the file.
            assert_eq!(seen(8, Some(7), shared), None);
        }
    }

    #[test]
    fn without_a_file_a_used_database_was_moved_and_a_shared_one_has_a_new_node() {
        assert_eq!(seen(3, None, false), Some(Why::Moved));
        assert_eq!(seen(3, None, true), None);
        // Never worked with yet.
        assert_eq!(seen(0, None, false), None);
    }

    #[test]
    fn a_database_in_another_place_was_put_there() {
        let at = |noted: &str, place: &str| {
            restored(&Seen {
                epoch: 7,
                beside: Some(7),
                shared: true,
                noted: Some(noted),
                place: Some(place),
            })
        };
        let (here, other) = (place(16_384, Some(5)), place(16_385, Some(5)));
        assert_eq!(at(&here, &here), None);
        assert_eq!(at(&here, &other), Some(Why::Elsewhere));
        // Another server gives its first database the same number.
        assert_eq!(at(&here, &place(16_384, Some(6))), Some(Why::Elsewhere));
        // A role that may not read the server's number is no news.
        assert_eq!(at(&here, &place(16_384, None)), None);
        assert_eq!(at(&place(16_384, None), &here), None);
    }
}
