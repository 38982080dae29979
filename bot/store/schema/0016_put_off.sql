-- What stands in Discord is changed beside what is written there; and what Discord did not take is known.

ALTER TABLE part ADD COLUMN refused TEXT;         -- the words (a hash) over which Discord refused the message
ALTER TABLE mirror ADD COLUMN edits_due INTEGER;  -- when what stands is to be changed; NULL: it is as it should be
ALTER TABLE mirror ADD COLUMN unedited TEXT;      -- why some of it could not be changed

UPDATE mirror SET edits_due = count_due;
DROP INDEX mirror_count_due;
ALTER TABLE mirror DROP COLUMN count_due;
CREATE INDEX mirror_edits_due ON mirror (edits_due) WHERE edits_due IS NOT NULL;

-- What was refused over its words, and what over the state of its thread, nobody wrote down: all is tried again.
UPDATE mirror SET wanted = wanted + 1 WHERE id IN (SELECT mirror FROM part WHERE state = 'refused');
