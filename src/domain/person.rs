//! Who is to be told, and by which ways they can be reached.
//!
//! What is kept: language, area, role, ways. What is never kept: ethnicity.

use serde::{Deserialize, Serialize};

use super::phone::Phone;
use super::say::{Said, Saying};

/// The part a person plays in carrying a notice.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Role {
    /// Hears the notice.
    Villager,
    /// A respected person who tells it on.
    Relay,
    /// Head of a village.
    Head,
    /// Of the commune's office.
    Officer,
}

impl Role {
    /// Those who tell others are told first.
    pub fn tells_others(self) -> bool {
        self != Self::Villager
    }

    /// The word of import files and of the database.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "villager" => Some(Self::Villager),
            "relay" => Some(Self::Relay),
            "head" => Some(Self::Head),
            "officer" => Some(Self::Officer),
            _ => None,
        }
    }
}

/// A kind of way to reach somebody.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Way {
    /// A text message to a phone number.
    Sms,
    /// Zalo, by the user's id.
    Zalo,
    /// Telegram, by the chat's id.
    Telegram,
    /// A browser that agreed to be woken.
    Push,
}

impl Way {
    /// All ways.
    pub const ALL: [Self; 4] = [Self::Sms, Self::Zalo, Self::Telegram, Self::Push];

    /// The word of files, database and addresses of the web.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Zalo => "zalo",
            Self::Telegram => "telegram",
            Self::Push => "push",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == word)
    }
}

impl std::fmt::Display for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a message goes on one way. Never printed: a leaked number is a
/// disaster, so `Debug` hides it and there is no `Display`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address {
    way: Way,
    value: String,
}

impl Address {
    /// A phone number reached by SMS.
    pub fn sms(phone: Phone) -> Self {
        Self {
            way: Way::Sms,
            value: phone.e164(),
        }
    }

    /// An address as a list or a database gives it.
    pub fn parse(way: Way, value: &str) -> Result<Self, BadAddress> {
        if way == Way::Sms {
            return Phone::parse(value)
                .map(Self::sms)
                .map_err(|_| BadAddress { way });
        }
        let value = value.trim();
        let sound = !value.is_empty()
            && value.len() <= 2048
            && !value.chars().any(|c| c.is_control() || c == ' ');
        if sound {
            Ok(Self {
                way,
                value: value.to_owned(),
            })
        } else {
            Err(BadAddress { way })
        }
    }

    /// The way it belongs to.
    pub fn way(&self) -> Way {
        self.way
    }

    /// The address itself, for sealing and for the gateway: E.164 for a
    /// phone, else the platform's id.
    pub fn expose(&self) -> &str {
        &self.value
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Address({}, hidden)", self.way)
    }
}

/// The address cannot be one of its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an address for {way}")]
pub struct BadAddress {
    /// The way it was given for.
    pub way: Way,
}

impl Said for BadAddress {
    fn said(&self) -> Saying {
        Saying::new("address-bad").with("channel", self.way)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_never_shows_itself() {
        let address = Address::parse(Way::Sms, "0912 345 678").unwrap();
        assert_eq!(address.expose(), "+84912345678");
        assert!(!format!("{address:?}").contains("345"));
    }

    #[test]
    fn a_chat_id_with_a_space_is_refused() {
        assert_eq!(
            Address::parse(Way::Zalo, "12 34"),
            Err(BadAddress { way: Way::Zalo })
        );
    }
}
