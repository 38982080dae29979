-- In which language a channel reads what everyone sees: announcements, first lines, questions.

ALTER TABLE follow ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
