"""The decisions after a poll: pure functions, no clock, no network, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import FetchError
from ingest.plan_poll import BUSY, LONGEST_BACKOFF, QUIETEST, listing, plan_failed, plan_read, plan_unchanged, vanished
from ingest.types import FeedState, NotModified, Request
from tests.support.flow import NOW, document, feed, item, response

A, B, C = (f"https://news.example.org/{name}" for name in "abc")


def test_new_changed_and_untouched_entries_are_told_apart() -> None:
    old, edited = item(A), item(B, title="Edited")
    listed = listing(document(old, edited, item(C)))
    seen: dict[str, str | None] = {listed[0].id: listed[0].hash, listed[1].id: "hash of before"}
    polled = plan_read(feed(), response(), document(), listed, (), seen)
    assert [e.item.url for e in polled.new] == [C]
    assert [e.item.url for e in polled.changed] == [B]
    assert polled.interval == BUSY
    assert polled.etag == 'W/"1"'


def test_another_feeds_wording_is_no_change() -> None:
    listed = listing(document(item(A, title="The other feed's headline")))
    polled = plan_read(feed(), response(), document(), listed, (), {listed[0].id: None})
    assert polled.new == polled.changed == ()


def test_one_story_linked_twice_is_one_entry() -> None:
    assert len(listing(document(item(A), item(A + "?utm_source=rss")))) == 1


def test_a_guid_alone_changes_nothing() -> None:
    first, second = listing(document(item(A)))[0], listing(document(item(A, guid="another")))[0]
    assert first.hash == second.hash


def test_gone_from_the_middle_but_not_scrolled_off_the_end() -> None:
    assert vanished(("a", "b", "c", "d"), frozenset({"new", "a", "c"})) == ("b",)
    assert vanished(("a", "b"), frozenset({"c", "d"})) == ()


@given(st.lists(st.text(max_size=3), unique=True, max_size=12), st.sets(st.text(max_size=3)))
def test_what_vanished_was_there_and_is_not(before: list[str], now: set[str]) -> None:
    gone = vanished(tuple(before), frozenset(now))
    assert set(gone) <= set(before) - now
    if gone:
        assert set(before[before.index(gone[-1]) :]) & now


def test_an_unchanged_feed_is_asked_less_often_within_bounds() -> None:
    polled = plan_unchanged(feed(interval=timedelta(minutes=10), etag='"x"'), NotModified(Request("u"), NOW))
    assert polled.interval == timedelta(minutes=15)
    assert polled.etag == '"x"'
    assert plan_unchanged(feed(interval=QUIETEST), NotModified(Request("u"), NOW)).interval == QUIETEST


def test_the_publishers_ttl_is_a_lower_bound_up_to_an_hour() -> None:
    wanted = document(item(A), min_interval=timedelta(minutes=30))
    assert plan_read(feed(), response(), wanted, listing(wanted), (), {}).interval == timedelta(minutes=30)
    endless = replace(wanted, min_interval=timedelta(days=30))
    assert plan_read(feed(), response(), endless, listing(endless), (), {}).interval == QUIETEST


def test_errors_back_off_and_keep_the_validators() -> None:
    error = FetchError("http_500", "500", status=500, retriable=True)
    first = plan_failed(feed(etag='"x"'), error, NOW)
    later = plan_failed(feed(failures=30), error, NOW)
    assert first.failures == 1
    assert first.etag == '"x"'
    assert first.next_poll_at == NOW + timedelta(minutes=5)
    assert later.next_poll_at == NOW + LONGEST_BACKOFF


def test_retry_after_is_kept_even_when_longer_than_our_wait() -> None:
    error = FetchError("http_503", "503", status=503, retriable=True, retry_after=7200.0)
    polled = plan_failed(feed(), error, NOW)
    assert polled.not_before == polled.next_poll_at == NOW + timedelta(hours=2)


def test_410_parks_the_feed() -> None:
    polled = plan_failed(feed(), FetchError("http_410", "gone", status=410), NOW)
    assert polled.state is FeedState.PARKED
    assert polled.next_poll_at is None
