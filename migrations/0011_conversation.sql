-- The way back. Numbers stand here as keyed hashes, as in contacts.

-- What is remembered of a number's messages: what it was asked and has not
-- answered, how much it was answered today. `prefix` is how it begins.
CREATE TABLE talks (
    channel      TEXT NOT NULL,
    address_hash BYTEA NOT NULL,
    prefix       TEXT NOT NULL,
    pending      TEXT,
    day          BIGINT NOT NULL,
    answers      INTEGER NOT NULL,
    last         BYTEA NOT NULL,
    repeats      INTEGER NOT NULL,
    answered_at  BIGINT,
    at           BIGINT NOT NULL,
    PRIMARY KEY (channel, address_hash)
);
CREATE INDEX talks_by_answer ON talks (answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX talks_by_time ON talks (at);

-- Who wants to hear nothing but danger to life, known to us or not: no list
-- brings a number back.
CREATE TABLE silenced (
    channel      TEXT NOT NULL,
    address_hash BYTEA NOT NULL,
    since        BIGINT NOT NULL,
    PRIMARY KEY (channel, address_hash)
);
INSERT INTO silenced (channel, address_hash, since)
    SELECT channel, address_hash, silent_since FROM contacts WHERE silent_since IS NOT NULL;

-- Topics a contact does not want to hear of.
CREATE TABLE unwanted_topics (
    contact UUID NOT NULL,
    topic   TEXT NOT NULL,
    since   BIGINT NOT NULL,
    PRIMARY KEY (contact, topic)
);

-- Who agreed to what, or no longer, when, by which way, to which words.
-- `wording` is the key of the answer and a mark of its text.
CREATE TABLE consents (
    id           UUID PRIMARY KEY,
    channel      TEXT NOT NULL,
    address_hash BYTEA NOT NULL,
    purpose      TEXT NOT NULL,
    given        BOOLEAN NOT NULL,
    wording      TEXT NOT NULL,
    at           BIGINT NOT NULL
);
CREATE INDEX consents_by_address ON consents (channel, address_hash, id);

-- What people wrote that is for officers to read. `body` is sealed: number and
-- words. `no` is how officers call it.
CREATE TABLE questions (
    id           UUID PRIMARY KEY,
    no           BIGINT NOT NULL UNIQUE,
    channel      TEXT NOT NULL,
    gateway      TEXT NOT NULL,
    address_hash BYTEA NOT NULL,
    body         BYTEA NOT NULL,
    area         TEXT,
    received_at  BIGINT NOT NULL,
    assigned_to  UUID REFERENCES officers (id),
    answered_by  UUID REFERENCES officers (id),
    answered_at  BIGINT
);
CREATE INDEX questions_by_address ON questions (channel, address_hash);
CREATE INDEX questions_open ON questions (no) WHERE answered_at IS NULL;
