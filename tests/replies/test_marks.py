"""The answer to "Why?": in whole sentences, in any language."""

from __future__ import annotations

import pytest

from bot.languages.language import ENGLISH
from bot.languages.phrase import Phrase
from bot.replies.intake import DELETED
from bot.replies.marks import explain
from bot.store.people.reply import ReplyRecord, ReplyState
from tests.pseudo import MARKED, unmarked

BUSY = Phrase("The blog answered {code}.", code=503)


def reply(
    state: ReplyState,
    *,
    reason: Phrase | None = None,
    withdraw: bool = False,
    altered: bool = False,
    stays: bool = False,
) -> ReplyRecord:
    return ReplyRecord(
        message_id=1, mirror=1, guild=1, blog=1, thread_id=1, article=1, article_id="1",
        language="en", user=1, answers=None, state=state, withdraw=withdraw, stays=stays,
        forget=False, edits=0, carried=0, attempts=0, verify_at=None, comment=None, words=None,
        judged=None, altered=altered, reason=reason, marks="", formed=False, form=None,
        by_author=False,
    )  # fmt: skip


@pytest.mark.parametrize("state", ReplyState)
@pytest.mark.parametrize("reason", [None, BUSY])
@pytest.mark.parametrize("trouble", [None, BUSY])
@pytest.mark.parametrize("withdraw", [False, True])
@pytest.mark.parametrize("altered", [False, True])
def test_every_answer_is_a_row_of_translated_sentences(
    state: ReplyState, reason: Phrase | None, trouble: Phrase | None, withdraw: bool, altered: bool
) -> None:
    told = reply(state, reason=reason, withdraw=withdraw, altered=altered, stays=withdraw)
    words = explain(told, trouble=trouble, say=MARKED)
    assert words
    assert unmarked(words).strip() == ""
    plain = explain(told, trouble=trouble, say=ENGLISH)
    assert plain.endswith(".")
    assert "  " not in plain


@pytest.mark.parametrize(
    ("told", "trouble", "words"),
    [
        (
            reply(ReplyState.QUEUED),
            BUSY,
            "⏳ On its way to the blog, which has to wait: The blog answered 503. It is kept, and "
            "tried again.",
        ),
        (
            reply(ReplyState.REFUSED, reason=Phrase("Comments are closed.")),
            None,
            "⚠️ The blog did not take this. Comments are closed. Edit the message, and it is tried "
            "again.",
        ),
        (
            reply(ReplyState.PUBLISHED, reason=DELETED, withdraw=True),
            None,
            "⏳ This is being taken off the blog. Its message was deleted in Discord.",
        ),
        (
            reply(ReplyState.PUBLISHED, reason=DELETED, withdraw=True),
            BUSY,
            "⏳ This is being taken off the blog, which has to wait: The blog answered 503. It is "
            "tried again.",
        ),
        (
            reply(ReplyState.REMOVED),
            None,
            "🗑️ This is not on the blog any more. It was removed there.",
        ),
    ],
)
def test_what_it_says(told: ReplyRecord, trouble: Phrase | None, words: str) -> None:
    assert explain(told, trouble=trouble, say=ENGLISH) == words
