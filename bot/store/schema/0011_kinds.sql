-- Which kinds of blogs there are is for the code to know: a new one changes no table.
ALTER TABLE blog ADD COLUMN any_kind TEXT NOT NULL DEFAULT '';
UPDATE blog SET any_kind = kind;
ALTER TABLE blog DROP COLUMN kind;
ALTER TABLE blog RENAME COLUMN any_kind TO kind;
