//! What a person may ask of us: to be shown, to be silent, to be forgotten.

use jiff::Timestamp;

use super::{Refusal, Result};
use crate::app::App;
use crate::domain::area::AreaCode;
use crate::domain::id::OfficerId;
use crate::domain::officer::{Duty, Officer, officer_name};
use crate::domain::person::Address;
use crate::domain::promotion::PURPOSE;
use crate::store::Tx;
use crate::store::contacts::Person;
use crate::store::talks::Consent;

/// The people an address serves.
pub async fn show(app: &App, address: &Address) -> Result<Vec<Person>> {
    let people = app.store.people_of(address).await?;
    if people.is_empty() {
        Err(Refusal::NoSuchPerson)
    } else {
        Ok(people)
    }
}

/// Makes an address silent, or lets it hear again. Danger to life is told all
/// the same. No list brings a silent address back.
pub async fn set_silent(app: &App, address: &Address, silent: bool) -> Result<bool> {
    let mut tx = app.store.begin().await?;
    let changed = silence(app, &mut tx, address, silent).await?;
    tx.commit().await?;
    Ok(changed)
}

/// As [`set_silent`], together with whatever else is written.
pub(super) async fn silence(
    app: &App,
    tx: &mut Tx,
    address: &Address,
    silent: bool,
) -> Result<bool> {
    let now = app.clock.now();
    tx.silence_address(address, silent, now).await?;
    Ok(match tx.contact_of(address).await? {
        Some(contact) => tx.set_silent(contact, silent, now).await?,
        None => false,
    })
}

/// Writes down that an address agrees to advertising, or no longer, as it was
/// told at the office.
pub async fn advertise(app: &App, address: &Address, agreed: bool) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.store.begin().await?;
    tx.agree_to_advertising(address, agreed, now).await?;
    let consent = Consent {
        purpose: PURPOSE,
        given: agreed,
        wording: AT_THE_OFFICE,
    };
    tx.note_consent(address, consent, now).await?;
    tx.commit().await?;
    Ok(())
}

/// What stands in the place of words where somebody told an officer.
const AT_THE_OFFICE: &str = "office";

/// Forgets everyone an address serves, and the address. How many people.
pub async fn forget(app: &App, address: &Address) -> Result<usize> {
    let people = show(app, address).await?;
    let now: Timestamp = app.clock.now();
    let mut tx = app.store.begin().await?;
    for person in &people {
        tx.forget(person.id, now).await?;
    }
    tx.commit().await?;
    Ok(people.len())
}

/// Adds an officer, with the ways they are paged by.
pub async fn add_officer(
    app: &App,
    name: &str,
    area: AreaCode,
    duty: Duty,
    ways: &[Address],
) -> Result<Officer> {
    let now = app.clock.now();
    let officer = Officer {
        id: OfficerId::at(now),
        name: officer_name(name)?,
        area,
        duty,
    };
    let mut tx = app.store.begin().await?;
    if !tx.add_officer(&officer, now).await? {
        drop(tx);
        let taken = app.store.officer(&officer.name).await?;
        return Err(Refusal::NameTaken(
            taken.map_or(officer.name, |there| there.name),
        ));
    }
    for address in ways {
        tx.add_officer_contact(officer.id, address, now).await?;
    }
    tx.commit().await?;
    Ok(officer)
}

/// The officer of a name.
pub async fn officer(app: &App, name: &str) -> Result<Officer> {
    app.store
        .officer(name)
        .await?
        .ok_or_else(|| Refusal::NoSuchOfficer(name.to_owned()))
}
