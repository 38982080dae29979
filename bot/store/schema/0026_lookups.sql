-- What each cycle looks up is found without passing over all that is there beside it.

ALTER TABLE article ADD COLUMN mirrored INTEGER NOT NULL DEFAULT 0 CHECK (mirrored IN (0, 1));  -- a mirror shows it that is not paused
UPDATE article SET mirrored = 1 WHERE id IN (SELECT article FROM mirror WHERE paused IS NULL);

-- Whoever records a mirror, pauses or removes one.
CREATE TRIGGER mirror_comes AFTER INSERT ON mirror WHEN NEW.paused IS NULL BEGIN
    UPDATE article SET mirrored = 1 WHERE id = NEW.article AND NOT mirrored;
END;
CREATE TRIGGER mirror_goes AFTER DELETE ON mirror BEGIN
    UPDATE article SET mirrored = EXISTS (SELECT 1 FROM mirror WHERE article = OLD.article AND paused IS NULL)
        WHERE id = OLD.article AND mirrored;
END;
CREATE TRIGGER mirror_changes AFTER UPDATE OF paused, article ON mirror
    WHEN OLD.paused IS NOT NEW.paused OR OLD.article <> NEW.article
BEGIN
    UPDATE article SET mirrored = EXISTS (SELECT 1 FROM mirror WHERE mirror.article = article.id AND paused IS NULL)
        WHERE id IN (OLD.article, NEW.article);
END;

CREATE INDEX article_unread ON article (blog, published, id)
    WHERE mirrored AND listed AND state = 'published' AND read_version IS NOT version;
CREATE INDEX article_lively ON article (blog, last_comment DESC, id DESC)
    WHERE mirrored AND state = 'published' AND last_comment > 0;
CREATE INDEX article_uncompared ON article (blog, compared_at, last_comment DESC)
    WHERE mirrored AND state = 'published' AND (last_comment > 0 OR compared_at = 0);
CREATE INDEX article_new ON article (blog, published, id) WHERE arrival = 'new';
CREATE INDEX mirror_misnamed ON mirror (id) WHERE thread_name <> name_wanted;

DROP INDEX comment_by_article;
CREATE INDEX comment_by_article ON comment (article, state, created);  -- the newest of many is found at once
