"""Where a webhook may go: resolved and checked at the send, then that very address is used."""

import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote, urlsplit


class ForbiddenTarget(ValueError):
    """A URL that this installation doesn't send to."""


class UnknownTarget(Exception):
    """A host that could not be resolved just now."""


@dataclass(frozen=True, slots=True)
class Target:
    """A checked destination: `address` is the one to connect to, whatever the name says later."""

    scheme: str
    host: str
    port: int
    address: str
    path: str


def resolve(url: str, allowed_hosts: Collection[str]) -> Target:
    """The destination of a URL; ForbiddenTarget, or UnknownTarget where the name has no address.

    Hosts in `allowed_hosts` ("host" or "host:port") may be private; others only public.
    """
    if not url.isprintable() or " " in url:
        raise ForbiddenTarget("the URL holds a space or a control character")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or ""), parts.port
    except ValueError as error:
        raise ForbiddenTarget(f"not a URL: {error}") from error
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise ForbiddenTarget("only http(s)://host/… without a user name")
    port = port or (443 if parts.scheme == "https" else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    private_too = host in allowed_hosts or f"{host}:{port}" in allowed_hosts
    address = pick(addresses_of(host, port), private_too, host)
    return Target(parts.scheme, host, port, address, quoted(path))


def addresses_of(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownTarget(f"{host} has no address: {error}") from error
    return [str(item[4][0]) for item in found]


def pick(addresses: list[str], private_too: bool, host: str) -> str:
    """The first address; ForbiddenTarget if any is not public (a mixed answer is an attack)."""
    if not private_too and not all(is_public(address) for address in addresses):
        raise ForbiddenTarget(f"{host} is not a public address; see WEBHOOK_ALLOWED_HOSTS")
    return addresses[0]


def is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (ip, ip))[1]
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def quoted(path: str) -> str:
    return quote(path, safe="/%?&=:@!$'()*+,;~-._[]")
