//! What the carriers of one gateway would not take goes by another that does,
//! before it is marked.

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};

use super::Result;
use super::registered::sample;
use super::script::Script;
use super::wording;
use crate::app::App;
use crate::channels::Channel;
use crate::domain::id::{DeliveryId, Lease, NoticeId};
use crate::domain::notice::Urgency;
use crate::store;
use crate::store::chunks::Chunk;
use crate::store::due::Due;

/// Tries after which a warning is not passed on any more.
const LAPS: i32 = 2;

/// What of a loaded chunk this gateway sends itself; the rest is put down for
/// the gateways that take it. `None` where no gateway takes the text any more:
/// then nothing is moved.
pub async fn keep_ours(
    app: &App,
    (channel, lease): (&dyn Channel, Lease),
    script: &Script,
    chunk: &Chunk,
    due: Vec<Due>,
) -> store::Result<Option<Vec<Due>>> {
    let flash = script.urgency == Urgency::Flash;
    // A warning that was refused once goes through its forms and gateways.
    if !script.is_guarded() || (flash && (chunk.pinned || chunk.refusals > 0)) {
        return Ok(Some(due));
    }
    // Asked once at most, however many rows find nobody.
    let held_back = LazyCell::new(|| !flash && !is_any_taken(app, script, chunk));
    let mut found: HashMap<String, Option<String>> = HashMap::new();
    let mut away: BTreeMap<String, Vec<DeliveryId>> = BTreeMap::new();
    let mut ours = Vec::with_capacity(due.len());
    for one in due {
        // A warning that the others did not take either is tried here.
        let declined = script
            .declined(app, chunk, &one)
            .filter(|_| !flash || one.tries < LAPS);
        let Some(text) = declined else {
            ours.push(one);
            continue;
        };
        let next = found
            .entry(text)
            .or_insert_with_key(|text| instead(app, channel, chunk, text));
        if let Some(gateway) = next {
            away.entry(gateway.clone()).or_default().push(one.id);
        } else if *held_back {
            return Ok(None);
        } else {
            // A warning is tried all the same; else only this reader's language
            // or name does not fit, and the others do not wait for it.
            ours.push(one);
        }
    }
    for (gateway, rows) in &away {
        let now = app.clock.now();
        app.store
            .pass_on(lease, chunk.id, gateway, rows, now)
            .await?;
        app.bells.ring(script.way.as_str());
    }
    Ok(Some(ours))
}

/// The gateway that takes a text instead: the first that is well, else the
/// first. A warning does not wait for one that is left alone; one on trial
/// takes it, or is left alone for it.
fn instead(app: &App, channel: &dyn Channel, chunk: &Chunk, text: &str) -> Option<String> {
    let flash = chunk.class == Urgency::Flash.class();
    let takers: Vec<&str> = app
        .gateways
        .carriers(channel.limits().carries, chunk.promotional)
        .map(|other| other.name())
        .filter(|name| *name != channel.name() && app.gateways.takes(name, text))
        .collect();
    let well = takers.iter().find(|name| app.wardens.is_well(name));
    let may_be = |name: &&&str| !flash || !app.wardens.rests(name);
    let next = well.or_else(|| takers.iter().find(may_be));
    next.map(|name| (*name).to_owned())
}

fn is_any_taken(app: &App, script: &Script, chunk: &Chunk) -> bool {
    let mut carriers = app.gateways.carriers(script.way, chunk.promotional);
    carriers.any(|channel| {
        let mut samples = script.samples();
        samples.any(|text| app.gateways.takes(channel.name(), &text))
    })
}

/// Takes what was passed on to a gateway that is out of order now away from it,
/// where others that are well take it, or where it is a warning. How much.
pub async fn leave_sick_gateways(app: &App) -> Result<u64> {
    let mut left = 0;
    let gateways = app.gateways.iter();
    for sick in gateways.filter(|channel| !app.wardens.is_well(channel.name())) {
        let (way, name) = (sick.limits().carries, sick.name());
        let others = || app.gateways.of_way(way).map(|other| other.name());
        let passes_on = |other: &str| other != name && app.gateways.catalogue(other).is_some();
        if !others().any(passes_on) {
            continue;
        }
        let now = app.clock.now();
        for (notice, class) in app.store.waiting_for(way, name, now).await? {
            let leaves = if class == Urgency::Flash.class() {
                app.wardens.rests(name)
            } else {
                goes_elsewhere(app, notice, sick.as_ref()).await?
            };
            if leaves {
                left += app.store.unpin(notice, way, name).await?;
            }
        }
    }
    Ok(left)
}

/// Whether gateways that are well take every text of a notice that a sick one
/// takes: what comes away from it must not be passed back.
async fn goes_elsewhere(app: &App, notice: NoticeId, sick: &dyn Channel) -> Result<bool> {
    let Some(notice) = app.store.notice(notice).await? else {
        return Ok(false);
    };
    let (way, advertising) = (sick.limits().carries, notice.content.promotional);
    let well: Vec<&str> = app
        .gateways
        .carriers(way, advertising)
        .map(|channel| channel.name())
        .filter(|name| app.wardens.is_well(name))
        .collect();
    let takes = |name: &str, text: &str| app.gateways.takes(name, text);
    let texts = wording::texts_for(way, &notice.renders);
    let mut its = texts
        .values()
        .map(|text| sample(text))
        .filter(|text| takes(sick.name(), text));
    Ok(its.all(|text| well.iter().any(|name| takes(name, &text))))
}
