"""The processors on the embedded log: the same children, notes and transactions as on Kafka."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from processors.loop import Loop
from processors.registry import Processor
from processors.runner import Service, process_once, run
from stream.codec import decode, to_record
from stream.database import connect, metadata
from stream.database_log import DatabaseLog
from stream.errors import LogError
from stream.log import Record
from stream.topics import ARTICLES, BACKFILL, DLQ, ENRICHED
from stream.types import Article, DeadLetter, EnrichedArticle, Enrichment
from tests.support.plugins import install
from tests.unit.processors.articles import article

BODY = "PARIS (AP) — The government said on Tuesday that the new bridge over the river would be opened in the spring."


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'log.db'}"


@pytest.fixture
def log(url: str) -> Iterator[DatabaseLog]:
    engine = connect(url)
    metadata.create_all(engine)
    yield DatabaseLog(engine)
    engine.dispose()


def write(log: DatabaseLog, *titles: str) -> None:
    log.append([to_record(ARTICLES, article(BODY, id=title, title=title)) for title in titles])


def enriched(log: DatabaseLog) -> dict[str, EnrichedArticle]:
    found = [decode(EnrichedArticle, stored.value) for stored in log.read(ENRICHED.name)]
    assert max(Counter(e.article_id for e in found).values(), default=1) == 1
    return {e.article_id: e for e in found}


def letters(log: DatabaseLog) -> list[DeadLetter]:
    return [decode(DeadLetter, stored.value) for stored in log.read(DLQ.name)]


def served(url: str, environment: dict[str, str], **limits: Any) -> dict[str, int]:
    return run(Service(url, environment=environment, **limits), threading.Event(), once=True)


def test_all_that_is_there_is_enriched_once_by_the_processors_of_copydesk(url: str, log: DatabaseLog) -> None:
    write(log, *(f"a{n}" for n in range(250)))
    log.append([to_record(BACKFILL, article(BODY, id="old"))])

    first, second = process_once(url), process_once(url)

    assert first == {"processed": 251, "enriched": 251, "dead": 0, "retried": 0}
    assert second == {"processed": 0, "enriched": 0, "dead": 0, "retried": 0}
    found = enriched(log)
    assert len(found) == 251
    values = {e.processor: e.values for e in found["a7"].enrichments}
    assert (values["agency"]["code"], values["language"]["tag"]) == ("AP", "en")


def test_what_does_not_decode_is_a_dead_letter_and_the_rest_goes_on(url: str, log: DatabaseLog) -> None:
    write(log, "before")
    log.append([Record(ARTICLES.name, "bad", b"{not an article"), Record(ARTICLES.name, "gone", None)])
    write(log, "after")

    assert process_once(url) == {"processed": 4, "enriched": 2, "dead": 2, "retried": 0}

    assert set(enriched(log)) == {"before", "after"}
    assert [(x.key, x.value, x.where, x.attempts) for x in letters(log)] == [
        ("bad", b"{not an article", "decode", 1),
        ("gone", None, "decode", 1),
    ]


def test_a_processor_that_raises_is_named_in_both_records(url: str, log: DatabaseLog, tmp_path: Path) -> None:
    write(log, "fine", "this raises", "fine too")

    counts = served(url, install(tmp_path / "plugins", "raises"))

    assert counts == {"processed": 3, "enriched": 3, "dead": 1, "retried": 2}
    [letter] = letters(log)
    assert (letter.where, letter.what, letter.attempts) == ("raises", "ValueError: cannot read this raises", 3)
    found = enriched(log)
    assert found["this raises"].failed == ("raises",)
    assert {e.processor for e in found["this raises"].enrichments} == {"agency", "language"}
    assert found["fine"].failed == ()


@pytest.mark.parametrize(
    ("title", "how", "limits"),
    [
        ("sleeps", "its deadline", {"message_seconds": 3.0, "deaths": 2}),
        ("hangs in C", "no answer within", {"quiet_seconds": 8.0, "deaths": 1}),
    ],
)
def test_a_message_that_hangs_its_process_goes_to_the_dead_letters(
    title: str, how: str, limits: dict[str, Any], url: str, log: DatabaseLog, tmp_path: Path
) -> None:
    write(log, "before", title, "after")

    counts = served(url, install(tmp_path / "plugins", "kills"), **limits)

    assert (counts["processed"], counts["enriched"], counts["dead"]) == (3, 3, 1)
    [letter] = letters(log)
    assert (letter.topic, letter.key, letter.where, letter.attempts) == (
        ARTICLES.name,
        title,
        "kills",
        limits["deaths"],
    )
    assert how in letter.what
    found = enriched(log)
    assert {key: e.failed for key, e in found.items()} == {"before": (), title: ("kills",), "after": ()}
    assert {e.processor for e in found[title].enrichments} == {"agency", "language"}


def test_two_messages_in_one_batch_that_end_their_process(url: str, log: DatabaseLog, tmp_path: Path) -> None:
    write(log, "exits", "between", "segfaults")

    served(url, install(tmp_path / "plugins", "kills"))

    assert [(letter.key, letter.where, letter.attempts) for letter in letters(log)] == [
        ("exits", "kills", 3),
        ("segfaults", "kills", 3),
    ]
    assert "status 9" in letters(log)[0].what
    assert "SIGSEGV" in letters(log)[1].what
    assert {key: e.failed for key, e in enriched(log).items()} == {
        "exits": ("kills",),
        "between": (),
        "segfaults": ("kills",),
    }


def test_a_database_that_is_not_there_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="no such table"):
        process_once(f"sqlite:///{tmp_path / 'empty.db'}")


def test_follow_takes_what_comes_and_stops(url: str, log: DatabaseLog) -> None:
    stop, told = threading.Event(), threading.Event()
    seen: Counter[str] = Counter()

    def on_counts(counts: dict[str, int]) -> None:
        seen.update(counts)
        told.set()

    def later() -> None:
        for title in ("first", "second"):
            write(log, title)
            assert told.wait(30)
            told.clear()
        stop.set()

    writer = threading.Thread(target=later)
    writer.start()
    run(Service(url), stop, once=False, on_counts=on_counts)
    writer.join()

    assert set(enriched(log)) == {"first", "second"}
    assert seen["enriched"] == 2


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGKILL, -9)])
def test_the_service_ends_with_its_child(number: signal.Signals, status: int, url: str, log: DatabaseLog) -> None:
    write(log, "one")
    code = f"import sys; from processors.runner import follow; sys.exit(follow({url!r}))"
    parent = subprocess.Popen([sys.executable, "-c", code])
    try:
        _until(lambda: bool(list(log.read(ENRICHED.name))))
        [child] = psutil.Process(parent.pid).children()
        parent.send_signal(number)
        assert parent.wait(30) == status
        _until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
    finally:
        parent.kill()


def _until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_commit_that_another_member_was_faster_with_is_done_again_from_the_new_position(log: DatabaseLog) -> None:
    write(log, "one", "two")
    stolen = []

    def steals(given: Article) -> Enrichment | None:
        if not stolen:
            stolen.append(given.id)
            assert Loop(lambda: log, [Processor("quiet", lambda _: None)]).drain()["enriched"] == 2
        return None

    counts = Loop(lambda: log, [Processor("steals", steals)], sleep=lambda _: None).drain()

    assert counts["processed"] == 0
    assert len(enriched(log)) == 2


def test_the_log_may_be_down_for_a_moment(log: DatabaseLog) -> None:
    write(log, "one")
    failures = [LogError("down"), LogError("down")]
    waits: list[float] = []

    def opened() -> DatabaseLog:
        if failures:
            raise failures.pop()
        return log

    counts = Loop(opened, [Processor("p", lambda _: None)], sleep=waits.append).drain()

    assert (counts["enriched"], waits) == (1, [1.0, 2.0])


@pytest.mark.parametrize("retriable", [True, False])
def test_a_log_that_stays_down_is_an_error(retriable: bool) -> None:
    tries: list[int] = []

    def opened() -> DatabaseLog:
        tries.append(1)
        raise LogError("down", retriable=retriable)

    with pytest.raises(LogError, match="down"):
        Loop(opened, [], sleep=lambda _: None).drain()
    assert len(tries) == (3 if retriable else 1)
