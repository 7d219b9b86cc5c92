//! What a clerk calls the columns, and what they mean.

use crate::domain::text::fold;

use super::tcvn3;
use super::vocabulary::meaning;

/// What a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// People.
    People,
    /// Villages.
    Villages,
}

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// A person's name, or the village's in a list of villages.
    Name,
    /// The first part of a name that is split over two columns.
    FamilyName,
    /// A phone number, or several.
    Phone,
    /// The way a person is to be reached.
    Channel,
    /// The address on that way: a user's or chat's id.
    Address,
    /// The language a person wants.
    Language,
    /// The village.
    Village,
    /// The commune the village was in before the merger of 2025.
    OldCommune,
    /// The commune's code or name.
    Area,
    /// The part a person plays.
    Role,
    /// Who took the consent.
    ConsentBy,
    /// On which day.
    ConsentAt,
    /// Whether the person agreed; a no keeps the row out.
    Agreed,
    /// Where a person lives; only the village is read out of it.
    Home,
    /// A village's number of households.
    Households,
    /// A village's number of people.
    People,
    /// A column that is known and not read.
    Ignored(Why),
}

/// Why a known column is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// It tells ethnicity, which is never stored.
    Ethnicity,
    /// It tells health, religion or party, which is never stored.
    Sensitive,
    /// Nothing here needs it.
    NotKept,
    /// It has no name.
    Unnamed,
}

/// The column a header's text names.
pub(super) fn named(text: &str, kind: Kind) -> Option<Column> {
    use Column::{Area, Households, Ignored, Name, OldCommune, People, Village};

    let column = meaning(text).or_else(|| meaning(&tcvn3::decode(text)?))?;
    Some(match kind {
        Kind::People => match column {
            Households | People => Ignored(Why::NotKept),
            column => column,
        },
        // In a list of villages the village is what has the name, and whoever
        // heads it, with a phone, is not read here.
        Kind::Villages => match column {
            Village => Name,
            Name if fold(text).starts_with("ho") => Ignored(Why::NotKept),
            Name | OldCommune | Area | Households | People | Ignored(_) => column,
            _ => Ignored(Why::NotKept),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::Column::{
        Area, ConsentAt, ConsentBy, Households, Ignored, Language, Name, OldCommune, People, Phone,
        Role, Village,
    };
    use super::*;

    #[test]
    fn a_clerks_words_for_a_column_are_understood() {
        for (text, column) in [
            ("Họ và tên", Name),
            ("HỌ TÊN CHỦ HỘ", Name),
            ("Họ và tên\nngười có uy tín", Name),
            ("SĐT", Phone),
            ("Số điện thoại (nếu có)", Phone),
            ("Điện thoại liên hệ", Phone),
            ("ĐT", Phone),
            ("SĐT 2", Phone),
            ("Thôn/bản", Village),
            ("Bản", Village),
            ("Tổ dân phố", Village),
            ("Xã cũ", OldCommune),
            ("Xã (trước sáp nhập)", OldCommune),
            ("Xã/phường", Area),
            ("Tiếng", Language),
            ("Ngôn ngữ", Language),
            ("Vai trò", Role),
            ("Người lấy ý kiến đồng ý", ConsentBy),
            ("Ngày đồng ý", ConsentAt),
            ("old_commune", OldCommune),
            ("consent_at", ConsentAt),
            ("Hä vµ tªn", Name),
            ("§iÖn tho¹i", Phone),
            ("D©n téc", Ignored(Why::Ethnicity)),
            ("Dân tộc", Ignored(Why::Ethnicity)),
            ("STT", Ignored(Why::NotKept)),
            ("Họ và tên cha", Ignored(Why::NotKept)),
        ] {
            assert_eq!(named(text, Kind::People), Some(column), "{text}");
        }
    }

    #[test]
    fn what_could_mean_two_things_is_not_guessed() {
        assert_eq!(named("DT", Kind::People), None);
        assert_eq!(named("Mã CRM", Kind::People), None);
        // "Không" under it may mean "no remark" or "does not agree".
        assert_eq!(named("Ý kiến", Kind::People), None);
        assert_eq!(named("", Kind::People), None);
    }

    #[test]
    fn in_a_list_of_villages_the_village_has_the_name() {
        assert_eq!(named("Thôn/bản", Kind::Villages), Some(Name));
        assert_eq!(named("Số hộ", Kind::Villages), Some(Households));
        assert_eq!(named("Số nhân khẩu", Kind::Villages), Some(People));
        assert_eq!(
            named("Họ tên trưởng thôn", Kind::Villages),
            Some(Ignored(Why::NotKept))
        );
        assert_eq!(named("SĐT", Kind::Villages), Some(Ignored(Why::NotKept)));
        assert_eq!(named("Số hộ", Kind::People), Some(Ignored(Why::NotKept)));
    }
}
