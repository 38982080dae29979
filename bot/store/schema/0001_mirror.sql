-- Times are whole seconds since 1970, UTC. Ids of Discord are integers, ids of the blog are text.

CREATE TABLE blog (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('wordpress', 'feed')),
    url TEXT NOT NULL UNIQUE,
    api TEXT NOT NULL,
    title TEXT NOT NULL,
    settings_url TEXT,            -- the BLOG_URL that led here: its application password is for this blog
    listed INTEGER NOT NULL DEFAULT 0 CHECK (listed IN (0, 1)),  -- the archive was listed once, whole
    comment_total INTEGER,        -- visible comments on the whole blog at the last reading
    newest_comment INTEGER,       -- the highest comment id seen
    recount INTEGER NOT NULL DEFAULT 0 CHECK (recount IN (0, 1)),  -- totals disagree: find the thread
    read_at INTEGER,              -- the last reading that succeeded
    next_read INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,  -- in a row, since the last success
    failure TEXT                  -- what is wrong, in words for the owner
) STRICT;

CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    remote_id TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    published INTEGER NOT NULL,
    version TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('published', 'withdrawn', 'gone')),
    listed INTEGER NOT NULL CHECK (listed IN (0, 1)),  -- the blog's list of articles shows it
    withdrawn_at INTEGER,         -- since when visitors can't read it
    read_version TEXT,            -- the version read in full; NULL until it was
    author TEXT NOT NULL DEFAULT '',
    excerpt TEXT NOT NULL DEFAULT '',
    html TEXT NOT NULL DEFAULT '',
    image TEXT,
    terms TEXT NOT NULL DEFAULT '[]',  -- a JSON list
    last_comment INTEGER NOT NULL DEFAULT 0,  -- when the newest visible comment was written
    compared_at INTEGER NOT NULL DEFAULT 0,   -- when its whole discussion was last compared; 0: due now
    braked INTEGER NOT NULL DEFAULT 0,        -- how many comments had disappeared when the brake was pulled
    UNIQUE (blog, remote_id)
) STRICT;
CREATE INDEX article_by_date ON article (blog, published DESC);

CREATE TABLE comment (
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    remote_id TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    parent_id TEXT,
    author TEXT NOT NULL,
    by_article_author INTEGER NOT NULL CHECK (by_article_author IN (0, 1)),
    created INTEGER NOT NULL,
    url TEXT NOT NULL,
    html TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('visible', 'gone')),
    PRIMARY KEY (blog, remote_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX comment_by_article ON comment (article, state);

CREATE TABLE follow (
    id INTEGER PRIMARY KEY,
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    guild INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    backfill INTEGER NOT NULL,    -- how many existing articles to mirror at first
    begun INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1)),  -- those are chosen
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'ended')),
    reason TEXT,                  -- why it is paused
    UNIQUE (blog, channel)
) STRICT;

CREATE TABLE mirror (
    id INTEGER PRIMARY KEY,
    follow INTEGER NOT NULL REFERENCES follow ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    wanted INTEGER NOT NULL DEFAULT 1,  -- counts changes on the blog's side
    shown INTEGER NOT NULL DEFAULT 0,   -- the count that Discord shows in full
    announcement_state TEXT NOT NULL DEFAULT 'none'
        CHECK (announcement_state IN ('none', 'sending', 'sent', 'removed')),
    announcement_since INTEGER,         -- when sending it began
    announcement_id INTEGER UNIQUE,
    announcement_hash TEXT,
    counted INTEGER,                    -- the number of comments it shows
    counted_at INTEGER NOT NULL DEFAULT 0,
    count_due INTEGER,                  -- when to show the new number, if it changed too soon
    thread_id INTEGER UNIQUE,
    thread_name TEXT,
    name_wanted TEXT,                   -- the name that the thread should have
    closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),  -- locked and archived by us
    active_at INTEGER NOT NULL DEFAULT 0,                        -- when we last wrote into the thread
    parts INTEGER NOT NULL DEFAULT 0,   -- how many messages the last plan wants: for the progress
    paused TEXT,                        -- why nothing more is written, for good
    failure TEXT,                       -- why the last attempt stopped
    UNIQUE (follow, article)
) STRICT;
CREATE INDEX mirror_unfinished ON mirror (id) WHERE wanted <> shown AND paused IS NULL;
CREATE INDEX mirror_count_due ON mirror (count_due) WHERE count_due IS NOT NULL;
CREATE INDEX mirror_by_article ON mirror (article);

CREATE TABLE part (
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    comment TEXT NOT NULL,
    number INTEGER NOT NULL,
    generation INTEGER NOT NULL,  -- grows when it is sent anew on purpose
    nonce TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'removing', 'gone', 'removed', 'refused')),
    since INTEGER NOT NULL,       -- when sending began
    message_id INTEGER UNIQUE,
    PRIMARY KEY (mirror, comment, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_sending ON part (mirror) WHERE state = 'sending';
