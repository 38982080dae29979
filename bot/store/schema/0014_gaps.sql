-- What may have been missed is looked at again: what is not carried and why, the place of a reply whatever
-- becomes of the messages between, and questions that still have to leave their threads.

CREATE TABLE silence (            -- what was written while a follow was paused or had ended: it stays in Discord
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    first INTEGER NOT NULL,       -- from this message on
    last INTEGER,                 -- up to this one; NULL while it lasts, and until its end is known
    told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),  -- members were told so in the thread
    PRIMARY KEY (mirror, first)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX silence_lasting ON silence (mirror) WHERE last IS NULL;
CREATE TRIGGER follow_falls_silent AFTER UPDATE OF state ON follow
    WHEN OLD.state = 'active' AND NEW.state <> 'active'
BEGIN
    INSERT INTO silence (mirror, first)
        SELECT id, coalesce(seen_message, 0) + 1 FROM mirror WHERE follow = NEW.id AND thread_id NOT NULL
        AND NOT EXISTS (SELECT 1 FROM silence WHERE silence.mirror = mirror.id AND last IS NULL)
        ON CONFLICT (mirror, first) DO UPDATE SET last = NULL, told = 0;
END;
INSERT INTO silence (mirror, first)
    SELECT mirror.id, coalesce(seen_message, 0) + 1 FROM mirror JOIN follow ON follow.id = mirror.follow
    WHERE follow.state <> 'active' AND thread_id NOT NULL;

ALTER TABLE mirror ADD COLUMN rested TEXT;  -- how its thread lay archived when its replies were last compared

CREATE TABLE former_part (        -- messages that showed a comment once: who answered one answered the comment
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    message_id INTEGER NOT NULL,
    comment TEXT NOT NULL,
    PRIMARY KEY (mirror, message_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER part_without_its_message AFTER UPDATE OF message_id ON part
    WHEN OLD.message_id NOT NULL AND NEW.message_id IS NOT OLD.message_id
BEGIN
    INSERT OR REPLACE INTO former_part VALUES (OLD.mirror, OLD.message_id, OLD.comment);
END;

ALTER TABLE reply ADD COLUMN parent TEXT;  -- the blog's comment that it answers, as it was when it was taken in
UPDATE reply SET parent = (SELECT comment FROM part WHERE part.mirror = reply.mirror AND message_id = answers)
    WHERE answers NOT NULL;
ALTER TABLE reply ADD COLUMN passed_over INTEGER NOT NULL DEFAULT 0 CHECK (passed_over IN (0, 1));  -- people removed the question about it
CREATE INDEX reply_by_answered ON reply (answers) WHERE answers NOT NULL;
CREATE INDEX reply_waiting ON reply (message_id) WHERE state = 'waiting';
CREATE TRIGGER reply_between_goes BEFORE DELETE ON reply  -- what answers it keeps its place
BEGIN
    UPDATE reply SET answers = OLD.answers,
        parent = iif(OLD.state IN ('published', 'held') AND NOT OLD.withdraw, OLD.comment, OLD.parent)
        WHERE answers = OLD.message_id AND mirror = OLD.mirror AND parent IS NULL;
END;

ALTER TABLE member ADD COLUMN asks INTEGER NOT NULL DEFAULT 0;  -- how many questions were begun: each has a key of its own
UPDATE reply SET passed_over = 1 WHERE state = 'waiting' AND EXISTS (SELECT 1 FROM member, mirror, follow
    WHERE mirror.id = reply.mirror AND follow.id = mirror.follow AND member.guild = follow.guild
    AND member.user = reply.user AND consent = 'asked' AND asked_for IS NULL);
UPDATE member SET consent = 'each' WHERE consent = 'asked' AND asked_for IS NULL;  -- whoever was never answered is asked anew
CREATE INDEX member_asked_in ON member (asked_in) WHERE asked_in NOT NULL;
CREATE TABLE taken_back (         -- questions that no longer count, until they are out of their threads
    id INTEGER PRIMARY KEY,
    thread INTEGER NOT NULL,
    about INTEGER NOT NULL,       -- the message that was asked about
    question INTEGER              -- the question's message; NULL if it may or may not have been sent
) STRICT;
