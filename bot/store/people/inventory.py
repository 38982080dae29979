"""Where something of members is stored: each table, what it is for, and which rows are whose.

`PRIVACY.md` and `/profile export` are made of this. A test holds it to the schema: a new table or
column is named here, or among those that hold nothing of members.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.languages.phrase import Phrase

_MINE = (
    "WITH mine AS (SELECT message_id, follow.blog, mirror.article, reply.comment FROM reply "
    "JOIN mirror ON mirror.id = reply.mirror JOIN follow ON follow.id = mirror.follow "
    "WHERE user = :user), "
    # One that is being written, or was written twice, is known by its message alone.
    "theirs AS (SELECT blog, article, comment FROM mine WHERE comment NOT NULL "
    "UNION SELECT mine.blog, mine.article, remote_id FROM mine JOIN comment "
    "ON comment.message = mine.message_id AND +comment.article = mine.article) "
)
_OF_THEIRS = (
    "FROM theirs JOIN mirror ON mirror.article = theirs.article JOIN {0} "
    "ON {0}.mirror = mirror.id AND {0}.comment = theirs.comment"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One table, as far as it holds something of members."""

    table: str
    what: Phrase
    columns: str
    """What stands in each column, in English; their names in backticks."""
    rows: str
    """The query for what is one person's, `:user`."""


