"""What pages and plain text have in common at the end: body, removed lines, the Extracted value. Pure."""

from __future__ import annotations

from ingest.extraction.lines import Document
from ingest.extraction.phrases import DATELINE, NOTE, NOTE_LABEL
from ingest.extraction.text import field as short
from ingest.extraction.times import Moment
from ingest.types import FeedEntry
from stream.types import Dateline

TOOL, VERSION = "copydesk", "1"


def dateline_of(first: str) -> Dateline | None:
    """ "PARIS (AP) — " at the start of the first paragraph; a place without an agency must be in capitals."""
    found = DATELINE.match(first[:160])
    if not found or not (found["agency"] or found["place"].isupper()) or len(found["place"]) < 3:
        return None
    return Dateline(found["text"].strip(), short(found["place"].split(", ")[0]))


def moment_of(hints: FeedEntry | None) -> Moment | None:
    """The feed's time, for pages that give none."""
    if hints is None or hints.published_at is None:
        return None
    return Moment(hints.published_at, "second", "feed")


def note_of(document: Document) -> str | None:
    """The publisher's own words about a correction or an update of the story, wherever they stand."""
    for line in document.lines:
        if NOTE.match(line.text) and 20 < len(line.text) < 1200:
            line.rule = line.rule or "note"
            return short(NOTE_LABEL.sub("", line.text, count=1))
    return None
