"""Which subject the points of stream.faults belong to: the part of a point's name before the dot."""

from __future__ import annotations

from stream.faults import POINTS
from tests.crash.harness import AT_RANDOM, BROKER, Factory, Strike
from tests.crash.ingest_subject import ingest_subject
from tests.crash.process_subject import process_subject
from tests.crash.relay_subject import relay_subject

SUBJECTS: dict[str, Factory] = {
    "poll": ingest_subject,
    "collect": ingest_subject,
    "relay": relay_subject,
    "process": process_subject,
}
# A process that is frozen inside its write transaction keeps every other writer out of SQLite, by design: it must be
# ended, there is nothing to take over from it while it stands.
HOLDS_SQLITE = ("poll.saving", "collect.logging")


def strikes(subject: str) -> list[Strike]:
    """Every strike on `subject`: kill -9, SIGSTOP and SIGCONT at each of its points, at random, and of the broker."""
    points = [point for point in POINTS if point.partition(".")[0] == subject]
    named = [Strike(point, number) for point in points for number in ("KILL", "STOP")]
    named = [strike for strike in named if strike.signal == "KILL" or strike.point not in HOLDS_SQLITE]
    return [*named, Strike(f"{subject}.{AT_RANDOM}"), Strike(f"{subject}.{BROKER}")]


def uncovered() -> list[str]:
    """Points that belong to no subject."""
    return [point for point in POINTS if point.partition(".")[0] not in SUBJECTS]
