//! Notice files as clerks write them: what is wrong is said in one sentence
//! that tells what to write instead.

use crate::support::notice::notice_file;
use crate::support::office::{Office, TAPE};

#[tokio::test]
async fn what_a_file_must_not_say_is_refused_with_what_to_write_instead() {
    let office = Office::ready(TAPE).await;
    let good = notice_file("Nguy cơ lũ quét");
    let areas = "areas = [\"03163\"]";
    for (from, to, wanted) in [
        (areas, "areas = []".to_owned(), "Chưa chọn xã, tỉnh nào"),
        (
            areas,
            format!("{areas}\naudience = []"),
            "“audience” để trống",
        ),
        (
            areas,
            format!("{areas}\nsubtopic = \"zzz\""),
            "Không có chủ đề “zzz”",
        ),
        (
            "suoi di ngay.",
            "suoi xem bit.ly/2xY".to_owned(),
            "(bit.ly/2xY)",
        ),
    ] {
        assert!(good.contains(from), "{from}");
        office.write("sai.toml", &good.replace(from, &to));
        let ran = office
            .loa(&["notice", "new", "sai.toml", "--as", "Lò Văn An"])
            .await;
        assert!(ran.refusal().contains(wanted), "{to}: {ran:?}");
    }
    // A subject may be spelt with a hyphen, as its name is elsewhere.
    let spelt = format!("{areas}\nsubtopic = \"flash-flood\"");
    office.write("dung.toml", &good.replace(areas, &spelt));
    let new = ["notice", "new", "dung.toml", "--as", "Lò Văn An", "--json"];
    let notice = office.loa(&new).await.json();
    assert_eq!(notice["content"]["subtopic"], "flash_flood");
}
