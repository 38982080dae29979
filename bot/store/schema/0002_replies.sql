-- What members write in the threads, on its way to the blog. Their words are not kept: they are
-- read from Discord when they are needed.

ALTER TABLE comment ADD COLUMN message INTEGER;      -- the Discord message it says it was written in
CREATE INDEX comment_by_message ON comment (message) WHERE message IS NOT NULL;

ALTER TABLE mirror ADD COLUMN seen_message INTEGER;  -- the newest message of its thread that was looked at
ALTER TABLE mirror ADD COLUMN told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1));  -- members were told that it only reads

CREATE TABLE exchange (           -- one guild's account on one blog, and what its owner chose
    guild INTEGER NOT NULL,
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    user TEXT,
    secret BLOB,                  -- the application password, encrypted
    replies INTEGER NOT NULL DEFAULT 1 CHECK (replies IN (0, 1)),
    at_once INTEGER NOT NULL DEFAULT 0 CHECK (at_once IN (0, 1)),  -- without the blog's own rules
    attachments TEXT NOT NULL DEFAULT 'link' CHECK (attachments IN ('link', 'refuse')),
    moderated TEXT NOT NULL DEFAULT 'trash' CHECK (moderated IN ('trash', 'leave')),  -- what a moderator's deletion in Discord does
    moderators INTEGER,           -- the channel where held comments are decided
    PRIMARY KEY (guild, blog)
) STRICT, WITHOUT ROWID;

CREATE TABLE member (             -- one person in one guild; nobody is here before they were asked
    guild INTEGER NOT NULL,
    user INTEGER NOT NULL,
    consent TEXT NOT NULL CHECK (consent IN ('asked', 'each', 'always', 'never')),
    pen_name TEXT,
    asked_for INTEGER,            -- the message that a question is about, while one stands
    asked_in INTEGER,             -- the thread in which it stands
    question INTEGER,             -- the question's message; NULL while it is being sent
    PRIMARY KEY (guild, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE author (             -- who in the guild is which account on the blog
    guild INTEGER NOT NULL,
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    user INTEGER NOT NULL,
    account INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (guild, blog, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE reply (
    message_id INTEGER PRIMARY KEY,
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    user INTEGER NOT NULL,
    answers INTEGER,              -- the message that it is a Discord reply to
    state TEXT NOT NULL CHECK (state IN
        ('waiting', 'queued', 'posting', 'published', 'held', 'refused', 'withdrawn', 'removed')),
    withdraw INTEGER NOT NULL DEFAULT 0 CHECK (withdraw IN (0, 1)),  -- it is to leave the blog
    forget INTEGER NOT NULL DEFAULT 0 CHECK (forget IN (0, 1)),      -- and then this row goes
    kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1)),          -- a moderator deleted its message, and the comment stays
    edits INTEGER NOT NULL DEFAULT 0,     -- how often its words changed in Discord
    carried INTEGER NOT NULL DEFAULT 0,   -- the count that the blog shows
    attempts INTEGER NOT NULL DEFAULT 0,  -- in a row, without success
    not_before INTEGER NOT NULL DEFAULT 0,
    verify_at INTEGER,            -- when to look for a second copy that a slow blog may have stored
    comment TEXT,                 -- the blog's id of it
    words TEXT,                   -- a hash of what was last sent to the blog
    html TEXT,                    -- what the blog then showed
    looked INTEGER NOT NULL DEFAULT 1 CHECK (looked IN (0, 1)),      -- 0: it disappeared, and why is not known yet
    altered INTEGER NOT NULL DEFAULT 0 CHECK (altered IN (0, 1)),    -- it shows something else since
    reason TEXT,                  -- why it is not there, in words for its writer
    marks TEXT NOT NULL DEFAULT '',       -- the reactions that it carries
    marked INTEGER NOT NULL DEFAULT 0 CHECK (marked IN (0, 1)),      -- those are the right ones
    UNIQUE (mirror, comment)
) STRICT;
CREATE INDEX reply_by_mirror ON reply (mirror, state);
CREATE INDEX reply_by_user ON reply (user);
CREATE INDEX reply_unmarked ON reply (message_id) WHERE NOT marked;
CREATE INDEX reply_open ON reply (message_id) WHERE state IN ('queued', 'posting') OR withdraw AND state IN ('published', 'held')
    OR edits <> carried AND state IN ('published', 'held') OR verify_at IS NOT NULL;
CREATE INDEX reply_undecided ON reply (mirror) WHERE state = 'held' OR NOT looked;

CREATE TABLE silent (             -- comments that stand in a thread already, as nobody's message
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    comment TEXT NOT NULL,
    PRIMARY KEY (mirror, comment)
) STRICT, WITHOUT ROWID;

CREATE TABLE held (               -- cards in the moderators' channel
    guild INTEGER NOT NULL,
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    comment TEXT NOT NULL,
    channel INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sending', 'open', 'settled', 'dismissed')),
    since INTEGER NOT NULL,
    hash TEXT NOT NULL,
    message_id INTEGER UNIQUE,
    PRIMARY KEY (guild, blog, comment)
) STRICT, WITHOUT ROWID;

CREATE TABLE salt (value BLOB NOT NULL) STRICT;      -- makes pseudonyms that nobody can compute
INSERT INTO salt VALUES (randomblob(32));
