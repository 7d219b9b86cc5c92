//! What must hold of every ledger that has come to rest, one statement each:
//! it counts what breaks the sentence. The numbers are those of the reliability
//! study. Not here, for no statement can see it: I5 (no specimen through a real
//! gateway; tests/it/notices), I11 (any order of receipts, one end; the verdict),
//! I14 and I19 (there is no chain of deeds and no key of requests yet), I16 (how
//! long a warning waits; the bench).

use crate::support::database::Database;

/// Number, sentence, and the statement that counts what breaks it. Where a sender
/// died and a receipt was faster than whoever took its chunk, the try's hour is
/// not known: the one on record is the receipt's.
const INVARIANTS: [(&str, &str, &str); 16] = [
    (
        "I1",
        "a contact has one delivery of a notice",
        "SELECT COUNT(*) FROM (SELECT 1 AS one FROM deliveries GROUP BY notice, contact HAVING COUNT(*) > 1) AS t",
    ),
    (
        "I2",
        "what is sent was approved, in these very words, by somebody who did not write it",
        "SELECT COUNT(*) FROM notices n WHERE EXISTS (SELECT 1 FROM deliveries d WHERE d.notice = n.id)
           AND NOT EXISTS (SELECT 1 FROM deeds a WHERE a.notice = n.id AND a.deed = 'approve' AND a.hash = n.hash
               AND NOT EXISTS (SELECT 1 FROM deeds w WHERE w.notice = n.id AND w.officer = a.officer
                               AND w.deed IN ('write', 'edit')))",
    ),
    (
        "I3",
        "whoever can be reached has a delivery of a notice that is planned",
        "SELECT COUNT(*) FROM notices n JOIN notice_areas a ON a.notice = n.id JOIN people p ON p.area = a.area
           JOIN serves s ON s.person = p.id JOIN contacts c ON c.id = s.contact
          WHERE n.planned_at IS NOT NULL AND c.silent_since IS NULL
            AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.notice = n.id AND d.contact = c.id)",
    ),
    (
        "I4",
        "nothing is tried at or after send_by",
        "SELECT COUNT(*) FROM attempts a JOIN deliveries d ON d.id = a.delivery JOIN notices n ON n.id = d.notice
          WHERE a.started_at >= n.send_by AND a.outcome <> 'not_sent' AND COALESCE(a.code, '') <> 'lease lost, receipt'",
    ),
    (
        "I4",
        "nothing is tried later than two seconds after a stop",
        "SELECT COUNT(*) FROM attempts a JOIN deliveries d ON d.id = a.delivery
           JOIN deeds s ON s.notice = d.notice AND s.deed = 'stop'
          WHERE a.started_at > s.at + 2000000 AND a.outcome <> 'not_sent' AND COALESCE(a.code, '') <> 'lease lost, receipt'",
    ),
    (
        "I6",
        "a routine or urgent message is handed over once at most",
        "SELECT COUNT(*) FROM (SELECT d.id FROM attempts a JOIN deliveries d ON d.id = a.delivery
           JOIN notices n ON n.id = d.notice WHERE n.class < 2 AND a.outcome IN ('accepted', 'ambiguous')
          GROUP BY d.id HAVING COUNT(*) > 1) AS t",
    ),
    (
        "I7",
        "a flash message is handed over twice at most",
        "SELECT COUNT(*) FROM (SELECT d.id FROM attempts a JOIN deliveries d ON d.id = a.delivery
           JOIN notices n ON n.id = d.notice WHERE n.class = 2 AND a.outcome IN ('accepted', 'ambiguous')
          GROUP BY d.id HAVING COUNT(*) > 2) AS t",
    ),
    (
        "I8",
        "what is at its end waits for nothing",
        "SELECT COUNT(*) FROM deliveries WHERE next_at IS NOT NULL AND state NOT IN ('retry_wait', 'uncertain')",
    ),
    (
        "I9",
        "a notice that has ended has nothing open",
        "SELECT COUNT(*) FROM deliveries d JOIN notices n ON n.id = d.notice
          WHERE n.state IN ('completed', 'stopped', 'expired')
            AND d.state IN ('planned', 'due', 'submitting', 'retry_wait', 'uncertain')",
    ),
    (
        "I9",
        "where nobody works, nobody holds a chunk",
        "SELECT COUNT(*) FROM chunks WHERE lease IS NOT NULL",
    ),
    (
        "I10",
        "what was accepted was tried",
        "SELECT COUNT(*) FROM deliveries d WHERE d.state = 'accepted' AND NOT EXISTS (
            SELECT 1 FROM attempts a WHERE a.delivery = d.id AND a.outcome IN ('accepted', 'ambiguous'))",
    ),
    (
        "I12",
        "who asked for silence is tried no more, but for danger to life",
        "SELECT COUNT(*) FROM attempts a JOIN deliveries d ON d.id = a.delivery JOIN notices n ON n.id = d.notice
           JOIN contacts c ON c.id = d.contact WHERE n.class < 2 AND a.started_at > c.silent_since + 2000000",
    ),
    (
        "I15",
        "every try is on record",
        "SELECT COUNT(*) FROM deliveries d
          WHERE d.tries <> (SELECT COUNT(*) FROM attempts a WHERE a.delivery = d.id)",
    ),
    (
        "I17",
        "the counters say what the ledger says",
        "SELECT COUNT(*) FROM (SELECT 1 AS one FROM (
            SELECT notice, state, n FROM tally UNION ALL SELECT notice, state, n FROM tally_changes
            UNION ALL SELECT notice, state, -COUNT(*) FROM deliveries GROUP BY notice, state) AS u
          GROUP BY notice, state HAVING SUM(n) <> 0) AS t",
    ),
    (
        "I18",
        "no number stands in what a gateway said",
        "SELECT COUNT(*) FROM attempts WHERE code LIKE '%0912%' OR code LIKE '%84912%'",
    ),
    (
        "I20",
        "nobody has a delivery who is not of the audience",
        "SELECT COUNT(*) FROM deliveries d WHERE NOT EXISTS (
            SELECT 1 FROM serves s JOIN people p ON p.id = s.person
              JOIN notice_areas a ON a.area = p.area AND a.notice = d.notice WHERE s.contact = d.contact)",
    ),
];

/// The sentences that a database breaks, each with how often.
pub async fn broken(database: &Database) -> Vec<String> {
    if database.on_a_server() {
        // Else the planner guesses what filled within the minute, and guesses ill.
        database.run("ANALYZE").await;
    }
    let mut broken = Vec::new();
    for (number, sentence, statement) in INVARIANTS {
        let rows: Vec<(i64,)> = database.rows(statement).await;
        if rows[0].0 > 0 {
            broken.push(format!("{number}, {sentence}: {} times not", rows[0].0));
        }
    }
    broken
}
