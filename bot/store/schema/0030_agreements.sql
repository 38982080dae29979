-- Proof of consent. A member's own words are not kept here either: a hash tells whether a message
-- is still the one that was agreed to.
CREATE TABLE agreement (
    id INTEGER PRIMARY KEY,
    guild INTEGER NOT NULL,
    user INTEGER NOT NULL,
    at INTEGER,                   -- in seconds since 1970; NULL: before this was noted down
    choice TEXT NOT NULL,         -- always, once, form; and what ended an always: each, never
    asked TEXT NOT NULL,          -- the words that were agreed to; empty where nothing was
    message INTEGER,              -- about which message, or form
    words TEXT                    -- a hash of what it said then; NULL: Discord did not tell
) STRICT;
CREATE INDEX agreement_of_member ON agreement (user, guild);

INSERT INTO agreement (guild, user, choice, asked)
    SELECT guild, user, consent, '' FROM member WHERE consent = 'always';
