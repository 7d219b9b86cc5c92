//! Names of rows. Each is a UUID of version 7: it sorts by the time it was
//! made, comes from the program rather than from the database, and is of its
//! own type, so that a person is never looked up as a notice.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::{ContextV7, Uuid};

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

/// A version 7 UUID of this moment; the random part comes from the system.
pub fn uuid_at(now: Timestamp) -> Uuid {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let nanos = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(ContextV7::new(), seconds, nanos))
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
}
