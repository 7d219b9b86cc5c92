//! The figures behind a coverage report, counted from the ledger itself.

use std::collections::HashMap;

use sqlx::QueryBuilder;

use super::list::push_list;
use super::people::language;
use super::{Error, Result, Store};
use crate::domain::area::AreaCode;
use crate::domain::coverage::{Counts, Coverage, Evidence, Grade, OtherLanguage, VillageCoverage};
use crate::domain::delivery::State;
use crate::domain::id::{NoticeId, VillageId};
use crate::domain::person::Role;
use crate::domain::promotion::LeftOuts;

impl Store {
    /// How one notice fared, the least reached villages first. `roles` are
    /// those of its audience: only their households are on the roll.
    pub async fn coverage(&self, notice: NoticeId, roles: &[Role]) -> Result<Coverage> {
        let summary = "SELECT people, no_contact, left_no_consent, left_do_not_call, left_enough FROM notices WHERE id = $1";
        let (people, no_contact, no_consent, do_not_call, enough): (i64, i64, i64, i64, i64) =
            on!(read self, db => sqlx::query_as(summary).bind(notice).fetch_one(db).await)?;
        let by_state: Vec<(String, i64, i64)> = on!(read self, db => {
            sqlx::query_as("SELECT d.state, COUNT(*), CAST(SUM(d.cost_vnd) AS BIGINT) FROM chunks c JOIN deliveries d ON d.chunk = c.id
                  WHERE c.notice = $1 GROUP BY d.state")
                .bind(notice).fetch_all(db).await
        })?;
        let mut counts = Counts::default();
        let mut cost_vnd = 0;
        for (state, n, cost) in by_state {
            let state =
                State::parse(&state).ok_or_else(|| Error::Strange(format!("the state {state}")))?;
            counts.add(state, n);
            cost_vnd += cost;
        }
        let other_languages = self.other_languages(notice, roles).await?;
        let villages = self.village_coverage(notice, roles).await?;
        let deliveries = counts.total();
        let mut coverage = Coverage {
            notice,
            people,
            no_contact,
            left_out: LeftOuts {
                no_consent,
                do_not_call,
                enough,
            },
            deliveries,
            counts,
            cost_vnd,
            other_languages,
            villages,
        };
        coverage.sort();
        Ok(coverage)
    }

    /// People who were told, and by no way in their own language. Whoever was
    /// told in several others counts under one of them.
    async fn other_languages(
        &self,
        notice: NoticeId,
        roles: &[Role],
    ) -> Result<Vec<OtherLanguage>> {
        let rows: Vec<(String, String, i64)> = on!(read self, db => {
            let mut query = QueryBuilder::<Db>::new(
                "SELECT g.wants, g.told, COUNT(*) FROM (
                    SELECT p.id, p.language AS wants, MIN(d.language) AS told
                      FROM notice_areas a JOIN people p ON p.area = a.area
                      JOIN serves s ON s.person = p.id
                      JOIN deliveries d ON d.notice = a.notice AND d.contact = s.contact
                     WHERE d.state IN ('delivered', 'accepted') AND d.language <> p.language
                       AND NOT EXISTS (SELECT 1 FROM serves t JOIN deliveries o ON o.contact = t.contact AND o.notice = d.notice
                            WHERE t.person = p.id AND o.state IN ('delivered', 'accepted') AND o.language = p.language)
                       AND a.notice = ");
            query.push_bind(notice);
            if !roles.is_empty() {
                query.push(" AND p.role IN ");
                push_list(&mut query, roles.iter().copied());
            }
            query.push(" GROUP BY p.id, p.language) AS g GROUP BY g.wants, g.told");
            query.build_query_as().fetch_all(db).await
        })?;
        let line = |(wants, told, people): (String, String, i64)| -> Result<OtherLanguage> {
            Ok(OtherLanguage {
                wants: language(&wants)?,
                told: language(&told)?,
                people,
            })
        };
        rows.into_iter().map(line).collect()
    }

    async fn village_coverage(
        &self,
        notice: NoticeId,
        roles: &[Role],
    ) -> Result<Vec<VillageCoverage>> {
        let mut lines: HashMap<(AreaCode, Option<VillageId>), VillageCoverage> = HashMap::new();
        let known = "SELECT id, area, name, old_commune, households, people FROM villages
             WHERE area IN (SELECT area FROM notice_areas WHERE notice = $1)";
        let villages: Vec<(
            VillageId,
            AreaCode,
            String,
            String,
            Option<i64>,
            Option<i64>,
        )> = on!(read self, db => sqlx::query_as(known).bind(notice).fetch_all(db).await)?;
        for (id, area, village, old_commune, households, people) in villages {
            let line = VillageCoverage {
                village,
                old_commune,
                households,
                people,
                ..line(Some(id), &area)
            };
            lines.insert((area, Some(id)), line);
        }
        for (area, village, grade, households) in self.households_by_grade(notice, roles).await? {
            let line = lines
                .entry((area.clone(), village))
                .or_insert_with(|| line(village, &area));
            line.known += households;
            match Grade::from_rank(grade) {
                Grade::Handset => line.evidence.handset += households,
                Grade::Gateway => line.evidence.gateway += households,
                Grade::None => line.evidence.none += households,
            }
            line.reached = line.evidence.handset;
        }
        Ok(lines.into_values().collect())
    }

    /// Households of a notice's communes by village and by the best evidence
    /// there is for each. Everyone on our lists is on the roll, so that a
    /// village of which nobody could be planned still shows, at zero.
    async fn households_by_grade(
        &self,
        notice: NoticeId,
        roles: &[Role],
    ) -> Result<Vec<(AreaCode, Option<VillageId>, i32, i64)>> {
        Ok(on!(read self, db => {
            let mut query = QueryBuilder::<Db>::new(
                "SELECT g.area, g.village, g.grade, COUNT(*) FROM (
                    SELECT p.area, p.village, p.household,
                           MAX(CASE d.state WHEN 'delivered' THEN 2 WHEN 'accepted' THEN 1 ELSE 0 END) AS grade
                      FROM notice_areas a JOIN people p ON p.area = a.area
                      LEFT JOIN serves s ON s.person = p.id
                      LEFT JOIN deliveries d ON d.notice = a.notice AND d.contact = s.contact
                     WHERE a.notice = ");
            query.push_bind(notice);
            if !roles.is_empty() {
                query.push(" AND p.role IN ");
                push_list(&mut query, roles.iter().copied());
            }
            query.push(" GROUP BY p.area, p.village, p.household) AS g GROUP BY g.area, g.village, g.grade");
            query.build_query_as().fetch_all(db).await
        })?)
    }
}

fn line(id: Option<VillageId>, area: &AreaCode) -> VillageCoverage {
    VillageCoverage {
        id,
        area: area.to_string(),
        village: String::new(),
        old_commune: String::new(),
        households: None,
        people: None,
        known: 0,
        reached: 0,
        evidence: Evidence::default(),
    }
}
