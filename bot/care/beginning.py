"""With how many articles a channel begins, and what that posts. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.care.survey import COUNTED

if TYPE_CHECKING:
    from bot.care.survey import Survey
    from bot.languages.language import Language

FEW, MANY = 3, COUNTED
"""Articles that may be begun with, besides none and what the settings say."""

AT_ONCE = 49
"""Messages a second in all threads together; in each it is one, and the same in the channel."""


def choices(survey: Survey, usual: int) -> list[int]:
    """With how many articles a channel may begin: first as the settings say, then otherwise."""
    there = survey.articles if survey.articles is not None else len(survey.comments_of)
    wanted = [usual, *sorted({0, FEW, MANY} - {usual}, reverse=True)]
    return list(dict.fromkeys(min(count, there) for count in wanted))


def what_comes(survey: Survey, count: int, say: Language) -> str:
    """What beginning with so many articles posts, as far as the blog tells; it ends no sentence."""
    if not count:
        return say("nothing now, only what appears from now on")
    articles = say.plural("{n} article", "{n} articles", count)
    comments = _comments(survey, count)
    if comments is None and survey.comments_off is None:
        return say("{articles}, and the comments that can be read there", articles=articles)
    if comments is None:
        return articles
    return say(
        "{articles} and {comments}, {time}",
        articles=articles,
        comments=say.plural("{n} comment", "{n} comments", sum(comments)),
        time=_time(count, comments, say),
    )


def _comments(survey: Survey, count: int) -> list[int] | None:
    """How many comments each has; None where that is not known of all."""
    known = [each for each in survey.comments_of[:count] if each is not None]
    return known if len(known) == count else None


def _time(articles: int, comments: list[int], say: Language) -> str:
    """How long Discord lets that take: threads are filled beside each other."""
    seconds = max(2 * articles + max(comments), sum(comments) // AT_ONCE)
    if seconds <= 60:
        return say("less than a minute")
    return say.plural("about {n} minute", "about {n} minutes", -(-seconds // 60))
