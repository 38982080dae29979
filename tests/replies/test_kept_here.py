"""`//` keeps a message in Discord as long as it stands there: an edit keeps it, and sends it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.errors import BlogUnreachable
from bot.model import Verdict
from bot.replies.asking import Choice
from bot.replies.intake import KEPT_HERE
from bot.replies.marks import ON_ITS_WAY, PUBLISHED
from bot.replies.ports import Shape
from bot.replies.why import NOT_SENT, WORDLESS, why_kept
from bot.store.discord.follows import PAUSED_BY_OWNER
from bot.store.people.members import Consent
from bot.store.people.reply import ReplyState
from tests.replies.mishaps import Killed
from tests.replies.world import ANN, CHANNEL, GUILD, World, world

if TYPE_CHECKING:
    from pathlib import Path

    from bot.languages.phrase import Phrase


async def state(here: World, message: int) -> ReplyState | None:
    reply = await here.reply(message)
    return reply.state if reply else None


@pytest.mark.parametrize("words", ["// among us", "  //also"])
async def test_it_stays_whatever_else_happens(tmp_path: Path, words: str) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say(words)
        await here.edit(said.id, "// among us two")
        await here.restart()
        await here.settle(seconds=4000)
        assert here.desk.comments == {}
        assert here.talk.marks.get(said.id, set()) == set()


async def test_taken_away_by_an_edit_it_is_sent(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("// for the blog, actually")
        await here.edit(said.id, "For the blog.")
        assert here.words() == ["For the blog."]
        assert here.talk.marks[said.id] == {PUBLISHED}


async def test_taken_away_while_nobody_listened_it_is_sent(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("// for the blog, actually")
        here.rewrite(said.id, "For the blog.")
        await here.restart()
        assert here.words() == ["For the blog."]


async def test_put_before_and_taken_away_again_it_comes_back(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("There.")
        await here.edit(said.id, "// not there")
        assert here.words() == []
        await here.edit(said.id, "There again.")
        assert here.words() == ["There again."]
        await here.edit(said.id, "// and away")
        assert here.words() == []
        await here.edit(said.id, "And back.")
        assert here.words() == ["And back."]
        assert here.talk.marks[said.id] == {PUBLISHED}


async def test_back_before_it_was_off_the_blog_it_never_leaves(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("There.")
        here.mishaps.next.append(("decide", BlogUnreachable("The blog does not answer."), False))
        await here.edit(said.id, "// not there")
        assert here.words() == ["There."]
        assert here.talk.marks[said.id] == {ON_ITS_WAY}
        await here.edit(said.id, "There, still.")
        await here.settle(seconds=60)
        assert [(each.id, each.html) for each in here.standing()] == [(1, "There, still.")]


@pytest.mark.parametrize("stored", [True, False])
async def test_killed_while_it_comes_back_it_stands_there_once(
    tmp_path: Path, stored: bool
) -> None:
    """The comment that was taken off is not taken for the new one."""
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("There.")
        await here.edit(said.id, "// not there")
        here.mishaps.next.append(("write", Killed(), stored))
        await here.edit(said.id, "There again.")
        await here.restart()
        await here.settle(seconds=200)
        assert here.words() == ["There again."]
        assert await state(here, said.id) is ReplyState.PUBLISHED
        await here.edit(said.id, "// away again")
        here.mishaps.next.append(("write", Killed(), stored))
        await here.edit(said.id, "There a third time.")
        await here.restart()
        await here.settle(seconds=200)
        assert here.words() == ["There a third time."]
        assert await state(here, said.id) is ReplyState.PUBLISHED


async def test_refused_when_it_comes_back_it_is_refused(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("There.")
        await here.edit(said.id, "// not there")
        here.desk.closed = True
        await here.edit(said.id, "There again.")
        assert await state(here, said.id) is ReplyState.REFUSED


async def test_who_was_not_asked_yet_is_asked_about_it(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        said = await here.say("// among us")
        assert here.talk.questions == {}
        await here.edit(said.id, "For all.")
        assert [each.about for each in here.talk.questions.values()] == [said.id]
        await here.answer(Choice.ONCE)
        assert here.words() == ["For all."]


async def test_the_yes_to_this_one_holds_for_it(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        said = await here.say("Once.")
        await here.answer(Choice.ONCE)
        await here.edit(said.id, "// not there")
        await here.edit(said.id, "Once again.")
        assert here.words() == ["Once again."]
        other = await here.say("// another")
        await here.edit(other.id, "Another.")
        assert here.words() == ["Once again."]
        assert [each.about for each in here.talk.questions.values()] == [other.id]


@pytest.mark.parametrize("published", [True, False])
async def test_after_a_never_no_edit_sends_it(tmp_path: Path, published: bool) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("There." if published else "// here")
        await here.edit(said.id, "// not there")
        await here.replies.asking.settle(GUILD, ANN, Consent.NEVER, name="Ann")
        await here.edit(said.id, "There again.")
        assert here.words() == []


@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize("later", [Consent.ALWAYS, Consent.EACH])
async def test_a_never_ends_it_whatever_is_said_later(
    tmp_path: Path, published: bool, later: Consent
) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("There." if published else "// here")
        await here.edit(said.id, "// not there")
        await here.replies.asking.settle(GUILD, ANN, Consent.NEVER, name="Ann")
        await here.replies.asking.settle(GUILD, ANN, later, name="Ann")
        await here.edit(said.id, "There again.")
        await here.settle(seconds=4000)
        assert here.words() == []
        assert here.talk.questions == {}


async def test_slashes_put_after_a_never_take_it_off_for_good(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("There.")
        await here.replies.asking.settle(GUILD, ANN, Consent.NEVER, name="Ann")
        await here.edit(said.id, "// not there")
        assert here.words() == []
        reply = await here.reply(said.id)
        assert reply is not None
        assert not reply.stays


async def test_a_never_at_the_same_moment_as_the_slashes_counts(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("There.")
        await here.replies.asking.settle(GUILD, ANN, Consent.NEVER, name="Ann")
        await here.store.replies.withdraw(said.id, reason=KEPT_HERE, stays=True)
        await here.edit(said.id, "There again.")
        assert here.words() == []


async def test_a_never_while_a_copy_may_still_come_leaves_none_there(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        said = await here.say("There.")
        here.mishaps.next.append(("write", BlogUnreachable("The blog does not answer."), True))
        await here.answer(Choice.ONCE)
        await here.edit(said.id, "// not there")
        await here.settle(seconds=10)
        await here.edit(said.id, "There again.")
        assert await state(here, said.id) is ReplyState.WAITING
        await here.replies.asking.settle(GUILD, ANN, Consent.NEVER, name="Ann")
        here.desk.comments["9"] = replace(here.desk.comments["1"], id=9, verdict=Verdict.APPROVED)
        await here.settle(seconds=200)
        assert here.words() == []


async def test_of_those_who_said_never_nothing_is_recorded(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.replies.asking.settle(GUILD, ANN, Consent.NEVER, name="Ann")
        said = await here.say("// among us")
        assert await here.reply(said.id) is None


async def test_deleted_it_is_over(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("// among us")
        await here.delete(said.id)
        reply = await here.reply(said.id)
        assert reply is not None
        assert not reply.stays
        assert all(each.verdict is not Verdict.APPROVED for each in here.desk.comments.values())


@pytest.mark.parametrize("leave", [True, False])
async def test_who_asks_to_be_forgotten_sends_nothing_more(tmp_path: Path, leave: bool) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("// among us")
        await here.replies.asking.forget(ANN, leave=leave)
        await here.edit(said.id, "For all.")
        assert await here.reply(said.id) is None
        assert here.words() == []


async def test_deleted_while_it_may_have_come_back_it_is_off(tmp_path: Path) -> None:
    """It is looked for on the blog: the comment that is known is the earlier one."""
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("There.")
        await here.edit(said.id, "// not there")
        here.mishaps.next.append(("write", BlogUnreachable("The blog does not answer."), True))
        await here.edit(said.id, "There again.")
        assert here.words() == ["There again."]
        await here.delete(said.id)
        await here.settle(seconds=4000)
        assert here.words() == []


@pytest.mark.parametrize("heard", [True, False])
@pytest.mark.parametrize("published", [True, False])
async def test_taken_away_before_edits_were_followed_it_is_sent_by_a_later_edit_only(
    tmp_path: Path, published: bool, heard: bool
) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("There." if published else "// there")
        await here.edit(said.id, "// there")
        here.rewrite(said.id, "Here.")
        await as_landed(here, said.id, edits=3 if heard else 1)
        await here.restart()
        await here.settle(seconds=4000)
        assert here.words() == []
        assert await why(here, said.id) == NOT_SENT
        await here.edit(said.id, "There again.")
        assert here.words() == ["There again."]


@pytest.mark.parametrize("how", ["kept by the owner", "paused", "ended"])
async def test_taken_away_while_nothing_is_carried_it_stays(tmp_path: Path, how: str) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("// among us")
        follows, choose = here.store.follows, here.store.exchanges.choose
        match how:
            case "kept by the owner":
                await choose(GUILD, here.blog_id, replies=False)
            case "paused":
                await follows.pause(1, PAUSED_BY_OWNER)
            case "ended":
                await follows.end(1)
        await here.edit(said.id, "Among us.")
        await choose(GUILD, here.blog_id, replies=True)
        await follows.start(here.blog_id, guild=GUILD, channel=CHANNEL, backfill=10)
        await follows.resume(1)
        await here.restart()
        assert here.words() == []
        assert await why(here, said.id) == NOT_SENT
        await here.edit(said.id, "For the blog.")
        assert here.words() == ["For the blog."]


async def test_where_no_slashes_keep_it_why_does_not_say_so(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("Words beside a sticker.")
        await here.edit(said.id, "// and slashes")
        assert await why(here, said.id) is None
        here.talk.messages[said.id] = replace(here.talk.messages[said.id], shape=Shape.STICKER)
        await here.edit(said.id, "")
        assert await why(here, said.id) == WORDLESS[Shape.STICKER]


async def as_landed(here: World, message: int, *, edits: int) -> None:
    """What is kept was not followed up to this moment, though maybe heard of."""
    decided = here.talk.messages[message].edited
    await here.store.replies._database.write(
        "UPDATE reply SET edits = ?, carried = 0, decided = ?", (edits, decided)
    )


async def why(here: World, message: int) -> Phrase | None:
    reply = await here.reply(message)
    assert reply is not None
    return why_kept(reply, here.talk.messages[message])
