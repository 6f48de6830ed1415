"""What the stages that fetch have in common: what they need of a fetcher, and hosts side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from ingest.state.claims import Due
from ingest.types import NotModified, Request, Response

HOSTS_AT_ONCE = 20


class Fetch(Protocol):
    """ingest.web.fetch.Fetcher, or a test's own."""

    async def fetch(self, request: Request) -> Response | NotModified: ...


def by_host(due: Iterable[Due]) -> Iterable[list[Due]]:
    """The due rows of each host together, in their order."""
    hosts: dict[str, list[Due]] = defaultdict(list)
    for each in due:
        hosts[each.host].append(each)
    return hosts.values()
