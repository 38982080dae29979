-- The tables as all the scripts in schema/ leave them: what a new database begins with.
-- A script that changes them changes this file, too; a test holds both to each other.

CREATE TABLE blog (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    api TEXT NOT NULL,  -- REST root or feed, in the one form that bot/blogs/canonical.py gives
    guild INTEGER,  -- whose account it is read with; NULL: as any visitor
    url TEXT NOT NULL,  -- the home page that it names
    title TEXT NOT NULL,
    told_at INTEGER NOT NULL DEFAULT 0,  -- when it was last asked for those two
    listed INTEGER NOT NULL DEFAULT 0 CHECK (listed IN (0, 1)),  -- the archive was listed once, whole
    comment_total INTEGER,  -- visible comments on the whole blog at the last reading
    newest_comment INTEGER,  -- the highest comment id seen
    recount INTEGER NOT NULL DEFAULT 0 CHECK (recount IN (0, 1)),  -- totals disagree: find the thread
    drift INTEGER NOT NULL DEFAULT 0,  -- by how much its total of comments changed unexplained
    titles INTEGER NOT NULL DEFAULT 0,  -- counts changes to its list of titles
    read_at INTEGER,  -- the last reading that succeeded
    next_read INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,  -- in a row, since the last success
    failure TEXT,  -- what is wrong, in words for the owner
    moving_to TEXT,  -- where its address sent us on to for good, at the last readings
    moving INTEGER NOT NULL DEFAULT 0,  -- at how many in a row
    comments_off TEXT,  -- why it shows none; NULL: it does
    comments_off_at INTEGER,  -- when that was found last
    beyond INTEGER NOT NULL DEFAULT 0,  -- how many at its end are left out
    failing_since INTEGER,  -- NULL: it can be read, or nobody knows since when not
    zone TEXT  -- as time zones are called; NULL: it does not say
) STRICT;
CREATE UNIQUE INDEX blog_by_api ON blog (kind, api, ifnull(guild, 0));

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
    withdrawn_at INTEGER,  -- since when visitors can't read it
    read_version TEXT,  -- the version read in full; NULL until it was
    author TEXT NOT NULL DEFAULT '',
    excerpt TEXT NOT NULL DEFAULT '',
    html TEXT NOT NULL DEFAULT '',
    image TEXT,
    terms TEXT NOT NULL DEFAULT '[]',  -- a JSON list
    last_comment INTEGER NOT NULL DEFAULT 0,  -- when the newest visible comment was written
    compared_at INTEGER NOT NULL DEFAULT 0,  -- when its whole discussion was last compared; 0: due now
    braked INTEGER NOT NULL DEFAULT 0,  -- how many comments had disappeared when the brake was pulled
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),  -- its discussion was recorded whole
    seen INTEGER,  -- NULL: before it was noted down
    arrival TEXT CHECK (arrival IN ('new', 'usual', 'rush')),  -- NULL: it was there from the beginning; new: not judged yet
    place INTEGER,  -- where it stood in the list at the last reading, the first is 0; NULL: nowhere, or it was not read so
    whole INTEGER NOT NULL DEFAULT 1 CHECK (whole IN (0, 1)),  -- its html is known to be all of it
    counted INTEGER NOT NULL DEFAULT 1 CHECK (counted IN (0, 1)),  -- the blog tells of its comments
    mirrored INTEGER NOT NULL DEFAULT 0 CHECK (mirrored IN (0, 1)),  -- a mirror shows it that is not paused
    UNIQUE (blog, remote_id)
) STRICT;
CREATE INDEX article_by_date ON article (blog, published DESC);
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
CREATE INDEX article_arrived ON article (blog, seen) WHERE arrival IS NOT NULL;
CREATE INDEX article_unread ON article (blog, published, id)
    WHERE mirrored AND listed AND state = 'published' AND read_version IS NOT version;
CREATE INDEX article_lively ON article (blog, last_comment DESC, id DESC)
    WHERE mirrored AND state = 'published' AND last_comment > 0;
