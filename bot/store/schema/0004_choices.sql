-- What owners choose for a channel, and where they read of trouble.

ALTER TABLE follow ADD COLUMN brief INTEGER NOT NULL DEFAULT 0 CHECK (brief IN (0, 1));  -- announcements without excerpt and picture
ALTER TABLE follow ADD COLUMN role INTEGER;          -- who is mentioned in a new announcement
ALTER TABLE follow ADD COLUMN filters TEXT NOT NULL DEFAULT '{}';  -- a JSON object: terms, authors, words
ALTER TABLE follow ADD COLUMN quiet TEXT;            -- hours in which nothing is announced: 22:00-07:00 Europe/Berlin
ALTER TABLE mirror ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0 CHECK (left_out IN (0, 1));  -- the filters keep it out

CREATE TABLE guild_choice (       -- what holds for a whole guild
    guild INTEGER PRIMARY KEY,
    owners INTEGER                -- the channel where the owner reads of trouble
) STRICT;

CREATE TABLE alarm (              -- the one message about what is wrong at the moment
    guild INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    since INTEGER NOT NULL,       -- since when something is wrong
    message_id INTEGER,           -- NULL while it is not sent, or may not be; 0: someone cleared it away
    hash TEXT                     -- what it shows
) STRICT;
