//! The catalogue of registered texts at the command line.

use crate::support::office::{Office, TAPE};

const CATALOGUE: &str = r#"
[[template]]
id = "TB-01"
text = "UBND xa {1} thong bao: {2} KT:{3}"
state = "approved"
longest = 60
[[template]]
id = "LU-01"
text = "Bao lu: {1}"
state = "waiting"
"#;

/// An office whose catalogue lies beside its configuration.
async fn office() -> Office {
    let esms = r#"
[[channel]]
kind = "tape"
name = "esms"
carries = "sms"
templates = "mau/esms.toml"
"#;
    let office = Office::new(&format!("{TAPE}{esms}")).await;
    std::fs::create_dir(office.path("mau")).unwrap();
    office.write("mau/esms.toml", CATALOGUE);
    office
}

#[tokio::test]
async fn a_catalogue_is_listed_with_the_carriers_word_on_each_text() {
    let office = office().await;
    let list = office.loa(&["gateway", "templates"]).await;
    for words in [
        "esms",
        "TB-01",
        "đã duyệt",
        "LU-01",
        "chờ duyệt",
        "Bao lu: {1}",
    ] {
        assert!(list.said().contains(words), "{words}: {list:?}");
    }
    let json = office
        .loa(&["gateway", "templates", "esms", "--json"])
        .await
        .json();
    assert_eq!(
        (&json[0]["id"], &json[0]["longest"]),
        (&"TB-01".into(), &60.into())
    );
    assert_eq!(json[1]["state"], "waiting");
    let none = office.loa(&["gateway", "templates", "tape"]).await;
    assert!(none.said().contains("templates ="), "{none:?}");
    let unknown = office.loa(&["gateway", "templates", "vnpt"]).await;
    assert!(unknown.refusal().contains("“vnpt”"), "{unknown:?}");
}

#[tokio::test]
async fn a_text_is_checked_against_the_catalogue() {
    let office = office().await;
    let check = async |text: &str, more: &[&str]| {
        let mut args = vec!["gateway", "templates", "esms", "--check", text];
        args.extend(more);
        office.loa(&args).await
    };
    let taken = check("UBND xa Muong Toong thong bao: hop 19h KT:AB2CD3", &[]).await;
    assert!(taken.said().contains("theo mẫu “TB-01”"), "{taken:?}");
    for (text, words) in [
        ("Bao lu: len cao ngay", "“LU-01” của esms còn chờ"),
        ("UBND xã A thông báo: họp KT:AB2CD3", "không dấu"),
        ("Ngay mai hop", "không khớp mẫu nào"),
    ] {
        let ran = check(text, &[]).await;
        assert!(ran.code == 1 && ran.out.contains(words), "{ran:?}");
        assert!(ran.err.contains("Không đường gửi nào nhận"), "{ran:?}");
    }
    let ran = check("Bao lu: len cao ngay", &["--json"]).await;
    assert!(
        ran.code == 1 && ran.out.contains(r#""why": "waiting""#),
        "{ran:?}"
    );
    // Another gateway takes anything.
    let all = office
        .loa(&["gateway", "templates", "--check", "Ngay mai hop"])
        .await;
    assert!(all.said().contains("tape: nhận") && all.said().contains("esms: không nhận"));
}

#[tokio::test]
async fn a_catalogue_with_a_slip_is_refused_at_start() {
    let office = office().await;
    office.write("mau/esms.toml", &CATALOGUE.replace("waiting", "cho duyet"));
    let ran = office.loa(&["gateway", "list"]).await;
    for words in ["esms", "mau/esms.toml", "LU-01", "cho duyet", "\"waiting\""] {
        assert!(ran.refusal().contains(words), "{words}: {ran:?}");
    }
}