CREATE INDEX article_uncompared ON article (blog, compared_at, last_comment DESC)
    WHERE mirrored AND state = 'published' AND (last_comment > 0 OR compared_at = 0);
CREATE INDEX article_new ON article (blog, published, id) WHERE arrival = 'new';

CREATE TABLE introduction (
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    name TEXT NOT NULL COLLATE NOCASE,
    bio TEXT NOT NULL,  -- the blog's own markup
    page TEXT,  -- their page on the blog
    website TEXT,
    PRIMARY KEY (blog, name)
) STRICT, WITHOUT ROWID;

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
    state TEXT NOT NULL CHECK (state IN ('visible', 'gone')),
    message INTEGER,  -- the Discord message it says it was written in
    seen INTEGER,
    fediverse INTEGER NOT NULL DEFAULT 0,  -- its writer is on another server
    PRIMARY KEY (blog, remote_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX comment_by_message ON comment (message) WHERE message IS NOT NULL;
CREATE INDEX comment_by_author ON comment (blog, author COLLATE NOCASE, created) WHERE state = 'visible';
CREATE INDEX comment_by_article ON comment (article, state, created);
CREATE INDEX comment_answers ON comment (blog, parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX comment_links ON comment (article) WHERE state = 'visible' AND instr(html, '//') > 0;

CREATE TABLE passage (  -- what can be found: an article, or a visible comment
    id INTEGER PRIMARY KEY,  -- in the order of writing: see bot/store/blog/passages.py
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    comment TEXT,  -- the comment's id; NULL: the article itself
    letters INTEGER  -- how many there were when it was indexed: to leave the index, the same ones are needed
) STRICT;
CREATE UNIQUE INDEX passage_of_article ON passage (article) WHERE comment IS NULL;
CREATE UNIQUE INDEX passage_of_comment ON passage (blog, comment) WHERE comment IS NOT NULL;

CREATE VIRTUAL TABLE passage_text USING fts5(
    title, author, words, content = '', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE follow (
    id INTEGER PRIMARY KEY,
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    guild INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    backfill INTEGER NOT NULL,  -- how many existing articles to mirror at first
    begun INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1)),  -- those are chosen
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'ended')),
    reason TEXT,  -- why it is paused
    brief INTEGER NOT NULL DEFAULT 0 CHECK (brief IN (0, 1)),  -- announcements without excerpt and picture
    role INTEGER,  -- who is mentioned in a new announcement
    filters TEXT NOT NULL DEFAULT '{}',  -- a JSON object: terms, authors, words
    quiet TEXT,  -- hours in which nothing is announced: 22:00-07:00 Europe/Berlin
    language TEXT NOT NULL DEFAULT 'en',
    publish INTEGER NOT NULL DEFAULT 0 CHECK (publish IN (0, 1)),
    settings_url TEXT,  -- the BLOG_URL that began it
    named_by TEXT,  -- the host of the page that named a blog at another host
    better TEXT,  -- where a better way to read it is looked for; NULL: nowhere
    lacks TEXT,  -- why, in words for the owner
    UNIQUE (blog, channel)
) STRICT;

