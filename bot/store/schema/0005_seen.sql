-- When the bot saw something for the first time: a part of its story.

ALTER TABLE article ADD COLUMN seen INTEGER;  -- NULL: before it was noted down
ALTER TABLE comment ADD COLUMN seen INTEGER;
