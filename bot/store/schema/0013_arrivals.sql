-- What comes after the archive was listed, and a brake for when that is far more than ever.

ALTER TABLE article ADD COLUMN arrival TEXT CHECK (arrival IN ('new', 'usual', 'rush'));  -- NULL: it was there from the beginning; new: not judged yet
CREATE INDEX article_arrived ON article (blog, seen) WHERE arrival IS NOT NULL;

CREATE TABLE rush (               -- far more than ever came at once, and the channel's owner is asked
    follow INTEGER PRIMARY KEY REFERENCES follow ON DELETE CASCADE,
    since INTEGER NOT NULL,       -- when the first of them was seen; a button names it
    came INTEGER NOT NULL,        -- how many came, those that were posted included
    last INTEGER                  -- when the newest article before them was written
) STRICT;

CREATE TABLE waiting (            -- those of them that wait for the owner's word
    follow INTEGER NOT NULL REFERENCES rush ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    PRIMARY KEY (follow, article)
) STRICT, WITHOUT ROWID;

-- Items without a link of their own were announced with the feed's address, in which a token may stand.
UPDATE mirror SET wanted = wanted + 1 WHERE article IN
    (SELECT article.id FROM article JOIN blog ON blog.id = article.blog WHERE kind = 'feed' AND article.url = api);
UPDATE article SET url = (SELECT iif(blog.url = api, '', blog.url) FROM blog WHERE blog.id = article.blog)
    WHERE id IN (SELECT article.id FROM article JOIN blog ON blog.id = article.blog WHERE kind = 'feed' AND article.url = api);

CREATE TABLE proposal (           -- blogs that were shown and may be followed: by which address they are found again
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild INTEGER NOT NULL,
    url TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT;
