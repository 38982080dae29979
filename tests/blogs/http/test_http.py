"""The guarded session against servers that mean no good, or do badly."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import gzip
import socket
import tracemalloc
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.blogs.http import addresses
from bot.blogs.http.faults import DAY, retry_after
from bot.blogs.http.fetcher import Fetcher
from bot.errors import AddressRefused, BlogError, BlogMoved, BlogUnreachable, BlogUnusable
from bot.model import Credentials
from tests.blogs.sites import redirect, sending, serving

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

MEBIBYTE = 1024 * 1024
ACCOUNT = Credentials("keeper", "hush hush")


async def hello(request: web.Request) -> web.Response:
    return web.Response(text=f"hello {request.path}")


async def test_an_answer_is_whole(fetcher: Fetcher) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"page": request.query["page"]}, headers={"X-WP-Total": "7"})

    async with serving(answer) as site:
        got = await fetcher.get(f"{site.url}list?page=2#there", headers={"If-None-Match": "x"})
    assert (got.status, got.body, got.headers["x-wp-total"]) == (200, b'{"page": "2"}', "7")
    (request,) = site.requests
    assert request.headers["User-Agent"].startswith("Afterword/")
    assert request.headers["If-None-Match"] == "x"
    assert got.url == f"{site.url}list?page=2"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed(fetcher: Fetcher, status: int) -> None:
    async def answer(request: web.Request) -> web.Response:
        return redirect("/b?c=1", status) if request.path == "/a" else await hello(request)

    async with serving(answer) as site:
        got = await fetcher.get(f"{site.url}a")
    assert (got.body, got.url) == (b"hello /b", f"{site.url}b?c=1")


@pytest.mark.parametrize(("hops", "arrives"), [(5, True), (6, False)])
async def test_five_redirects_are_enough(fetcher: Fetcher, hops: int, arrives: bool) -> None:
    async def answer(request: web.Request) -> web.Response:
        left = int(request.path.strip("/"))
        return redirect(f"/{left - 1}") if left else await hello(request)

    async with serving(answer) as site:
        if arrives:
            assert (await fetcher.get(f"{site.url}{hops}")).body == b"hello /0"
        else:
            with pytest.raises(BlogUnusable, match="without end"):
                await fetcher.get(f"{site.url}{hops}")


async def test_a_redirect_loop_ends(fetcher: Fetcher) -> None:
    async def answer(request: web.Request) -> web.Response:
        return redirect("/b" if request.path == "/a" else "/a")

    async with serving(answer) as site:
        with pytest.raises(BlogUnusable, match="without end"):
            await fetcher.get(f"{site.url}a")
    assert len(site.requests) == 6


@pytest.mark.parametrize("target", ["ftp://example.org/", "file:///etc/passwd", "javascript:1"])
async def test_redirects_lead_to_the_web_only(fetcher: Fetcher, target: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return redirect(target)

    async with serving(answer) as site:
        with pytest.raises(BlogUnusable, match="not a web address"):
            await fetcher.get(site.url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0"])
async def test_private_addresses_are_refused_before_connecting(host: str) -> None:
    async with serving(hello) as site, Fetcher(allow_private=False) as fetcher:
        with pytest.raises(AddressRefused, match="BLOG_ALLOW_PRIVATE"):
            await fetcher.get(site.url.replace("127.0.0.1", host))
    assert site.requests == []


@pytest.mark.parametrize("inside", ["127.0.0.2", "[::1]", "10.0.0.1", "localhost"])
async def test_a_public_blog_can_not_redirect_inside(
    monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    """The test's own server plays the public one; its neighbours stay what they are."""
    real = addresses.is_public
    monkeypatch.setattr(addresses, "is_public", lambda ip: ip == "127.0.0.1" or real(ip))

    async def answer(request: web.Request) -> web.Response:
        return redirect(f"http://{inside}:{request.url.port}/admin")

    if inside == "localhost":  # by name, to an address of another family
        loop = asyncio.get_running_loop()
        monkeypatch.setattr(loop, "getaddrinfo", _resolving("::1"))
    async with serving(answer) as site, Fetcher(allow_private=False) as fetcher:
        with pytest.raises(AddressRefused):
            await fetcher.get(site.url)
    assert [request.path for request in site.requests] == ["/"]


