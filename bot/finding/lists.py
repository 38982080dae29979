"""Lists of articles, comments and places, as lines of an embed's description. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase
from bot.mirror.lines import link
from bot.mirror.tree import arrange
from bot.text.snippets import snippet
from bot.text.split import split
from bot.text.to_discord import escape, label, plain, shorten, to_discord

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.languages.language import Language
    from bot.mirror.tree import Placed
    from bot.model import Author, Comment
    from bot.store.blog.library import Entry, Person, Said
    from bot.store.blog.search import Hit

ROOM = 4000
"""Characters of a description, with some to spare: Discord takes 4,096."""

TITLE_LIMIT = 100
SHORT_TITLE = 60
NAME_LIMIT = 30
URL_LIMIT = 200
"""A longer address is left out of a list; ten of them would fill it."""

BIO_LIMIT = 600

DEEPEST = 5
"""Levels of indentation; what is deeper stands there, too. Phones are narrow."""

PAGE = 10
"""Comments on a page of a discussion."""

NOTHING = Phrase("Nothing yet. Once a blog is followed here, its articles appear.")


def entries(found: Sequence[Entry], say: Language, *, guild: int) -> str:
    """Articles: title, day, and the way to the guild's thread where there is one."""
    return fitting([_entry(each, say, guild) for each in found]) or say(NOTHING)


def hits(found: Sequence[Hit], say: Language, *, guild: int) -> str:
    """Places with the words around what was found; the words get what room is left."""
    again = _again([(each.title, each.url) for each in found])
    return _roomy(
        lambda limit: [
            _hit(each, limit, say, guild, again=same)
            for each, same in zip(found, again, strict=True)
        ]
    )


def author(found: Person, say: Language, *, guild: int) -> str:
    """What the blogs say about someone, and what they wrote: how much, and the latest of it."""
    facts = []
    if found.articles:
        facts.append(say.plural("{n} article", "{n} articles", found.articles))
    if found.comments:
        facts.append(say.plural("{n} comment", "{n} comments", found.comments))
    introductions = [_introduction(each, say) for each in found.introductions]
    lines = [f"{words}\n" for words in introductions if words]
    lines.append(" · ".join(facts))
    if found.latest:
        lines += [say("**Latest articles**"), *(_entry(each, say, guild) for each in found.latest)]
    if found.last_comments:
        again = _again([(each.title, each.url) for each in found.last_comments])
        lines += [
            say("**Latest comments**"),
            *(
                _said(each, say, again=same)
                for each, same in zip(found.last_comments, again, strict=True)
            ),
        ]
    return fitting(lines)


