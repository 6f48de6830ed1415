"""One story in every shape a page can have: its paragraphs and nothing else are the body."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest.extract import extract
from ingest.types import Extracted, Page
from tests.unit.extraction.furnishings import Story
from tests.unit.extraction.shapes import compose
from tests.unit.extraction.stories import QUAY


def check(story: Story, seed: int) -> list[str]:
    """What is wrong with page number `seed` of this story."""
    body, charset, choices = compose(story, seed)
    found = extract(Page("https://news.example/world/1", body, datetime.now(UTC), "text/html", charset))
    if not isinstance(found, Extracted):
        return [f"page {seed} ({choices}): {found}"]
    lines, wrong = found.body_text.split("\n"), []
    if lines != list(story.paragraphs):
        wrong += [f"missing: {text}" for text in story.paragraphs if text not in lines]
        wrong += [f"not story: {text}" for text in lines if text not in story.paragraphs] or ["out of order"]
    lead = found.images[0] if found.images else None
    if not lead or (lead.caption, lead.credit) != (story.caption, story.credit):
        wrong.append(f"lead image: {lead}")
    ledger = "\n".join(row.text for row in found.removed)
    shown = [story.skip] if "alt-only" in choices else [story.skip, story.caption, story.credit]
    wrong += [f"not in removed: {text}" for text in shown if text not in ledger]
    wrong += [] if all(found.body_text[b.start : b.end] == b.text for b in found.blocks) else ["offsets of blocks"]
    return [f"page {seed} ({choices}): {text[:160]}" for text in wrong]


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_story_in_every_shape(first: int) -> None:
    assert [text for seed in range(first, first + 20) for text in check(QUAY, seed)] == []


@pytest.mark.parametrize("seed", [447, 614, 573, 673, 904])
def test_shapes_that_went_wrong_once(seed: int) -> None:
    assert check(QUAY, seed) == []
