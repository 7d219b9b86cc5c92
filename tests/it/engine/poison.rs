//! A row that nobody can send must not hold up the others.

use std::fmt::Write;

use loa::domain::alert::Kind;
use loa::domain::delivery::Outcome;
use loa::domain::language::Lang;
use loa::domain::notice::Urgency;

use super::{Scripted, office, states};
use crate::support::app::{COMMUNE, Node, until};
use crate::support::notice::{content, notice_file};
use crate::support::office::{ADD_OFFICERS, Office, SEND, started, terminate};

#[tokio::test]
async fn an_address_that_does_not_open_is_set_aside_and_everybody_else_is_told() {
    let gateway = Scripted::new("gateway", |_, _| Outcome::Accepted);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(30).await;
    // Another row's seal does not open here.
    office
        .database
        .run(
            "UPDATE contacts SET address = (SELECT address FROM contacts ORDER BY id DESC LIMIT 1)
          WHERE id = (SELECT id FROM contacts ORDER BY id LIMIT 1)",
        )
        .await;
    let notice = office.approved(content(&office.app, Urgency::Flash)).await;
    let node = Node::start(&office.app);
    until(async || office.coverage(&notice).await.counts.accepted == 29).await;
    node.stop().await;
    assert_eq!(
        states(&office, &notice).await,
        [("accepted".to_owned(), 29), ("quarantined".to_owned(), 1)]
    );
    let alerts = office.app.store.alerts().await.unwrap();
    assert_eq!(alerts[0].kind, Kind::Poison);
    assert_eq!(alerts[0].notice.as_deref(), Some(notice.code.as_str()));
}

#[tokio::test]
async fn a_name_that_does_not_open_is_tried_three_times_and_set_aside() {
    let gateway = Scripted::new("gateway", |_, _| Outcome::Accepted);
    let office = office(&[&gateway], |_| {}).await;
    office.villagers(30).await;
    office
        .database
        .run(
            "UPDATE people SET name = (SELECT name FROM people ORDER BY id DESC LIMIT 1)
          WHERE id = (SELECT id FROM people ORDER BY id LIMIT 1)",
        )
        .await;
    let mut content = content(&office.app, Urgency::Routine);
    let text = content.texts.get_mut(&Lang::vi()).unwrap();
    text.short = Some("{name} oi, nuoc dang len.".to_owned());
    let notice = office.approved(content).await;
    let node = Node::start(&office.app);
    until(async || {
        let states = states(&office, &notice).await;
        states == [("accepted".to_owned(), 29), ("quarantined".to_owned(), 1)]
    })
    .await;
    node.stop().await;
    let tried: Vec<(i64,)> = office
        .database
        .rows("SELECT COUNT(*) FROM attempts WHERE outcome = 'poison'")
        .await;
    assert_eq!(tried, [(3,)]);
    assert_eq!(gateway.heard().len(), 29);
}

/// The program as a process that its messages bring down, as long as it is the
/// one that was built with a fault in it.
#[tokio::test]
async fn a_message_that_brings_the_program_down_three_times_is_set_aside_and_the_rest_goes() {
    let office = Office::new(CONFIG).await;
    for adding in ADD_OFFICERS {
        office.loa(&adding).await.said();
    }
    let mut list = "Họ và tên,SĐT\n".to_owned();
    for n in 1..=50 {
        writeln!(list, "Người {n},0913{n:06}").unwrap();
    }
    office.write("nguoi.csv", &list);
    let import = ["people", "import", "nguoi.csv", "--area", COMMUNE];
    office.loa(&import).await.said();
    office.write("lu.toml", &notice_file("Nguy cơ lũ quét"));
    office.loa(&SEND).await.said();

    let mut deaths = 0;
    while set_aside(&office).await == 0 {
        let mut program = office.command(&["serve"]);
        program.env("FAILPOINTS", "letter.write=return");
        let died = started(program, &office.path("loa.log")).wait().await;
        assert!(!died.unwrap().success());
        deaths += 1;
        assert!(deaths < 10, "it dies again and again");
    }
    assert!(deaths > 3, "set aside after {deaths}");

    // The fault is mended.
    let program = started(office.command(&["serve"]), &office.path("loa.log"));
    let told = || async {
        let statement = "SELECT COUNT(*) FROM deliveries WHERE state = 'accepted'";
        let rows: Vec<(i64,)> = office.database.rows(statement).await;
        rows[0].0
    };
    until(async || told().await + set_aside(&office).await == 50).await;
    terminate(program).await;
    // Each of the others was looked at by itself, and died of by name.
    assert_eq!(set_aside(&office).await, deaths - 3);
    let doctor = office.loa(&["doctor"]).await;
    assert!(doctor.out.contains("được để riêng"), "{doctor:?}");
}

async fn set_aside(office: &Office) -> i64 {
    let statement = "SELECT COUNT(*) FROM deliveries WHERE state = 'quarantined'";
    let rows: Vec<(i64,)> = office.database.rows(statement).await;
    rows[0].0
}

const CONFIG: &str = r#"
[deliver]
lease_seconds = 1
receipt_horizon_seconds = 1

[[channel]]
kind = "tape"
name = "tape"
carries = "sms"
path = "tin.jsonl"
"#;
