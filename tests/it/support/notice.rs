//! A notice as officers write it: in the program's hands, and as a file.

use jiff::{SignedDuration, Timestamp};
use loa::app::App;
use loa::clock::{Clock, SystemClock};
use loa::domain::language::Lang;
use loa::domain::notice::{Audience, Content, Text, Topic, Urgency};

use super::app::COMMUNE;

/// A notice of an urgency for the commune, in Vietnamese.
pub fn content(app: &App, urgency: Urgency) -> Content {
    let now = app.clock.now();
    let text = Text {
        short: Some("UBND xa Muong Toong: Toi nay hop dan luc 19h tai nha van hoa.".to_owned()),
        full: Some("Mời bà con họp lúc 19 giờ tối nay tại nhà văn hóa bản.".to_owned()),
        ..Text::default()
    };
    Content {
        title: "Họp dân tối nay".to_owned(),
        topic: Topic::Policy,
        subtopic: None,
        urgency,
        issuer: "UBND xã Mường Toong".to_owned(),
        document: "12/TB-UBND".to_owned(),
        risk_level: None,
        sample: true,
        promotional: false,
        audience: Audience {
            areas: vec![app.areas.find(COMMUNE).unwrap().code.clone()],
            roles: Vec::new(),
        },
        texts: [(Lang::vi(), text)].into(),
        send_by: hours_after(now, 6),
        valid_from: now,
        valid_to: hours_after(now, 24),
    }
}

/// A moment some hours later.
pub fn hours_after(now: Timestamp, hours: i64) -> Timestamp {
    now.checked_add(SignedDuration::from_hours(hours)).unwrap()
}

/// A notice file that is fit to be sent for the next hours.
pub fn notice_file(title: &str) -> String {
    let now = SystemClock.now();
    let hours = |n| hours_after(now, n);
    format!(
        r#"title = "{title}"
topic = "security"
urgency = "flash"
issuer = "UBND xã Mường Toong"
document = "12/TB-UBND"
sample = true
areas = ["{COMMUNE}"]
send_by = "{}"
valid_from = "{now}"
valid_to = "{}"

[texts.vi]
short = "KHAN: Toi nay mua rat to, nguy co lu quet. Nha ven suoi di ngay."
full = "KHẨN CẤP. Tối nay mưa rất to, nguy cơ lũ quét. Nhà ven suối đi ngay. Gọi 112."
"#,
        hours(6),
        hours(12)
    )
}
