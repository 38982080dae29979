"""Which message of a thread shows which part of which comment, and what is left to do. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.languages.language import ENGLISH
from bot.mirror.desired import desire, digest
from bot.mirror.lines import BEFORE, NOW, is_tombstone, read_lines
from bot.mirror.plan import Edit, Remove, Send, nonce, plan
from bot.mirror.room import THREAD_DELETED
from bot.model import Comment, CommentState
from bot.repair.pairing import place
from bot.repair.replies import recognise
from bot.store.discord.parts import PartRecord, PartState
from bot.store.upkeep.repairs import FoundMirror, FoundPart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.languages.language import Language
    from bot.mirror.desired import Announcement, Desired, DesiredPart
    from bot.model import Article, Summary
    from bot.repair.ports import Announced, Standing
    from bot.store.upkeep.repairs import RecordedMirror
    from bot.text.inline import Ways

EPOCH_OF_DISCORD = 1_420_070_400_000
"""Milliseconds since 1970, from which Discord's ids count."""

_NUMBER = re.compile(r"comment-(\d+)")


@dataclass(frozen=True, slots=True)
class Discussion:
    """An article and its comments as the blog has them now.

    `gone` are those that it was asked for singly, and that visitors can't see; `written` the
    members' messages that comments claim to come from, by id, as they would be sent to the blog;
    `vouched` the comments that the blog's account knows as theirs, by the message's id; `ways` the
    threads of other articles to which comments may link; `say` what the channel speaks; `blog` what
    announcements may call their blog.
    """

    summary: Summary
    article: Article
    comments: tuple[Comment, ...]
    gone: frozenset[str] = frozenset()
    written: Mapping[int, str] = field(default_factory=dict)
    vouched: Mapping[int, str] = field(default_factory=dict)
    ways: Ways = field(default_factory=dict)
    say: Language = ENGLISH
    blog: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """One mirror that was found, what is to be done with it then, and what makes no sense.

    The last fields hold ids of messages in its thread.
    """

    mirror: FoundMirror
    known: bool
    """It was recorded before, with its thread."""
    parts: int
    """Messages that show parts of comments, known ones included."""
    comments: int
    """Comments that have such a message."""
    sends: int
    edits: int
    removes: int
    wordless: tuple[int, ...] = ()
    """Ours, without a line that names a comment."""
    stumps: tuple[int, ...] = ()
    """They say that a comment is gone, and nothing tells which."""
    unlisted: tuple[int, ...] = ()
    """They show comments that the blog doesn't list, which proves nothing."""
    doubles: tuple[int, ...] = ()
    """They show what an older message shows already."""
    claims: tuple[str, ...] = ()
    """Comments that claim to come from a member's message, and nothing in Discord shows it."""
    lost: tuple[int, ...] = ()
    """Members' messages that were on their way, or held."""

    @property
    def right(self) -> int:
        """How many messages of ours stand as they should."""
        return self.parts - self.edits + (self.mirror.hash is not None)


@dataclass(slots=True)
class _Reading:
    """What our messages in a thread say."""

    parts: dict[tuple[str, int], Standing] = field(default_factory=dict)
    wordless: list[int] = field(default_factory=list)
    stumps: list[int] = field(default_factory=list)
    unlisted: list[int] = field(default_factory=list)
    doubles: list[int] = field(default_factory=list)


def not_listed(standing: Sequence[Standing], comments: Sequence[Comment]) -> list[str]:
    """Ids of comments that our messages show and the blog doesn't list: each is to be asked for."""
    listed = {comment.remote_id for comment in comments}
    found: dict[str, None] = {}
    for message in standing:
        line = read_lines(message.said.words) if message.ours else None
        number = _NUMBER.fullmatch(_spot(line[0])) if line else None
        if number and number[1] not in listed:
            found[number[1]] = None
    return list(found)


