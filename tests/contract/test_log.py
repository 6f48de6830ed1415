"""What every log must do: DatabaseLog on SQLite and on PostgreSQL, KafkaLog on a real broker."""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from stream.errors import LogError
from stream.log import Consumer, Log, Record, Stored
from stream.topics import ARTICLES, ENRICHED, FEEDS, LATEST, MAX_MESSAGE_BYTES
from tests.contract.backends import make_tables, opened

A, F, E, L = ARTICLES.name, FEEDS.name, ENRICHED.name, LATEST.name


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.postgres),
        pytest.param("kafka", marks=pytest.mark.kafka),
    ]
)
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "kafka":
        return f"kafka={request.getfixturevalue('kafka_config').bootstrap}"
    if request.param == "postgresql":
        return make_tables(request.getfixturevalue("new_database")())
    return make_tables(f"sqlite:///{tmp_path / 'log.db'}")


@pytest.fixture
def log(backend: str) -> Iterator[Log]:
    with opened(backend) as log:
        yield log


@pytest.fixture
def group() -> str:
    return f"group-{uuid.uuid4().hex[:8]}"


def record(key: str, value: bytes | None = b"{}", topic: str = A) -> Record:
    return Record(topic, key, value)


def drain(consumer: Consumer, expected: int, limit: int = 100) -> list[Stored]:
    """Polls until `expected` records have come; then looks once more that there is no further one."""
    found: list[Stored] = []
    deadline = time.monotonic() + 30
    while len(found) < expected and time.monotonic() < deadline:
        found += consumer.poll(1.0, limit)
    return found + consumer.poll(0.0, limit)


def pairs(stored: Sequence[Stored]) -> list[tuple[str | None, bytes | None]]:
    return sorted(((s.key, s.value) for s in stored), key=repr)


