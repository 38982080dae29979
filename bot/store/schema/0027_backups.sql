-- In a backup only: when it was made, in seconds since 1970. A database that has this row was
-- restored from one, and knows nothing of what came after.
CREATE TABLE backup (made_at INTEGER NOT NULL) STRICT;
