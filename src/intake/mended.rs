//! What was put right or left alone, told so that a person can check it.

use crate::domain::phone::BadPhone;
use crate::domain::say::{Said, Saying};

use super::column::Why;

/// Something in a row that was put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mended {
    /// The phone's leading zero was missing.
    Zero,
    /// The phone ended in `.0`.
    PointZero,
    /// The phone was written as a power of ten, with all its digits there.
    Power,
    /// The phone had the eleven digits of before 2018.
    OldNumber,
    /// Words beside the number ("vợ", "Zalo") were left out.
    Words,
    /// One cell held several numbers.
    Several,
    /// A second number in the cell was left out.
    LeftOut(BadPhone),
    /// The leading zeros of the area's code were missing.
    AreaZeros,
}

impl Said for Mended {
    fn said(&self) -> Saying {
        match self {
            Self::Zero => Saying::new("mended-zero"),
            Self::PointZero => Saying::new("mended-point-zero"),
            Self::Power => Saying::new("mended-power"),
            Self::OldNumber => Saying::new("mended-old-number"),
            Self::Several => Saying::new("mended-several"),
            Self::Words => Saying::new("mended-words"),
            // The reason's own key, for the words to choose by.
            Self::LeftOut(why) => Saying::new("mended-left-out").with("why", why.said().key),
            Self::AreaZeros => Saying::new("mended-area-zeros"),
        }
    }
}

/// A column that was seen and not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The column as the header writes it; its letter where it has no name.
    pub column: String,
    /// Why it is not read.
    pub why: Why,
}

impl Said for Ignored {
    fn said(&self) -> Saying {
        let key = match self.why {
            Why::Ethnicity => "ignored-ethnicity",
            Why::Sensitive => "ignored-sensitive",
            Why::NotKept => "ignored-not-kept",
            Why::Unnamed => "ignored-unnamed",
        };
        Saying::new(key).with("column", &self.column)
    }
}
