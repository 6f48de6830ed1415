"""The decisions after a look at a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from ingest.errors import FetchError
from ingest.identity.urls import entry_id
from ingest.plan_collect import (
    RECHECKS,
    Collected,
    Known,
    Seen,
    plan_failed,
    plan_rejected,
    plan_same,
    plan_seen,
)
from ingest.types import EntryState, NotModified, Rejected, Request
from stream.types import Article, Image
from tests.support.flow import NOW, URL, entry, extracted, page, response


def first(**content: object) -> Collected:
    return plan_seen(entry(), Seen(extracted(**content), page(), response()), None, "digest")


def known(**content: object) -> Known:
    article = first(**content).article
    assert article is not None
    return Known(article, note=None)


def article_of(collected: Collected) -> Article:
    assert collected.article is not None
    return collected.article


def test_a_first_look_makes_version_one() -> None:
    collected = first()
    article = article_of(collected)
    assert (article.version, article.change.kind, article.pub_status) == (1, "new", "usable")
    assert article.id == entry().id
    assert article.source.domain == "example.org"
    assert collected.state is EntryState.ARTICLE
    assert collected.due_at == entry().first_seen_at + RECHECKS[0]
    assert (collected.etag, collected.body_hash) == ('W/"1"', "digest")


def test_the_same_content_is_no_new_version() -> None:
    collected = plan_seen(entry(), Seen(extracted(), page(), response()), known(), "other bytes")
    assert collected.article is None
    assert collected.body_hash == "other bytes"


def test_an_edit_is_an_update_that_names_its_fields() -> None:
    edited = Seen(extracted(body_text="One.\nTwo.\nThree."), page(), response())
    article = article_of(plan_seen(entry(), edited, known(), "d"))
    assert (article.version, article.change.kind, article.change.fields) == (2, "update", ("body_text",))
    assert article.revision_id != known().article.revision_id


def test_a_new_notice_makes_it_a_correction() -> None:
    notice = "Correction: an earlier version named the wrong harbour."
    edited = Seen(extracted(body_text="One.\n2.", note=notice), page(), response())
    change = article_of(plan_seen(entry(), edited, known(), "d")).change
    assert (change.kind, change.note) == ("correction", notice)


def test_the_notice_of_before_is_no_second_correction() -> None:
    before = replace(known(), note="Correction: x")
    edited = Seen(extracted(body_text="One.\n2.", note="Correction: x"), page(), response())
    assert article_of(plan_seen(entry(), edited, before, "d")).change.kind == "update"


def test_a_new_image_address_is_no_revision_but_a_new_credit_is() -> None:
    before = known(images=(Image("https://cdn/a?sig=1", "Caption", "Credit"),))
    resigned = Seen(extracted(images=(Image("https://cdn/a?sig=2", "Caption", "Credit"),)), page())
    credited = Seen(extracted(images=(Image("https://cdn/a?sig=1", "Caption", "Other"),)), page())
    assert plan_seen(entry(), resigned, before, "d").article is None
    assert article_of(plan_seen(entry(), credited, before, "d")).change.fields == ("images",)


def test_410_takes_a_known_article_back_once() -> None:
    gone = FetchError("http_410", "gone", status=410)
    held = entry(state=EntryState.ARTICLE)
    article = article_of(plan_failed(held, gone, known(), NOW))
    assert (article.version, article.pub_status, article.change.kind) == (2, "canceled", "takedown")
    assert article.body_text == ""
    assert article.images == article.blocks == article.removed == ()
    assert plan_failed(held, gone, Known(article), NOW).article is None


def test_a_page_that_comes_back_is_usable_again() -> None:
    held = entry(state=EntryState.ARTICLE)
    canceled = article_of(plan_failed(held, FetchError("http_410", "gone", status=410), known(), NOW))
    back = article_of(plan_seen(held, Seen(extracted(), page(), response()), Known(canceled), "d"))
    assert (back.version, back.pub_status) == (3, "usable")


@pytest.mark.parametrize(
    ("error", "attempts", "state"),
    [
        (FetchError("timeout", "t", retriable=True), 1, EntryState.PENDING),
        (FetchError("timeout", "t", retriable=True), 8, EntryState.REJECTED),
        (FetchError("http_404", "n", status=404), 1, EntryState.PENDING),
        (FetchError("http_404", "n", status=404), 3, EntryState.REJECTED),
        (FetchError("http_410", "g", status=410), 1, EntryState.REJECTED),
        (FetchError("forbidden_address", "f"), 1, EntryState.REJECTED),
    ],
)
def test_errors_of_a_first_look(error: FetchError, attempts: int, state: EntryState) -> None:
    collected = plan_failed(entry(attempts=attempts), error, None, NOW)
    assert collected.state is state
    assert collected.reason == error.code
    assert (collected.due_at is None) == (state is EntryState.REJECTED)


def test_retry_after_of_a_page_is_kept() -> None:
    error = FetchError("http_503", "busy", status=503, retriable=True, retry_after=900.0)
    collected = plan_failed(entry(), error, None, NOW)
    assert collected.not_before == collected.due_at == NOW + timedelta(minutes=15)


def test_an_odd_answer_does_not_take_a_known_story_back() -> None:
    held = entry(state=EntryState.ARTICLE, etag='"e"')
    for collected in (
        plan_rejected(held, Rejected("not_article"), known(), NOW),
        plan_failed(held, FetchError("http_500", "x", status=500, retriable=True), known(), NOW),
    ):
        assert collected.state is EntryState.ARTICLE
        assert collected.article is None
        assert collected.etag == '"e"'


def test_not_modified_keeps_everything_and_looks_again() -> None:
    held = entry(state=EntryState.ARTICLE, etag='"e"', body_hash="b")
    collected = plan_same(held, NotModified(Request(URL), NOW))
    assert (collected.state, collected.etag, collected.body_hash) == (EntryState.ARTICLE, '"e"', "b")
    assert collected.due_at is not None


def test_aliases_stay_within_the_publishers_domain() -> None:
    own, foreign, front = "https://www.example.org/story/1-long", "https://wire.example.com/1", "https://example.org/"
    for canonical, aliases in ((own, (entry_id(own),)), (foreign, ()), (front, ())):
        seen = Seen(extracted(canonical_url=canonical), page(), response())
        assert plan_seen(entry(), seen, None, "d").aliases == aliases


def test_the_revision_depends_on_content_alone() -> None:
    one = known().article
    elsewhere = plan_seen(entry(), Seen(extracted(), page(fetched_at=NOW + timedelta(days=1))), None, "d")
    assert article_of(elsewhere).revision_id == one.revision_id
    assert msgspec.json.decode(msgspec.json.encode(one), type=Article) == one


def test_ports_of_one_address_are_publishers_of_their_own() -> None:
    here, there = "http://127.0.0.1:8001/story", "http://127.0.0.1:8002/story"
    seen = Seen(extracted(canonical_url=there), page(here), response())
    assert plan_seen(entry(here, domain="127.0.0.1"), seen, None, "d").aliases == ()
