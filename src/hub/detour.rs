//! What the carriers of one gateway would not take goes by another that does,
//! before it is marked.

use std::collections::{BTreeMap, HashMap};

use super::Result;
use super::registered::sample;
use super::script::Script;
use super::wording;
use crate::app::App;
use crate::channels::Channel;
use crate::domain::id::{DeliveryId, Lease, NoticeId};
use crate::domain::notice::Urgency;
use crate::domain::person::Way;
use crate::store;
use crate::store::chunks::Chunk;
use crate::store::due::Due;

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
    let mut found: HashMap<String, Option<String>> = HashMap::new();
    let mut away: BTreeMap<String, Vec<DeliveryId>> = BTreeMap::new();
    let mut ours = Vec::with_capacity(due.len());
    for one in due {
        let Some((lang, text)) = script.declined(app, chunk, &one) else {
            ours.push(one);
            continue;
        };
        let next = found
            .entry(text)
            .or_insert_with_key(|text| instead(app, channel, chunk, text));
        if let Some(gateway) = next {
            away.entry(gateway.clone()).or_default().push(one.id);
        } else if flash || is_taken(app, script.way, chunk, &script.sample(lang)) {
            // It is tried all the same; or only this reader's name does not fit.
            ours.push(one);
        } else {
            return Ok(None);
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
/// first. A warning does not wait for one that is not.
fn instead(app: &App, channel: &dyn Channel, chunk: &Chunk, text: &str) -> Option<String> {
    let flash = chunk.class == Urgency::Flash.class();
    let takers: Vec<&str> = app
        .gateways
        .carriers(channel.limits().carries, chunk.promotional)
        .map(|other| other.name())
        .filter(|name| *name != channel.name() && app.gateways.takes(name, text))
        .collect();
    let well = takers.iter().find(|name| app.wardens.is_well(name));
    let next = well.or(takers.first().filter(|_| !flash));
    next.map(|name| (*name).to_owned())
}

fn is_taken(app: &App, way: Way, chunk: &Chunk, text: &str) -> bool {
    app.gateways
        .carriers(way, chunk.promotional)
        .any(|channel| app.gateways.takes(channel.name(), text))
}

/// Takes what was passed on to a gateway that is out of order now away from it,
/// where another that is well takes it, or where it is a warning. How much.
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
            let flash = class == Urgency::Flash.class();
            if flash || goes_elsewhere(app, notice, way).await? {
                left += app.store.unpin(notice, way, name).await?;
            }
        }
    }
    Ok(left)
}

/// Whether a gateway that is well takes any text of a notice.
async fn goes_elsewhere(app: &App, notice: NoticeId, way: Way) -> Result<bool> {
    let Some(notice) = app.store.notice(notice).await? else {
        return Ok(false);
    };
    let texts = wording::texts_for(way, &notice.renders);
    let mut well = app
        .gateways
        .carriers(way, notice.content.promotional)
        .filter(|channel| app.wardens.is_well(channel.name()));
    let takes = |name: &str| {
        let mut texts = texts.values();
        texts.any(|text| app.gateways.takes(name, &sample(text)))
    };
    Ok(well.any(|channel| takes(channel.name())))
}
