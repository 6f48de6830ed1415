from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream.codec import decode
from stream.errors import LogError
from stream.log import Record
from stream.marker import Marker, decode_marker, encode_marker
from stream.outbox import OutboxRow, digest
from stream.relay_plan import Refusal, letter, refusal
from stream.topics import ARTICLES, DLQ
from stream.types import DeadLetter

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def row(number: int = 7, value: bytes | None = b"v", topic: str = ARTICLES.name, key: str = "k") -> OutboxRow:
    return OutboxRow(number, 3, Record(topic, key, value, (("h", b"\xff"),)))


@given(st.sets(st.integers(0, 400)))
def test_a_marker_keeps_its_ids(ids: set[int]) -> None:
    marker = Marker("db", tuple(sorted(ids)), "d")
    assert decode_marker(encode_marker(marker)) == marker


def test_a_marker_of_neighbours_is_small() -> None:
    assert len(encode_marker(Marker("x" * 32, tuple(range(5000, 5500)), "d" * 64))) < 200


@pytest.mark.parametrize("value", [None, b"", b"[]", b'{"database": "x", "rows": 5, "digest": ""}', b"\xff"])
def test_what_is_no_marker_is_named(value: bytes | None) -> None:
    with pytest.raises(LogError, match="no marker"):
        decode_marker(value)


def test_a_digest_tells_rows_apart_whatever_their_order() -> None:
    rows = [row(1), row(2)]
    assert digest(rows) == digest(rows[::-1])
    others = [[row(1)], [row(1), row(3)], [row(1), row(2, b"w")], [row(1), row(2, key="j")]]
    assert len({digest(rows), *map(digest, others)}) == 5


def test_what_is_known_beforehand_to_be_refused() -> None:
    limits = {ARTICLES.name: 5_000}
    assert refusal(row(), limits) is None
    assert "unknown topic" in (refusal(row(topic="x"), limits) or Refusal("")).what
    assert "takes 5000" in (refusal(row(value=b"x" * 5_000), limits) or Refusal("")).what


@pytest.mark.parametrize(
    ("value", "refused", "kept"),
    [
        (b"v", Refusal("why"), b"v"),
        (None, Refusal("why"), None),
        (b"v", Refusal("why", bare=True), None),
        (b"x" * 9_000, Refusal("why"), None),
    ],
)
def test_a_letter_says_where_the_original_is(value: bytes | None, refused: Refusal, kept: bytes | None) -> None:
    record = letter(row(value=value), refused, {DLQ.name: 10_000}, NOW)
    dead = decode(DeadLetter, record.value)
    assert (record.topic, record.key, dead.offset, dead.value, dead.where) == (DLQ.name, "k", 3, kept, "relay")
    assert dead.what.startswith("row 7: why")
    assert ("is only in row 7" in dead.what) == (value is not None and kept is None)
    assert len(record.value or b"") < 10_000
