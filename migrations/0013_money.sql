-- What each try was handed over as: its parts, and their price; nothing where
-- the gateway does not charge. Months are added up from here, and so is what
-- a carrier's invoice is held against.
ALTER TABLE attempts ADD COLUMN parts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE attempts ADD COLUMN cost_vnd BIGINT NOT NULL DEFAULT 0;

-- Of tries made before there were these columns only the sum is known: each
-- that may cost gets its share.
UPDATE attempts SET
    parts = COALESCE((SELECT d.parts FROM deliveries d WHERE d.id = attempts.delivery), 1),
    cost_vnd = COALESCE((SELECT d.cost_vnd / (SELECT COUNT(*) FROM attempts b
            WHERE b.delivery = d.id AND b.outcome IN ('accepted', 'ambiguous'))
        FROM deliveries d WHERE d.id = attempts.delivery), 0)
 WHERE outcome IN ('accepted', 'ambiguous');

-- What a notice was reckoned at when it was approved, where there is a budget:
-- as much of it as has not left is still expected.
ALTER TABLE notices ADD COLUMN reckoned_vnd BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notices ADD COLUMN reckoned_messages BIGINT NOT NULL DEFAULT 0;
