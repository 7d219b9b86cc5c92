//! Every page in every state worth looking at.

use loa_pwa::{
    Audio, BoardPage, Card, ErrorPage, Fault, HomePage, Level, NoticePage, OtherLanguage, Place,
    RenderError, Standing, Template, Topic, Urgency, Words,
};

use super::texts;

/// Name and HTML of every page of the gallery in that language.
pub fn all(words: &dyn Words) -> Result<Vec<(&'static str, String)>, RenderError> {
    Ok(vec![
        ("home", home(words).render()?),
        ("home-found", home_found(words).render()?),
        ("home-none", home_none(words).render()?),
        ("board", board(words).render()?),
        ("board-full", board_full(words).render()?),
        ("board-empty", board_empty(words).render()?),
        ("notice-flash", flash(words).render()?),
        ("notice-routine", routine(words).render()?),
        ("notice-expired", expired(words).render()?),
        ("notice-withdrawn", withdrawn(words).render()?),
        ("notice-sample", sample(words).render()?),
        ("notice-other-language", other_language(words).render()?),
        ("error-not-found", error(words, Fault::NotFound).render()?),
        (
            "error-not-ours",
            error(words, Fault::UnknownCode("K7P2-9XQ".into())).render()?,
        ),
        ("error-broken", error(words, Fault::Broken).render()?),
    ])
}

/// Before anything is asked.
pub fn home(words: &dyn Words) -> HomePage<'_> {
    HomePage {
        words,
        query: String::new(),
        found: None,
        more: false,
    }
}

/// Several communes match.
pub fn home_found(words: &dyn Words) -> HomePage<'_> {
    let found = [
        ("Xã Mường Toong", "Tỉnh Điện Biên", "03163"),
        ("Xã Mường Khương", "Tỉnh Lào Cai", "02761"),
        ("Xã Mường Chà", "Tỉnh Điện Biên", "03166"),
        ("Xã Mường Lát", "Tỉnh Thanh Hóa", "14845"),
    ];
    let found = found.map(|(name, within, code)| Place {
        name: name.into(),
        within: within.into(),
        href: format!("/x/{code}/vi/"),
    });
    HomePage {
        words,
        query: "mường".into(),
        found: Some(found.into()),
        more: true,
    }
}

/// No commune matches.
pub fn home_none(words: &dyn Words) -> HomePage<'_> {
    HomePage {
        words,
        query: "muong abc".into(),
        found: Some(Vec::new()),
        more: false,
    }
}

/// A commune on a bad day: six notices in force.
pub fn board(words: &dyn Words) -> BoardPage<'_> {
    let mut board = board_full(words);
    board.notices.truncate(6);
    board
}

/// Ten notices in force, each with another picture.
pub fn board_full(words: &dyn Words) -> BoardPage<'_> {
    use Urgency::{Flash, Routine, Urgent};
    let notices = [
        (
            Routine,
            0,
            "health",
            "",
            "Y tế",
            "Lịch tiêm chủng tháng 12 tại xã Mường Toong",
        ),
        (
            Urgent,
            0,
            "scitech",
            "livestock",
            "Khoa học, công nghệ",
            "Phòng bệnh lở mồm long móng ở trâu, bò, lợn",
        ),
        (
            Flash,
            3,
            "security",
            "flash_flood",
            "An ninh, trật tự",
            "KHẨN: Nguy cơ lũ quét, sạt lở đất đêm nay",
        ),
        (
            Flash,
            4,
            "security",
            "landslide",
            "An ninh, trật tự",
            "KHẨN: Sơ tán khỏi điểm sạt lở",
        ),
        (
            Routine,
            0,
            "market",
            "",
            "Thị trường",
            "Giá hồ tiêu ngày 9/3",
        ),
        (
            Routine,
            0,
            "policy",
            "",
            "Chính sách",
            "Lấy ý kiến danh sách hộ được hỗ trợ bồn nước",
        ),
        (
            Urgent,
            0,
            "security",
            "scam",
            "An ninh, trật tự",
            "Cảnh giác cuộc gọi lừa đảo giả danh công an",
        ),
        (
            Urgent,
            2,
            "security",
            "cold_spell",
            "An ninh, trật tự",
            "Rét đậm, rét hại, có thể có băng giá",
        ),
        (
            Routine,
            0,
            "education",
            "",
            "Giáo dục",
            "Mở lớp xóa mù chữ buổi tối",
        ),
        (
            Urgent,
            0,
            "security",
            "forest_fire",
            "An ninh, trật tự",
            "Cảnh báo cháy rừng cấp V – cực kỳ nguy hiểm",
        ),
    ];
    let notices = notices.map(|(urgency, level, code, subject, word, title)| Card {
        href: format!("n/{}", title.len()),
        urgency,
        level: Level::new(level),
        topic: topic(code, subject, word),
        title: title.into(),
        lang: "vi".into(),
        issuer: "UBND xã Mường Toong".into(),
        until: "17 giờ ngày 11/12/2026".into(),
        sample: false,
    });
    BoardPage {
        notices: notices.into(),
        ..board_empty(words)
    }
}

