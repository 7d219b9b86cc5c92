use super::*;

const FILE: &str = r#"
    [[template]]
    id = "TB-01"
    text = "UBND xa {1} thong bao: {2} KT:{3}"
    state = "approved"
    longest = 60
    [[template]]
    id = "HOP-02"
    text = "Moi hop: {1} KT:{2}"
    state = "waiting"
    [[template]]
    id = "HOP-01"
    text = "Moi {1} KT:{2}"
    state = "refused"
"#;

fn judged(text: &str) -> Result<String, Untaken> {
    let catalogue = Catalogue::read(FILE).unwrap();
    let judged = catalogue.judge(text).map(|(one, _)| one.id.clone());
    assert_eq!(catalogue.taken(text).is_some(), judged.is_ok());
    judged
}

#[test]
fn a_text_is_taken_by_an_approved_template_or_the_closest_reason_is_told() {
    let id = |id: &str| id.to_owned();
    assert_eq!(
        judged("UBND xa Muong Toong thong bao: hop 19h KT:AB2CD3"),
        Ok(id("TB-01"))
    );
    assert_eq!(
        judged("UBND xã Mường Toong thông báo: họp 19h KT:AB2CD3"),
        Err(Untaken::Marked { id: id("TB-01") })
    );
    let long = format!("UBND xa Muong Toong thong bao: {} KT:A", "a".repeat(61));
    let (id_, longest) = (id("TB-01"), 60);
    assert_eq!(judged(&long), Err(Untaken::TooLong { id: id_, longest }));
    // It is also the text that was refused.
    assert_eq!(
        judged("Moi hop: 19h toi nay KT:AB2CD3"),
        Err(Untaken::Waiting { id: id("HOP-02") })
    );
    assert_eq!(
        judged("Moi ba con KT:AB2CD3"),
        Err(Untaken::Refused { id: id("HOP-01") })
    );
    assert_eq!(judged("Lu ve, di ngay"), Err(Untaken::Unknown));
}

#[test]
fn the_nearest_is_the_approved_one_then_any_whose_text_it_is() {
    let catalogue = Catalogue::read(FILE).unwrap();
    let nearest = |text| catalogue.nearest(text).map(|(one, _)| one.id.as_str());
    assert_eq!(nearest("UBND xa A thong bao: b KT:C"), Some("TB-01"));
    assert_eq!(nearest("Moi hop: 19h KT:C"), Some("HOP-02"));
    assert_eq!(nearest("Moi ba con KT:C"), Some("HOP-01"));
    assert_eq!(nearest("Lu ve"), None);
}

#[test]
fn a_slip_in_a_catalogue_names_the_template_and_says_what_to_do() {
    for (right, wrong, words) in [
        ("\"TB-01\"", "\"HOP-01\"", &["HOP-01", "twice"][..]),
        ("\"TB-01\"", "\" \"", &["number 1", "`id`"]),
        (
            "\"approved\"",
            "\"aproved\"",
            &["TB-01", "aproved", "\"approved\""],
        ),
        (
            "state = \"waiting\"",
            "",
            &["HOP-02", "`state`", "\"waiting\""],
        ),
        ("{2} KT:{3}", "{1} KT:{3}", &["TB-01", "{1}", "twice"]),
        ("{2} KT:{3}", "{2}{3}", &["TB-01", "{2} and {3} touch"]),
        ("{2} KT:{3}", "{ten}", &["TB-01", "`{ten}`", "{1} to {9}"]),
        (
            "\"Moi hop: {1} KT:{2}\"",
            "\"\"",
            &["HOP-02", "`text` is empty"],
        ),
        ("longest = 60", "longest = 0", &["TB-01", "`longest`"]),
        ("longest", "longst", &["longst", "longest"]),
    ] {
        assert!(FILE.contains(right), "{right}");
        let said = Catalogue::read(&FILE.replacen(right, wrong, 1)).unwrap_err();
        let said = said.to_string();
        for word in words {
            assert!(said.contains(word), "{wrong}: {said}");
        }
    }
    assert_eq!(Catalogue::read(""), Err(BadCatalogue::Empty));
}
