-- The language a message was last marked to leave in. NULL: nothing was, or
-- before there was this column. What its reader wanted is not kept here: that
-- is theirs to change, and goes with them when they are forgotten.
ALTER TABLE deliveries ADD COLUMN language TEXT;
