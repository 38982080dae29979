-- Which servers the bot was removed from.

CREATE TABLE departure (
    guild INTEGER PRIMARY KEY,
    since INTEGER NOT NULL        -- a while after it, what it holds of their members goes
) STRICT;
