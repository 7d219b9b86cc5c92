//! The words clerks write above columns.

use crate::domain::text::fold;

use super::column::Column::{
    self, Address, Agreed, Area, Channel, ConsentAt, ConsentBy, FamilyName, Home, Households,
    Ignored, Language, Name, OldCommune, People, Phone, Role, Village,
};
use super::column::Why::{Ethnicity, NotKept, Sensitive};
use super::words::listed;

/// Folded headers, parted by bars.
const WORDS: &[(Column, &str)] = &[
    (
        Name,
        "name|full name|ten|ten day du|ten chu ho|chu ho|nguoi nhan|ten nguoi nhan|\
         nguoi dan|ten nguoi dan|dai dien ho|nguoi dai dien|ten dai dien",
    ),
    (
        FamilyName,
        "ho|ho dem|ho va dem|ho lot|ho va ten dem|ho ten dem|ho va ten lot|ho chu lot|\
         family name|last name|surname",
    ),
    (
        Phone,
        "phone|phone number|mobile|mobile phone|telephone|tel|di dong|so di dong|so may|\
         so zalo|zalo sdt|lien he|so lien he|so lien lac|lien lac",
    ),
    (
        Channel,
        "channel|kenh|kenh nhan|kenh nhan tin|kenh lien lac|hinh thuc nhan tin|\
         cach nhan tin|phuong thuc nhan tin",
    ),
    (
        Address,
        "address|dia chi nhan tin|zalo id|id zalo|ma zalo|telegram id|id telegram|chat id",
    ),
    (
        Language,
        "language|ngon ngu|tieng|tieng noi|tieng dan toc|tieng me de|tieng su dung|\
         ngon ngu su dung|ngon ngu nhan tin|tieng nhan tin",
    ),
    (
        Village,
        "village|hamlet|thon|ban|lang|buon|ap|xom|khu|khoi|khom|to|tdp|plei|bon|khu pho|\
         khu dan cu|to dan pho|thon ban|ban thon|thon to|thon xom|thon buon|buon thon|\
         thon lang|ban lang|thon ap|ap khom|ap khu pho|xom ap|thon to dan pho|\
         thon ban to|thon ban to dan pho|thon ban tdp|thon tdp|ten thon|ten ban|\
         ten thon ban|thon ban lang|thon ban buon|thon ban khu pho|ten thon to dan pho|\
         thon khu pho",
    ),
    (
        OldCommune,
        "old commune|former commune|xa cu|ten xa cu|xa phuong cu|xa thi tran cu|\
         thuoc xa cu|don vi cu|dia ban cu|xa truoc day|xa truoc sap nhap|\
         xa truoc khi sap nhap|ten xa truoc sap nhap",
    ),
    (
        Area,
        "area|area code|commune|commune code|xa|phuong|xa phuong|xa phuong dac khu|\
         ten xa|xa moi|xa sau sap nhap|ma xa|ma xa phuong|ma dvhc|ma don vi hanh chinh|\
         ma dia ban|dia ban|khu vuc|don vi",
    ),
    (Role, "role|vai tro|chuc vu|chuc danh|nhiem vu"),
    (
        ConsentBy,
        "consent by|nguoi lay y kien dong y|nguoi lay y kien|nguoi lay dong y|\
         nguoi lay su dong y|nguoi xin y kien|nguoi ghi nhan dong y|can bo lay y kien",
    ),
    (
        ConsentAt,
        "consent at|consent date|ngay dong y|ngay lay y kien|ngay lay y kien dong y|\
         ngay lay dong y|ngay ghi nhan dong y|thoi gian dong y|thoi diem dong y",
    ),
    (
        Agreed,
        "consent|agreed|dong y|dong y nhan tin|dong y nhan thong bao|\
         y kien dong y|dong y co khong|co dong y khong|dong y khong dong y",
    ),
    (
        Home,
        "dia chi|noi o|cho o|noi o hien nay|noi o hien tai|dia chi hien tai|noi cu tru|\
         dia chi thuong tru|noi thuong tru|thuong tru|hktt|ho khau thuong tru|dia chi nha",
    ),
    (
        Households,
        "households|so ho|tong so ho|tong ho|so ho dan|ho dan|so ho gia dinh",
    ),
    (
        People,
        "people|population|so nguoi|dan so|nhan khau|so khau|so nhan khau|khau|\
         tong so khau|tong nhan khau|tong so nhan khau|tong so nguoi",
    ),
    (
        Ignored(Ethnicity),
        "dan toc|thanh phan dan toc|thuoc dan toc|toc nguoi|ethnicity|ethnic|\
         ethnic group|ten dan toc",
    ),
    (
        Ignored(Sensitive),
        "ton giao|religion|khuyet tat|tinh trang khuyet tat|dang khuyet tat|suc khoe|\
         tinh trang suc khoe|benh|benh nen|dang vien|ngay vao dang",
    ),
    (
        Ignored(NotKept),
        "stt|tt|so tt|so thu tu|thu tu|no|ghi chu|chu thich|note|notes|remarks|ngay sinh|\
         nam sinh|ngay thang nam sinh|sinh nam|tuoi|gioi tinh|gioi|nam|nu|nam nu|phai|\
         so nha|duong|cccd|so cccd|cmnd|so cmnd|cmnd cccd|cccd cmnd|so cmnd cccd|\
         so cccd cmnd|can cuoc|so can cuoc|can cuoc cong dan|so can cuoc cong dan|\
         so dinh danh|so dinh danh ca nhan|ma dinh danh|ma ho|ma so|ma ho dan|so ho khau|\
         ngay cap|noi cap|nghe nghiep|trinh do|trinh do hoc van|trinh do van hoa|hoc van|\
         quan he|quan he voi chu ho|ky nhan|ky ten|chu ky|xac nhan|email|thu dien tu|\
         facebook|zalo|nha mang|loai dien thoai|loai may|ho ngheo|ho can ngheo|can ngheo|\
         dien ho|loai ho|ho ngheo can ngheo|dien chinh sach|hoan canh|tinh|\
         tinh thanh pho|thanh pho|huyen|quan|quan huyen|tinh moi|tinh cu|que quan|\
         noi sinh|dien tich|tinh trang hon nhan|ngan hang|so tai khoan|bhyt|ma bhyt|\
         so the bhyt|ngay cap nhat|cap nhat|ngay lap|nguoi lap|truong thon|truong ban|\
         bi thu|ten truong thon|ten truong ban|ho ten truong thon|ho va ten truong thon",
    ),
];

