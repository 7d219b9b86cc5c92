//! What officers and operators are told of the hour.

use std::sync::Arc;
use std::time::Duration;

use loa::app::App;
use loa::channels::Limits;
use loa::channels::tape::Tape;
use loa::clock::{Clock, FixedClock, HandMachine, SystemClock, WatchedClock};
use loa::domain::notice::Urgency;
use loa::domain::person::Way;
use loa::domain::quiet::Quiet;
use loa::hub;
use loa::hub::compose::compose;
use loa::hub::preview::{Preview, preview};
use metrics_exporter_prometheus::PrometheusBuilder;

use super::{at, lasting};
use crate::support::app::{TestApp, limits, tape};
use crate::support::config::{config, read};
use crate::support::office::{Office, TAPE};

#[tokio::test]
async fn an_author_and_an_approver_hear_what_the_night_does() {
    for (urgent, urgency, said) in [
        (false, Urgency::Routine, "refused-quiet"),
        (true, Urgency::Routine, "refused-quiet-urgent"),
        (true, Urgency::Urgent, "refused-quiet-urgent"),
    ] {
        let test = at_night(urgent).await;
        let (author, approver) = test.two_officers().await;
        let early = lasting(&test, urgency, 8 * 60);
        let early = compose(&test.app, &author, early).await.unwrap();
        let seen = preview(&test.app, &early).await.unwrap();
        assert_eq!(keys(&seen), ([said].to_vec(), Vec::new()));
        let refused = hub::approve::approve(&test.app, &approver, early.id, &early.hash).await;
        let refused = refused.unwrap_err().sayings();
        assert_eq!(refused, seen.hindrances);
        let words = test.app.speech.say("vi".parse().unwrap(), &refused[0]);
        assert!(words.contains("đến 07:00 ngày 26/11/2026"), "{words}");

        // A minute more, and it is the office's own risk.
        let later = lasting(&test, urgency, 8 * 60 + 1);
        let later = compose(&test.app, &author, later).await.unwrap();
        let seen = preview(&test.app, &later).await.unwrap();
        assert_eq!(keys(&seen), (Vec::new(), Vec::new()));
        assert_eq!(seen.begins, Some(at(26, "07:00")));
        assert!(seen.quiet_between && seen.last_at >= at(26, "07:00"));
        hub::approve::approve(&test.app, &approver, later.id, &later.hash)
            .await
            .unwrap();
    }
    let test = at_night(false).await;
    let (author, _) = test.two_officers().await;
    let urgent = lasting(&test, Urgency::Urgent, 60);
    let urgent = compose(&test.app, &author, urgent).await.unwrap();
    let seen = preview(&test.app, &urgent).await.unwrap();
    assert_eq!(keys(&seen), (Vec::new(), Vec::new()));
    assert!(seen.begins.is_none() && !seen.quiet_between);
}

