//! One batch of a pump: put together, marked, and on its way.

use std::collections::HashSet;
use std::sync::Arc;

use super::deliver::{Place, Pump};
use super::hours::lets_go;
use super::recorder::{Entered, Entry};
use super::script::{Letter, Script};
use super::submit::Submit;
use crate::crash::{crash_point, planted};
use crate::domain::id::DeliveryId;
use crate::domain::notice::Urgency;
use crate::domain::retry::CRASHES;
use crate::store::Result;
use crate::store::chunks::Chunk;
use crate::store::due::Due;
use crate::store::ledger::Leaving;

impl Pump {
    pub(super) async fn submit(
        &mut self,
        chunk: &Chunk,
        script: &Arc<Script>,
        batch: Vec<Due>,
        places: Vec<Place>,
    ) -> Result<()> {
        let letters: Vec<Letter> = batch
            .into_iter()
            .map(|due| script.letter(&self.app, due, chunk.refusals))
            .collect();
        let parts = letters.iter().map(|letter| i64::from(letter.parts)).sum();
        self.keep_pace(parts, script).await;
        let leaving: Vec<Leaving> = letters
            .iter()
            .map(|letter| Leaving {
                delivery: letter.due.id,
                parts: letter.parts,
                cost_vnd: script.cost(letter.parts).most,
                language: letter.language,
            })
            .collect();
        let marked = self.mark(chunk, &leaving).await?;
        for ((letter, leaving), place) in letters.into_iter().zip(leaving).zip(places) {
            if marked.contains(&leaving.delivery) {
                self.hand_over(chunk, script, letter, leaving, place);
            }
        }
        Ok(())
    }

    /// As [`Pump::submit`], for one of a chunk that has brought processes down:
    /// marked before it is put together, so that whoever dies of it has left a
    /// name behind. What it costs is known with its answer, and its pace is one
    /// part's.
    pub(super) async fn submit_alone(
        &mut self,
        chunk: &Chunk,
        script: &Arc<Script>,
        batch: Vec<Due>,
        places: Vec<Place>,
    ) -> Result<()> {
        for (due, place) in batch.into_iter().zip(places) {
            self.keep_pace(1, script).await;
            let leaving = Leaving {
                delivery: due.id,
                parts: 1,
                cost_vnd: 0,
                language: script.language(due.language, chunk.refusals),
            };
            if self.mark(chunk, &[leaving]).await?.contains(&due.id) {
                let letter = script.letter(&self.app, due, chunk.refusals);
                self.hand_over(chunk, script, letter, leaving, place);
            }
        }
        Ok(())
    }

    async fn keep_pace(&mut self, parts: i64, script: &Script) {
        tokio::select! {
            () = self.pace.wait(parts, script.urgency == Urgency::Flash) => {}
            () = super::told_to_stop(&mut self.stop) => {}
        }
    }

    /// Marks what is about to leave. Returns what may; the rest is dropped. The
    /// hour is asked once more: night may have fallen while the pace was kept.
    async fn mark(&self, chunk: &Chunk, leaving: &[Leaving]) -> Result<HashSet<DeliveryId>> {
        let marked = if self.goes_on() && lets_go(&self.app, chunk) {
            self.mark_in_the_ledger(chunk, leaving).await?
        } else {
            HashSet::new()
        };
        if marked.len() < leaving.len() {
            self.drop_rest(chunk.id, leaving.len() - marked.len()).await;
        }
        Ok(marked)
    }

    async fn mark_in_the_ledger(
        &self,
        chunk: &Chunk,
        leaving: &[Leaving],
    ) -> Result<HashSet<DeliveryId>> {
        if planted!("bug.mark_after_send") {
            return Ok(leaving.iter().map(|one| one.delivery).collect());
        }
        let a_day = self.app.config.promotional.a_day;
        let marked = self
            .app
            .store
            .mark(
                self.lease,
                chunk,
                self.channel.name(),
                leaving,
                chunk.promotional.then_some(a_day),
                self.app.clock.now(),
            )
            .await?;
        crash_point!("mark.after");
        if (1..CRASHES).contains(&chunk.crashes) && !marked.is_empty() {
            self.app.store.goes_on(chunk.id).await?;
        }
        Ok(marked.into_iter().collect())
    }

    fn hand_over(
        &self,
        chunk: &Chunk,
        script: &Arc<Script>,
        letter: Letter,
        marked: Leaving,
        place: Place,
    ) {
        let task = Submit {
            app: self.app.clone(),
            channel: Arc::clone(&self.channel),
            script: Arc::clone(script),
            held: Arc::clone(&self.held),
            pace: Arc::clone(&self.pace),
            chunk: *chunk,
            letter,
            marked,
        };
        let entries = self.entries.clone();
        tokio::spawn(async move {
            let (chunk, notice) = (task.chunk.id, task.chunk.notice);
            let urgency = task.script.urgency;
            let entered = Box::new(Entered {
                chunk,
                notice,
                urgency,
                answered: task.run().await,
                place,
            });
            // The recorder hangs up only after an error it has reported.
            entries.send(Entry::Answered(entered)).await.ok();
        });
    }
}
