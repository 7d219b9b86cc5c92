//! A receipt is laid aside, because nobody knows its id, at the very moment in
//! which another transaction writes that id down: neither sees the other.

use std::time::Duration;

use loa::domain::delivery::{ReceiptStatus, State};
use loa::domain::notice::Urgency;
use loa::store::inbox::{Kind, NewEvent};
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};
use uuid::Uuid;

use super::centre::{Centre, Names, Order};
use crate::support::app::{Node, TestApp, until};
use crate::support::config::read;
use crate::support::front::{Door, Front};
use crate::support::notice::content;

/// Laying a receipt aside waits for whoever holds this lock.
const SLOWLY: &str = "
    CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NEW; END $$;
    CREATE TRIGGER slowly BEFORE UPDATE ON inbox FOR EACH ROW
        WHEN (NEW.kind = 'orphan' AND NEW.read_at IS NOT NULL) EXECUTE FUNCTION slowly()";

const WAITS: &str = "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

#[tokio::test]
async fn a_receipt_that_met_the_record_of_its_id_is_found_again() {
    let door = Door::open().await;
    let centre = Centre::open(Names::Theirs, Order::AsItHappens, &door.url()).await;
    let channels = read(centre.block()).unwrap().channel;
    let front = Front::with_gateways(door, channels).await;
    let test = &front.test;
    // SQLite has one writer: its transactions do not meet.
    if !test.database.on_a_server() {
        return;
    }
    test.villagers(1).await;
    let mut other = PgConnection::connect(&test.database.url).await.unwrap();
    other.execute(SLOWLY).await.unwrap();
    other.execute("SELECT pg_advisory_lock(42)").await.unwrap();
    let count = async |statement: &'static str| -> i64 {
        let rows: Vec<(i64,)> = test.database.rows(statement).await;
        rows[0].0
    };

    centre.answers(false);
    let node = Node::start(&test.app);
    test.approved(content(&test.app, Urgency::Urgent)).await;
    until(async || centre.taken() == 1).await;
    centre.tell(0, "DELIVRD").await;
    until(async || count(WAITS).await == 1).await;
    centre.answers(true);
    until(async || count("SELECT COUNT(*) FROM parts").await == 1).await;
    other
        .execute("SELECT pg_advisory_unlock(42)")
        .await
        .unwrap();

    until(async || {
        let rows: Vec<(State,)> = test.database.rows("SELECT state FROM deliveries").await;
        rows[0].0 == State::Delivered
    })
    .await;
    until(async || count("SELECT COUNT(*) FROM inbox WHERE kind = 'orphan'").await == 0).await;
    node.stop().await;
    front.close().await;
}

#[tokio::test]
async fn what_a_clock_that_was_ahead_has_stored_is_laid_aside_like_any_other() {
    let test = TestApp::boot().await;
    let (store, now) = (&test.app.store, test.app.clock.now());
    let event = NewEvent {
        gateway: "tape".to_owned(),
        key: vec![7],
        kind: Kind::Receipt {
            delivery: None,
            message_id: Some("not ours".to_owned()),
            status: ReceiptStatus::Delivered,
        },
        body: Vec::new(),
    };
    let ahead = now + Duration::from_secs(3600);
    store.store_events(&[event], ahead).await.unwrap();
    let reading = store.apply_receipts(Uuid::nil(), 10, now).await.unwrap();
    assert_eq!((reading.seen, reading.left), (1, 0));
}
