"""Pages and feeds of the sample press against what was written."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from urllib.parse import unquote, urlsplit

import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from examples.newsroom.delivery import Answer
from examples.newsroom.model import Truth
from examples.newsroom.press import Press
from tests.unit.newsroom.conftest import at

WHEN = [0.0, 65.0, 200.0]


def ask(press: Press, url: str, seconds: float) -> Answer:
    parts = urlsplit(url)
    answer = press.answer((parts.hostname or "").removesuffix(".localhost"), unquote(parts.path), at(seconds))
    assert answer is not None
    return answer


def page(press: Press, truth: Truth, seconds: float) -> str:
    answer = ask(press, truth.url, seconds)
    while answer.status == 503 or answer.cut:
        answer = ask(press, truth.url, seconds)
    charset = "windows-1252" if truth.publisher == "valley-ledger" else "utf-8"
    return " ".join(LexborHTMLParser(answer.body.decode(charset)).html.split()) if answer.status == 200 else ""


@pytest.mark.parametrize("seconds", WHEN)
def test_every_page_holds_its_story(press: Press, seconds: float) -> None:
    truths = press.truth(at(seconds))
    assert len(truths) >= 30
    for truth in truths.values():
        html = page(press, truth, seconds)
        assert bool(html) is not truth.gone, truth.id
        if truth.gone or not truth.is_article:
            continue
        text = " ".join(LexborHTMLParser(html).text(separator="").split())
        for wanted in (truth.title, *truth.paragraphs, *(p.caption for p in truth.pictures), truth.byline, truth.note):
            assert " ".join(wanted.split()) in text, (truth.id, wanted)
        assert all(p.credit in text for p in truth.pictures)
        assert not any(chrome in line for chrome in truth.chrome for line in truth.paragraphs), truth.id
        assert sum(chrome in text for chrome in truth.chrome) >= len(truth.chrome) // 2, truth.id


def test_no_template_has_an_unfilled_place(press: Press) -> None:
    for truth in press.truth(at(0)).values():
        assert not re.search(r"\$[a-z{]", page(press, truth, 0)), truth.id


@pytest.mark.parametrize("seconds", WHEN)
def test_feeds_list_what_is_out(press: Press, seconds: float) -> None:
    kinds = set()
    for feed in press.feeds():
        key = (urlsplit(feed.url).hostname or "").removesuffix(".localhost")
        answer = ask(press, feed.url, seconds)
        there = {t.title: t for t in press.truth(at(seconds)).values() if t.publisher == key and not t.gone}
        if answer.content_type == "application/feed+json":
            document = json.loads(answer.body)
            kinds.add(document["version"])
            links = {item["title"]: item["url"] for item in document["items"]}
        else:
            parsed = feedparser.parse(io.BytesIO(answer.body), response_headers={"content-type": answer.content_type})
            assert not parsed.bozo, key
            kinds.add(parsed.version)
            links = {unescape(entry.title): entry.link for entry in parsed.entries}
        assert {title: truth.url for title, truth in there.items()} == {
            title: link.partition("?")[0] for title, link in links.items()
        }
    assert kinds == {"rss20", "atom10", "rss10", "https://jsonfeed.org/version/1.1"}


def test_a_feed_changes_only_when_its_stories_do(press: Press) -> None:
    url = "http://harbour-courier.localhost:8000/feeds/news.rss"
    assert ask(press, url, 21) == ask(press, url, 44)
    assert ask(press, url, 44).body != ask(press, url, 45).body


def test_an_update_shows_in_its_feed(press: Press) -> None:
    url = "http://nordwind-anzeiger.localhost:8000/feed/atom"
    before, after = (
        {entry.id: entry for entry in feedparser.parse(io.BytesIO(ask(press, url, second).body)).entries}
        for second in (100, 111)
    )
    changed = [key for key in before if before[key].updated != after[key].updated]
    assert len(changed) == 1
    assert before[changed[0]].published == after[changed[0]].published


def test_special_pages(press: Press) -> None:
    truths = press.truth(at(61))
    copper = truths["northline-today/copper-lake-mine"].url
    answers = [ask(press, copper, 61) for _ in range(3)]
    assert [(answer.status, answer.cut) for answer in answers] == [(503, False), (200, True), (200, False)]
    assert answers[0].headers["Retry-After"] == "1"
    roof = truths["northline-today/rink-roof"].url
    assert [ask(press, roof, second).status for second in (89, 90)] == [200, 410]
    wall = truths["meridian-post/brine-earnings"]
    assert wall.paywalled
    assert len(wall.paragraphs) == 2
    body = ask(press, wall.url, 61).body.decode()
    assert '"isAccessibleForFree": false' in body
    assert "several thousand trailers" not in body
    fixed = truths["meridian-post/desalination-vote"]
    assert (fixed.change, fixed.version) == ("correction", 2)
    assert fixed.note in ask(press, fixed.url, 61).body.decode()
    ledger = ask(press, truths["valley-ledger/peach-festival"].url, 61)
    assert ledger.content_type == "text/html"
    assert "Café Magnolia" in ledger.body.decode("windows-1252")
    assert "Magnolia" in ledger.body.decode("latin-1")


def test_an_address_is_the_same_forever(press: Press) -> None:
    early, late = press.truth(at(0)), press.truth(at(500))
    assert all(late[key].url == truth.url for key, truth in early.items())
    urls = [truth.url for truth in late.values()]
    assert len(set(urls)) == len(urls)


def test_unknown_addresses(press: Press) -> None:
    assert press.answer("nobody", "/", at(0)) is None
    assert ask(press, "http://harbour-courier.localhost:8000/news/nothing", 0).status == 404
    not_yet = press.truth(at(20))["harbour-courier/seal-pup-lock"].url
    assert ask(press, not_yet, 19).status == 404
