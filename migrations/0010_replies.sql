-- What people are to be answered, written together with what their message
-- has changed. `body` is sealed: number and text. A reply that leaves is taken
-- out first, so that nobody gets it twice.
CREATE TABLE replies (
    id         UUID PRIMARY KEY,
    gateway    TEXT NOT NULL,
    body       BYTEA NOT NULL,
    next_at    BIGINT NOT NULL,
    send_by    BIGINT NOT NULL
);
CREATE INDEX replies_waiting ON replies (next_at);

-- An alert counts as called once somebody may have been reached. `paged_at`
-- says when it was last tried.
ALTER TABLE alerts ADD COLUMN called_at BIGINT;
UPDATE alerts SET called_at = paged_at;
