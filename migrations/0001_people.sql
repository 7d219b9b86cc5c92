-- One text for SQLite and PostgreSQL. Only these column types: UUID, TEXT,
-- BIGINT, INTEGER, BOOLEAN, BYTEA. An invented name would get NUMERIC affinity
-- in SQLite and eat the leading zero of a number. Times are microseconds.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Villages have no national code. A merged commune has several "Thôn 1", so
-- the commune a village belonged to before 2025 is part of its name. `folded`
-- is the name without marks and without the word for its kind ("thôn", "bản"),
-- which is `kind`: empty where no list has told it.
CREATE TABLE villages (
    id          UUID PRIMARY KEY,
    area        TEXT NOT NULL,
    name        TEXT NOT NULL,
    folded      TEXT NOT NULL,
    kind        TEXT NOT NULL,
    old_commune TEXT NOT NULL,
    old_folded  TEXT NOT NULL,
    households  BIGINT,
    people      BIGINT,
    UNIQUE (area, folded, old_folded, kind)
);

-- `name` is sealed. `household` is the id of the household's first member.
-- `known_by` is a keyed hash of village and name, kept for those only whom no
-- contact could name when their list is read again. `list` is the one that
-- named them last: within one list, two of the same name are two people.
CREATE TABLE people (
    id         UUID PRIMARY KEY,
    area       TEXT NOT NULL,
    village    UUID REFERENCES villages (id),
    household  UUID NOT NULL,
    name       BYTEA NOT NULL,
    known_by   BYTEA,
    list       UUID NOT NULL,
    language   TEXT NOT NULL,
    role       TEXT NOT NULL,
    consent_by TEXT,
    consent_at TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX people_by_area ON people (area, id);
CREATE INDEX tellers_by_area ON people (area, id) WHERE role <> 'villager';
CREATE INDEX people_by_name ON people (known_by) WHERE known_by IS NOT NULL;
CREATE INDEX people_by_household ON people (household);
CREATE INDEX people_by_village ON people (village);

-- `address` is sealed; `address_hash` is a keyed hash that finds it again.
CREATE TABLE contacts (
    id           UUID PRIMARY KEY,
    channel      TEXT NOT NULL,
    address_hash BYTEA NOT NULL,
    address      BYTEA NOT NULL,
    silent_since BIGINT,
    created_at   BIGINT NOT NULL,
    UNIQUE (channel, address_hash)
);

-- One contact may serve a household; a person may have several.
CREATE TABLE serves (
    person  UUID NOT NULL REFERENCES people (id),
    contact UUID NOT NULL REFERENCES contacts (id),
    PRIMARY KEY (person, contact)
);
CREATE INDEX serves_by_contact ON serves (contact, person);

-- `folded` is the name without marks, case and blanks: no other spelling of it
-- is another officer.
CREATE TABLE officers (
    id         UUID PRIMARY KEY,
    name       TEXT NOT NULL,
    folded     TEXT NOT NULL UNIQUE,
    area       TEXT NOT NULL,
    duty       TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE officer_contacts (
    officer UUID NOT NULL REFERENCES officers (id),
    contact UUID NOT NULL REFERENCES contacts (id),
    PRIMARY KEY (officer, contact)
);
