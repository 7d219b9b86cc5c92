-- Some five hundred deliveries of one notice, channel and rank. A pump claims
-- a chunk, not rows; `lease` is its right, judged by the database's clock.
-- `gateway` pins it to one of several of a channel; empty: whichever is in
-- charge. `refusals` counts those its rows have behind them, which decides
-- the form of the text. `crashes` counts processes in a row that died holding
-- it before they had marked anything.
CREATE TABLE chunks (
    id          UUID PRIMARY KEY,
    notice      UUID NOT NULL REFERENCES notices (id),
    channel     TEXT NOT NULL,
    gateway     TEXT NOT NULL DEFAULT '',
    refusals    INTEGER NOT NULL DEFAULT 0,
    class       INTEGER NOT NULL,
    rank        INTEGER NOT NULL,
    crashes     INTEGER NOT NULL DEFAULT 0,
    done        BOOLEAN NOT NULL,
    lease       UUID,
    lease_until BIGINT
);
CREATE INDEX chunks_open ON chunks (notice, channel, rank, id) WHERE NOT done;
CREATE INDEX chunks_by_notice ON chunks (notice);
CREATE INDEX chunks_leased ON chunks (lease_until) WHERE lease IS NOT NULL;

-- The ledger: one row for one notice to one contact, whatever lists it is on.
-- A row is claimed by its chunk, so `claimed` never stands in `state`.
CREATE TABLE deliveries (
    id       UUID PRIMARY KEY,
    notice   UUID NOT NULL,
    contact  UUID NOT NULL,
    person   UUID NOT NULL,
    channel  TEXT NOT NULL,
    chunk    UUID NOT NULL,
    seq      INTEGER NOT NULL,
    state    TEXT NOT NULL,
    rank     INTEGER NOT NULL,
    tries    INTEGER NOT NULL DEFAULT 0,
    resent   INTEGER NOT NULL DEFAULT 0,
    refusals INTEGER NOT NULL DEFAULT 0,
    crashes  INTEGER NOT NULL DEFAULT 0,
    parts    INTEGER NOT NULL DEFAULT 1,
    cost_vnd BIGINT NOT NULL DEFAULT 0,
    lease    UUID,
    gateway  TEXT,
    since    BIGINT NOT NULL,
    next_at  BIGINT,
    UNIQUE (contact, notice)
);
-- No index names `state`: a row changes it three times on its way, and none of
-- these changes should have to touch an index. A notice's rows are found
-- through its chunks.
CREATE INDEX deliveries_by_chunk ON deliveries (chunk, seq);
CREATE INDEX deliveries_waiting ON deliveries (next_at) WHERE next_at IS NOT NULL;

-- Every try, with what came of it. Append only.
CREATE TABLE attempts (
    delivery   UUID NOT NULL,
    n          INTEGER NOT NULL,
    gateway    TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL,
    outcome    TEXT NOT NULL,
    code       TEXT,
    PRIMARY KEY (delivery, n)
);

-- The gateway's own ids, and how each part of a long message fared.
CREATE TABLE parts (
    gateway    TEXT NOT NULL,
    message_id TEXT NOT NULL,
    delivery   UUID NOT NULL,
    status     TEXT NOT NULL,
    PRIMARY KEY (gateway, message_id)
);
CREATE INDEX parts_by_delivery ON parts (delivery);

-- Receipts and replies are stored before they are answered; `body` is sealed,
-- for it holds numbers.
CREATE TABLE inbox (
    id          UUID PRIMARY KEY,
    gateway     TEXT NOT NULL,
    event_key   BYTEA NOT NULL,
    kind        TEXT NOT NULL,
    delivery    UUID,
    message_id  TEXT,
    status      TEXT,
    body        BYTEA NOT NULL,
    received_at BIGINT NOT NULL,
    read_at     BIGINT,
    UNIQUE (gateway, event_key)
);
CREATE INDEX inbox_unread ON inbox (id) WHERE read_at IS NULL;

-- Counters are appended as differences and folded by one hand: no hot rows.
CREATE TABLE tally (
    notice UUID NOT NULL,
    state  TEXT NOT NULL,
    n      BIGINT NOT NULL,
    PRIMARY KEY (notice, state)
);
CREATE TABLE tally_changes (
    id     UUID PRIMARY KEY,
    notice UUID NOT NULL,
    state  TEXT NOT NULL,
    n      BIGINT NOT NULL
);

CREATE INDEX inbox_by_message ON inbox (gateway, message_id) WHERE kind = 'orphan';
