"""Rows of the SQLite state that a hand, a disk or a restore has spoilt: each is named, everything else goes on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from copydesk import feed_list, pipeline
from copydesk.settings import Settings
from ingest.types import FeedState
from stream.database import connect
from tests.support.site import Site


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, allow_networks=(ip_network("127.0.0.0/8"),), host_interval=0.0)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(random.Random(7)) as running:
        running.write(4)
        yield running


def spoil(settings: Settings, statement: str, value: Any = None) -> None:
    """Run one statement as a hand would: no foreign keys, no types."""
    engine = connect(settings.database)
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute(statement, () if value is None else (value,))
    engine.dispose()


def polled(settings: Settings, site: Site) -> None:
    feed_list.add(settings, [feed_list.new_feed(site.feed_url)])
    pipeline.poll(settings, by_hand=True)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("url", "%%%"),
        ("url", "ftp://x/"),
        ("url", b"\xff\xfe"),
        ("item", b"{"),
        ("feed_id", "nofeed"),
        ("state", "bogus"),
        ("first_seen_at", "yesterday"),
        ("due_at", "soon"),
        ("not_before", "soon"),
    ],
)
def test_a_spoilt_entry_is_rejected_by_name(column: str, value: Any, settings: Settings, site: Site) -> None:
    polled(settings, site)
    spoil(settings, f"update entries set {column} = ? where id = (select min(id) from entries)", value)
    before = pipeline.status(settings)
    assert before["entries"] == before["articles"] + before["rejected"] + before["pending"] == 4
    counts = pipeline.collect(settings, by_hand=True)
    assert counts["articles"] == 3
    after = pipeline.status(settings)
    assert after["entries"] == after["articles"] + after["rejected"] + after["pending"] == 4
    assert after["rejected_by_reason"] == {"damaged_row": 1}
    assert len(pipeline.troubles(settings, reason="damaged_row")) == 1


@pytest.mark.parametrize("column", ["claimed_until", "tried_at"])
def test_a_spoilt_claim_does_not_keep_an_entry_for_ever(column: str, settings: Settings, site: Site) -> None:
    polled(settings, site)
    spoil(settings, f"update entries set claimed_by = 'elsewhere:1:1', {column} = 'soon'")
    assert pipeline.collect(settings)["articles"] == 4


@pytest.mark.parametrize(
    ("column", "value"),
    [("url", "::bad"), ("url", b"\xff\xfe"), ("next_poll_at", "soon"), ("interval", "often"), ("polled_at", "once")],
)
def test_a_spoilt_feed_is_parked_by_name(column: str, value: Any, settings: Settings, site: Site) -> None:
    polled(settings, site)
    feed_list.add(settings, [feed_list.new_feed(site.feed_url + "?other")])
    spoil(settings, f"update feeds set {column} = ? where url like '%other'", value)
    assert [feed.status for feed in feed_list.everything(settings)].count("damaged_row") == 1  # not lost to the list
    counts = pipeline.poll(settings, by_hand=True)
    assert (counts["feeds"], counts["errors"]) == (1, 1)
    (failing,) = feed_list.failing(settings)
    assert (failing.status, failing.state) == ("damaged_row", FeedState.PARKED)
    said = " ".join(feed_list.explain(settings, failing.id))
    assert "damaged" in said
    assert "never been polled" not in said
