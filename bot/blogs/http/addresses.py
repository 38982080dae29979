"""Which addresses the outside world may send us to: decided on bytes about to be connected to."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING

from bot.errors import AddressRefused
from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import AddrInfoType

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Whether a numeric IP address is one that anybody on the internet could be reached at.

    An IPv4 address inside an IPv6 one (mapped, 6to4, NAT64) is judged by itself, because that
    is where the packets go. Text that is no address is not public.
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = _embedded(address)
        if inner is not None:
            return is_public(str(inner))
        if address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour


PRIVATE = Phrase(
    "{host} is at a private address, and those are refused unless BLOG_ALLOW_PRIVATE=true."
)
IN_THE_OPEN = Phrase(
    "A password is not sent to {host} over http: everyone on the way could read it. Use the blog's "
    "https address."
)


def guarded_socket(
    *, allow_private: bool, allow_public: bool = True
) -> Callable[[AddrInfoType], socket.socket]:
    """Return a maker of sockets that refuses addresses of a sort that is not allowed.

    It sees the address itself, after any name was looked up: neither a number in the URL nor a
    name that resolves differently the second time gets past it.
    Raises `AddressRefused` from within the connection attempt, about a {host} still to be named.
    """

    def make(info: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = info
        public = is_public(str(address[0]))
        if public and not allow_public:
            raise AddressRefused(IN_THE_OPEN.text)
        if not (public or allow_private):
            raise AddressRefused((PRIVATE if allow_public else IN_THE_OPEN).text)
        return socket.socket(family, kind, protocol)

    return make
