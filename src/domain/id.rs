//! Names of rows. Each is a UUID of version 7: it sorts by the time it was
//! made, comes from the program rather than from the database, and is of its
//! own type, so that a person is never looked up as a notice.

use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new name, made at `now`.
            pub fn at(now: Timestamp) -> Self {
                Self(uuid_at(now))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A notice.
    NoticeId,
    /// A person who is to be told.
    PersonId,
    /// One reading of a list of people.
    ListId,
    /// A way to reach somebody: a number, a chat, a browser.
    ContactId,
    /// A village: a local row, for the state keeps no code for it.
    VillageId,
    /// Someone of the office.
    OfficerId,
    /// One ledger row: one notice to one contact.
    DeliveryId,
    /// Some five hundred deliveries that are claimed together.
    ChunkId,
    /// The right to work on a chunk, held by one pump of one boot.
    Lease,
}

/// The random bits of a version 7 UUID: twelve before its variant, the rest
/// behind.
const RANDOM_BITS: u32 = 74;
const BEHIND: u32 = 62;

/// A version 7 UUID of this moment. Those of one millisecond follow each other
/// from a random beginning: what is written together then lies together in
/// every index, and the system is asked for randomness once.
pub fn uuid_at(now: Timestamp) -> Uuid {
    static LAST: Mutex<(u64, u128)> = Mutex::new((0, 0));
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    let follows = last.0 == millis && last.1 + 1 < 1 << RANDOM_BITS;
    let random = if follows { last.1 + 1 } else { some_bits() };
    *last = (millis, random);
    let (before, behind) = (random >> BEHIND, random & ((1 << BEHIND) - 1));
    Uuid::from_u128(u128::from(millis) << 80 | 7 << 76 | before << 64 | 2 << BEHIND | behind)
}

/// As many random bits as a version 7 UUID takes.
fn some_bits() -> u128 {
    let random = Uuid::new_v4().as_u128();
    let (before, behind) = (random >> 64 & 0xfff, random & ((1 << BEHIND) - 1));
    before << BEHIND | behind
}

/// The first UUID of a moment: whatever was made before it sorts before it.
pub fn first_uuid_at(moment: Timestamp) -> Uuid {
    let millis = u128::try_from(moment.as_millisecond()).unwrap_or(0);
    Uuid::from_u128(millis << 80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_the_time_they_were_made() {
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(uuid_at(at(10)) < first_uuid_at(at(11)));
        assert!(uuid_at(at(11)) >= first_uuid_at(at(11)));
    }

    #[test]
    fn names_of_one_moment_follow_each_other_and_are_of_version_7() {
        let now = Timestamp::from_microsecond(1_795_000_000_123_456).unwrap();
        let names: Vec<Uuid> = (0..1000).map(|_| uuid_at(now)).collect();
        assert!(names.is_sorted_by(|a, b| a < b));
        for name in names {
            assert_eq!(name.get_version_num(), 7);
            assert_eq!(name.get_variant(), uuid::Variant::RFC4122);
            let (seconds, nanos) = name.get_timestamp().unwrap().to_unix();
            assert_eq!((seconds, nanos), (1_795_000_000, 123_000_000));
        }
    }
}
