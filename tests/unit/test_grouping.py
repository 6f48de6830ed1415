"""Shards in groups: few tasks for little work, never more than the limit, nothing left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from copydesk.grouping import grouped

SHARDS = st.lists(st.integers(0, 15), max_size=400)


@given(SHARDS, SHARDS, st.integers(1, 16))
def test_every_shard_with_work_is_in_one_group(feeds: list[int], entries: list[int], most: int) -> None:
    groups = grouped(feeds, entries, most=most, size=25)
    shards = [shard for group in groups for shard in group["shards"]]
    assert sorted(shards) == sorted(set(feeds + entries))
    assert len(groups) <= most


def test_little_work_is_two_groups() -> None:
    assert len(grouped([1, 2, 3, 4], [], most=16, size=25)) == 2


def test_the_label_says_what_is_in_it() -> None:
    (group,) = grouped([3, 3], [3], most=16, size=25)
    assert group == {"label": "shards 03 (2 feeds, 1 entries)", "shards": [3]}


def test_no_work_no_groups() -> None:
    assert grouped([], [], most=16, size=25) == []
