"""Whose messages one comment's change can alter. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import CommentState

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.model import Comment


def concerned(touched: Collection[str], around: Collection[Comment]) -> set[str] | None:
    """These comments, what answers them, and what is gone and may have kept its place for them.

    `around` are they and what stands above and below, as `Comments.around` reads it. None where
    some of them answer each other in a circle: then their places are not theirs alone to tell.
    """
    nodes = {comment.remote_id: comment for comment in around}
    if any(_is_in_circle(nodes, each) for each in touched):
        return None
    found = set(touched)
    for comment in around:
        gone = comment.state is CommentState.GONE
        if gone or (comment.parent_id is not None and comment.parent_id in touched):
            found.add(comment.remote_id)
    return found


def _is_in_circle(nodes: Mapping[str, Comment], comment: str) -> bool:
    passed: set[str] = set()
    above: str | None = comment
    while above is not None and above in nodes:
        if above in passed:
            return True
        passed.add(above)
        above = nodes[above].parent_id
    return False
