//! `loa backup`, as an operator runs it.

use std::os::unix::fs::PermissionsExt;

use loa::store::copy::Server;
use tokio::process::Command;

use crate::support::app::until;
use crate::support::http::{client, free_port};
use crate::support::office::{Office, SEND, TAPE, finished, started, terminate};

#[tokio::test]
async fn a_copy_is_made_while_the_program_runs_and_opens_with_its_key_only() {
    let office = Office::ready(TAPE).await;
    if office.database.on_a_server() {
        return;
    }
    let program = started(office.command(&["serve"]), &office.path("loa.log"));
    until(async || office.path("loa.key.epoch").exists()).await;
    office.loa(&SEND).await.said();
    let made = office.loa(&["backup", "sao lưu.db", "--json"]).await.json();
    let file = office.path("sao lưu.db");
    let about = std::fs::metadata(&file).unwrap();
    assert_eq!(made["bytes"].as_u64(), Some(about.len()));
    assert_eq!(about.permissions().mode() & 0o777, 0o600);
    let copy = std::fs::read(&file).unwrap();
    let key = std::fs::read_to_string(office.path("loa.key")).unwrap();
    let holds = |word: &str| copy.windows(word.len()).any(|part| part == word.as_bytes());
    assert!(!holds(key.trim()), "the key is in the copy");

    let refused = office.loa(&["backup", "sao lưu.db"]).await;
    assert!(refused.refusal().contains("đã có rồi"), "{refused:?}");
    assert_eq!(std::fs::read(&file).unwrap(), copy);
    let told = office.loa(&["backup", "hai.db"]).await;
    assert!(told.said().contains("KHÔNG nằm trong bản sao"), "{told:?}");
    terminate(program).await;

    let mut command = office.command(&["notice", "list"]);
    command.env("LOA_DATABASE_URL", "sqlite:sao lưu.db");
    assert!(finished(command).await.said().contains("Nguy cơ lũ quét"));
}

#[tokio::test]
async fn a_backup_that_breaks_off_leaves_no_copy_and_says_so() {
    let office = Office::ready(TAPE).await;
    if office.database.on_a_server() {
        return;
    }
    let mut dying = office.command(&["backup", "a.db"]);
    dying.env("FAILPOINTS", "backup.middle=return");
    assert!(finished(dying).await.code != 0);
    assert!(!office.path("a.db").exists());
    let refused = office.loa(&["backup", "a.db"]).await;
    assert!(refused.refusal().contains("a.db.part"), "{refused:?}");
    std::fs::remove_file(office.path("a.db.part")).unwrap();
    office.loa(&["backup", "a.db"]).await.said();
    let nowhere = office.loa(&["backup", "khong/co/a.db"]).await;
    assert!(nowhere.refusal().contains("khong/co/a.db"), "{nowhere:?}");
}

#[tokio::test]
async fn the_restored_copy_is_held_and_everybody_is_told() {
    let office = Office::ready(TAPE).await;
    if office.database.on_a_server() {
        return;
    }
    office.loa(&["backup", "a.db"]).await.said();
    let mut wait = SEND.to_vec();
    wait.push("--wait");
    office.loa(&wait).await.said();
    std::fs::copy(office.path("a.db"), office.path("loa.db")).unwrap();

    let port = free_port();
    let mut serve = office.command(&["serve"]);
    serve.env("LOA_LISTEN", format!("127.0.0.1:{port}"));
    let program = started(serve, &office.path("loa.log"));
    let log = || std::fs::read_to_string(office.path("loa.log")).unwrap_or_default();
    until(async || log().contains("NOTHING IS SENT")).await;
    // Pages and hooks are served, and the watchdog is told.
    let url = |path: &str| format!("http://127.0.0.1:{port}{path}");
    let asked = client().get(url("/readyz")).send().await.unwrap();
    assert_eq!(asked.status(), 200);
    assert!(asked.text().await.unwrap().contains("in quarantine"));
    assert_eq!(client().get(url("/")).send().await.unwrap().status(), 200);
    let doctor = office.loa(&["doctor"]).await;
    assert!(
        doctor.code == 1 && doctor.out.contains("✗ restore"),
        "{doctor:?}"
    );
    let refused = office.loa(&SEND).await;
    assert!(refused.refusal().contains("loa resume"), "{refused:?}");
    let alone = office.loa(&["resume", "--as", "Vàng Thị Bình"]).await;
    assert!(alone.refusal().contains("hai người duyệt"), "{alone:?}");
    let second = [
        "officer",
        "add",
        "Lường Thị Chung",
        "--area",
        "03163",
        "--role",
        "approver",
    ];
    office.loa(&second).await.said();
    let both = ["resume", "--as", "Vàng Thị Bình", "--as", "Lường Thị Chung"];
    assert!(office.loa(&both).await.said().contains("Đã cho gửi tiếp"));
    office.loa(&SEND).await.said();
    until(async || {
        std::fs::read_to_string(office.path("tin.jsonl"))
            .unwrap()
            .lines()
            .count()
            == 6
    })
    .await;
    terminate(program).await;
}

#[tokio::test]
async fn on_postgresql_the_commands_that_are_printed_do_it() {
    let office = Office::ready(TAPE).await;
    if !office.database.on_a_server() {
        return;
    }
    let name = Server::of(&office.database.url).unwrap().name;
    let restored = office.database.beside(&format!("{name}_restored")).unwrap();
    let told = office
        .loa(&["backup", "sao lưu.dump", "--json"])
        .await
        .json();
    assert_eq!(told["asks_password"], false);
    let mut wait = SEND.to_vec();
    wait.push("--wait");
    for step in ["backup", "restore"] {
        let mut shell = Command::new("sh");
        shell.args(["-c", told[step].as_str().unwrap()]);
        assert_eq!(finished(shell).await.code, 0, "{told}");
        if step == "backup" {
            office.loa(&wait).await.said();
        }
    }
    let mut serve = office.command(&["serve"]);
    serve.env("LOA_DATABASE_URL", &restored.url);
    let program = started(serve, &office.path("loa.log"));
    let log = || std::fs::read_to_string(office.path("loa.log")).unwrap_or_default();
    until(async || log().contains("NOTHING IS SENT")).await;
    terminate(program).await;
}

#[tokio::test]
async fn a_password_is_never_shown_and_what_is_missing_is_said() {
    let office = Office::ready(TAPE).await;
    if !office.database.on_a_server() {
        return;
    }
    let mut command = office.command(&["backup", "a.dump"]);
    let url = office
        .database
        .url
        .replacen("postgres@", "postgres:t0ps3cret@", 1);
    assert!(url.contains("t0ps3cret"), "{url}");
    command.env("LOA_DATABASE_URL", url);
    let told = finished(command).await;
    assert!(told.said().contains("pg_dump --format=custom"), "{told:?}");
    assert!(!format!("{}{}", told.out, told.err).contains("t0ps3cret"));

    let tools = office.path("tools");
    std::fs::create_dir(&tools).unwrap();
    let mut command = office.command(&["backup", "a.dump"]);
    command.env("PATH", &tools);
    let refused = finished(command).await;
    assert!(
        refused.refusal().contains("postgresql-client"),
        "{refused:?}"
    );

    let old = tools.join("pg_dump");
    std::fs::write(&old, "#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n").unwrap();
    std::fs::set_permissions(&old, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = office.command(&["backup", "a.dump"]);
    command.env("PATH", &tools);
    let refused = finished(command).await;
    assert!(refused.refusal().contains("cũ hơn máy chủ"), "{refused:?}");
}