INVENTORY = (
    Kept(
        "member",
        Phrase("What you chose in each server, your name on the blog, and the question to you."),
        "`guild`, `user`: the server and the person, by Discord's numbers. `consent`: asked, each, "
        "always or never. `pen_name`: the name on the blog; none after a never. `asked_for`, "
        "`asked_in`, `question`: the message, the thread and the question's own number while a "
        "question stands. `asks`: how many were put.",
        "SELECT * FROM member WHERE user = :user",
    ),
    Kept(
        "agreement",
        Phrase("The proof of each yes, and of what ended it."),
        "`id`: a count. `guild`, `user`: where, and who. `at`: when. `choice`: what was said. "
        "`asked`: the words that were agreed to, ours. `message`: about which message. `words`: a "
        "digest of what that message said then: by it the message can be recognised, and one of "
        "few words can be guessed.",
        "SELECT * FROM agreement WHERE user = :user",
    ),
    Kept(
        "author",
        Phrase("The account on a blog as which you write, if the server's owner named you."),
        "`guild`, `blog`, `user`: where, and who. `account`, `name`: the account on the blog.",
        "SELECT * FROM author WHERE user = :user",
    ),
    Kept(
        "reply",
        Phrase("Your messages in the threads: how far each is on its way to the blog."),
        "`message_id`, `mirror`, `user`: which message, in which thread, whose. `answers`, "
        "`parent`: what it answers. `state`, `reason`: how far it is, and why it is not there. "
        "`withdraw`, `forget`, `kept`, `stays`, `decided`, `passed_over`: what is to become of it. "
        "`edits`, `carried`, `attempts`, `not_before`, `verify_at`, `looked`, `altered`: what is "
        "still to be done. `comment`: its number on the blog. `words`, `judged`: digests of what "
        "was sent. `html`: what the blog made of it. `marks`, `marked`: the bot's reactions below "
        "it. `formed`, `form`: whether it was written in a form, and its words until they are on "
        "the blog. Other messages' words are not here.",
        "SELECT follow.guild, mirror.thread_id, article.title, article.url, reply.* FROM reply "
        "JOIN mirror ON mirror.id = reply.mirror JOIN follow ON follow.id = mirror.follow "
        "JOIN article ON article.id = mirror.article WHERE user = :user ORDER BY message_id",
    ),
    Kept(
        "comment",
        Phrase("What of yours is on the blog, as anybody can read it there."),
        "`blog`, `article`, `remote_id`, `parent_id`, `url`: where it is. `author`, "
        "`by_article_author`: under which name. `created`, `seen`: when it was written and first "
        "read. `html`: its words. `state`: whether it is there. `message`: the message that it was "
        "written in. `fediverse`: whether it came from there.",
        _MINE + "SELECT comment.* FROM theirs JOIN comment ON comment.blog = theirs.blog "  # noqa: S608
        "AND comment.remote_id = theirs.comment",
    ),
    Kept(
        "passage",
        Phrase("That it can be found with `/search`."),
        "`id`, `blog`, `article`, `comment`: which comment it is. `letters`: how long. The search "
        "index beside it, `passage_text`, holds the words of what can be found.",
        _MINE + "SELECT passage.* FROM theirs JOIN passage ON passage.blog = theirs.blog "  # noqa: S608
        "AND passage.comment = theirs.comment",
    ),
    Kept(
        "part",
        Phrase("The bot's messages that show it in other threads."),
        "`mirror`, `comment`, `number`, `generation`, `message_id`: which message shows which part "
        "of which comment. `nonce`, `hash`, `words`: digests by which it is recognised. `state`, "
        "`since`, `refused`: how far it is.",
        _MINE + "SELECT part.* " + _OF_THEIRS.format("part"),
    ),
    Kept(
        "former_part",
        Phrase("The bot's messages that showed it once."),
        "`mirror`, `message_id`, `comment`: which message showed which comment.",
        _MINE + "SELECT former_part.* " + _OF_THEIRS.format("former_part"),
    ),
    Kept(
        "silent",
        Phrase("That it is in a thread already, and needs no copy there."),
        "`mirror`, `comment`: which comment, in which thread.",
        _MINE + "SELECT silent.* " + _OF_THEIRS.format("silent"),
    ),
    Kept(
        "touched",
        Phrase("That it changed on the blog, until the thread shows that."),
        "`mirror`, `at`, `comment`: which comment, in which thread, at which count.",
        _MINE + "SELECT touched.* " + _OF_THEIRS.format("touched"),
    ),
    Kept(
        "held",
        Phrase("The cards that moderators decide about it on."),
        "`guild`, `blog`, `comment`: about which comment. `channel`, `message_id`: where the card "
        "is. `state`, `since`, `hash`: how far it is, and a digest of what it shows.",
        _MINE + "SELECT held.* FROM theirs JOIN held ON held.blog = theirs.blog "  # noqa: S608
        "AND held.comment = theirs.comment",
    ),
    Kept(
        "taken_back",
        Phrase("Questions to you that are being removed from their threads."),
        "`id`: a count. `thread`, `about`, `question`: which question, about which message.",
        _MINE + "SELECT * FROM taken_back WHERE about IN (SELECT message_id FROM mine)",  # noqa: S608
    ),
)

MENTIONS = (
    _MINE + "SELECT 'mirror' AS \"table\", 'seen_message' AS \"column\", seen_message AS value "  # noqa: S608
    "FROM mirror WHERE seen_message IN (SELECT message_id FROM mine) "
    "UNION ALL SELECT 'silence', 'first', first FROM silence "
    "WHERE first IN (SELECT message_id FROM mine) "
    "UNION ALL SELECT 'silence', 'last', last FROM silence "
    "WHERE last IN (SELECT message_id FROM mine) "
    "UNION ALL SELECT 'reply', 'answers', answers FROM reply "
    "WHERE user <> :user AND answers IN (SELECT message_id FROM mine) "
    "UNION ALL SELECT 'reply', 'parent', parent FROM theirs "
    "JOIN mirror ON mirror.article = theirs.article JOIN reply ON reply.mirror = mirror.id "
    "AND parent = theirs.comment WHERE user <> :user "
    "UNION ALL SELECT 'comment', 'parent_id', parent_id FROM theirs "
    "JOIN comment ON comment.article = theirs.article AND parent_id = theirs.comment"
)
"""Where the number of a message or comment of theirs stands in rows that are not about them."""
