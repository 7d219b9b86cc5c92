//! The people of a campaign: villages with a head and two relays each,
//! households that share a phone.

use loa::domain::id::VillageId;
use loa::domain::person::Role;

use loa::store::people::NewPerson;
use loa::store::villages::Village;

use crate::support::app::{COMMUNE, TestApp};

/// People to a village.
const VILLAGE: usize = 100;
/// Every so-manieth person shares the phone of whoever came before.
const SHARED: usize = 10;

/// Settles so many people. How many phones they have together.
pub async fn settle(test: &TestApp, people: usize) -> usize {
    let mut all: Vec<NewPerson> = Vec::with_capacity(people);
    let mut phones = 0;
    for (village, first) in (0..people).step_by(VILLAGE).enumerate() {
        let id = found(test, village + 1).await;
        for i in first..people.min(first + VILLAGE) {
            let role = match i - first {
                0 => Role::Head,
                1 | 2 => Role::Relay,
                _ => Role::Villager,
            };
            if i % SHARED != SHARED - 1 {
                phones += 1;
            }
            let phone = format!("0912{phones:06}");
            let mut person = test.person(&format!("Người {i}"), &[&phone], role);
            person.village = Some(id);
            all.push(person);
        }
    }
    test.save(&all).await;
    phones
}

async fn found(test: &TestApp, number: usize) -> VillageId {
    let village = Village {
        area: test.area(COMMUNE),
        name: format!("Bản {number}"),
        old_commune: String::new(),
        households: None,
        people: None,
    };
    let mut tx = test.app.store.begin().await.unwrap();
    let id = tx.save_village(&village, test.app.clock.now()).await;
    tx.commit().await.unwrap();
    id.unwrap()
}
