//! Counters by appended differences: no hot rows, no counting of the ledger
//! while it is being written.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::list::push_list;
use super::{Error, Result, Store, Tx};
use crate::domain::coverage::Counts;
use crate::domain::delivery::State;
use crate::domain::id::{NoticeId, uuid_at};

impl Tx {
    /// Appends differences of one notice's counters.
    pub(super) async fn tally(
        &mut self,
        notice: NoticeId,
        changes: &[(State, i64)],
        now: Timestamp,
    ) -> Result<()> {
        let mut sums: BTreeMap<State, i64> = BTreeMap::new();
        for (state, n) in changes {
            *sums.entry(*state).or_default() += n;
        }
        sums.retain(|_, n| *n != 0);
        if sums.is_empty() {
            return Ok(());
        }
        on!(self, db => {
            let mut query = QueryBuilder::<Db>::new("INSERT INTO tally_changes (id, notice, state, n) ");
            query.push_values(&sums, |mut row, (state, n)| {
                row.push_bind(uuid_at(now)).push_bind(notice).push_bind(*state).push_bind(*n);
            });
            query.build().execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// Appends that so many deliveries of a notice went from one state to
    /// another.
    pub(super) async fn tally_moved(
        &mut self,
        notice: NoticeId,
        rows: u64,
        from: State,
        to: State,
        now: Timestamp,
    ) -> Result<()> {
        let n = i64::try_from(rows).unwrap_or(i64::MAX);
        self.tally(notice, &[(from, -n), (to, n)], now).await
    }
}

impl Store {
    /// Adds the appended differences up. One hand does it at a time; what two
    /// hands would both take is taken by the one whose delete succeeds. Where
    /// there were any, something was planned, sent or settled: then the
    /// database counts one on, so that copies made until now are older ones.
    /// The new count.
    pub async fn fold_tally(&self) -> Result<Option<i64>> {
        let mut tx = self.begin().await?;
        let rows: Vec<(Uuid, NoticeId, State, i64)> = on!(tx, db => {
            sqlx::query_as("SELECT id, notice, state, n FROM tally_changes ORDER BY id LIMIT 5000").fetch_all(db).await
        })?;
        let mut sums: BTreeMap<(NoticeId, State), i64> = BTreeMap::new();
        for group in rows.chunks(1000) {
            let gone: Vec<Uuid> = on!(tx, db => {
                let mut query = QueryBuilder::<Db>::new("DELETE FROM tally_changes WHERE id IN ");
                push_list(&mut query, group.iter().map(|(id, ..)| *id));
                query.push(" RETURNING id");
                query.build_query_scalar().fetch_all(db).await
            })?;
            let gone: std::collections::HashSet<Uuid> = gone.into_iter().collect();
            for (_, notice, state, n) in group.iter().filter(|row| gone.contains(&row.0)) {
                *sums.entry((*notice, *state)).or_default() += n;
            }
        }
        for ((notice, state), n) in sums {
            let statement = "INSERT INTO tally (notice, state, n) VALUES ($1, $2, $3)
                 ON CONFLICT (notice, state) DO UPDATE SET n = tally.n + excluded.n";
            on!(tx, db => sqlx::query(statement).bind(notice).bind(state).bind(n).execute(db).await.map(drop))?;
        }
        let epoch = if rows.is_empty() {
            None
        } else {
            Some(tx.move_epoch().await?)
        };
        tx.commit().await?;
        Ok(epoch)
    }

    /// How a notice's deliveries stand, from the counters.
    pub async fn progress(&self, notice: NoticeId) -> Result<Counts> {
        let statement = "SELECT state, CAST(SUM(n) AS BIGINT) FROM (
                SELECT state, n FROM tally WHERE notice = $1
                UNION ALL SELECT state, n FROM tally_changes WHERE notice = $1) AS t
             GROUP BY state";
        let rows: Vec<(String, i64)> =
            on!(read self, db => sqlx::query_as(statement).bind(notice).fetch_all(db).await)?;
        let mut counts = Counts::default();
        for (state, n) in rows {
            let state =
                State::parse(&state).ok_or_else(|| Error::Strange(format!("the state {state}")))?;
            counts.add(state, n);
        }
        Ok(counts)
    }
}
