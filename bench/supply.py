"""What people type and choose when commands are tried."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bench.large import ADDRESS, Vocabulary, keystrokes, searches
from bench.stage import ACCOUNT, CYCLE
from bot.finding.lookup import key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.stage import Stage

FAR = 2_000_000_000
"""A second in which nobody measures: until then the large blog, which is nowhere, is not read."""

VARIETY = 500
"""Different things that are typed, before they come round again."""


@dataclass(frozen=True, slots=True)
class Supply:
    """One server: what is there, and what people know of it."""

    stage: Stage
    talk: Any
    """Where people use commands."""
    spare: Any
    """A channel that follows nothing."""
    archive: Any
    """The channel that follows the large blog; the spare one if none does, as for `home`."""
    home: Any
    """The channel that follows the sample blog."""
    place: Any
    """The thread of an article, with `target`, a comment in it; a channel and a message if none."""
    target: Any
    sample: int | None
    """The store's id of the sample blog."""
    articles: list[int]
    titles: list[str]
    names: list[str]
    terms: list[str]
    typed: Iterator[str]
    words: Iterator[str]
    chance: random.Random
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def article(self) -> str:
        """Most people choose one that is suggested; some send what they typed."""
        if self.articles and self.chance.random() < 0.8:
            return key(self.chance.choice(self.articles))
        return self.chance.choice(self.titles)

    def old_article(self) -> str:
        """The address of one, another each time."""
        return f"{ADDRESS.url}{next(self.numbers)}/"

    def one_of_few(self) -> str:
        """One of ten: the first time it has no thread yet."""
        return key(self.chance.choice(self.articles[100:110])) if self.articles else self.article()

    def blog(self) -> dict[str, str]:
        return {} if self.sample is None else {"blog": str(self.sample)}


async def first_supply(stage: Stage) -> Supply:
    """Nothing is followed."""
    talk, spare = map(stage.channel, ("talk", "spare"))
    target = await stage.owner.send(talk, "Good morning.")
    await stage.open_thread(spare)
    return _supply(stage, (talk, spare, spare, spare), (talk, target))


async def full_supply(stage: Stage, large: int) -> Supply:
    """The large blog is followed in one channel, the sample blog in another, and connected."""
    store, services, guild = stage.client.services.store, stage.client.services, stage.guild.id
    talk, spare, archive, home = map(stage.channel, ("talk", "spare", "archive", "articles"))
    await store.blogs.succeeded(large, now=0, next_read=FAR)
    await store.follows.start(large, guild=guild, channel=archive.id, backfill=3)
    await store.follows.begin(large)
    await services.following.follow(stage.blog, guild=guild, channel=home.id)
    (sample,) = [blog.id for blog in await store.blogs.of_guild(guild) if blog.id != large]
    await services.connections.connect(guild, sample, ACCOUNT)
    for _ in range(4):
        await stage.pass_time(CYCLE)
    thread = max(home.threads, key=lambda thread: len(thread.history()))
    target = [message for message in thread.history() if message.content][-1]
    return _supply(
        stage,
        (talk, spare, archive, home),
        (thread, target),
        sample=sample,
        articles=await store.library.titles(guild),
        names=await store.library.names(guild, "", VARIETY),
        terms=await store.library.terms(guild),
    )


def _supply(
    stage: Stage,
    channels: tuple[Any, Any, Any, Any],
    place: tuple[Any, Any],
    *,
    sample: int | None = None,
    articles: list[tuple[int, str]] | None = None,
    names: list[str] | None = None,
    terms: list[str] | None = None,
) -> Supply:
    chance = random.Random(2)
    vocabulary = Vocabulary(random.Random(1))
    titles = [title for _, title in articles or []]
    titles = titles or [vocabulary.text(5) for _ in range(VARIETY)]
    return Supply(
        stage, *channels, *place, sample,
        articles=[article for article, _ in articles or []],
        titles=titles,
        names=names or [vocabulary.text(2).title() for _ in range(VARIETY)],
        terms=terms or [vocabulary.text(1) for _ in range(VARIETY)],
        typed=itertools.cycle(keystrokes(chance, titles, VARIETY)),
        words=itertools.cycle(searches(chance, vocabulary, VARIETY)),
        chance=chance,
    )  # fmt: skip


VALUES: dict[str, Callable[[Supply], dict[str, Any]]] = {
    "article": lambda supply: {"title": supply.article()},
    "author": lambda supply: {"name": supply.chance.choice(supply.names)},
    "blog adopt": lambda supply: {
        "thread": supply.archive.threads[-1], "article": supply.old_article(),
    },
    "blog author": lambda supply: {
        "member": supply.stage.member, "account": supply.stage.content.author.name, **supply.blog(),
    },
    "blog connect": Supply.blog,
    "blog disconnect": Supply.blog,
    "blog follow": lambda supply: {"url": supply.stage.blog, "channel": supply.spare},
    "blog repair": lambda supply: {"url": supply.stage.blog, "channel": supply.home},
    "blog settings": lambda supply: {"channel": supply.home},
    "blog unfollow": lambda supply: {"channel": supply.spare},
    "blog why": lambda supply: {"link": supply.old_article()},
    "comments": lambda supply: {"article": supply.article()},
    "latest": lambda supply: {"count": supply.chance.randint(1, 10)},
    "search": lambda supply: {"words": next(supply.words)},
    "thread": lambda supply: {"article": supply.one_of_few()},
}  # fmt: skip
"""What each command is given; one that is not here needs nothing."""


def keys_pressed(option: str, supply: Supply) -> str:
    """What is in a field with suggestions."""
    beginnings = {
        "author": supply.names,
        "blog": [supply.stage.content.title, ADDRESS.title],
        "name": supply.names,
        "term": supply.terms,
    }
    if option in beginnings:
        chosen = supply.chance.choice(beginnings[option])
        return chosen[: supply.chance.randint(0, len(chosen))]
    return next(supply.typed)


def written(supply: Supply) -> dict[str, str]:
    """What is written into the fields of a form."""
    return {
        "user": ACCOUNT.user,
        "password": ACCOUNT.password,
        "words": f"It was the same here, for the {next(supply.numbers)}th time.",
    }
