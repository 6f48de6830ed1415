"""The pipeline without Airflow over the sample newsroom: what its stories say arrives, and every change of them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path

import pytest

from copydesk import feed_list, pipeline, services
from copydesk.settings import Settings
from examples.newsroom import Newsroom, Truth
from stream.codec import decode
from stream.topics import ARTICLES, ENRICHED, LATEST
from stream.types import Article, EnrichedArticle


@dataclass
class Desk:
    """A pipeline on a database of its own, and the newsroom it reads; `seconds` is the newsroom's time."""

    settings: Settings
    newsroom: Newsroom
    clock: list[float] = field(default_factory=list)

    def at(self, seconds: float) -> dict[str, Counter[str]]:
        """Poll and collect by hand with the newsroom standing at `seconds`."""
        self.clock[0] = seconds
        return {
            "poll": Counter(pipeline.poll(self.settings, by_hand=True)),
            "collect": Counter(pipeline.collect(self.settings, by_hand=True)),
        }

    def settle(self) -> None:
        """Collect until nothing waits: publishers' Retry-After are real seconds."""
        for _ in range(40):
            if not pipeline.status(self.settings)["pending"]:
                return
            time.sleep(0.5)
            pipeline.collect(self.settings, by_hand=True)

    def versions(self, topic: str = ARTICLES.name) -> list[Article]:
        with services.open_log(self.settings) as log:
            return [decode(Article, stored.value) for stored in log.read(topic)]

    def truth(self) -> dict[str, Truth]:
        return {truth.url: truth for truth in self.newsroom.truth().values()}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = [0.0]
    with Newsroom(clock=lambda: clock[0]) as newsroom:
        settings = Settings(home=tmp_path, allow_networks=(ip_network("127.0.0.0/8"),), host_interval=0.0)
        feed_list.add(settings, [feed_list.new_feed(url) for url in newsroom.feed_urls])
        yield Desk(settings, newsroom, clock)


def words(text: str) -> list[str]:
    return text.split()


def test_what_the_stories_say_is_what_arrives(desk: Desk) -> None:
    desk.at(0)
    articles = {article.canonical_url or article.url: article for article in desk.versions()}  # a link may carry utm_*
    expected = {u: t for u, t in desk.truth().items() if t.kind in ("article", "liveblog") and not t.gone}
    missing = set(expected) - set(articles)
    assert len(missing) <= 1, missing  # the page that fails twice waits for its third try
    for url, truth in expected.items():
        if url in missing:
            continue
        article = articles[url]
        assert words(article.title) == words(truth.title), url
        # Whether a standfirst belongs to the text is a matter of taste: it may lead it, and is `subtitle` in any case.
        body = [line for line in article.body_text.split("\n") if line != truth.subtitle]
        assert body == list(truth.paragraphs), url
        if truth.pictures:
            lead = article.images[0]
            assert (lead.caption, lead.credit) == (truth.pictures[0].caption, truth.pictures[0].credit), url


def test_every_change_of_a_story_is_a_version(desk: Desk) -> None:
    for seconds in (0, 30, 60, 120, 200, 400):
        desk.at(seconds)
    kinds = Counter(article.change.kind for article in desk.versions())
    assert kinds["new"] == len({article.id for article in desk.versions()})
    assert min(kinds[kind] for kind in ("update", "correction", "takedown")) >= 1
    changed = {(t.url, t.change) for t in desk.truth().values() if t.change in ("update", "correction")}
    seen = {(article.url, article.change.kind) for article in desk.versions()}
    assert changed <= seen
    for article in desk.versions():
        if article.change.kind == "correction":
            assert article.change.note


def test_the_books_balance_at_every_moment(desk: Desk) -> None:
    for seconds in (0, 60, 400):
        desk.at(seconds)
        books = pipeline.status(desk.settings)
        assert books["entries"] == books["articles"] + books["rejected"] + books["pending"] > 30
    desk.settle()
    books = pipeline.status(desk.settings)
    assert books["pending"] == 0
    assert books["log"][ARTICLES.name] == books["log"][LATEST.name] == len(desk.versions())


def test_nothing_new_means_nothing_written(desk: Desk) -> None:
    for _ in range(3):
        desk.at(1000)
    desk.settle()
    before = pipeline.status(desk.settings)
    counts = desk.at(1000)
    assert counts["poll"]["unchanged"] == counts["poll"]["feeds"] == before["feeds"]
    assert pipeline.status(desk.settings)["log"] == before["log"]


def test_validators_go_back_exactly_as_they_came(desk: Desk) -> None:
    desk.at(0)
    before = len(desk.newsroom.requests)
    desk.at(0)
    feeds = [seen for seen in list(desk.newsroom.requests)[before:] if seen.status == 304]
    assert len(feeds) >= len(desk.newsroom.feed_urls)


def test_a_page_that_fails_is_tried_again_after_it_left_the_feed(desk: Desk) -> None:
    first = desk.at(0)
    assert first["collect"]["retried"] == 1
    desk.settle()
    assert pipeline.status(desk.settings)["pending"] == 0


def test_one_wire_story_on_four_sites_is_four_articles_with_one_agency(desk: Desk) -> None:
    desk.at(0)
    services.process(desk.settings)
    with services.open_log(desk.settings) as log:
        enriched = [decode(EnrichedArticle, stored.value) for stored in log.read(ENRICHED.name)]
    agency = {e.url: next(x.values["code"] for x in e.enrichments if x.processor == "agency") for e in enriched}
    wire = {url: truth for url, truth in desk.truth().items() if truth.agency}
    assert len(wire) >= 4
    for url, truth in wire.items():
        if url in agency:
            assert agency[url] == truth.agency, (url, truth.agency_in)
    own = [url for url, truth in desk.truth().items() if not truth.agency and url in agency]
    assert [url for url in own if agency[url]] == []
