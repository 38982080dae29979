-- A blog is where it is read, and as whom. Its home page and title are what it says of itself.

ALTER TABLE follow ADD COLUMN settings_url TEXT;  -- the BLOG_URL that began it
UPDATE follow SET settings_url = (SELECT settings_url FROM blog WHERE id = follow.blog);

-- They write into the table that is replaced.
DROP TRIGGER title_comes;
DROP TRIGGER title_changes;

CREATE TABLE renewed (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    api TEXT NOT NULL,            -- REST root or feed, in the one form that bot/blogs/canonical.py gives
    guild INTEGER,                -- whose account it is read with; NULL: as any visitor
    url TEXT NOT NULL,            -- the home page that it names
    title TEXT NOT NULL,
    told_at INTEGER NOT NULL DEFAULT 0,  -- when it was last asked for those two
    listed INTEGER NOT NULL DEFAULT 0 CHECK (listed IN (0, 1)),  -- the archive was listed once, whole
    comment_total INTEGER,        -- visible comments on the whole blog at the last reading
    newest_comment INTEGER,       -- the highest comment id seen
    recount INTEGER NOT NULL DEFAULT 0 CHECK (recount IN (0, 1)),  -- totals disagree: find the thread
    drift INTEGER NOT NULL DEFAULT 0,    -- by how much its total of comments changed unexplained
    titles INTEGER NOT NULL DEFAULT 0,   -- counts changes to its list of titles
    read_at INTEGER,              -- the last reading that succeeded
    next_read INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0, -- in a row, since the last success
    failure TEXT,                 -- what is wrong, in words for the owner
    moving_to TEXT,               -- where its address sent us on to for good, at the last readings
    moving INTEGER NOT NULL DEFAULT 0    -- at how many in a row
) STRICT;

-- One that stands there twice, under two home pages, stays two: a fragment is never sent.
INSERT INTO renewed (id, kind, api, url, title, listed, comment_total, newest_comment,
    recount, drift, titles, read_at, next_read, failures, failure)
SELECT id, kind, iif(row_number() OVER same = 1, api, api || '#' || row_number() OVER same), url,
    title, listed, comment_total, newest_comment, recount, drift, titles, read_at,
    next_read, failures, failure
FROM blog WINDOW same AS (PARTITION BY kind, api ORDER BY id);
DROP TABLE blog;
ALTER TABLE renewed RENAME TO blog;
CREATE UNIQUE INDEX blog_by_api ON blog (kind, api, ifnull(guild, 0));

CREATE TRIGGER title_comes AFTER INSERT ON article BEGIN
    UPDATE blog SET titles = titles + 1 WHERE id = new.blog;
END;
CREATE TRIGGER title_changes AFTER UPDATE OF title, url, published, state ON article
WHEN (old.title, old.url, old.published, old.state)
    IS NOT (new.title, new.url, new.published, new.state) BEGIN
    UPDATE blog SET titles = titles + 1 WHERE id = new.blog;
END;

ALTER TABLE follow ADD COLUMN named_by TEXT;  -- the host of the page that named a blog at another host
ALTER TABLE follow ADD COLUMN better TEXT;    -- where a better way to read it is looked for; NULL: nowhere
ALTER TABLE follow ADD COLUMN lacks TEXT;     -- why, in words for the owner

-- Whoever was followed by a feed had nothing better at that moment; it may have opened since.
UPDATE follow SET better = (SELECT url FROM blog WHERE id = follow.blog)
WHERE blog IN (SELECT id FROM blog WHERE kind = 'feed');

-- Members' pseudonyms on a blog are made of what it was known as when the first was, and stay the same.
ALTER TABLE exchange ADD COLUMN known_as TEXT;
INSERT OR IGNORE INTO exchange (guild, blog) SELECT DISTINCT guild, blog FROM follow;
UPDATE exchange SET known_as = (SELECT url FROM blog WHERE id = exchange.blog);

ALTER TABLE exchange ADD COLUMN origin TEXT;  -- where its owner gave the password for; NULL: where it was then