/// A commune without any notice in force.
pub fn board_empty(words: &dyn Words) -> BoardPage<'_> {
    BoardPage {
        words,
        place: "Xã Mường Toong".into(),
        within: "Tỉnh Điện Biên".into(),
        as_of: "8 giờ 05 ngày 22/11/2026".into(),
        notices: Vec::new(),
    }
}

/// Danger to life, with a recording.
pub fn flash(words: &dyn Words) -> NoticePage<'_> {
    NoticePage {
        words,
        place: "Xã Mù Cang Chải".into(),
        board_href: "/x/04456/vi/".into(),
        urgency: Urgency::Flash,
        level: Level::new(3),
        topic: topic("security", "flash_flood", "An ninh, trật tự"),
        title: "KHẨN: Nguy cơ lũ quét, sạt lở đất đêm nay".into(),
        text: texts::FLOOD.into(),
        lang: "vi".into(),
        instead: None,
        audio: Some(Audio {
            href: "/a/1f0c.ogg".into(),
            length: "45 giây".into(),
            size: "42 KB".into(),
        }),
        issuer: "Ủy ban nhân dân xã Mù Cang Chải".into(),
        document: "15/CĐ-UBND".into(),
        until: "19 giờ 30 ngày 3/8/2026".into(),
        code: "K7P2-9XQ".into(),
        standing: Standing::InForce,
        sample: false,
    }
}

/// A matter of every day, in three paragraphs.
pub fn routine(words: &dyn Words) -> NoticePage<'_> {
    NoticePage {
        urgency: Urgency::Routine,
        level: None,
        topic: topic("policy", "ntp_support", "Chính sách, pháp luật"),
        title: "Lấy ý kiến danh sách hộ được hỗ trợ bồn nước".into(),
        text: texts::WATER_TANKS.replacen(". ", ".\n\n", 2),
        audio: None,
        ..flash(words)
    }
}

/// A warning whose time is over.
pub fn expired(words: &dyn Words) -> NoticePage<'_> {
    NoticePage {
        standing: Standing::Expired,
        ..flash(words)
    }
}

/// A notice its issuer took back.
pub fn withdrawn(words: &dyn Words) -> NoticePage<'_> {
    NoticePage {
        urgency: Urgency::Urgent,
        topic: topic("health", "diphtheria", "Y tế"),
        level: None,
        title: "Có ca bệnh bạch hầu – đi khám sớm, tiêm đủ mũi".into(),
        text: texts::DIPHTHERIA.into(),
        standing: Standing::Withdrawn,
        ..flash(words)
    }
}

/// A sample that must not be believed.
pub fn sample(words: &dyn Words) -> NoticePage<'_> {
    NoticePage {
        sample: true,
        ..flash(words)
    }
}

/// Asked for in Mông, shown in Vietnamese.
pub fn other_language(words: &dyn Words) -> NoticePage<'_> {
    let instead = OtherLanguage {
        asked: "tiếng Mông".into(),
        shown: "tiếng Việt".into(),
    };
    NoticePage {
        instead: Some(instead),
        standing: Standing::InForce,
        ..withdrawn(words)
    }
}

fn error(words: &dyn Words, fault: Fault) -> ErrorPage<'_> {
    ErrorPage { words, fault }
}

fn topic(code: &str, subject: &str, word: &str) -> Topic {
    Topic {
        code: code.into(),
        subject: subject.into(),
        word: word.into(),
    }
}
