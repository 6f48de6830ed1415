"""Dead letters are put back on their topic once, on the embedded log and on Kafka."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from processors.loop import Loop
from processors.registry import Processor
from processors.replay import replay
from stream.codec import decode, encode, to_record
from stream.kafka_config import KafkaConfig
from stream.log import Log, Record
from stream.topics import ARTICLES, DLQ, ENRICHED
from stream.types import Article, DeadLetter, EnrichedArticle, Enrichment
from tests.contract.backends import make_tables, opened
from tests.unit.processors.articles import article


@pytest.fixture(params=["database", pytest.param("kafka", marks=pytest.mark.kafka)])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Log]:
    if request.param == "kafka":
        config: KafkaConfig = request.getfixturevalue("kafka_config")
        backend = f"kafka={config.bootstrap}"
    else:
        backend = make_tables(f"sqlite:///{tmp_path / 'log.db'}")
    with opened(backend) as log:
        yield log


def test_what_failed_is_processed_after_the_fix_once(log: Log, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("processors.replay.GROUP", f"replay-{tmp_path.name}")
    fixed = False

    def sometimes(given: Article) -> Enrichment | None:
        if not fixed:
            raise ValueError("not yet")
        return Enrichment("fixed", "1", {})

    def drain() -> dict[str, int]:
        loop = Loop(lambda: log, [Processor("p", sometimes)], f"p-{tmp_path.name}", sleep=lambda _: None)
        return loop.drain()

    log.append([Record(ARTICLES.name, "a1", encode(article("Body")), (("ce_id", b"7"),))])
    assert drain()["dead"] == 1
    fixed = True

    assert replay(log) == {"replayed": 1, "skipped": 0}
    assert replay(log) == {"replayed": 0, "skipped": 0}
    assert drain() == {"processed": 1, "enriched": 1, "dead": 0, "retried": 0}

    first, second = list(log.read(ARTICLES.name))
    assert (second.key, second.value) == (first.key, first.value)
    headers = dict(second.headers)
    assert headers.pop("copydesk-replay-of").startswith(b"news.dlq.v1/")
    assert headers == {"ce_id": b"7"}
    found = [decode(EnrichedArticle, stored.value) for stored in log.read(ENRICHED.name)]
    assert [(e.failed, len(e.enrichments)) for e in found] == [(("p",), 0), ((), 1)]


def test_letters_that_cannot_be_put_back_are_skipped_and_the_limit_holds(
    log: Log, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("processors.replay.GROUP", f"replay-{tmp_path.name}")
    now = datetime.now(UTC)
    letters = [
        DeadLetter(1, ARTICLES.name, 0, 1, "k", b"one", {}, "decode", "x", 1, now),
        DeadLetter(1, ARTICLES.name, 0, 2, "k", None, {}, "decode", "too large", 1, now),
        DeadLetter(1, "no.such.topic", 0, 3, "k", b"three", {}, "decode", "x", 1, now),
        DeadLetter(1, ARTICLES.name, 0, 4, None, b"four", {}, "decode", "x", 1, now),
    ]
    log.append(
        [*(Record(DLQ.name, "k", to_record(DLQ, letter).value) for letter in letters), Record(DLQ.name, "k", b"?")]
    )

    assert replay(log, limit=1) == {"replayed": 1, "skipped": 0}
    assert replay(log) == {"replayed": 1, "skipped": 3}

    assert [(stored.key, stored.value) for stored in log.read(ARTICLES.name)] in (
        [("k", b"one"), ("", b"four")],
        [("", b"four"), ("k", b"one")],  # on Kafka the keys may lie in two partitions
    )
    assert "does not hold the original bytes" in caplog.text
    assert "no.such.topic" in caplog.text
