//! Notice files as clerks write them: what is wrong is said in one sentence
//! that tells what to write instead.

use crate::support::app::COMMUNE;
use crate::support::notice::notice_file;
use crate::support::office::{ADD_OFFICERS, Office, TAPE};

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

#[tokio::test]
async fn a_slip_in_a_file_is_told_with_its_line_and_what_to_write() {
    let office = Office::ready(TAPE).await;
    let good = notice_file("Nguy cơ lũ quét");
    let send_by = good
        .lines()
        .find(|line| line.starts_with("send_by"))
        .unwrap();
    for (from, to, wanted) in [
        ("title = ", "# ", "chưa ghi tiêu đề: thêm dòng title = "),
        (send_by, "", "thêm dòng send_by = \"2026-"),
        (
            send_by,
            "send_by = \"ngày mai\"",
            "dòng 8: “ngày mai” ở mục “send_by” chưa phải giờ",
        ),
        (
            "\"security\"",
            "\"flood\"",
            "dòng 2: “flood” không dùng được cho mục “topic”. Hãy chọn một trong: policy, health",
        ),
        (
            "[\"03163\"]",
            "[03163]",
            "dòng 7: 03163 phải để trong ngoặc kép",
        ),
        (
            "[\"03163\"]",
            "[11]",
            "dòng 7: mục “areas” phải là danh sách",
        ),
        ("\"flash\"", "flash", "dòng 3: viết chưa đúng"),
        ("issuer", "isuer", "dòng 4: không có mục nào tên “isuer”"),
        (
            "sample = true",
            "sample = \"yes\"",
            "dòng 6: mục “sample” phải là true hoặc false",
        ),
        ("sample = true", "title = \"Hai\"", "dòng 6: mục này đã ghi"),
        (
            "short =",
            "sohrt =",
            "dòng 13: không có mục nào tên “sohrt”",
        ),
        (
            "full =",
            "sample = true\nfull =",
            "dòng 14: mục “sample” phải đứng phía trên",
        ),
    ] {
        assert!(good.contains(from), "{from}");
        office.write("sai.toml", &good.replacen(from, to, 1));
        let ran = office
            .loa(&["notice", "new", "sai.toml", "--as", "Lò Văn An"])
            .await;
        let said = ran.refusal();
        assert!(
            said.contains("sai.toml") && said.contains(wanted),
            "{to}: {said}"
        );
    }
    let english = [
        "--lang",
        "en",
        "notice",
        "new",
        "sai.toml",
        "--as",
        "Lò Văn An",
    ];
    let said = office.loa(&english).await;
    assert!(
        said.refusal()
            .contains("line 14: “sample” must stand above")
    );
}

#[tokio::test]
async fn a_file_is_read_in_the_letterings_notepad_writes() {
    let office = Office::ready(TAPE).await;
    let good = notice_file("Nguy cơ lũ quét");
    let units = || "\u{FEFF}".encode_utf16().chain(good.encode_utf16());
    for bytes in [
        format!("\u{FEFF}{good}").into_bytes(),
        units().flat_map(u16::to_le_bytes).collect(),
        units().flat_map(u16::to_be_bytes).collect(),
    ] {
        std::fs::write(office.path("tep.toml"), bytes).unwrap();
        let new = ["notice", "new", "tep.toml", "--as", "Lò Văn An", "--json"];
        let notice = office.loa(&new).await.json();
        assert_eq!(notice["content"]["title"], "Nguy cơ lũ quét");
    }
    let folder = ["notice", "new", ".", "--as", "Lò Văn An"];
    let said = office.loa(&folder).await;
    assert!(said.refusal().contains("có thể là một thư mục"));
    // Windows-1258, or half a file: it is said how to save it.
    std::fs::write(office.path("tep.toml"), b"title = \"Nguy c\xF5\"").unwrap();
    let new = ["notice", "new", "tep.toml", "--as", "Lò Văn An"];
    assert!(
        office
            .loa(&new)
            .await
            .refusal()
            .contains("Encoding chọn UTF-8")
    );
}

#[tokio::test]
async fn a_preview_for_nobody_promises_no_time_and_counts_in_plain_english() {
    let office = Office::new(TAPE).await;
    for adding in ADD_OFFICERS {
        office.loa(&adding).await.said();
    }
    office.write("tin.toml", &notice_file("Nguy cơ lũ quét"));
    let new = ["notice", "new", "tin.toml", "--as", "Lò Văn An"];
    let shown = office.loa(&new).await;
    assert!(shown.said().contains("[Tiếng Việt · SMS như đã soạn]"));
    let listed = office.loa(&["notice", "list", "--json"]).await.json();
    let code = listed[0]["code"].as_str().unwrap();
    let look = ["notice", "preview", code];
    let seen = office.loa(&look).await;
    assert!(
        !seen.said().contains("Người cuối cùng") && seen.said().contains("SẼ KHÔNG DUYỆT ĐƯỢC")
    );

    let list = "Họ và tên,SĐT\nGiàng A Páo,0912000101\n";
    office.write("nguoi.csv", list);
    let import = ["people", "import", "nguoi.csv", "--area", COMMUNE];
    office.loa(&import).await.said();
    let seen = office
        .loa(&["--lang", "en", "notice", "preview", code])
        .await;
    let said = seen.said();
    assert!(said.contains("1 person, 1 message (1 part)"), "{said}");
    assert!(said.contains("after about 1 second."), "{said}");
    assert!(!said.contains("REFUSED"), "{said}");
}

#[tokio::test]
async fn an_office_adds_words_that_are_misread_and_a_slip_in_them_is_told() {
    let office = Office::new(&format!("[plain]\nwords = \"nham.csv\"\n{TAPE}")).await;
    office.write("nham.csv", "tag,words,also,why\nvi,kè,kẻ / ke,vỡ kè\n");
    office.furnish().await;
    let file = notice_file("Vỡ kè").replace("flash", "urgent");
    let file = file.replace(
        "KHAN: Toi nay mua rat to",
        "Vỡ kè roi ba con, chớ qua “cầu”",
    );
    office.write("ke.toml", &file);
    let dry = [
        "notice",
        "send",
        "ke.toml",
        "--as",
        "Lò Văn An",
        "--dry-run",
    ];
    let shown = office.loa(&dry).await;
    for told in [
        "“kè” (kẻ, ke)",
        "“chớ” (chờ",
        "send_plain = true",
        "mỗi phần chỉ 70 chữ vì có: ỡ ớ “ ầ",
    ] {
        assert!(shown.said().contains(told), "{told}: {shown:?}");
    }
    office.write("nham.csv", "tag,words,also,why\nvi,kè,kho,\n");
    let refused = office.loa(&dry).await;
    let refused = refused.refusal();
    assert!(
        refused.contains("nham.csv") && refused.contains("line 2"),
        "{refused}"
    );
}
