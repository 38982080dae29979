-- The words that can be found stand once, in the articles and comments: their index keeps no second copy of them.

CREATE VIRTUAL TABLE passage_index USING fts5(
    title, author, words, content = '', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO passage_index (rowid, title, author, words) SELECT rowid, title, author, words FROM passage_text ORDER BY rowid;

ALTER TABLE passage ADD COLUMN letters INTEGER;  -- how many there were when it was indexed: to leave the index, the same ones are needed
UPDATE passage SET letters = (SELECT length(title) + length(author) + length(words) FROM passage_text WHERE rowid = passage.id);

DROP TRIGGER passage_goes;
DROP TABLE passage_text;
ALTER TABLE passage_index RENAME TO passage_text;
