//! Who gets an advertisement: asked of each page of its audience, and once more
//! of each chunk before it leaves.

use std::sync::Arc;

use super::Result;
use crate::app::App;
use crate::domain::id::{ContactId, DeliveryId, NoticeId};
use crate::domain::ladder::Rung;
use crate::domain::notice::Notice;
use crate::domain::person::Way;
use crate::domain::promotion::{DoNotCall, LeftOut, Standing};
use crate::store;
use crate::store::chunks::Chunk;
use crate::store::due::Due;
use crate::store::plan::Candidate;

/// What people of an audience are held against, for one notice.
#[derive(Debug, Clone)]
pub struct Sieve {
    notice: NoticeId,
    listed: Arc<DoNotCall>,
}

impl Sieve {
    /// The sieve of a notice; none where it is no advertising.
    pub fn of(app: &App, notice: &Notice) -> Result<Option<Self>> {
        if !notice.content.promotional {
            return Ok(None);
        }
        Ok(Some(Self {
            notice: notice.id,
            listed: app.do_not_call.now()?,
        }))
    }

    /// Takes from people the ways that advertising may not take to them. `open`
    /// are those it could have taken. Of each why they are left out; nothing
    /// where a way is left, or where there was none to begin with.
    pub async fn keep(
        &self,
        app: &App,
        people: &mut [Candidate],
        open: &[Way],
    ) -> store::Result<Vec<Option<LeftOut>>> {
        let contacts: Vec<ContactId> = people
            .iter()
            .flat_map(|person| person.rungs.iter().map(|rung| rung.contact))
            .collect();
        let now = app.clock.now();
        let known = app.store.addressees(&contacts, self.notice, now).await?;
        let bars = |rung: &Rung<ContactId>| {
            let Some(known) = known.get(&rung.contact) else {
                return Some(LeftOut::NoConsent);
            };
            let standing = Standing {
                agreed: known.agreed,
                listed: self.listed.holds(&known.address),
                had: known.had,
            };
            standing.bars(app.config.promotional.a_day)
        };
        let sift = |person: &mut Candidate| {
            person
                .rungs
                .retain(|rung| open.contains(&rung.way) && !rung.silent);
            let why = person.rungs.iter().filter_map(bars).max();
            person.rungs.retain(|rung| bars(rung).is_none());
            why.filter(|_| person.rungs.is_empty())
        };
        Ok(people.iter_mut().map(sift).collect())
    }
}

/// Ends what a chunk of advertising has for those who are to get none since it
/// was planned, and leaves the rest of `due`. What is due is stopped; it is not
/// counted as left out, for it stands in the ledger.
pub async fn sift(app: &App, chunk: &Chunk, due: &mut Vec<Due>) -> store::Result<()> {
    let now = app.clock.now();
    let stands = app.store.advertised(chunk, now).await?;
    // A list that cannot be read lets nothing be claimed; whoever was faster
    // goes by what was known.
    let listed = app.do_not_call.last().unwrap_or_default();
    let mut barred: Vec<DeliveryId> = Vec::new();
    due.retain(|one| {
        let (agreed, had) = stands.get(&one.id).copied().unwrap_or_default();
        let standing = Standing {
            agreed,
            listed: listed.holds(&one.address),
            had,
        };
        let may = standing.bars(app.config.promotional.a_day).is_none();
        if !may {
            barred.push(one.id);
        }
        may
    });
    if barred.is_empty() {
        return Ok(());
    }
    app.store.withhold(chunk, &barred, now).await
}
