-- A small database with something of everything, written by the store of the version that landed
-- first (commit 3d4de83, ten schema scripts), and told in SQL. Names and words are invented.
-- See landed.py, which builds it. It is never to be changed: what a later version adds to a database,
-- it adds to this one, too.

CREATE TABLE blog (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('wordpress', 'feed')),
    url TEXT NOT NULL UNIQUE,
    api TEXT NOT NULL,
    title TEXT NOT NULL,
    settings_url TEXT,            -- the BLOG_URL that led here: its application password is for this blog
    listed INTEGER NOT NULL DEFAULT 0 CHECK (listed IN (0, 1)),  -- the archive was listed once, whole
    comment_total INTEGER,        -- visible comments on the whole blog at the last reading
    newest_comment INTEGER,       -- the highest comment id seen
    recount INTEGER NOT NULL DEFAULT 0 CHECK (recount IN (0, 1)),  -- totals disagree: find the thread
    read_at INTEGER,              -- the last reading that succeeded
    next_read INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,  -- in a row, since the last success
    failure TEXT                  -- what is wrong, in words for the owner
, drift INTEGER NOT NULL DEFAULT 0, titles INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    remote_id TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    published INTEGER NOT NULL,
    version TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('published', 'withdrawn', 'gone')),
    listed INTEGER NOT NULL CHECK (listed IN (0, 1)),  -- the blog's list of articles shows it
    withdrawn_at INTEGER,         -- since when visitors can't read it
    read_version TEXT,            -- the version read in full; NULL until it was
    author TEXT NOT NULL DEFAULT '',
    excerpt TEXT NOT NULL DEFAULT '',
    html TEXT NOT NULL DEFAULT '',
    image TEXT,
    terms TEXT NOT NULL DEFAULT '[]',  -- a JSON list
    last_comment INTEGER NOT NULL DEFAULT 0,  -- when the newest visible comment was written
    compared_at INTEGER NOT NULL DEFAULT 0,   -- when its whole discussion was last compared; 0: due now
    braked INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)), seen INTEGER,        -- how many comments had disappeared when the brake was pulled
    UNIQUE (blog, remote_id)
) STRICT;
CREATE TABLE comment (
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    remote_id TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    parent_id TEXT,
    author TEXT NOT NULL,
    by_article_author INTEGER NOT NULL CHECK (by_article_author IN (0, 1)),
    created INTEGER NOT NULL,
    url TEXT NOT NULL,
    html TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('visible', 'gone')), message INTEGER, seen INTEGER,
    PRIMARY KEY (blog, remote_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE follow (
    id INTEGER PRIMARY KEY,
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    guild INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    backfill INTEGER NOT NULL,    -- how many existing articles to mirror at first
    begun INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1)),  -- those are chosen
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'ended')),
    reason TEXT, brief INTEGER NOT NULL DEFAULT 0 CHECK (brief IN (0, 1)), role INTEGER, filters TEXT NOT NULL DEFAULT '{}', quiet TEXT, language TEXT NOT NULL DEFAULT 'en', publish INTEGER NOT NULL DEFAULT 0 CHECK (publish IN (0, 1)),                  -- why it is paused
    UNIQUE (blog, channel)
) STRICT;
CREATE TABLE mirror (
    id INTEGER PRIMARY KEY,
    follow INTEGER NOT NULL REFERENCES follow ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    wanted INTEGER NOT NULL DEFAULT 1,  -- counts changes on the blog's side
    shown INTEGER NOT NULL DEFAULT 0,   -- the count that Discord shows in full
    announcement_state TEXT NOT NULL DEFAULT 'none'
        CHECK (announcement_state IN ('none', 'sending', 'sent', 'removed')),
    announcement_since INTEGER,         -- when sending it began
    announcement_id INTEGER UNIQUE,
    announcement_hash TEXT,
    counted INTEGER,                    -- the number of comments it shows
    counted_at INTEGER NOT NULL DEFAULT 0,
    count_due INTEGER,                  -- when to show the new number, if it changed too soon
    thread_id INTEGER UNIQUE,
    thread_name TEXT,
    name_wanted TEXT,                   -- the name that the thread should have
    closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),  -- locked and archived by us
    active_at INTEGER NOT NULL DEFAULT 0,                        -- when we last wrote into the thread
    parts INTEGER NOT NULL DEFAULT 0,   -- how many messages the last plan wants: for the progress
    paused TEXT,                        -- why nothing more is written, for good
    failure TEXT, seen_message INTEGER, told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)), left_out INTEGER NOT NULL DEFAULT 0 CHECK (left_out IN (0, 1)), to_publish INTEGER NOT NULL DEFAULT 0 CHECK (to_publish IN (0, 1)), unpublished TEXT,                       -- why the last attempt stopped
    UNIQUE (follow, article)
) STRICT;
CREATE TABLE part (
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    comment TEXT NOT NULL,
    number INTEGER NOT NULL,
    generation INTEGER NOT NULL,  -- grows when it is sent anew on purpose
    nonce TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'removing', 'gone', 'removed', 'refused')),
    since INTEGER NOT NULL,       -- when sending began
    message_id INTEGER UNIQUE,
    PRIMARY KEY (mirror, comment, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE exchange (           -- one guild's account on one blog, and what its owner chose
    guild INTEGER NOT NULL,
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    user TEXT,
    secret BLOB,                  -- the application password, encrypted
    replies INTEGER NOT NULL DEFAULT 1 CHECK (replies IN (0, 1)),
    at_once INTEGER NOT NULL DEFAULT 0 CHECK (at_once IN (0, 1)),  -- without the blog's own rules
    attachments TEXT NOT NULL DEFAULT 'link' CHECK (attachments IN ('link', 'refuse')),
    moderated TEXT NOT NULL DEFAULT 'trash' CHECK (moderated IN ('trash', 'leave')),  -- what a moderator's deletion in Discord does
    moderators INTEGER,           -- the channel where held comments are decided
    PRIMARY KEY (guild, blog)
) STRICT, WITHOUT ROWID;
CREATE TABLE member (             -- one person in one guild; nobody is here before they were asked
    guild INTEGER NOT NULL,
    user INTEGER NOT NULL,
    consent TEXT NOT NULL CHECK (consent IN ('asked', 'each', 'always', 'never')),
    pen_name TEXT,
    asked_for INTEGER,            -- the message that a question is about, while one stands
    asked_in INTEGER,             -- the thread in which it stands
    question INTEGER,             -- the question's message; NULL while it is being sent
    PRIMARY KEY (guild, user)
) STRICT, WITHOUT ROWID;
CREATE TABLE author (             -- who in the guild is which account on the blog
    guild INTEGER NOT NULL,
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    user INTEGER NOT NULL,
    account INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (guild, blog, user)
) STRICT, WITHOUT ROWID;
CREATE TABLE reply (
    message_id INTEGER PRIMARY KEY,
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    user INTEGER NOT NULL,
    answers INTEGER,              -- the message that it is a Discord reply to
    state TEXT NOT NULL CHECK (state IN
        ('waiting', 'queued', 'posting', 'published', 'held', 'refused', 'withdrawn', 'removed')),
    withdraw INTEGER NOT NULL DEFAULT 0 CHECK (withdraw IN (0, 1)),  -- it is to leave the blog
    forget INTEGER NOT NULL DEFAULT 0 CHECK (forget IN (0, 1)),      -- and then this row goes
    kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1)),          -- a moderator deleted its message, and the comment stays
    edits INTEGER NOT NULL DEFAULT 0,     -- how often its words changed in Discord
    carried INTEGER NOT NULL DEFAULT 0,   -- the count that the blog shows
    attempts INTEGER NOT NULL DEFAULT 0,  -- in a row, without success
    not_before INTEGER NOT NULL DEFAULT 0,
    verify_at INTEGER,            -- when to look for a second copy that a slow blog may have stored
    comment TEXT,                 -- the blog's id of it
    words TEXT,                   -- a hash of what was last sent to the blog
    html TEXT,                    -- what the blog then showed
    looked INTEGER NOT NULL DEFAULT 1 CHECK (looked IN (0, 1)),      -- 0: it disappeared, and why is not known yet
    altered INTEGER NOT NULL DEFAULT 0 CHECK (altered IN (0, 1)),    -- it shows something else since
    reason TEXT,                  -- why it is not there, in words for its writer
    marks TEXT NOT NULL DEFAULT '',       -- the reactions that it carries
    marked INTEGER NOT NULL DEFAULT 0 CHECK (marked IN (0, 1)), formed INTEGER NOT NULL DEFAULT 0 CHECK (formed IN (0, 1)), form TEXT,      -- those are the right ones
    UNIQUE (mirror, comment)
) STRICT;
CREATE TABLE silent (             -- comments that stand in a thread already, as nobody's message
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    comment TEXT NOT NULL,
    PRIMARY KEY (mirror, comment)
) STRICT, WITHOUT ROWID;
CREATE TABLE held (               -- cards in the moderators' channel
    guild INTEGER NOT NULL,
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    comment TEXT NOT NULL,
    channel INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sending', 'open', 'settled', 'dismissed')),
    since INTEGER NOT NULL,
    hash TEXT NOT NULL,
    message_id INTEGER UNIQUE,
    PRIMARY KEY (guild, blog, comment)
) STRICT, WITHOUT ROWID;
CREATE TABLE salt (value BLOB NOT NULL) STRICT;
CREATE TABLE passage (            -- what can be found: an article, or a visible comment
    id INTEGER PRIMARY KEY,       -- in the order of writing: see bot/store/passages.py
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    comment TEXT                  -- the comment's id; NULL: the article itself
) STRICT;
CREATE VIRTUAL TABLE passage_text USING fts5(
    title, author, words, prefix = '2 3 4', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE shown (              -- articles shown in a channel because someone linked to them
    channel INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    at INTEGER NOT NULL,
    PRIMARY KEY (channel, article)
) STRICT, WITHOUT ROWID;
CREATE TABLE guild_choice (       -- what holds for a whole guild
    guild INTEGER PRIMARY KEY,
    owners INTEGER                -- the channel where the owner reads of trouble
) STRICT;
CREATE TABLE alarm (              -- the one message about what is wrong at the moment
    guild INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    since INTEGER NOT NULL,       -- since when something is wrong
    message_id INTEGER,           -- NULL while it is not sent, or may not be; 0: someone cleared it away
    hash TEXT                     -- what it shows
) STRICT;
CREATE TABLE introduction (
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    name TEXT NOT NULL COLLATE NOCASE,
    bio TEXT NOT NULL,            -- the blog's own markup
    page TEXT,                    -- their page on the blog
    website TEXT,
    PRIMARY KEY (blog, name)
) STRICT, WITHOUT ROWID;
INSERT INTO introduction (blog, name, bio, page, website) VALUES
    (1, 'Nell Carver', '<p>Mends nets, <em>and</em> writes about it.</p>', 'https://harbour.example/author/nell/', 'https://nell.example/');
INSERT INTO alarm (guild, channel, since, message_id, hash) VALUES
    (810000000000000001, 820000000000000004, 1795006000, 1572593891016704000, 'alarm');
INSERT INTO passage (id, blog, article, comment) VALUES
    (7352283136000, 1, 1, NULL),
    (7352287232000, 1, 2, NULL),
    (7352291328000, 1, 3, NULL),
    (7352295424000, 1, 4, NULL),
    (7352299520000, 2, 5, NULL),
    (7352320409600, 1, 1, '10'),
    (7352320819200, 1, 1, '11'),
    (7352321228800, 1, 1, '12'),
    (7352322048000, 1, 2, '20'),
    (7352322457600, 2, 5, 'https://bread.example/rye#c1'),
    (7352328601600, 1, 1, '14'),
    (7352328806400, 1, 1, '16'),
    (7352331509760, 1, 1, '22'),
    (7352331591680, 1, 1, '24'),
    (7352336384000, 1, 6, NULL);
INSERT INTO salt (value) VALUES
    (X'6E397DA3412B1105B72C8A6237FCF702F88309504E27E5B8DB8DCC7A45C5350B');
INSERT INTO held (guild, blog, comment, channel, state, since, hash, message_id) VALUES
    (810000000000000001, 1, '15', 820000000000000005, 'sending', 1795002200, 'card 15', NULL),
    (810000000000000001, 1, '17', 820000000000000005, 'open', 1795002201, 'card 17', 1572577952661504005),
    (810000000000000001, 1, '19', 820000000000000005, 'settled', 1795002202, 'card 19', 1572577956855808005),
    (810000000000000001, 1, '21', 820000000000000005, 'dismissed', 1795002203, 'card 21', 1572577961050112005);
INSERT INTO silent (mirror, comment) VALUES
    (9, '16');
INSERT INTO passage_text (rowid, title, author, words) VALUES
    (7352283136000, 'The tide tables', 'Nell Carver', 'High water comes later each day.'),
    (7352287232000, 'Mending nets', 'Nell Carver', 'Start with the largest hole.'),
    (7352291328000, 'What the fog hides', 'Orrin Blythe', 'Mostly gulls.'),
    (7352295424000, 'A boat, sold', 'Orrin Blythe', 'She went to a good home.'),
    (7352299520000, 'Rye, slowly', 'Tomas Weir', 'Two days, and cool ones.'),
    (7352320409600, '', 'Ada Lund', 'By fifty minutes, I think.'),
    (7352320819200, '', 'Bo Finch', 'Forty-nine.'),
    (7352321228800, '', 'Nell Carver', 'It depends on the moon, and on the wind.'),
    (7352322048000, '', 'Ada Lund', 'And with the light behind you.'),
    (7352322457600, '', 'Dot Hale', 'Mine took three.'),
    (7352328601600, '', 'Marn', 'Fifty here.'),
    (7352328806400, '', 'A guest', 'Never measured it.'),
    (7352331509760, '', 'Marn', 'Fivty.'),
    (7352331591680, '', 'Marn', 'Forget me.'),
    (7352336384000, 'New moon', 'Nell Carver', 'The darkest night of the month.');
INSERT INTO reply (message_id, mirror, user, answers, state, withdraw, forget, kept, edits, carried, attempts, not_before, verify_at, comment, words, html, looked, altered, reason, marks, marked, formed, form) VALUES
    (1572577529036800001, 9, 840000000000000001, 1572572957245440001, 'published', 0, 0, 0, 0, 0, 0, 0, NULL, '14', 'w1', '<p>Fifty here.</p>', 1, 0, NULL, '✅', 1, 0, NULL),
    (1572577948467200000, 9, 840000000000000001, NULL, 'held', 0, 0, 0, 1, 0, 0, 0, NULL, '15', 'w2', '<p>See my site.</p>', 1, 0, NULL, '', 0, 0, NULL),
    (1572578367897600000, 9, 840000000000000001, NULL, 'posting', 0, 0, 0, 0, 0, 0, 0, 1795007000, NULL, 'w3', NULL, 1, 0, NULL, '', 0, 0, NULL),
    (1572578787328000000, 9, 840000000000000001, NULL, 'refused', 0, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 1, 0, '{"text": "The blog says: {reason}", "values": {"reason": "Comments are closed."}}', '', 0, 0, NULL),
    (1572579206758400000, 9, 840000000000000001, 1572577529036800001, 'queued', 0, 0, 0, 0, 0, 1, 1795008000, NULL, NULL, NULL, NULL, 1, 0, 'The blog does not answer.', '', 0, 0, NULL),
    (1572579626188800000, 9, 840000000000000001, NULL, 'withdrawn', 1, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 1, 0, 'Its writer took it back.', '', 0, 0, NULL),
    (1572580045619200000, 9, 840000000000000001, NULL, 'removed', 0, 0, 0, 0, 0, 0, 0, NULL, '17', 'w7', '<p>Spam?</p>', 1, 0, NULL, '', 0, 0, NULL),
    (1572580465049600000, 9, 840000000000000001, NULL, 'published', 0, 0, 1, 0, 0, 0, 0, NULL, '18', 'w8', '<p>It stays.</p>', 1, 0, NULL, '', 1, 0, NULL),
    (1572580506992640000, 9, 840000000000000001, NULL, 'published', 0, 0, 0, 1, 1, 0, 0, NULL, '22', 'w22b', '<p>Fifty.</p>', 1, 1, NULL, '', 0, 0, NULL),
    (1572580548935680000, 9, 840000000000000001, NULL, 'removed', 0, 0, 0, 0, 0, 0, 0, NULL, '23', 'w23', '<p>Gone by noon.</p>', 0, 0, NULL, '', 0, 0, NULL),
    (1572580590878720000, 9, 840000000000000007, NULL, 'published', 1, 1, 0, 0, 0, 0, 0, NULL, '24', 'w24', '<p>Forget me.</p>', 1, 0, 'Its writer asked to be forgotten.', '', 0, 0, NULL),
    (1572580884480000000, 9, 840000000000000003, NULL, 'waiting', 0, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 1, 0, NULL, '', 0, 0, NULL),
    (1572581094195200000, 9, 840000000000000002, 1572572957245440001, 'queued', 0, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 1, 0, NULL, '', 1, 1, 'From a form.');
INSERT INTO blog (id, kind, url, api, title, settings_url, listed, comment_total, newest_comment, recount, read_at, next_read, failures, failure, drift, titles) VALUES
    (1, 'wordpress', 'https://harbour.example/', 'https://harbour.example/wp-json/', 'The Harbour Log', 'https://harbour.example', 1, 8, 16, 1, 1795006000, 1795006060, 0, NULL, 1, 8),
    (2, 'feed', 'https://bread.example/', 'https://bread.example/feed.xml', 'Slow Bread', NULL, 1, NULL, NULL, 0, NULL, 1795006600, 1, '{"text": "{host} does not answer.", "values": {"host": "bread.example"}}', 0, 2);
INSERT INTO author (guild, blog, user, account, name) VALUES
    (810000000000000001, 1, 840000000000000005, 3, 'Nell Carver');
INSERT INTO comment (blog, remote_id, article, parent_id, author, by_article_author, created, url, html, state, message, seen) VALUES
    (1, '10', 1, NULL, 'Ada Lund', 0, 1795000100, 'https://harbour.example/1/#comment-10', '<p>By <strong>fifty minutes</strong>, I think.</p>', 'visible', NULL, 1795000130),
    (1, '11', 1, '10', 'Bo Finch', 0, 1795000200, 'https://harbour.example/1/#comment-11', '<p>Forty-nine.</p>', 'visible', NULL, 1795000230),
    (1, '12', 1, '11', 'Nell Carver', 1, 1795000300, 'https://harbour.example/1/#comment-12', '<p>It depends on the moon, and on the wind.</p>', 'visible', NULL, 1795000330),
    (1, '13', 1, NULL, '', 0, 1795000400, 'https://harbour.example/1/#comment-13', '', 'gone', NULL, 1795000430),
    (1, '14', 1, '10', 'Marn', 0, 1795002100, 'https://harbour.example/1/#comment-14', '<p>Fifty here.</p>', 'visible', 1572577529036800001, 1795002130),
    (1, '16', 1, '10', 'A guest', 0, 1795002150, 'https://harbour.example/1/#comment-16', '<p>Never measured it.</p>', 'visible', 1572577738752000000, 1795002180),
    (1, '20', 2, NULL, 'Ada Lund', 0, 1795000500, 'https://harbour.example/2/#comment-20', '<p>And with the light behind you.</p>', 'visible', NULL, 1795000530),
    (1, '22', 1, NULL, 'Marn', 0, 1795002810, 'https://harbour.example/1/#comment-22', '<p>Fivty.</p>', 'visible', 1572580506992640000, 1795002840),
    (1, '23', 1, NULL, '', 0, 1795002820, 'https://harbour.example/1/#comment-23', '', 'gone', 1572580548935680000, 1795002850),
    (1, '24', 1, NULL, 'Marn', 0, 1795002830, 'https://harbour.example/1/#comment-24', '<p>Forget me.</p>', 'visible', 1572580590878720000, 1795002860),
    (2, 'https://bread.example/rye#c1', 5, NULL, 'Dot Hale', 0, 1795000600, 'https://bread.example/rye#c1', '<p>Mine took three.</p>', 'visible', NULL, 1795000630);
INSERT INTO follow (id, blog, guild, channel, backfill, begun, state, reason, brief, role, filters, quiet, language, publish) VALUES
    (1, 1, 810000000000000001, 820000000000000001, 4, 1, 'active', NULL, 1, 830000000000000001, '{"terms": ["-Adverts"], "authors": [], "words": ["tide", "moon", "nets", "boat", "fog"]}', '22:00-07:00 Europe/Berlin', 'en', 0),
    (2, 1, 810000000000000001, 820000000000000002, 2, 1, 'active', NULL, 0, NULL, '{}', NULL, 'de', 0),
    (3, 2, 810000000000000001, 820000000000000003, 3, 1, 'active', NULL, 0, NULL, '{"terms": [], "authors": [], "words": []}', NULL, 'en', 1),
    (4, 1, 810000000000000002, 820000000000000011, 4, 1, 'paused', '{"text": "The bot may no longer see {channel}.", "values": {"channel": "#lane"}}', 0, NULL, '{}', NULL, 'en', 0),
    (5, 2, 810000000000000002, 820000000000000012, 1, 1, 'ended', NULL, 0, NULL, '{}', NULL, 'en', 0);
INSERT INTO shown (channel, article, at) VALUES
    (820000000000000001, 1, 1795006000);
INSERT INTO mirror (id, follow, article, wanted, shown, announcement_state, announcement_since, announcement_id, announcement_hash, counted, counted_at, count_due, thread_id, thread_name, name_wanted, closed, active_at, parts, paused, failure, seen_message, told, left_out, to_publish, unpublished) VALUES
    (1, 1, 4, 3, 0, 'sent', 1795000050, 1572568930713600004, 'announcement 1', 0, 1795000060, NULL, 1572568930713600004, 'A boat, sold', 'A boat, sold', 0, 0, 0, 'Its thread was deleted in Discord, so nothing more is written there.', NULL, 1572568930713600004, 0, 0, 0, NULL),
    (2, 2, 4, 2, 0, 'removed', 1795000050, 1572568930713600014, 'announcement 2', 0, 1795000060, NULL, 1572568930713600014, 'A boat, sold', 'A boat, sold', 0, 0, 0, NULL, NULL, 1572568930713600014, 0, 0, 0, NULL),
    (3, 4, 4, 2, 0, 'none', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, 0, 0, 0, NULL),
    (4, 1, 3, 3, 0, 'sent', 1795000050, 1572568930713600003, 'announcement 4', 0, 1795000060, NULL, 1572568930713600003, 'What the fog hides', 'What the fog hides', 1, 0, 0, NULL, NULL, 1572568930713600003, 0, 0, 0, NULL),
    (5, 2, 3, 2, 2, 'sent', 1795000050, 1572568930713600013, 'announcement 5', 0, 1795000060, NULL, 1572568930713600013, 'Fog', 'What the fog hides', 0, 0, 0, NULL, NULL, 1572568930713600013, 0, 0, 0, NULL),
    (6, 4, 3, 2, 0, 'none', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, 0, 0, 0, NULL),
    (7, 1, 2, 3, 0, 'sending', 1795000070, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, 0, 0, 0, NULL),
    (8, 4, 2, 2, 0, 'none', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, 0, 0, 0, NULL),
    (9, 1, 1, 9, 9, 'sent', 1795000050, 1572568930713600001, 'announcement 9', 5, 1795000060, 1795009000, 1572568930713600001, 'The tide tables', 'The tide tables', 0, 1795001010, 5, NULL, NULL, 1572581303910400000, 0, 0, 0, NULL),
    (10, 4, 1, 7, 0, 'sent', 1795000050, 1572568930713600031, 'announcement 10', 4, 1795000060, NULL, 1572568930713600031, 'The tide tables', 'The tide tables', 0, 1795001010, 4, NULL, NULL, 1572568930713600031, 0, 0, 0, NULL),
    (11, 3, 5, 3, 3, 'sent', 1795000050, 1572568930713600021, 'announcement 11', 1, 1795000060, NULL, 1572568930713600021, 'Rye, slowly', 'Rye, slowly', 0, 1795001010, 1, NULL, NULL, 1572568930713600021, 1, 0, 1, '{"text": "Discord lets no more than {count} be published in an hour.", "values": {"count": 10}}'),
    (12, 5, 5, 2, 0, 'none', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, 0, 0, 0, NULL),
    (13, 1, 6, 3, 0, 'none', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, 0, 1, 0, NULL),
    (14, 2, 6, 3, 0, 'none', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, '{"text": "The bot may not write in {channel}.", "values": {"channel": "#forum"}}', NULL, 0, 0, 0, NULL),
    (15, 4, 6, 3, 0, 'none', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, 0, 0, 0, NULL),
    (16, 3, 7, 1, 0, 'none', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, 0, 0, 0, NULL),
    (17, 5, 7, 1, 0, 'none', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, 0, 0, 0, NULL),
    (18, 2, 1, 6, 0, 'sent', 1795000050, 1572568930713600011, 'announcement 18', 5, 1795000060, NULL, 1572568930713600011, 'The tide tables', 'The tide tables', 0, 1795001010, 5, NULL, NULL, 1572568930713600011, 0, 0, 0, NULL),
    (19, 2, 2, 1, 0, 'removed', NULL, NULL, NULL, NULL, 0, NULL, 1572206333132800012, NULL, NULL, 0, 0, 0, NULL, NULL, 1572572495872000000, 0, 0, 0, NULL);
INSERT INTO part (mirror, comment, number, generation, nonce, hash, state, since, message_id) VALUES
    (9, '10', 1, 0, 'n9.10.1', 'h', 'sent', 1795001000, 1572572957245440001),
    (9, '11', 1, 0, 'n9.11.1', 'h', 'sent', 1795001000, 1572572961439744000),
    (9, '12', 1, 0, 'n9.12.1', 'h', 'sent', 1795001000, 1572572965634048000),
    (9, '12', 2, 0, 'n9.12.2', 'h', 'sent', 1795001000, 1572572969828352000),
    (9, '13', 1, 0, 'n9.13.1', 'h', 'removed', 1795001000, NULL),
    (10, '10', 1, 0, 'n10.10.1', 'h', 'sent', 1795001000, 1572572990799872000),
    (11, 'https://bread.example/rye#c1', 1, 0, 'n11.https://bread.example/rye#c1.1', 'h', 'sent', 1795001000, 1572572986605568000),
    (18, '10', 1, 1, 'n18.10.1', 'h', 'sending', 1795001000, NULL),
    (18, '11', 1, 0, 'n18.11.1', 'too long', 'refused', 1795001000, NULL),
    (18, '12', 1, 0, 'n18.12.1', 'h', 'removing', 1795001000, 1572572978216960000),
    (18, '13', 1, 0, 'n18.13.1', 'h', 'gone', 1795001000, NULL);
INSERT INTO guild_choice (guild, owners) VALUES
    (810000000000000001, 820000000000000004),
    (810000000000000002, NULL);
INSERT INTO exchange (guild, blog, user, secret, replies, at_once, attachments, moderated, moderators) VALUES
    (810000000000000001, 1, 'afterword', X'4FBB8704AEB7D0599FC7A49469D84F9BEDC4CA886CE1B9CB7B80EC1526C2AD0639161D630352F92A301C893929A170', 1, 1, 'refuse', 'leave', 820000000000000005),
    (810000000000000002, 1, NULL, NULL, 0, 0, 'link', 'trash', NULL);
INSERT INTO article (id, blog, remote_id, url, title, published, version, state, listed, withdrawn_at, read_version, author, excerpt, html, image, terms, last_comment, compared_at, braked, archived, seen) VALUES
    (1, 1, '1', 'https://harbour.example/1/', 'The tide tables', 1794991000, 'v1', 'published', 1, NULL, 'v1', 'Nell Carver', 'High water comes later each day.', '<p>High water comes <b>later</b> each day.</p>', 'https://harbour.example/tide.jpg', '["Tides", "Boats"]', 1795002830, 1795001000, 0, 1, 1794996000),
    (2, 1, '2', 'https://harbour.example/2/', 'Mending nets', 1794992000, 'v1', 'published', 1, NULL, 'v1', 'Nell Carver', '', '<p>Start with the largest hole.</p>', NULL, '["Boats"]', 1795000500, 0, 7, 1, 1794996000),
    (3, 1, '3', 'https://harbour.example/3/', 'What the fog hides', 1794993000, 'v1', 'withdrawn', 0, 1795003000, 'v1', 'Orrin Blythe', '', '<p>Mostly gulls.</p>', NULL, '[]', 0, 1795001000, 0, 1, 1794996000),
    (4, 1, '4', 'https://harbour.example/4/', 'A boat, sold', 1794994000, 'v1', 'gone', 0, 1795003000, 'v1', 'Orrin Blythe', '', '<p>She went to a good home.</p>', NULL, '[]', 0, 0, 0, 0, 1794996000),
    (5, 2, 'https://bread.example/rye', 'https://bread.example/rye', 'Rye, slowly', 1794995000, 'v1', 'published', 1, NULL, 'v1', 'Tomas Weir', '', '<p>Two days, and cool ones.</p>', NULL, '["Rye"]', 1795000600, 0, 0, 0, 1794996000),
    (6, 1, '5', 'https://harbour.example/5/', 'New moon, again', 1795004000, 'v2', 'published', 1, NULL, 'v1', 'Nell Carver', '', '<p>The darkest night of the month.</p>', NULL, '["Tides"]', 0, 0, 0, 0, 1795004010),
    (7, 2, 'https://bread.example/crumb', 'https://bread.example/crumb', 'On crumbs', 1795005000, 'v1', 'published', 1, NULL, NULL, '', '', '', NULL, '[]', 0, 0, 0, 0, 1795005010);
INSERT INTO member (guild, user, consent, pen_name, asked_for, asked_in, question) VALUES
    (810000000000000001, 840000000000000001, 'always', 'Marn of the Mole', NULL, NULL, NULL),
    (810000000000000001, 840000000000000002, 'each', 'Isa', NULL, NULL, NULL),
    (810000000000000001, 840000000000000003, 'asked', NULL, 1572580884480000000, 1572568930713600001, 1572580888674304000),
    (810000000000000001, 840000000000000004, 'never', NULL, NULL, NULL, NULL),
    (810000000000000002, 840000000000000001, 'never', NULL, NULL, NULL, NULL);
CREATE INDEX article_by_date ON article (blog, published DESC);
CREATE INDEX comment_by_article ON comment (article, state);
CREATE INDEX mirror_unfinished ON mirror (id) WHERE wanted <> shown AND paused IS NULL;
CREATE INDEX mirror_count_due ON mirror (count_due) WHERE count_due IS NOT NULL;
CREATE INDEX mirror_by_article ON mirror (article);
CREATE INDEX part_sending ON part (mirror) WHERE state = 'sending';
CREATE INDEX comment_by_message ON comment (message) WHERE message IS NOT NULL;
CREATE INDEX reply_by_mirror ON reply (mirror, state);
CREATE INDEX reply_by_user ON reply (user);
CREATE INDEX reply_unmarked ON reply (message_id) WHERE NOT marked;
CREATE INDEX reply_open ON reply (message_id) WHERE state IN ('queued', 'posting') OR withdraw AND state IN ('published', 'held')
    OR edits <> carried AND state IN ('published', 'held') OR verify_at IS NOT NULL;
CREATE INDEX reply_undecided ON reply (mirror) WHERE state = 'held' OR NOT looked;
CREATE UNIQUE INDEX passage_of_article ON passage (article) WHERE comment IS NULL;
CREATE UNIQUE INDEX passage_of_comment ON passage (blog, comment) WHERE comment IS NOT NULL;
CREATE TRIGGER passage_goes AFTER DELETE ON passage BEGIN
    DELETE FROM passage_text WHERE rowid = old.id;
END;
CREATE TRIGGER comment_goes AFTER DELETE ON comment BEGIN
    DELETE FROM passage WHERE blog = old.blog AND comment = old.remote_id;
END;
CREATE TRIGGER comment_hides AFTER UPDATE OF state ON comment WHEN new.state = 'gone' BEGIN
    DELETE FROM passage WHERE blog = old.blog AND comment = old.remote_id;
END;
CREATE TRIGGER title_comes AFTER INSERT ON article BEGIN
    UPDATE blog SET titles = titles + 1 WHERE id = new.blog;
END;
CREATE TRIGGER title_changes AFTER UPDATE OF title, url, published, state ON article
WHEN (old.title, old.url, old.published, old.state)
    IS NOT (new.title, new.url, new.published, new.state) BEGIN
    UPDATE blog SET titles = titles + 1 WHERE id = new.blog;
END;
CREATE INDEX article_by_url ON article (url);
CREATE INDEX article_by_author ON article (blog, author COLLATE NOCASE, published DESC) WHERE state = 'published';
CREATE INDEX article_by_terms ON article (blog, terms, published) WHERE state = 'published';
CREATE INDEX article_found ON article (id, archived) WHERE state = 'published';
CREATE INDEX article_listed ON article (blog, listed, remote_id);
CREATE INDEX article_withdrawn ON article (blog, withdrawn_at) WHERE state = 'withdrawn';
CREATE INDEX article_to_archive ON article (blog, published DESC)
    WHERE listed AND state = 'published' AND (NOT archived OR read_version IS NOT version);
CREATE INDEX article_to_compare ON article (blog, compared_at)
    WHERE archived AND state = 'published' AND (last_comment > 0 OR compared_at = 0);
CREATE INDEX comment_by_author ON comment (blog, author COLLATE NOCASE, created) WHERE state = 'visible';
CREATE TRIGGER introduction_goes AFTER UPDATE OF state, author ON article
WHEN old.author <> '' AND (new.state = 'gone' OR new.author <> old.author) BEGIN
    DELETE FROM introduction WHERE blog = old.blog AND name = old.author
    AND NOT EXISTS (SELECT 1 FROM article WHERE blog = old.blog AND state = 'published'
        AND author = old.author COLLATE NOCASE)
    AND NOT EXISTS (SELECT 1 FROM article WHERE blog = old.blog AND state = 'withdrawn'
        AND author = old.author COLLATE NOCASE);
END;
CREATE INDEX mirror_to_publish ON mirror (id) WHERE to_publish;
PRAGMA application_id = 1095128151;
PRAGMA user_version = 10;
