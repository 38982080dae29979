"""An address and a port to listen at, as HEALTH_AT names it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address

LOOPBACK = "127.0.0.1"
_PLACE = re.compile(r"(?:(?:\[(?P<long>[0-9A-Fa-f:.]+)\]|(?P<short>[0-9.]+)):)?(?P<port>\d{1,5})")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server listens."""

    host: str
    """An IP address."""
    port: int

    @property
    def url(self) -> str:
        """Its address for a program on the same computer."""
        address = ip_address(self.host)
        if address.is_unspecified:  # all addresses, loopback among them
            address = ip_address("::1" if address.version == 6 else LOOPBACK)
        host = f"[{address}]" if address.version == 6 else str(address)
        return f"http://{host}:{self.port}"


def read_place(text: str) -> Place | None:
    """Read `8710`, `127.0.0.1:8710` or `[::1]:8710`; None for anything else."""
    found = _PLACE.fullmatch(text.strip())
    if found is None or not 0 < int(found["port"]) < 2**16:
        return None
    host = found["long"] or found["short"] or LOOPBACK
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return Place(str(address), int(found["port"]))
