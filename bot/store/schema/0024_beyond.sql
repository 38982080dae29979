-- A feed may have more articles than are read of one.
ALTER TABLE blog ADD COLUMN beyond INTEGER NOT NULL DEFAULT 0;  -- how many at its end are left out
