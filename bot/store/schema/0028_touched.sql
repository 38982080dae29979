-- Which comments a mirror has to look at again. Of a discussion of ten thousand, one new comment takes no look at the others.

CREATE TABLE touched (
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    at INTEGER NOT NULL,          -- the mirror's count of changes (wanted) that this was one of; up to shown: its message is still to be changed
    comment TEXT NOT NULL,        -- '': any of them
    PRIMARY KEY (mirror, at, comment)
) STRICT, WITHOUT ROWID;
-- ON CONFLICT DO NOTHING, as the OR IGNORE of a trigger gives way to what the statement says that fires it.
-- A count without a row is a change of something else: then everything is looked at.

CREATE INDEX comment_answers ON comment (blog, parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX comment_links ON comment (article) WHERE state = 'visible' AND instr(html, '//') > 0;

-- Whoever changes a comment raises the count. Before the row comes, as it replaces the one that was; what stands
-- elsewhere now leaves something behind.
CREATE TRIGGER comment_touched BEFORE INSERT ON comment
    WHEN NOT EXISTS (SELECT 1 FROM comment WHERE blog = NEW.blog AND remote_id = NEW.remote_id
        AND (article, parent_id, author, by_article_author, created, url, html, state, message) IS (NEW.article, NEW.parent_id,
            NEW.author, NEW.by_article_author, NEW.created, NEW.url, NEW.html, NEW.state, NEW.message))
BEGIN
    INSERT INTO touched SELECT mirror.id, wanted + 1, iif(EXISTS (SELECT 1 FROM comment
        WHERE blog = NEW.blog AND remote_id = NEW.remote_id AND (article, parent_id) IS NOT (NEW.article, NEW.parent_id)),
        '', NEW.remote_id) FROM mirror WHERE article = NEW.article ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER comment_touched_again AFTER UPDATE OF article, parent_id, author, by_article_author, created, url, html, state, message
    ON comment WHEN (OLD.article, OLD.parent_id, OLD.author, OLD.by_article_author, OLD.created, OLD.url, OLD.html, OLD.state, OLD.message)
    IS NOT (NEW.article, NEW.parent_id, NEW.author, NEW.by_article_author, NEW.created, NEW.url, NEW.html, NEW.state, NEW.message)
BEGIN
    INSERT INTO touched SELECT id, wanted + 1,
        iif((OLD.article, OLD.parent_id) IS NOT (NEW.article, NEW.parent_id), '', NEW.remote_id)
        FROM mirror WHERE article IN (OLD.article, NEW.article) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER comment_touched_last AFTER DELETE ON comment
BEGIN
    INSERT INTO touched SELECT id, wanted + 1, OLD.remote_id FROM mirror WHERE article = OLD.article ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER mirror_touched AFTER UPDATE OF thread_id, follow, article ON mirror
    WHEN (OLD.thread_id, OLD.follow, OLD.article) IS NOT (NEW.thread_id, NEW.follow, NEW.article)
BEGIN
    INSERT INTO touched VALUES (NEW.id, NEW.wanted, '') ON CONFLICT DO NOTHING;
END;
-- What follows is no change on the blog's side: it is looked at when something else has changed.
CREATE TRIGGER part_touched AFTER UPDATE OF state ON part WHEN NEW.state = 'removed' AND OLD.state <> 'removed'
BEGIN
    INSERT INTO touched SELECT id, shown, NEW.comment FROM mirror WHERE id = NEW.mirror ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER reply_touched AFTER UPDATE OF state, comment, verify_at, formed ON reply
BEGIN
    INSERT INTO touched SELECT id, shown, OLD.comment FROM mirror WHERE id = NEW.mirror AND OLD.comment IS NOT NULL ON CONFLICT DO NOTHING;
    INSERT INTO touched SELECT id, shown, NEW.comment FROM mirror WHERE id = NEW.mirror AND NEW.comment IS NOT NULL ON CONFLICT DO NOTHING;
    INSERT INTO touched SELECT mirror.id, shown, remote_id FROM comment JOIN mirror ON mirror.article = comment.article
        WHERE message = NEW.message_id AND mirror.id = NEW.mirror ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER reply_touched_last AFTER DELETE ON reply
BEGIN
    INSERT INTO touched SELECT id, shown, OLD.comment FROM mirror WHERE id = OLD.mirror AND OLD.comment IS NOT NULL ON CONFLICT DO NOTHING;
    INSERT INTO touched SELECT mirror.id, shown, remote_id FROM comment JOIN mirror ON mirror.article = comment.article
        WHERE message = OLD.message_id AND mirror.id = OLD.mirror ON CONFLICT DO NOTHING;
END;

INSERT INTO touched SELECT id, shown, '' FROM mirror WHERE edits_due IS NOT NULL;
