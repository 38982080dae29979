"""Forms that someone opens and closes again: Discord tells nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cogs.test_replies import conversing, mirrored

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_form_that_is_never_sent_is_not_kept_for_ever(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        channel, owner = community.channel, community.owner
        await owner.slash(channel, "blog connect")
        panel = await owner.slash(channel, "blog settings")
        for label in ("Filters …", "Quiet hours …"):
            await owner.click(panel.response.message, label=label)
        profile = await owner.slash(channel, "profile show")
        await owner.click(profile.response.message, label="Another name …")
        answered = mirrored(community, "Well said")
        await owner.context_menu(community.thread(), "Reply on the blog", answered)
        kept = community.env.bot._connection._view_store._modals.values()
        assert len(kept) == 5
        assert all(form.timeout is not None for form in kept)
