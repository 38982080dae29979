"""What people press and type: slash commands, buttons, and what the bot answers to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simcord import interactions as payloads
from simcord.backend import serializers
from simcord.components import walk_components
from simcord.enums import AppCommandType, InteractionType, OptionType

if TYPE_CHECKING:
    from simcord.backend.models import Interaction

    from tests.wire.world import MessageRow, World

BUTTON = 2


@dataclass(frozen=True, slots=True)
class InteractionRow:
    """How far the bot has come with an interaction; `kind` as simcord names the answer."""

    id: int
    answered: bool
    kind: str | None
    ephemeral: bool
    message: MessageRow | None
    followups: list[MessageRow]
    modal: dict[str, Any] | None
    choices: list[dict[str, Any]] | None


class Interactions:
    """Sends interactions as people would; each call returns the interaction's id."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.backend = world.backend

    def slash(
        self,
        member_id: int,
        channel_id: int,
        command: str,
        options: dict[str, Any] | None = None,
        focused: str | None = None,
    ) -> int:
        """Run "blog follow", say, with options by name; with `focused` only ask for choices.

        Channels, roles and people are given by id. KeyError if the bot has no such command.
        """
        name, *path = command.split()
        guild_id = self.backend.get_channel(channel_id).guild_id
        registered = self.backend.find_command(name, guild_id)
        if registered is None:
            raise KeyError(f"no command /{name}; there are {self.commands(guild_id)}")
        leaf, nesting = payloads.walk_to_subcommand(registered, path)
        resolved: dict[str, Any] = {}
        given = [
            self._option(leaf, key, value, resolved, focused == key)
            for key, value in (options or {}).items()
        ]
        data = {
            "id": registered["id"],
            "name": name,
            "type": AppCommandType.CHAT_INPUT,
            "options": payloads.nest_options(registered, nesting, given),
            "resolved": resolved,
        }
        kind = (
            InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE
            if focused
            else InteractionType.APPLICATION_COMMAND
        )
        return self._send(kind, member_id, channel_id, data)

    def on_message(self, member_id: int, channel_id: int, command: str, message_id: int) -> int:
        """Choose a command from a message's menu; KeyError if the bot has no such command."""
        guild_id = self.backend.get_channel(channel_id).guild_id
        registered = self.backend.find_command(command, guild_id, AppCommandType.MESSAGE)
        if registered is None:
            raise KeyError(f"no message command {command!r}")
        message = self.backend.get_message(channel_id, message_id)
        shown = dict(serializers.message_payload(self.backend, message))
        data = {
            "id": registered["id"],
            "name": command,
            "type": AppCommandType.MESSAGE,
            "target_id": str(message_id),
            "resolved": {"messages": {str(message_id): shown}},
        }
        return self._send(InteractionType.APPLICATION_COMMAND, member_id, channel_id, data)

    def commands(self, guild_id: int | None = None) -> list[str]:
        """Names of the commands that the bot has registered globally and for this guild."""
        scopes = {None, guild_id}
        return sorted(name for scope in scopes for name, _ in self.backend.commands.get(scope, {}))

    def click(self, member_id: int, channel_id: int, message_id: int, custom_id: str) -> int:
        """Press a button of a message; KeyError if it has none such, or only a greyed one."""
        message = self.backend.get_message(channel_id, message_id)
        there = [each for each in walk_components(message.components) if not each.get("disabled")]
        if custom_id not in [each.get("custom_id") for each in there]:
            raise KeyError(f"no button {custom_id!r} to press")
        data = {"custom_id": custom_id, "component_type": BUTTON}
        extra = {"message": dict(serializers.message_payload(self.backend, message))}
        return self._send(
            InteractionType.MESSAGE_COMPONENT, member_id, channel_id, data, extra, message_id
        )

    def submit(
        self, member_id: int, channel_id: int, form: dict[str, Any], values: dict[str, str]
    ) -> int:
        """Send a form that the bot showed, its text fields filled in by their custom ids."""
        data = {
            "custom_id": form["custom_id"],
            "components": [_filled(each, values) for each in form["components"]],
        }
        return self._send(InteractionType.MODAL_SUBMIT, member_id, channel_id, data)

    def interaction(self, interaction_id: int) -> InteractionRow:
        """What the bot has answered so far."""
        record = self.backend.interactions[interaction_id]
        rows = {row.id: row for row in self.world.messages(record.channel_id)}
        return InteractionRow(
            id=record.id,
            answered=record.responded,
            kind=None if record.response_kind is None else record.response_kind.value,
            ephemeral=record.ephemeral,
            message=rows.get(record.message_id or 0),
            followups=[rows[each] for each in record.followup_ids if each in rows],
            modal=record.modal,
            choices=record.autocomplete_choices,
        )

    def _send(
        self,
        kind: InteractionType,
        member_id: int,
        channel_id: int,
        data: dict[str, Any],
        extra: dict[str, Any] | None = None,
        source_message_id: int | None = None,
    ) -> int:
        record: Interaction
        record, payload = payloads.base_payload(
            self.backend,
            type=kind,
            channel_id=channel_id,
            guild_id=self.backend.get_channel(channel_id).guild_id,
            user_id=member_id,
            data=data,
        )
        record.source_message_id = source_message_id
        self.backend.emit("INTERACTION_CREATE", payload | (extra or {}))
        return record.id

    def _option(
        self, leaf: dict[str, Any], key: str, value: Any, resolved: dict[str, Any], focused: bool
    ) -> dict[str, Any]:
        (spec,) = (each for each in leaf["options"] if each["name"] == key)
        if spec["type"] == OptionType.CHANNEL:
            channel = self.backend.get_channel(int(value))
            found = self.world.channel_payload(channel) | {"permissions": "0"}
            resolved.setdefault("channels", {})[str(value)] = found
        elif spec["type"] == OptionType.USER:
            user = serializers.user_payload(self.backend.get_user(int(value)))
            resolved.setdefault("users", {})[str(value)] = dict(user)
        elif spec["type"] == OptionType.ROLE:
            roles = (guild.roles.get(int(value)) for guild in self.backend.guilds.values())
            (role,) = (each for each in roles if each is not None)
            resolved.setdefault("roles", {})[str(value)] = dict(serializers.role_payload(role))
        wants_id = spec["type"] in (OptionType.CHANNEL, OptionType.USER, OptionType.ROLE)
        option = {"name": key, "type": spec["type"], "value": str(value) if wants_id else value}
        return option | {"focused": True} if focused else option


def _filled(node: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    """A part of a form as it is sent back: with what was typed, without what was shown."""
    sent: dict[str, Any] = {key: node[key] for key in ("type", "id", "custom_id") if key in node}
    if "component" in node:
        sent["component"] = _filled(node["component"], values)
    if node.get("custom_id") in values:
        sent["value"] = values[node["custom_id"]]
    return sent
