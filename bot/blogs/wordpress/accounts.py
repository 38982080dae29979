"""What WordPress says of an account: that it is not let in, and why. Bytes in, words out; no I/O.

By default a wrong user name and a wrong, revoked or missing application password are answered alike
(`rest_not_logged_in`): WordPress's own codes come through only on some sites. Where they don't, the
password itself tells an account's own one, and an account that was let in before has changed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.blogs.canonical import origin
from bot.blogs.links import resolved
from bot.blogs.plain import is_web
from bot.blogs.wordpress.json_text import value_of
from bot.errors import BlogRefused
from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from bot.blogs.http.answer import Answer
    from bot.blogs.wordpress.items import Item
    from bot.model import Credentials

LENGTH = 24
"""Letters and digits of an application password, which WordPress shows in groups of four."""

_NOT_ACCEPTED = Phrase(
    "{host} does not accept the user name and application password, and does not say which of the "
    "two is wrong. The name is the one to sign in with; a new application password is made in the "
    "account's profile there. If both are right, the server may be dropping the Authorization "
    "header."
)
_NO_MORE = Phrase(
    "{host} does not accept the user name and application password any more, which it did when "
    "they were given: the password was revoked, or the account is gone. A new one is made in the "
    "account's profile there, and given with `/blog connect`. If nothing was changed, the server "
    "may be dropping the Authorization header."
)
_ORDINARY = Phrase(
    "{host} does not accept the user name and application password. What was given has not the 24 "
    "letters and digits of one: the account's own password opens nothing here. Make an application "
    "password in the account's profile there."
)
NOT_SENT = Phrase(
    "This was sent nowhere: an application password has 24 letters and digits, and this has not. "
    "If it is what you sign in with, keep it to yourself: the bot can't use it. Make an "
    "application password in the account's profile on the blog, and give that."
)
_REVOKED = Phrase(
    "{host} does not accept this application password any more: it was revoked there, or never "
    "was this account's. Make a new one in the account's profile there."
)
_NO_SUCH_NAME = Phrase(
    "{host} has no account with this user name. It is the one to sign in with, which may be "
    "another than the name that is shown; the account's e-mail address will do, too."
)
_NO_SUCH_EMAIL = Phrase("{host} has no account with this e-mail address.")
SWITCHED_OFF = Phrase(
    "Application passwords are switched off at {host}, and the bot can use no other. A security "
    "plugin does that, or a site that is not set to https. Whoever runs the site can switch them "
    "on."
)
_OFF_FOR_THIS_ONE = Phrase(
    "{host} allows this account no application password. Whoever runs the site can change that, or "
    "give the bot another account."
)
_SAID = {
    "invalid_username": _NO_SUCH_NAME,
    "invalid_email": _NO_SUCH_EMAIL,
    "application_passwords_disabled": SWITCHED_OFF,
    "application_passwords_disabled_for_user": _OFF_FOR_THIS_ONE,
}


def not_let_in(answer: Answer, host: str, account: Credentials) -> BlogRefused:
    """Say why an account is not let in, and what to do about it."""
    code = refusal(answer)
    said = _SAID.get(code)
    if said is None and not _is_application_password(account.password):
        said = _ORDINARY
    if said is None and code == "incorrect_password":
        said = _REVOKED
    if said is None and account.accepted:
        said = _NO_MORE
    return BlogRefused((said or _NOT_ACCEPTED).text, host=host)


def require_application_password(password: str) -> None:
    """Raise `BlogRefused` for what an account's owner signs in with."""
    if not _is_application_password(password):
        raise BlogRefused(NOT_SENT)


def refusal(answer: Answer) -> str:
    """Return WordPress's own code for an error (`rest_forbidden`, …), or an empty text."""
    try:
        body = value_of(answer.body)
    except ValueError:
        return ""
    code = body.get("code") if isinstance(body, dict) else None
    return code if isinstance(code, str) else ""


def password_page(root: Item, api: str, host: str) -> str | None:
    """Where an application password is made, by what a REST root says; None: it doesn't say.

    A page at another scheme, host or port is not taken. Raises `BlogRefused` if there are none.
    """
    ways = root.get("authentication")
    if not isinstance(ways, dict | list):
        return None
    found = ways.get("application-passwords") if isinstance(ways, dict) else None
    if not found:
        raise BlogRefused(SWITCHED_OFF.text, host=host)
    ends = found.get("endpoints") if isinstance(found, dict) else None
    page = ends.get("authorization") if isinstance(ends, dict) else None
    address = resolved(api, page) if isinstance(page, str) and page else ""
    return address if is_web(address) and origin(address) == origin(api) else None


def _is_application_password(password: str) -> bool:
    return len(re.sub(r"[^A-Za-z0-9]", "", password)) == LENGTH
