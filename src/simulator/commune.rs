//! Writing the made-up commune into the database, by the functions that write
//! real lists.

use super::people::People;
use super::villages::{VILLAGES, Village};
use crate::app::App;
use crate::domain::area::AreaCode;
use crate::domain::id::{ListId, VillageId};
use crate::domain::quiet::VIET_NAM;
use crate::store::people::NewPerson;
use crate::store::villages;

/// People written by one commit.
const GROUP: usize = 2000;

/// Settles so many people in a commune: villages, then their people, then what
/// the office counted in them. `clerk` is who wrote their consent down.
pub async fn settle(app: &App, area: &AreaCode, many: u64, clerk: &str) -> anyhow::Result<()> {
    let mut people = People::new(many)?;
    let now = app.clock.now();
    let today = VIET_NAM.to_datetime(now).date().to_string();
    let mut tx = app.store.begin().await?;
    let mut ids: Vec<VillageId> = Vec::new();
    for village in &VILLAGES {
        ids.push(tx.save_village(&row(area, village), now).await?);
    }
    tx.commit().await?;
    let list = ListId::at(now);
    loop {
        let residents = people.next_group(GROUP)?;
        if residents.is_empty() {
            break;
        }
        let group: Vec<NewPerson> = residents
            .into_iter()
            .map(|one| NewPerson {
                area: area.clone(),
                village: ids.get(one.village).copied(),
                name: one.name,
                language: one.language,
                role: one.role,
                consent_by: Some(clerk.to_owned()),
                consent_at: Some(today.clone()),
                addresses: one.addresses,
            })
            .collect();
        let mut tx = app.store.begin().await?;
        tx.save_people(&group, list, app.clock.now()).await?;
        tx.commit().await?;
    }
    let mut tx = app.store.begin().await?;
    for (village, figures) in VILLAGES.iter().zip(people.figures()) {
        let counted = villages::Village {
            households: Some(figures.households),
            people: Some(figures.people),
            ..row(area, village)
        };
        tx.save_village(&counted, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn row(area: &AreaCode, village: &Village) -> villages::Village {
    villages::Village {
        area: area.clone(),
        name: village.name.to_owned(),
        old_commune: village.old_commune.to_owned(),
        households: None,
        people: None,
    }
}
