"""The numbers, as Prometheus reads them. Their labels are ours: no words, names or addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily

from bot import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from prometheus_client.metrics_core import Metric

    from bot.machine.loop import Gauge
    from bot.machine.tally import Tally
    from bot.watch.facts import Facts
    from bot.watch.health import Standing

BLOGS = 100
"""How many blogs get a number each: those that were followed first."""

SHARES = (0.5, 0.99, 1.0)
"""Of the last minute, for which it is told how late the event loop was at most."""


class Numbers:
    """What `prometheus_client` collects, once."""

    def __init__(
        self,
        standing: Standing,
        loop: Gauge,
        tallies: Mapping[str, Tally],
        cycles: Mapping[str, int],
        *,
        refusals: int,
        waiting: Mapping[str, int],
        backed_up: int | None,
    ) -> None:
        self._standing = standing
        self._loop = loop
        self._tallies = tallies
        self._cycles = cycles
        self._refusals = refusals
        self._waiting = waiting
        self._backed_up = backed_up

    def text(self) -> bytes:
        """In the text format that Prometheus reads."""
        registry = CollectorRegistry(auto_describe=False)
        ProcessCollector(registry=registry)
        registry.register(self)
        return generate_latest(registry)

    def collect(self) -> Iterator[Metric]:
        """Each number with what it means."""
        yield _by("version", "info", "Which Afterword this is.", {__version__: 1})
        yield _one("connected", "1 while Discord's events arrive.", self._standing.connected)
        yield from self._counted()
        yield from self._moving()
        late = {f"{share:g}": self._loop.within(share) for share in SHARES}
        about = "Seconds by which the event loop was late at most, for this share of a minute."
        yield _by("share", "loop_lag_seconds", about, late)
        if self._backed_up is not None:
            about = "When the last backup of the database was made."
            yield _one("backup_timestamp_seconds", about, self._backed_up)
        if self._standing.facts is not None:
            yield from _of_blogs(self._standing.facts)

    def _counted(self) -> Iterator[Metric]:
        requests = CounterMetricFamily(
            "afterword_requests",
            "Requests, by whom they asked and what kind of answer came.",
            labels=("side", "answer"),
        )
        for side, tally in self._tallies.items():
            for answer, count in sorted(tally.answers.items()):
                requests.add_metric((side, answer), count)
        yield requests
        refused = {side: tally.refusals for side, tally in self._tallies.items()}
        about = "Requests that were refused (401, 403, 429, 5xx), and what the computer refused."
        yield _count("by", "refusals", about, refused | {"computer": self._refusals})
        yield _count("ended", "readings", "Readings of blogs, by how they ended.", self._cycles)

    def _moving(self) -> Iterator[Metric]:
        yield _by("what", "waiting", "What is on its way and not there yet.", self._waiting)
        still = {
            "replies": self._standing.replies_still,
            "deliveries": self._standing.deliveries_still,
        }
        about = "For how long something has waited while nothing of its queue moved."
        yield _by("what", "still_seconds", about, still)


def _of_blogs(facts: Facts) -> Iterator[Metric]:
    yield _one("blogs", "Blogs that are followed.", len(facts.reads))
    failing = sum(read.failing for read in facts.reads)
    yield _one("blogs_failing", "Those that can't be read.", failing)
    yield _one("channels", "Channels in which something is followed.", facts.channels)
    yield _one("channels_paused", "Those that are paused.", facts.paused)
    first = sorted(facts.reads, key=lambda read: read.blog)[:BLOGS]
    read_at = {str(read.blog): read.read_at for read in first if read.read_at is not None}
    about = "When each blog was last read; it is named by its number in the database."
    yield _by("blog", "blog_read_timestamp_seconds", about, read_at)
    if facts.lag is not None:
        about = "From writing, and from the bot's seeing it, to standing in Discord: the median."
        lag = {"written": facts.lag.since_written, "seen": facts.lag.since_seen}
        yield _by("since", "lag_seconds", about, lag)


def _one(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"afterword_{name}", about, value=value)


def _by(label: str, name: str, about: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"afterword_{name}", about, labels=(label,))
    for key, value in values.items():
        family.add_metric((key,), value)
    return family


def _count(label: str, name: str, about: str, values: Mapping[str, int]) -> CounterMetricFamily:
    family = CounterMetricFamily(f"afterword_{name}", about, labels=(label,))
    for key, value in values.items():
        family.add_metric((key,), value)
    return family