def match(
    discussion: Discussion,
    announced: Announced,
    standing: Sequence[Standing],
    recorded: RecordedMirror | None,
    would_show: Callable[[Announcement, int], str],
) -> Matched:
    """Match one thread with its discussion.

    `standing` is everything in the thread, oldest first. What is `recorded` stays as it is, and is
    only counted in.
    """
    reading = _read(discussion, announced, standing)
    known = recorded is not None and recorded.thread is not None
    there = recorded.parts if recorded else ()
    bound = {part.message_id for part in there}
    placed = {(part.comment, part.number) for part in there}
    parts = tuple(
        FoundPart(
            comment,
            number,
            nonce(announced.thread or 0, comment, number, 0),
            message.said.id,
            digest(message.said.words),
        )
        for (comment, number), message in reading.parts.items()
        if message.said.id not in bound and (comment, number) not in placed
    )
    answered: Mapping[int, str | None] = recorded.replies if recorded else {}
    replies, claims = recognise(
        discussion.comments, standing, discussion.written, answered, discussion.vouched
    )
    records = [*there, *map(_record, parts)]
    comments = (*discussion.comments, *_gone(discussion, map(_record, parts)))
    desired = partial(
        desire,
        discussion.article,
        (*discussion.comments, *_gone(discussion, records)),
        shown={each.comment for each in records if each.number == 1 and each.message_id},
        natives={reply.comment for reply in replies if reply.comment is not None}
        | {comment for comment in answered.values() if comment is not None},
        ways=discussion.ways,
        say=discussion.say,
    )
    wish = desired(form=NOW)
    parts = _with_words(parts, there, [wish, desired(form=BEFORE)])
    records = [*there, *map(_record, parts)]
    named = replace(wish.announcement, blog=discussion.blog)
    right = announced.shows in {
        would_show(each, wish.comments) for each in (wish.announcement, named)
    }
    over = announced.thread_deleted or (recorded is not None and recorded.paused)
    steps = [] if over else plan(wish.parts or (), records)
    return Matched(
        mirror=FoundMirror(
            article=discussion.summary,
            announcement=announced.message,
            hash=wish.announcement.hash if right else None,
            counted=wish.comments if right else 0,
            thread=announced.thread,
            thread_name=None if announced.thread is None else wish.thread_name,
            paused=THREAD_DELETED if announced.thread_deleted else None,
            seen=max((message.said.id for message in standing), default=announced.thread),
            comments=comments,
            parts=parts,
            replies=replies,
        ),
        known=known,
        parts=len(reading.parts),
        comments=len({comment for comment, _ in reading.parts}),
        sends=sum(isinstance(step, Send) for step in steps),
        edits=sum(isinstance(step, Edit) for step in steps),
        removes=sum(isinstance(step, Remove) for step in steps),
        wordless=tuple(reading.wordless),
        stumps=tuple(reading.stumps),
        unlisted=tuple(reading.unlisted),
        doubles=tuple(reading.doubles),
        claims=claims,
        lost=tuple(reply.message for reply in replies if reply.comment is None),
    )


def _read(discussion: Discussion, announced: Announced, standing: Sequence[Standing]) -> _Reading:
    spots = {_spot(comment.url): comment.remote_id for comment in discussion.comments}
    spots |= {f"comment-{remote_id}": remote_id for remote_id in discussion.gone}
    reading = _Reading()
    for message in standing:
        if not message.ours or message.said.id == announced.message:
            continue
        line = read_lines(message.said.words)
        if line is None:
            stump = is_tombstone(message.said.words)
            (reading.stumps if stump else reading.wordless).append(message.said.id)
        elif (comment := spots.get(_spot(line[0]))) is None:
            reading.unlisted.append(message.said.id)
        elif (comment, line[1]) in reading.parts:
            reading.doubles.append(message.said.id)
        else:
            reading.parts[comment, line[1]] = message
    _place_stumps(discussion.comments, standing, reading)
    return reading


def _place_stumps(
    comments: Sequence[Comment], standing: Sequence[Standing], reading: _Reading
) -> None:
    """A stump stands for what the comments below it answer on the blog."""
    by_id = {message.said.id: message for message in standing}
    for comment in comments:
        below = reading.parts.get((comment.remote_id, 1))
        answered = below.said.answers if below else None
        if answered in reading.stumps and comment.parent_id is not None:
            stump = by_id[answered]
            if reading.parts.setdefault((comment.parent_id, 1), stump) is stump:
                reading.stumps.remove(answered)


def _with_words(
    parts: Sequence[FoundPart], there: Iterable[PartRecord], wishes: Iterable[Desired]
) -> tuple[FoundPart, ...]:
    """Record which words they show where a comment stands whole: in any form, it keeps that."""
    shown = _hashes([*parts, *there])
    words = {
        each.comment: each.words
        for wish in wishes
        for written in [_hashes(wish.parts or ())]
        for each in wish.parts or ()
        if written[each.comment] == shown.get(each.comment)
    }
    return tuple(replace(part, words=words.get(part.comment)) for part in parts)


def _hashes(
    parts: Iterable[FoundPart | PartRecord | DesiredPart],
) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for part in parts:
        found.setdefault(part.comment, {})[part.number] = part.hash
    return found


def _gone(discussion: Discussion, parts: Iterable[PartRecord]) -> list[Comment]:
    """Comments that are gone, as far as their messages tell: enough for a stump."""
    listed = {comment.remote_id for comment in discussion.comments}
    messages = {
        part.comment: part.message_id
        for part in parts
        if part.message_id is not None and part.comment not in listed
    }
    return [
        Comment(
            remote_id=remote_id,
            article_id=discussion.summary.remote_id,
            parent_id=None,
            author="",
            by_article_author=False,
            created=_time(message),
            url="",
            html="",
            state=CommentState.GONE,
        )
        for remote_id, message in messages.items()
    ]


def _spot(url: str) -> str:
    """The place on a page that a comment's address names; all of it where it names none."""
    _, _, fragment = url.partition("#")
    return fragment or "".join(place(url))


def _time(message: int) -> datetime:
    return datetime.fromtimestamp(((message >> 22) + EPOCH_OF_DISCORD) // 1000, UTC)


def _record(part: FoundPart) -> PartRecord:
    return PartRecord(
        part.comment, part.number, 0, part.nonce, part.hash, PartState.SENT, 0, part.message,
        words=part.words,
    )  # fmt: skip
