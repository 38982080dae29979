"""Somebody who uses whatever the demo's page offers, and knows what they have used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.async_api import expect

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterator

    from playwright.async_api import Locator, Page, Response

    from tests.demo.minute import Visitor
    from tests.demo.offer import Offer


@dataclass
class Walker:
    """Each thing is done in the page, and counts as used once the bot has answered.

    What the answer is comes into view; a refusal of the page's, or none at all, is a failure.
    """

    visitor: Visitor
    offer: Offer
    used: set[str] = field(default_factory=set)
    seen: dict[str, str] = field(default_factory=dict)
    """By custom id: every button and menu that could be pressed."""
    forms: dict[str, str] = field(default_factory=dict)
    """By id: the titles of forms that were shown."""

    @property
    def page(self) -> Page:
        return self.visitor.page

    @property
    def form(self) -> Locator:
        return self.page.locator("#form")

    def message(self, words: str) -> Locator:
        return self.visitor.message(words)

    async def go(self, address: str, head: str) -> None:
        """Go to a room: its address after the #, its name at the head of the page."""
        await self.page.evaluate("to => { location.hash = to; }", address)
        await expect(self.page.locator("h1")).to_have_text(head)
        await expect(self.visitor.messages.first).to_be_visible()

    # ---------------------------------------------------------------- what the bot answers

    async def command(self, name: str, /, **options: str) -> Locator:
        """Use a slash command, with these options."""
        if not options and not await self._has_options(name):
            return await self._done("run", self.visitor.type(f"/{name}"))
        await self.visitor.type(f"/{name}")
        for option, value in options.items():
            await self._fill(self.page.locator(f"#options [data-option={option}]"), value)
        return await self._done("run", self.visitor.button("Run").click())

    async def apps(self, message: Locator, name: str) -> Locator:
        """Use an entry in the Apps menu of a message."""
        return await self._done("apps", self.visitor.choose(message, name))

    async def press(self, message: Locator, label: str) -> Locator:
        """Press a button below a message."""
        button = message.get_by_role("button", name=label, exact=True)
        await expect(button).to_be_visible()
        return await self._done("press", button.click())

    async def choose(self, message: Locator, value: str, *, menu: str = "") -> Locator:
        """Choose in the menu below a message that is called so, or else has this choice."""
        menus = message.locator("select")
        one = menus.filter(has_text=menu) if menu else menus.filter(has_text=value)
        return await self._done("choose", self._pick(one, value))

    async def send(self, /, **values: str) -> Locator:
        """Fill in the form that is shown, and send it."""
        await expect(self.form).to_be_visible()
        for name, value in values.items():
            await self.form.locator(f"[name={name}]").fill(value)
        answer = await self._done("submit", self.form.get_by_role("button", name="Send").click())
        await expect(self.form).to_be_hidden()
        return answer

    def left(self) -> set[str]:
        """What is offered, or was shown, and was not used."""
        return (self.offer.names() | {*self.seen.values()} | {*self.forms.values()}) - self.used

    async def look(self) -> None:
        """See what could be pressed here."""
        for message in (await self._state())["room"]["messages"]:
            for item in _items(message["components"]):
                label = item.get("label") or item.get("placeholder") or ""
                self.seen[item["custom_id"]] = self.offer.name_of(item["custom_id"], label)

    async def _done(self, act: str, doing: Awaitable[None]) -> Locator:
        await self.look()
        async with self._answer(act) as came:
            await doing
        answer = await came.value
        told, asked = await answer.json(), answer.request.post_data_json
        assert answer.ok, (asked, told)
        self.used.add(self._name(act, asked))
        if "form" in told:
            self.forms[told["form"]["id"]] = told["form"]["title"]
        shown = self.page.locator(f"#m{told['shown']}" if "shown" in told else "#messages")
        if "shown" in told:
            await expect(shown).to_be_in_viewport()
            await expect(shown.locator(".body")).not_to_be_empty()
        return shown

    def _answer(self, act: str) -> Any:
        """What comes of an act that the page is about to ask for."""

        def is_it(one: Response) -> bool:
            asked = one.request.post_data_json or {}
            return one.url.endswith(f"/acts/{act}") and asked.get("typed") != ""

        return self.page.expect_response(is_it)

    def _name(self, act: str, asked: Any) -> str:
        match act:
            case "run":
                return f"/{asked['command']}"
            case "apps":
                return str(asked["command"])
            case "submit":
                return self.forms[asked["form"]]
        return self.seen[asked["button" if act == "press" else "menu"]]

    async def _has_options(self, name: str) -> bool:
        known = await self._asked(f"commands?room={(await self._state())['room']['id']}")
        return any(one["path"] == name and one.get("options") for one in known["slash"])

    async def _state(self) -> Any:
        room = await self.page.evaluate("location.hash.slice(1).split('/')[0]")
        return await self._asked(f"state?room={room}")

    async def _asked(self, path: str) -> Any:
        """What the page's server answers."""
        return await self.page.evaluate("async path => (await fetch(path)).json()", path)

    async def _fill(self, field: Locator, value: str) -> None:
        if await field.evaluate("one => one.tagName") == "SELECT":
            await field.select_option(label=value)
            return
        if await field.get_attribute("role") != "combobox":
            await field.fill(value)
            return
        async with self._answer("suggest") as came:
            await field.fill(value)
        if (await (await came.value).json())["choices"]:
            await self.page.locator("#options [role=option]").first.wait_for()
            await field.press("Enter")

    async def _pick(self, menu: Locator, value: str) -> None:
        await menu.select_option(label=value)


def _items(components: list[Any]) -> Iterator[Any]:
    """Those of a message that can be pressed or chosen from."""
    for one in components:
        if "custom_id" in one and not one.get("disabled"):
            yield one
        yield from _items(one.get("components", []))
        yield from _items([one["accessory"]] if "accessory" in one else [])
