-- Advertising: what may be read as such. It leaves through gateways that are
-- registered for it, by day, to those who agreed to it. The index finds what
-- may have left within a day.
ALTER TABLE notices ADD COLUMN promotional BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX notices_promotional ON notices (send_by) WHERE promotional;

-- People of its audience who were left out of it when it was planned, and why:
-- they had not agreed, were on the list of those that nobody may advertise to,
-- or had as many as a day allows.
ALTER TABLE notices ADD COLUMN left_no_consent BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notices ADD COLUMN left_do_not_call BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notices ADD COLUMN left_enough BIGINT NOT NULL DEFAULT 0;

-- Who agrees to advertising now; how they came to it stands in `consents`.
-- Numbers stand here as keyed hashes.
CREATE TABLE promotional_consents (
    channel      TEXT NOT NULL,
    address_hash BYTEA NOT NULL,
    since        BIGINT NOT NULL,
    PRIMARY KEY (channel, address_hash)
);
