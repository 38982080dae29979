-- A blog may show no comments at all; its articles are read all the same. And who writes from the fediverse.

ALTER TABLE blog ADD COLUMN comments_off TEXT;        -- why it shows none; NULL: it does
ALTER TABLE blog ADD COLUMN comments_off_at INTEGER;  -- when that was found last

ALTER TABLE comment ADD COLUMN fediverse INTEGER NOT NULL DEFAULT 0;  -- its writer is on another server
