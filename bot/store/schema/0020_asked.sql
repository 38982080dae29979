-- A member asked for this article's thread with /thread: its announcement is no news.
ALTER TABLE mirror ADD COLUMN asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1));
