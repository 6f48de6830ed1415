"""What the live view tells of a record, and how it counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from copydesk.stack.events import Arrived, Enriched, Note
from copydesk.stack.watch import seen, short, stages
from stream.codec import to_record
from stream.log import Stored
from stream.topics import ARTICLES, ENRICHED, Topic
from stream.types import Article, Change, EnrichedArticle, Enrichment, Extraction, FeedRef, Part, Removed, Source

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ARTICLE = Article(
    schema_version=1, id="a1", version=2, revision_id="r", pub_status="usable", change=Change("update"),
    url="https://example.org/1", source=Source("s", "example.org"), feed=FeedRef("f", "https://example.org/feed"),
    title="Pier opens", body_text="One.\nTwo.", first_seen_at=NOW, fetched_at=NOW, extraction=Extraction("t", "1"),
    removed=(Removed("share-bar", "body", "Share"),),
)  # fmt: skip
ENRICHMENTS = (Enrichment("language", "1", {"tag": "en", "confidence": 0.9}), Enrichment("agency", "1", {"code": None}))
ENRICHED_ONE = EnrichedArticle(1, "a1", 2, "r", "https://example.org/1", "Pier opens", ENRICHMENTS, NOW, ("broken",))


def stored(topic: Topic, value: Part) -> Stored:
    record = to_record(topic, value)
    return Stored(topic.name, 0, 7, record.key, record.value, record.headers)


def test_an_article() -> None:
    assert seen(ARTICLES, stored(ARTICLES, ARTICLE)) == Arrived("a1", 2, "update", "example.org", "Pier opens", 9, 1)


def test_enrichments() -> None:
    said = {"language": "en", "agency": ""}
    assert seen(ENRICHED, stored(ENRICHED, ENRICHED_ONE)) == Enriched("a1", 2, "Pier opens", said, ("broken",))


def test_a_record_that_cannot_be_read_is_named_and_a_tombstone_is_nothing() -> None:
    told = seen(ARTICLES, Stored(ARTICLES.name, 3, 7, "a1", b"{", ()))
    assert isinstance(told, Note)
    assert told.text.startswith("news.articles.v1 3/7: ")
    assert seen(ARTICLES, Stored(ARTICLES.name, 3, 8, "a1", None, ())) is None


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"tag": "en"}, "en"),
        ({"code": None, "name": "x"}, ""),
        ({"mood": "dark"}, "dark"),
        ({"many": [1]}, ""),
        ({}, ""),
    ],
)
def test_a_processor_in_a_word(values: dict[str, object], word: str) -> None:
    assert short(values) == word


def test_counts_stand_in_the_order_of_an_articles_way() -> None:
    state = {"feeds": 2, "entries": 9, "articles": 5, "rejected": 1, "pending": 3, "unpublished": 2}
    state_with_log = state | {"log": {ARTICLES.name: 6, "news.feeds.v1": 4}}
    topics = {ENRICHED.name: 5, "news.dlq.v1": 1}
    counts = stages(state_with_log, topics, kafka=True)
    assert list(counts)[:5] == ["feeds", "entries", "articles", "rejected", "pending"]
    assert (counts["versions"], counts["unpublished"], counts["published"]) == (6, 2, 8)
    assert (counts["enriched"], counts["dead letters"]) == (5, 1)
    assert "published" not in stages(state_with_log, topics, kafka=False)