def discussion(
    comments: Sequence[Comment],
    messages: Mapping[str, tuple[int, int]],
    say: Language,
    *,
    guild: int,
    page: int,
) -> tuple[str, int]:
    """One page of a discussion as the blog shows it, answers indented; and how many pages it has.

    Pages count from 0. `messages` are the threads and messages in which comments stand in the
    guild.
    """
    placed = arrange(comments, shown=frozenset())
    depths: dict[str, int] = {}
    for place in placed:
        above = place.answers
        depths[place.comment.remote_id] = 0 if above is None else depths[above] + 1
    shown = [
        (place, min(depths[place.comment.remote_id], DEEPEST))
        for place in placed[page * PAGE : (page + 1) * PAGE]
    ]

    def written(limit: int) -> list[str]:
        return [
            _comment(place, depth, _ways(place.comment, messages, guild, say), limit, say)
            for place, depth in shown
        ]

    return _roomy(written), -(-len(placed) // PAGE)


def _roomy(written: Callable[[int], list[str]]) -> str:
    """Give people's words what room is left."""
    for limit in (220, 160, 100, 40):
        text = "\n".join(written(limit))
        if len(text) <= ROOM:
            return text
    return fitting(written(0))


def fitting(lines: Sequence[str]) -> str:
    """As many lines as there is room for: half of one would show its marks."""
    text = ""
    for line in lines:
        if len(text) + len(line) + 3 > ROOM:
            return f"{text}\n…"
        text += f"\n{line}" if text else line
    return text


def titled(title: str, url: str, say: Language, limit: int = TITLE_LIMIT) -> str:
    """A title that leads to its article, if that has a link."""
    address = link(url)
    words = shorten(title, limit) or say("Untitled")
    return f"[{label(words)}](<{address}>)" if 0 < len(address) <= URL_LIMIT else escape(words)


def _entry(entry: Entry, say: Language, guild: int) -> str:
    article = entry.article
    title = titled(article.title, article.url, say)
    line = f"{title} · <t:{int(article.published.timestamp())}:D>"
    return line + _to_thread(guild, entry.thread, None, say)


def _introduction(author: Author, say: Language) -> str:
    words = to_discord(author.bio, base_url=author.page or "")
    parts = split(words, first=BIO_LIMIT, rest=BIO_LIMIT)
    ways = [
        _way(say("More on the blog"), author.page),
        _way(say("Their website"), author.website),
    ]
    lines = [f"{parts[0]} …" if len(parts) > 1 else words, " · ".join(way for way in ways if way)]
    return "\n".join(line for line in lines if line)


def _way(words: str, url: str | None) -> str:
    address = link(url or "")
    return f"[{words}](<{address}>)" if 0 < len(address) <= URL_LIMIT else ""


def _hit(hit: Hit, limit: int, say: Language, guild: int, *, again: bool) -> str:
    line = titled(hit.title, hit.url, say, SHORT_TITLE)
    if hit.is_comment:
        line = _on(line, hit.url, say, again=again)
        line = say("💬 **{author}** on {article}", author=_name(hit.author, say), article=line)
    line += f" · <t:{hit.written}:D>{_to_thread(guild, hit.thread, hit.message, say)}"
    words = snippet(hit.words, limit)
    return f"{line}\n> {words}" if words else line


def _said(said: Said, say: Language, *, again: bool) -> str:
    article = _on(titled(said.title, said.url, say, SHORT_TITLE), said.url, say, again=again)
    line = say("💬 on {article}", article=article)
    line += f" · <t:{said.created}:D>"
    words = snippet(plain(said.html), 100)
    return f"{line}\n> {words}" if words else line


def _again(places: Sequence[tuple[str, str]]) -> list[bool]:
    """Whether each of these, by title and address, is in the article of the one before it."""
    articles = [(title, url.partition("#")[0]) for title, url in places]
    return [this == last for this, last in zip(articles, [None, *articles], strict=False)]


def _on(title: str, url: str, say: Language, *, again: bool) -> str:
    """The article of a comment in a list; its title is not said `again` right below itself."""
    return (_way(say("the same article"), url) or title) if again else title


def _to_thread(guild: int, thread: int | None, message: int | None, say: Language) -> str:
    """The way there; Discord's own mention of a thread would repeat the title."""
    if thread is None:
        return ""
    place = (thread,) if message is None else (thread, message)
    return f" · [{say('thread')}](<{message_url(guild, *place)}>)"


def _comment(place: Placed, depth: int, ways: list[str], limit: int, say: Language) -> str:
    comment = place.comment
    indent = "\u2003" * (depth - 1) + "↳ " if depth else ""
    facts = [
        f"{indent}**{_name(comment.author, say)}**",
        f"<t:{int(comment.created.timestamp())}:R>",
        *ways,
    ]
    words = snippet(plain(comment.html), limit)
    return " · ".join(facts) + (f"\n> {words}" if words else "")


def _ways(
    comment: Comment, messages: Mapping[str, tuple[int, int]], guild: int, say: Language
) -> list[str]:
    address, at = link(comment.url), messages.get(comment.remote_id)
    ways = [f"[{say('on the blog')}](<{address}>)"] if 0 < len(address) <= URL_LIMIT else []
    if at is not None:
        ways.append(f"[{say('here')}](<{message_url(guild, *at)}>)")
    return ways


def message_url(guild: int, *place: int) -> str:
    """The address of a thread in Discord, or of a message in it."""
    return "https://discord.com/channels/" + "/".join(map(str, (guild, *place)))


def _name(name: str, say: Language) -> str:
    return escape(shorten(name, NAME_LIMIT)) or say("Anonymous")
