"""Threads that look: at the log for what arrives, at the database for the counts. They tell, they change nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from copydesk.settings import Settings
from copydesk.stack.events import Arrived, Counted, Enriched, Event, Note
from stream.codec import decode
from stream.errors import CopydeskError, DecodeError
from stream.log import Stored
from stream.topics import ARTICLES, DLQ, ENRICHED, Topic
from stream.types import Article, EnrichedArticle

Tell = Callable[[Event], None]
COUNT_SECONDS = 1.0
AGAIN_SECONDS = 3.0
TELLING = ("tag", "code", "name", "value", "label")  # of a processor's values, the first that is there stands for all


def start(settings: Settings, tell: Tell) -> None:
    """Begin to look; the threads end with the process. What was there before is not told again."""
    jobs = (lambda: _follow(settings, ARTICLES, tell), lambda: _follow(settings, ENRICHED, tell))
    for job in (*jobs, lambda: _count(settings, tell)):
        threading.Thread(target=_for_ever, args=(job, tell), daemon=True).start()


def _for_ever(job: Callable[[], None], tell: Tell) -> None:
    """Do `job` again after an error (Kafka away, database busy); the same trouble is told once."""
    told = ""
    while True:
        try:
            job()
        except (CopydeskError, SQLAlchemyError, OSError) as error:
            if str(error) != told:
                tell(Note(f"cannot look at present: {error}", "warning"))
            told = str(error)
        time.sleep(AGAIN_SECONDS)


def _follow(settings: Settings, topic: Topic, tell: Tell) -> None:
    from copydesk.services import open_log

    with open_log(settings) as log:
        for stored in log.read(topic.name, from_beginning=False, follow=True):
            if (event := seen(topic, stored)) is not None:
                tell(event)


def seen(topic: Topic, stored: Stored) -> Event | None:
    """The record as an event; None for a tombstone."""
    if stored.value is None:
        return None
    try:
        return _arrived(decode(Article, stored.value)) if topic == ARTICLES else _enriched(stored.value)
    except DecodeError as error:
        return Note(f"{stored.topic} {stored.partition}/{stored.offset}: {error}", "warning")


def _arrived(article: Article) -> Arrived:
    source = article.source.name or article.source.domain
    kind = article.change.kind
    chars, removed = len(article.body_text), len(article.removed)
    return Arrived(article.id, article.version, kind, source, article.title, chars, removed)


def _enriched(value: bytes) -> Enriched:
    record = decode(EnrichedArticle, value)
    said = {e.processor: short(e.values) for e in record.enrichments}
    return Enriched(record.article_id, record.version, record.title, said, record.failed)


def short(values: Mapping[str, Any]) -> str:
    """A processor's values in a word; "" when it found nothing."""
    for name in TELLING:
        if name in values:
            return "" if values[name] is None else str(values[name])
    return next((str(value) for value in values.values() if isinstance(value, str | int | float)), "")


def _count(settings: Settings, tell: Tell) -> None:
    from copydesk import pipeline
    from copydesk.services import open_log
    from ingest.state.accounts import accounts

    with pipeline.database(settings) as engine, open_log(settings) as log:
        while True:
            state = accounts(engine, kafka=bool(settings.kafka))
            tell(Counted(stages(state, log.counts([ENRICHED.name, DLQ.name]), kafka=bool(settings.kafka))))
            time.sleep(COUNT_SECONDS)


def stages(state: Mapping[str, Any], topics: Mapping[str, int], *, kafka: bool) -> dict[str, int]:
    """The counts of `pipeline.status` and of the topics, in the order of an article's way."""
    counts = {name: int(state[name]) for name in ("feeds", "entries", "articles", "rejected", "pending")}
    counts["versions"] = int(state["log"].get(ARTICLES.name, 0))
    if kafka:
        counts["unpublished"] = int(state["unpublished"])
        counts["published"] = sum(state["log"].values()) - counts["unpublished"]
    return counts | {"enriched": topics[ENRICHED.name], "dead letters": topics[DLQ.name]}
