-- A gateway may take another price for each carrier, and which carrier a
-- number has nobody knows when its message leaves. `cost_vnd` is then what the
-- dearest takes; this is what the cheapest takes. Null where the price is one.
ALTER TABLE attempts ADD COLUMN least_vnd BIGINT;
