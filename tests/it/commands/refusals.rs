//! What the program says to what it cannot do.

use crate::support::app::COMMUNE;
use crate::support::notice::notice_file;
use crate::support::office::{ADD_OFFICERS, Office, TAPE, finished};

#[tokio::test]
async fn whatever_is_wrong_is_said_in_one_sentence() {
    let office = Office::ready(TAPE).await;
    let bad = notice_file("Nguy cơ").replace("topic = \"security\"", "topic = \"secrity\"");
    office.write("sai.toml", &bad);
    let elsewhere = notice_file("Nguy cơ").replace(COMMUNE, "99999");
    office.write("xa.toml", &elsewhere);
    let new = |file, name| vec!["notice", "new", file, "--as", name];
    let send = |file, by| {
        vec![
            "notice",
            "send",
            file,
            "--as",
            "Lò Văn An",
            "--approved-by",
            by,
        ]
    };
    let cases: [(Vec<&str>, &[&str]); 12] = [
        (
            new("lu.toml", "Không Ai"),
            &["Không có cán bộ nào tên “Không Ai”"],
        ),
        (new("mất.toml", "Lò Văn An"), &["Không đọc được mất.toml"]),
        (
            new("xa.toml", "Lò Văn An"),
            &["Không có tỉnh, xã nào mang mã 99999"],
        ),
        (
            send("lu.toml", "Lò Văn An"),
            &["Lò Văn An đã soạn hoặc sửa"],
        ),
        (send("lu.toml", "Không Ai"), &["Không có cán bộ nào"]),
        (
            vec!["notice", "show", "ZZZZZZ"],
            &["Không có thông báo “ZZZZZZ”"],
        ),
        (vec!["coverage", "ZZZZZZ"], &["Không có thông báo “ZZZZZZ”"]),
        (
            vec!["notice", "stop", "ZZZZZZ", "--as", "Lò Văn An"],
            &["Không có thông báo “ZZZZZZ”"],
        ),
        (
            vec!["officer", "add", "X", "--area", "00000", "--role", "author"],
            &["Không có tỉnh, xã nào mang mã 00000"],
        ),
        (ADD_OFFICERS[0].to_vec(), &["Đã có cán bộ tên “Lò Văn An”"]),
        (
            vec!["person", "show", "0912999999"],
            &["Không có ai trong danh sách"],
        ),
        (
            vec!["person", "show", "113"],
            &["Địa chỉ này không dùng được cho tin nhắn SMS"],
        ),
    ];
    for (args, wanted) in cases {
        let ran = office.loa(&args).await;
        for words in wanted {
            assert!(ran.refusal().contains(words), "{args:?}: {ran:?}");
        }
    }

    // A slip in a notice file is found by its line.
    let slip = office.loa(&new("sai.toml", "Lò Văn An")).await;
    assert!(slip.code == 1 && slip.refusal().contains("sai.toml, dòng 2"));
    // None of these left a notice behind.
    let drafts = office.loa(&["notice", "list", "--json"]).await.json();
    assert_eq!(drafts, serde_json::json!([]));
    assert_eq!(
        std::fs::read_to_string(office.path("tin.jsonl")).unwrap(),
        ""
    );
}

#[tokio::test]
async fn a_slip_in_the_configuration_is_found_before_anything_starts() {
    let cases = [
        (
            "[[channel]]\nkind = \"tape\"\nname = \"T A\"\ncarries = \"sms\"\n",
            "T A",
        ),
        ("databse_url = \"sqlite:x.db\"\n", "databse_url"),
        ("[deliver]\nlease_seconds = \"soon\"\n", "lease_seconds"),
        ("[[channel]]\nkind = \"tap\"\n", "tap"),
        ("[log\n", "line 1"),
        ("public_url = \"xa-muong-toong\"\n", "LOA_PUBLIC_URL"),
        ("[deliver]\nlease_seconds = 0\n", "lease_seconds"),
    ];
    for (config, wanted) in cases {
        let office = Office::new(config).await;
        let ran = office.loa(&["doctor"]).await;
        let all = format!("{}{}", ran.out, ran.err);
        assert!(ran.code == 1 && all.contains(wanted), "{config}: {ran:?}");
        assert!(!office.path("loa.db").exists(), "{config}");
    }
    let office = Office::new("").await;
    let on = async |url: &str| {
        let mut command = office.command(&["migrate"]);
        command.env("LOA_DATABASE_URL", url);
        finished(command).await
    };
    let nowhere = on("sqlite:khong-co/loa.db").await;
    let said = nowhere.refusal();
    assert!(said.contains("khong-co/loa.db") && said.matches("unable to open").count() == 1);
    assert!(on("mysql://x").await.refusal().contains("LOA_DATABASE_URL"));
    let missing = office.loa(&["--config", "khong-co.toml", "migrate"]).await;
    assert!(missing.refusal().contains("khong-co.toml"));
    let strange = office.loa(&["--lang", "xx", "areas"]).await;
    assert!(strange.refusal().contains("`xx`"));
}
