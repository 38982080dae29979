"""Threads as a repair reads them, and discussions as the blog has them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.mirror.desired import desire
from bot.mirror.lines import NOW, link
from bot.model import Article, ArticleState, Summary
from bot.repair.matching import Discussion, Matched, match
from bot.repair.ports import Announced, Standing
from bot.replies.ports import Said
from tests.mirror.fake_blog import EPOCH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.mirror.desired import Announcement, DesiredPart
    from bot.mirror.lines import Form
    from bot.model import Comment
    from bot.store.upkeep.repairs import RecordedMirror

THREAD, BOT = 500, 1
URL = "https://blog.example/1/"
ARTICLE = Article(
    "1", URL, "On patience", "Orla", EPOCH, "1", "", "<p>Slowly.</p>", None, (),
    ArticleState.PUBLISHED,
)  # fmt: skip


def summary(remote_id: str = "1", *, days: float = 0, withdrawn: bool = False) -> Summary:
    state = ArticleState.WITHDRAWN if withdrawn else ArticleState.PUBLISHED
    published = EPOCH.replace(day=10 + int(days))
    return Summary(remote_id, f"https://blog.example/{remote_id}/", "Title", published, "1", state)


def announced(message: int = THREAD, url: str = URL, **more: object) -> Announced:
    found = Announced(message, link(url) if url else "", "as it should be", message)
    return replace(found, **more)  # type: ignore[arg-type]  # a test says which


def ours(message: int, content: str, answers: int | None = None) -> Standing:
    said = Said(message, THREAD, BOT, content, by_person=False, answers=answers)
    return Standing(said, ours=True)


def theirs(message: int, content: str, *marks: str, member: int = 7) -> Standing:
    return Standing(Said(message, THREAD, member, content), ours=False, marks=marks)


def wanted(comments: Sequence[Comment], form: Form = NOW) -> tuple[DesiredPart, ...]:
    """The messages that a thread with these comments should hold, in their order."""
    parts = desire(ARTICLE, comments, shown=set(), form=form).parts
    assert parts is not None
    return parts


def mirrored(
    comments: Sequence[Comment], first: int = THREAD + 1, form: Form = NOW
) -> list[Standing]:
    """A thread in which all of them stand."""
    firsts: dict[str, int] = {}
    found = []
    for message, part in enumerate(wanted(comments, form), start=first):
        firsts.setdefault(part.comment, message)
        found.append(ours(message, part.content, firsts.get(part.answers or "")))
    return found


def matched(
    comments: Sequence[Comment],
    standing: Sequence[Standing],
    *,
    gone: frozenset[str] = frozenset(),
    written: dict[int, str] | None = None,
    vouched: dict[int, str] | None = None,
    recorded: RecordedMirror | None = None,
    found: Announced | None = None,
) -> Matched:
    def would_show(announcement: Announcement, _comments: int) -> str:
        return "as it should be" + (f", of {announcement.blog}" if announcement.blog else "")

    discussion = Discussion(
        summary(), ARTICLE, tuple(comments), gone, written or {}, vouched or {}, blog="Sample"
    )
    return match(discussion, found or announced(), standing, recorded, would_show)
