"""The text of ../shared/seed/article.txt, as it is and inside pages of many shapes: 23 paragraphs, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.clean import clean
from stream.types import Article
from tests.support.need import missing
from tests.unit.extraction.cases import cases
from tests.unit.extraction.furnishings import BYLINES, DATES, Story
from tests.unit.extraction.stories import QUAY
from tests.unit.extraction.test_cases import wrong
from tests.unit.extraction.test_shapes import check

SEED = Path(__file__).resolve().parents[2].parent / "shared" / "seed" / "article.txt"
CREDIT = "Uncredited/The Associated Press"
TITLE = "France demands EU partners support its military action in Syria"


@pytest.fixture(scope="module")
def lines() -> list[str]:
    if not SEED.exists():
        missing("the seed article", "put shared/seed/article.txt beside the project")
    return [line for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def story(lines: list[str]) -> Story:
    skip, photo, *paragraphs = lines
    return Story(skip, TITLE, photo.removesuffix(CREDIT), CREDIT, tuple(paragraphs))


def holds(article: Article, story: Story) -> None:
    assert article.body_text.split("\n") == list(story.paragraphs)
    assert len(story.paragraphs) == 23
    assert (article.images[0].caption, article.images[0].credit) == (story.caption, CREDIT)
    ledger = {row.text: row.rule for row in article.removed}
    assert ledger[story.caption] == "caption"
    assert ledger[CREDIT] == "credit"
    assert ledger.get(story.skip, "skip_link") == "skip_link"


@pytest.mark.parametrize("first", range(1000, 1200, 20))
def test_seed_in_every_shape(story: Story, first: int) -> None:
    assert [text for seed in range(first, first + 20) for text in check(story, seed)] == []


def test_seed_as_it_is(story: Story) -> None:
    article = clean(SEED.read_bytes())
    holds(article, story)
    assert story.skip in [row.text for row in article.removed]


@pytest.mark.parametrize(
    ("before", "between", "after"),
    [
        ("{skip}\n", "\n", ""),
        ("{skip}\r\n\r\n", "\r\n\r\n", "\r\n"),
        ("{skip}\n\n{title}\n\n", "\n\n", ""),
        ("Home\nNews\nWorld\n\n{skip}\n{title}\n", "\n", "\n\nShare on Facebook\nTweet\nPrint"),
        ("Home | News | World\n\n", "\n\n", "\n\nRelated stories\nAirlines cancel flights\nTen things to know"),
        ("", "\n\n", "\n\n© 2015 The Associated Press. All rights reserved. This material may not be published."),
        (
            "",
            "\n\n",
            "\n\nComments (2)\n\nI have never seen anything like it in my life.\n\nNeither have I, and I am old.",
        ),
    ],
)
def test_seed_as_plain_text(lines: list[str], story: Story, before: str, between: str, after: str) -> None:
    head = before.format(skip=story.skip, title=TITLE)
    holds(clean(head + between.join(lines[1:]) + after), story)


@pytest.mark.parametrize("byline", BYLINES)
@pytest.mark.parametrize("date", DATES)
def test_seed_as_text_with_its_title_byline_and_date(lines: list[str], story: Story, byline: str, date: str) -> None:
    article = clean("\n".join([lines[0], TITLE, byline, date, *lines[1:]]))
    holds(article, story)
    assert article.title == TITLE
    assert TITLE in [row.text for row in article.removed]


@pytest.mark.parametrize("name", list(cases(QUAY)))
def test_seed_in_a_page_written_by_hand(story: Story, name: str) -> None:
    assert wrong(story, cases(story)[name]) == []
