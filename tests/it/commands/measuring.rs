//! `loa bench`: small runs of each measurement come to their end, and what
//! they count is true.

use serde_json::Value;

use crate::support::office::Office;

async fn measured(args: &[&str]) -> Value {
    // The bench wants a database without people.
    let office = Office::new("").await;
    office.loa(&[&["bench"], args].concat()).await.json()
}

#[tokio::test]
async fn planning_alone_is_measured() {
    let plan = measured(&["plan", "--people", "300"]).await;
    assert_eq!(plan["planned"], 300, "{plan}");
}

#[tokio::test]
async fn deliveries_are_measured_through_a_gateway_in_another_process() {
    let args = ["deliver", "--people", "300", "--through", "http"];
    let deliver = measured(&args).await;
    assert_eq!(deliver["deliveries"], 300, "{deliver}");
    assert_eq!(deliver["delivered"], 300, "{deliver}");
}

#[tokio::test]
async fn every_receipt_is_accepted_and_applied_while_sending_goes_on() {
    let receive = measured(&[
        "receive",
        "--rate",
        "200",
        "--seconds",
        "2",
        "--sending",
        "50",
    ])
    .await;
    for count in ["made", "accepted", "delivered"] {
        assert_eq!(receive[count], 400, "{receive}");
    }
    assert!(receive["sent_meanwhile"].as_u64() > Some(0), "{receive}");
    assert!(receive["p99_ms"].as_f64() > Some(0.0), "{receive}");
}

#[tokio::test]
async fn a_warning_is_measured_idle_and_under_bulk() {
    let flash = measured(&["flash", "--people", "600", "--warned", "30", "--rate", "50"]).await;
    let slow = &flash["slow"];
    assert!(slow["ratio"].as_f64() > Some(0.0), "{flash}");
    assert!(slow["bulk_left"].as_i64() > Some(0), "{flash}");
    let first = &flash["instant"]["under_bulk"]["first_submit_ms"];
    assert!(first.as_f64() > Some(0.0), "{flash}");
}
