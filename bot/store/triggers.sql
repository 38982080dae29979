-- What the tables keep right by themselves. As tables.sql, held to the scripts in schema/.

CREATE TRIGGER comment_goes AFTER DELETE ON comment BEGIN
    DELETE FROM passage WHERE blog = old.blog AND comment = old.remote_id;
END;

CREATE TRIGGER comment_hides AFTER UPDATE OF state ON comment WHEN new.state = 'gone' BEGIN
    DELETE FROM passage WHERE blog = old.blog AND comment = old.remote_id;
END;

CREATE TRIGGER introduction_goes AFTER UPDATE OF state, author ON article
WHEN old.author <> '' AND (new.state = 'gone' OR new.author <> old.author) BEGIN
    DELETE FROM introduction WHERE blog = old.blog AND name = old.author
    AND NOT EXISTS (SELECT 1 FROM article WHERE blog = old.blog AND state = 'published'
        AND author = old.author COLLATE NOCASE)
    AND NOT EXISTS (SELECT 1 FROM article WHERE blog = old.blog AND state = 'withdrawn'
        AND author = old.author COLLATE NOCASE);
END;

CREATE TRIGGER title_comes AFTER INSERT ON article BEGIN
    UPDATE blog SET titles = titles + 1 WHERE id = new.blog;
END;

CREATE TRIGGER title_changes AFTER UPDATE OF title, url, published, state ON article
WHEN (old.title, old.url, old.published, old.state)
    IS NOT (new.title, new.url, new.published, new.state) BEGIN
    UPDATE blog SET titles = titles + 1 WHERE id = new.blog;
END;

CREATE TRIGGER follow_falls_silent AFTER UPDATE OF state ON follow
    WHEN OLD.state = 'active' AND NEW.state <> 'active'
BEGIN
    INSERT INTO silence (mirror, first)
        SELECT id, coalesce(seen_message, 0) + 1 FROM mirror WHERE follow = NEW.id AND thread_id NOT NULL
        AND NOT EXISTS (SELECT 1 FROM silence WHERE silence.mirror = mirror.id AND last IS NULL)
        ON CONFLICT (mirror, first) DO UPDATE SET last = NULL, told = 0;
END;

CREATE TRIGGER part_without_its_message AFTER UPDATE OF message_id ON part
    WHEN OLD.message_id NOT NULL AND NEW.message_id IS NOT OLD.message_id
BEGIN
    INSERT OR REPLACE INTO former_part VALUES (OLD.mirror, OLD.message_id, OLD.comment);
END;

CREATE TRIGGER reply_between_goes BEFORE DELETE ON reply  -- what answers it keeps its place
BEGIN
    UPDATE reply SET answers = OLD.answers,
        parent = iif(OLD.state IN ('published', 'held') AND NOT OLD.withdraw, OLD.comment, OLD.parent)
        WHERE answers = OLD.message_id AND mirror = OLD.mirror AND parent IS NULL;
END;

CREATE TRIGGER comment_was_written AFTER INSERT ON comment
BEGIN
    UPDATE part SET words = NULL WHERE comment = NEW.remote_id AND words = 'stands'
        AND mirror IN (SELECT id FROM mirror WHERE article = NEW.article);
END;

CREATE TRIGGER comment_was_changed AFTER UPDATE OF state, html, author, article ON comment
BEGIN
    UPDATE part SET words = NULL WHERE comment = NEW.remote_id AND words = 'stands'
        AND mirror IN (SELECT id FROM mirror WHERE article IN (OLD.article, NEW.article));
END;

CREATE TRIGGER article_was_changed AFTER UPDATE OF title, url, author, excerpt, html, image, published, terms, state ON article
    WHEN (OLD.title, OLD.url, OLD.author, OLD.excerpt, OLD.html, OLD.published, OLD.terms, OLD.state) <>
        (NEW.title, NEW.url, NEW.author, NEW.excerpt, NEW.html, NEW.published, NEW.terms, NEW.state) OR OLD.image IS NOT NEW.image
BEGIN
    UPDATE mirror SET announcement_words = NULL WHERE article = NEW.id AND announcement_words = 'stands';
END;

CREATE TRIGGER follow_reads_otherwise AFTER UPDATE OF language, brief ON follow
    WHEN OLD.language <> NEW.language OR OLD.brief <> NEW.brief
BEGIN
    UPDATE part SET words = NULL WHERE words = 'stands' AND mirror IN (SELECT id FROM mirror WHERE follow = NEW.id);
    UPDATE mirror SET announcement_words = NULL WHERE follow = NEW.id AND announcement_words = 'stands';
END;

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
