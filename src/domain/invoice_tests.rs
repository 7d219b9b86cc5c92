use super::*;
use crate::domain::statement::Share;

/// 100 parts at 350 đ: 90 confirmed, 3 unknown, 5 handed over once more, 2
/// that the network gave up.
fn month() -> GatewayMonth {
    let mut month = GatewayMonth::of("kannel");
    for (kind, parts) in [
        (Kind::Delivered, 90),
        (Kind::Ambiguous, 3),
        (Kind::Extra, 5),
        (Kind::Undelivered, 2),
    ] {
        let share = Share {
            messages: parts,
            parts,
            vnd: parts * 350,
            least_vnd: parts * 350,
        };
        month.add(kind, share, 350, 350);
    }
    month
}

fn billed(gateway: &str, parts: Option<i64>, vnd: Option<i64>) -> Billed {
    Billed {
        gateway: gateway.to_owned(),
        parts,
        vnd,
    }
}

fn found(parts: Option<i64>, vnd: Option<i64>) -> Vec<(&'static str, Vec<String>)> {
    let compared = compare(&[month()], &[billed("KANNEL", parts, vnd)]);
    assert_eq!(compared.len(), 1);
    let values = |saying: &Saying| saying.args.iter().map(|(_, value)| value.clone()).collect();
    let findings = compared[0].findings.iter();
    findings
        .map(|saying| (saying.key, values(saying)))
        .collect()
}

fn said(key: &'static str, values: &[&str]) -> (&'static str, Vec<String>) {
    (
        key,
        values.iter().map(|value| (*value).to_owned()).collect(),
    )
}

#[test]
fn amounts_are_read_as_invoices_write_them() {
    for (text, value) in [
        ("1.234.567", Some(1_234_567)),
        ("1,234,567", Some(1_234_567)),
        ("1 234 567 đ", Some(1_234_567)),
        ("1.234.567,00 VNĐ", Some(1_234_567)),
        ("1,234,567.50", Some(1_234_568)),
        ("350", Some(350)),
        ("1.234", Some(1234)),
        ("12,5", Some(13)),
        ("350 VND", Some(350)),
        ("-1.000", Some(-1000)),
        ("", None),
        ("mười", None),
        ("1.2a3", None),
        (".", None),
    ] {
        assert_eq!(amount(text), value, "{text}");
    }
}

#[test]
fn an_invoice_that_agrees_says_so() {
    assert_eq!(
        found(Some(100), Some(35_000)),
        [said("invoice-agrees", &[])]
    );
    assert_eq!(found(None, Some(35_000)), [said("invoice-agrees", &[])]);
    assert_eq!(found(Some(100), None), [said("invoice-agrees", &[])]);
}

#[test]
fn what_was_not_billed_is_named() {
    assert_eq!(
        found(Some(95), Some(95 * 350)),
        [
            said("invoice-fewer-parts", &["5"]),
            // Extra copies are as many as the unknown and the given up
            // together: the fewest kinds win.
            said("invoice-just-as-many", &["extra", "5"]),
        ]
    );
    assert_eq!(
        found(Some(92), None),
        [
            said("invoice-fewer-parts", &["8"]),
            said("invoice-just-as-many", &["extra", "5"]),
            said("invoice-just-as-many", &["ambiguous", "3"]),
        ]
    );
    assert_eq!(found(Some(99), None), [said("invoice-fewer-parts", &["1"])]);
}

#[test]
fn within_the_prices_of_all_carriers_nothing_can_be_said() {
    let mut month = GatewayMonth::of("esms");
    let share = Share {
        messages: 100,
        parts: 100,
        vnd: 40_000,
        least_vnd: 33_000,
    };
    month.add(Kind::Delivered, share, 330, 400);
    let found = |parts, vnd| {
        let compared = compare(
            std::slice::from_ref(&month),
            &[billed("esms", Some(parts), Some(vnd))],
        );
        assert_eq!(compared[0].bounds(), share.bounds());
        compared[0].findings.clone()
    };
    for (parts, vnd) in [(100, 33_000), (100, 36_125), (100, 40_000)] {
        assert_eq!(found(parts, vnd), [Saying::new("invoice-agrees")], "{vnd}");
    }
    let beyond = |which: &str, vnd: i64| {
        Saying::new("invoice-beyond")
            .with("which", which)
            .with("vnd", vnd)
    };
    assert_eq!(found(100, 44_000), [beyond("more", 4000)]);
    assert_eq!(found(100, 32_999), [beyond("less", 1)]);
    let fewer = Saying::new("invoice-fewer-parts").with("parts", 10);
    assert_eq!(found(90, 36_001), [fewer, beyond("more", 1)]);
}

#[test]
fn more_parts_another_price_and_tax_are_told_apart() {
    assert_eq!(
        found(Some(104), Some(104 * 400)),
        [
            said("invoice-more-parts", &["4"]),
            said("invoice-price", &["400", "350", "more", "5200"]),
        ]
    );
    assert_eq!(
        found(Some(100), Some(38_500)),
        [said("invoice-tax", &["10", "3500"])]
    );
    assert_eq!(
        found(Some(100), Some(37_800)),
        [said("invoice-tax", &["8", "2800"])]
    );
    assert_eq!(
        found(Some(100), Some(34_990)),
        [said("invoice-money", &["less", "10"])]
    );
}

#[test]
fn lines_of_one_gateway_are_one_and_strangers_are_named() {
    let invoice = [
        billed("kannel", Some(60), Some(21_000)),
        billed("Kannel", Some(40), Some(14_000)),
        billed("viettel", Some(7), Some(2450)),
    ];
    let compared = compare(&[month(), GatewayMonth::of("idle")], &invoice);
    let keys: Vec<(&str, &str)> = compared
        .iter()
        .map(|one| (one.gateway.as_str(), one.findings[0].key))
        .collect();
    assert_eq!(
        keys,
        [
            ("kannel", "invoice-agrees"),
            ("idle", "invoice-agrees"),
            ("viettel", "invoice-not-ours")
        ]
    );
    let compared = compare(&[month()], &[]);
    assert_eq!(compared[0].findings[0].key, "invoice-missing");
}