CREATE TABLE proposal (  -- blogs that were shown and may be followed: by which address they are found again
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild INTEGER NOT NULL,
    url TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT;

CREATE TABLE rush (  -- far more than ever came at once, and the channel's owner is asked
    follow INTEGER PRIMARY KEY REFERENCES follow ON DELETE CASCADE,
    since INTEGER NOT NULL,  -- when the first of them was seen; a button names it
    came INTEGER NOT NULL,  -- how many came, those that were posted included
    last INTEGER  -- when the newest article before them was written
) STRICT;

CREATE TABLE waiting (  -- those of them that wait for the owner's word
    follow INTEGER NOT NULL REFERENCES rush ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    PRIMARY KEY (follow, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE mirror (
    id INTEGER PRIMARY KEY,
    follow INTEGER NOT NULL REFERENCES follow ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    wanted INTEGER NOT NULL DEFAULT 1,  -- counts changes on the blog's side
    shown INTEGER NOT NULL DEFAULT 0,  -- the count that Discord shows in full
    announcement_state TEXT NOT NULL DEFAULT 'none' CHECK (announcement_state IN ('none', 'sending', 'sent', 'removed')),
    announcement_since INTEGER,  -- when sending it began
    announcement_id INTEGER UNIQUE,
    announcement_hash TEXT,
    counted INTEGER,  -- the number of comments it shows
    counted_at INTEGER NOT NULL DEFAULT 0,
    thread_id INTEGER UNIQUE,
    thread_name TEXT,
    name_wanted TEXT,  -- the name that the thread should have
    closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),  -- locked and archived by us
    active_at INTEGER NOT NULL DEFAULT 0,  -- when we last wrote into the thread
    parts INTEGER NOT NULL DEFAULT 0,  -- how many messages the last plan wants: for the progress
    paused TEXT,  -- why nothing more is written, for good
    failure TEXT,  -- why the last attempt stopped
    seen_message INTEGER,  -- the newest message of its thread that was looked at
    told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),  -- members were told that it only reads
    left_out INTEGER NOT NULL DEFAULT 0 CHECK (left_out IN (0, 1)),  -- the filters keep it out
    to_publish INTEGER NOT NULL DEFAULT 0 CHECK (to_publish IN (0, 1)),  -- 1 until its announcement is
    unpublished TEXT,  -- why the last attempt to publish its announcement stopped
    rested TEXT,  -- how its thread lay archived when its replies were last compared
    announcement_nonce TEXT,  -- NULL: never claimed, or before there were any
    edits_due INTEGER,  -- when what stands is to be changed; NULL: it is as it should be
    unedited TEXT,  -- why some of it could not be changed
    asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1)),
    announcement_words TEXT,  -- the same of the announcement
    reduced TEXT,  -- what the announcement lacks, because Discord refused it
    reduced_told INTEGER NOT NULL DEFAULT 0 CHECK (reduced_told IN (0, 1)),
    unread_told INTEGER NOT NULL DEFAULT 0 CHECK (unread_told IN (0, 1)),  -- members were told which words it gets
    UNIQUE (follow, article)
) STRICT;
CREATE INDEX mirror_unfinished ON mirror (id) WHERE wanted <> shown AND paused IS NULL;
CREATE INDEX mirror_by_article ON mirror (article);
CREATE INDEX mirror_to_publish ON mirror (id) WHERE to_publish;
CREATE INDEX mirror_edits_due ON mirror (edits_due) WHERE edits_due IS NOT NULL;
CREATE INDEX mirror_reduced ON mirror (id) WHERE reduced IS NOT NULL AND NOT reduced_told;
CREATE INDEX mirror_misnamed ON mirror (id) WHERE thread_name <> name_wanted;