/// The column a header's text names, as it would in a list of people.
pub(super) fn meaning(text: &str) -> Option<Column> {
    // Folding would make one of "ĐT" (phone) and "DT" (which may be ethnicity).
    if text.trim().trim_end_matches('.').to_lowercase() == "đt" {
        return Some(Phone);
    }
    let whole = fold(text);
    let unnumbered = whole.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    word(&whole)
        .or_else(|| word(&fold(&without_brackets(text))))
        // "SĐT 1", "SĐT 2"
        .or_else(|| word(unnumbered))
}

fn word(folded: &str) -> Option<Column> {
    let exact = WORDS.iter().find(|(_, words)| listed(words, folded));
    exact.map(|(column, _)| *column).or_else(|| rule(folded))
}

/// Headers that come in too many forms to list.
fn rule(folded: &str) -> Option<Column> {
    const PHONES: &str = "dien thoai|sdt|so dt|dtdd|dt di dong";
    const OTHERS: &str = "cha|me|bo|vo|chong|con|nguoi giam ho|nguoi lap";
    if PHONES.split('|').any(|phone| folded.contains(phone)) {
        return Some(Phone);
    }
    let mut starts = ["ho va ten", "ho ten"].into_iter();
    let of = starts.find_map(|start| folded.strip_prefix(start))?;
    let other = OTHERS
        .split('|')
        .any(|other| of.trim_start().starts_with(other));
    Some(if other { Ignored(NotKept) } else { Name })
}

/// "Họ và tên (chủ hộ)" names the same as "Họ và tên".
fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut outside = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    outside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_stands_for_two_columns() {
        let mut seen = std::collections::HashMap::new();
        for (column, words) in WORDS {
            for word in words.split('|') {
                assert_eq!(fold(word), word, "words are written folded");
                assert!(
                    seen.insert(word, column).is_none(),
                    "{word} is listed twice"
                );
            }
        }
    }
}
