-- `content` and `renders` are JSON; `hash` binds an approval to both.
-- `plan_cursor` is how far the ledger is written; only one planner moves it.
CREATE TABLE notices (
    id          UUID PRIMARY KEY,
    code        TEXT NOT NULL UNIQUE,
    content     TEXT NOT NULL,
    renders     TEXT NOT NULL,
    hash        TEXT NOT NULL,
    state       TEXT NOT NULL,
    class       INTEGER NOT NULL,
    sample      BOOLEAN NOT NULL,
    author      UUID NOT NULL REFERENCES officers (id),
    version     BIGINT NOT NULL,
    send_by     BIGINT NOT NULL,
    valid_from  BIGINT NOT NULL,
    valid_to    BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    plan_cursor TEXT NOT NULL DEFAULT '',
    plan_at     BIGINT NOT NULL DEFAULT 0,
    planned_at  BIGINT,
    people      BIGINT NOT NULL DEFAULT 0,
    no_contact  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX notices_open ON notices (state, send_by) WHERE state NOT IN ('draft', 'completed', 'stopped', 'expired');

-- Which communes' pages show a notice.
CREATE TABLE notice_areas (
    area   TEXT NOT NULL,
    notice UUID NOT NULL REFERENCES notices (id),
    PRIMARY KEY (area, notice)
);

-- Who did what, when, to which content. Never changed.
CREATE TABLE deeds (
    id      UUID PRIMARY KEY,
    notice  UUID NOT NULL REFERENCES notices (id),
    officer UUID NOT NULL REFERENCES officers (id),
    deed    TEXT NOT NULL,
    hash    TEXT NOT NULL,
    at      BIGINT NOT NULL
);
CREATE INDEX deeds_by_notice ON deeds (notice, id);
