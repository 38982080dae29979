-- Everything that a blog has published, in words, so that it can be found.

ALTER TABLE blog ADD COLUMN drift INTEGER NOT NULL DEFAULT 0;   -- by how much its total of comments changed unexplained
ALTER TABLE blog ADD COLUMN titles INTEGER NOT NULL DEFAULT 0;  -- counts changes to its list of titles
ALTER TABLE article ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));  -- its discussion was recorded whole
UPDATE article SET archived = compared_at > 0, read_version = NULL;  -- reading it again puts it into the index

CREATE TABLE passage (            -- what can be found: an article, or a visible comment
    id INTEGER PRIMARY KEY,       -- in the order of writing: see bot/store/blog/passages.py
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    comment TEXT                  -- the comment's id; NULL: the article itself
) STRICT;
CREATE UNIQUE INDEX passage_of_article ON passage (article) WHERE comment IS NULL;
CREATE UNIQUE INDEX passage_of_comment ON passage (blog, comment) WHERE comment IS NOT NULL;

CREATE VIRTUAL TABLE passage_text USING fts5(
    title, author, words, prefix = '2 3 4', tokenize = 'unicode61 remove_diacritics 2'
);

-- What is removed on the blog is never found, whoever records it.
CREATE TRIGGER passage_goes AFTER DELETE ON passage BEGIN
    DELETE FROM passage_text WHERE rowid = old.id;
END;
CREATE TRIGGER comment_goes AFTER DELETE ON comment BEGIN
    DELETE FROM passage WHERE blog = old.blog AND comment = old.remote_id;
END;
CREATE TRIGGER comment_hides AFTER UPDATE OF state ON comment WHEN new.state = 'gone' BEGIN
    DELETE FROM passage WHERE blog = old.blog AND comment = old.remote_id;
END;

CREATE TRIGGER title_comes AFTER INSERT ON article BEGIN
    UPDATE blog SET titles = titles + 1 WHERE id = new.blog;
END;
CREATE TRIGGER title_changes AFTER UPDATE OF title, url, published, state ON article
WHEN (old.title, old.url, old.published, old.state)
    IS NOT (new.title, new.url, new.published, new.state) BEGIN
    UPDATE blog SET titles = titles + 1 WHERE id = new.blog;
END;

CREATE INDEX article_by_url ON article (url);
CREATE INDEX article_by_author ON article (blog, author COLLATE NOCASE, published DESC) WHERE state = 'published';
CREATE INDEX article_by_terms ON article (blog, terms, published) WHERE state = 'published';
CREATE INDEX article_found ON article (id, archived) WHERE state = 'published';  -- the table's own rows are fat
CREATE INDEX article_listed ON article (blog, listed, remote_id);
CREATE INDEX article_withdrawn ON article (blog, withdrawn_at) WHERE state = 'withdrawn';
CREATE INDEX article_to_archive ON article (blog, published DESC)
    WHERE listed AND state = 'published' AND (NOT archived OR read_version IS NOT version);
CREATE INDEX article_to_compare ON article (blog, compared_at)
    WHERE archived AND state = 'published' AND (last_comment > 0 OR compared_at = 0);
CREATE INDEX comment_by_author ON comment (blog, author COLLATE NOCASE, created) WHERE state = 'visible';

CREATE TABLE shown (              -- articles shown in a channel because someone linked to them
    channel INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    at INTEGER NOT NULL,
    PRIMARY KEY (channel, article)
) STRICT, WITHOUT ROWID;