async def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "getaddrinfo", _resolving("192.168.0.7"))
    async with Fetcher(allow_private=False) as fetcher:
        with pytest.raises(AddressRefused, match=r"blog\.example"):
            await fetcher.get("http://blog.example/")


def _resolving(address: str) -> Callable[..., Awaitable[list[tuple[object, ...]]]]:
    async def getaddrinfo(_host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        end = (address, port, 0, 0) if ":" in address else (address, port)
        return [(family, socket.SOCK_STREAM, 6, "", end)]

    return getaddrinfo


async def test_credentials_stay_at_home(fetcher: Fetcher) -> None:
    async with serving(hello) as other:

        async def answer(request: web.Request) -> web.Response:
            return redirect("/here") if request.path == "/" else redirect(other.url)

        async with serving(answer) as site:
            with pytest.raises(BlogMoved, match="sends us on"):
                await fetcher.get(site.url, auth=ACCOUNT)
            assert other.requests == []
            sent = {request.headers["Authorization"] for request in site.requests}
            (token,) = sent
            assert base64.b64decode(token.removeprefix("Basic ")) == b"keeper:hush hush"
            assert len(site.requests) == 2
            await fetcher.get(site.url)
            assert "Authorization" not in other.requests[0].headers


async def test_credentials_in_an_address_are_neither_sent_nor_told(fetcher: Fetcher) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=500)

    async with serving(answer) as site:
        with pytest.raises(BlogUnreachable) as caught:
            await fetcher.get(site.url.replace("//", "//user:secret@") + "?token=secret#secret")
    assert "Authorization" not in site.requests[0].headers
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(ACCOUNT) + repr(caught.value)


async def test_an_endless_answer_is_cut_off(small: Fetcher) -> None:
    sent = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            for _ in range(1600):
                await response.write(b"x" * 65536)
                sent += 65536
        return response

    async with serving(answer) as site:
        with pytest.raises(BlogUnusable, match="more than 1 MiB"):
            await small.get(site.url)
    assert sent < 20 * MEBIBYTE


async def test_a_gzip_bomb_stays_small(small: Fetcher) -> None:
    squeeze = zlib.compressobj(9, wbits=31)
    bomb = b"".join(squeeze.compress(bytes(MEBIBYTE)) for _ in range(100)) + squeeze.flush()

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    async with serving(answer) as site:
        tracemalloc.start()
        try:
            with pytest.raises(BlogUnusable, match="more than 1 MiB"):
                await small.get(site.url)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 10 * MEBIBYTE


async def test_gzip_is_understood(fetcher: Fetcher) -> None:
    async def answer(_: web.Request) -> web.Response:
        response = web.Response(body=b"words " * 1000)
        response.enable_compression(web.ContentCoding.gzip)
        return response

    async with serving(answer) as site:
        assert (await fetcher.get(site.url)).body == b"words " * 1000


@pytest.mark.parametrize(("times", "said"), [(1, ""), (2, "gzip"), (3, "gzip")])
async def test_what_stays_packed_is_unpacked(fetcher: Fetcher, times: int, said: str) -> None:
    body = b"words " * 1000
    for _ in range(times):
        body = gzip.compress(body)

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body, headers={"Content-Encoding": said} if said else {})

    async with serving(answer) as site:
        assert (await fetcher.get(site.url)).body == b"words " * 1000


async def test_a_bomb_that_nobody_names_stays_small_too(small: Fetcher) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(bytes(20 * MEBIBYTE)))

    async with serving(answer) as site:
        with pytest.raises(BlogUnusable, match="more than 1 MiB"):
            await small.get(site.url)


