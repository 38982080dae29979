"""What a page may do in simcord's Discord: each act as the person whose page it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simcord import (
    ChannelHandle,
    InteractionResult,
    MemberActor,
    ResponseMessage,
    RoleHandle,
    UserHandle,
)
from simcord.backend.errors import BackendError, SetupError
from simcord.components import walk_components
from simcord.enums import ComponentType, OptionType
from simcord.interactions import walk_to_subcommand

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.demo.chat_view import Json
    from bot.demo.seat import Seat


class ActRefused(Exception):
    """What Discord would not let one do, in words."""


class Acts:
    """Does one thing after another, in the language that the person uses Discord in.

    An act's details come as JSON: ids are text, `room` is the channel or thread. It is answered
    with `form`, if the bot shows one, or `choices`, what it suggests; with `shown`, the id of the
    message it answers with, or `written`, that of one's own.
    """

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._person = seat.person
        self._backend = seat.env.backend
        self._locale: str | None = None
        # First of all, so that the bot hears it in what is told to the others as well.
        self._backend.subscribers.insert(0, self._say_which_language)

    async def do(self, name: str, asked: Json) -> Json:
        """Do it, and answer what came of it. Raises ActRefused."""
        act = ACTS.get(name)
        if act is None:
            raise ActRefused(f"There is no act called {name}.")
        async with self._seat.turn:
            self._locale = str(asked.get("locale", "en-US"))
            before = len(self._backend.interactions)
            try:
                return await act(self, asked)
            except (BackendError, SetupError) as error:
                raise ActRefused(str(error)) from error
            except (KeyError, TypeError, ValueError) as error:
                raise ActRefused(f"Something is missing or not as it should be: {error}") from error
            except TimeoutError:
                return self._answered_so_far(before)  # It is done; the bot is still busy.
            finally:
                self._locale = None
                self._seat.changes.note()

    async def write(self, asked: Json) -> Json:
        """Write `words`, in answer to the message `answers` if there is one."""
        answers = asked.get("answers")
        said = await self._person.send(
            self._room(asked["room"]),
            asked["words"],
            reply_to=self._message(asked, answers) if answers else None,
        )
        return {"written": str(said.id)}

    async def edit(self, asked: Json) -> Json:
        """Give one's own `message` other `words`."""
        await self._person.edit(self._message(asked), asked["words"])
        return {}

    async def delete(self, asked: Json) -> Json:
        """Delete a `message`."""
        await self._person.delete(self._message(asked))
        return {}

    async def react(self, asked: Json) -> Json:
        """Set (`on`) or take back an `emoji` below a `message`."""
        await self._person.set_reaction(
            self._message(asked), asked["emoji"], reacted=bool(asked["on"])
        )
        return {}

    async def press(self, asked: Json) -> Json:
        """Press the `button` with this custom id below a `message`."""
        return _outcome(await self._person.click(self._message(asked), custom_id=asked["button"]))

    async def choose(self, asked: Json) -> Json:
        """Choose `values` in the `menu` with this custom id below a `message`."""
        message = self._message(asked)
        (menu,) = (
            one
            for one in walk_components(message.components)
            if one.get("custom_id") == asked["menu"]
        )
        chosen = [self._chosen(menu["type"], value) for value in asked["values"]]
        return _outcome(await self._person.select(message, chosen, custom_id=asked["menu"]))

    async def submit(self, asked: Json) -> Json:
        """Send the `form` with this id, `values` by the custom ids of its fields."""
        shown = InteractionResult(self._seat.env, self._backend.interactions[int(asked["form"])])
        return _outcome(await self._person.submit_modal(shown, dict(asked["values"])))

    async def run(self, asked: Json) -> Json:
        """Use the slash `command`, as it is typed but for the slash, with `options`."""
        options = self._options(asked)
        return _outcome(
            await self._person.slash(self._room(asked["room"]), asked["command"], **options)
        )

    async def suggest(self, asked: Json) -> Json:
        """What the bot suggests for the `option` in which `typed` stands."""
        choices = await self._person.autocomplete(
            self._room(asked["room"]),
            asked["command"],
            asked["option"],
            asked["typed"],
            **self._options(asked),
        )
        return {"choices": choices}

    async def apps(self, asked: Json) -> Json:
        """Use the `command` in the Apps menu of a `message`."""
        return _outcome(
            await self._person.context_menu(
                self._room(asked["room"]), asked["command"], self._message(asked)
            )
        )

    def _answered_so_far(self, before: int) -> Json:
        """What the bot said to what was done since; what else it says will be seen."""
        for interaction in [*self._backend.interactions.values()][before:]:
            if interaction.user_id == self._person.id and interaction.responded:
                return _outcome(InteractionResult(self._seat.env, interaction))
        return {}

    def _room(self, number: str) -> ChannelHandle:
        channel = self._backend.get_channel(int(number))
        return ChannelHandle(self._seat.env, self._seat.guild, channel)

    def _role(self, number: str) -> RoleHandle:
        role = self._backend.get_role(self._seat.guild.id, int(number))
        return RoleHandle(self._seat.env, self._seat.guild, role)

    def _member(self, number: str) -> MemberActor:
        user = UserHandle(self._seat.env, self._backend.get_user(int(number)))
        return MemberActor(self._seat.env, self._seat.guild, user)

    def _chosen(self, menu: int, value: str) -> Any:
        match menu:
            case ComponentType.CHANNEL_SELECT:
                return self._room(value)
            case ComponentType.ROLE_SELECT:
                return self._role(value)
        return value

    def _message(self, asked: Json, number: str | None = None) -> ResponseMessage:
        stored = self._backend.get_message(int(asked["room"]), int(number or asked["message"]))
        return ResponseMessage(self._seat.env, stored)

    def _options(self, asked: Json) -> Json:
        root, *path = asked["command"].split()
        command = self._backend.find_command(root, self._seat.guild.id)
        if command is None:
            raise SetupError(f"There is no command /{root}.")
        leaf, _ = walk_to_subcommand(command, path)
        kinds = {one["name"]: one["type"] for one in leaf.get("options", [])}
        return {
            name: self._given(kinds.get(name), value)
            for name, value in asked.get("options", {}).items()
        }

    def _given(self, kind: int | None, value: Any) -> Any:
        match kind:
            case OptionType.CHANNEL:
                return self._room(value)
            case OptionType.USER:
                return self._member(value)
        return value

    def _say_which_language(self, event: str, payload: Mapping[str, Any]) -> None:
        if event == "INTERACTION_CREATE" and self._locale is not None:
            payload["locale"] = self._locale  # type: ignore[index]


ACTS: dict[str, Callable[[Acts, Json], Awaitable[Json]]] = {
    act.__name__: act
    for act in (
        Acts.write,
        Acts.edit,
        Acts.delete,
        Acts.react,
        Acts.press,
        Acts.choose,
        Acts.submit,
        Acts.run,
        Acts.suggest,
        Acts.apps,
    )
}


def _outcome(result: InteractionResult) -> Json:
    if result.modal is not None:
        return {"form": result.modal | {"id": str(result._interaction.id)}}  # noqa: SLF001
    answers = [one for one in (result.response, *result.followups) if one is not None]
    if not result.acknowledged:
        raise ActRefused("The bot did not answer.")
    return {"shown": str(answers[-1].id)} if answers else {}
