-- In an announcement channel, articles are published to the servers that follow it, if its owner wants that.

ALTER TABLE follow ADD COLUMN publish INTEGER NOT NULL DEFAULT 0 CHECK (publish IN (0, 1));
ALTER TABLE mirror ADD COLUMN to_publish INTEGER NOT NULL DEFAULT 0 CHECK (to_publish IN (0, 1));  -- 1 until its announcement is

CREATE INDEX mirror_to_publish ON mirror (id) WHERE to_publish;
