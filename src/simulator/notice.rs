//! The notice of the demo: a specimen, in the words a commune would use.

use jiff::{SignedDuration, Timestamp};

use crate::domain::area::AreaCode;
use crate::domain::language::Lang;
use crate::domain::notice::{Audience, Content, Text, Topic, Urgency};
use crate::speech;

/// How long the danger lasts.
const LASTS: SignedDuration = SignedDuration::from_hours(12);
/// After this a message would come too late to be of use.
const SEND_BY: SignedDuration = SignedDuration::from_hours(6);

/// Without marks and web address, so that it fits one message on any phone.
const SHORT: &str = "KHAN - UBND xa Muong Toong: 12 gio toi mua rat to, nguy co lu quet, sat lo. Nha ven suoi, chan doi di ngay len cho cao. Cuu nan goi 112.";

/// A flash flood warning for a commune, beginning now. Where a language other
/// than Vietnamese is wanted it falls back: nobody invents translations.
pub fn flash_flood(area: &AreaCode, now: Timestamp) -> Content {
    let over = now.saturating_add(LASTS).unwrap_or(Timestamp::MAX);
    let until = speech::moment(Lang::vi(), over);
    let full = format!(
        "KHẨN CẤP. Từ giờ đến {until}, xã Mường Toong có mưa rất to, nguy cơ cao xảy ra lũ quét \
         và sạt lở đất, rủi ro thiên tai cấp 3. Bà con ở ven suối, chân đồi, gần chỗ đất nứt phải \
         rời nhà NGAY, đến nhà văn hóa bản hoặc trường học theo hướng dẫn của trưởng bản; đưa \
         người già, trẻ nhỏ đi trước. Mang theo nước uống, đèn pin, điện thoại, thuốc và áo ấm. \
         Không lội suối, không đi qua ngầm tràn khi nước chảy xiết, không quay lại lấy đồ, không \
         vớt củi. Thấy nước suối đục lên bất thường, nghe tiếng ầm ầm hoặc thấy cây nghiêng thì \
         chạy ngay lên chỗ cao ở hai bên suối. Ở lại nơi an toàn đến khi xã báo hết nguy hiểm. \
         Cần cứu giúp thì gọi 112 hoặc báo trưởng bản."
    );
    let text = Text {
        short: Some(SHORT.to_owned()),
        full: Some(full),
        ..Text::default()
    };
    Content {
        title: "KHẨN: Nguy cơ lũ quét, sạt lở đất trong 12 giờ tới".to_owned(),
        topic: Topic::Security,
        subtopic: Some("flash_flood".to_owned()),
        urgency: Urgency::Flash,
        issuer: "UBND xã Mường Toong".to_owned(),
        // A number that no office gives out.
        document: "00/TB-UBND".to_owned(),
        risk_level: Some(3),
        sample: true,
        promotional: false,
        audience: Audience {
            areas: vec![area.clone()],
            roles: Vec::new(),
        },
        texts: [(Lang::vi(), text)].into(),
        send_by: now.saturating_add(SEND_BY).unwrap_or(Timestamp::MAX),
        valid_from: now,
        valid_to: over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::area::Areas;
    use crate::domain::check;
    use crate::domain::sms;
    use crate::hub::wording;
    use crate::speech::Speech;

    #[test]
    fn it_passes_every_check_and_each_phone_gets_one_message() {
        let now: Timestamp = "2026-11-23T10:00:00+07:00".parse().unwrap();
        let area = &Areas::shipped().find("03163").unwrap().code;
        let content = flash_flood(area, now);
        let renders = wording::render(
            &content,
            wording::Frame {
                label: None,
                code: "AB2CD3",
                number: None,
            },
            &Speech::load(),
        );
        assert_eq!(check::content(&content, now), []);
        assert_eq!(check::renders(&content, &renders), []);
        let text = &content.texts[&Lang::vi()];
        let short = text.short.as_deref().unwrap();
        assert!(short.is_ascii() && short.len() <= 140, "{}", short.len());
        let sent = renders[&Lang::vi()].sms.as_deref().unwrap();
        assert_eq!(sms::measure(sent).parts, 1);
        let full = text.full.as_deref().unwrap();
        let letters = full.chars().count();
        assert!((400..=800).contains(&letters), "{letters}");
        assert!(full.contains("đến 22:00 ngày 23/11/2026") && full.contains("112"));
    }
}