CREATE TABLE part (
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    comment TEXT NOT NULL,
    number INTEGER NOT NULL,
    generation INTEGER NOT NULL,  -- grows when it is sent anew on purpose
    nonce TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'removing', 'gone', 'removed', 'refused')),
    since INTEGER NOT NULL,  -- when sending began
    message_id INTEGER UNIQUE,
    refused TEXT,  -- the words (a hash) over which Discord refused the message
    words TEXT,  -- of how many parts, and which words (a hash) they show: what the blog says, before it is written for Discord
    PRIMARY KEY (mirror, comment, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_sending ON part (mirror) WHERE state = 'sending';

CREATE TABLE former_part (  -- messages that showed a comment once: who answered one answered the comment
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    message_id INTEGER NOT NULL,
    comment TEXT NOT NULL,
    PRIMARY KEY (mirror, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE touched (
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    at INTEGER NOT NULL,  -- the mirror's count of changes (wanted) that this was one of; up to shown: its message is still to be changed
    comment TEXT NOT NULL,  -- '': any of them
    PRIMARY KEY (mirror, at, comment)
) STRICT, WITHOUT ROWID;

CREATE TABLE silent (  -- comments that stand in a thread already, as nobody's message
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    comment TEXT NOT NULL,
    PRIMARY KEY (mirror, comment)
) STRICT, WITHOUT ROWID;

CREATE TABLE silence (  -- what was written while a follow was paused or had ended: it stays in Discord
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    first INTEGER NOT NULL,  -- from this message on
    last INTEGER,  -- up to this one; NULL while it lasts, and until its end is known
    told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),  -- members were told so in the thread
    PRIMARY KEY (mirror, first)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX silence_lasting ON silence (mirror) WHERE last IS NULL;

CREATE TABLE exchange (  -- one guild's account on one blog, and what its owner chose
    guild INTEGER NOT NULL,
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    user TEXT,
    secret BLOB,  -- the application password, encrypted
    replies INTEGER NOT NULL DEFAULT 1 CHECK (replies IN (0, 1)),
    at_once INTEGER NOT NULL DEFAULT 0 CHECK (at_once IN (0, 1)),  -- without the blog's own rules
    attachments TEXT NOT NULL DEFAULT 'link' CHECK (attachments IN ('link', 'refuse')),
    moderated TEXT NOT NULL DEFAULT 'trash' CHECK (moderated IN ('trash', 'leave')),  -- what a moderator's deletion in Discord does
    moderators INTEGER,  -- the channel where held comments are decided
    known_as TEXT,
    origin TEXT,  -- where its owner gave the password for; NULL: where it was then
    PRIMARY KEY (guild, blog)
) STRICT, WITHOUT ROWID;

CREATE TABLE author (  -- who in the guild is which account on the blog
    guild INTEGER NOT NULL,
    blog INTEGER NOT NULL REFERENCES blog ON DELETE CASCADE,
    user INTEGER NOT NULL,
    account INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (guild, blog, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE member (  -- one person in one guild; nobody is here before they were asked
    guild INTEGER NOT NULL,
    user INTEGER NOT NULL,
    consent TEXT NOT NULL CHECK (consent IN ('asked', 'each', 'always', 'never')),
    pen_name TEXT,
    asked_for INTEGER,  -- the message that a question is about, while one stands
    asked_in INTEGER,  -- the thread in which it stands
    question INTEGER,  -- the question's message; NULL while it is being sent
    asks INTEGER NOT NULL DEFAULT 0,  -- how many questions were begun: each has a key of its own
    PRIMARY KEY (guild, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_asked_in ON member (asked_in) WHERE asked_in NOT NULL;

CREATE TABLE agreement (
    id INTEGER PRIMARY KEY,
    guild INTEGER NOT NULL,
    user INTEGER NOT NULL,
    at INTEGER,  -- in seconds since 1970; NULL: before this was noted down
    choice TEXT NOT NULL,  -- always, once, form; and what ended an always: each, never
    asked TEXT NOT NULL,  -- the words that were agreed to; empty where nothing was
    message INTEGER,  -- about which message, or form
    words TEXT  -- a hash of what it said then; NULL: Discord did not tell
) STRICT;
CREATE INDEX agreement_of_member ON agreement (user, guild);

CREATE TABLE reply (
    message_id INTEGER PRIMARY KEY,
    mirror INTEGER NOT NULL REFERENCES mirror ON DELETE CASCADE,
    user INTEGER NOT NULL,
    answers INTEGER,  -- the message that it is a Discord reply to
    state TEXT NOT NULL CHECK (state IN ('waiting', 'queued', 'posting', 'published', 'held', 'refused', 'withdrawn', 'removed')),
    withdraw INTEGER NOT NULL DEFAULT 0 CHECK (withdraw IN (0, 1)),  -- it is to leave the blog
    forget INTEGER NOT NULL DEFAULT 0 CHECK (forget IN (0, 1)),  -- and then this row goes
    kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1)),  -- a moderator deleted its message, and the comment stays
    edits INTEGER NOT NULL DEFAULT 0,  -- how often its words changed in Discord
    carried INTEGER NOT NULL DEFAULT 0,  -- the count that the blog shows
    attempts INTEGER NOT NULL DEFAULT 0,  -- in a row, without success
    not_before INTEGER NOT NULL DEFAULT 0,
    verify_at INTEGER,  -- when to look for a second copy that a slow blog may have stored
    comment TEXT,  -- the blog's id of it
    words TEXT,  -- a hash of what was last sent to the blog
    html TEXT,  -- what the blog then showed
    looked INTEGER NOT NULL DEFAULT 1 CHECK (looked IN (0, 1)),  -- 0: it disappeared, and why is not known yet
    altered INTEGER NOT NULL DEFAULT 0 CHECK (altered IN (0, 1)),  -- it shows something else since
    reason TEXT,  -- why it is not there, in words for its writer
    marks TEXT NOT NULL DEFAULT '',  -- the reactions that it carries
    marked INTEGER NOT NULL DEFAULT 0 CHECK (marked IN (0, 1)),  -- those are the right ones
    formed INTEGER NOT NULL DEFAULT 0 CHECK (formed IN (0, 1)),  -- message_id is the form's, not a message's
    form TEXT,  -- its words, until they stand on the blog
    parent TEXT,  -- the blog's comment that it answers, as it was when it was taken in
    passed_over INTEGER NOT NULL DEFAULT 0 CHECK (passed_over IN (0, 1)),  -- people removed the question about it
    judged TEXT,
    stays INTEGER NOT NULL DEFAULT 0 CHECK (stays IN (0, 1)),  -- its writer keeps it in Discord, as long as it begins with `//`
    decided INTEGER NOT NULL DEFAULT 0,  -- when what is kept was edited last without being sent, in milliseconds since 1970: later edits can send it
    UNIQUE (mirror, comment)
) STRICT;
CREATE INDEX reply_by_mirror ON reply (mirror, state);
CREATE INDEX reply_by_user ON reply (user);
CREATE INDEX reply_unmarked ON reply (message_id) WHERE NOT marked;
CREATE INDEX reply_undecided ON reply (mirror) WHERE state = 'held' OR NOT looked;
CREATE INDEX reply_by_answered ON reply (answers) WHERE answers NOT NULL;
CREATE INDEX reply_waiting ON reply (message_id) WHERE state = 'waiting';
CREATE INDEX reply_open ON reply (message_id) WHERE state IN ('queued', 'posting') OR withdraw AND state IN ('published', 'held')
    OR edits <> carried AND (stays OR state IN ('published', 'held')) OR verify_at IS NOT NULL;

CREATE TABLE held (  -- cards in the moderators' channel
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

CREATE TABLE taken_back (  -- questions that no longer count, until they are out of their threads
    id INTEGER PRIMARY KEY,
    thread INTEGER NOT NULL,
    about INTEGER NOT NULL,  -- the message that was asked about
    question INTEGER  -- the question's message; NULL if it may or may not have been sent
) STRICT;

CREATE TABLE salt (  -- makes pseudonyms that nobody can compute
    value BLOB NOT NULL
) STRICT;

CREATE TABLE departure (
    guild INTEGER PRIMARY KEY,
    since INTEGER NOT NULL  -- a while after it, what it holds of their members goes
) STRICT;

CREATE TABLE guild_choice (  -- what holds for a whole guild
    guild INTEGER PRIMARY KEY,
    owners INTEGER  -- the channel where the owner reads of trouble
) STRICT;

CREATE TABLE alarm (  -- the one message about what is wrong at the moment
    guild INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    since INTEGER NOT NULL,  -- since when something is wrong
    message_id INTEGER,  -- NULL while it is not sent, or may not be; 0: someone cleared it away
    hash TEXT  -- what it shows
) STRICT;

CREATE TABLE shown (  -- articles shown in a channel because someone linked to them
    channel INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    at INTEGER NOT NULL,
    PRIMARY KEY (channel, article)
) STRICT, WITHOUT ROWID;

INSERT INTO salt VALUES (randomblob(32));