async def test_what_only_begins_like_something_packed_stays(fetcher: Fetcher) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=b"\x1f\x8b\x08 and words")

    async with serving(answer) as site:
        assert (await fetcher.get(site.url)).body == b"\x1f\x8b\x08 and words"


async def test_long_headers_and_changed_answers_are_good_answers(fetcher: Fetcher) -> None:
    async def answer(_: web.Request) -> web.Response:
        policy = {"Content-Security-Policy": f"img-src {'https://x.example ' * 1500}"}
        return web.Response(status=203, text="words", headers=policy)

    async with serving(answer) as site:
        got = await fetcher.get(site.url)
        assert (got.status, got.body) == (200, b"words")


async def test_patience_ends(hasty: Fetcher) -> None:
    done = asyncio.Event()

    async def never(_: web.Request) -> web.Response:
        await done.wait()
        return web.Response()

    async with serving(never) as site:
        with pytest.raises(BlogUnreachable, match=r"longer than 0\.5 seconds"):
            await hasty.get(site.url)
        done.set()


async def test_drops_do_not_renew_patience(hasty: Fetcher) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                await response.write(b".")
                await asyncio.sleep(0.02)
        return response

    async with serving(drip) as site:
        with pytest.raises(BlogUnreachable, match="longer than"):
            await hasty.get(site.url)


@pytest.mark.parametrize(
    ("status", "header", "wait"),
    [(429, "120", 120.0), (503, "7", 7.0), (500, None, None), (502, "soon", None)],
)
async def test_a_server_in_trouble_says_when_to_come_back(
    fetcher: Fetcher, status: int, header: str | None, wait: float | None
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Retry-After": header} if header else {})

    async with serving(answer) as site:
        with pytest.raises(BlogUnreachable, match=str(status)) as caught:
            await fetcher.get(site.url)
    assert caught.value.retry_after == wait


@pytest.mark.parametrize("status", [200, 204, 304, 400, 401, 403, 404, 410, 501])
async def test_every_other_status_is_an_answer(fetcher: Fetcher, status: int) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status)

    async with serving(answer) as site:
        assert (await fetcher.get(site.url)).status == status


NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        (" 90 ", 90.0),
        ("99999999", DAY),
        ("Thu, 01 Jan 2026 12:05:00 GMT", 300.0),
        ("Thu, 01 Jan 2026 11:00:00 GMT", 0.0),
        ("Fri, 01 Jan 2027 12:00:00 GMT", DAY),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (b"", BlogUnreachable, "closed the connection"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", BlogUnusable, "not as a web server"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", BlogUnreachable, "broke off"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000, BlogUnusable, "not as a web server"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno", BlogUnreachable, "broke off"),
    ],
)
async def test_bad_answers_have_plain_words(
    fetcher: Fetcher, answer: bytes, error: type[BlogError], words: str
) -> None:
    async with sending(answer) as url:
        with pytest.raises(error, match=words) as caught:
            await fetcher.get(f"{url}?key=secret")
    assert "127.0.0.1" in str(caught.value)
    assert "secret" not in str(caught.value)


async def test_nobody_there(fetcher: Fetcher) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(BlogUnreachable, match=f"127.0.0.1:{port}: nothing answers"):
            await fetcher.get(f"http://127.0.0.1:{port}/")


async def test_no_such_name(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    async def getaddrinfo(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    with pytest.raises(BlogUnreachable, match=r"no address for blog\.example"):
        await fetcher.get("https://blog.example/?key=secret")


async def test_no_secure_connection(fetcher: Fetcher) -> None:
    async with serving(hello) as site:
        with pytest.raises(BlogUnreachable, match="No secure connection"):
            await fetcher.get(site.url.replace("http:", "https:"))


@pytest.mark.parametrize("url", ["", "blog", "ftp://a.example/", "http://", "http://[::1", "//x/"])
async def test_what_is_no_address(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(BlogUnusable, match="not a web address"):
        await fetcher.get(url)
