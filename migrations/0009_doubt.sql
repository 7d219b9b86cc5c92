-- How often the gateway that may have a message was asked again by the same
-- reference. `resent` counts extra copies alone from here on.
ALTER TABLE deliveries ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
