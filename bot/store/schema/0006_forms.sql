-- Replies written in a form instead of the thread: the bot's own copy of the comment shows them.

ALTER TABLE reply ADD COLUMN formed INTEGER NOT NULL DEFAULT 0 CHECK (formed IN (0, 1));  -- message_id is the form's, not a message's
ALTER TABLE reply ADD COLUMN form TEXT;  -- its words, until they stand on the blog
