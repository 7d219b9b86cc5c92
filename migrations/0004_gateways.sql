-- What nodes agree on about gateways. All times are microseconds; leases are
-- judged by the database's clock.

-- The nodes that live, so that slots are shared fairly.
CREATE TABLE nodes (
    id         UUID PRIMARY KEY,
    seen_until BIGINT NOT NULL
);

-- A gateway's connections ("binds"). Whoever holds one sends, at its share of
-- the account's rate; so any number of nodes never exceeds it.
CREATE TABLE slots (
    gateway     TEXT NOT NULL,
    slot        INTEGER NOT NULL,
    lease       UUID,
    lease_until BIGINT,
    PRIMARY KEY (gateway, slot)
);

-- Gateways that are out of order, so that the next one of their channel sends.
CREATE TABLE breakers (
    gateway    TEXT PRIMARY KEY,
    open_until BIGINT NOT NULL
);

-- A routine or urgent notice that a channel refuses is held back there until
-- an officer has looked at it.
CREATE TABLE holds (
    notice  UUID NOT NULL REFERENCES notices (id),
    channel TEXT NOT NULL,
    since   BIGINT NOT NULL,
    PRIMARY KEY (notice, channel)
);

-- What an officer must look at. `notice` is the nil id where it is about a
-- gateway as a whole. `paged_at` says that the officers' phones were tried.
CREATE TABLE alerts (
    id        UUID PRIMARY KEY,
    kind      TEXT NOT NULL,
    gateway   TEXT NOT NULL,
    notice    UUID NOT NULL,
    code      TEXT,
    raised_at BIGINT NOT NULL,
    paged_at  BIGINT,
    closed_at BIGINT
);
CREATE INDEX alerts_open ON alerts (kind, gateway, notice) WHERE closed_at IS NULL;
