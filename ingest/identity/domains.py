"""Which names belong to one publisher (public suffix list), and the ids and shards made of that."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

SHARDS = 16


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # reading its list takes a while: not before it is needed

    return PublicSuffixList()


@lru_cache(maxsize=10_000)
def registered_domain(host: str) -> str:
    """The domain that was registered: `news.bbc.co.uk` -> `bbc.co.uk`.

    An address is its own domain; so is a name under `localhost` (RFC 6761, 6.3) and a bare suffix such as `co.uk`.
    """
    name = host.strip("[]").rstrip(".").lower()
    if is_address(name) or name == "localhost" or name.endswith(".localhost"):
        return name
    return _suffixes().privatesuffix(name) or name


def is_address(host: str) -> bool:
    """Whether `host` is an IP address and not a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def digest(*parts: str) -> str:
    """32 hex digits (BLAKE2b, 128 bits) of the parts; no part may hold a NUL."""
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def source_id(domain: str) -> str:
    """The publisher's id: 32 hex digits, the same for every host of its registered domain."""
    return digest("source", domain)


def shard_of(domain: str) -> int:
    """0..15, stable over releases and machines: one publisher is always in one shard, so politeness needs no lock."""
    return int.from_bytes(hashlib.blake2b(domain.encode(), digest_size=8).digest(), "big") % SHARDS
