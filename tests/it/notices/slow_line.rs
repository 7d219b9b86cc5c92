//! A commune behind one modem: who tells others hears first, then one phone of
//! each household. Five times as fast as the modem, and as short.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use loa::channels::Limits;
use loa::channels::tape::Tape;
use loa::domain::notice::Urgency;
use loa::domain::person::{Role, Way};
use loa::store::people::NewPerson;
use loa::store::villages::Village;

use crate::support::app::{COMMUNE, Node, TestApp, limits, until};
use crate::support::notice::content;

/// How much faster than the real line.
const FASTER: u32 = 5;
/// The real line: parts a second.
const LINE: f64 = 20.0;
/// What villages were promised on it.
const TELLERS_WITHIN: Duration = Duration::from_secs(10);
const HOUSEHOLDS_WITHIN: Duration = Duration::from_secs(180);

const VILLAGES: usize = 25;
const HOUSEHOLDS: usize = 60;

#[tokio::test]
async fn on_a_slow_line_every_village_and_then_every_household_is_told_in_time() {
    let line = Limits {
        per_second: LINE * f64::from(FASTER),
        ..limits(Way::Sms)
    };
    let test = TestApp::boot_with(Tape::new("line", line).keeping(), |_| {}).await;
    let (tellers, households) = settle(&test).await;
    assert_eq!((tellers.len(), households.len()), (50, 1500));
    test.staff().await;
    let node = Node::start(&test.app);
    test.approved(content(&test.app, Urgency::Flash)).await;
    let approved = Instant::now();

    until(async || tellers.is_subset(&heard(&test))).await;
    let tellers_after = approved.elapsed();
    until(async || {
        let heard = heard(&test);
        households
            .iter()
            .all(|phones| phones.iter().any(|phone| heard.contains(phone)))
    })
    .await;
    let households_after = approved.elapsed();
    node.stop().await;

    assert!(
        tellers_after <= TELLERS_WITHIN / FASTER,
        "relays and heads: {tellers_after:?}"
    );
    assert!(
        households_after <= HOUSEHOLDS_WITHIN / FASTER,
        "households: {households_after:?}"
    );
}

/// 3,000 phones in 25 villages, two in each household; in the first household
/// of a village lives its head, in the second a relay. The phones of those who
/// tell others, and those of each household.
async fn settle(test: &TestApp) -> (BTreeSet<String>, Vec<[String; 2]>) {
    let mut people = Vec::new();
    let (mut tellers, mut households) = (BTreeSet::new(), Vec::new());
    for village in 0..VILLAGES {
        let mut tx = test.app.store.begin().await.unwrap();
        let known = Village {
            area: test.area(COMMUNE),
            name: format!("bản Nậm Pố {village}"),
            old_commune: String::new(),
            households: None,
            people: None,
        };
        let id = tx.save_village(&known, test.app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        for household in 0..HOUSEHOLDS {
            let n = (village * HOUSEHOLDS + household) * 2;
            let phones = [format!("0912{n:06}"), format!("0912{:06}", n + 1)];
            let role = match household {
                0 => Role::Head,
                1 => Role::Relay,
                _ => Role::Villager,
            };
            let (own, both) = ([phones[0].as_str()], phones.each_ref().map(String::as_str));
            for person in [
                test.person(&format!("Lò Văn {n}"), &own, role),
                test.person(&format!("Lò Thị {n}"), &both, Role::Villager),
            ] {
                people.push(NewPerson {
                    village: Some(id),
                    ..person
                });
            }
            let heard = phones.map(|phone| phone.replacen('0', "+84", 1));
            if role.tells_others() {
                tellers.insert(heard[0].clone());
            }
            households.push(heard);
        }
    }
    test.save(&people).await;
    (tellers, households)
}

/// The phones that were sent something so far.
fn heard(test: &TestApp) -> BTreeSet<String> {
    let messages = test.sms.heard();
    messages
        .iter()
        .map(|message| message.to.expose().to_owned())
        .collect()
}
