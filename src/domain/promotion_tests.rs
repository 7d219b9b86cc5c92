use super::*;
use crate::domain::area::Areas;
use crate::simulator::notice::flash_flood;

fn time(text: &str) -> TimeOfDay {
    TimeOfDay::parse(text).unwrap()
}

#[test]
fn the_rules_may_be_stricter_than_the_law_and_never_weaker() {
    assert_eq!(Rules::default().weak(), None);
    let strict = Rules {
        from: time("08:00"),
        to: time("18:00"),
        a_day: 1,
        label: "[AD]".to_owned(),
        do_not_call: None,
    };
    assert_eq!(strict.weak(), None);
    let weak = |change: fn(&mut Rules)| {
        let mut rules = Rules::default();
        change(&mut rules);
        let weak = rules.weak().unwrap();
        (weak.key, weak.value)
    };
    for (found, key, value) in [
        (
            weak(|r| r.from = time("06:59")),
            "promotional.from",
            "06:59",
        ),
        (weak(|r| r.to = time("22:01")), "promotional.to", "22:01"),
        (weak(|r| r.to = time("07:00")), "promotional.to", "07:00"),
        // From evening to morning.
        (weak(|r| r.from = time("23:00")), "promotional.to", "22:00"),
        (weak(|r| r.a_day = 4), "promotional.a_day", "4"),
        (weak(|r| r.a_day = 0), "promotional.a_day", "0"),
        (weak(|r| r.label.clear()), "promotional.label", ""),
        (
            weak(|r| r.label = "QC".to_owned()),
            "promotional.label",
            "QC",
        ),
    ] {
        assert_eq!(found, (key, value.to_owned()));
    }
}

#[test]
fn what_must_arrive_is_no_advertising() {
    let area = &Areas::shipped().find("03163").unwrap().code;
    let mut content = flash_flood(area, jiff::Timestamp::UNIX_EPOCH);
    assert_eq!(must_arrive(&content), Some(MustArrive::Flash));
    content.urgency = Urgency::Routine;
    assert_eq!(must_arrive(&content), Some(MustArrive::Warning));
    content.risk_level = None;
    assert_eq!(must_arrive(&content), Some(MustArrive::Warning));
    content.subtopic = Some("vbsp_loan".to_owned());
    content.topic = Topic::Health;
    assert_eq!(must_arrive(&content), None);
    content.urgency = Urgency::Urgent;
    assert_eq!(must_arrive(&content), Some(MustArrive::Warning));
    content.topic = Topic::Market;
    assert_eq!(must_arrive(&content), None);
}

#[test]
fn one_reason_is_told_of_those_who_are_left_out() {
    let standing = |agreed, listed, had| Standing {
        agreed,
        listed,
        had,
    };
    for (stands, why) in [
        (standing(true, false, 0), None),
        (standing(true, false, 2), None),
        (standing(true, false, 3), Some(LeftOut::Enough)),
        (standing(false, false, 3), Some(LeftOut::NoConsent)),
        (standing(true, true, 0), Some(LeftOut::DoNotCall)),
        (standing(false, true, 9), Some(LeftOut::DoNotCall)),
    ] {
        assert_eq!(stands.bars(3), why, "{stands:?}");
    }
    let mut all = LeftOuts::default();
    for why in [LeftOut::NoConsent, LeftOut::DoNotCall, LeftOut::Enough] {
        all.add(why);
    }
    assert_eq!((all.no_consent, all.do_not_call, all.enough), (1, 1, 1));
    assert_eq!(all.total(), 3);
}

#[test]
fn a_list_takes_any_spelling_and_names_the_line_that_is_none() {
    let list = "\u{FEFF}# danh sách 5656\r\n0912 345 678\r\n\r\n+84 987-654-321\n84.901.234.567\n0243 825 1234\n0912345678\n";
    let list = DoNotCall::parse(list).unwrap();
    assert_eq!(list.0.len(), 3);
    let on = |value| list.holds(&Address::parse(Way::Sms, value).unwrap());
    for number in ["0912345678", "+84987654321", "0901234567"] {
        assert!(on(number), "{number}");
    }
    assert!(!on("0912345679"));
    assert!(!list.holds(&Address::parse(Way::Zalo, "0912345678").unwrap()));
    let bad = DoNotCall::parse("0912345678\n\n091234567x\n").unwrap_err();
    assert_eq!((bad.line, bad.why), (3, BadPhone::NotDigits));
    assert_eq!(DoNotCall::parse("").unwrap(), DoNotCall::default());
}
