"""Markup that is cut down before it is parsed."""

from __future__ import annotations

from bot.text.tame import tame


def test_styles_take_no_room_of_what_is_kept() -> None:
    html = f"a<STYLE>{'x' * 150}<script>{'y' * 150}</script></style>b"
    assert tame(html, 200) == ("a</style>b", False)
    assert tame("x" * 201, 200) == ("x" * 200, True)
