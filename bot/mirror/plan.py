"""The work between what a thread should hold and what it holds, as ordered steps. Pure."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store.discord.parts import STANDS, PartState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.mirror.desired import DesiredPart
    from bot.store.discord.parts import PartRecord

NONCE_LIMIT = 25
"""Characters, Discord's limit."""


@dataclass(frozen=True, slots=True)
class Send:
    """Write a message that is not there."""

    part: DesiredPart
    generation: int
    continues: bool
    """Other messages stand between it and the part before: reply to the comment's first part."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Change a message that shows something else."""

    part: DesiredPart
    message_id: int


@dataclass(frozen=True, slots=True)
class Remove:
    """Delete a message that should not be there; None: it is not there, and may come late."""

    comment: str
    number: int
    message_id: int | None


Step = Send | Edit | Remove


def plan(desired: Sequence[DesiredPart], recorded: Iterable[PartRecord]) -> list[Step]:
    """Order the work: removals first, last part first; then edits and messages as they are read.

    Carried out whole, planning again yields nothing. Messages that show a comment's words stay as
    they are, however these are written by now. What people removed is left alone; a message
    whose fate is unknown (`sending`) is sent under the same generation, so that Discord's own
    deduplication still knows it; one that we removed is sent anew under the next generation.
    """
    recorded = list(recorded)
    standing = standing_words(desired, recorded)
    known = {(part.comment, part.number): part for part in recorded if part.comment not in standing}
    desired = [part for part in desired if part.comment not in standing]
    wanted = {(part.comment, part.number) for part in desired}
    steps: list[Step] = [
        Remove(part.comment, part.number, part.message_id)
        for part in sorted(known.values(), key=lambda part: (part.comment, -part.number))
        if part.state is PartState.REMOVING
        or (
            part.state in {PartState.SENDING, PartState.SENT}
            and (part.comment, part.number) not in wanted
        )
    ]
    for part in desired:
        step = _step(part, known.get((part.comment, part.number)), steps)
        if step is not None:
            steps.append(step)
    return steps


def standing_words(
    desired: Sequence[DesiredPart], recorded: Iterable[PartRecord]
) -> dict[str, str]:
    """Comments whose words stand in the thread already, in as many messages as they once took.

    Answers what is to be recorded of each: how many that are, and a hash of the words.
    """
    there: dict[str, list[PartRecord]] = {}
    for record in recorded:
        there.setdefault(record.comment, []).append(record)
    standing: dict[str, str] = {}
    for part in desired:
        records = there.get(part.comment, [])
        said = part.words.partition(":")[2]
        shown = {each.words or "" for each in records if each.state is PartState.SENT}
        as_written = f"{len(records)}:{said}"
        if said and shown in ({STANDS}, {as_written}) and all(map(_is_settled, records)):
            standing[part.comment] = as_written
    return standing


def unaltered(recorded: Iterable[PartRecord]) -> dict[str, str]:
    """Comments whose words are recorded of all their messages, and those `words`."""
    there: dict[str, list[PartRecord]] = {}
    for record in recorded:
        there.setdefault(record.comment, []).append(record)
    found: dict[str, str] = {}
    for comment, records in there.items():
        settled = all(_is_settled(each) and each.refused is None for each in records)
        shown = {each.words or "" for each in records if each.state is PartState.SENT}
        if settled and len(shown) == 1 and (words := shown.pop()).startswith(f"{len(records)}:"):
            found[comment] = words
    return found


def _is_settled(record: PartRecord) -> bool:
    refused = record.state is PartState.REFUSED and record.refused is not None
    return refused or record.state in {PartState.SENT, PartState.REMOVED}


def nonce(thread: int, comment: str, number: int, generation: int) -> str:
    """The key by which Discord recognises a message sent twice: the same for the same part."""
    name = f"{thread}/{comment}/{number}/{generation}"
    return base64.b32encode(hashlib.sha256(name.encode()).digest())[:NONCE_LIMIT].decode()


def _step(part: DesiredPart, record: PartRecord | None, before: list[Step]) -> Step | None:
    if record is not None:
        if record.state is PartState.REMOVED or record.refused == part.hash:
            return None
        if record.state is PartState.SENT and record.message_id is not None:
            return None if record.hash == part.hash else Edit(part, record.message_id)
    if part.tombstone:
        return None
    generation = 0
    if record is not None:
        ours = record.state in {PartState.REMOVING, PartState.GONE}
        generation = record.generation + ours
    return Send(part, generation, continues=part.number > 1 and not _follows(part, before))


def _follows(part: DesiredPart, before: list[Step]) -> bool:
    if not before or not isinstance(before[-1], Send):
        return False
    last = before[-1].part
    return (last.comment, last.number) == (part.comment, part.number - 1)
