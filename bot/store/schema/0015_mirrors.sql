-- By which key Discord knows an announcement that is sent twice: our own, whatever the article's link.

ALTER TABLE mirror ADD COLUMN announcement_nonce TEXT;  -- NULL: never claimed, or before there were any
