//! The mark, the registered name, and what is refused before anybody answers
//! for it.

use std::sync::Arc;

use loa::app::App;
use loa::channels::Channel;
use loa::clock::FixedClock;
use loa::domain::language::Lang;
use loa::domain::notice::{Content, Urgency};
use loa::domain::promotion::LeftOuts;
use loa::hub;
use loa::hub::Refusal;
use loa::hub::preview::preview;

use super::{advertised, agree, at, draft, line, loan, office, refused};
use crate::support::app::TestApp;
use crate::support::config::{config, read, surroundings};
use crate::support::database::Database;
use crate::support::notice::content;

#[tokio::test]
async fn it_begins_with_its_mark_which_is_counted_and_paid_for() {
    let (_, test) = office("09:00", 2).await;
    let mut content = loan(&test.app);
    // One part with the frame of any notice, two with that of advertising.
    let text = content.texts.get_mut(&Lang::vi()).unwrap();
    text.short = Some(format!("{:X<148}", "Vay von: "));
    let ordinary = Content {
        promotional: false,
        ..content.clone()
    };
    let ordinary = preview(&test.app, &draft(&test, ordinary).await)
        .await
        .unwrap();
    let notice = draft(&test, content.clone()).await;
    let seen = preview(&test.app, &notice).await.unwrap();
    assert_eq!((ordinary.parts, seen.parts), (2, 4));
    assert_eq!(seen.cost_vnd, 2 * ordinary.cost_vnd);
    assert_eq!(seen.texts[0].letters, [], "nobody can spare the brackets");
    assert_eq!(seen.texts[0].typed_parts, None);
    let told = seen.promotional.unwrap();
    assert_eq!((told.label.as_str(), told.a_day), ("[QC]", 3));
    assert_eq!(told.left_out, LeftOuts::default());
    assert!(seen.hindrances.is_empty(), "{:?}", seen.hindrances);

    let (notice, coverage) = test.send(content).await;
    assert_eq!(coverage.counts.delivered, 2);
    for message in test.sms.heard() {
        let text = &message.text;
        assert!(text.starts_with("[QC] Vay von: "), "{text}");
        let end = format!(" KT:{} TC: HUY QC", notice.code);
        assert!(text.ends_with(&end), "{text}");
    }
}

#[tokio::test]
async fn without_a_registered_name_it_is_refused_and_told_what_to_do() {
    let test = TestApp::boot_by(
        Arc::new(FixedClock::at(at(25, "09:00"))),
        line("tape", false),
        |_| {},
    )
    .await;
    test.villagers(1).await;
    agree(&test.app, 1, true).await;
    let notice = draft(&test, loan(&test.app)).await;
    let seen = preview(&test.app, &notice).await.unwrap();
    assert_eq!(seen.hindrances[0].key, "refused-no-advertiser");
    assert!(matches!(
        refused(&test, &notice).await,
        Refusal::NoAdvertiser
    ));
}

#[tokio::test]
async fn it_leaves_by_the_registered_name_alone_whichever_gateway_is_in_charge() {
    let (first, second) = (Arc::new(line("sim", false)), Arc::new(line("name", true)));
    let folder = tempfile::tempdir().unwrap();
    let database = Database::new(&folder).await;
    let config = config(folder.path(), &database.url);
    let channels: Vec<Arc<dyn Channel>> = vec![first.clone(), second.clone()];
    let clock = Arc::new(FixedClock::at(at(25, "09:00")));
    let app = App::build_with(config, channels, clock).await.unwrap();
    let test = TestApp {
        app,
        sms: second.clone(),
        folder,
        database,
    };
    test.villagers(3).await;
    for person in 1..=3 {
        agree(&test.app, person, true).await;
    }
    let (_, coverage) = test.send(content(&test.app, Urgency::Routine)).await;
    assert_eq!(coverage.counts.delivered, 3);
    let (_, coverage) = test.send(loan(&test.app)).await;
    assert_eq!(coverage.counts.delivered, 3);
    assert_eq!((first.count(), second.count()), (3, 3));
    assert_eq!(advertised(&second).len(), 3);
}

#[tokio::test]
async fn a_warning_is_no_advertising() {
    let (_, test) = office("09:00", 1).await;
    let (author, _) = test.staff().await;
    let mut flash = loan(&test.app);
    flash.urgency = Urgency::Flash;
    let mut flood = loan(&test.app);
    flood.subtopic = Some("flood".to_owned());
    for (content, key) in [
        (flash, "fault-promotional-flash"),
        (flood, "fault-promotional-warning"),
    ] {
        let refusal = hub::compose::compose(&test.app, &author, content).await;
        let sayings = refusal.unwrap_err().sayings();
        let keys: Vec<&str> = sayings.iter().map(|saying| saying.key).collect();
        assert_eq!(keys[0], key, "{keys:?}");
    }
}

#[test]
fn rules_weaker_than_the_law_are_refused_at_the_start() {
    let read_rules = |toml: &str| read(format!("[promotional]\n{toml}\n"));
    let strict = read_rules("from = \"08:00\"\nto = \"20:00\"\na_day = 2\nlabel = \"[AD]\"");
    assert_eq!(strict.unwrap().promotional.a_day, 2);
    for (toml, key) in [
        ("from = \"06:00\"", "promotional.from"),
        ("to = \"23:00\"", "promotional.to"),
        ("a_day = 4", "promotional.a_day"),
        ("label = \"\"", "promotional.label"),
    ] {
        let error = read_rules(toml).unwrap_err();
        assert!(error.contains(key) && error.contains("91/2020"), "{error}");
    }
    let never = read("[quiet]\nfrom = \"06:00\"\nto = \"23:00\"\n").unwrap_err();
    assert!(never.contains("[quiet]"), "{never}");
}

#[test]
fn a_name_is_registered_or_there_is_no_advertising() {
    let block = |more: &str| {
        let toml =
            format!("[[channel]]\nkind = \"tape\"\nname = \"tape\"\ncarries = \"sms\"\n{more}\n");
        let config = read(toml).unwrap();
        let opened = config.channel[0].open(&surroundings());
        opened
            .map(|channel| channel.limits().promotional)
            .map_err(|error| error.to_string())
    };
    assert_eq!(block(""), Ok(false));
    assert_eq!(block("brandname = \"UBND-XA\""), Ok(false));
    assert_eq!(
        block("brandname = \"UBND-XA\"\npromotional = true"),
        Ok(true)
    );
    assert!(
        block("promotional = true")
            .unwrap_err()
            .contains("brandname")
    );
}
