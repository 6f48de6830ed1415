"""What stands when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from examples.newsroom import timeline
from examples.newsroom.content import catalogue
from examples.newsroom.timeline import Moment
from tests.unit.newsroom.conftest import STARTED, at


def test_everything_happens_within_three_minutes() -> None:
    events = timeline.events(catalogue().stories)
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert 0 < events[0].at <= 30
    assert events[-1].at <= 180
    assert {event.change for event in events} == {"new", "update", "correction", "takedown"}


def test_a_story_appears_changes_and_leaves() -> None:
    stories = {story.id: story for story in catalogue().stories}
    pup, ferry, roof = (
        stories[name]
        for name in (
            "harbour-courier/seal-pup-lock",
            "harbour-courier/council-night-ferry",
            "northline-today/rink-roof",
        )
    )
    assert timeline.standing(pup, 19.9) is None
    before, after = timeline.standing(ferry, 44.9), timeline.standing(ferry, 45)
    assert before
    assert after
    assert after.blocks[: len(before.blocks)] == before.blocks
    assert len(after.blocks) > len(before.blocks)
    assert [story for story, _ in timeline.on_sale([roof], 89)] == [roof]
    assert timeline.on_sale([roof], 90) == []
    assert timeline.last_change([roof], 90) == 90


def test_speed_hastens_what_is_to_come_only() -> None:
    moment = Moment(STARTED, 0, speed=10)
    assert moment.wall(60) == STARTED + timedelta(seconds=6)
    assert moment.wall(-60) == STARTED - timedelta(seconds=60)


def test_times_are_said_in_the_publishers_manner() -> None:
    own = catalogue().publishers
    noon = at(0).wall(0)
    assert timeline.said(own["meridian-post"], noon) == "March 4, 2026 at 4:30 a.m."
    assert timeline.said(own["nordwind-anzeiger"], noon) == "4. März 2026, 10:30 Uhr"
    assert timeline.said(own["minato-times"], noon) == "2026年3月4日 18時30分"
    west = replace(own["minato-times"], utc_offset="-03:30")
    assert timeline.local(west, noon).isoformat() == "2026-03-04T06:00:00-03:30"
    assert timeline.http_date(noon) == "Wed, 04 Mar 2026 09:30:00 GMT"
