-- An edit meets the blog's rules once: which words (a hash) were judged, so that it can go on after
-- whatever cuts it off.
ALTER TABLE reply ADD COLUMN judged TEXT;
