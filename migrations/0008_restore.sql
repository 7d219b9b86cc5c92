-- Which officers let a restored office send again, and since when and why it
-- had been held. Deeds belong to notices; these belong to the house.
CREATE TABLE resumptions (
    id         UUID PRIMARY KEY,
    officer    UUID NOT NULL REFERENCES officers (id),
    held_since BIGINT NOT NULL,
    reason     TEXT NOT NULL,
    at         BIGINT NOT NULL
);

-- Receipts laid aside because nobody knew their id, the latest looked at again.
CREATE INDEX inbox_orphans ON inbox (read_at) WHERE kind = 'orphan';
