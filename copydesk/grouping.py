"""Which shards travel together in one mapped task. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import ceil
from typing import Any


def grouped(feeds: Iterable[int], entries: Iterable[int], *, most: int, size: int) -> list[dict[str, Any]]:
    """The shards named in `feeds` and `entries` (one shard per due item), in at most `most` groups of about equal work.

    A group holds about `size` items or one whole shard; with two or more shards there are at least two groups, so that
    two cores have something to do.
    """
    due_feeds, due_entries = Counter(feeds), Counter(entries)
    work = due_feeds + due_entries
    if not work:
        return []
    wanted = max(ceil(work.total() / size), 2)
    groups: list[list[int]] = [[] for _ in range(min(wanted, most, len(work)))]
    for shard, _ in work.most_common():
        min(groups, key=lambda g: sum(work[s] for s in g)).append(shard)
    return [_named(sorted(group), due_feeds, due_entries) for group in groups]


def _named(shards: list[int], feeds: Counter[int], entries: Counter[int]) -> dict[str, Any]:
    names = " ".join(f"{shard:02}" for shard in shards)
    counts = f"{sum(feeds[s] for s in shards)} feeds, {sum(entries[s] for s in shards)} entries"
    return {"label": f"shards {names} ({counts})", "shards": shards}