def start(backend: str, *words: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.contract.child", backend, *map(str, words)])


def finish(children: list[subprocess.Popen[bytes]]) -> None:
    try:
        assert [child.wait(120) for child in children] == [0] * len(children)
    finally:
        for child in children:
            child.kill()
            child.wait()


# ---------------------------------------------------------------- append and read


def test_what_is_appended_is_read_back_bytes_headers_tombstones_and_large_values(log: Log) -> None:
    headers = (("ce_id", b"x/1"), ("ce_id", b"again"), ("binary", b"\xff\x00"))
    large = bytes(range(256)) * (MAX_MESSAGE_BYTES // 256 - 4)
    records = [
        Record(A, "ключ ü", b"\xff\x00 bytes", headers),
        Record(A, "empty", b""),
        Record(L, "gone", None),
        Record(A, "large", large),
    ]
    log.append(records)
    read = [*log.read(A), *log.read(L)]
    assert {(s.topic, s.key, s.value, s.headers) for s in read} == set(records)
    assert log.counts([A, L, F]) == {A: 3, L: 1, F: 0}


def test_an_append_with_one_bad_record_leaves_nothing(log: Log) -> None:
    good = record("good")
    for bad, word in (
        (Record("news.unknown.v1", "k", b""), "news.unknown.v1"),
        (record("huge", b"x" * (MAX_MESSAGE_BYTES + 1)), "huge"),
        (record("k" * 513), "513"),
        (record("nul\0"), "NUL"),
        (record("half \ud83d"), "surrogate"),
    ):
        with pytest.raises(LogError, match=word) as caught:
            log.append([good, bad])
        assert not caught.value.retriable
    assert log.counts([A]) == {A: 0}
    log.append([good])
    assert log.counts([A]) == {A: 1}


def test_unknown_topics_are_named_for_readers_too(log: Log, group: str) -> None:
    for call in (
        lambda: log.read("nope"),
        lambda: log.consumer(group, ["nope"]),
        lambda: log.counts(["nope"]),
    ):
        with pytest.raises(LogError, match="nope") as caught:
            call()
        assert not caught.value.retriable


def test_an_empty_append_is_nothing(log: Log) -> None:
    log.append([])
    assert log.counts([A]) == {A: 0}


def test_records_of_a_key_keep_their_order(log: Log) -> None:
    for n in range(40):
        log.append([record(f"key-{n % 4}", b"%d" % n), record(f"key-{n % 4}", b"%d+" % n)])
    read = list(log.read(A))
    for k in range(4):
        wanted = [value for n in range(k, 40, 4) for value in (b"%d" % n, b"%d+" % n)]
        assert [s.value for s in read if s.key == f"key-{k}"] == wanted
    assert len({s.partition for s in read if s.key == "key-0"}) == 1


def test_offsets_grow_within_a_partition(log: Log) -> None:
    log.append([record(str(n)) for n in range(50)])
    last: dict[int, int] = {}
    for stored in log.read(A):
        assert stored.offset > last.get(stored.partition, -1)
        last[stored.partition] = stored.offset


def test_a_reader_may_start_at_the_end_or_follow(log: Log) -> None:
    log.append([record("old")])
    assert list(log.read(A, from_beginning=False)) == []
    following = log.read(A, follow=True)
    assert next(following).key == "old"
    log.append([record("new")])
    assert next(following).key == "new"
    following.close()  # type: ignore[attr-defined]  # a generator


# ---------------------------------------------------------------- groups


def test_a_group_reads_everything_once_and_groups_are_independent(log: Log, group: str) -> None:
    log.append([record(str(n)) for n in range(25)])
    for name in (group, group + "-b"):
        with log.consumer(name, [A]) as consumer:
            assert len(drain(consumer, 25, limit=10)) == 25
            consumer.commit()
    with log.consumer(group, [A]) as again:
        assert again.poll(1.0) == []


def test_a_poll_gives_at_most_its_limit(log: Log, group: str) -> None:
    log.append([record(str(n)) for n in range(25)])
    with log.consumer(group, [A]) as consumer:
        while not (polled := consumer.poll(1.0, 10)):
            pass
        assert len(polled) <= 10


def test_a_group_goes_on_where_it_committed_also_in_a_new_process(log: Log, backend: str, group: str) -> None:
    log.append([record("a"), record("b")])
    with log.consumer(group, [A, F]) as consumer:
        assert len(drain(consumer, 2)) == 2
        consumer.commit()
    log.append([record("c"), record("f", topic=F)])
    with opened(backend) as other, other.consumer(group, [A, F]) as consumer:
        assert sorted(s.key or "" for s in drain(consumer, 2)) == ["c", "f"]


def test_what_was_polled_but_not_committed_comes_again(log: Log, backend: str, group: str) -> None:
    log.append([record(str(n)) for n in range(6)])
    with log.consumer(group, [A]) as first:
        assert len(drain(first, 6)) == 6
    with opened(backend) as other, other.consumer(group, [A]) as second:
        assert len(drain(second, 6)) == 6


def test_outputs_and_position_are_one(log: Log, group: str) -> None:
    log.append([record(str(n), b"%d" % n) for n in range(5)])
    with log.consumer(group, [A]) as consumer:
        polled = drain(consumer, 5)
        consumer.commit([record(s.key or "", s.value, topic=E) for s in polled])
    assert pairs(list(log.read(E))) == pairs(list(log.read(A)))


def test_a_refused_output_moves_nothing(log: Log, group: str) -> None:
    log.append([record("a")])
    with log.consumer(group, [A]) as consumer:
        assert len(drain(consumer, 1)) == 1
        with pytest.raises(LogError, match="nope"):
            consumer.commit([record("out", topic=E), Record("nope", "k", b"")])
    assert log.counts([E]) == {E: 0}
    with log.consumer(group, [A]) as again:
        assert [s.key for s in drain(again, 1)] == ["a"]


def test_outputs_may_be_committed_without_input(log: Log, group: str) -> None:
    with log.consumer(group, [A]) as consumer:
        consumer.commit([record("out", topic=E)])
        consumer.commit()
    assert log.counts([E]) == {E: 1}


def test_a_closed_consumer_says_so(log: Log, group: str) -> None:
    consumer = log.consumer(group, [A])
    consumer.close()
    with pytest.raises(LogError, match="make a new one"):
        consumer.poll(0.0)
    with pytest.raises(LogError, match="make a new one"):
        consumer.commit()


# ---------------------------------------------------------------- several processes


def test_writers_in_several_processes_lose_nothing_and_a_reader_skips_nothing(
    log: Log, backend: str, group: str
) -> None:
    writers, each = 4, 30
    children = [start(backend, "write", f"writer-{n}", each) for n in range(writers)]
    seen: list[Stored] = []
    deadline = time.monotonic() + 60
    with log.consumer(group, [A, F]) as consumer:  # reads while they write: a late commit must not be passed by
        while len(seen) < 2 * writers * each and time.monotonic() < deadline:
            seen += consumer.poll(0.5)
            consumer.commit()
    finish(children)
    for topic in (A, F):
        for n in range(writers):
            values = [s.value for s in seen if s.topic == topic and s.key == f"writer-{n}"]
            assert values == [b"%d" % i for i in range(each)]


def test_two_members_of_a_group_give_each_output_once(log: Log, backend: str, group: str) -> None:
    log.append([record(str(n), b"%d" % n) for n in range(60)])
    members = [start(backend, "copy", group, 4) for _ in range(2)]
    for n in range(60, 100):
        log.append([record(str(n), b"%d" % n)])
    finish(members)
    assert Counter(s.key for s in log.read(E)) == Counter(str(n) for n in range(100))
