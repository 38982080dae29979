-- What an owner is told of a blog: since when it can't be read, and by which clock it lives.
ALTER TABLE blog ADD COLUMN failing_since INTEGER;  -- NULL: it can be read, or nobody knows since when not
ALTER TABLE blog ADD COLUMN zone TEXT;              -- as time zones are called; NULL: it does not say