#[tokio::test]
async fn a_gateway_that_is_too_slow_is_told_of_and_may_be_lived_with() {
    let slow = Limits {
        per_second: 0.001,
        ..limits(Way::Sms)
    };
    let clock = Arc::new(FixedClock::at(at(25, "21:00")));
    let test = TestApp::boot_by(clock, Tape::new("slow", slow), |config| {
        config.quiet = Quiet::default();
    })
    .await;
    // Two hours and five minutes: the night comes between.
    test.villagers(6).await;
    let (author, approver) = test.two_officers().await;
    let notice = lasting(&test, Urgency::Routine, 9 * 60);
    let notice = compose(&test.app, &author, notice).await.unwrap();
    let seen = preview(&test.app, &notice).await.unwrap();
    assert_eq!(keys(&seen), (Vec::new(), vec!["preview-too-slow"]));
    assert!(seen.begins.is_none() && seen.quiet_between);
    // A fifth of the rate is kept for flash.
    assert!((7499.0..7501.0).contains(&seen.seconds), "{}", seen.seconds);
    assert!(seen.last_at > at(26, "07:00"), "{}", seen.last_at);
    hub::approve::approve(&test.app, &approver, notice.id, &notice.hash)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_preview_in_words_says_when_it_begins() {
    // It is quiet whenever this runs, and for four hours more at least.
    let office = Office::new(TAPE).await;
    office.furnish().await;
    let (from, to) = around_now();
    let run = async |send_by: i64| {
        let file = crate::support::notice::notice_file("Họp dân").replace("flash", "routine");
        let hours = crate::support::notice::hours_after(SystemClock.now(), send_by);
        let file: String = file
            .lines()
            .map(|line| match line.split_once(" = ") {
                Some(("send_by", _)) => format!("send_by = \"{hours}\"\n"),
                Some(("valid_to", _)) => format!("valid_to = \"{hours}\"\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        office.write("hop.toml", &file);
        let mut command = office.command(&[
            "notice",
            "send",
            "hop.toml",
            "--as",
            "Lò Văn An",
            "--dry-run",
        ]);
        command
            .env("LOA__QUIET__FROM", &from)
            .env("LOA__QUIET__TO", &to);
        crate::support::office::finished(command).await
    };
    let told = run(10).await;
    assert!(told.said().contains("bắt đầu gửi lúc "), "{told:?}");
    assert!(
        told.said()
            .contains("Người cuối cùng nhận được vào khoảng ")
    );
    let refused = run(1).await;
    assert!(refused.refusal().contains("“send_by”"), "{refused:?}");
}

#[tokio::test]
async fn the_doctor_and_the_metrics_tell_of_a_clock_that_is_wrong() {
    let office = Office::new(TAPE).await;
    office.furnish().await;
    let sound = office.loa(&["doctor"]).await;
    assert!(sound.said().contains("✓ clock"), "{sound:?}");

    let now = SystemClock.now();
    let machine = Arc::new(HandMachine::at(now));
    let clock = Arc::new(WatchedClock::of(machine.clone()));
    let config = config(office.folder.path(), &office.database.url);
    let app = App::build_with(config, vec![Arc::new(tape())], clock)
        .await
        .unwrap();
    let recorder = PrometheusBuilder::new().build_recorder();
    let shown = recorder.handle();
    let _here = metrics::set_default_local_recorder(&recorder);
    hub::sweep(&app).await.unwrap();
    assert!(shown.render().contains("loa_clock_trusted 1"));
    machine.jump(jiff::SignedDuration::from_hours(2));
    hub::sweep(&app).await.unwrap();
    assert!(shown.render().contains("loa_clock_trusted 0"));
    let ill = office.loa(&["doctor"]).await;
    assert_eq!(ill.code, 1, "{ill:?}");
    assert!(
        ill.out.contains("✗ clock") && ill.out.contains("đã nhảy giờ"),
        "{ill:?}"
    );

    // Somebody set the clock of the engine's machine two hours ahead of ours.
    machine.pass(Duration::from_secs(15 * 60));
    hub::sweep(&app).await.unwrap();
    assert!(shown.render().contains("loa_clock_trusted 1"));
    let ill = office.loa(&["doctor"]).await;
    assert!(
        ill.out.contains("✗ clock") && ill.out.contains("chạy chậm"),
        "{ill:?}"
    );
    app.store.close().await;
}

#[test]
fn quiet_hours_that_cannot_be_are_refused_with_a_sentence() {
    let refused = read("[quiet]\nfrom = \"25:00\"\n").unwrap_err();
    assert!(
        refused.contains("\"25:00\" is not a time of day") && refused.contains("quiet.from"),
        "{refused}"
    );
    assert!(read("[quiet]\nuntil = \"07:00\"\n").is_err());
    let manual = read(include_str!("../../../loa.toml.example")).unwrap();
    assert_eq!(manual.quiet, Quiet::default());
    let early = read("[quiet]\nto = \"06:30\"\nurgent = true\n")
        .unwrap()
        .quiet;
    assert!(early.urgent);
    assert_eq!(early.ends(at(25, "23:00")), Some(at(26, "06:30")));
}

/// The program at eleven in the evening, with people on its lists.
async fn at_night(urgent: bool) -> TestApp {
    let clock = Arc::new(FixedClock::at(at(25, "23:00")));
    let quiet = Quiet {
        urgent,
        ..Quiet::default()
    };
    let test = TestApp::boot_by(clock, tape(), |config| config.quiet = quiet).await;
    test.villagers(1).await;
    test
}

/// The keys of what a preview hinders and warns of.
fn keys(seen: &Preview) -> (Vec<&str>, Vec<&str>) {
    let keys = |sayings: &'_ [loa::domain::say::Saying]| -> Vec<&'static str> {
        sayings.iter().map(|saying| saying.key).collect()
    };
    (keys(&seen.hindrances), keys(&seen.warnings))
}

/// Quiet hours around this very moment: from an hour ago for six hours.
fn around_now() -> (String, String) {
    let local = loa::domain::quiet::VIET_NAM.to_datetime(SystemClock.now());
    let hour = |later: i8| format!("{:02}:00", (local.hour() + later).rem_euclid(24));
    (hour(-1), hour(5))
}
