"""What stands when: pure functions of the seconds since the start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

from examples.newsroom.model import Edition, Publisher, Story


@dataclass(frozen=True)
class Moment:
    """A point of the newsroom's time. `speed` makes what is to come, not what lies before the start, come faster."""

    started: datetime
    seconds: float
    speed: float = 1.0

    def wall(self, at: float) -> datetime:
        """The wall time (UTC, whole seconds) of second `at`."""
        shift = timedelta(seconds=at / self.speed if at > 0 else at)
        return (self.started + shift).replace(microsecond=0)


@dataclass(frozen=True)
class Event:
    """Something that changes after the start: new, update, correction, takedown."""

    at: float
    change: str
    story: Story


def standing(story: Story, seconds: float) -> Edition | None:
    """The edition in force, also of a story taken down since; None before it appears."""
    return max((e for e in story.editions if e.at <= seconds), key=lambda e: e.number, default=None)


def is_gone(story: Story, seconds: float) -> bool:
    return story.gone_at is not None and story.gone_at <= seconds


def on_sale(stories: Iterable[Story], seconds: float) -> list[tuple[Story, Edition]]:
    """What feeds and front pages show, newest story first."""
    shown = [(story, e) for story in stories if (e := standing(story, seconds)) and not is_gone(story, seconds)]
    return sorted(shown, key=lambda pair: pair[0].published, reverse=True)


def events(stories: Iterable[Story]) -> list[Event]:
    """Everything that happens after the start, in order."""
    found = [Event(e.at, e.change, story) for story in stories for e in story.editions if e.at > 0]
    found += [Event(story.gone_at, "takedown", story) for story in stories if story.gone_at is not None]
    return sorted(found, key=lambda event: (event.at, event.story.id))


def last_change(stories: Iterable[Story], seconds: float) -> float:
    """When the feed of these stories changed last; it says nothing else about the present, so it keeps its ETag."""
    times = [e.at for story in stories for e in story.editions]
    times += [story.gone_at for story in stories if story.gone_at is not None]
    return max((at for at in times if at <= seconds), default=0.0)


# ---------------------------------------------------------------- how times are written

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ja": "1 2 3 4 5 6 7 8 9 10 11 12",
}


def local(publisher: Publisher, moment: datetime) -> datetime:
    """`moment` on the publisher's own clock (`utc_offset` like +02:00)."""
    sign = -1 if publisher.utc_offset.startswith("-") else 1
    hours, minutes = publisher.utc_offset[1:].split(":")
    return moment.astimezone(timezone(sign * timedelta(hours=int(hours), minutes=int(minutes))))


def said(publisher: Publisher, moment: datetime) -> str:
    """The time as the publisher prints it (`date` is a format string of day, month, year, hour, minute ...)."""
    here = local(publisher, moment)
    months = _MONTHS[publisher.lang.split("-")[0]].split()
    return publisher.date.format(
        day=here.day,
        month=months[here.month - 1],
        short=months[here.month - 1][:3],
        number=here.month,
        year=here.year,
        hour=f"{here.hour:02d}",
        hour12=here.hour % 12 or 12,
        half="a.m." if here.hour < 12 else "p.m.",
        minute=f"{here.minute:02d}",
    )


def http_date(moment: datetime) -> str:
    """RFC 9110, 5.6.7; also the pubDate of RSS in GMT."""
    return format_datetime(moment.replace(microsecond=0), usegmt=True)
