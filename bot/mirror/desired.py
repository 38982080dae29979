"""What Discord should show of one article: its announcement and the messages of its thread. Pure.

Computed from the blog's side alone; what is there already decides only which removed comments
leave a stump, and which words need not be written anew.
"""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.languages.language import ENGLISH
from bot.machine.shortage import shortage
from bot.mirror.lines import NOW, tombstone, unsaid, whole_link
from bot.mirror.tree import arrange
from bot.model import ArticleState, CommentState
from bot.text.excerpt import excerpt
from bot.text.inline import NOWHERE
from bot.text.split import split
from bot.text.to_discord import plain, shorten, to_discord
from bot.text.visible import shows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from bot.languages.language import Language
    from bot.mirror.lines import Form
    from bot.mirror.tree import Placed
    from bot.model import Article, Comment
    from bot.text.inline import Ways

log = logging.getLogger(__name__)

MESSAGE_LIMIT = 2000
"""Characters of a message's content; Discord counts code points, as `len` does."""

NAME_LIMIT = 100
"""Characters of a thread's name."""

NONE: Mapping[str, str] = MappingProxyType({})

EXCERPT_LIMIT = 400
WORDS_PER_MINUTE = 220

TITLE_SEEN = 240
"""Characters of a title that have room in an announcement, whatever they are."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the announcement shows; every text is plain and untrusted, and `say` says the rest."""

    title: str
    url: str | None
    """None for an article without a link of its own."""
    author: str = ""
    excerpt: str = ""
    image: str | None = None
    published: datetime | None = None
    terms: tuple[str, ...] = ()
    minutes: int = 0
    """How long it takes to read; 0 where that is not known."""
    say: Language = field(default=ENGLISH, repr=False)
    withdrawn: bool = field(default=False, repr=False)
    """Nothing but the title is shown, and that says so."""
    counted: bool = field(default=True, repr=False)
    """Whether it is known that there are no comments, where none are known."""
    blog: str = field(default="", repr=False)
    """What the blog is called, where the channel has several; what stands is not changed for it."""
    address: str = field(default="", repr=False)
    """The article's, in words: where Discord takes no link to it."""

    @property
    def hash(self) -> str:
        """Differs when people would see a difference."""
        # English was the only language when the first of them were recorded.
        language = "" if self.say.code == ENGLISH.code else self.say.code
        return digest(repr(self) + language + ("" if self.counted else "-"))


@dataclass(frozen=True, slots=True)
class DesiredPart:
    """One message that the thread should hold."""

    comment: str
    number: int
    content: str
    """Empty where its words stand already."""
    answers: str | None = None
    """The comment that it replies to, natively."""
    tombstone: bool = False
    """It stands where words were; never sent where there is no message yet."""
    words: str = ""
    """Of how many parts it is one, and a hash of what the blog says in them: the same however
    that is written."""
    instead: str = field(default="", repr=False)
    """The content without the words, for where Discord refuses those."""

    @property
    def hash(self) -> str:
        """Differs when people would see a difference."""
        return digest(self.content)


@dataclass(frozen=True)
class Desired:
    """Everything one mirror should show."""

    article: Article = field(repr=False)
    brief: bool
    say: Language = field(repr=False)
    words: str
    """A hash of what the blog says in the announcement: the same however that is written."""
    comments: int
    thread_name: str
    parts: tuple[DesiredPart, ...] | None
    """In the order of reading; None: leave the messages as they are."""
    closed: bool
    """The thread is locked and archived."""
    blog: str = ""
    """What its blog is called, where announcements say so."""

    @cached_property
    def announcement(self) -> Announcement:
        """Written when it is asked for: that takes as long as the article is."""
        if self.article.state is ArticleState.PUBLISHED:
            announced = _announce(self.article, self.brief, self.say)
            return replace(announced, blog=self.blog)
        notice = self.say("This article is not on the blog at the moment.")
        return Announcement(notice, url=None, say=self.say, withdrawn=True)


def desire(
    article: Article,
    comments: Sequence[Comment],
    *,
    shown: AbstractSet[str],
    natives: AbstractSet[str] = frozenset(),
    brief: bool = False,
    blog: str = "",
    ways: Ways = NOWHERE,
    say: Language = ENGLISH,
    only: AbstractSet[str] | None = None,
    visible: int | None = None,
    standing: Mapping[str, str] = NONE,
    form: Form = NOW,
) -> Desired:
    """Compute what people should see; `shown` are the comments that have a message now.

    `natives` stand in the thread as what a member wrote there: no copy is made of them. A `brief`
    announcement has neither excerpt nor picture, and it names its `blog` if one is given. Links to
    addresses in `ways` also lead to threads. `say` says what are not the blog's own words. `only`
    of these comments it answers parts, where the others only tell of their places; `visible` are
    then all that can be seen. What is `standing`, comments with the `words` of their parts, is not
    written anew as long as it is the same. `form` is how the others are written.
    """
    if visible is None:
        visible = sum(comment.state is CommentState.VISIBLE for comment in comments)
    name = shorten(article.title, NAME_LIMIT) or say("Untitled article")
    words = _said(article, brief, say)
    if article.state is ArticleState.PUBLISHED:
        places = [
            place
            for place in arrange(comments, shown=shown | natives)
            if (only is None or place.comment.remote_id in only)
            and place.comment.remote_id not in natives
        ]
        parts = _parts(places, article.url, ways=ways, say=say, standing=standing, form=form)
        return Desired(article, brief, say, words, visible, name, parts, False, blog)
    if article.state is ArticleState.WITHDRAWN:
        return Desired(article, brief, say, words, 0, name, None, True)
    return Desired(article, brief, say, words, 0, say("Withdrawn article"), (), True)


