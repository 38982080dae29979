-- What a list that is read whole shows, and what a blog does not tell.
ALTER TABLE article ADD COLUMN place INTEGER;  -- where it stood in the list at the last reading, the first is 0; NULL: nowhere, or it was not read so
ALTER TABLE article ADD COLUMN whole INTEGER NOT NULL DEFAULT 1 CHECK (whole IN (0, 1));      -- its html is known to be all of it
ALTER TABLE article ADD COLUMN counted INTEGER NOT NULL DEFAULT 1 CHECK (counted IN (0, 1));  -- the blog tells of its comments
