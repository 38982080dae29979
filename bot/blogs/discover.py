"""From any address of a site to the blog there, of whichever kind it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from multidict import CIMultiDict, CIMultiDictProxy

from bot.blogs.base import Found, Guarded, Site
from bot.blogs.canonical import is_upgrade, origin, shown_origin
from bot.blogs.http.answer import Answer
from bot.blogs.kinds import KINDS, open_blog
from bot.blogs.links import leads_on_to
from bot.blogs.typed import typed
from bot.errors import (
    BlogClosed,
    BlogError,
    BlogTooLarge,
    BlogUnreachable,
    BlogUnusable,
    BotCheck,
)
from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from bot.blogs.base import Blog, Kind
    from bot.blogs.http.fetcher import Fetcher
    from bot.model import BlogAddress, Credentials


async def discover(fetcher: Fetcher, url: str, credentials: Credentials | None = None) -> Found:
    """Find the blog that `url`, any page or feed of it, belongs to.

    What is a blog itself is what was asked for; from any other page, the kinds are tried in their
    order. One that is there but closed to visitors leaves it to the others, and `Found` says so;
    with credentials, which were to open it, that is an error. Whether they are right is left to
    `find_blog`.

    Raises `BlogUnusable`, saying what was tried, if there is no blog, or that it is too large;
    `BlogRefused` if one is closed to us and there is no other; `BotCheck` if only that kept us from
    seeing; and what `Fetcher.get` raises.
    """
    site, checked = await _open(fetcher, typed(url), credentials)
    for kind in KINDS:
        address = await kind.itself(site)
        if address is not None:
            return await _around(fetcher, site, kind, address)
    closed: BlogClosed | None = None
    too_large: BlogTooLarge | None = None
    for kind in KINDS:
        try:
            address = await kind.find(fetcher, site)
        except BlogClosed as error:
            if credentials is not None:
                raise
            closed = closed or error
        except BlogTooLarge as error:
            too_large = error
        else:
            if address is not None:
                return _found(site, kind, address, closed)
    raise checked or closed or too_large or _nothing(site.page)


async def find_blog(
    fetcher: Fetcher, url: str, credentials: Credentials | None = None
) -> tuple[Found, Blog]:
    """Find a blog and open it, with an account if one is given. Raises like `discover`.

    Where a blog can be read with an account, `BlogRefused` says that this one won't do.
    """
    found = await discover(fetcher, url, credentials)
    blog = open_blog(fetcher, found.address, credentials)
    if credentials is not None and isinstance(blog, Guarded):
        await blog.check_credentials()
    return found, blog


async def _around(fetcher: Fetcher, site: Site, given: Kind, address: BlogAddress) -> Found:
    """See whether what was given shows the same articles as a blog that can be read better."""
    for kind in KINDS[: KINDS.index(given)]:
        try:
            whole = await kind.find(fetcher, site)
        except BlogClosed as error:
            if address.api in kind.other_ways(error.at):
                return _found(site, given, address, error)
        except BlogError:
            continue
        else:
            if whole is not None and address.api in kind.other_ways(whole.api):
                return replace(_found(site, given, address, None), part_of=whole)
    return _found(site, given, address, None)


def _found(site: Site, kind: Kind, address: BlogAddress, closed: BlogClosed | None) -> Found:
    lacks = None
    if closed is not None and kind.limits is not None:
        lacks = Phrase("{why} {limits}", why=closed.phrase, limits=kind.limits)
    return Found(
        address,
        named_by=_named_by(site.page.url, address.api),
        lacks=lacks,
        better=closed.at if closed is not None else None,
    )


def _named_by(page: str, api: str) -> str | None:
    here, there = origin(page), origin(api)
    if here == there or is_upgrade(page, api):
        return None
    return here[1] if here[1] != there[1] else shown_origin(page)


async def _open(
    fetcher: Fetcher, url: str, credentials: Credentials | None
) -> tuple[Site, BotCheck | None]:
    """Open the page; where a check for people stands in its place, what is beside it may be open.

    Without a scheme, http is tried after https.
    """
    schemes = ("",) if "://" in url else ("https://", "http://")
    first: BlogUnreachable | None = None
    for scheme in schemes:
        asked = f"{scheme}{url}"
        try:
            page = await fetcher.get(asked)
            return Site(asked, await _led_on(fetcher, page), credentials), None
        except BotCheck as error:
            nothing = Answer(200, CIMultiDictProxy(CIMultiDict()), b"", asked)
            return Site(asked, nothing, credentials), error
        except BlogUnreachable as error:
            first = first or error
    assert first is not None  # noqa: S101 - a scheme was tried
    raise first


async def _led_on(fetcher: Fetcher, page: Answer) -> Answer:
    """The page to which this one leads every browser, if that is to be had; else itself."""
    to = leads_on_to(page)
    if to is None:
        return page
    try:
        there = await fetcher.get(to)
    except BlogError:
        return page
    return there if there.status == 200 else page


def _nothing(page: Answer) -> BlogUnusable:
    site = urlsplit(page.url).netloc
    tried = Phrase("Looked for: {sought}.", sought=tuple(kind.sought for kind in KINDS))
    if page.status in {401, 403}:
        return BlogUnusable(
            "There is no blog to be found at {site}. The page itself turns the bot away "
            "({status}), as a firewall or a password does. {tried}",
            site=site,
            status=page.status,
            tried=tried,
        )
    if page.status >= 400:
        return BlogUnusable(
            "There is no blog to be found at {site}. The page itself answers {status}. {tried}",
            site=site,
            status=page.status,
            tried=tried,
        )
    return BlogUnusable("There is no blog to be found at {site}. {tried}", site=site, tried=tried)
