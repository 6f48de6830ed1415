"""Pages written by hand (cases.py): exactly the story, its photo's caption and credit, the ledger."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest.extract import extract
from ingest.types import Extracted, Page
from tests.unit.extraction.cases import cases
from tests.unit.extraction.furnishings import Story
from tests.unit.extraction.stories import QUAY


def wrong(story: Story, html: str) -> list[str]:
    """What differs from the story."""
    found = extract(Page("https://news.example/world/one", html.encode(), datetime.now(UTC)))
    if not isinstance(found, Extracted):
        return [repr(found)]
    lines = found.body_text.split("\n")
    said = [f"missing: {text[:80]}" for text in story.paragraphs if text not in lines]
    said += [f"not story: {text[:120]}" for text in lines if text not in story.paragraphs]
    lead = found.images[0] if found.images else None
    if not lead or (lead.caption, lead.credit) != (story.caption, story.credit) or lead.url is None:
        said.append(f"lead image: {lead}")
    ledger = "\n".join(row.text for row in found.removed)
    said += [f"not in removed: {text[:60]}" for text in (story.skip, story.caption, story.credit) if text not in ledger]
    return said + ([] if found.title == story.title else [f"title: {found.title}"])


@pytest.mark.parametrize("name", list(cases(QUAY)))
def test_story_in_a_page_written_by_hand(name: str) -> None:
    assert wrong(QUAY, cases(QUAY)[name]) == []
