-- What the blogs say about those who write their articles. Nothing about those who comment.

CREATE TABLE introduction (
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    name TEXT NOT NULL COLLATE NOCASE,
    bio TEXT NOT NULL,            -- the blog's own markup
    page TEXT,                    -- their page on the blog
    website TEXT,
    PRIMARY KEY (blog, name)
) STRICT, WITHOUT ROWID;

-- It goes with the last of their articles, whoever records that.
CREATE TRIGGER introduction_goes AFTER UPDATE OF state, author ON article
WHEN old.author <> '' AND (new.state = 'gone' OR new.author <> old.author) BEGIN
    DELETE FROM introduction WHERE blog = old.blog AND name = old.author
    AND NOT EXISTS (SELECT 1 FROM article WHERE blog = old.blog AND state = 'published'
        AND author = old.author COLLATE NOCASE)
    AND NOT EXISTS (SELECT 1 FROM article WHERE blog = old.blog AND state = 'withdrawn'
        AND author = old.author COLLATE NOCASE);
END;
