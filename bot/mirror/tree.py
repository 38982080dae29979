"""The order of a discussion: depth-first, as the blog shows it. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import CommentState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from bot.model import Comment


@dataclass(frozen=True, slots=True)
class Placed:
    """A comment in its place."""

    comment: Comment
    answers: str | None
    """The comment under which it stands; None at top level."""
    orphan: bool
    """It answered something that is not there: removed, on another article, or in a circle."""


def arrange(comments: Iterable[Comment], *, shown: AbstractSet[str]) -> list[Placed]:
    """Put every comment that has a place into the order in which it is read.

    Visible comments all have one, whatever their parent says: orphans, comments that are their own
    parent and circles (all possible in WordPress) stand at top level. A comment that is gone keeps
    its place while it is among `shown` and visible ones hang below it.
    """
    nodes = {
        comment.remote_id: comment
        for comment in sorted(comments, key=_age)
        if comment.state is CommentState.VISIBLE or comment.remote_id in shown
    }
    children: dict[str | None, list[str]] = defaultdict(list)
    for comment in nodes.values():
        parent = comment.parent_id if comment.parent_id in nodes else None
        children[parent].append(comment.remote_id)
    placed: dict[str, Placed] = {}
    _descend(nodes, children, children[None], placed)
    for remote_id in list(nodes):
        if remote_id not in placed:
            _descend(nodes, children, [_oldest_in_circle(nodes, remote_id)], placed)
    return _without_bare_stumps(list(placed.values()))


def _age(comment: Comment) -> tuple[object, int, str]:
    # Ids of WordPress are numbers: 9 before 10.
    return comment.created, len(comment.remote_id), comment.remote_id


def _descend(
    nodes: dict[str, Comment],
    children: dict[str | None, list[str]],
    roots: list[str],
    placed: dict[str, Placed],
) -> None:
    waiting: list[tuple[str, str | None]] = [(root, None) for root in reversed(roots)]
    while waiting:
        remote_id, parent = waiting.pop()
        if remote_id in placed:
            continue
        comment = nodes[remote_id]
        placed[remote_id] = Placed(
            comment, answers=parent, orphan=parent is None and comment.parent_id is not None
        )
        waiting += [(child, remote_id) for child in reversed(children[remote_id])]


def _oldest_in_circle(nodes: dict[str, Comment], remote_id: str) -> str:
    seen: dict[str, None] = {}
    while remote_id not in seen:
        seen[remote_id] = None
        parent = nodes[remote_id].parent_id
        assert parent is not None  # noqa: S101 - a comment without a parent was placed as a root
        remote_id = parent
    circle = list(seen)[list(seen).index(remote_id) :]
    return min(circle, key=lambda member: _age(nodes[member]))


def _without_bare_stumps(placed: list[Placed]) -> list[Placed]:
    kept: list[Placed] = []
    supporting: set[str] = set()
    for place in reversed(placed):
        comment = place.comment
        if comment.state is CommentState.VISIBLE or comment.remote_id in supporting:
            kept.append(place)
            if place.answers is not None:
                supporting.add(place.answers)
    return kept[::-1]
