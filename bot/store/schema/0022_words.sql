-- What stands in Discord stays as it is until the blog's own words change, however they are written by now.

ALTER TABLE part ADD COLUMN words TEXT;                -- of how many parts, and which words (a hash) they show: what the blog says, before it is written for Discord
ALTER TABLE mirror ADD COLUMN announcement_words TEXT; -- the same of the announcement
ALTER TABLE mirror ADD COLUMN reduced TEXT;            -- what the announcement lacks, because Discord refused it
ALTER TABLE mirror ADD COLUMN reduced_told INTEGER NOT NULL DEFAULT 0 CHECK (reduced_told IN (0, 1));
CREATE INDEX mirror_reduced ON mirror (id) WHERE reduced IS NOT NULL AND NOT reduced_told;

-- Before, only what was written was recorded. Where that is finished it shows the words that are here,
-- until these change.
UPDATE part SET words = 'stands' WHERE state = 'sent' AND mirror IN (SELECT id FROM mirror WHERE wanted = shown AND edits_due IS NULL);
UPDATE mirror SET announcement_words = 'stands' WHERE announcement_hash IS NOT NULL AND wanted = shown AND edits_due IS NULL;
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