def digest(text: str) -> str:
    """A short fingerprint of what is shown."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _said(article: Article, brief: bool, say: Language) -> str:
    said = (
        article.title, article.url, article.author, article.excerpt, article.html, article.image,
        article.published, article.terms, article.state, brief, say.code,
    )  # fmt: skip
    return digest(repr(said))


def _announce(article: Article, brief: bool, say: Language) -> Announcement:
    words = plain(article.html)
    return Announcement(
        title=article.title if shows(article.title) else say("Untitled article"),
        url=whole_link(article.url) or None,
        author=article.author if shows(article.author) else "",
        # WordPress ends its own excerpts with "[…]".
        excerpt="" if brief else shorten(_excerpt(article), EXCERPT_LIMIT),
        image=None if brief else article.image,
        published=article.published,
        terms=article.terms,
        minutes=max(1, round(len(words.split()) / WORDS_PER_MINUTE)) if article.whole else 0,
        say=say,
        counted=article.counted,
    )


def _excerpt(article: Article) -> str:
    """What there is to say beside the title: of its own excerpt, else of all its words."""
    said = _beside(article.title, article.excerpt.replace("[…]", "…"))
    words = "" if said else excerpt(article.html, url=article.url, title=article.title)
    return said or _beside(article.title, words)


def _beside(title: str, text: str) -> str:
    """What a text says that its title, which may be its first words, does not."""
    seen = shorten(title, TITLE_SEEN)
    beginning = seen.removesuffix("…").removesuffix("...").rstrip()
    if text == beginning or text == title == seen:
        return ""
    cut = beginning and beginning != seen
    return f"…{text[len(beginning) :]}" if cut and text.startswith(beginning) else text


def _parts(
    places: Sequence[Placed],
    base_url: str,
    *,
    ways: Ways,
    say: Language,
    standing: Mapping[str, str],
    form: Form,
) -> tuple[DesiredPart, ...]:
    parts: list[DesiredPart] = []
    for place in places:
        comment = place.comment
        if comment.state is CommentState.VISIBLE:
            stand = standing.get(comment.remote_id)
            parts += _unwritten(place, stand, ways, say) or _messages(
                place, base_url, ways, say, form
            )
        else:
            stump = DesiredPart(
                comment.remote_id, 1, tombstone(say), tombstone=True,
                words=f"1:{digest(f'tombstone {say.code}')}",
            )  # fmt: skip
            parts.append(stump)
    return tuple(parts)


def _unwritten(
    place: Placed, standing: str | None, ways: Ways, say: Language
) -> list[DesiredPart] | None:
    """The parts of a comment whose words stand already; None if they have to be written.

    Which links have a channel beside them shows only when they are written.
    """
    if standing is None or (ways and "//" in place.comment.html):
        return None
    count = standing.partition(":")[0]
    if not count.isdecimal() or standing != _spoken(place, int(count), [], say):
        return None
    return [
        DesiredPart(place.comment.remote_id, number, "", answers=place.answers, words=standing)
        for number in range(1, int(count) + 1)
    ]


def _messages(
    place: Placed, base_url: str, ways: Ways, say: Language, form: Form
) -> list[DesiredPart]:
    comment = place.comment
    # The more parts, the longer the lines; nothing takes so many.
    longest = form.first(comment, 999, orphan=place.orphan, say=say).around(" ")
    try:
        texts = split(
            to_discord(comment.html, base_url=comment.url or base_url, ways=ways),
            first=MESSAGE_LIMIT - len(longest) + 1,
            rest=MESSAGE_LIMIT - len(form.further(comment, 999, 999, say=say)) - 1,
        )
    except Exception as error:
        if shortage(error) is not None:
            raise
        # A fault of ours: it has its place all the same, and the others theirs.
        log.exception("The words of one comment can't be shown.")
        texts = [unsaid(say)]
    count = max(1, len(texts))
    words = _spoken(place, count, re.findall(r"<#\d+>", " ".join(texts)), say)
    lines = form.first(comment, count, orphan=place.orphan, say=say)
    parts = [
        DesiredPart(
            comment.remote_id, 1, lines.around("".join(texts[:1])), answers=place.answers,
            words=words, instead=lines.around(unsaid(say)),
        )
    ]  # fmt: skip
    for number, text in enumerate(texts[1:], start=2):
        line = form.further(comment, number, count, say=say)
        parts.append(
            DesiredPart(
                comment.remote_id, number, f"{line}\n{text}", words=words,
                instead=f"{line}\n{unsaid(say)}",
            )
        )  # fmt: skip
    return parts


def _spoken(place: Placed, count: int, channels: list[str], say: Language) -> str:
    """What the blog says in so many parts, and which of the channels beside its links are known."""
    comment = place.comment
    said = (
        comment.author, comment.by_article_author, comment.created, comment.url, comment.html,
        place.orphan, say.code, channels,
    )  # fmt: skip
    return f"{count}:{digest(repr(said))}"
