"""From any address of a site to the blog there, of whichever kind it is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.blogs.base import Guarded
from bot.blogs.kinds import KINDS, open_blog
from bot.errors import BlogRefused, BlogUnreachable, BlogUnusable
from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from bot.blogs.base import Blog
    from bot.blogs.http.answer import Answer
    from bot.blogs.http.fetcher import Fetcher
    from bot.model import BlogAddress, Credentials


async def discover(
    fetcher: Fetcher, url: str, credentials: Credentials | None = None
) -> BlogAddress:
    """Find the blog that `url`, any page or feed of it, belongs to.

    The kinds are tried in their order; one that is there but closed to us doesn't keep the others
    from being tried. Whether the credentials are right is left to `find_blog`.

    Raises `BlogUnusable`, saying what was tried, if there is no blog; `BlogRefused` if one is
    closed to us and there is no other; and what `Fetcher.get` raises.
    """
    page = await _open(fetcher, url)
    closed: BlogRefused | None = None
    for kind in KINDS:
        try:
            found = await kind.find(fetcher, page, credentials)
        except BlogRefused as error:
            closed = closed or error
        else:
            if found is not None:
                return found
    raise closed or _nothing(page)


async def find_blog(fetcher: Fetcher, url: str, credentials: Credentials | None = None) -> Blog:
    """Find a blog and open it, with an account if one is given. Raises like `discover`.

    Where a blog can be read with an account, `BlogRefused` says that this one won't do.
    """
    blog = open_blog(fetcher, await discover(fetcher, url, credentials), credentials)
    if credentials is not None and isinstance(blog, Guarded):
        await blog.check_credentials()
    return blog


async def _open(fetcher: Fetcher, url: str) -> Answer:
    url = url.strip()
    if "://" in url:
        return await fetcher.get(url)
    try:
        return await fetcher.get(f"https://{url}")
    except BlogUnreachable as error:
        try:
            return await fetcher.get(f"http://{url}")
        except BlogUnreachable:
            raise error from None


def _nothing(page: Answer) -> BlogUnusable:
    site = urlsplit(page.url).netloc
    tried = Phrase("Looked for: {sought}.", sought=tuple(kind.sought for kind in KINDS))
    if page.status >= 400:
        return BlogUnusable(
            "There is no blog to be found at {site}. The page itself answers {status}. {tried}",
            site=site,
            status=page.status,
            tried=tried,
        )
    return BlogUnusable("There is no blog to be found at {site}. {tried}", site=site, tried=tried)
